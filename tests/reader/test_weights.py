"""The format on disk: what is written is what is opened, and nothing else is."""

from __future__ import annotations

import json
import shutil
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from qa_bot.errors import WeightsError
from qa_bot.reader import Reader, weights
from qa_bot.remedies import reinstall

FILES = (*weights.names(), weights.MANIFEST)


@pytest.fixture
def copy(folder, tmp_path):
    return shutil.copytree(folder, tmp_path / "weights")


def refused(folder, *words):
    with pytest.raises(WeightsError) as caught:
        Reader.open(folder)
    message = str(caught.value)
    assert reinstall() in message and str(folder) in message and "\n" not in message
    for word in words:
        assert word in message


@settings(deadline=None)
@given(hnp.arrays(np.float32, hnp.array_shapes(min_dims=2, max_dims=2), elements=st.floats(-1e6, 1e6, width=32)))
def test_quantising_is_off_by_half_a_step_at_most(matrix):
    values, scales = weights.quantise(matrix)
    assert values.dtype == np.int8 and scales.dtype == np.float32
    assert values.min() >= -127
    error = np.abs(weights.dequantise(values, scales) - matrix)
    assert np.all(error <= scales[:, None] * 0.5001 + 1e-37)  # a scale below the smallest normal number rounds


def test_quantising_by_hand():
    values, scales = weights.quantise(np.array([[127.0, -63.5, 0.0], [0.0, 0.0, 0.0]], np.float32))
    assert values.tolist() == [[127, -64, 0], [0, 0, 0]]
    assert scales.tolist() == [1.0, 0.0]


def test_what_is_written_is_what_is_opened(folder, tensors, vocab):
    opened = weights.open_weights(folder)
    assert list(opened.vocab) == vocab
    assert opened.manifest["seed"] == 17
    assert np.array_equal(opened.model.layers[1].down.bias, tensors["layers.1.down.bias"])
    assert np.array_equal(opened.model.span.weight, tensors["span.weight"])
    assert np.array_equal(opened.model.segment, tensors["segment.weight"])
    values, scales = weights.quantise(tensors["layers.0.qkv.weight"])
    assert np.array_equal(opened.model.layers[0].qkv.weight, weights.dequantise(values, scales))
    assert np.array_equal(opened.model.word.values, weights.quantise(tensors["word.weight"])[0])
    assert np.array_equal(opened.model.position.scales, weights.quantise(tensors["position.weight"])[1])
    assert not opened.model.word.values.flags.writeable


def test_the_layout_says_where_each_tensor_lies(folder, tensors):
    arrays = {f"{name}.npy": np.load(folder / f"{name}.npy", allow_pickle=False) for name in weights.ARRAYS}
    for place in json.loads((folder / weights.MANIFEST).read_text("utf-8"))["layout"]:
        count = int(np.prod(place["shape"]))
        values = arrays[place["file"]][place["at"] :][:count].reshape(place["shape"])
        if "scales_at" in place:
            values = weights.dequantise(values, arrays["scales.npy"][place["scales_at"] :][: len(values)])
        assert np.allclose(values, tensors[place["name"]], atol=0.02), place["name"]


def test_the_same_tensors_give_the_same_bytes(folder, tensors, vocab, tmp_path):
    for _ in range(2):  # the second time over the first
        weights.write(tmp_path, dict(reversed(tensors.items())), vocab, 2, {"seed": 17})
        assert sorted(file.name for file in tmp_path.iterdir()) == sorted(FILES)
        for name in FILES:
            assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused(copy, name):
    (copy / name).unlink()
    refused(copy, name, "missing")


def test_a_missing_folder_is_refused(tmp_path):
    refused(tmp_path / "none", "missing")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("size", [0, 1, 100, -1])
def test_a_truncated_file_is_refused(copy, name, size):
    whole = (copy / name).read_bytes()
    (copy / name).write_bytes(whole[:size])
    if name == weights.MANIFEST and size == -1:  # only the last line feed
        Reader.open(copy)
    else:
        refused(copy)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_an_altered_byte_is_refused(copy, name, part):
    content = bytearray((copy / name).read_bytes())
    content[int(part * (len(content) - 3))] ^= 1
    (copy / name).write_bytes(bytes(content))
    refused(copy, *(["altered", name] if name != weights.MANIFEST else []))


def reseal(folder, **changes):
    """Change the manifest, and its digests with it, as another version of this code would."""
    manifest = json.loads((folder / weights.MANIFEST).read_text("utf-8")) | changes
    for name, listed in manifest["files"].items():
        listed.update(size=(folder / name).stat().st_size, sha256=weights.digest(folder / name))
    (folder / weights.MANIFEST).write_text(weights.sealed(manifest), "utf-8")


def test_another_version_is_refused(copy):
    reseal(copy, format=weights.FORMAT + 1)
    refused(copy, "format 2", "format 1")


@pytest.mark.parametrize("change", [{"width": 25}, {"heads": 5}, {"heads": 0}, {"layers": 1}, {"pieces": 7}, {"x": 1}])
def test_sizes_that_do_not_fit_are_refused(copy, change):
    sizes = json.loads((copy / weights.MANIFEST).read_text("utf-8"))["sizes"]
    reseal(copy, sizes=sizes | change)
    refused(copy)


@pytest.mark.parametrize("content", [b"[]", b"null", b"{}", b"\xff\xfe", b'{"format": 1}', b"{" * 200])
def test_a_manifest_of_something_else_is_refused(copy, content):
    (copy / weights.MANIFEST).write_bytes(content)
    refused(copy)


def test_a_pickle_is_never_loaded(copy):
    np.save(copy / "scales.npy", np.array([print], object), allow_pickle=True)
    reseal(copy)
    refused(copy)


def test_arrays_of_another_kind_are_refused(copy):
    np.save(copy / "plain.npy", np.load(copy / "plain.npy").astype(np.float64))
    reseal(copy)
    refused(copy, "plain.npy")


def test_a_vocabulary_without_separators_is_refused(copy):
    text = (copy / weights.VOCAB).read_text("utf-8")
    (copy / weights.VOCAB).write_text(text.replace("[SEP]", "[sep]"), "utf-8")
    reseal(copy)
    refused(copy, weights.VOCAB)


def test_only_a_whole_finite_model_is_written(tensors, vocab, tmp_path):
    without = {name: array for name, array in tensors.items() if name != "span.bias"}
    broken = tensors | {"span.bias": np.array([np.nan, 0], np.float32)}
    for wrong in (without, tensors | {"more": np.zeros(3, np.float32)}, {}, broken):
        with pytest.raises(WeightsError):
            weights.write(tmp_path / "out", wrong, vocab, 2, {})
    with pytest.raises(WeightsError):
        weights.write(tmp_path / "out", tensors, vocab[1:], 2, {})
    assert not (tmp_path / "out").exists()


def test_opening_takes_no_time(folder):
    began = time.perf_counter()
    Reader.open(folder)
    assert time.perf_counter() - began < 1
