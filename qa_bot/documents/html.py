"""HTML as people save it from the web: the main content, without what a page has around it.

Every element is weighed once (its text, how much of that is links), then what names itself navigation, a cookie notice
and the like is left out, unless it holds most of the page. What is left is walked in order.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from qa_bot.documents import text as plain_text
from qa_bot.documents.libraries import library
from qa_bot.documents.names import shown
from qa_bot.documents.writing import Writer, row_of, seen, squeezed, tidied
from qa_bot.errors import CorpusError
from qa_bot.records import Document
from qa_bot.settings import Settings

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NEVER = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video button select option input textarea"
    " form dialog nav menu head link meta map".split()
)
_WITHOUT_TEXT = _NEVER - {"form"}  # old pages lie in a form as a whole
_AROUND = frozenset("header footer aside".split())  # of a page; an article may have its own
_BLOCKS = HEADINGS | frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form"
    " header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_ROLES = frozenset("navigation banner contentinfo search dialog alertdialog menu menubar complementary toolbar".split())
_NAMES = re.compile(
    r"(?:^|[-_\s])(?:cookies?|consent|gdpr|ccpa|nav|navbar|navigation|menu|sidebar|breadcrumbs?|footer|masthead|shar(?:e|ing)"
    r"|social|related|newsletter|subscri(?:be|ption)|advert|advertisements?|ads?|sponsored|promo|popup|overlay|modal|skip"
    r"|pagination|pager|toolbar|editsection|noprint|screen-reader-text)(?:$|[-_\s])"
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_MOST_OF_PAGE = 0.3  # no element with a larger share of the text is left out for its name or its links
_MAIN = 0.25  # the least share that the main element has
_LINKS = 0.7  # of an element's text: a list of links to other pages

_LONGEST_MARK = 6  # characters
_NOTE_MARK = re.compile(r"\[?(?:\d{1,4}|[a-z]|[*†‡§¶^↑↩⏎\ufe0e]{1,3})\]?")

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][\w.:-]*)""")
_EMPTY = re.compile(r"<([A-Za-z][\w:-]*)((?:\s[^<>]*)?)/>")
_OPENED = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_CLOSED_BY_THEMSELVES = _VOID | frozenset("p li dt dd tr td th thead tbody tfoot option a html head body".split())


_NONE: Mapping[str, str | None] = MappingProxyType({})


@dataclass(slots=True)
class _Node:
    """An element or a text of the tree, with the weight of what is below it."""

    tag: str
    parent: int
    words: str
    attributes: Mapping[str, str | None]
    end: int = 0  # the number after its last descendant
    size: int = 0  # characters that are not white, in all
    links: int = 0  # those of them in links


def read(data: bytes, path: str, settings: Settings) -> Document:
    """A page as a Document with its headings; raises CorpusError if it is too large or too deep."""
    if len(data) > settings.max_markup:
        raise CorpusError(
            f"{shown(path)} has {len(data):,} bytes of HTML, more than the {settings.max_markup:,} that are read;"
            " split it"
        )
    markup = decode(data, path)
    nodes = tree(as_html(markup) if markup.lstrip()[:5] == "<?xml" else markup, path, settings)
    writer = Writer(path, settings.max_bytes)
    write(writer, nodes, main_content(nodes))
    if not writer.end:
        raise CorpusError(f"{shown(path)} holds no text; give a page with text in it")
    return writer.document(title_of(nodes))


def decode(data: bytes, path: str) -> str:
    """The page in the encoding that it declares, if it holds; else in the one that its bytes show."""
    declared = _DECLARED.search(data, 0, 4096)
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = declared[1].decode("ascii")
        # As browsers do: what is called Latin-1 or ASCII is Windows' extension of it.
        name = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name.lower(), name)
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            pass
    return plain_text.decode(data, path)


def as_html(xhtml: str) -> str:
    """XHTML with its empty elements closed as HTML closes them: `<title/>` would hold the rest of the page."""
    return _EMPTY.sub(
        lambda match: match[0] if match[1].lower() in _VOID else f"<{match[1]}{match[2]}></{match[1]}>", xhtml
    )


