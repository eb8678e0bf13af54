"""Build time, index size, memory and latency as a collection grows: ours beside scikit-learn, bm25s and tantivy.

    python benchmarks/scale.py FILE [FILE ...] [--passages 10000 100000 1000000] [--plot scale.png]

The FILEs are in SQuAD's JSON layout, gzip-compressed or not. A passage is four of their sentences and four words
drawn by Zipf's law from a million made-up ones, all from a seed. Every engine runs in processes of its own: one
builds, another opens what was built and asks; each gets the passages as they are, and builds end with the index on
the disk. Ours also keeps the text. 500 of the files' own questions are asked one by one for 10 passages each, from
the words as typed, and in ours with their spelling corrected, as `Bot.search` does: words that
the reader knows are none to correct. What is opened is the index alone; the reader is loaded before, and counts as
memory while asking.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from qa_bot.evaluation import read_questions
from qa_bot.passages import sentences

SEED, SENTENCES, WORDS, QUESTIONS, K = 20, 4, 4, 500, 10
VOCABULARY = 1_000_000
TOGETHER = 1000  # passages of a document
SYLLABLES = [a + b for a in "bcdfghjklmnprstvwz" for b in "a e i o u an er il on us".split()]
ENGINES = ("qa_bot", "TfidfVectorizer", "bm25s, numba", "tantivy, 2 threads")
FIGURES = {  # what is measured -> its heading and format
    "build_mb_s": ("build MB/s", ".1f"),
    "build_gb": ("peak GB", ".2f"),
    "disk_mb": ("on disk MB", ".0f"),
    "open_ms": ("open ms", ".1f"),
    "p50_ms": ("p50 ms", ".2f"),
    "p95_ms": ("p95 ms", ".2f"),
    "ask_mb": ("asking MB", ".0f"),
}

Ask = Callable[[str], Sequence[Any]]


def made_up(number: int) -> str:
    """A word for each number."""
    number, word = number + len(SYLLABLES), ""
    while number:
        number, digit = divmod(number, len(SYLLABLES))
        word += SYLLABLES[digit]
    return word


def collection(files: Sequence[Path], passages: int) -> list[str]:
    """Passages, the same for the same files."""
    pool = [
        paragraph.text[start:end]
        for path in files
        for paragraph in read_questions(path).paragraphs
        for start, end in sentences(paragraph.text, 0, len(paragraph.text))
    ]
    draw = np.random.default_rng(SEED)
    picked = draw.integers(0, len(pool), (passages, SENTENCES)).tolist()
    ranks = np.exp(draw.random((passages, WORDS)) * np.log(VOCABULARY)).astype(int).tolist()
    return [
        " ".join([*(pool[at] for at in own), *map(made_up, drawn)]) for own, drawn in zip(picked, ranks, strict=True)
    ]


def questions(files: Sequence[Path]) -> list[str]:
    """QUESTIONS of the files' answerable questions, in an order of their own."""
    every = [question.text for path in files for question in read_questions(path).questions if question.answers]
    return random.Random(SEED).sample(every, QUESTIONS)


# Each engine as two functions: texts and a folder -> None, and a folder -> what answers a question


def build_ours(texts: Sequence[str], folder: Path) -> None:
    from qa_bot.index.build import save_segment
    from qa_bot.records import Document, Heading
    from qa_bot.settings import Settings

    documents, table = [], []
    for number, first in enumerate(range(0, len(texts), TOGETHER)):
        own = texts[first : first + TOGETHER]
        ends = np.cumsum([len(text) + 2 for text in own]) - 2
        starts = ends - [len(text) for text in own]
        table.append(np.column_stack([np.full(len(own), number), starts, ends]).astype("<i4"))
        documents.append(Document("\n\n".join(own), headings=(Heading(0, 0, ""),)))
    (folder / "segment").mkdir()
    save_segment(folder / "segment", documents, np.concatenate(table), Settings())


@cache
def vocabulary() -> Any:
    """The reader, whose words are none to correct; opened once, as it is no part of the index."""
    from qa_bot.reader import Reader

    return Reader.open()


