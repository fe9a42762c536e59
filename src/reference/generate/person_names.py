"""Writes `data/given_names.csv` and `data/family_names.csv`: common names of persons of the world.

    python3 -m venv DIR && DIR/bin/pip install faker==VERSION
    DIR/bin/python src/reference/generate/person_names.py

From the locale lists of Faker. Names are folded; what the lists hold of several words, initials and
titles is left out. A given name is written with the number of locales that have it.
"""

import collections
import csv
import importlib
import pathlib
import pkgutil

import faker.providers.person as person

from folding import fold

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"


def collect(pattern):
    found = collections.defaultdict(set)
    for module in sorted(pkgutil.iter_modules(person.__path__), key=lambda module: module.name):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for attribute in sorted(vars(provider)):
            if not attribute.startswith(pattern) or "romanized" in attribute and pattern == "prefixes":
                continue
            values = vars(provider)[attribute]
            if not isinstance(values, (tuple, list, dict)):
                continue
            for value in values:
                value = value[0] if isinstance(value, tuple) else value
                if not isinstance(value, str):
                    continue
                name = fold(value)
                # Folded, Latin names of two letters are words; a family name may be one character.
                shortest = 3 if name < "\u0250" else 1 if pattern == "last_name" and name > "\u2e80" else 2
                if len(name) < shortest or " " in name or name.isdigit():
                    continue
                found[name].add(module.name.split("_")[0])
    return found


def write(file, found):
    with open(DATA / file, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["name", "n_locales"])
        writer.writerows([name, len(found[name])] for name in sorted(found))


write("given_names.csv", collect("first_name"))
write("family_names.csv", collect("last_name"))
