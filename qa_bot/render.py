"""An Answer for people and for programs: "what may be put on a terminal, and in what order?".

Three forms of one Answer: `plain` text for the command line, styled `fragments` for the chat, and `to_json`. Whatever
comes from a document or a user passes `printable` on its way to a terminal, so that it can only be read, never obeyed.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from qa_bot.records import Answer, Citation, Passage

Fragments = list[tuple[str, str]]
"""Pieces of text, each with the style classes that a terminal gives it: [("class:answer", "17 countries"), ...].

A class `[link:URL]` beside them says where the text leads; a terminal that knows no links leaves it out.
"""

PLACES = 4  # of one answer that are told; of more, how many
QUOTE = 400
"""Characters of a quoted sentence on the command line; text without full stops can make one of any length."""

REFUSALS = {
    "not_mentioned": "The text does not say",
    "not_said": "The text does not say",
    "not_readable": "What could be read does not say",
}
"""The kinds of no; the explanation goes on with what is not mentioned, not said, or not readable."""

SURENESS = ((0.9, "very sure"), (0.7, "fairly sure"), (0.5, "not quite sure"), (0.25, "unsure"), (0.0, "a guess"))
"""The lowest confidence that is called so."""

# Unicode's Cc, Cs, Zl and Zp, and those of Cf that draw nothing: they move the cursor, change colours, turn the reading
# order round, or hide. Written out, as asking unicodedata for each of a million characters would take 0.2 s at import.
CONTROLS = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
# Persian, the scripts of India and many emoji are written with joiners; after letters of Europe they only hide.
JOINERS = "\u200c\u200d"
CONTROL = re.compile(rf"(?<=[^\x00-\u058f\u2000-\u206f])[{JOINERS}]|([{CONTROLS}])")
CONTROL_IN_JSON = re.compile(f"[{CONTROLS}]")
DASH = " \N{EM DASH} "
LIST_MARK = re.compile(r"\s*(?:[-*+•‣–—]|\(?\w{1,3}[.)])\s")


# --- what may be shown ------------------------------------------------------------------------------------------------


def printable(text: str) -> str:
    r"""The text with what a terminal would obey shown instead: "␛[2J" for an escape sequence, "\u202e" for an override.

    Newlines stay and a tab becomes four spaces. A soft hyphen is left out, as it is only drawn where a line breaks.
    """
    return CONTROL.sub(lambda match: _shown(match.group()) if match.group(1) else match.group(), text)


def _shown(character: str) -> str:
    if character == "\n":
        return character
    if character == "\t":
        return "    "
    if character == "\xad":
        return ""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def inline(text: str) -> str:
    """The text in one printable line, however it was broken."""
    return " ".join(printable(text).split())


def cleaned(text: str) -> str:
    """The text in one line without what a terminal would obey: of what was typed, all that can be seen."""
    return " ".join(CONTROL.sub(_dropped, text).split())


def _dropped(match: re.Match[str]) -> str:
    return match.group() if not match.group(1) else " " if match.group().isspace() else ""


# --- as plain text ----------------------------------------------------------------------------------------------------


def plain(answer: Answer, k: int = 0) -> str:
    """An answer for the command line: first the answer, then indented the sentence that says so, where, and how sure.

    Parameters
    ----------
    answer
        On a refusal the best span found is given too, labelled as what it is.
    k
        How many alternatives to add; on a refusal the best span is the first of them.
    """
    best = leading(answer)
    if answer.text is not None:
        lines = [inline(answer.text), *_quoted(answer, "  ")]
        if answer.explanation:
            lines.append(f"  {inline(answer.explanation)}")
    elif best is None:
        lines = [_refusal(answer)]
    else:
        lines = [_refusal(answer), *_quoted(best, "  closest: ", whole=True)]
    lines += [f"  {note}" for note in _notes(answer)]
    count = k - 1 if best is not None and not answer else k
    for number, other in enumerate(further(answer)[: max(count, 0)], 2):
        lines += [f"  {number}. {inline(str(other))}", *_quoted(other, "     ")]
    return "\n".join(lines)


def leading(answer: Answer) -> Answer | None:
    """The answer to quote: itself or, on a refusal, the best span found, if any was."""
    if answer or answer.reason is None:
        return answer if answer else None
    return next(iter(answer.alternatives), None)


def further(answer: Answer) -> tuple[Answer, ...]:
    """The alternatives beside the leading one."""
    return answer.alternatives[1:] if leading(answer) in answer.alternatives[:1] else answer.alternatives


def confidence(probability: float) -> str:
    """In words and a figure: "fairly sure, 71 %"; never 0 or 100, since no reading is certain."""
    words = next(words for least, words in SURENESS if probability >= least or least == 0)
    return f"{words}, {min(max(round(100 * probability), 1), 99)} %"


def clock(seconds: float) -> str:
    """4:05, or 1:00:05."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _refusal(answer: Answer) -> str:
    """Which kind of no it is and why; words that are no answer to a question about the text stand for themselves."""
    if answer.reason is None and answer.explanation:
        return inline(answer.explanation)
    verdict = REFUSALS[answer.reason or "not_said"]
    return f"{verdict}: {inline(answer.explanation)}" if answer.explanation else f"{verdict}."