def open_ours(folder: Path) -> Ask:
    from qa_bot.index import segment
    from qa_bot.index.search import Index, Part
    from qa_bot.settings import Settings

    index, known = Index.of([Part(segment.open(folder / "segment"))], Settings()), vocabulary().knows
    return lambda question: index.search(index.corrected(question, known), K)


def build_tfidf(texts: Sequence[str], folder: Path) -> None:
    from joblib import dump
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer()
    matrix = vectorizer.fit_transform(texts)
    dump((vectorizer, matrix.T.tocsr()), folder / "index.joblib")


def open_tfidf(folder: Path) -> Ask:
    from joblib import load

    vectorizer, terms = load(folder / "index.joblib")

    def ask(question: str) -> Sequence[int]:
        scores = vectorizer.transform([question]) @ terms
        best = np.argpartition(scores.data, max(len(scores.data) - K, 0))[-K:]
        return scores.indices[best[np.argsort(-scores.data[best])]]

    return ask


def build_bm25s(texts: Sequence[str], folder: Path) -> None:
    import bm25s
    import Stemmer

    index = bm25s.BM25(backend="numba")
    tokens = bm25s.tokenize(texts, stemmer=Stemmer.Stemmer("english"), show_progress=False)
    index.index(tokens, show_progress=False)
    index.save(folder)


def open_bm25s(folder: Path) -> Ask:
    import bm25s
    import Stemmer

    index, stemmer = bm25s.BM25.load(folder, mmap=True), Stemmer.Stemmer("english")
    index.backend = "numba"
    index.activate_numba_scorer()

    def ask(question: str) -> Sequence[int]:
        tokens = bm25s.tokenize([question], stemmer=stemmer, return_ids=False, show_progress=False)
        return index.retrieve(tokens, k=K, show_progress=False)[0][0]

    return ask


def build_tantivy(texts: Sequence[str], folder: Path) -> None:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("text", tokenizer_name="en_stem")
    index = tantivy.Index(schema.build(), str(folder))
    writer = index.writer(heap_size=512_000_000, num_threads=2)
    for text in texts:
        writer.add_document(tantivy.Document(text=text))
    writer.commit()
    writer.wait_merging_threads()


def open_tantivy(folder: Path) -> Ask:
    import tantivy

    index = tantivy.Index.open(str(folder))
    searcher = index.searcher()

    def ask(question: str) -> Sequence[Any]:
        words = "".join(letter if letter.isalnum() else " " for letter in question)
        return searcher.search(index.parse_query(words.lower(), ["text"]), K).hits

    return ask


BUILD = dict(zip(ENGINES, (build_ours, build_tfidf, build_bm25s, build_tantivy), strict=True))
OPEN = dict(zip(ENGINES, (open_ours, open_tfidf, open_bm25s, open_tantivy), strict=True))


def measured_build(engine: str, files: Sequence[Path], passages: int, folder: Path) -> dict[str, float]:
    texts = collection(files, passages)
    with TemporaryDirectory() as scratch:
        BUILD[engine](texts[:10], Path(scratch))  # what is imported and compiled at first
    size = sum(len(text.encode()) for text in texts) / 1e6
    before = resident("VmRSS")
    began = time.perf_counter()
    BUILD[engine](texts, folder)
    taken = time.perf_counter() - began
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    return {
        "build_mb_s": size / taken,
        "build_s": taken,
        "build_gb": (resident("VmHWM") - before) / 1e3,
        "disk_mb": disk,
        "text_mb": size,
    }


