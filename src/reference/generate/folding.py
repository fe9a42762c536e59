"""The folding of `src/text/fold.rs`, for the generators in this folder.

A test in `src/reference/countries.rs` folds every generated name again, so the two cannot part.
"""

import unicodedata

MAP = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
       "ʻ": "'", "ʼ": "'", "ʹ": "'", "ʺ": "'"}
MARKS = [(0x300, 0x36F), (0x483, 0x489), (0x591, 0x5BD), (0x5BF, 0x5BF), (0x5C1, 0x5C2), (0x5C4, 0x5C5),
         (0x5C7, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670), (0x6D6, 0x6DC), (0x6DF, 0x6E4),
         (0x640, 0x640), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F)]


def _is_mark(c):
    return any(low <= ord(c) <= high for low, high in MARKS)


def fold(text):
    """The text folded for comparison."""
    text = unicodedata.normalize("NFKC", text)
    text = unicodedata.normalize("NFKC", text.casefold())
    kept = []
    for c in unicodedata.normalize("NFD", text):
        if c in MAP:
            kept.append(MAP[c])
        elif _is_mark(c) or (unicodedata.category(c) in ("Cf", "Cc") and not c.isspace()):
            pass
        else:
            kept.append(c)
    text = unicodedata.normalize("NFKC", "".join(kept))
    out, gap, after_word = "", False, False
    for c in text:
        if unicodedata.category(c)[0] in "LN" or unicodedata.category(c) in ("Mn", "Mc"):
            out += (" " if gap and out else "") + c
            gap, after_word = False, True
        elif c == "&":
            out += (" " if out else "") + "and"
            gap, after_word = True, False
        elif c in "'’‘`´." and after_word:
            pass
        else:
            gap, after_word = True, False
    return out
