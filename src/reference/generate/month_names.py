"""Writes data/month_names.csv: the names of the months in the languages of letters.

    pip install babel==2.18.0
    python3 src/reference/generate/month_names.py > src/reference/data/month_names.csv

The names are CLDR's (Unicode License v3), as the package carries them: wide and abbreviated, inside
a date and standing alone. Names that mean different months in different languages are kept with
their language.
"""

import csv
import sys

from babel import Locale

LANGUAGES = """ar bg ca cs da de el en es et eu fa fi fr gl he hi hr hu id is it ja ka ko lt lv mk ms nb
nl pl pt ro ru sk sl sr sv th tr uk ur vi zh""".split()

rows = set()
for language in LANGUAGES:
    months = Locale(language).months
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for month, name in months[context][width].items():
                name = name.strip(" .").casefold()
                if not name.isdigit() and not (name[:1].isdigit()):
                    rows.add((language, month, name))
rows.update(("en", 9, name) for name in ("sept",))
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["language", "month", "name"])
out.writerows(sorted(rows))
