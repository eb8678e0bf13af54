"""Killed at random moments nothing is lost; `benchmarks/kills.py` does this two hundred times."""

import runpy
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "kills.py"


@pytest.mark.skipif(not SCRIPT.is_file(), reason="the benchmarks are not here")
def test_ten_kills(place):
    told = runpy.run_path(str(SCRIPT))["run"](10, 1, place)
    assert told["killed"] == 10
