"""Bytes into text. UTF-8 and byte order marks are certain; charset-normalizer tells other encodings, or none."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from qa_bot.documents.names import shown
from qa_bot.errors import BinaryError, CorpusError, DecodingError
from qa_bot.records import Document
from qa_bot.settings import Settings

# UTF-32 before UTF-16, whose little-endian mark it begins with.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What people's old files are written in, the commonest first, by which a tie is decided. The library knows a hundred
# encodings, most of which turn any bytes into some letters.
_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "cp1255", "cp1256", "koi8_r", "koi8_u"),
    *("iso8859_2", "iso8859_5", "iso8859_7", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
_SAMPLE, _SAMPLE_LINE = 1 << 16, 1 << 12  # bytes from which the encoding is told, in all and of one line
_CHAOS = 0.1  # the library's measure of unlikely characters, 0 to 1: above, its best guess is mostly wrong
_STRANGE_SHARE = 0.02  # of the characters beyond ASCII: an old file may have a slip or two

# Signs inside or before a word, letters of two scripts in one word, control characters: what bytes look like that
# are read in another encoding than they were written in.
_LATIN, _OTHER, _SIGNS = "A-Za-zÀ-ÖØ-öø-ɏ", "\u0370-\u06ff\u3040-\uffee", "¡-©¬®-´¶¸-º¼-¿×÷ˇ˘˙˛˝†‡‰€™"
_STRANGE = re.compile(
    rf"(?<=[{_LATIN}])[{_SIGNS}](?=[{_LATIN}])|(?<![^\s])[¢£¥¦¬±²³¶¸¹º¼-¾×÷ˇ˘˙˛˝](?=[{_LATIN}])"
    rf"|[{_LATIN}](?=[{_OTHER}])|[{_OTHER}](?=[{_LATIN}])|[\x80-\x9f]"
)


def read(data: bytes, path: str, settings: Settings) -> Document:
    """A text file as a Document; `path` is where `data` came from."""
    text = decode(data, path)
    if not text.strip():
        raise CorpusError(f"{shown(path)} is empty but for white space; give a file with text in it")
    return Document(text, id=path, path=path)


_MARKED_UP = {b"%PDF-": "a PDF", b"{\\rtf": "RTF"}  # text to the eye of a machine only


def decode(data: bytes, path: str) -> str:
    """The text that `data` holds, with CRLF and CR turned into LF; only a byte order mark is dropped.

    Raises
    ------
    DecodingError
        The data is binary (it holds NUL bytes), or its encoding can't be told.
    """
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for mark, name in _MARKED_UP.items():
        if data.startswith(mark):
            raise DecodingError(f"{shown(path)} is {name}, not plain text; save it as UTF-8 text")
    if encoding is None and b"\0" in data:
        raise BinaryError(f"{shown(path)} is binary (it holds NUL bytes); give a text file")
    text = _decoded(data, encoding or "utf-8")
    if text is None and encoding is None:
        text = _detected(data)
    if text is None:
        what = f"begins as {encoding.upper()} but goes on otherwise" if encoding else "is in an unknown encoding"
        raise DecodingError(f"{shown(path)} {what}; save it as UTF-8 text")
    if "\0" in text:
        raise BinaryError(f"{shown(path)} is binary (it holds NUL characters); give a text file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _detected(data: bytes) -> str | None:
    """Bytes that are not UTF-8, in their likeliest encoding, or None if none convinces.

    Of the encodings that the library finds likely, the one in which the fewest characters are strange; equals are
    ordered by the library's measures, then by how common they are.
    """
    from charset_normalizer import from_bytes  # imported here, since nearly every file is UTF-8

    sample = _sample(data)
    matches = from_bytes(sample, cp_isolation=list(_ENCODINGS), enable_fallback=False)
    ranked = sorted(
        (_strangeness(sample.decode(name, "ignore")), round(match.chaos, 1), -round(match.coherence, 1), order, name)
        for match in matches
        for order, name in enumerate(_ENCODINGS)
        if match.chaos <= _CHAOS and name in match.could_be_from_charset
    )
    likely = (_decoded(data, name) for strange, *_, name in ranked if strange <= _STRANGE_SHARE)
    return next((text for text in likely if text is not None), None)


def _sample(data: bytes) -> bytes:
    """The beginning of what is not ASCII, as only that tells."""
    taken: list[bytes] = []
    size = 0
    for piece in _beyond_ascii(data):
        taken.append(piece)
        size += len(piece)
        if size > _SAMPLE:
            break
    return b"\n".join(taken)


def _beyond_ascii(data: bytes) -> Iterator[bytes]:
    """The lines that hold more than ASCII; of a long one what lies around its first such byte.

    In every encoding of the list that byte begins a character, and neither a line end nor a space is part of one.
    """
    for line in data.splitlines():
        found = None if line.isascii() else re.search(rb"[\x80-\xff]", line)
        if found:
            piece = line[max(0, found.start() - 80) : found.start() + _SAMPLE_LINE]
            cut = found.start() + _SAMPLE_LINE < len(line)
            yield piece[: piece.rfind(b" ")] if cut and b" " in piece[-200:] else piece


def _strangeness(text: str) -> float:
    """The share of the characters beyond ASCII that can hardly stand where they do."""
    beyond = sum(not character.isascii() for character in text)
    return round(len(_STRANGE.findall(text)) / beyond, 2) if beyond else 0.0