def measured_asking(engine: str, files: Sequence[Path], folder: Path, times: int) -> dict[str, float]:
    asked = questions(files)
    OPEN[engine](folder)  # what is imported is not opened
    began = time.perf_counter()
    ask = OPEN[engine](folder)
    opened = time.perf_counter() - began
    for question in asked[:50]:  # what is compiled or read at first use is not what lasts
        ask(question)
    gc.collect()
    taken = []
    for question in asked:
        began = time.perf_counter()
        ask(question)
        taken.append(time.perf_counter() - began)
    figures = {
        "open_ms": 1e3 * opened,
        **dict(zip(("p50_ms", "p95_ms"), np.percentile(taken, (50, 95)) * 1e3, strict=True)),
    }
    figures["ask_mb"] = resident("VmHWM")
    for number in range(times):
        if number % 10_000 == 0:
            print(f"{number:8,} searches: {resident('VmRSS'):.1f} MB", file=sys.stderr, flush=True)
        ask(asked[number % len(asked)])
    return figures


def resident(kind: str) -> float:
    """VmRSS, the resident memory of this process, or VmHWM, the most it had, in MB (Linux)."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(kind)) / 1e3


def measured(engine: str, files: Sequence[Path], passages: int, place: Path, times: int) -> dict[str, float]:
    """Both halves, each in a process of its own."""
    folder = place / engine.split(",")[0]
    folder.mkdir()
    figures: dict[str, float] = {}
    for half in ("build", "ask"):
        told = ["--half", half, "--engine", engine, "--folder", folder, "--passages", passages, "--again", times]
        done = subprocess.run(
            [sys.executable, __file__, *map(str, (*files, *told))],
            check=True,
            stdout=subprocess.PIPE,
            env={**os.environ, "NUMBA_NUM_THREADS": "1"} if half == "ask" else None,
        )
        figures |= json.loads(done.stdout.splitlines()[-1])
    return figures


def table(every: dict[str, dict[str, float]]) -> Iterator[str]:
    """Ours as it is; of each peer also the ratio, ours over theirs."""
    yield f"{'':22}" + "".join(f"{heading:>17}" for heading, _ in FIGURES.values())
    ours = every.get("qa_bot", {})
    for engine, figures in every.items():
        row = f"{engine:22}"
        for name, (_, how) in FIGURES.items():
            ratio = f" ({ours[name] / figures[name]:.2f}x)" if engine != "qa_bot" and ours and figures[name] else ""
            row += f"{format(figures[name], how) + ratio:>17}"
        yield row


def plot(found: dict[int, dict[str, dict[str, float]]], path: Path) -> None:
    """Build time, index size, memory and latency against the number of passages."""
    from matplotlib import pyplot

    panels = {
        "build_s": "build, seconds",
        "disk_mb": "index on disk, MB",
        "ask_mb": "memory while asking, MB",
        "p50_ms": "median search, ms",
    }
    figure, axes = pyplot.subplots(1, len(panels), figsize=(15, 3.6), layout="constrained")
    for axis, (name, heading) in zip(axes, panels.items(), strict=True):
        for engine in next(iter(found.values())):
            axis.plot(list(found), [own[engine][name] for own in found.values()], marker="o", label=engine)
        axis.set(xscale="log", yscale="log", xlabel="passages", title=heading)
        axis.grid(alpha=0.3)
    axes[0].legend()
    figure.savefig(path, dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--passages", nargs="+", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--engine", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--again", type=int, default=0, help="so many more searches, with the memory every 10,000")
    parser.add_argument("--plot", type=Path, help="where to draw the figures, such as scale.png")
    parser.add_argument("--half", choices=("build", "ask"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.half == "build":
        print(json.dumps(measured_build(told.engine[0], told.files, told.passages[0], told.folder)))
        return
    if told.half == "ask":
        print(json.dumps(measured_asking(told.engine[0], told.files, told.folder, told.again)))
        return
    found: dict[int, dict[str, dict[str, float]]] = {}
    for passages in told.passages:
        with TemporaryDirectory() as place:
            own = found[passages] = {
                engine: measured(engine, told.files, passages, Path(place), told.again if engine == "qa_bot" else 0)
                for engine in told.engine
            }
        text = next(iter(own.values()))["text_mb"]
        print(f"\n{passages:,} passages, {text:.0f} MB, {QUESTIONS} questions, {os.cpu_count()} cores")
        print("\n".join(table(own)), flush=True)
    if told.plot:
        plot(found, told.plot)


if __name__ == "__main__":
    main()
