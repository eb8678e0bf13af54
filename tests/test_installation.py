"""What the doctor sees, and what it says when something is not there."""

import re
import socket
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from qa_bot import documents, installation
from qa_bot.commands.doctor import as_text
from qa_bot.documents.formats import READERS
from qa_bot.installation import LIBRARIES, formats, languages, libraries, survey, watched
from qa_bot.remedies import install

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"
RUNNING = ("docs", "plot", "completion")  # the extras that are of use to those who ask


def test_the_libraries_are_those_that_are_declared():
    text = PYPROJECT.read_text(encoding="utf-8")
    base = re.search(r"^dependencies = \[(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    declared = {"": base[1] if base else ""}
    for extra in RUNNING:
        listed = re.search(rf"^{extra} = \[(.*)\]$", text, re.MULTILINE)
        declared[extra] = listed[1] if listed else ""
    named = {name: extra for extra, text in declared.items() for name in re.findall(r'"([\w-]+)[><=~]', text)}
    assert named == LIBRARIES


def test_each_format_names_the_library_that_its_module_asks_for():
    folder = Path(documents.__file__).parent
    asked = {
        path.stem: set(re.findall(r'library\("(\w+)', path.read_text(encoding="utf-8"))) for path in folder.glob("*.py")
    }
    asked["epub"] = asked["html"]  # of which its pages are made
    for own in READERS.values():
        assert asked[own.module] == ({own.needs} if own.needs else set())


def test_a_format_whose_library_is_missing_is_told_with_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert {ending for kind in formats() if not kind.readable for ending in kind.endings} == {".pdf"}
    found = survey()
    assert found.troubles == (), "an extra may be missing"
    assert f".pdf: not read without pypdfium2; {install('docs')}" in as_text(found)


def test_a_library_that_all_need_is_missed(monkeypatch):
    monkeypatch.setattr(installation, "LIBRARIES", {"qa-bot-of-the-moon": "", "matplotlib-of-the-moon": "plot"})
    found = replace(survey(), kept=())
    assert found.troubles == ('qa-bot-of-the-moon is missing; python -m pip install "qa-bot-of-the-moon"',)
    assert f"matplotlib-of-the-moon is not installed; {install('plot')}" in as_text(found)


def test_every_language_is_there():
    assert len(languages()) >= 32 and all(own.version for own in libraries() if not own.extra)


def test_what_can_not_be_imported_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "qa_bot.bot", None)
    found = survey()
    assert found.connections is None and any("qa_bot.bot" in trouble for trouble in found.troubles)
    assert "not known" in as_text(found)


@pytest.mark.parametrize(
    "try_it", [lambda own: own.connect_ex(("127.0.0.1", 1)), lambda own: own.bind(("127.0.0.1", 0))]
)
def test_connections_are_seen(try_it):
    with watched() as seen, socket.socket() as own:
        try_it(own)
    assert len(seen) == 1 and seen[0].startswith("socket.")
    with socket.socket() as own:
        try_it(own)
    assert len(seen) == 1, "it watches only inside"


def test_a_question_that_leads_to_the_network_is_a_trouble(monkeypatch):
    monkeypatch.setattr(installation, "trial", lambda weights: ("socket.connect",))
    found = survey()
    assert "socket.connect" in found.troubles[0] and "connects to: socket.connect" in as_text(found)