def tree(markup: str, path: str, settings: Settings) -> list[_Node]:
    """The elements and texts of a page, parents before children, in order."""
    if _is_too_deep(markup, settings.max_depth):
        raise _too_deep(path, settings)
    parsed: Any = library("selectolax.lexbor", path).LexborHTMLParser(markup)
    nodes: list[_Node] = []
    if parsed.root is None:
        return nodes
    stack: list[tuple[Any, int]] = [(parsed.root, -1)]
    open_: list[int] = []  # from the root to the last node
    while stack:
        node, parent = stack.pop()
        while open_ and open_[-1] != parent:
            nodes[open_.pop()].end = len(nodes)
        number = len(nodes)
        if node.next is not None:
            stack.append((node.next, parent))
        if node.is_text_node:
            nodes.append(_Node("", parent, node.text(deep=False) or "", _NONE, number + 1))
            continue
        if not node.is_element_node:
            continue
        nodes.append(_Node(node.tag, parent, "", node.attributes or _NONE))
        open_.append(number)
        if len(open_) > settings.max_depth:
            raise _too_deep(path, settings)
        if node.child is not None:
            stack.append((node.child, number))
    while open_:
        nodes[open_.pop()].end = len(nodes)
    _weigh(nodes)
    return nodes


def _is_too_deep(markup: str, most: int) -> bool:
    """Whether elements of one name are open that deep, at which parsers become slow; told before one is asked."""
    depth: dict[str, int] = {}
    for closing, name in _OPENED.findall(markup):
        name = name.lower()
        if closing:
            depth[name] = max(depth.get(name, 0) - 1, 0)
        elif name not in _CLOSED_BY_THEMSELVES:
            depth[name] = depth.get(name, 0) + 1
            if depth[name] > most:
                return True
    return False


def _too_deep(path: str, settings: Settings) -> CorpusError:
    return CorpusError(f"{shown(path)} is nested more than {settings.max_depth:,} deep; save it anew")


def _weigh(nodes: list[_Node]) -> None:
    """Each node's characters, and those in links, from the leaves up."""
    for node in reversed(nodes):
        if not node.tag:
            node.size = len("".join(node.words.split()))
        elif node.tag in _WITHOUT_TEXT:
            node.size = node.links = 0
        elif node.tag == "a":
            node.links = node.size
        if node.parent >= 0:
            nodes[node.parent].size += node.size
            nodes[node.parent].links += node.links


# --- which part of a page is read -------------------------------------------------------------------------------------


def main_content(nodes: list[_Node]) -> tuple[int, frozenset[int]]:
    """The element that holds the main content, and those below it that are left out."""
    body = next((number for number, node in enumerate(nodes) if node.tag == "body"), 0)
    if not nodes or not nodes[body].size:
        return body, frozenset()
    dropped = _dropped(nodes, body)
    mains = [number for number, node in enumerate(nodes) if node.tag == "main" or node.attributes.get("role") == "main"]
    articles = [number for number, node in enumerate(nodes) if node.tag == "article"]
    for found in (mains, articles):
        if (
            len(found) == 1
            and nodes[found[0]].size >= _MAIN * nodes[body].size
            and not _is_below(nodes, found[0], dropped)
        ):
            return found[0], dropped
    return body, dropped | _lists_of_links(nodes, body)


def _dropped(nodes: list[_Node], body: int) -> frozenset[int]:
    most = _MOST_OF_PAGE * nodes[body].size
    dropped: set[int] = set()
    inside = 0  # the number after the article or main element that the node lies in
    number = body + 1
    while number < nodes[body].end:
        node = nodes[number]
        if not node.tag:
            number += 1
            continue
        if node.tag in ("article", "main"):
            inside = max(inside, node.end)
        kept = node.size > most
        named = node.tag in _AROUND and number >= inside
        if (node.tag in _NEVER and not (node.tag == "form" and kept)) or (
            not kept and (named or _is_hidden(node) or _says_it_is_no_content(node))
        ):
            dropped.add(number)
            number = node.end
        else:
            number += 1
    return frozenset(dropped)


