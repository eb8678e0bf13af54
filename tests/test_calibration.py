import json
import math
import os

import pytest

from qa_bot.calibration import OwnCalibration, digest_of_corpus, forget, in_force, load, place, save
from qa_bot.decide import Calibration, logistic
from qa_bot.errors import CalibrationError
from qa_bot.records import Document
from qa_bot.settings import Settings

DOCUMENTS = [Document("The ferry sank in 1911."), Document("The baker left.")]
OWN = OwnCalibration(0.8, -0.5, 0.3, 30, 25, digest_of_corpus(DOCUMENTS), "weights")
MANIFEST = {"sha256": "weights"}


@pytest.fixture
def paths(tmp_path):
    yield [tmp_path / "a.txt", tmp_path / "b"]
    forget([tmp_path / "a.txt", tmp_path / "b"])


def test_it_is_found_by_its_paths_however_they_are_written(paths, monkeypatch):
    assert load(paths, "weights") is None
    kept = save(OWN, paths)
    assert kept.is_file() and load(paths, "weights") == OWN
    assert load(paths[::-1], "weights") == OWN, "in any order"
    monkeypatch.chdir(paths[0].parent)
    assert load(["b", f"b{os.sep}..{os.sep}a.txt", "a.txt"], "weights") == OWN, "relative, and twice"
    assert load(paths[:1], "weights") is None, "but not by some of them"
    assert forget(paths) and not forget(paths) and not kept.exists()


def test_what_is_kept_holds_no_text_of_the_documents(paths):
    assert "ferry" not in save(OWN, paths).read_text()


def test_for_documents_that_changed_it_is_used_with_a_note(paths):
    save(OWN, paths)
    assert in_force(paths, DOCUMENTS, MANIFEST) == (OWN, None)
    assert in_force(paths, DOCUMENTS[::-1], MANIFEST) == (OWN, None), "the order is none of the content"
    own, note = in_force(paths, [*DOCUMENTS, Document("A third.")], MANIFEST)
    assert own == OWN and "have changed" in note and "calibrate --forget" in note


def altered(content: dict, **changes) -> bytes:
    return json.dumps({**content, **changes}).encode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: altered(c, format=99), "format 99"),
        (lambda c: altered(c, weights="others"), "other weights"),
        (lambda c: altered(c, threshold=1.5), "no probability"),
        (lambda c: altered(c, threshold="0.5"), "damaged"),
        (lambda c: altered(c, slope=-1), "no calibration"),
        (lambda c: altered(c, slope=1e9), "no calibration"),
        (lambda c: altered(c, shift=math.nan), "no calibration"),
        (lambda c: json.dumps({k: v for k, v in c.items() if k != "slope"}).encode(), "slope"),
        (lambda c: json.dumps(c).encode()[:-20], "damaged"),
        (lambda c: b"", "damaged"),
        (lambda c: b"[]", "damaged"),
        (lambda c: b"\xff\xfe\x00", "damaged"),
    ],
)
def test_what_cannot_be_used_is_not_and_says_so(paths, change, words):
    kept = save(OWN, paths)
    kept.write_bytes(change(json.loads(kept.read_text())))
    own, note = in_force(paths, DOCUMENTS, MANIFEST)
    assert own is None and words in note and "not used" in note and str(kept) in note and "calibrate again" in note
    with pytest.raises(CalibrationError):
        load(paths, "weights")


def test_a_folder_in_its_place_is_said_not_raised(paths):
    place(paths).mkdir(parents=True)
    own, note = in_force(paths, DOCUMENTS, MANIFEST)
    assert own is None and "can't be read" in note
    with pytest.raises(CalibrationError, match="can't be kept"):
        save(OWN, paths)
    place(paths).rmdir()


def test_the_changed_regression_is_the_changed_probability():
    packaged = Calibration((-4.0, 5.4), (-1.9, 0.2, 1.2, -0.7, 0.1))
    changed = OWN.rescaled(packaged)
    for own, before, row in (
        (changed.sentence, packaged.sentence, (0.7,)),
        (changed.span, packaged.span, (3.0, 0.5, 0.2, 4.0)),
    ):
        p = logistic(before, row)
        expected = 1 / (1 + math.exp(-(0.8 * math.log(p / (1 - p)) - 0.5)))
        assert logistic(own, row) == pytest.approx(expected)


def test_a_threshold_that_is_set_wins():
    assert OWN.settings(Settings()).threshold == 0.3
    assert OWN.settings(Settings(threshold=0.7)).threshold == 0.7
