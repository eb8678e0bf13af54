"""Tables in a text: each row stands alone, so that no value is taken from the row above."""

import pytest

from qa_bot import Bot
from qa_bot.passages import passages

CELLS = (("Product", "Price", "Stock"), ("Apples", "£2.10", "40"), ("Pears", "£3.20", "15"), ("Plums", "£4.30", "7"))
AFTER = "All prices hold until May."


def markdown() -> str:
    header, *rows = ("| " + " | ".join(row) + " |\n" for row in CELLS)
    return f"# Prices\n\n{header}|---|---|---|\n{''.join(rows)}\n{AFTER}\n"


def html() -> str:
    header, *rows = CELLS
    top = "".join(f"<th>{cell}</th>" for cell in header)
    below = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><h1>Prices</h1><table><tr>{top}</tr>{below}</table><p>{AFTER}</p></body></html>"


def rst() -> str:
    rule = "=======  =====  =====\n"
    header, *rows = (f"{name:7}  {price:5}  {stock:5}\n" for name, price, stock in CELLS)
    return f"Prices\n======\n\n{rule}{header}{rule}{''.join(rows)}{rule}\n{AFTER}\n"


TABLES = {"prices.md": markdown, "prices.html": html, "prices.rst": rst}


@pytest.fixture(params=TABLES)
def table(request, tmp_path):
    path = tmp_path / request.param
    path.write_text(TABLES[request.param](), encoding="utf-8")
    return Bot.open(path)


def test_each_row_is_a_passage(table):
    found = [passage.text for passage in passages(table.documents[0])]
    assert "Product: Pears; Price: £3.20; Stock: 15" in found
    assert found[-1] == AFTER


def test_a_value_is_that_of_its_row(table):
    assert str(table.ask("What is the price of pears?")) == "£3.20"
    assert str(table.ask("How much do plums cost?")) == "£4.30"


def test_what_comes_after_a_table_is_no_row_of_it(table):
    assert table.ask("Until when do all prices hold?").citation.row is None