def _is_hidden(node: _Node) -> bool:
    attributes = node.attributes
    style = attributes.get("style")
    return "hidden" in attributes or attributes.get("aria-hidden") == "true" or bool(style and _INVISIBLE.search(style))


def _says_it_is_no_content(node: _Node) -> bool:
    attributes = node.attributes
    if attributes.get("role") in _ROLES:
        return True
    if node.tag in ("article", "main", "body", *HEADINGS):
        return False
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    return len(names) > 1 and _NAMES.search(names) is not None


def _lists_of_links(nodes: list[_Node], body: int) -> frozenset[int]:
    """Lists and boxes that hold links and little else, on a page that does not say what its main content is."""
    most = _MOST_OF_PAGE * nodes[body].size
    links = [0] * (len(nodes) + 1)
    for number, node in enumerate(nodes):
        links[number + 1] = links[number] + (node.tag == "a")
    return frozenset(
        number
        for number, node in enumerate(nodes)
        if node.tag in ("ul", "ol", "div", "section", "table")
        and node.links > _LINKS * node.size
        and node.size < most
        and links[node.end] - links[number] > 2
    )


def _is_below(nodes: list[_Node], number: int, dropped: frozenset[int]) -> bool:
    while number >= 0:
        if number in dropped:
            return True
        number = nodes[number].parent
    return False


def title_of(nodes: list[_Node]) -> str:
    """What the page is called: its first large heading if its title holds that too, else its title."""
    titles = [squeezed(text_below(nodes, number)) for number, node in enumerate(nodes) if node.tag == "title"]
    headings = [squeezed(text_below(nodes, number)) for number, node in enumerate(nodes) if node.tag == "h1"]
    title, heading = next(filter(None, titles), ""), next(filter(None, headings), "")
    return heading if heading and (heading.lower() in title.lower() or not title) else title


# --- the text of it ---------------------------------------------------------------------------------------------------


def write(writer: Writer, nodes: list[_Node], content: tuple[int, frozenset[int]]) -> None:
    """The text of an element, without those that are dropped."""
    if nodes:
        _Writing(writer, nodes, content[1]).element(content[0])


