"""Writes `data/territory_names.csv` and `data/region_names.csv`: names in every locale of CLDR.

    npm install --prefix DIR cldr-localenames-full@48.2.0
    pip install babel==2.18.0 hdx-python-country==4.2.5
    python3 src/reference/generate/territory_names.py DIR/node_modules

CLDR's package for the web leaves out locales of which it has little; Babel has them. Of
`hdx-python-country` come the official names in the languages of the United Nations.

Names are folded, and each is written once with all codes that some locale gives it. When one code
holds at least nineteen locales out of twenty, the others are slips of a locale and are left out; else the
name is ambiguous and carries all its codes. `use` says where a name counts: `misspelt` everywhere, and
misspellings of it too; `rare` only where a value stands alone, for elsewhere it is rather a word or a
name of a person ("mena", "turk", "alan"): Latin names of up to five letters that only locales beyond
`COMMON` have, those a letter from another country's name, which stand for both, and those that persons
have; `slip` is itself a misspelling: the name of one language alone that is the name of many with two letters
in the other order. Latin names of up to three letters are left out. Run it after `person_names.py`. What people write besides is in
`data/country_aliases.csv`.
"""

import collections
import csv
import json
import pathlib
import sys

import babel
import babel.localedata
import hdx.location

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


TAXONOMY = pathlib.Path(hdx.location.__file__).parent / "Countries & Territories Taxonomy MVP - C&T Taxonomy.csv"


def names(modules):
    """Every (name, code, locale)."""
    for folder in sorted((modules / "cldr-localenames-full/main").iterdir()):
        file = folder / "territories.json"
        if not file.exists():
            continue
        entry = json.loads(file.read_text("utf-8"))["main"][folder.name]
        for key, name in entry["localeDisplayNames"]["territories"].items():
            yield name, key.split("-")[0], folder.name
    for locale in sorted(babel.localedata.locale_identifiers()):
        for code, name in babel.Locale.parse(locale).territories.items():
            yield name, code, locale.replace("_", "-")


def official_names():
    """Every (name, code) of the United Nations, in its six languages."""
    with open(TAXONOMY, encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            for column, name in row.items():
                if column.endswith((" Short", " Formal", "Alt Term")) or column.startswith("M49 "):
                    yield name, row["ISO 3166-1 Alpha 2-Codes"]


def is_short(name):
    return len(name) <= (3 if name < "\u0530" else 1)


def is_slip(name, locales):
    """A short Latin name that no widely written language has."""
    return name < "\u0250" and len(name) <= 5 and not locales & COMMON


def misprints(found, languages):
    """Names of one language alone that are the name of many with two neighbouring letters in the other order."""
    misprinted = set()
    for name, codes in found.items():
        if len(codes) != 1 or len(languages[name]) != 1 or len(name) < 6:
            continue
        for i in range(len(name) - 1):
            other = name[:i] + name[i + 1] + name[i] + name[i + 2:]
            if other != name and other in found and len(languages[other]) >= 5 and found[other].keys() == codes.keys():
                misprinted.add(name)
    return misprinted


def near(name, written):
    """The countries whose name in a language of `WRITTEN` is one letter from a name."""
    forms = {name[:i] + name[i + 1:] for i in range(len(name))} | {name}
    return {code for form in forms for code in written.get(form, ())}


def main(modules):
    persons = set()
    for name in ("given_names.csv", "family_names.csv"):
        with open(DATA / name, encoding="utf-8") as file:
            persons |= {row["name"] for row in csv.DictReader(file)}
    with open(DATA / "countries.csv", encoding="utf-8") as file:
        english = {row["alpha2"]: fold(row["name"]) for row in csv.DictReader(file)}
    found = collections.defaultdict(lambda: collections.defaultdict(set))
    languages = collections.defaultdict(set)
    regions = collections.defaultdict(lambda: collections.defaultdict(set))
    for name, code, locale in names(pathlib.Path(modules)):
        name = fold(name)
        # Some locales leave the code in place of a name.
        if not name or is_short(name) or name == code.lower() or name.isdigit():
            continue
        if code in english:
            found[name][code].add(locale)
            languages[name].add(locale.split("-")[0])
        elif code in REGIONS:
            regions[name][code].add(locale.split("-")[0])
    for name, code in official_names():
        name = fold(name).removeprefix("the ")
        if code in english and len(name) > (3 if name < "\u0530" else 1):
            found[name][code].add("und")
            languages[name].add("und")
    for code, name in english.items():
        found[name][code].add("und")
        languages[name].add("und")
    written = collections.defaultdict(set)
    for name, codes in found.items():
        for code, locales in codes.items():
            if {locale.split("-")[0] for locale in locales} & (WRITTEN | {"und"}):
                for i in range(len(name)):
                    written[name[:i] + name[i + 1:]].add(code)
                written[name].add(code)
    kept, rare = {}, set()
    misprinted = misprints(found, languages)
    for name, codes in found.items():
        is_latin = name < "\u0250"
        is_own = any(english[code] == name for code in codes) or languages[name] & (WRITTEN | {"und"})
        nearby = set() if is_own or not is_latin else near(name, written)
        is_doubtful = is_latin and (
            is_slip(name, languages[name])
            or nearby - codes.keys()
            or name in persons and not languages[name] & (COMMON | WRITTEN)
        )
        if is_doubtful and not any(english[code] == name for code in codes):
            rare.add(name)
        total = sum(len(locales) for locales in codes.values())
        most = max(codes, key=lambda code: len(codes[code]))
        own = [code for code in codes if english[code] == name]
        if own:
            kept[name] = own
        elif nearby - codes.keys():
            kept[name] = sorted(nearby | codes.keys())
        elif len(codes[most]) >= 0.95 * total:
            kept[name] = [most]
        else:
            kept[name] = sorted(codes)
    with open(DATA / "territory_names.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["name", "codes", "use"])
        for name in sorted(kept):
            is_written = languages[name] & (WRITTEN | {"und"})
            use = "slip" if name in misprinted else "rare" if name in rare else "misspelt" if is_written and len(name) >= 5 else ""
            out.writerow([name, ";".join(kept[name]), use])
    with open(DATA / "region_names.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["name", "region"])
        for name in sorted(regions):
            if name not in kept and not is_slip(name, set().union(*regions[name].values())):
                code = max(sorted(regions[name]), key=lambda code: len(regions[name][code]))
                out.writerow([name, REGIONS[code]])


main(sys.argv[1])
