"""EPUB: the pages of a book in the order of its spine, with the chapter titles of its table of contents."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from qa_bot.documents import html
from qa_bot.documents.archive import Archive
from qa_bot.documents.names import shown
from qa_bot.documents.writing import Writer, squeezed
from qa_bot.errors import CorpusError
from qa_bot.records import Document
from qa_bot.settings import Settings

_CONTAINER, _LOCKS = "META-INF/container.xml", "META-INF/encryption.xml"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # locks fonts alone
_PAGES = frozenset(("application/xhtml+xml", "text/html", "application/x-dtbook+xml"))
_ESCAPED = re.compile(r"((?:%[0-9A-Fa-f]{2})+)")


class _Item(NamedTuple):
    """A file of the book: its name in the archive, its media type, and what it is for."""

    name: str
    kind: str
    properties: str


def read(data: bytes, path: str, settings: Settings) -> Document:
    """A book as a Document with its headings; raises CorpusError if it is locked, damaged or too large."""
    archive = Archive(data, path, settings)
    if _is_locked(archive):
        raise CorpusError(f"{shown(path)} is locked (DRM), and can't be read; give a copy without a lock")
    package = _package(archive)
    title, items, spine = _contents(archive, package)
    chapters = _chapters(archive, items)
    writer = Writer(path, settings.max_bytes)
    for identity in spine:
        item = items[identity]
        if item.kind in _PAGES and "nav" not in item.properties.split() and item.name in archive:
            _write_page(writer, archive, item, chapters.get(item.name, ""))
    if not writer.end:
        raise CorpusError(f"{shown(path)} holds no text; give a book with text in it")
    return writer.document(title)


def _write_page(writer: Writer, archive: Archive, item: _Item, chapter: str) -> None:
    markup = html.as_html(html.decode(archive.read(item.name), archive.path))
    nodes = html.tree(markup, archive.path, archive.settings)
    body = next((number for number, node in enumerate(nodes) if node.tag == "body"), None)
    if body is None:
        return
    if chapter and not any(node.tag in html.HEADINGS and node.size for node in nodes):
        writer.heading(chapter)
    html.write(writer, nodes, (body, frozenset()))


def _is_locked(archive: Archive) -> bool:
    if _LOCKS not in archive:
        return False
    algorithms = [
        attributes.get("Algorithm", "")
        for kind, name, attributes in archive.events(_LOCKS)
        if kind == "start" and name == "EncryptionMethod"
    ]
    return any(algorithm not in _FONTS for algorithm in algorithms)


def _package(archive: Archive) -> str:
    """The name of the file that lists the others."""
    for kind, name, attributes in archive.events(_CONTAINER):
        if kind == "start" and name == "rootfile" and attributes.get("full-path"):
            return attributes["full-path"]
    raise archive.damaged("it names no contents")


def _contents(archive: Archive, package: str) -> tuple[str, dict[str, _Item], list[str]]:
    """The title, the files by their identity, and which are read in which order."""
    title: list[str] = []
    items: dict[str, _Item] = {}
    spine: list[str] = []
    in_title = False
    contents = ""  # the page that repeats them, of EPUB 2
    for kind, name, attributes in archive.events(package):
        if kind == "text":
            title += [name] if in_title else []
        elif name == "title":
            in_title = kind == "start" and not title
        elif kind == "start" and name == "item":
            place = _resolved(package, attributes.get("href", ""))
            items[attributes.get("id", "")] = _Item(
                place, attributes.get("media-type", ""), attributes.get("properties", "")
            )
        elif kind == "start" and name == "itemref":
            spine.append(attributes.get("idref", ""))
        elif kind == "start" and name == "reference" and attributes.get("type") == "toc":
            contents = _resolved(package, attributes.get("href", ""))
    read = [identity for identity in dict.fromkeys(spine) if identity in items and items[identity].name != contents]
    return squeezed("".join(title))[:300], items, read


def _chapters(archive: Archive, items: dict[str, _Item]) -> dict[str, str]:
    """The title of each page in the table of contents, of EPUB 3 or 2."""
    for item in items.values():
        if item.name in archive and "nav" in item.properties.split():
            return _from_page(archive, item.name)
    for item in items.values():
        if item.name in archive and item.kind == "application/x-dtbncx+xml":
            return _from_ncx(archive, item.name)
    return {}


def _from_page(archive: Archive, name: str) -> dict[str, str]:
    nodes = html.tree(html.as_html(html.decode(archive.read(name), archive.path)), archive.path, archive.settings)
    found: dict[str, str] = {}
    for number, node in enumerate(nodes):
        if node.tag == "a" and node.attributes.get("href"):
            found.setdefault(_resolved(name, node.attributes["href"] or ""), squeezed(html.text_below(nodes, number)))
    return found


def _from_ncx(archive: Archive, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    label: list[str] = []
    in_label = False
    for kind, tag, attributes in archive.events(name):
        if kind == "text":
            label += [tag] if in_label else []
        elif tag == "navLabel":
            in_label = kind == "start"
            label = [] if in_label else label
        elif kind == "start" and tag == "content":
            found.setdefault(_resolved(name, attributes.get("src", "")), squeezed("".join(label)))
    return found


def _resolved(base: str, reference: str) -> str:
    """The name in the archive that a reference in another file leads to."""
    place = _ESCAPED.sub(
        lambda match: bytes.fromhex(match[1].replace("%", "")).decode("utf-8", "replace"), reference.partition("#")[0]
    )
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), place))
