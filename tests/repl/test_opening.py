"""The place in another program: which one, with which arguments, and on what text."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from qa_bot.errors import UsageError
from qa_bot.records import Citation, Document
from qa_bot.repl.opening import Place, view

TEXT = "LEASE\n\nThe rent is\n900 euros.\x1b[2J\n"


def citation(path: str | None, line: int | None = 4, page: int | None = None) -> Citation:
    start = TEXT.index("900")
    return Citation(path, "LEASE", start, start + 9, line, page, None, "", "900 euros", "", "")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that notes its arguments and what it is given."""
    path = tmp_path / "less"
    path.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        "texts = [open(a).read() for a in sys.argv[1:] if a.endswith('.txt')]\n"
        "given = '' if texts else sys.stdin.read()\n"
        f"json.dump([sys.argv[1:], texts, given], open({str(tmp_path / 'said.json')!r}, 'w'))\n"
    )
    path.chmod(0o755)
    return path


def said(program: Path) -> tuple[list[str], list[str], str]:
    arguments, texts, given = json.loads((program.parent / "said.json").read_text())
    return arguments, texts, given


def test_a_pager_starts_at_the_line_and_is_sent_nothing_that_a_terminal_obeys(program: Path) -> None:
    place = Place.of(citation("lease.txt"), Document(TEXT, path="lease.txt"))
    assert view(place, False, {"PAGER": f"{program} -S", "EDITOR": "none"}) == 0
    assert said(program) == (["-S", "+4"], [], TEXT.replace("\x1b", "␛"))


def test_a_pager_that_knows_no_lines_is_given_the_text_alone(program: Path) -> None:
    other = program.rename(program.with_name("mypager"))
    view(Place.of(citation(None), Document(TEXT)), False, {"PAGER": str(other)})
    assert said(other)[0] == []


def test_an_editor_is_given_the_file_itself(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-lease.txt").write_text(TEXT)
    place = Place.of(citation("-lease.txt"), Document(TEXT, path="-lease.txt"))
    assert view(place, True, {"PAGER": "none", "EDITOR": str(program)}) == 0
    assert said(program) == (["+4", str(tmp_path / "-lease.txt")], [TEXT], "")


@pytest.mark.parametrize(("name", "pattern"), [("code", ["--wait", "--goto", "{}:4"]), ("hx", ["{}:4"])])
def test_editors_that_want_the_line_otherwise(program: Path, tmp_path: Path, name: str, pattern: list[str]) -> None:
    editor = program.rename(program.with_name(name))
    (tmp_path / "lease.md").write_text(TEXT)
    path = str(tmp_path / "lease.md")
    editor.write_text(editor.read_text().replace("sys.stdin.read()", "''"))
    view(Place.of(citation(path), Document(TEXT, path=path)), True, {"VISUAL": str(editor), "EDITOR": "none"})
    assert said(editor)[0] == [part.format(path) for part in pattern]


def test_of_what_no_editor_reads_it_is_given_the_text(program: Path) -> None:
    place = Place.of(citation("lease.pdf", line=None, page=1), Document(TEXT, path="lease.pdf"))
    view(place, False, {"EDITOR": str(program)})
    (line, path), texts, _ = said(program)
    assert (line, texts) == ("+4", [TEXT.replace("\x1b", "␛")]), "without a pager set, the editor that is"
    assert not Path(path).exists()


@pytest.mark.parametrize(
    ("environment", "editor", "words"),
    [
        ({}, True, "EDITOR"),
        ({"PAGER": "/nowhere/pager"}, False, "can't be started"),
        ({"PAGER": "'"}, False, "is no command"),
        ({"PAGER": "  "}, False, "is no command"),
    ],
)
def test_programs_that_are_not_there(environment: dict[str, str], editor: bool, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        view(Place.of(citation(None), Document(TEXT)), editor, environment)
