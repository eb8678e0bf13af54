"""The README's picture: a chat with the program in a terminal, drawn as SVG.

    python benchmarks/picture.py docs/chat.svg

The program runs in a terminal of its own and is typed to; what then stands on its screen is drawn. The picture follows
the reader's choice of light or dark.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import pyte
from pyte.screens import Char

COLUMNS, LINES = 92, 37
TYPED = (  # keys, and what is seen once they are answered
    ("", "Ask, or type"),
    ("How many countries and international organizations have joined the ILRS?\r", "ilrs.txt, line 3"),
    ("Who is its deputy director?\r", "\n> \n"),
    ("/why\r", "candidates"),
    ("What does the Chinese Ac", "Sciences"),
)
PATIENCE = 120  # seconds for an answer
WIDTH, HEIGHT, SIZE = 8.4, 19, 14  # of a cell and of the letters (as in STYLE), in pixels
MARGIN = 16
STYLE = """\
  text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #1f2328; }
  .window { fill: #ffffff; stroke: #d0d7de; } .bold { font-weight: 700; } .faint { opacity: .62; }
  .italic { font-style: italic; } .underscore { text-decoration: underline; }
  .block { fill: #1f2328; } text.reverse { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .window { fill: #0d1117; stroke: #30363d; }
    .block { fill: #e6edf3; } text.reverse { fill: #0d1117; }
  }
"""


class Screen(pyte.Screen):
    """pyte's, which also knows faint letters, and tells the program where the cursor is."""

    program = -1

    def write_process_input(self, data: str) -> None:
        os.write(self.program, data.encode())

    def select_graphic_rendition(self, *attributes: int, **options: Any) -> None:
        super().select_graphic_rendition(*attributes, **options)
        if 2 in attributes:
            self.cursor.attrs = self.cursor.attrs._replace(fg="faint")


def played() -> Screen:
    """The screen of a chat in which `TYPED` was typed."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    screen = Screen(COLUMNS, LINES)
    screen.program, stream = ours, pyte.ByteStream(screen)
    with tempfile.TemporaryDirectory() as home:
        own = {"TERM": "xterm-256color", "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home}
        command = [sys.executable, "-m", "qa_bot"]
        process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, **own})
        os.close(theirs)
        for keys, text in TYPED:
            for key in keys:
                os.write(ours, key.encode())
                settle(ours, stream, 0.02)
            deadline = time.monotonic() + PATIENCE
            while text not in "\n".join(line.rstrip() + " \n" * (line.rstrip() == ">") for line in screen.display):
                if time.monotonic() > deadline:
                    raise SystemExit(f"{text!r} did not come:\n" + "\n".join(screen.display))
                settle(ours, stream, 0.1)
            settle(ours, stream, 0.5)
        process.kill()
        process.wait()
    os.close(ours)
    return screen


def settle(terminal: int, stream: pyte.ByteStream, seconds: float) -> None:
    """Draw what comes until nothing has come for a while."""
    while select.select([terminal], [], [], seconds)[0]:
        stream.feed(os.read(terminal, 65536))


def svg(screen: pyte.Screen) -> str:
    """A screen as a picture, each run of one look drawn on the grid of its cells."""
    width, height = screen.columns * WIDTH + 2 * MARGIN, screen.lines * HEIGHT + 2 * MARGIN
    rows = [cell for row in range(screen.lines) for cell in drawn(screen, row)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img">',
            "<title>A chat with qa-bot in a terminal</title>",
            f"<style>\n{STYLE}</style>",
            f'<rect class="window" x=".5" y=".5" width="{width - 1:g}" height="{height - 1:g}" rx="8"/>',
            *rows,
            "</svg>\n",
        ]
    )


def drawn(screen: pyte.Screen, row: int) -> Iterator[str]:
    """The runs of a line."""
    cells = [(column, screen.buffer[row][column]) for column in range(screen.columns)]
    for look, group in groupby(cells, key=lambda cell: classes(cell[1])):
        run = list(group)
        text = "".join(cell.data for _, cell in run).rstrip()
        x, y, length = MARGIN + run[0][0] * WIDTH, MARGIN + row * HEIGHT, len(run) * WIDTH
        if "reverse" in look:
            yield f'<rect class="block" x="{x:g}" y="{y:g}" width="{length:g}" height="{HEIGHT}"/>'
        if text.strip():
            places = " ".join(f"{x + at * WIDTH:g}" for at in range(len(text)))
            yield f'<text class="{look}" x="{places}" y="{y + SIZE:g}" xml:space="preserve">{escape(text)}</text>'


def classes(cell: Char) -> str:
    looks = [name for name in ("bold", "italics", "underscore", "reverse") if getattr(cell, name)]
    return " ".join([*looks, *["faint"] * (cell.fg == "faint")]).replace("italics", "italic")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    options.file.write_text(svg(played()), encoding="utf-8")


if __name__ == "__main__":
    main()