def _quoted(answer: Answer, start: str, whole: bool = False) -> list[str]:
    """The line that proves an answer, with its place and how sure it is.

    Where the answer is itself the sentence, that is not said again unless `whole`.
    """
    citation = answer.citation
    if citation is None:
        return []
    told = " · ".join(filter(None, (_place(answer), confidence(answer.confidence) if answer.confidence else "")))
    if _is_sentence(citation) and not whole:
        return [f"{start}{DASH.lstrip()}{told}"] if told else []
    sentence = around(inline(citation.sentence or citation.quote), inline(citation.quote))
    return [f"{start}“{sentence}”{DASH if told else ''}{told}"]


def _is_sentence(citation: Citation) -> bool:
    """Whether the quote is all that its sentence says."""
    return inline(citation.sentence) in ("", inline(citation.quote))


def _place(answer: Answer) -> str:
    """Where the words stand, and where else."""
    citations, more = _places(answer)
    return "; also ".join(inline(own.place) for own in citations) + more


def _places(answer: Answer) -> tuple[list[Citation], str]:
    """The places of an answer that are told, and what is said of the others."""
    found = [own for own in (answer.citation, *answer.also) if own is not None and inline(own.place)]
    left = len(found) - PLACES
    return found[:PLACES], f"; and in {left:,} more {'place' if left == 1 else 'places'}" if left > 0 else ""


def around(sentence: str, quote: str, limit: int = QUOTE) -> str:
    """The part of a long sentence that holds the quote, cut between words and marked with dots."""
    at = found(quote, sentence)
    if len(sentence) <= limit or at < 0:
        return sentence if len(sentence) <= limit else f"{sentence[:limit].rsplit(' ', 1)[0]} …"
    margin = max(limit - len(quote), 0) // 2
    before, after = sentence[:at], sentence[at + len(quote) :]
    if len(before) > margin:
        before = f"… {before[len(before) - margin :].partition(' ')[2]}"
    if len(after) > margin:
        after = f"{after[:margin].rpartition(' ')[0]} …"
    return f"{before}{quote}{after}"


def found(quote: str, sentence: str) -> int:
    """Where a quote stands in its sentence, as whole words rather than within others, or -1."""
    whole = re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", sentence)
    return whole.start() if whole else sentence.find(quote)


def _notes(answer: Answer) -> list[str]:
    notes = []
    if answer.read_as:
        notes.append(f"read as: {inline(answer.read_as)}")
    if answer.suggestion:
        notes.append(f"taken as: {inline(answer.suggestion)}")
    return notes


# --- as styled fragments ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hints:
    """What can be done about an answer where it is shown.

    Parameters
    ----------
    reword
        Stands behind how the question was read: how that is changed.
    more
        Stands behind what is said of an answer that has alternatives: how they are seen.
    """

    reword: str = ""
    more: str = ""


def fragments(answer: Answer, passage: Passage | None = None, hints: Hints | None = None) -> Fragments:
    """An answer for the chat: the answer and what there is to say of it, the passage with it marked, place, confidence.

    Lines are as long as they come: who prints them wraps them, keeping the indentation that a line starts with.

    Parameters
    ----------
    answer
        On a refusal, what is shown below it is the best span found, as such.
    passage
        The one that holds the citation of `leading(answer)`; without it the sentence is shown.
    hints
        What to add; nothing unless given.
    """
    hints = hints or Hints()
    best = leading(answer)
    shown: Fragments = [*_headline(answer), ("", "\n")]
    if answer and answer.explanation:
        told = f"  {hints.more}" if hints.more and further(answer) else ""
        shown += [("", f"  {inline(answer.explanation)}"), ("class:hint", told), ("", "\n")]
    if best is not None and not answer:
        # a span that is a whole sentence is long, and marked in the passage below
        span = "" if best.citation is None or _is_sentence(best.citation) else f" {inline(str(best))}"
        shown += [("class:label", "  closest:"), ("", f"{span}\n")]
    if best is not None:
        shown += [*_indented(_context(best, passage)), *_where(best, "  ")]
    for note in _notes(answer):
        shown += [("class:note", f"  {note}"), ("class:hint", f"  {hints.reword}" if hints.reword else ""), ("", "\n")]
    return shown


