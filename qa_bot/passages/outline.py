"""Which lines are headings, which one the title? A heading is followed by text; a list of short lines is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from qa_bot.passages.layout import Paragraph, paragraphs
from qa_bot.passages.words import UNSPACED, count_words
from qa_bot.patterns import lazily
from qa_bot.records import Document, Heading

MOST_WORDS, MOST_CHARACTERS = 12, 80  # of a heading; longer ones are rare, short sentences are not
LONG_RUN = 3  # so many short lines one after another are a list, not headings

_LETTER = re.compile(r"[^\W\d_]")
_CLOSERS = "\"'”’»›)]}」』）】》〉*_ "
_STOPS = ".!?…。！？｡．؟۔।"
_NUMBERED = re.compile(r"(?:(\d{1,3}(?:\.\d{1,3})*)[.):]?|[IVXLC]{1,6}[.):]|§+\s?\d\S*)\s+(?=[^\W\d_])")
_HASHES = re.compile(r"#{1,6}[ \t]+")
_UNSPACED = lazily(f"[{UNSPACED}]")


class _Candidate(NamedTuple):
    """A paragraph that may be a heading: marked by its format, in capitals, numbered, or merely short."""

    at: int
    kind: str
    depth: int = 0  # of a number: 2 for "2.1"


@lru_cache(maxsize=32)  # of a pure function: every passage and citation of a document asks for its headings
def headings(text: str) -> tuple[Heading, ...]:
    """The headings of a text in order, with the title if it has one."""
    parts = paragraphs(text)
    return tuple(heading_at(text, parts[index]) for index in heading_indexes(text, parts))


def headings_of(document: Document) -> tuple[Heading, ...]:
    """A document's own headings, or those found in its text where it was given none."""
    return document.headings or headings(document.text)


def title_of(document: Document) -> str:
    """A document's title: its own, or its first line if that is short and no sentence, or ""."""
    if document.title:
        return document.title
    found = headings_of(document)
    if found and not any(map(str.isalnum, document.text[: found[0].start].strip())):
        return found[0].text
    return ""


def heading_at(text: str, paragraph: Paragraph) -> Heading:
    """A paragraph as a Heading, without the marks of its format."""
    start, end = paragraph.start, paragraph.text_end
    if paragraph.kind == "markdown":
        hashes = _HASHES.match(text, start, end)
        start = hashes.end() if hashes else start
        bare = text[start:end].rstrip("# \t")
        end = start + len(bare) if bare else end
    return Heading(start, end, text[start:end])


def heading_indexes(text: str, parts: Sequence[Paragraph]) -> list[int]:
    """The positions of those paragraphs that are headings.

    Candidates that follow one another directly are judged together, once the body below them is found.
    """
    found: set[int] = set()
    run: list[_Candidate] = []
    bodies = False
    for index, part in enumerate(parts):
        if part.kind == "rule":
            continue
        candidate = _candidate(text, parts, index)
        if candidate:
            run.append(candidate)
            continue
        body = _is_body(text, part)
        found.update(_judged(run, body))
        run = []
        bodies = bodies or body
    found.update(_judged(run, False))
    title = _title_index(text, parts, bodies)
    return sorted(found if title is None else found | {title})


def _judged(run: Sequence[_Candidate], body: bool) -> Iterator[int]:
    """The headings among candidates that follow one another, and are followed by text if `body`."""
    weak = sum(candidate.kind == "short" for candidate in run)
    loud = sum(candidate.kind == "capitals" for candidate in run)
    # A numbered line above another of its depth or less has nothing below it: the numbers of a list.
    listed = {
        above.depth
        for above, below in pairwise(run)
        if above.kind == below.kind == "numbered" and below.depth <= above.depth
    }
    for candidate in run:
        kept = {
            "marked": True,
            "capitals": body and loud <= LONG_RUN,
            "numbered": body and candidate.depth not in listed,
            "short": body and weak < LONG_RUN,
        }
        if kept[candidate.kind]:
            yield candidate.at
    if run and body and weak >= LONG_RUN and run[0].at == 0 and run[-1].kind == "short":
        yield run[-1].at  # below a title page, the last short line belongs to the text


