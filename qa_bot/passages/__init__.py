"""A Document into Passages, and the places in it.

words -> layout (lines into paragraphs) -> outline (headings) and stops (sentences) -> packing (passages), places.
"""

from qa_bot.passages.language import language_of
from qa_bot.passages.outline import headings, headings_of, title_of
from qa_bot.passages.packing import passages
from qa_bot.passages.places import heading_of, line_of, page_of, row_of, sentence_around, sentences_of
from qa_bot.passages.stops import sentences
from qa_bot.passages.words import count_words

__all__ = [
    "count_words",
    "heading_of",
    "headings",
    "headings_of",
    "language_of",
    "line_of",
    "page_of",
    "passages",
    "row_of",
    "sentence_around",
    "sentences",
    "sentences_of",
    "title_of",
]
