"""How each class of text looks: by weight and the terminal's own colours, so that light and dark are both readable."""

from __future__ import annotations

from prompt_toolkit.styles import Style

STYLE = Style.from_dict(
    {
        "prompt": "bold",
        "placeholder": "dim",
        "answer": "bold",
        "refusal": "bold",
        "label": "dim",
        "passage": "dim",
        "match": "bold underline",
        "place": "",
        "confidence": "dim",
        "note": "italic",
        "command": "bold",
        "hint": "dim",
        "heading": "bold",
        "bar": "",
        "bar.quiet": "dim",
        "error": "ansired bold",
        # prompt_toolkit's own menus are grey on grey, in fixed colours
        "completion-menu": "bg:default fg:default",
        "completion-menu.completion.current": "bg:default fg:default reverse",
        "completion-menu.completion fuzzymatch.outside": "fg:default",
        "completion-menu.completion fuzzymatch.inside": "bold",
        "completion-menu.completion fuzzymatch.inside.character": "underline",
        "completion-menu.completion.current fuzzymatch.outside": "fg:default",
        "completion-menu.completion.current fuzzymatch.inside": "bold",
        "completion-menu.meta.completion": "bg:default fg:default dim",
        "completion-menu.meta.completion.current": "bg:default fg:default reverse",
        "scrollbar.background": "bg:default",
        "scrollbar.button": "bg:ansibrightblack",
        "auto-suggestion": "fg:default dim",
        "bottom-toolbar": "bg:default fg:default noreverse dim",
    }
)
