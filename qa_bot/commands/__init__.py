"""The commands beside asking, one module each: "what else can be typed behind qa-bot?"

Each has `run(arguments)`, which returns the exit code, and is imported when it is called.
"""

COMMANDS = {
    "eval": "score a SQuAD-format file",
    "index": "build an index to keep, or check one",
    "cache": "list what is remembered of the paths asked before, or forget it",
}
