"""Measure the packed weights on the tune files, each question given its paragraph, and note it in their manifest.

    python training/measure.py DATA_FOLDER WEIGHTS_FOLDER

The figures are those of `qa-bot eval --reader`.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from qa_bot.evaluation import evaluate_reader, read_questions
from qa_bot.reader import Reader
from qa_bot.reader.weights import read_manifest, write_manifest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("weights", type=Path)
    args = parser.parse_args()
    reader, metrics = Reader.open(args.weights), {}
    for name in ("squad2", "nq"):
        scores = evaluate_reader(read_questions(args.data / "tune" / f"{name}.json.gz"), reader)
        figures = dataclasses.asdict(scores)
        metrics[name] = {key: round(value, 4) if isinstance(value, float) else value for key, value in figures.items()}
        print(name, metrics[name], flush=True)
    manifest = read_manifest(args.weights)
    manifest["metrics"] = metrics
    write_manifest(args.weights, manifest)


if __name__ == "__main__":
    main()
