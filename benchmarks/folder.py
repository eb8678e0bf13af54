"""A mixed folder of 1,000 files, indexed twice on the command line: times, rates, and what was not read.

    python benchmarks/folder.py [--files N] [--seed S] [--keep FOLDER]

As many files each of text, Markdown, reStructuredText, HTML, PDF, Word, EPUB and CSV, in folders of a hundred, with
prose from a seed, and among them the samples of the tests, some of which can't be read. Made with reportlab and
python-docx (`pip install reportlab python-docx`). The second run finds that nothing has changed; the question is asked
of the folder itself, the first time making its remembered index.
"""

from __future__ import annotations

import argparse
import csv
import html
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

SAMPLES = Path(__file__).parent.parent / "tests" / "data" / "samples"
A_FOLDER = 100  # files of one
NOUNS = "bridge harbour council ferry roof garden mill weir lantern quarry meadow cellar barge orchard tower".split()
VERBS = "measured mended bought painted flooded counted moved leased closed opened sold described".split()
PEOPLE = "Ottilie Brahm,Piet Lund,Selma Ortiz,Noor Haddad,Ilse Brandt,Jorgen Falk,Tobias Crane,Agnes Tull".split(",")
Section = tuple[str, list[str]]


def sentence(chance: random.Random) -> str:
    year, metres = chance.randint(1800, 2020), chance.randint(2, 900)
    return (
        f"In {year} {chance.choice(PEOPLE)} {chance.choice(VERBS)} the {chance.choice(NOUNS)} near the "
        f"{chance.choice(NOUNS)}, {metres} metres from the {chance.choice(NOUNS)}."
    )


def sections(chance: random.Random) -> list[Section]:
    """Three to six headings with two to four paragraphs each."""
    return [
        (
            f"The {chance.choice(NOUNS)} of {chance.choice(PEOPLE).split()[1]}",
            [" ".join(sentence(chance) for _ in range(chance.randint(3, 6))) for _ in range(chance.randint(2, 4))],
        )
        for _ in range(chance.randint(3, 6))
    ]


def as_text(parts: Sequence[Section], _: random.Random) -> bytes:
    return "\n\n".join(f"{head.upper()}\n\n" + "\n\n".join(texts) for head, texts in parts).encode()


def as_markdown(parts: Sequence[Section], _: random.Random) -> bytes:
    return "\n\n".join(f"## {head}\n\n" + "\n\n".join(texts) for head, texts in parts).encode()


def as_rst(parts: Sequence[Section], _: random.Random) -> bytes:
    return "\n\n".join(f"{head}\n{'=' * len(head)}\n\n" + "\n\n".join(texts) for head, texts in parts).encode()


def page(parts: Sequence[Section]) -> str:
    body = "".join(
        f"<h2>{html.escape(head)}</h2>" + "".join(f"<p>{html.escape(text)}</p>" for text in texts)
        for head, texts in parts
    )
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Report</title></head><body><nav><a href="/">Home</a>'
        f"</nav><article>{body}</article></body></html>"
    )


def as_html(parts: Sequence[Section], _: random.Random) -> bytes:
    return f"<!doctype html>{page(parts)}".encode()


def as_pdf(parts: Sequence[Section], _: random.Random) -> bytes:
    styles, data = getSampleStyleSheet(), io.BytesIO()
    story = [
        Paragraph(html.escape(text), styles[style])
        for head, texts in parts
        for style, text in (("Heading2", head), *(("Normal", text) for text in texts))
    ]
    SimpleDocTemplate(data, pagesize=A4, invariant=1).build(story)
    return data.getvalue()


def as_word(parts: Sequence[Section], _: random.Random) -> bytes:
    document, data = docx.Document(), io.BytesIO()
    for head, texts in parts:
        document.add_heading(head, 2)
        for text in texts:
            document.add_paragraph(text)
    document.save(data)
    return data.getvalue()


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile '
    'full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)


def as_epub(parts: Sequence[Section], _: random.Random) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("book.opf", PACKAGE)
        book.writestr("a.xhtml", page(parts))
    return data.getvalue()


def as_csv(_: Sequence[Section], chance: random.Random) -> bytes:
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(["Place", "Keeper", "Built", "Length, metres"])
    for _row in range(40):
        place = f"{chance.choice(NOUNS)} {chance.randint(1, 99)}"
        table.writerow([place, chance.choice(PEOPLE), chance.randint(1800, 2020), chance.randint(2, 900)])
    return file.getvalue().encode()


KINDS: dict[str, Callable[[Sequence[Section], random.Random], bytes]] = {
    "txt": as_text,
    "md": as_markdown,
    "rst": as_rst,
    "html": as_html,
    "pdf": as_pdf,
    "docx": as_word,
    "epub": as_epub,
    "csv": as_csv,
}


def make(folder: Path, files: int, seed: int) -> None:
    """Fill a folder; the last files are the samples."""
    samples = sorted(SAMPLES.iterdir())[:files]
    for number in range(files - len(samples)):
        chance = random.Random(f"{seed} {number}")
        kind = list(KINDS)[number % len(KINDS)]
        path = folder / f"{number // A_FOLDER:02}" / f"{number:04}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(KINDS[kind](sections(chance), chance))
    for sample in samples:
        shutil.copy(sample, folder)


def run(*arguments: str, cache: Path) -> tuple[float, float, subprocess.CompletedProcess[str]]:
    """Seconds of a command by the clock and of the processor, those of its own processes too, and what it said."""
    began, before = time.perf_counter(), os.times()
    done = subprocess.run(
        [sys.executable, "-m", "qa_bot", *arguments],
        env={**os.environ, "QA_BOT_CACHE": str(cache)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )
    seconds, after = time.perf_counter() - began, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, used, done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="where to make the files, and leave them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        folder, index, cache = options.keep or Path(aside, "files"), Path(aside, "index"), Path(aside, "cache")
        make(folder, options.files, options.seed)
        files = [path for path in folder.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        print(f"{len(files):,} files, {size / 1e6:.1f} MB")
        for what, arguments in {
            "qa-bot index": ("index", str(folder), "-o", str(index)),
            "qa-bot -c FOLDER QUESTION": ("-c", str(folder), "Who opened the new sluice?"),
        }.items():
            for when in ("first", "again"):
                seconds, used, done = run(*arguments, cache=cache)
                rates = f"{len(files) / seconds:7,.0f} files/s {size / seconds / 1e6:6.1f} MB/s"
                print(f"{what:26} {when} {seconds:7.2f} s {used:7.2f} s of the processor {rates}", flush=True)
                assert done.returncode == 0, done.stderr
        print(done.stdout.replace(f"{folder}{os.sep}", "").rstrip())
        print(done.stderr.replace(f"{folder}{os.sep}", "").rstrip())


if __name__ == "__main__":
    main()
