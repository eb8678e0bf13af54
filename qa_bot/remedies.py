"""Commands that mend an installation: "what does one type here to get this library?"."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["install", "reinstall"]


def install(extra: str) -> str:
    """The command that installs an extra of qa-bot from where this one was installed from, a folder or the index."""
    source, editable = _source()
    return f'python -m pip install {"-e " * editable}"{source}[{extra}]"'


def reinstall() -> str:
    """The command that installs qa-bot anew."""
    source, editable = _source()
    return f'python -m pip install --force-reinstall --no-deps {"-e " * editable}"{source}"'


def _source() -> tuple[str, bool]:
    """What pip was given, the name or a folder that is still there (PEP 610), and whether it was told to edit there."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        given = json.loads(distribution("qa-bot").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        given = {}
    if "dir_info" in given:
        path = unquote(urlsplit(given["url"]).path)
        folder = Path(path.lstrip("/") if os.name == "nt" else path)
        if folder.is_dir():
            return str(folder), bool(given["dir_info"].get("editable"))
    return "qa-bot", False
