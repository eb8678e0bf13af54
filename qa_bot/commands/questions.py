"""What is said of a file of questions, in the help of the commands that take one."""

QUESTIONS = """\
the questions: SQuAD's JSON layout, version 1 or 2, or a line of JSON for each question:
  {"question": "When did the ferry sink?", "answers": ["1911", "in 1911"]}
  {"question": "Who owned the ferry?", "answers": []}
with every answer that a person would accept, and none where the text does not answer.
"""
