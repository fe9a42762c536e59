"""Adds to data/number_words.csv the words of numbers that are not spelled part by part.

    python3 src/reference/generate/number_words.py

Number words of 1 to 99 and the hundreds are composed by the rules of each language and added to the rows
that are there; rows are sorted by language, value and word.
"""

import csv
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "number_words.csv"
rows = set()
with FILE.open(newline="") as file:
    for row in csv.DictReader(file):
        rows.add((row["language"], int(row["value"]), row["word"]))


def add(language, value, *words):
    for word in words:
        rows.add((language, value, word))


def tens(language, names, units, join, start=20):
    """Twenty to ninety and what is between; `join` makes one word of a ten and a unit."""
    for index, name in enumerate(names.split()):
        ten = start + 10 * index
        add(language, ten, name)
        for unit, words in enumerate(units, 1):
            for word in words.split("|"):
                add(language, ten + unit, join(name, word))


def listed(language, words, start=1):
    for value, word in enumerate(words.split("|"), start):
        add(language, value, *word.split("/"))


def hundreds(language, words):
    for index, word in enumerate(words.split("|"), 1):
        add(language, 100 * index, *word.split("/"))


listed("de", "eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn")
tens("de", "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", "ein zwei drei vier fünf sechs sieben acht neun".split(), lambda t, u: f"{u}und{t}")
hundreds("de", "hundert/einhundert|zweihundert|dreihundert|vierhundert|fünfhundert|sechshundert|siebenhundert|achthundert|neunhundert")
add("de", 1000, "tausend", "eintausend")
listed("nl", "één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien")
tens("nl", "twintig dertig veertig vijftig zestig zeventig tachtig negentig", "een twee drie vier vijf zes zeven acht negen".split(), lambda t, u: f"{u}{'ën' if u in ('twee', 'drie') else 'en'}{t}")
hundreds("nl", "honderd|tweehonderd|driehonderd|vierhonderd|vijfhonderd|zeshonderd|zevenhonderd|achthonderd|negenhonderd")
add("nl", 1000, "duizend")
listed("es", "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|diecisiete|dieciocho|diecinueve|veinte|veintiuna/veintiún/veintiuno|veintidós|veintitrés|veinticuatro|veinticinco|veintiséis|veintisiete|veintiocho|veintinueve", 2)
tens("es", "treinta cuarenta cincuenta sesenta setenta ochenta noventa", "un|una|uno dos tres cuatro cinco seis siete ocho nueve".split(), lambda t, u: f"{t} y {u}", 30)
hundreds("es", "cien/ciento|doscientos/doscientas|trescientos/trescientas|cuatrocientos/cuatrocientas|quinientos/quinientas|seiscientos/seiscientas|setecientos/setecientas|ochocientos/ochocientas|novecientos/novecientas")
add("es", 1000, "mil")
listed("pt", "dois/duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|quatorze/catorze|quinze|dezesseis/dezasseis|dezessete/dezassete|dezoito|dezenove/dezanove", 2)
tens("pt", "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa", "um|uma dois|duas três quatro cinco seis sete oito nove".split(), lambda t, u: f"{t} e {u}")
hundreds("pt", "cem/cento|duzentos/duzentas|trezentos/trezentas|quatrocentos/quatrocentas|quinhentos/quinhentas|seiscentos/seiscentas|setecentos/setecentas|oitocentos/oitocentas|novecentos/novecentas")
add("pt", 1000, "mil")
listed("fr", "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf", 2)
units = "deux trois quatre cinq six sept huit neuf".split()
teens = "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf".split()
for ten, name in ((20, "vingt"), (30, "trente"), (40, "quarante"), (50, "cinquante"), (60, "soixante")):
    add("fr", ten, name)
    add("fr", ten + 1, f"{name} et un", f"{name} et une")
    for unit, word in enumerate(units, 2):
        add("fr", ten + unit, f"{name}-{word}")
for unit, word in enumerate(teens):
    add("fr", 70 + unit, f"soixante et {word}" if unit == 1 else f"soixante-{word}")
    add("fr", 90 + unit, f"quatre-vingt-{word}")
for unit, word in enumerate(["un|une"] + units, 1):
    for form in word.split("|"):
        add("fr", 80 + unit, f"quatre-vingt-{form}")
add("fr", 80, "quatre-vingts", "quatre-vingt")
add("fr", 70, "septante")
add("fr", 90, "nonante")
add("fr", 100, "cent", "une centaine de")
add("fr", 1000, "mille")
for value, word in ((10, "dizaine"), (15, "quinzaine"), (20, "vingtaine"), (30, "trentaine"), (40, "quarantaine"), (50, "cinquantaine"), (60, "soixantaine"), (100, "centaine")):
    add("fr", value, f"une {word} de", f"une {word} d'")
