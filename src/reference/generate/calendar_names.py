"""Writes data/calendar_names.csv: names of months and weekdays in the languages of letters.

    pip install babel==2.18.0
    python3 src/reference/generate/calendar_names.py > src/reference/data/calendar_names.csv

The names are CLDR's (Unicode License v3), as the package carries them: wide and abbreviated, inside
a date and standing alone; of weekdays only the wide ones. Months count from 1, weekdays from Monday,
1. Names that mean different months in different languages are kept with their language.
"""

import csv
import sys

from babel import Locale

LANGUAGES = """ar bg ca cs da de el en es et eu fa fi fr gl he hi hr hu id is it ja ka ko lt lv mk ms nb
nl pl pt ro ru sk sl sr sv th tr uk ur vi zh""".split()

rows = set()
for language in LANGUAGES:
    locale = Locale(language)
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for month, name in locale.months[context][width].items():
                rows.add((language, "month", month, name.strip(" .").casefold()))
        for day, name in locale.days[context]["wide"].items():
            rows.add((language, "weekday", day + 1, name.strip(" .").casefold()))
rows.add(("en", "month", 9, "sept"))
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["language", "unit", "number", "name"])
out.writerows(sorted(row for row in rows if not row[3][:1].isdigit()))
