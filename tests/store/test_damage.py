"""An index folder that is damaged, half-written, of another version, or none: said in a line, with the remedy."""

import json
import shutil
import subprocess
import sys
from contextlib import suppress
from itertools import pairwise

import numpy as np
import pytest
from storing import MAKING, asked, bring_up, contents, index_of, scratch, write

from qa_bot import Bot, QABotError, kept
from qa_bot.documents import Apart
from qa_bot.errors import StoreError
from qa_bot.settings import Settings
from qa_bot.store import disk
from qa_bot.store import update as updating
from qa_bot.store.changes import survey
from qa_bot.store.collection import Collection
from qa_bot.store.corpus import shelf_of_index
from qa_bot.store.folder import open_folder, problems
from qa_bot.store.hints import read_pending
from qa_bot.store.kept import keep
from qa_bot.store.manifest import seal
from qa_bot.store.names import BUILDING, MANIFEST, PENDING, is_index
from qa_bot.store.update import update

QUESTIONS = ("When did the ferry Juno sink?", "Who bakes bread in Oran?", "number 7 harbour")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Notes and an index of them, with dead documents in it and two segments."""
    above = tmp_path_factory.mktemp("damage")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qa_bot.store.tiers.SMALL", 1)
        for number in range(6):
            write(above / "notes" / f"{number}.txt", f"The ferry Juno {number} sank in {1900 + number}. Selim bakes.")
        bring_up(above / "index", above / "notes")
        write(above / "notes" / "3.txt", "The harbour number 7 is closed.")
        bring_up(above / "index", above / "notes")
    assert len(list((above / "index" / "segments").iterdir())) == 2
    return above


@pytest.fixture
def index(made, tmp_path):
    shutil.copytree(made / "index", tmp_path / "index")
    return tmp_path / "index"


def names_of(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.stat().st_size)


DAMAGES = {
    "emptied": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "longer": lambda data: data + b"\0",
    "first bit": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "middle bit": lambda data: data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 16]) + data[len(data) // 2 + 1 :],
    "last bit": lambda data: data[:-1] + bytes([data[-1] ^ 128]),
}


def opened(folder):
    collection = Collection().plus(shelf_of_index(open_folder(folder)))
    return collection.index(Settings())


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_file_damaged_in_every_way_is_found_and_none_crashes(index, damage):
    """`problems` finds it; without it, answers come or one clear error, never another exception."""
    checked = [name for name in names_of(index) if name.split("/")[0] in (MANIFEST, "segments", "tables")]
    assert len(checked) > 10
    for name in checked:
        path = index / name
        whole = path.read_bytes()
        path.write_bytes(DAMAGES[damage](whole))
        try:
            assert problems(index) != [], name
        except StoreError as error:
            assert "\n" not in str(error) and ";" in str(error), name
        answers_or_one_clear_error(index, name)
        path.write_bytes(whole)
    assert problems(index) == []


def answers_or_one_clear_error(index, what):
    try:
        searched = opened(index)
        with np.errstate(all="ignore"):
            for question in QUESTIONS:
                for hit in searched.search(question):
                    _ = hit.passage.text, hit.passage.document.path
                searched.corrected("feryr harbuor", str.isdigit)
    except StoreError as error:
        assert "\n" not in str(error) and ";" in str(error), what


ARRAY_DAMAGES = {
    "zeros": np.zeros_like,
    "ones": lambda data: np.full_like(data, 255),
    "ends": lambda data: np.concatenate([data[:1] ^ 128, data[1:-1], data[-1:] ^ 64])[: len(data)],
    "backwards": lambda data: data[::-1],
}


@pytest.mark.parametrize("damage", ARRAY_DAMAGES)
def test_each_array_of_a_segment_damaged_in_every_way_crashes_nothing(index, damage):
    arrays = 0
    for folder in (index / "segments").iterdir():
        told = json.loads((folder / "segment.json").read_text())["arrays"]
        whole = (folder / "arrays.npy").read_bytes()
        start = len(whole) - max(-(-(first + size_of(*own)) // 64) * 64 for *own, first in told.values())
        for name, (kind, shape, first) in told.items():
            data, own = (
                np.frombuffer(bytearray(whole), np.uint8),
                slice(start + first, start + first + size_of(kind, shape)),
            )
            if data[own].size:
                data[own] = ARRAY_DAMAGES[damage](data[own])
                (folder / "arrays.npy").write_bytes(data.tobytes())
                answers_or_one_clear_error(index, name)
                arrays += 1
        (folder / "arrays.npy").write_bytes(whole)
    assert arrays > 40


def size_of(kind, shape):
    return int(np.prod(shape)) * np.dtype(kind).itemsize


def test_swapped_files_are_found(index):
    names = [name for name in names_of(index) if name.split("/")[0] in ("segments", "tables")]
    for one, other in pairwise(names):
        first, second = (index / one).read_bytes(), (index / other).read_bytes()
        if first == second:
            continue
        (index / one).write_bytes(second), (index / other).write_bytes(first)
        with suppress(StoreError):
            open_folder(index)
            assert len(first) == len(second), "sizes are compared at opening"
        assert problems(index)
        (index / one).write_bytes(first), (index / other).write_bytes(second)


def test_a_missing_file_is_found(index):
    for name in names_of(index):
        if name.split("/")[0] in ("segments", "tables"):
            (index / name).rename(index / "aside")
            with pytest.raises(StoreError):
                open_folder(index)
            assert problems(index)
            (index / "aside").rename(index / name)


@pytest.mark.parametrize(("version", "words"), [(99, "newer"), (0, "older")])
def test_another_format_is_refused_with_what_to_do(index, made, version, words):
    body = json.loads((index / MANIFEST).read_text())
    (index / MANIFEST).write_text(json.dumps({**body, "format": version}))
    before = contents(index)
    for act in (lambda: open_folder(index), lambda: Bot.open(index), lambda: keep(index, [made / "notes"], Settings())):
        with pytest.raises(QABotError, match=words) as caught:
            act()
        assert "build it again" in str(caught.value)
    assert contents(index) == before


def test_names_that_lead_out_of_the_folder_are_refused(index):
    for bad in ("../../notes", "/etc", "a/b", ""):
        body = json.loads((index / MANIFEST).read_text())
        body["segments"][0]["name"] = bad
        del body["sha256"]
        (index / MANIFEST).write_text(json.dumps({**body, "sha256": seal(body)}))
        with pytest.raises(StoreError, match="damaged"):
            open_folder(index)


def test_folders_of_other_things_are_none(tmp_path):
    write(tmp_path / "site" / MANIFEST, "{}")
    write(tmp_path / "site" / "a.txt", "The ferry sank in 1911.")
    assert not is_index(tmp_path / "site") and not is_index(tmp_path / "nowhere")
    with pytest.raises(StoreError, match="other things"):
        keep(tmp_path / "site", [tmp_path / "site" / "a.txt"], Settings())
    with pytest.raises(StoreError, match="is a file"):
        keep(tmp_path / "site" / "a.txt", [tmp_path / "site"], Settings())
    with pytest.raises(StoreError, match="no finished index"):
        open_folder(tmp_path / "site" / "nowhere")


def test_an_index_that_was_never_finished_says_so(index):
    (index / MANIFEST).unlink()
    assert is_index(index)
    with pytest.raises(StoreError, match="no finished index"):
        Bot.open(index)


def fill_the_disk(patch, number: int) -> None:
    """Let the n-th write and all after it fail, as on a full disk."""
    left = [number]

    def failing(function):
        def write(*arguments, **options):
            left[0] -= 1
            if left[0] < 0:
                raise OSError(28, "No space left on device")
            return function(*arguments, **options)

        return write

    for owner, name in ((kept, "write_whole"), (disk, "flush"), (kept, "make_folder")):
        now_failing = failing(getattr(owner, name))
        for module in [module for own, module in sys.modules.items() if own.startswith("qa_bot.store.")]:
            if hasattr(module, name):
                patch.setattr(module, name, now_failing)


def test_a_full_disk_at_any_write_leaves_the_old_index(made, index, tmp_path):
    notes = tmp_path / "notes"
    shutil.copytree(made / "notes", notes)
    keep(index, [notes], Settings())
    before, answers = contents(index), asked(opened(index), *QUESTIONS)
    write(notes / "new.txt", "The harbour of the ferry is new.")
    (notes / "5.txt").unlink()
    failed = 0
    for number in range(100):
        with pytest.MonkeyPatch.context() as patch:
            fill_the_disk(patch, number)
            try:
                keep(index, [notes], Settings())
                break
            except StoreError as error:
                assert "No space left" in str(error) and "as before" in str(error)
        failed += 1
        assert {name: data for name, data in contents(index).items() if name in before} == before
        assert problems(index) == [] and asked(opened(index), *QUESTIONS) == answers
    assert failed > 5
    assert asked(opened(index), *QUESTIONS) == asked(scratch(notes), *QUESTIONS)


def test_stopping_keeps_what_was_finished(made, tmp_path):
    """Ctrl-C in the third of six segments: the next run takes up the two, and reads only the rest."""
    notes, folder = made / "notes", tmp_path / "index"
    written, write_segment = [], updating.segment.write

    def stopping(*arguments):
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(arguments[0])
        write_segment(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(updating.segment, "write", stopping)
        with pytest.raises(KeyboardInterrupt):
            bring_up(folder, notes, batch=1)
    assert len(read_pending(folder, MAKING.seal)) == 2
    with pytest.raises(StoreError, match="no finished index"):
        open_folder(folder)
    parsed, parse = [], Apart.parse
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Apart, "parse", lambda own, data, path: parsed.append(path) or parse(own, data, path))
        index = index_of(folder, notes)
    assert len(parsed) == 4 and not (folder / PENDING).exists()
    assert asked(index, *QUESTIONS) == asked(scratch(notes), *QUESTIONS)
    assert problems(folder) == []


def test_what_a_run_left_that_was_cut_off_is_cleaned_up(made, index):
    write(index / BUILDING / "segment" / "text.bin", "half")
    write(index / "segments" / "0123456789abcdef" / "text.bin", "whole but unlisted")
    write(index / "tables" / "order-0.npy", "unlisted")
    write(index / ".aside-x", "half")
    bring_up(index, made / "notes")
    assert not (index / BUILDING).exists() and not (index / ".aside-x").exists()
    assert len(list((index / "segments").iterdir())) == 2 and len(list((index / "tables").iterdir())) == 4


def test_readers_of_the_old_index_go_on_after_it_was_replaced(made, index, tmp_path):
    notes = tmp_path / "notes"
    shutil.copytree(made / "notes", notes)
    bring_up(index, notes)
    old = opened(index)
    expected = asked(old, *QUESTIONS)
    late = opened(index)
    shutil.rmtree(notes)
    write(notes / "other.txt", "Nothing of the kind.")
    bring_up(index, notes)
    assert asked(old, *QUESTIONS) == asked(late, *QUESTIONS) == expected
    shutil.rmtree(index)
    assert asked(late, *QUESTIONS) == expected


def test_opening_while_it_is_replaced_again_and_again(made, tmp_path):
    """A reader in another process sees one whole state after the other."""
    notes, folder = tmp_path / "notes", tmp_path / "index"
    write(notes / "a.txt", "state 0 of the ferry")
    bring_up(folder, notes)
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from qa_bot.store.folder import open_folder\n"
        "end = time.time() + float(sys.argv[2]); seen = 0\n"
        "while time.time() < end:\n"
        "    opened = open_folder(Path(sys.argv[1]))\n"
        "    texts = [opened.segments[s].documents[d].text for s, d, _ in opened.order.tolist()]\n"
        "    states = {text.split()[1] for text in texts}\n"
        "    assert len(states) == 1 and len(texts) == int(states.pop()) % 3 + 1, texts\n"
        "    seen += 1\n"
        "print(seen)\n"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", code, str(folder), "4"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    number = 0
    while reader.poll() is None:
        number += 1
        shutil.rmtree(notes)
        for file in range(number % 3 + 1):
            write(notes / f"{file}.txt", f"state {number} of the ferry")
        update(folder, survey([notes]), MAKING)
    out, err = reader.communicate()
    assert reader.returncode == 0, err.decode()
    assert int(out) > 0 and number > 1