listed("it", "due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|sedici|diciassette|diciotto|diciannove", 2)
tens("it", "venti trenta quaranta cinquanta sessanta settanta ottanta novanta", "uno|un due tre|tré quattro cinque sei sette otto nove".split(), lambda t, u: (t[:-1] if u[0] in "uo" else t) + u)
hundreds("it", "cento|duecento|trecento|quattrocento|cinquecento|seicento|settecento|ottocento|novecento")
add("it", 1000, "mille", "mila")
listed("ca", "dos/dues|tres|quatre|cinc|sis|set|vuit|nou|deu|onze|dotze|tretze|catorze|quinze|setze|disset|divuit|dinou|vint", 2)
for unit, words in enumerate("un|una dos|dues tres quatre cinc sis set vuit nou".split(), 1):
    add("ca", 20 + unit, *(f"vint-i-{word}" for word in words.split("|")))
tens("ca", "trenta quaranta cinquanta seixanta setanta vuitanta noranta", "un|una dos|dues tres quatre cinc sis set vuit nou".split(), lambda t, u: f"{t}-{u}", 30)
add("ca", 100, "cent")
add("ca", 1000, "mil")
slavic = {
    "cs": ("dvacet třicet čtyřicet padesát šedesát sedmdesát osmdesát devadesát", "jedna|jeden dva|dvě tři čtyři pět šest sedm osm devět", "deset|jedenáct|dvanáct|třináct|čtrnáct|patnáct|šestnáct|sedmnáct|osmnáct|devatenáct", "sto|dvě stě|tři sta|čtyři sta|pět set"),
    "sk": ("dvadsať tridsať štyridsať päťdesiat šesťdesiat sedemdesiat osemdesiat deväťdesiat", "jeden|jedna dva|dve tri štyri päť šesť sedem osem deväť", "desať|jedenásť|dvanásť|trinásť|štrnásť|pätnásť|šestnásť|sedemnásť|osemnásť|devätnásť", "sto|dvesto|tristo|štyristo|päťsto"),
    "pl": ("dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt", "jeden dwa|dwie|dwóch trzy|trzech cztery|czterech pięć|pięciu sześć|sześciu siedem|siedmiu osiem|ośmiu dziewięć|dziewięciu", "dziesięć|jedenaście|dwanaście|trzynaście|czternaście|piętnaście|szesnaście|siedemnaście|osiemnaście|dziewiętnaście", "sto|dwieście|trzysta|czterysta|pięćset"),
    "ru": ("двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто", "один|одна|одно два|две|двух три|трёх|трех четыре|четырёх|четырех пять|пяти шесть|шести семь|семи восемь|восьми девять|девяти", "десять|одиннадцать|двенадцать|тринадцать|четырнадцать|пятнадцать|шестнадцать|семнадцать|восемнадцать|девятнадцать", "сто|двести|триста|четыреста|пятьсот"),
    "uk": ("двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто", "один|одна|одне два|дві|двох три|трьох чотири|чотирьох п'ять|п'яти шість|шести сім|семи вісім|восьми дев'ять|дев'яти", "десять|одинадцять|дванадцять|тринадцять|чотирнадцять|п'ятнадцять|шістнадцять|сімнадцять|вісімнадцять|дев'ятнадцять", "сто|двісті|триста|чотириста|п'ятсот"),
}
for language, (of_tens, of_units, of_teens, of_hundreds) in slavic.items():
    tens(language, of_tens, of_units.split(), lambda t, u: f"{t} {u}")
    for value, words in enumerate(of_units.split(), 1):
        if value > 1:
            add(language, value, *words.split("|"))
    listed(language, of_teens, 10)
    hundreds(language, of_hundreds)
for language, words in (("cs", "tisíc"), ("sk", "tisíc"), ("pl", "tysiąc|tysiące|tysięcy"), ("ru", "тысяча|тысячи|тысяч"), ("uk", "тисяча|тисячі|тисяч")):
    add(language, 1000, *words.split("|"))
one = "bir iki üç dört beş altı yedi sekiz dokuz".split()
for value, word in enumerate(one[1:], 2):
    add("tr", value, word)
tens("tr", "on yirmi otuz kırk elli altmış yetmiş seksen doksan", one, lambda t, u: f"{t} {u}", 10)
add("tr", 100, "yüz")
add("tr", 1000, "bin")
one = "satu dua tiga empat lima enam tujuh delapan sembilan".split()
for value, word in enumerate(one[1:], 2):
    add("id", value, word)
    add("id", 10 + value, f"{word} belas")
    add("id", 10 * value, f"{word} puluh")
    add("id", 100 * value, f"{word} ratus")
    for unit, small in enumerate(one, 1):
        add("id", 10 * value + unit, f"{word} puluh {small}")
add("id", 10, "sepuluh")
add("id", 11, "sebelas")
add("id", 100, "seratus")
add("id", 1000, "seribu", "ribu")
one = "một hai ba bốn năm sáu bảy tám chín".split()
for value, word in enumerate(one[1:], 2):
    add("vi", value, word)
    add("vi", 10 * value, f"{word} mươi")
    add("vi", 100 * value, f"{word} trăm")
    for unit, small in enumerate(("mốt|một", "hai", "ba", "bốn|tư", "lăm|năm", "sáu", "bảy|bẩy", "tám", "chín"), 1):
        add("vi", 10 * value + unit, *(f"{word} mươi {form}" for form in small.split("|")))
