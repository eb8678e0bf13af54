"""Scoring: "how often is it right, and does its confidence hold, on questions whose answers are known?".

`questions` reads question files, `asking` asks them, `overlap` compares words, `curves` judges the confidence, `scores`
sums up and `plot` draws. `own` calibrates to a person's own questions, by way of `fitting`.
"""

from qa_bot.evaluation.asking import evaluate, evaluate_corpus, evaluate_reader
from qa_bot.evaluation.curves import auroc, best_threshold, calibration_error, reliability, risk_coverage
from qa_bot.evaluation.overlap import RIGHT, best_of, exact_match, normalise, token_f1
from qa_bot.evaluation.own import calibrate, report_json, report_text
from qa_bot.evaluation.plot import check_plot, plot
from qa_bot.evaluation.questions import Question, QuestionFile, read_questions
from qa_bot.evaluation.scores import Prediction, Scores, as_json, as_text, summarise

__all__ = [
    "RIGHT",
    "Prediction",
    "Question",
    "QuestionFile",
    "Scores",
    "as_json",
    "as_text",
    "auroc",
    "best_of",
    "best_threshold",
    "calibrate",
    "calibration_error",
    "check_plot",
    "evaluate",
    "evaluate_corpus",
    "evaluate_reader",
    "exact_match",
    "normalise",
    "plot",
    "read_questions",
    "reliability",
    "report_json",
    "report_text",
    "risk_coverage",
    "summarise",
    "token_f1",
]
