"""Writes `data/countries.csv`: ISO 3166-1 and XK, with UN M49 regions, from CLDR.

    npm install --prefix DIR cldr-core@48.2.0 cldr-localenames-full@48.2.0
    python3 src/reference/generate/countries.py DIR/node_modules > src/reference/data/countries.csv

CLDR follows the grouping of UN M49 but for its "Outlying Oceania" and the "Caribbean" of the Dutch
Caribbean; the few territories concerned are set below as M49 has them. M49 has no Taiwan and no
Kosovo; they stand where CLDR puts them. Antarctica has no region in M49.
"""

import csv
import json
import sys

SUBREGIONS = {"202": "Sub-Saharan Africa", "419": "Latin America and the Caribbean"}
NAMES = {  # as M49 spells its groups
    "002": "Africa", "019": "Americas", "142": "Asia", "150": "Europe", "009": "Oceania",
    "015": "Northern Africa", "011": "Western Africa", "014": "Eastern Africa", "017": "Middle Africa",
    "018": "Southern Africa", "005": "South America", "013": "Central America", "029": "Caribbean",
    "021": "Northern America", "030": "Eastern Asia", "034": "Southern Asia", "035": "South-eastern Asia",
    "143": "Central Asia", "145": "Western Asia", "039": "Southern Europe", "151": "Eastern Europe",
    "154": "Northern Europe", "155": "Western Europe", "053": "Australia and New Zealand",
    "054": "Melanesia", "057": "Micronesia", "061": "Polynesia",
}
M49 = {"BV": "005", "GS": "005", "IO": "014", "TF": "014", "HM": "053", "CC": "053", "CX": "053",
       "NF": "053", "UM": "057", "AX": "154", "GG": "154", "JE": "154", "IM": "154"}
# Where the English name of CLDR is built for lists and menus.
SHORT = {"CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo", "HK": "Hong Kong",
         "MO": "Macao", "MM": "Myanmar", "PS": "Palestine", "CV": "Cabo Verde", "UM": "United States Minor Outlying Islands",
         "BQ": "Bonaire, Sint Eustatius and Saba", "MF": "Saint Martin", "CC": "Cocos Islands"}


def main(modules):
    def read(path):
        with open(f"{modules}/{path}", encoding="utf-8") as file:
            return json.load(file)

    codes = read("cldr-core/supplemental/codeMappings.json")["supplemental"]["codeMappings"]
    contains = read("cldr-core/supplemental/territoryContainment.json")["supplemental"]["territoryContainment"]
    names = read("cldr-localenames-full/main/en/territories.json")["main"]["en"]["localeDisplayNames"]["territories"]
    parent = {}
    for group in NAMES:
        for member in contains[group]["_contains"]:
            parent.setdefault(member, group)
    top = {member: group for group in ("002", "019", "142", "150", "009") for member in contains[group]["_contains"]}
    middle = {member: group for group in SUBREGIONS for member in contains[group]["_contains"]}
    unassigned = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "QU", "TA", "UK", "UN", "XA", "XB", "ZZ"}
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["alpha2", "alpha3", "numeric", "name", "region", "subregion", "intermediate_region"])
    for code in sorted(codes):
        entry = codes[code]
        if len(code) != 2 or code in unassigned or code not in names or "_alpha3" not in entry:
            continue
        name = SHORT.get(code, names[code]).replace(" & ", " and ").replace("St. ", "Saint ").replace("’", "'")
        group = M49.get(code) or parent.get(code)
        region = subregion = intermediate = ""
        if code != "AQ" and group:
            region = NAMES[top.get(group, group)]
            if group in middle:
                subregion, intermediate = SUBREGIONS[middle[group]], NAMES[group]
            else:
                subregion = NAMES[group]
        numeric = "" if code == "XK" else entry["_numeric"].zfill(3)
        alpha3 = "XKX" if code == "XK" else entry["_alpha3"]
        out.writerow([code, alpha3, numeric, name, region, subregion, intermediate])


main(sys.argv[1])
