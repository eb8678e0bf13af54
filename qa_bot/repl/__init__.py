"""The chat in the terminal: "what does the person at the keyboard want, and how do they see it?".

`chat` is the loop; it prints through `screen` (wrapped by `wrap`, drawn in the `style`), reads through a `prompt`
(with `history` and `completion`), keeps an ear on the keyboard while something works (`waiting`), and takes what
begins with a slash from the table in `commands`.
"""

from qa_bot.repl.chat import run

__all__ = ["run"]
