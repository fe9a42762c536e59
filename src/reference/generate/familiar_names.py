"""Writes `data/familiar_names.csv`: short and familiar forms of English given names.

    python3 -m venv DIR
    DIR/bin/pip install nicknames==VERSION
    DIR/bin/python src/reference/generate/familiar_names.py

From the list of nicknames, folded. Left out are initials, pairs that differ by an edit (other rules find
them), forms that are not shorter than the name or that are long and have familiar forms of their own (they
are names themselves), and those of more names than FEW: they say next to nothing of which one is meant.
"""

import collections
import csv
import importlib.resources
import pathlib

from folding import fold

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
FEW = 8
SHORT = 4


def is_edit(a, b):
    if abs(len(a) - len(b)) > 1:
        return False
    short, long = sorted((a, b), key=len)
    same = next((at for at, (x, y) in enumerate(zip(short, long)) if x != y), len(short))
    return short[same + (len(short) == len(long)) :] == long[same + 1 :]


def main():
    with importlib.resources.files("nicknames").joinpath("names.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    pairs = {(fold(row["name1"]), fold(row["name2"])) for row in rows if row["relationship"] == "has_nickname"}
    pairs = {(a, b) for a, b in pairs if min(len(a), len(b)) > 1 and " " not in a + b and not is_edit(a, b)}
    names = {name for name, _ in pairs}
    pairs = {(a, b) for a, b in pairs if len(b) < len(a) and (len(b) <= SHORT or b not in names)}
    n_names = collections.Counter(nickname for _, nickname in pairs)
    kept = sorted((nickname, name) for name, nickname in pairs if n_names[nickname] <= FEW)
    with open(DATA / "familiar_names.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["familiar", "name"])
        writer.writerows(kept)


main()
