"""Commands that mend an installation: "what does one type here to get this library?"."""

from __future__ import annotations

import json
import os
from urllib.parse import unquote, urlsplit

__all__ = ["install", "reinstall"]


def install(extra: str) -> str:
    """The command that installs an extra of qa-bot from where this one was installed from, a folder or the index."""
    source, editable = _source()
    return f'python -m pip install {"-e " * editable}"{source}[{extra}]"'


def reinstall() -> str:
    """What to do, and the command if there is one, where files of qa-bot are missing or altered."""
    source, editable = _source()
    if editable:  # pip would copy nothing
        return f'restore the files of qa-bot in "{source}"'
    return f'reinstall qa-bot (python -m pip install --force-reinstall --no-deps "{source}")'


def _source() -> tuple[str, bool]:
    """What pip was given, the name or a folder that is still there (PEP 610), and whether it was told to edit there."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        given = json.loads(distribution("qa-bot").read_text("direct_url.json") or "")
        path, editable = unquote(urlsplit(given["url"]).path), given["dir_info"].get("editable", False)
    except (PackageNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return "qa-bot", False
    folder = path.lstrip("/") if os.name == "nt" else path
    return (folder, bool(editable)) if os.path.isfile(os.path.join(folder, "pyproject.toml")) else ("qa-bot", False)
