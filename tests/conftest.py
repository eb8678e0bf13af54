"""No test touches what the user has remembered."""

import os
import tempfile

import pytest


@pytest.fixture(autouse=True, scope="session")
def cache_of_its_own():
    """A cache folder for the whole run, also for the programs that tests start."""
    before = os.environ.get("QA_BOT_CACHE")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QA_BOT_CACHE"] = folder
        yield
    os.environ.pop("QA_BOT_CACHE")
    if before is not None:
        os.environ["QA_BOT_CACHE"] = before
