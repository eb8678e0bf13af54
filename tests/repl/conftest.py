"""The fake bot, for every test of the chat."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

SCRIPT = Path(__file__).with_name("fake_chat.py")


@pytest.fixture(scope="session")
def fake() -> SimpleNamespace:
    """What `fake_chat.py` defines; `fake.script` is its path."""
    return SimpleNamespace(**{**runpy.run_path(str(SCRIPT), run_name="fake_chat"), "script": SCRIPT})
