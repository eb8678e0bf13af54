"""One table of commands, and what is made from it."""

from __future__ import annotations

import pytest

from qa_bot.repl.commands import COMMAND, COMMANDS, markdown, unknown


def test_names_are_distinct_and_can_be_typed() -> None:
    names = [command.name for command in COMMANDS]
    assert len(set(names)) == len(names)
    for name in names:
        assert COMMAND.fullmatch(name)
    needed = "/help /sources /open /why /more /add /forget /only /save /settings /clear /quit"
    assert set(needed.split()) <= set(names)


def test_the_readme_lists_them_all() -> None:
    assert [line.split("`")[1] for line in markdown().splitlines()] == [command.usage for command in COMMANDS]


@pytest.mark.parametrize("line", ["/etc/passwd is what?", "what is /help?", "/usr/bin"])
def test_a_question_may_begin_with_a_path(line: str) -> None:
    assert COMMAND.fullmatch(line) is None


@pytest.mark.parametrize(("typed", "near"), [("/hlep", "/help"), ("/source", "/sources"), ("/exit", "/quit")])
def test_an_unknown_command_suggests_the_nearest(typed: str, near: str) -> None:
    assert f"did you mean {near}?" in unknown(typed)


@pytest.mark.parametrize(
    ("typed", "said"), [("/s", "/s may be /sources, /save or /settings;"), ("/O", "/O may be /open or /only;")]
)
def test_what_several_commands_begin_with_names_them(typed: str, said: str) -> None:
    assert unknown(typed).startswith(said)


def test_words_of_other_programs_are_no_command_and_no_question_of_it() -> None:
    words = [word for command in COMMANDS for word in command.words]
    assert len(set(words)) == len(words) and {"help", "quit", "exit"} <= set(words)
    assert not any(word.startswith("/") or " " in word for word in words)


def test_an_unknown_command_like_none_points_to_the_help() -> None:
    assert "/help" in unknown("/xyzzy")
    assert "did you mean" not in unknown("/xyzzy")