class _Writing:
    """A walk through a page: text is gathered, and written where a block begins or ends."""

    def __init__(self, writer: Writer, nodes: list[_Node], dropped: frozenset[int]) -> None:
        self._writer, self._nodes, self._dropped = writer, nodes, dropped
        self._gathered: list[str] = []
        self._items: dict[int, int] = {}  # of each numbered list, how many were written
        self._mark = ""  # before the next paragraph: the mark of a list item, or the term that it defines

    def element(self, root: int) -> None:
        """What lies below an element, which itself is a block."""
        number, ends = root, [(self._nodes[root].end, root)]
        while True:
            while ends and number >= ends[-1][0]:
                self._close(self._nodes[ends.pop()[1]])
            if number >= self._nodes[root].end:
                break
            node = self._nodes[number]
            if number in self._dropped or is_note_mark(self._nodes, number):
                number = node.end
            elif not node.tag:
                self._gathered.append(node.words)
                number += 1
            elif node.tag == "table" and self._is_data(number):
                self._flush()
                self._table(number)
                number = node.end
            elif node.tag == "pre":
                self._flush()
                self._writer.paragraph(seen(text_below(self._nodes, number)).strip("\n").rstrip())
                number = node.end
            else:
                self._open(number)
                if number != root:
                    ends.append((node.end, number))
                number += 1
        self._flush()

    def _open(self, number: int) -> None:
        node = self._nodes[number]
        if node.tag == "br":
            self._gathered.append("\0")
        elif node.tag in _BLOCKS:
            self._flush()
            if node.tag == "li":
                self._mark = self._item(number)

    def _close(self, node: _Node) -> None:
        if node.tag in HEADINGS:
            self._writer.heading(squeezed("".join(self._gathered).replace("\0", " ")))
            self._gathered.clear()
        elif node.tag == "dt":
            term = squeezed("".join(self._gathered).replace("\0", " "))
            self._gathered.clear()
            self._mark = f"{term}: " if term else ""
        elif node.tag in _BLOCKS:
            self._flush()

    def _item(self, number: int) -> str:
        """The mark of a list item: its number, or a dash."""
        parent = self._nodes[number].parent
        if parent < 0 or self._nodes[parent].tag != "ol":
            return "- "
        if parent not in self._items:
            first = self._nodes[parent].attributes.get("start") or ""
            self._items[parent] = int(first) - 1 if first.isdecimal() and len(first) < 7 else 0
        self._items[parent] += 1
        return f"{self._items[parent]}. "

    def _flush(self) -> None:
        lines = "".join(self._gathered).split("\0")
        text = tidied("\n".join(squeezed(line) for line in lines))
        self._gathered.clear()
        if text:
            self._writer.paragraph(self._mark + text)
            self._mark = ""

    def _is_data(self, number: int) -> bool:
        """Whether a table is one, rather than a way to lay out a page."""
        rows, cells = 0, 0
        for below in range(number + 1, self._nodes[number].end):
            tag = self._nodes[below].tag
            if tag == "table" or tag in HEADINGS or (tag in ("td", "th") and self._nodes[below].size > 1500):
                return False
            rows += tag == "tr"
            cells += tag in ("td", "th")
        return cells > rows

    def _table(self, number: int) -> None:
        """A table row by row, each value with the name of its column."""
        header: list[str] = []
        rows = 0
        spans: dict[int, tuple[int, str]] = {}
        for below in range(number + 1, self._nodes[number].end):
            node = self._nodes[below]
            if node.tag == "caption":
                self._writer.paragraph(squeezed(text_below(self._nodes, below, self._dropped)))
            elif node.tag == "tr":
                rows += 1
                cells = [child for child in _children(self._nodes, below) if self._nodes[child].tag in ("td", "th")]
                texts = self._cells(cells, spans)
                kinds = {self._nodes[child].tag for child in cells}
                if kinds == {"th"} and len(cells) > 1:
                    header = [name.rstrip(":") for name in texts]
                elif not header and len(cells) == 2 and self._nodes[cells[0]].tag == "th":
                    self._writer.paragraph(row_of([], texts))
                else:
                    start = self._writer.paragraph(text := row_of(header, texts))
                    if text and header:
                        self._writer.row(rows, start)

    def _cells(self, cells: list[int], spans: dict[int, tuple[int, str]]) -> list[str]:
        """The texts of a row by column; `spans` has what earlier rows have put into it, and for how many rows more."""
        texts: list[str] = []
        for cell in cells:
            while (held := spans.pop(len(texts), None)) is not None:
                if held[0] > 1:
                    spans[len(texts)] = held[0] - 1, held[1]
                texts.append(held[1])
            attributes = self._nodes[cell].attributes
            text = squeezed(text_below(self._nodes, cell, self._dropped))
            for _ in range(_span(attributes.get("colspan"))):
                if (rows := _span(attributes.get("rowspan"))) > 1:
                    spans[len(texts)] = rows - 1, text
                texts.append(text)
        return texts


def _span(given: str | None) -> int:
    return min(max(int(given), 1), 100) if given and given.isdecimal() and len(given) < 5 else 1


def _children(nodes: list[_Node], number: int) -> Iterator[int]:
    child = number + 1
    while child < nodes[number].end:
        yield child
        child = nodes[child].end


def is_note_mark(nodes: list[_Node], number: int) -> bool:
    """Whether an element is a link to a note, or back from one: words of the page, but not of its text."""
    node = nodes[number]
    if node.tag != "a" or node.size > _LONGEST_MARK or "#" not in (node.attributes.get("href") or ""):
        return False
    words = "".join(below.words for below in nodes[number + 1 : node.end] if not below.tag)
    return _NOTE_MARK.fullmatch("".join(words.split())) is not None


def text_below(nodes: list[_Node], number: int, dropped: frozenset[int] = frozenset()) -> str:
    """All text below an element."""
    parts: list[str] = []
    end, number = nodes[number].end, number + 1
    while number < end:
        node = nodes[number]
        if number in dropped or is_note_mark(nodes, number):
            number = node.end
            continue
        parts.append(node.words if not node.tag else " " if node.tag in _BLOCKS or node.tag == "br" else "")
        number += 1
    return "".join(parts)
