"""An index folder follows its files: only what changed is read, and all stays as a build from scratch would have it."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storing import LONG_AGO, MAKING, asked, bring_up, contents, index_of, pieces, scratch, write

from qa_bot.documents import Apart
from qa_bot.errors import CorpusError
from qa_bot.settings import Settings
from qa_bot.store import update as updating
from qa_bot.store.changes import survey
from qa_bot.store.commit import Making
from qa_bot.store.folder import open_folder, problems
from qa_bot.store.update import up_to_date

QUESTIONS = ("When did the ferry Juno sink?", "Who bakes bread?", "divers harbour", "the 1911 storm in Oran")


@pytest.fixture
def notes(place):
    write(place / "notes" / "lake.txt", "Lake notes\n\nThe ferry Juno sank in 1911.\n")
    write(place / "notes" / "town" / "baker.txt", "Selim bakes bread in Oran.")
    write(place / "notes" / "zoo.txt", "The zoo has a bear.")
    return place / "notes"


@pytest.fixture
def read(monkeypatch):
    """The files that were parsed, by name."""
    names = []
    parse = Apart.parse
    noted = lambda own, data, path: names.append(Path(path).name) or parse(own, data, path)  # noqa: E731
    monkeypatch.setattr(Apart, "parse", noted)
    return names


def test_nothing_is_read_or_written_where_nothing_changed(place, notes, read):
    folder = place / "index"
    bring_up(folder, notes)
    assert sorted(read) == ["baker.txt", "lake.txt", "zoo.txt"]
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    bring_up(folder, notes)
    assert len(read) == 3
    assert up_to_date(folder, survey([notes]), MAKING) is not None
    written = {path.name for path in folder.rglob("*") if path.is_file() and path.stat().st_mtime_ns != before[path]}
    assert written <= {"seen.json", "lock"}  # some versions of filelock truncate the empty file that they lock


def test_a_changed_a_new_and_a_deleted_file(place, notes, read):
    folder = place / "index"
    bring_up(folder, notes)
    read.clear()
    write(notes / "lake.txt", "The ferry Juno sank in 1912.", settled=False)
    write(notes / "new.txt", "The storm of 1911 hit Oran.")
    (notes / "zoo.txt").unlink()
    index = index_of(folder, notes)
    assert sorted(read) == ["lake.txt", "new.txt"]
    assert asked(index, *QUESTIONS, "bear") == asked(scratch(notes), *QUESTIONS, "bear")
    assert not index.search("bear") and index.search("ferry")[0].passage.text == "The ferry Juno sank in 1912."
    assert problems(folder) == []


def test_a_renamed_file_is_not_read_again_and_cited_under_its_new_name(place, notes, read):
    folder = place / "index"
    bring_up(folder, notes)
    read.clear()
    (notes / "lake.txt").rename(notes / "town" / "water.txt")
    (notes / "town").rename(notes / "city")
    index = index_of(folder, notes)
    assert read == []
    assert index.search("ferry")[0].passage.document.path == f"{notes}/city/water.txt"
    assert asked(index, *QUESTIONS) == asked(scratch(notes), *QUESTIONS)
    read.clear()
    (notes / "zoo.txt").rename(notes / "zoo.log")  # another ending may mean another format
    bring_up(folder, notes)
    assert read == ["zoo.log"]


def test_a_deleted_file_that_comes_back_is_not_read_again(place, notes, read):
    folder = place / "index"
    bring_up(folder, notes)
    (notes / "zoo.txt").rename(place / "aside")
    bring_up(folder, notes)
    read.clear()
    (place / "aside").rename(notes / "animals.txt")
    assert index_of(folder, notes).search("bear")
    assert read == []


def test_a_file_that_was_touched_just_now_is_compared_by_its_contents(place, notes):
    """Written twice within one tick of the file system's clock, with as many bytes."""
    folder, path = place / "index", notes / "lake.txt"
    write(path, "The ferry Juno sank in 1911.", settled=False)
    before = path.stat()
    bring_up(folder, notes)
    write(path, "The ferry Juno sank in 1955.", settled=False)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert index_of(folder, notes).search("ferry")[0].passage.text.endswith("1955.")


def test_a_settled_file_is_not_opened(place, notes, monkeypatch):
    folder = place / "index"
    monkeypatch.setattr("qa_bot.store.changes.settled", lambda *_: True)
    monkeypatch.setattr(updating, "settled", lambda *_: True)
    bring_up(folder, notes)
    monkeypatch.setattr("qa_bot.store.changes.load", None)
    assert up_to_date(folder, survey([notes]), MAKING) is not None
    os.utime(notes / "lake.txt", (LONG_AGO + 5, LONG_AGO + 5))
    with pytest.raises(TypeError):
        up_to_date(folder, survey([notes]), MAKING)


def test_what_cannot_be_read_is_named_each_time_until_it_can(place, notes, read):
    folder = place / "index"
    write(notes / "broken.txt", b"\x00\x01")
    write(notes / "empty.txt", b"")
    for _ in range(2):
        current = bring_up(folder, notes)
        assert {Path(entry.path).name: entry.reason for entry in current.unread} == {
            "broken.txt": "is binary (it holds NUL bytes); give a text file",
            "empty.txt": "is empty; give a file with text in it",
        }
        assert current.opened.unread() == current.unread
    assert read.count("broken.txt") == 1
    write(notes / "broken.txt", "The bell is mended.")
    write(notes / "empty.txt", "The jar is full.")
    assert bring_up(folder, notes).unread == ()


