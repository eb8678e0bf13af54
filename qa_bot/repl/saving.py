"""A conversation as a file: "what do I keep of this?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from qa_bot.errors import UsageError
from qa_bot.kept import write_whole
from qa_bot.records import Answer, Citation
from qa_bot.render import confidence, inline, leading, to_json
from qa_bot.repl.history import reason

# What Markdown would take for markup, wherever it stands, or at the beginning of a line.
SPECIAL = re.compile(r"[\\`*_\[\]<>|~#&]|^(?:[-+=]|\d+(?=[.)](?:\s|$)))")


def write(path: Path, turns: Sequence[Answer]) -> None:
    """Write a conversation whole or not at all, for its owner alone: JSON if the name ends so, else Markdown.

    Raises
    ------
    UsageError
        It can't be written there.
    """
    text = as_json(turns) if path.suffix.lower() == ".json" else as_markdown(turns)
    try:
        write_whole(path.resolve(), text.encode(errors="backslashreplace"))  # a link stays one
    except OSError as error:
        raise UsageError(f"{inline(str(path))} can't be written: {reason(error)}; name another file") from error


def as_json(turns: Sequence[Answer]) -> str:
    """A list of the answers, each as the command line prints it with --json."""
    return "[\n" + ",\n".join(map(to_json, turns)) + "\n]\n"


def as_markdown(turns: Sequence[Answer]) -> str:
    """Each question as a heading; below it the answer, its sentence as a quotation, and the place."""
    return "# A conversation with qa-bot\n\n" + "\n".join(map(_turn, turns))


def _turn(answer: Answer) -> str:
    lines = [f"## {marked(answer.question)}", ""]
    if answer.read_as:
        lines += [f"Read as: {marked(answer.read_as)}", ""]
    if answer.suggestion:
        lines += [f"Spelling taken as: {marked(answer.suggestion)}", ""]
    best = leading(answer)
    if answer.text is not None:
        lines += [f"**{marked(answer.text)}**", ""]
    if answer.explanation:
        said = "The text does not say: " if answer.reason else ""
        lines += [f"{said}{marked(answer.explanation)}", ""]
    if best is not None and best.citation is not None:
        closest = "" if answer else f"Closest: {marked(str(best))}\n\n"
        sure = f" · {confidence(best.confidence)}" if best.confidence else ""
        lines += [f"{closest}{_quotation(best.citation)}", ">", f"> — {_places(best)}{sure}", ""]
    return "\n".join(lines)


def _quotation(citation: Citation) -> str:
    return f"> {marked(citation.sentence or citation.quote)}"


def _places(answer: Answer) -> str:
    """Each place with the characters of the text that were quoted, so that it can be looked up exactly."""
    citations = [citation for citation in (answer.citation, *answer.also) if citation is not None]
    return "; also ".join(f"{marked(own.place)} (characters {own.start} to {own.end})".strip() for own in citations)


def marked(text: str) -> str:
    """A line of text that Markdown shows as it is."""
    return SPECIAL.sub(lambda match: _escaped(match.group()), inline(text))


def _escaped(text: str) -> str:
    return f"{text}\\" if text.isdecimal() else f"\\{text}"
