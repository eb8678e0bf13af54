"""Patterns that are compiled at their first use."""

import re

from qa_bot.patterns import lazily


def test_it_is_compiled_at_the_first_use_only(monkeypatch):
    compiled = []
    original = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: compiled.append(given) or original(*given))
    digits = lazily(r"\d+", re.ASCII)
    assert compiled == []
    assert digits.findall("7 of 9") == digits.findall("7 of 9") == ["7", "9"]
    assert compiled == [(r"\d+", re.ASCII)]


def test_it_is_the_pattern():
    words = lazily(r"[a-z]+", re.IGNORECASE)
    assert words.pattern == r"[a-z]+" and words.flags & re.IGNORECASE
    assert [match.group() for match in words.finditer("One two")] == ["One", "two"]
    assert words.fullmatch("One two") is None and words.split("1a2") == ["1", "2"]
