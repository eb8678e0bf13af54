"""A conversation as a file."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import asdict
from pathlib import Path

import pytest

from qa_bot.errors import UsageError
from qa_bot.records import Answer, Citation
from qa_bot.repl.saving import as_json, as_markdown, marked, write

RENT = Citation(
    "lease.txt", "", 12, 21, 3, None, None, "", "900 euros", "1. The *rent* is 900 euros.", "lease.txt, line 3"
)
FOUND = Answer("How much?", "900 euros", RENT, confidence=0.71, read_as="How much is the rent?")
REFUSED = Answer("Who?", alternatives=(FOUND,), reason="not_said", explanation="it does not mention “who”.")
GREETING = Answer("Hello", explanation="Hello!")


def test_markdown_has_question_answer_quotation_and_place() -> None:
    assert as_markdown([FOUND]) == (
        "# A conversation with qa-bot\n\n"
        "## How much?\n\n"
        "Read as: How much is the rent?\n\n"
        "**900 euros**\n\n"
        "> 1\\. The \\*rent\\* is 900 euros.\n>\n"
        "> — lease.txt, line 3 (characters 12 to 21) · fairly sure, 71 %\n"
    )


def test_a_summary_has_no_confidence() -> None:
    text = as_markdown([Answer("summarize", RENT.quote, RENT, explanation="the most central.")])
    assert text.endswith("> — lease.txt, line 3 (characters 12 to 21)\n")


def test_a_refusal_and_a_greeting_are_told_apart() -> None:
    text = as_markdown([REFUSED, GREETING])
    assert "The text does not say: it does not mention “who”.\n\nClosest: 900 euros\n\n> 1" in text
    assert text.endswith("## Hello\n\nHello!\n")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# no heading", "\\# no heading"),
        ("- no item", "\\- no item"),
        ("a - b", "a - b"),
        ("3.4 metres", "3.4 metres"),
        ("12) no item", "12\\) no item"),
        ("<b>a_b</b>", "\\<b\\>a\\_b\\</b\\>"),
        ("two\nlines\x1b[2J", "two lines␛\\[2J"),
    ],
)
def test_markdown_shows_the_text_as_it_is(text: str, shown: str) -> None:
    assert marked(text) == shown


def test_json_is_every_answer_field_by_field() -> None:
    assert json.loads(as_json([FOUND, REFUSED])) == json.loads(json.dumps([asdict(FOUND), asdict(REFUSED)]))


def test_the_name_says_which_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    for name in ("a.JSON", "b.md", "c"):
        write(tmp_path / name, [FOUND])
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert json.loads((tmp_path / "a.JSON").read_text(encoding="utf-8"))[0]["text"] == "900 euros"
    assert (tmp_path / "b.md").read_text() == (tmp_path / "c").read_text() == as_markdown([FOUND])


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to("real.md")
    write(tmp_path / "link.md", [FOUND])
    assert (tmp_path / "link.md").is_symlink() and (tmp_path / "real.md").is_file()


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be written"):
        write(tmp_path / "nowhere" / "a.md", [FOUND])
    assert os.listdir(tmp_path) == []
