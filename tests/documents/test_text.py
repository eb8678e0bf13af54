"""Bytes into text: certain encodings, detected ones, and those that are refused."""

import codecs
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.documents.text import decode, read
from qa_bot.errors import CorpusError, DecodingError
from qa_bot.settings import Settings

SAMPLE = "Zoë’s café — 5 °C, 月球 🌙\n\n  indented\t\n"


@pytest.mark.parametrize(
    "data",
    [
        SAMPLE.encode(),
        codecs.BOM_UTF8 + SAMPLE.encode(),
        SAMPLE.encode("utf-16"),
        codecs.BOM_UTF16_LE + SAMPLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + SAMPLE.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + SAMPLE.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + SAMPLE.encode("utf-32-be"),
    ],
)
def test_unicode_is_read_exactly(data: bytes) -> None:
    assert decode(data, "a.txt") == SAMPLE


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The rent is £950.00 — “payable” monthly", "cp1252"),
        ("café", "latin-1"),
        ("Le café est fermé. Nous reviendrons après l'été pour goûter la crème.", "latin-1"),
        ("Der Brückenbauer übergab die Schlüssel für das schöne Häuschen an Frau Müller.", "cp1252"),
        ("Łódź jest piękna i żółta, gdzie mieszka śliczna dziewczyna.", "cp1250"),
        ("Привет, это обычный русский текст о погоде и природе.", "cp1251"),
        ("Привет, это обычный русский текст о погоде и природе.", "koi8-r"),
        ("Η Αθήνα είναι η πρωτεύουσα της Ελλάδας και η μεγαλύτερη πόλη.", "cp1253"),
        ("吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。", "shift_jis"),
        ("国际月球科研站是由中国发起的重大科学工程,目前已有十七个国家加入。", "gb18030"),
        ("서울은 대한민국의 수도이자 최대 도시이다. 한강을 끼고 있다.", "cp949"),
    ],
)
def test_a_legacy_encoding_is_detected(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "old.txt") == text


def test_what_tells_the_encoding_may_stand_far_behind() -> None:
    text = "plain words. " * 50_000 + "The rent is £950 — “payable” in advance."
    assert decode(text.encode("cp1252"), "old.txt") == text


@pytest.mark.parametrize(
    "data", [bytes(range(1, 256)) * 4, b"abc\x80\x81", random.Random(1).randbytes(3000).replace(b"\0", b"")]
)
def test_bytes_that_convince_in_no_encoding_are_refused(data: bytes) -> None:
    with pytest.raises(DecodingError, match=r"^notes/a\.bin is in an unknown encoding; save it as UTF-8"):
        decode(data, "notes/a.bin")


@pytest.mark.parametrize("data", [b"a\0b", b"\0", "wide".encode("utf-16-le"), "w\0".encode("utf-16")])
def test_nul_means_binary(data: bytes) -> None:
    with pytest.raises(DecodingError, match=r"^a\.bin is binary .*; give a text file"):
        decode(data, "a.bin")


def test_a_byte_order_mark_before_something_else_is_refused() -> None:
    with pytest.raises(DecodingError, match=r"a\.txt begins as UTF-16 but goes on otherwise"):
        decode(codecs.BOM_UTF16_LE + b"odd", "a.txt")


def test_line_ends_become_lf_and_nothing_else_changes() -> None:
    assert decode(b"  a\r\nb\rc\n\r\n\td \x0c\xc2\xa0", "a.txt") == "  a\nb\nc\n\n\td \x0c\xa0"


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"])))
def test_utf8_is_read_back(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode(), "a.txt") == text


def test_read_names_its_document() -> None:
    document = read(b"words", "notes/a.txt", Settings())
    assert (document.text, document.id, document.path) == ("words", "notes/a.txt", "notes/a.txt")


def test_white_space_alone_is_refused_by_name() -> None:
    with pytest.raises(CorpusError, match=r"^'a\\nb' is empty but for white space; give"):
        read(b" \r\n\t", "a\nb", Settings())


def test_the_detector_is_not_imported_for_utf8() -> None:
    code = "import sys; from qa_bot.documents.text import decode; decode(b'plain', 'a'); "
    code += "sys.exit('charset_normalizer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
