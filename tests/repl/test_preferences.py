"""What is set is kept for its owner; what is damaged is left out, with a note."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from qa_bot.errors import UsageError
from qa_bot.repl.preferences import OPTIONS, Preferences, changed, load, save, vi_keys


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "qa-bot" / "settings.json"


def test_every_option_is_a_field_with_a_default_that_it_takes() -> None:
    assert [option.name for option in OPTIONS] == list(Preferences.__dataclass_fields__)
    for option in OPTIONS:
        default = getattr(Preferences(), option.name)
        assert changed(Preferences(), option.name, str(default)) == Preferences()
        for choice in option.choices:
            other = changed(Preferences(), option.name.upper(), choice.upper())
            assert getattr(other, option.name) == choice
            assert changed(other, option.name, "default") == Preferences()


@pytest.mark.parametrize(("typed", "value"), [("0.25", 0.25), ("25%", 0.25), ("25 %", 0.25), ("1", 1.0), ("0", 0.0)])
def test_the_threshold_is_a_number_or_a_percentage(typed: str, value: float) -> None:
    assert changed(Preferences(), "threshold", typed).threshold == value


@pytest.mark.parametrize(
    ("name", "value"),
    [("threshold", "1.5"), ("threshold", "nan"), ("threshold", "x"), ("show", "all"), ("colour", "x")],
)
def test_what_an_option_cannot_be(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=name):
        changed(Preferences(), name, value)


def test_only_what_differs_is_kept_and_for_its_owner_alone(path: Path) -> None:
    own = changed(changed(Preferences(), "keys", "vi"), "threshold", "0.7")
    save(path, own)
    assert load(path) == (own, None)
    assert json.loads(path.read_text()) == {"threshold": 0.7, "keys": "vi"}
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    assert os.listdir(path.parent) == [path.name]


def test_none_kept_yet_is_no_news(path: Path) -> None:
    assert load(path) == (Preferences(), None)


@pytest.mark.parametrize("text", ["{", "[1]", "\udcff", "3"])
def test_a_damaged_file_is_noted(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    preferences, note = load(path)
    assert preferences == Preferences() and note is not None and str(path) in note


def test_of_what_is_kept_only_the_bad_is_left_out(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"keys": "vi", "show": 3, "future": true}')
    preferences, note = load(path)
    assert preferences == Preferences(keys="vi") and note is not None


def test_a_write_that_fails_leaves_what_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(path, Preferences(keys="vi"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        save(path, Preferences())
    assert load(path)[0] == Preferences(keys="vi") and os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize(
    ("lines", "vi"),
    [
        ("set editing-mode vi\n", True),
        ("  set  editing-mode\tvi  \n", True),
        ("set editing-mode vi\nset editing-mode emacs\n", False),
        ("# set editing-mode vi\n", False),
        ("", False),
    ],
)
def test_inputrc_says_which_keys_unless_the_setting_does(tmp_path: Path, lines: str, vi: bool) -> None:
    (tmp_path / ".inputrc").write_text(lines)
    assert vi_keys(Preferences(), {"HOME": str(tmp_path)}) is vi
    assert vi_keys(Preferences(), {"INPUTRC": str(tmp_path / ".inputrc")}) is vi
    assert vi_keys(Preferences(keys="vi"), {"HOME": str(tmp_path)})
    assert not vi_keys(Preferences(keys="emacs"), {"HOME": str(tmp_path)})
    assert not vi_keys(Preferences(), {"HOME": str(tmp_path / "nowhere")})