def _candidate(text: str, parts: Sequence[Paragraph], index: int) -> _Candidate | None:
    part = parts[index]
    if part.kind in ("markdown", "underlined"):
        return _Candidate(index, "marked")
    if not _is_short(text, part):
        return None
    words = text[part.start : part.end]
    numbered = _NUMBERED.match(words)
    if numbered and words[numbered.end()].islower():
        numbered = None
    if part.marker and not numbered:
        return None
    capitals = words.isupper() and len(_LETTER.findall(words)) > 1
    ending = words.rstrip(_CLOSERS)[-1:]
    if ending in ",:;、，；：" or (ending in _STOPS and not (capitals and ending == ".")):
        return None
    if not _stands_out(text, parts, index):
        return None
    if numbered:
        return _Candidate(index, "numbered", (numbered[1] or "").count(".") + 1)
    if capitals:
        return _Candidate(index, "capitals")
    opening = words.lstrip("\"'“‘«([{「『（【《¿¡")[:1]
    if opening.isupper() or opening.isdigit() or opening.istitle() or _UNSPACED.match(opening):
        return _Candidate(index, "short")
    return None


def _is_short(text: str, part: Paragraph) -> bool:
    if part.lines > 1 or part.kind or part.end - part.start > MOST_CHARACTERS:
        return False
    words = text[part.start : part.end]
    return _LETTER.search(words) is not None and count_words(words) <= MOST_WORDS


def _stands_out(text: str, parts: Sequence[Paragraph], index: int) -> bool:
    """Whether a short line stands between blank lines, or directly above a long paragraph and not below a short one."""
    part = parts[index]
    opens = index == 0 or parts[index - 1].block != part.block
    if index + 1 == len(parts):
        return False
    below = parts[index + 1]
    if below.block != part.block:
        return opens
    if not (opens or _is_prose(text, parts[index - 1])):
        return False
    return _is_prose(text, below) or (opens and below.marker in ("sure", "dash", "star") and not part.marker)


def _is_prose(text: str, part: Paragraph) -> bool:
    """A paragraph that says something at length: no line of a list, a poem or a table."""
    if part.marker or part.kind or part.end - part.start < MOST_CHARACTERS // 2:
        return False
    words = text[part.start : part.end]
    return count_words(words) > MOST_WORDS and words.rstrip(_CLOSERS)[-1:] in _STOPS + ":"


def _is_body(text: str, part: Paragraph) -> bool:
    """Whether a heading can stand above this paragraph."""
    if part.marker or part.kind == "row" or part.lines > 1 or part.end - part.start > MOST_CHARACTERS:
        return True
    words = text[part.start : part.end]
    return count_words(words) > MOST_WORDS or words.rstrip(_CLOSERS)[-1:] in _STOPS + ":："


def _title_index(text: str, parts: Sequence[Paragraph], bodies: bool) -> int | None:
    """The position of the title: a short first line that is no sentence, above some text."""
    index = next((index for index, part in enumerate(parts) if part.kind != "rule"), None)
    if index is None or index + 1 >= len(parts):
        return None
    part = parts[index]
    if part.kind in ("markdown", "underlined"):
        return index
    if part.marker or not _is_short(text, part) or text[part.end - 1] in ".,:;…。、，；：":
        return None
    block = [other for other in parts[index : index + 5] if other.block == part.block]
    if len(block) > 1:  # a title page of up to three lines, or a text without blank lines
        found = bodies and (len(block) <= 3 or _is_prose(text, block[1]))
    else:  # above text, or above a list
        follow = parts[index + 1 : index + 3]
        found = bodies or (len(follow) > 1 and follow[0].block == follow[1].block)
    return index if found else None
