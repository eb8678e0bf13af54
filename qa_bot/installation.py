"""What is installed and what is kept: "is all of it here, and whole?". It looks, and changes nothing.

Nothing but the standard library is imported before it is looked for, so that what is missing can be told.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from qa_bot import __version__
from qa_bot.errors import QABotError
from qa_bot.remedies import install, reinstall

LIBRARIES = {  # name on the package index -> the extra that it belongs to
    **dict.fromkeys(("numpy", "scipy", "scikit-learn", "prompt_toolkit", "PyStemmer", "platformdirs"), ""),
    **dict.fromkeys(("charset-normalizer", "markdown-it-py", "pathspec", "filelock"), ""),
    **dict.fromkeys(("pypdfium2", "selectolax"), "docs"),
    "matplotlib": "plot",
    "shtab": "completion",
}
Told = TypeVar("Told")
TEXT, QUESTION, ANSWER = "The ferry Juno sank in 1911. Divers found it.", "When did the ferry sink?", "1911"


@dataclass(frozen=True)
class Library:
    """A library, the extra that it belongs to ("": all need it), and its version, or None if it is missing."""

    name: str
    extra: str
    version: str | None

    @property
    def install(self) -> str:
        """The command that installs it."""
        return install(self.extra) if self.extra else f'python -m pip install "{self.name}"'


@dataclass(frozen=True)
class Kept:
    """Something that is kept between runs: where (None: nowhere), and its bytes, or None if there is nothing yet."""

    what: str
    path: str | None
    size: int | None


@dataclass(frozen=True)
class Kind:
    """Names of files that are read alike, by their endings; `needs` a library or "", and whether that is here."""

    endings: tuple[str, ...]
    needs: str
    readable: bool

    @property
    def install(self) -> str:
        """The command that installs what it needs."""
        return install("docs")


@dataclass(frozen=True)
class Tongue:
    """A language that is told from others, and how its words are looked up: "stemmed", "in pairs", "as written"."""

    code: str
    name: str
    words: str


@dataclass(frozen=True)
class Model:
    """The reader's weights: their folder, the SHA-256 that seals all of them, bytes, layers and width."""

    path: str
    digest: str
    size: int
    layers: int
    width: int


@dataclass(frozen=True)
class Installation:
    """All that `survey` sees.

    Parameters
    ----------
    version, python, system
        Of qa-bot, of Python, and what it runs on.
    libraries, kept, formats, languages
        What is there of each.
    reader
        The weights if they are whole, else None.
    connections
        What was tried of the network while a question was asked; None if none could be asked.
    troubles
        What is damaged, with the remedy, a line each; none if all is well. A library of an extra may be missing.
    """

    version: str
    python: str
    system: str
    libraries: tuple[Library, ...]
    kept: tuple[Kept, ...]
    formats: tuple[Kind, ...]
    languages: tuple[Tongue, ...]
    reader: Model | None
    connections: tuple[str, ...] | None
    troubles: tuple[str, ...]


def survey(weights: Path | None = None) -> Installation:
    """Look at everything; `weights` is the folder of the reader's, if it is not the packaged one."""
    troubles: list[str] = []
    found = libraries()
    troubles += [f"{own.name} is missing; {own.install}" for own in found if not own.extra and own.version is None]
    tongues = tried(languages, troubles) or ()
    model = tried(partial(reader, weights), troubles)
    tried(article, troubles)
    connections = tried(partial(trial, weights), troubles) if model else None
    if connections:
        troubles.append(
            f"a question led to the network ({', '.join(connections)}); install qa-bot into a new environment"
        )
    return Installation(
        version=__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        libraries=found,
        kept=tried(kept, troubles) or (),
        formats=tried(formats, troubles) or (),
        languages=tongues,
        reader=model,
        connections=connections,
        troubles=tuple(dict.fromkeys(troubles)),
    )


