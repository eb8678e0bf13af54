"""What the line may become, and how soon that is known."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from qa_bot.records import Document as Read
from qa_bot.repl.commands import COMMANDS
from qa_bot.repl.completion import ChatCompleter
from qa_bot.repl.survey import Survey, survey
from qa_bot.repl.terms import BLOCK, Terms, chunks, collect, names_in

TEXT = """Moon news

Wang Chi, director of the National Space Science Center of the Chinese Academy of Sciences
(CAS), spoke. In Bian's account the Chinese Academy of Sciences leads. The director's exploration
goes on; exploration is hard. A visit to the House of
Lords followed. The Chinese agency listened. Its exploration went on.
"""


def offered(typed: str, terms: Terms | None = None, loaded: tuple[str, ...] = ()) -> list[str]:
    completer = ChatCompleter(lambda: Survey(loaded, terms or Survey().terms))
    return [
        typed[: len(typed) + found.start_position] + found.text
        for found in completer.get_completions(Document(typed), CompleteEvent())
    ]


# --- commands and what follows them -----------------------------------------------------------------------------------


def test_commands_by_their_letters_in_order() -> None:
    assert offered("/") == [command.name for command in COMMANDS]
    assert offered("/so")[0] == "/sources"
    assert offered("/sgs") == ["/settings"]
    assert offered("s") == offered("/more x") == offered("") == []


def test_files_loosely_by_name_and_folder_by_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "field report.txt").write_text("x")
    (tmp_path / "lease.txt").write_text("x")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "evil\x1b]0;x\x07.txt").write_text("x")
    (tmp_path / "evil\u202e.txt").write_text("x")
    assert offered("/add ") == ["/add lease.txt", "/add notes/"]
    assert offered("/add nts") == ["/add notes/"]
    assert offered("/add notes/rep") == ["/add notes/field report.txt"]
    assert offered("/add notes/field r") == ["/add notes/field report.txt"]
    assert offered("/save le") == ["/save lease.txt"]
    assert offered("/add nowhere/x") == offered("/add \x00/x") == []


def test_what_is_loaded_can_be_left_out() -> None:
    assert offered("/forget lse", loaded=("a/lease.txt", "a/", "b\x1b.txt")) == ["/forget a/lease.txt"]
    assert offered("/only ", loaded=("a/lease.txt", "b\x1b.txt")) == ["/only a/lease.txt"]


def test_settings_then_their_choices() -> None:
    assert "/settings show" in offered("/settings ")
    assert offered("/settings sh")[0] == "/settings show"
    assert offered("/settings show ") == ["/settings show passage", "/settings show sentence"]
    assert offered("/settings nothing ") == []


# --- the documents' own terms -----------------------------------------------------------------------------------------


def test_names_and_words_of_the_documents() -> None:
    terms = collect([TEXT])
    assert offered("Who leads the Chin", terms) == [
        "Who leads the Chinese",
        "Who leads the Chinese Academy of Sciences",
    ]
    assert "National Space Science Center of the Chinese Academy of Sciences" in terms.written
    assert offered("who leads the chinese academy o", terms) == ["who leads the Chinese Academy of Sciences"]
    assert offered("what expl", terms) == ["what exploration"]
    assert offered("the House", terms) == ["the House of Lords"], "its line was wrapped"
    assert offered("Ch", terms) == []
    assert offered("Who", None) == []


def test_documents_are_looked_through_for_files_folders_and_terms() -> None:
    documents = [Read("The keeper", path="a/b.txt"), Read("saw Juno.", path="c.txt"), Read("No path.")]
    found = survey(iter(documents))
    assert found.paths == ("a/b.txt", "c.txt", "a/")
    assert {"juno", "keeper"} <= set(found.terms.keys)
    assert survey(()).terms.beginning("ju", 3) == []


def test_of_what_is_loaded_but_not_asked_only_the_paths_are_offered() -> None:
    asked, other = Read("The harbour.", path="a.txt"), Read("The lighthouse.", path="b/b.txt")
    found = survey([asked], [asked, other])
    assert found.paths == ("a.txt", "b/b.txt", "b/")
    assert found.terms.beginning("lig", 3) == [] and found.terms.beginning("har", 3) == ["harbour"]


def test_a_sentence_does_not_begin_within_a_name() -> None:
    assert list(names_in("Then Wang Chi spoke.")) == [("Then Wang Chi", True)]
    assert "wang chi" in collect(["Then Wang Chi spoke, and then he left."]).keys
    assert "then wang chi" not in collect(["Then Wang Chi spoke, and then he left."]).keys


def test_no_control_character_is_offered() -> None:
    terms = collect(["The \x1b[31mSwordfish\x07fish and Evil\u202e Twin of Evil\u202e Twin"])
    assert all(written.isprintable() for written in terms.written)


@given(st.lists(st.text("abAB", min_size=1, max_size=5), max_size=60), st.text("ab", min_size=1, max_size=3))
def test_the_most_frequent_that_begin_so(words: list[str], prefix: str) -> None:
    counts = {word: words.count(word) for word in words}
    begin = [
        (word.casefold(), word) for word in counts if word.casefold().startswith(prefix) and len(word) > len(prefix)
    ]
    expected = sorted(begin, key=lambda term: (-counts[term[1]], term))
    assert Terms.of(counts).beginning(prefix, 4) == [word for _, word in expected][:4]


@pytest.mark.parametrize("size", [1, BLOCK - 1, BLOCK, 20 * BLOCK + 7])
def test_over_many_blocks_too(size: int) -> None:
    counts = {f"term{number:07}": (number * 7919) % 1009 for number in range(size)}
    expected = sorted(counts, key=lambda term: (-counts[term], term))
    assert Terms.of(counts).beginning("term", 6) == expected[:6]


@given(st.lists(st.text("ab \n", max_size=50), max_size=4), st.integers(1, 100))
def test_chunks_lose_nothing(texts: list[str], most: int) -> None:
    assert "".join(chunks(texts, most)) == "".join(texts)[:most]


def test_a_key_at_a_million_terms_takes_less_than_20_ms() -> None:
    terms = Terms.of({f"term{number:06}": number % 1009 for number in range(1_000_000)})
    taken = []
    for typed in ("which term", "which term4", "which term47", "which term470", "which terms") * 3:
        began = time.perf_counter()
        offered(typed, terms)
        taken.append(time.perf_counter() - began)
    assert sorted(taken)[len(taken) // 2] < 0.02