def _headline(answer: Answer) -> Fragments:
    """The answer, or the refusal with its kind set off, or what the chat itself has to say."""
    if answer.text is not None:
        return [("class:answer", inline(answer.text))]
    if answer.reason is None and answer.explanation:
        return [("", inline(answer.explanation))]
    verdict, link, explanation = _refusal(answer).partition(": ")
    return [("class:refusal", verdict + link), ("", explanation)]


def more(answer: Answer) -> Fragments:
    """The alternatives for the chat, numbered from 2, as the answer itself was the first."""
    shown: Fragments = []
    for number, other in enumerate(further(answer), 2):
        shown += [("class:label", f"{number}. "), ("class:answer", inline(str(other))), ("", "\n")]
        if other.citation is not None and not _is_sentence(other.citation):
            shown += _indented(_context(other, None), "   ")
        shown += _where(other, "   ")
    return shown


def _context(answer: Answer, passage: Passage | None) -> Fragments:
    """The passage, or without one the sentence, with the quote marked."""
    citation = answer.citation
    if citation is None:
        return []
    text, start, end = _held(citation, passage)
    # a sentence has no lines of its own
    text = text.replace("\n", " ") if passage is None else unwrapped(text)
    pieces = (
        ("class:passage", text[:start].lstrip()),
        ("class:match", text[start:end]),
        ("class:passage", text[end:].rstrip()),
    )
    return [(style, _tidy(piece)) for style, piece in pieces if piece]


def _held(citation: Citation, passage: Passage | None) -> tuple[str, int, int]:
    """A text that holds the quote, and where: half-open, in characters of that text."""
    if passage is not None and passage.start <= citation.start and citation.end <= passage.end:
        return passage.text, citation.start - passage.start, citation.end - passage.start
    start = found(citation.quote, citation.sentence)
    if start < 0:
        return citation.quote, 0, len(citation.quote)
    return citation.sentence, start, start + len(citation.quote)


def unwrapped(text: str) -> str:
    """The text with spaces for those newlines that only kept its lines short; of the same length, so offsets hold.

    A newline did so where the first word of the next line would have made the line wider than the widest one. Others
    end a heading, a paragraph, an item or a verse, and stay.
    """
    lines = text.split("\n")
    widest = max(map(len, lines))
    parts = [lines[0]]
    for line, following in pairwise(lines):
        word = following.split(None, 1)[:1]
        soft = word and line.strip() and len(line) + 1 + len(word[0]) > widest and not LIST_MARK.match(following)
        parts.append(f"{' ' if soft else chr(10)}{following}")
    return "".join(parts)


def _tidy(text: str) -> str:
    """Printable, with runs of blanks and of empty lines made one."""
    return re.sub(r" *\n\s*", "\n", re.sub(r" +", " ", printable(text)))


def _indented(pieces: Sequence[tuple[str, str]], margin: str = "  ") -> Fragments:
    """Whole lines, each behind a margin."""
    if not pieces:
        return []
    return [("", margin), *((style, text.replace("\n", f"\n{margin}")) for style, text in pieces), ("", "\n")]


def _where(answer: Answer, margin: str) -> Fragments:
    """Where the words stand, each place a link to its file, and how sure that is, if there is a figure."""
    citations, more = _places(answer)
    shown: Fragments = []
    for number, own in enumerate(citations):
        style = f"class:place [link:{url}]" if (url := link(own)) else "class:place"
        shown += [("class:place", "; also " if number else f"{margin}{DASH.lstrip()}"), (style, inline(own.place))]
    shown += [("class:place", more)] if more else []
    if answer.confidence:
        sure = confidence(answer.confidence)
        shown += [("class:confidence", f" · {sure}")] if shown else [("", margin), ("class:confidence", sure)]
    return [*shown, ("", "\n")] if shown else []


def link(citation: Citation) -> str:
    """The file of a citation as a URL, "" where it has none; its fragment is the page or line.

    Fragments are those of RFC 8118 (`page=3`) and, counted from 1 as editors do, RFC 5147's `line=12`. The host is
    named, so that a terminal can tell a file of its own machine from one that it shows over a network.
    """
    if not citation.path:
        return ""
    try:
        url = Path(citation.path).absolute().as_uri()
    except (OSError, ValueError):  # no such path can be: a lone surrogate, a vanished working folder
        return ""
    host = re.sub(r"[^A-Za-z0-9.-]", "", os.uname().nodename) if hasattr(os, "uname") else ""
    place = f"#page={citation.page}" if citation.page else f"#line={citation.line}" if citation.line else ""
    return url.replace("file://", f"file://{host}", 1) + place


# --- as JSON ----------------------------------------------------------------------------------------------------------


def to_json(answer: Answer) -> str:
    """The answer field by field in one line of JSON; its strings are exact, what a terminal would obey is escaped."""
    return CONTROL_IN_JSON.sub(_escaped, json.dumps(asdict(answer), ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]
