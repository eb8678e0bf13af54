"""Pages a second: reading a PDF, beside pypdfium2's bare text extraction of the same pages.

    python benchmarks/pdf.py [FILE ...]

Without a file, one of 500 pages is made with reportlab (`pip install reportlab`). Every third round is of each kind,
and the median is told, so that a machine that is busy now and then disturbs all of them alike.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from qa_bot.documents import Apart, pdf
from qa_bot.settings import Settings

WORDS = (
    "the council measured every bridge along the river and found that most of them had been mended in haste after the"
    " flood of the year before, which nobody had foreseen although the keeper of the weir had written three letters"
).split()


def made(pages: int) -> bytes:
    """A report of so many pages, about 450 words each, with headings, headers and page numbers."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    parts: list[object] = []
    for page in range(pages):
        parts.append(Paragraph(f"Bridge number {page + 1}", styles["Heading2"]))
        for paragraph in range(6):
            start = (17 * page + 5 * paragraph) % len(WORDS)
            words = [WORDS[(start + 7 * at) % len(WORDS)] for at in range(75)]
            parts.append(Paragraph(f"{' '.join(words).capitalize()}.", styles["Normal"]))
        parts.append(PageBreak())
    data = io.BytesIO()

    def margin(canvas: object, document: object) -> None:
        canvas.drawString(72, 30, f"Report on bridges, page {document.page}")  # type: ignore[attr-defined]

    SimpleDocTemplate(data, pagesize=A4).build(parts, onFirstPage=margin, onLaterPages=margin)
    return data.getvalue()


def bare(data: bytes) -> int:
    """The characters of all pages, as pypdfium2 gives them."""
    document = pypdfium2.PdfDocument(data)
    return sum(len(page.get_textpage().get_text_range()) for page in document)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    given = [(path.name, path.read_bytes()) for path in options.files] or [("made, 500 pages", made(500))]
    print(f"{'pages a second':30}{'bare':>8}{'read':>8}{'apart':>8}   times the bare")
    for name, data in given:
        pages = len(pypdfium2.PdfDocument(data))
        with Apart() as apart:
            apart.parse(data, "a.pdf")
            rounds = [
                (
                    timed(lambda data=data: bare(data)),
                    timed(lambda data=data: pdf.read(data, "a.pdf", Settings())),
                    timed(lambda data=data, apart=apart: apart.parse(data, "a.pdf")),
                )
                for _ in range(options.rounds)
            ]
        plain, read, other = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"{name:30}{pages / plain:8.0f}{pages / read:8.0f}{pages / other:8.0f}{read / plain:14.1f}")


if __name__ == "__main__":
    main()
