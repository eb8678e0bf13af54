"""Spellings that people take for the same: "Žywny" and "zywny", "ﬁne" and "fine"."""

from __future__ import annotations

import re
import unicodedata

MARKS = re.compile(r"[\u0300-\u036f]")
ARABIC_MARKS = re.compile(r"[\u0640\u064b-\u065f\u0670]")  # vowel signs and the stretching stroke; few texts have them
_LOWER_TURKISH = str.maketrans({"I": "ı", "İ": "i"})


def fold(text: str) -> str:
    """Lower case without accents; the dotless i of Turkish is an i."""
    if text.isascii():
        return text.lower()
    bare = MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())).casefold()  # 𝕊 is a capital only now
    return unicodedata.normalize("NFC", ARABIC_MARKS.sub("", bare)).replace("ı", "i")


def lower(text: str, language: str) -> str:
    """Lower case with the accents that a stemmer needs to see, in one character each; not for English."""
    if language == "tr":
        text = text.translate(_LOWER_TURKISH)
    return ARABIC_MARKS.sub("", unicodedata.normalize("NFKC", text.casefold()).casefold())
