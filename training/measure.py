"""Measure the packed reader alone on the tune files, and note it in its manifest.

    python training/measure.py DATA_FOLDER WEIGHTS_FOLDER

Each question is given its own paragraph, whole, and always answered with the best span; the AUROC between answerable
and unanswerable questions is that of the span-minus-none score. `qa-bot eval --reader` asks a bot instead: there a
question for yes or no gets a sentence, and the score is the calibrated confidence.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from qa_bot.evaluation import auroc, best_of, best_threshold, exact_match, read_questions, token_f1
from qa_bot.reader import Reader
from qa_bot.reader.weights import read_manifest, write_manifest
from qa_bot.records import Passage

FILES = ("squad2", "nq")


def measured(path: Path, weights: Path) -> dict[str, float]:
    file, reader, rows = read_questions(path), Reader.open(weights), []
    for question in file.questions:
        paragraph = file.paragraphs[question.paragraph]
        (found,) = reader.read(question.text, [Passage(0, paragraph, 0, len(paragraph.text))], k=1)
        text, score = (found[0].text, found[0].score) if found else ("", -np.inf)
        f1, exact = (best_of(metric, text, question.answers) for metric in (token_f1, exact_match))
        rows.append((f1, exact, score, bool(question.answers)))
    f1, exact, score, has = np.array(rows, float).T
    has = has.astype(bool)
    figures = {"questions": len(rows), "f1": 100 * f1[has].mean(), "exact": 100 * exact[has].mean()}
    if not has.all():
        figures["auroc"] = auroc(score[has], score[~has])
        figures["best_f1"] = 100 * best_threshold(f1, score, has)
    return {name: round(float(value), 4) for name, value in figures.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("weights", type=Path)
    args = parser.parse_args()
    found = Parallel(n_jobs=-1)(
        delayed(measured)(args.data / "tune" / f"{name}.json.gz", args.weights) for name in FILES
    )
    metrics = dict(zip(FILES, found, strict=True))
    for name, figures in metrics.items():
        print(name, figures)
    manifest = read_manifest(args.weights)
    manifest["metrics"] = metrics
    write_manifest(args.weights, manifest)


if __name__ == "__main__":
    main()
