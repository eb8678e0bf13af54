"""Make the samples that the tests of formats read: `python tests/make_samples.py tests/data/samples`.

By programs that have nothing to do with this one: reportlab, python-docx and pandoc (`pip install reportlab python-docx
pypandoc-binary`). The tests need the samples alone. What they say is made up.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pypandoc
import reportlab
from PIL import Image
from reportlab.lib.pagesizes import A5
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A5
FONT, BOLD = "Vera", "VeraBd"


def canvas(path: Path, **options: object) -> Canvas:
    fonts = Path(reportlab.__file__).parent / "fonts"
    for name in (FONT, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(fonts / f"{name}.ttf")))
    return Canvas(str(path), pagesize=A5, invariant=1, **options)


def lines(page: Canvas, text: str, left: float, top: float, size: float = 9, font: str = FONT) -> float:
    """Write lines below one another; where the next one would stand."""
    page.setFont(font, size)
    for line in text.strip("\n").split("\n"):
        page.drawString(left, top, line.strip())
        top -= 1.35 * size
    return top


REPORT = (
    (
        "Summary",
        "The Osterby bridge was inspected in the autumn of 2019, after drivers had complained of a dull\n"
        "knocking in its eastern half. The inspectors found it sound, with three exceptions.",
    ),
    (
        "Foundations",
        "The eastern pier stands on eleven oak piles, which were driven in 1874. Divers saw that the of-\n"
        "ﬁcial drawings are wrong: they show nine. The wood is hard, and the inspectors ex-\n"
        "pect it to last for another eighty years.",
    ),
    (
        "Deck",
        "The deck was laid anew in 1966. It weighs 412 tonnes, of which the lamp posts make up two.\n"
        "Salt has reached the steel in four places, all of them on the well-\n"
        "known northern footpath. A well-known remedy is to wash it every spring. The cracks go\n"
        "on below the kerb, where the inspectors could follow them with a mirror only as far as",
    ),
    (
        "",
        "the second lamp post. Their depth was measured with ultrasound: 38 millimetres.\n"
        "The footpath should be closed to carts until it is mended.",
    ),
    ("Costs", "Mending the footpath costs 61,500 crowns. The council has put aside 40,000."),
)


def report(folder: Path) -> None:
    """A title page, i, and five that count from 1; a header, a footer, broken words, a sentence over two pages."""
    page = canvas(folder / "bridge.pdf")
    page.setTitle("Inspection of the Osterby bridge")
    page.setAuthor("Town surveyor")
    page.addPageLabel(0, style="ROMAN_LOWER", start=1)
    page.addPageLabel(1, style="ARABIC", start=1)
    lines(page, "Inspection of the Osterby bridge", 60, 420, 16, BOLD)
    lines(page, "for the town council, by the town surveyor", 60, 390)
    page.showPage()
    for number, (heading, text) in enumerate(REPORT, 1):
        lines(page, "Osterby bridge – inspection", 60, HEIGHT - 30, 7)
        top = HEIGHT - 70
        if heading:
            top = lines(page, heading, 60, top, 13, BOLD) - 8
        lines(page, text, 60, top, 7.5)
        lines(page, f"– {number} –", WIDTH / 2 - 10, 30, 7)
        page.showPage()
    page.save()


LEFT = """
The beekeepers of Marrow Hill keep
their hives on the southern slope,
where the lime trees flower late in
June. In a good year one hive gives
nineteen kilograms of honey, most
of it before the hay is cut. The
first hives were brought up in 1921
by Agnes Tull, a teacher.
"""
RIGHT = """
In winter the hives are wrapped in
straw mats. The mats are made at
the mill by the prisoners' guild,
which asks four shillings for one.
Mice are kept out by a brass comb
over the entrance. Whoever finds a
comb missing must tell the warden
before the first frost.
"""


def columns(folder: Path) -> None:
    """Two columns below a title, drawn line by line across the page, as some programs do."""
    page = canvas(folder / "columns.pdf")
    lines(page, "Bees on Marrow Hill", 40, HEIGHT - 60, 15, BOLD)
    pairs = zip(LEFT.strip().split("\n"), RIGHT.strip().split("\n"), strict=True)
    for number, (left, right) in enumerate(pairs):
        lines(page, left, 40, HEIGHT - 100 - 12 * number, 8)
        lines(page, right, 225, HEIGHT - 100 - 12 * number, 8)
    page.showPage()
    page.save()


YEAR = {
    0: "The regatta was rowed on the inner lake, as the outer one was\ncovered with weed. Forty boats took part.",
    1: "The prize, a silver oar, was given by the widow of captain Moth.\nIt is kept in the boathouse.",
    3: "The boathouse was painted green in May by the younger members.",
}


def printed(folder: Path) -> None:
    """Pages that the file does not name, with numbers printed on them, and a table."""
    page = canvas(folder / "yearbook.pdf")
    for number in range(4):
        lines(page, "Yearbook of the rowing club", 60, HEIGHT - 30, 7)
        lines(page, f"Page {number + 117} of 240", 200, 25, 7)
        if number == 2:
            lines(page, "Results", 60, HEIGHT - 70, 13, BOLD)
            for at, row in enumerate(
                (("Boat", "Crew", "Time"), ("Heron", "Pellworm", "7:41"), ("Otter", "Sylt", "7:58"))
            ):
                for column, cell in enumerate(row):
                    lines(page, cell, 60 + 110 * column, HEIGHT - 100 - 14 * at, 9)
        else:
            lines(page, YEAR[number], 60, HEIGHT - 70)
        page.showPage()
    page.save()


def unreadable(folder: Path) -> None:
    """PDFs that hold pictures only, need a password, or are cut off."""
    page = canvas(folder / "scanned.pdf")
    picture = folder / "picture.png"
    Image.new("L", (40, 60), 200).save(picture)
    page.drawImage(str(picture), 50, 50, 200, 300)
    picture.unlink()
    page.showPage()
    page.save()
    page = canvas(folder / "locked.pdf", encrypt=StandardEncryption("open sesame"))
    lines(page, "Nobody reads this.", 60, 400)
    page.showPage()
    page.save()
    whole = (folder / "bridge.pdf").read_bytes()
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.4\n" + whole[3000:3400])


MINUTES = {
    1: "The council met on 14 March 1988 in the old customs house.\nThe chair was taken by Ottilie Brahm.",
    6: "The new sluice was opened by the engineer Piet Lund.\nIt is 9 metres wide and of oak.",
}


def partly_scanned(folder: Path) -> None:
    """Seven pages: 1 and 6 have text, 4 is blank, the others are scanned, and some of these have a footer."""
    page = canvas(folder / "minutes.pdf")
    picture = folder / "picture.png"
    Image.new("L", (40, 60), 200).save(picture)
    for number in range(1, 8):
        if number in (2, 3, 5, 7):
            page.drawImage(str(picture), 50, 60, 200, 300)
        lines(page, MINUTES.get(number, ""), 60, HEIGHT - 80)
        if number not in (4, 5):
            lines(page, f"Minutes of the harbour council {number}", 60, 30, 7)
        page.showPage()
    picture.unlink()
    page.save()


def word(folder: Path) -> None:
    """A Word file with headings, a numbered list, a table with a merged cell, and a deleted word."""
    file = docx.Document()
    file.core_properties.title = "Statutes of the allotment society"
    file.add_heading("Statutes of the allotment society", 0)
    file.add_heading("Membership", 1)
    file.add_paragraph(
        "Anyone who lives in Harrowgate may become a member. The fee is 34 florins a year, due in March."
    )
    file.add_heading("Duties", 1)
    file.add_paragraph("Every member")
    file.add_paragraph("keeps the hedge below 140 centimetres,", style="List Number")
    file.add_paragraph("works six hours a year on the paths.", style="List Number")
    file.add_heading("Plots", 2)
    table = file.add_table(rows=1, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("Plot", "Area", "Tenant"), strict=True):
        cell.text = text
    for values in (("12", "210 m²", "Ilse Brandt"), ("13", "185 m²", "Tomas Reyes"), ("14", "185 m²", "vacant")):
        for cell, text in zip(table.add_row().cells, values, strict=True):
            cell.text = text
    file.save(str(folder / "statutes.docx"))


NOTED = """---
title: A memoir of the salt road
---

# The road

The salt road ran from Luneck to the coast.[^1] A cart needed nine days, and eleven in the wet season.

# The inns

There were fourteen inns. The largest, the *Red Otter*, had stables for sixty horses.

| Inn       | Keeper        | Price of a bed |
|-----------|---------------|----------------|
| Red Otter | Maud Fenner   | two groats     |
| Anchor    | Piet Volkers  | one groat      |

[^1]: It was paved in 1688, at the expense of the bishop Anselm.
"""


def by_pandoc(folder: Path) -> None:
    """The same text as a Word file with a footnote, and as books of both kinds."""
    options = {"format": "markdown", "extra_args": ["--split-level=1", "--toc"]}
    pypandoc.convert_text(NOTED, "docx", format="markdown", outputfile=str(folder / "memoir.docx"))
    pypandoc.convert_text(NOTED, "epub3", outputfile=str(folder / "memoir.epub"), **options)
    pypandoc.convert_text(NOTED, "epub2", outputfile=str(folder / "memoir2.epub"), **options)


MADE: tuple[Callable[[Path], None], ...] = (report, columns, printed, unreadable, partly_scanned, word, by_pandoc)

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for make in MADE:
        make(folder)
