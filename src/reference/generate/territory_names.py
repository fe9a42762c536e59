"""Writes `data/territory_names.csv` and `data/region_names.csv`: names in every locale of CLDR.

    npm install --prefix DIR cldr-localenames-full@48.2.0
    python3 src/reference/generate/territory_names.py DIR/node_modules

Names are folded, and each is written once with all codes that some locale gives it. When one code
holds at least four locales out of five, the others are slips of a locale and are left out; else the
name is ambiguous and carries all its codes. Latin names of up to three letters are left out, and up
to five letters those that only locales beyond `COMMON` have: folded, they are words and names of other
languages ("mena", "turk", "alan"). So are Latin names that persons have and none of `COMMON` has. Run it after
`person_names.py`. `misspelt` marks the names of which misspellings are looked for. What people write besides is in `data/country_aliases.csv`.
"""

import collections
import csv
import json
import pathlib
import sys

from folding import fold

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
REGIONS = {
    "001": "world", "002": "africa", "003": "north-america", "005": "south-america", "009":
    "pacific", "011": "west-africa", "013": "central-america", "014": "east-africa", "015":
    "north-africa", "017": "central-africa", "018": "southern-africa", "019": "americas", "021":
    "north-america", "029": "caribbean", "030": "east-asia", "034": "south-asia", "035":
    "southeast-asia", "039": "southern-europe", "053": "pacific", "054": "pacific", "057":
    "pacific", "061": "pacific", "142": "asia", "143": "central-asia", "145": "west-asia", "150":
    "europe", "151": "eastern-europe", "154": "northern-europe", "155": "western-europe", "202":
    "sub-saharan-africa", "419": "latin-america", "EU": "eu", "EZ": "eu",
}
# Misspellings are looked for among the names of these.
WRITTEN = {"en", "es", "fr", "de", "pt", "it", "nl"}
COMMON = set("af ca cs da de en es et eu fi fr gl hr hu id is it lt lv ms nb nl no pl pt ro sk sl sq sv sw tr vi und".split())


def names(modules):
    """Every (name, code, locale)."""
    for folder in sorted((modules / "cldr-localenames-full/main").iterdir()):
        file = folder / "territories.json"
        if not file.exists():
            continue
        entry = json.loads(file.read_text("utf-8"))["main"][folder.name]
        for key, name in entry["localeDisplayNames"]["territories"].items():
            yield name, key.split("-")[0], folder.name.split("-")[0]


def is_short(name):
    return len(name) <= (3 if name < "\u0530" else 1)


def is_slip(name, locales):
    """A short Latin name that no widely written language has."""
    return name < "\u0250" and len(name) <= 5 and not locales & COMMON


def is_near(name, code, written):
    """Whether a name is one letter from the name that a language of `WRITTEN` has for another country."""
    forms = {name[:i] + name[i + 1:] for i in range(len(name))} | {name}
    return any(other != code for form in forms for other in written.get(form, ()))


def main(modules):
    persons = set()
    for name in ("given_names.csv", "family_names.csv"):
        with open(DATA / name, encoding="utf-8") as file:
            persons |= {row["name"] for row in csv.DictReader(file)}
    with open(DATA / "countries.csv", encoding="utf-8") as file:
        english = {row["alpha2"]: fold(row["name"]) for row in csv.DictReader(file)}
    found = collections.defaultdict(lambda: collections.defaultdict(set))
    regions = collections.defaultdict(lambda: collections.defaultdict(set))
    for name, code, locale in names(pathlib.Path(modules)):
        name = fold(name)
        # Some locales leave the code in place of a name.
        if not name or is_short(name) or name == code.lower() or name.isdigit():
            continue
        if code in english:
            found[name][code].add(locale)
        elif code in REGIONS:
            regions[name][code].add(locale)
    for code, name in english.items():
        found[name][code].add("und")
    written = collections.defaultdict(set)
    for name, codes in found.items():
        for code, locales in codes.items():
            if locales & (WRITTEN | {"und"}):
                for i in range(len(name)):
                    written[name[:i] + name[i + 1:]].add(code)
                written[name].add(code)
    kept = {}
    for name, codes in found.items():
        if is_slip(name, set().union(*codes.values())):
            continue
        locales = set().union(*codes.values())
        if name < "\u0250" and not locales & (WRITTEN | {"und"}) and any(is_near(name, code, written) for code in codes):
            continue
        if name < "\u0250" and name in persons and not locales & (COMMON | WRITTEN):
            continue
        total = sum(len(locales) for locales in codes.values())
        most = max(codes, key=lambda code: len(codes[code]))
        own = [code for code in codes if english[code] == name]
        if own:
            kept[name] = own
        elif len(codes[most]) >= 0.8 * total:
            kept[name] = [most]
        else:
            kept[name] = sorted(codes)
    with open(DATA / "territory_names.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["name", "codes", "misspelt"])
        for name in sorted(kept):
            is_written = any(found[name][code] & (WRITTEN | {"und"}) for code in kept[name])
            out.writerow([name, ";".join(kept[name]), 1 if is_written and len(name) >= 5 else ""])
    with open(DATA / "region_names.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["name", "region"])
        for name in sorted(regions):
            if name not in kept and not is_slip(name, set().union(*regions[name].values())):
                code = max(sorted(regions[name]), key=lambda code: len(regions[name][code]))
                out.writerow([name, REGIONS[code]])


main(sys.argv[1])
