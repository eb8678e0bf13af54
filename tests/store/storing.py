"""What the tests of the store share."""

import os
from pathlib import Path

from qa_bot.settings import Settings
from qa_bot.store.cache import made_by
from qa_bot.store.changes import survey
from qa_bot.store.collection import Collection
from qa_bot.store.commit import Making
from qa_bot.store.corpus import Opening, shelf_of_current
from qa_bot.store.update import BATCH, update
from qa_bot.store.watch import Silent

MAKING = Making(Settings(), made_by())
LONG_AGO = 1_500_000_000  # seconds: the times of a file that has settled


def write(path: Path, text: str | bytes, settled: bool = True) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if settled:
        os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def bring_up(folder: Path, *roots: Path, batch: int = BATCH, **options):
    return update(folder, survey(roots), MAKING, batch=batch, **options)


def asked(index, *questions: str):
    """Hits of an index in a form that compares: path, span and score of each."""
    return [
        [(hit.passage.document.path, hit.passage.start, hit.passage.text, hit.score) for hit in index.search(question)]
        for question in questions
    ]


def index_of(folder: Path, *roots: Path, **options):
    """The index of a folder, brought up to date."""
    current = bring_up(folder, *roots, **options)
    return Collection().plus(shelf_of_current(current, survey(roots))).index(Settings())


def scratch(*roots: Path):
    """The index of the same files, made in memory in one go."""
    opening = Opening(Settings(), Silent())
    return Collection().plus(opening.unkept(survey(roots))).index(Settings())


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of an index that may not depend on when and where it was made."""
    own = ("manifest.json", "segments", "tables")
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] in own
    }


def pieces(folder: Path) -> int:
    """How many segments an index has."""
    return sum(1 for _ in (folder / "segments").iterdir())
