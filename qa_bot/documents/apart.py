"""Reading in another process: "what if this file makes its parser hang, crash, or eat all memory?" - then only it dies.

The process is started for the first file that needs one and kept for the next. Request and reply are a line of JSON
each; the request is followed by the bytes of the file.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from qa_bot.documents.formats import format_of
from qa_bot.documents.names import shown, slashed
from qa_bot.errors import BinaryError, CorpusError, DecodingError, MissingLibraryError
from qa_bot.records import PLACES, Document
from qa_bot.settings import Settings

if TYPE_CHECKING:
    import subprocess

_ERRORS = {error.__name__: error for error in (CorpusError, DecodingError, BinaryError, MissingLibraryError)}
_BOUNDS = ("max_bytes", "max_markup", "max_depth", "max_memory")  # the settings that readers look at

START = "from qa_bot.documents.apart import serve; serve()"
"""What the other process runs."""


class Apart:
    """Reads documents, those that may do harm in a process of its own; a context manager, which ends the process."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()

    def parse(self, data: bytes, path: str) -> Document:
        """The Document in the bytes of a file.

        Raises
        ------
        CorpusError
            There is no text in them, or reading them took too long or too much memory.
        """
        chosen = format_of(data, path)
        if not chosen.apart or not sys.executable:
            return chosen.read(data, slashed(path), self.settings)
        reply = self._asked(data, path)
        if "error" in reply:
            raise _ERRORS[reply["error"]](reply["message"])
        return document_of(reply)

    def _asked(self, data: bytes, path: str) -> dict[str, Any]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _start()
        process = self._process
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(self.settings.max_seconds, stop)
        clock.start()
        bounds = {name: getattr(self.settings, name) for name in _BOUNDS}
        try:
            reply = _exchange(process, {"path": path, "size": len(data), "bounds": bounds}, data)
        finally:
            clock.cancel()
            clock.join()
        if reply is None:
            self.close()
            raise CorpusError(
                f"{shown(path)} took longer to read than {self.settings.max_seconds:g} s; split it, or save it anew"
                if late.is_set()
                else f"{shown(path)} made its reader crash, so it is damaged or made to do harm; save it anew"
            )
        return reply


def _start() -> subprocess.Popen[bytes]:
    import subprocess  # imported here, since plain text needs no other process

    # The path is set first, so that nothing is imported from the folder that the user happens to stand in.
    code = f"import sys; sys.path[:] = {sys.path!r}; {START}"
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _exchange(process: subprocess.Popen[bytes], request: dict[str, Any], data: bytes) -> dict[str, Any] | None:
    """The reply to a request, or None if the process ended without one."""
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.write(data)
        process.stdin.flush()
        reply = json.loads(process.stdout.readline())
    except (OSError, ValueError):
        return None
    return reply if isinstance(reply, dict) else None


def serve() -> None:
    """What the other process does: answer requests until there are no more."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library may print is no reply
    gc.disable()  # a page makes a hundred thousand objects, none of them in a circle
    with suppress(KeyboardInterrupt):
        while line := requests.readline():
            replies.write(json.dumps(_reply(json.loads(line), requests)).encode() + b"\n")
            replies.flush()
            gc.collect()


def _reply(request: dict[str, Any], requests: IO[bytes]) -> dict[str, Any]:
    path = request["path"]
    settings = Settings(**request["bounds"])
    _bound_memory(settings.max_memory)
    try:
        data = requests.read(request["size"])
        return asdict(format_of(data, path).read(data, slashed(path), settings))
    except CorpusError as error:
        return {"error": type(error).__name__, "message": str(error)}
    except MemoryError:
        what = f"needs more than the {settings.max_memory:,} bytes of memory that reading may take; split it"
    except RecursionError:
        what = "is nested too deeply; save it anew"
    except Exception as error:  # of a library, about bytes that its authors never met
        what = f"is damaged ({type(error).__name__}); save it anew"
    return {"error": "CorpusError", "message": f"{shown(path)} {what}"}


def _bound_memory(most: int) -> None:
    limit: Callable[[int, tuple[int, int]], None]
    try:
        from resource import RLIMIT_AS, getrlimit, setrlimit
    except ImportError:  # Windows has none
        return
    limit, (_, hard) = setrlimit, getrlimit(RLIMIT_AS)
    with suppress(OSError, ValueError):
        limit(RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))


def document_of(fields: dict[str, Any]) -> Document:
    """The Document of which `dataclasses.asdict` made these fields, by way of JSON or not."""
    made = {name: tuple(kind(**entry) for entry in fields[name]) for name, kind in PLACES.items()}
    return Document(**{**fields, **made})
