"""Languages: "which one is this text in, and which of its words only hold it together?".

words (closed classes) -> Language; folding; detection; contractions.
"""

from qa_bot.languages.contractions import uncontracted
from qa_bot.languages.detection import detect
from qa_bot.languages.folding import fold, lower
from qa_bot.languages.table import CODES, ENGLISH, UNSPACED, Language, language

__all__ = ["CODES", "ENGLISH", "UNSPACED", "Language", "detect", "fold", "language", "lower", "uncontracted"]
