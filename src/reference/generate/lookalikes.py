"""Writes `data/country_lookalikes.csv`: words and names of persons that look like misspelt countries.

    npm install --prefix DIR an-array-of-english-words@2.0.0
    python3 src/reference/generate/lookalikes.py DIR/node_modules

Run it after `territory_names.py` and `person_names.py`. Written is what a correction of spelling would
take for a country: one letter away from a name that is marked as misspelt, two from nine letters on.
"""

import collections
import csv
import json
import pathlib
import sys

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"


def deletes(word, depth):
    forms = {word}
    for _ in range(depth):
        forms |= {form[:i] + form[i + 1:] for form in forms for i in range(len(form))}
    return forms


def names(file):
    with open(DATA / file, encoding="utf-8") as f:
        return list(csv.DictReader(f))


def main(modules):
    words = json.loads((pathlib.Path(modules) / "an-array-of-english-words/index.json").read_text("utf-8"))
    candidates = {word for word in words if word.isascii()}
    for file in ("given_names.csv", "family_names.csv"):
        candidates |= {row["name"] for row in names(file)}
    territories = {row["name"] for row in names("territory_names.csv")}
    index = collections.defaultdict(set)
    for row in names("territory_names.csv"):
        if row["misspelt"]:
            for form in deletes(row["name"], 2 if len(row["name"]) >= 8 else 1):
                index[form].add(row["name"])
    out = []
    for word in candidates - territories:
        if len(word) >= 5 and any(form in index for form in deletes(word, 2 if len(word) >= 9 else 1)):
            out.append(word)
    with open(DATA / "country_lookalikes.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word"])
        writer.writerows([word] for word in sorted(out))


main(sys.argv[1])