def tried(work: Callable[[], Told], troubles: list[str]) -> Told | None:
    """What some work gives; if it can't be done, None, and why not is added to `troubles`."""
    try:
        return work()
    except QABotError as error:
        troubles.append(str(error))
    except Exception as error:  # of a library that is damaged
        troubles.append(f"{type(error).__name__}: {error}; {reinstall()}")
    return None


def libraries() -> tuple[Library, ...]:
    """Every library that is asked for, here or not."""
    from importlib.metadata import PackageNotFoundError, version

    def version_of(name: str) -> str | None:
        try:
            return version(name)
        except PackageNotFoundError:
            return None

    return tuple(Library(name, extra, version_of(name)) for name, extra in LIBRARIES.items())


def kept() -> tuple[Kept, ...]:
    """What lies on this machine of what was asked, read and set."""
    from qa_bot.kept import calibrations_folder, history_file, settings_file
    from qa_bot.store import cache

    places = {
        "remembered indexes": cache.home(),
        "chat history": history_file(),
        "settings": settings_file(),
        "calibrations": calibrations_folder(),
    }
    return tuple(Kept(what, str(path) if path else None, size(path) if path else None) for what, path in places.items())


def size(path: Path) -> int | None:
    """The bytes of a file or folder, or None where there is none."""
    from qa_bot.store.disk import size_of

    if path.is_dir():
        return size_of(path)
    return path.stat().st_size if path.exists() else None


def formats() -> tuple[Kind, ...]:
    """What can be read, in the order of the table of formats."""
    from qa_bot.documents.formats import READERS

    return tuple(
        Kind(tuple(ending for ending, one in READERS.items() if one == own), own.needs, loads(own.needs))
        for own in dict.fromkeys(READERS.values())
    )


def loads(library: str) -> bool:
    """Whether a library, "" for none, is here and works."""
    try:
        return not library or bool(import_module(library))
    except (ImportError, OSError):
        return False


def languages() -> tuple[Tongue, ...]:
    """Every language, by its name."""
    from qa_bot.index.analysis import ALGORITHMS
    from qa_bot.languages import CODES, UNSPACED, language

    def words(code: str) -> str:
        if code in UNSPACED:
            return "in pairs"
        return "stemmed" if language(code).stemmer in ALGORITHMS else "as written"

    found = (Tongue(code, language(code).name, words(code)) for code in CODES)
    return tuple(sorted(found, key=lambda own: own.name))


def reader(weights: Path | None = None) -> Model:
    """The reader's weights, every byte of them compared with its digest; raises WeightsError."""
    from qa_bot.reader import PACKAGED, Reader
    from qa_bot.store.disk import size_of

    folder = weights or PACKAGED
    manifest = Reader.open(folder).manifest
    sizes = manifest["sizes"]
    return Model(str(folder), manifest["sha256"], size_of(folder), sizes["layers"], sizes["width"])


def article() -> None:
    """Read the bundled article; raises CorpusError."""
    from qa_bot.bot import bundled
    from qa_bot.documents import read_paths

    read_paths([bundled()])


def trial(weights: Path | None = None) -> tuple[str, ...]:
    """Ask a question whose answer is known; what was tried of the network meanwhile."""
    with watched() as seen:
        from qa_bot.bot import Bot
        from qa_bot.reader import Reader
        from qa_bot.records import Document

        said = Bot.open(Document(TEXT), reader=Reader.open(weights)).ask(QUESTION)
    if str(said) != ANSWER:
        raise QABotError(f"a question with a known answer, {ANSWER}, is answered with {str(said)!r}; {reinstall()}")
    return tuple(seen)


@contextmanager
def watched() -> Iterator[list[str]]:
    """What this process tries of the network, as Python's audit events name it."""
    seen: list[str] = []
    watching = True

    def hook(event: str, _: object) -> None:
        if watching and event.startswith("socket.") and event != "socket.__new__":
            seen.append(event)

    sys.addaudithook(hook)  # there is no way to take it off
    try:
        yield seen
    finally:
        watching = False
