#!/usr/bin/env python3
"""Writes data/legal_forms.csv from the organization types of the Python package `rigour`.

    pip install rigour==1.3.0
    python3 src/reference/generate/legal_forms.py > src/reference/data/legal_forms.csv

rigour (MIT licence, OpenSanctions) is maintained from ISO 20275, company registers and sanctions
lists. Kept are the forms of at most four words; left out is what is a plain word of names of
civil society in some language (`association`, `company`), since that is part of a name, and what is
a misspelling of another form.
"""

import csv
import sys
import unicodedata

from rigour.data.names.org_types import ORG_TYPES

# Words that alone are no legal form but a word of many names, and initials that are ordinary words.
NOT_ALONE = set(
    """association associates company corporation cooperative foundation society union group holding bank
    trust partnership enterprise institute charity federation club estate fund project of the and de la
    company compania empresa grupo sociedad fundacion fondation stiftung verein stichting
    international national community agency private public state joint limited-edition trading
    in as da et ay no on at is an or he it be do per pro con per san sal sol sud fie pp oy-ry
    unit non branch office college university school academy center centre church council firma
    closed open general other sole""".split()
)

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


def fold(text):
    """A rough form to compare by; the program folds for itself."""
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = text.replace(".", "").replace("'", "").replace("&", " and ")
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


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
    for key in ("kooperatif", "alap", "si", "s", "f", "ma", "militarische vereinigung", "no"):
        forms.pop(key, None)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["form", "canonical"])
    writer.writerows(sorted(forms.items()))


if __name__ == "__main__":
    main()
