"""Zip files of XML, as .docx and .epub are: unpacked and parsed only as far as the bounds allow."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from qa_bot.documents.names import shown
from qa_bot.errors import CorpusError
from qa_bot.settings import Settings

_CHUNK = 1 << 16  # bytes that are parsed at a time


class Archive:
    """The parts of a zip file; all that are read count together towards `max_bytes`, each towards `max_markup`."""

    def __init__(self, data: bytes, path: str, settings: Settings) -> None:
        self.path, self.settings = path, settings
        self._left = settings.max_bytes
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = set(self._zip.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise self.damaged(str(error)) from error

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> bytes:
        """A part, unpacked; raises CorpusError if it is missing, locked, damaged or too large."""
        if name not in self._names:
            raise self.damaged(f"it lacks {name}")
        most = min(self._left, self.settings.max_markup)
        try:
            with self._zip.open(name) as part:
                data = part.read(most + 1)
        except RuntimeError as error:  # so zipfile says that a part is encrypted
            raise CorpusError(f"{shown(self.path)} needs a password; save it without one") from error
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise self.damaged(str(error)) from error
        if len(data) > most:
            raise CorpusError(f"{shown(self.path)} unpacks to more than the {most:,} bytes that are read; split it")
        self._left -= len(data)
        return data

    def events(self, name: str, wanted: Container[str] | None = None) -> Iterator[Event]:
        """A part as XML; of its elements those that are `wanted`, if that is given, and no text then."""
        return events(self.read(name), self, wanted)

    def damaged(self, why: str) -> CorpusError:
        return CorpusError(f"{shown(self.path)} is damaged ({' '.join(why.split())}); save it anew")


class Event(NamedTuple):
    """What an XML parser meets: the start or end of an element, by its name without a prefix, or text."""

    kind: str  # "start", "end" or "text"
    name: str
    attributes: dict[str, str]


def events(data: bytes, archive: Archive, wanted: Container[str] | None = None) -> Iterator[Event]:
    """XML as it is met; nothing outside it is asked for, and nothing that it defines is expanded.

    With `wanted`, the names of elements without their prefix, only these are told, and no text.

    Raises
    ------
    CorpusError
        It is no XML, defines entities, or is nested too deeply.
    """
    met: list[Event] = []
    depth = 0
    most = archive.settings.max_depth

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > most:
            raise CorpusError(f"{shown(archive.path)} is nested more than {most:,} deep; save it anew")
        own = _local(name)
        if wanted is None or own in wanted:
            met.append(Event("start", own, {_local(key): value for key, value in attributes.items()}))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        own = _local(name)
        if wanted is None or own in wanted:
            met.append(Event("end", own, {}))

    def declared(*_: object) -> None:
        raise CorpusError(f"{shown(archive.path)} defines XML entities, as files made to do harm do; save it anew")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    if wanted is None:
        parser.CharacterDataHandler = lambda text: met.append(Event("text", text, {}))
    parser.EntityDeclHandler = declared
    try:
        for at in range(0, len(data) + 1, _CHUNK):
            parser.Parse(data[at : at + _CHUNK], at + _CHUNK > len(data))
            yield from met
            met.clear()
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two of an encoding that it names
        raise archive.damaged(str(error)) from error


@lru_cache(1024)  # a part has few names, and many elements
def _local(name: str) -> str:
    return name.rpartition(" ")[2]
