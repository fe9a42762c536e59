"""Writes `data/given_names.csv` and `data/family_names.csv`: common names of persons of the world.

    python3 -m venv DIR
    DIR/bin/pip install faker==VERSION name-variants==VERSION japanese-personal-name-dataset==VERSION
    DIR/bin/python src/reference/generate/person_names.py

From the locale lists of Faker, names and romanizations of name-variants, and the family names and the
romanized given names of japanese-personal-name-dataset. Names are folded; what the lists hold of several words, initials and
titles is left out. A given name is written with the number of locales that have it.
"""

import collections
import csv
import importlib
import pathlib
import pkgutil

import faker.providers.person as person
import japanese_personal_name_dataset
import name_variants

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


COMMON = {line.strip() for line in open(DATA / "common_words.csv", encoding="utf-8")}
# Modules that hold family names alone; the others hold given names, or both.
SURNAMES = "surnames"


def add(found, value, locale):
    name = fold(value)
    shortest = 4 if name < "\u0250" else 1 if name > "\u2e80" else 2
    if len(name) >= shortest and " " not in name and not name.isdigit() and name not in COMMON:
        found[name].add(locale)


def add_variants(given, family):
    for module in sorted(pkgutil.iter_modules(name_variants.__path__), key=lambda module: module.name):
        if "names" not in module.name:
            continue
        values = vars(importlib.import_module(f"name_variants.{module.name}"))
        tables = [table for name, table in sorted(values.items()) if name.isupper() and isinstance(table, dict)]
        for table in tables:
            for name, row in table.items():
                is_family = SURNAMES in module.name
                for found in [family] if is_family else [given] if "given" in module.name else [given, family]:
                    add(found, name, module.name)
                forms = row.get("forms", row.get("romanizations", [])) if isinstance(row, dict) else []
                for form in forms:
                    if isinstance(form, str):
                        add(family if is_family else given, form, module.name)


def add_japanese(given, family):
    folder = pathlib.Path(japanese_personal_name_dataset.__file__).parent / "dataset"
    for row in csv.reader(open(folder / "last_name_org.csv", encoding="utf-8")):
        for value in (row[0], row[2], row[3]):
            add(family, value, "ja")
    for file in ("first_name_man_opti.csv", "first_name_woman_opti.csv"):
        for row in csv.reader(open(folder / file, encoding="utf-8")):
            add(given, row[0], "ja")
            add(given, row[1], "ja")


given, family = collect("first_name"), collect("last_name")
add_variants(given, family)
add_japanese(given, family)
write("given_names.csv", given)
write("family_names.csv", family)