def test_a_folder_of_which_nothing_is_left_is_refused_and_the_index_is_as_before(place, notes):
    folder = place / "index"
    bring_up(folder, notes)
    before = contents(folder)
    shutil.rmtree(notes)
    with pytest.raises(CorpusError, match="does not exist"):
        survey([notes])
    write(notes / "broken.txt", b"\x00")
    with pytest.raises(CorpusError, match="nothing in the folder"):
        bring_up(folder, notes)
    assert contents(folder) == before and not (folder / "building").exists()


def test_other_settings_make_it_anew(place, notes, read):
    folder = place / "index"
    bring_up(folder, notes)
    read.clear()
    other = Making(Settings(max_words=20), MAKING.made_by)
    assert up_to_date(folder, survey([notes]), other) is None
    current = updating.update(folder, survey([notes]), other)
    assert len(read) == 3 and current.opened.manifest.settings["max_words"] == 20
    assert pieces(folder) == 1
    assert up_to_date(folder, survey([notes]), Making(Settings(max_words=20, threshold=0.5), MAKING.made_by))


def test_the_same_files_give_the_same_bytes(place, notes, monkeypatch):
    for name in ("one", "two"):
        bring_up(place / name, notes, batch=30)
    assert contents(place / "one") == contents(place / "two")
    shutil.copytree(notes, place / "elsewhere" / "notes")
    monkeypatch.chdir(place / "elsewhere")
    bring_up(place / "three", Path("notes"), batch=30)
    monkeypatch.chdir(place)
    bring_up(place / "four", Path("notes"), batch=30)
    assert contents(place / "three") == contents(place / "four")


def test_only_its_owner_may_read_it(place, notes):
    folder = place / "index"
    mask = os.umask(0)
    try:
        bring_up(folder, notes)
        write(notes / "new.txt", "More.")
        bring_up(folder, notes)
    finally:
        os.umask(mask)
    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_files_of_several_paths_are_in_it_once(place, notes):
    current = bring_up(place / "index", notes / "zoo.txt", notes)
    assert [Path(wanted.file.path).name for wanted in current.files] == ["zoo.txt", "lake.txt", "baker.txt"]
    bring_up(place / "index", notes, notes / "zoo.txt")
    assert asked(index_of(place / "index", notes), *QUESTIONS) == asked(scratch(notes), *QUESTIONS)


def test_an_index_inside_the_folder_that_it_is_of_is_no_document(place, notes):
    folder = notes / "index"
    bring_up(folder, notes)
    assert len(bring_up(folder, notes).files) == 3 and problems(folder) == []


def test_names_of_any_bytes(place, notes):
    name = os.fsdecode(b"caf\xe9 \xff.txt")
    write(notes / name, "The café opens at nine.")
    index = index_of(place / "index", notes)
    assert index.search("café")[0].passage.document.path == f"{notes}/{name}"
    opened = open_folder(place / "index")
    assert opened.table().rows[0].below == name


def test_segments_stay_few_and_merging_changes_no_answer(place, notes, monkeypatch):
    monkeypatch.setattr("qa_bot.store.tiers.SMALL", 2)
    folder = place / "index"
    for number in range(40):
        write(notes / f"{number:02}.txt", f"Ferry {number} sank in {1900 + number}.\n\n" * (1 + number % 5))
        bring_up(folder, notes)
        assert pieces(folder) <= 8
    assert asked(index_of(folder, notes), *QUESTIONS) == asked(scratch(notes), *QUESTIONS)


WORDS = st.sampled_from(
    "ferry Juno sank 1911 bread Oran storm harbour divers bear Selim bakes café 月球 1911. Who?".split()
)
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None
TEXTS = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)
NAMES = st.sampled_from(["a.txt", "b.txt", "c/d.txt", "c/e.txt", "f.log", "z/y/x.txt"])
STEPS = st.one_of(
    st.tuples(st.just("write"), NAMES, TEXTS),
    st.tuples(st.just("write"), NAMES, TEXTS),
    st.tuples(st.just("delete"), NAMES, st.none()),
    st.tuples(st.just("move"), NAMES, NAMES),
    st.tuples(st.just("copy"), NAMES, NAMES),
    st.tuples(st.just("update"), st.integers(1, 200), st.none()),
)


def do(folder: Path, notes: Path, step) -> None:
    what, one, other = step
    if what == "write":
        write(notes / one, other, settled=len(other) % 2 == 0)
    elif what == "update":
        bring_up(folder, notes, batch=one)
    elif (notes / one).exists():
        if what == "delete":
            (notes / one).unlink()
        elif one != other:
            (notes / other).parent.mkdir(parents=True, exist_ok=True)
            (shutil.move if what == "move" else shutil.copy2)(notes / one, notes / other)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, max_size=25), st.sampled_from([1, 3, 2_000]), st.data())
def test_after_any_changes_it_is_as_if_made_from_scratch(steps, small, data):
    with (
        tempfile.TemporaryDirectory(dir=MEMORY) as above,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("qa_bot.store.tiers.SMALL", small)
        folder, notes = Path(above) / "index", Path(above) / "notes"
        write(notes / "always.txt", "The ferry is here.")
        for step in steps:
            do(folder, notes, step)
        index, plain = index_of(folder, notes), scratch(notes)
        question = data.draw(TEXTS)
        assert asked(index, question, *QUESTIONS) == asked(plain, question, *QUESTIONS)
        assert [document.text for document in index.documents] == [document.text for document in plain.documents]
        rows = range(len(plain.passages))
        assert list(index.coverage(question, rows)) == list(plain.coverage(question, rows))
        misspelt = "when did the feryr sink in the harbuor"
        assert index.corrected(misspelt, str.isdigit) == plain.corrected(misspelt, str.isdigit)
        assert problems(folder) == []
