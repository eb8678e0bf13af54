"""Time the reader beside torch and onnxruntime, with the same float32 weights, in one run.

    python benchmarks/reader.py WEIGHTS_FOLDER [--rounds 15] [--threads 2]

The three take turns, round by round, so that what else the machine does falls on all of them; medians count. torch
is needed; onnxruntime, and the onnx package that torch exports with, are used where they are installed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHAPES = ((1, 128), (8, 96))
SEED = 17
REST = 0.1  # seconds before each run, in which the threads of the one before cease to wait for work and hold a core


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def torch_model(own):
    """training/model.py with the weights that numpy computes with."""
    import torch
    from model import Reader

    def tensor(array):
        return torch.from_numpy(array.copy())

    def unpacked(table):
        return tensor(table.values.astype("float32") * table.scales[:, None])

    state = {
        "word.weight": unpacked(own.word),
        "position.weight": unpacked(own.position),
        "segment.weight": tensor(own.segment),
    }
    parts = {"norm": own.norm, "span": own.span}
    for i, layer in enumerate(own.layers):
        parts |= {f"layers.{i}.{name}": part for name, part in vars(layer).items()}
    for name, part in parts.items():
        state |= {f"{name}.weight": tensor(part.weight), f"{name}.bias": tensor(part.bias)}
    model = Reader().eval()
    model.load_state_dict(state)
    return model


def onnx_session(model, inputs, threads: int):
    """An onnxruntime session of the torch model, or None with a note."""
    try:
        import onnx  # noqa: F401
        import onnxruntime
        import torch
    except ImportError as error:
        print(f"onnxruntime is left out: {error}")
        return None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "reader.onnx")
        torch.onnx.export(model, inputs, path, input_names=["ids", "segments", "mask"], dynamo=False)
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def alternate(runs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each run, after one round to warm up."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, run in runs.items():
            time.sleep(REST)
            began = time.perf_counter()
            run()
            if turn:
                times[name].append(time.perf_counter() - began)
    return {name: statistics.median(own) for name, own in times.items()}


def main() -> None:
    args = parse()
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = str(args.threads)  # read when numpy and torch are first imported, which is below
    sys.path[:0] = [str(ROOT), str(ROOT / "training")]
    import numpy as np
    import torch

    from qa_bot.reader import Reader, bert

    torch.set_num_threads(args.threads)
    began = time.perf_counter()
    own = Reader.open(args.weights).model
    print(f"opening: {1e3 * (time.perf_counter() - began):.0f} ms")
    model = torch_model(own)
    draw = np.random.default_rng(SEED)
    for rows, length in SHAPES:
        ids = draw.integers(0, len(own.word.values), (rows, length))
        segments = np.broadcast_to((np.arange(length) >= 12).astype(np.int64), ids.shape).copy()
        lengths = np.full(rows, length)
        inputs = (torch.from_numpy(ids), torch.from_numpy(segments), torch.ones(rows, length, dtype=torch.bool))
        with torch.inference_mode():
            difference = np.abs(
                model(*inputs).numpy().reshape(-1, 2) - bert.logits(own, ids.ravel(), segments.ravel(), lengths)
            ).max()
            runs: dict[str, Callable[[], object]] = {
                "qa_bot": lambda i=ids, s=segments, n=lengths: bert.logits(own, i.ravel(), s.ravel(), n),
                "torch": lambda given=inputs: model(*given),
            }
            session = onnx_session(model, inputs, args.threads)
            if session:
                feed = {"ids": ids, "segments": segments, "mask": inputs[2].numpy()}
                runs["onnxruntime"] = lambda session=session, feed=feed: session.run(None, feed)
            medians = alternate(runs, args.rounds)
        others = min(seconds for name, seconds in medians.items() if name != "qa_bot")
        figures = "  ".join(f"{name} {1e3 * seconds:.1f} ms" for name, seconds in medians.items())
        print(f"{rows} x {length} pieces:  {figures}  ratio to the better {medians['qa_bot'] / others:.2f}", end="")
        print(f"  (logits differ by {difference:.0e} at most)")


if __name__ == "__main__":
    main()