for unit, small in enumerate(("một", "hai", "ba", "bốn", "lăm", "sáu", "bảy", "tám", "chín"), 1):
    add("vi", 10 + unit, f"mười {small}")
add("vi", 10, "mười")
add("vi", 100, "một trăm", "trăm")
add("vi", 1000, "nghìn", "ngàn")
one = "واحد/واحدة/إحدى/أحد|اثنان/اثنتان/اثنين/اثنا/اثنتا|ثلاثة/ثلاث|أربعة/أربع|خمسة/خمس|ستة/ست|سبعة/سبع|ثمانية/ثماني/ثمان|تسعة/تسع".split("|")
for value, words in enumerate(one, 1):
    for word in words.split("/"):
        if value > 2:
            add("ar", value, word)
        add("ar", 10 + value, f"{word} عشر", f"{word} عشرة")
        for ten, names in ((20, "عشرون/عشرين"), (30, "ثلاثون/ثلاثين"), (40, "أربعون/أربعين"), (50, "خمسون/خمسين"), (60, "ستون/ستين"), (70, "سبعون/سبعين"), (80, "ثمانون/ثمانين"), (90, "تسعون/تسعين")):
            for name in names.split("/"):
                add("ar", ten, name)
                add("ar", ten + value, f"{word} و{name}", f"{word} و {name}")
add("ar", 10, "عشرة", "عشر")
add("ar", 100, "مئة", "مائة")
add("ar", 200, "مئتان", "مئتين", "مائتان", "مائتين")
add("ar", 1000, "ألف")
one = "אחד/אחת|שניים/שתיים/שני/שתי/שנים|שלושה/שלוש/שלושת|ארבעה/ארבע|חמישה/חמש|שישה/שש|שבעה/שבע|שמונה|תשעה/תשע".split("|")
teens = "אחד עשר/אחת עשרה|שנים עשר/שתים עשרה/שניים עשר/שתיים עשרה|שלושה עשר/שלוש עשרה|ארבעה עשר/ארבע עשרה|חמישה עשר/חמש עשרה|שישה עשר/שש עשרה|שבעה עשר/שבע עשרה|שמונה עשר/שמונה עשרה|תשעה עשר/תשע עשרה"
listed("he", teens, 11)
for value, words in enumerate(one, 1):
    for word in words.split("/"):
        if value > 1:
            add("he", value, word)
        for ten, name in enumerate("עשרים שלושים ארבעים חמישים שישים שבעים שמונים תשעים".split(), 2):
            add("he", 10 * ten, name)
            add("he", 10 * ten + value, f"{name} ו{word}", f"{name} ו {word}")
add("he", 10, "עשרה", "עשר")
add("he", 100, "מאה")
add("he", 200, "מאתיים")
add("he", 1000, "אלף")
listed("hi", "दो|तीन|चार|पाँच/पांच|छह/छः/छ|सात|आठ|नौ|दस|ग्यारह|बारह|तेरह|चौदह|पंद्रह/पन्द्रह|सोलह|सत्रह|अठारह|उन्नीस|बीस|इक्कीस|बाईस|तेईस|चौबीस|पच्चीस|छब्बीस|सत्ताईस|अट्ठाईस/अठ्ठाईस|उनतीस|तीस|इकतीस/इकत्तीस|बत्तीस|तैंतीस|चौंतीस|पैंतीस|छत्तीस|सैंतीस|अड़तीस|उनतालीस|चालीस|इकतालीस|बयालीस|तैंतालीस|चौवालीस/चवालीस|पैंतालीस|छियालीस|सैंतालीस|अड़तालीस|उनचास|पचास|इक्यावन|बावन|तिरपन|चौवन|पचपन|छप्पन|सत्तावन|अट्ठावन|उनसठ|साठ|इकसठ|बासठ|तिरसठ|चौंसठ|पैंसठ|छियासठ|सड़सठ|अड़सठ|उनहत्तर|सत्तर|इकहत्तर|बहत्तर|तिहत्तर|चौहत्तर|पचहत्तर|छिहत्तर|सतहत्तर|अठहत्तर|उन्यासी|अस्सी|इक्यासी|बयासी|तिरासी|चौरासी|पचासी|छियासी|सत्तासी|अट्ठासी|नवासी|नब्बे|इक्यानवे|बानवे|तिरानवे|चौरानवे|पचानवे|छियानवे|सत्तानवे|अट्ठानवे|निन्यानवे|सौ", 2)
add("hi", 1000, "हज़ार", "हजार")
add("en", 12, "dozen")

with FILE.open("w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["language", "value", "word"])
    writer.writerows(sorted(rows))
