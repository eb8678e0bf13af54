"""The commands beside asking, one module each: "what else can be typed behind qa-bot?"

Each has `parser()`, what it takes, and `run(arguments)`, which returns the exit code; it is imported when it is called.
"""

COMMANDS = {
    "eval": "score a file of questions",
    "calibrate": "fit what is refused, and how sure an answer is, to one's own questions",
    "index": "build an index to keep, or check one",
    "cache": "list what is remembered of the paths asked before, or forget it",
    "completion": "print what makes a shell complete all this on Tab",
    "doctor": "say what is installed and kept, and whether it is whole",
}
