"""The weights that travel with the package."""

from pathlib import Path

import numpy as np
import pytest
from tokenizers import BertWordPieceTokenizer

from qa_bot.decide import Calibration
from qa_bot.reader import PACKAGED, Reader, bert
from qa_bot.records import Document, Passage

STORED = Path(__file__).parent.parent / "data" / "reader" / "packaged.npz"
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def packaged() -> Reader:
    return Reader.open()


def test_numpy_computes_what_torch_computed(packaged):
    with np.load(STORED, allow_pickle=False) as stored:
        assert str(stored["sha256"]) == packaged.manifest["files"]["matrices.npy"]["sha256"], "rerun packaged_logits.py"
        logits = bert.logits(packaged.model, stored["ids"], stored["segments"], stored["lengths"])
        np.testing.assert_allclose(logits, stored["logits"], atol=1e-4)


def test_the_tokenizer_agrees_with_its_library_on_our_documents(packaged):
    library = BertWordPieceTokenizer(str(PACKAGED / "vocab.txt"), lowercase=True)
    for path in [ROOT / "corpus" / "ilrs.txt", *sorted((ROOT / "tests" / "data" / "documents").glob("*.txt"))]:
        text = path.read_text(encoding="utf-8")
        theirs = library.encode(text, add_special_tokens=False)
        ours = packaged.wordpiece.encode(text)
        assert ours.ids.tolist() == theirs.ids
        assert list(zip(ours.starts.tolist(), ours.ends.tolist(), strict=True)) == theirs.offsets


def test_it_reads(packaged):
    text = "The ferry Juno was built in Genoa. She sank in the lake in 1911 after a fire."
    found = packaged.read("When did the ferry sink?", [Passage(0, Document(text), 0, len(text))])[0]
    assert found[0].text == "1911" and found[0].score > 0


def test_the_manifest_says_what_it_is(packaged):
    manifest = packaged.manifest
    assert {"seed", "recipe", "metrics", "licences", "training_data", "calibration"} <= set(manifest)
    assert manifest["metrics"], "figures are recorded"
    assert Calibration.of(manifest)


def test_they_stay_small():
    assert sum(path.stat().st_size for path in PACKAGED.iterdir()) < 25e6
