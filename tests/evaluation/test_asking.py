import pytest

from qa_bot import Bot, Document
from qa_bot.errors import UsageError
from qa_bot.evaluation import QuestionFile, evaluate, evaluate_corpus, evaluate_reader, read_questions
from qa_bot.reader import Reader

READER = Reader.open()


def test_asking_over_all_paragraphs(path):
    scores = evaluate(read_questions(path), reader=READER)
    assert scores.questions == 3 and scores.answerable == 2
    assert scores.recall["R@1"] == 100
    assert scores.f1 > 0


def test_asking_each_of_its_own_paragraph(path):
    file = read_questions(path)
    scores = evaluate_reader(file, reader=READER)
    assert (scores.questions, scores.refused_answerable, scores.recall) == (3, 0, None)
    assert scores.f1 > 80  # "in Oran" for "Oran" is as good an answer
    # a paragraph is read as one passage, however long
    long = Document("The ferry Juno sank in 1911. " + "Nobody was on board of her on that day. " * 20)
    alone = QuestionFile((long,), file.questions[:1])
    assert evaluate_reader(alone, reader=READER).exact == 100


def test_asking_other_documents(path):
    file = read_questions(path)
    bot = Bot.open(Document("The baker was in Oran. The ferry sank in 1911."), reader=READER)
    assert evaluate_corpus(QuestionFile((), file.questions), bot).exact == 100


def test_questions_without_a_paragraph_need_documents(path):
    file = read_questions(path)
    missing = QuestionFile((), tuple(question.__class__("1", question.text, ("x",)) for question in file.questions))
    for asking in (evaluate, evaluate_reader):
        with pytest.raises(UsageError, match="-c PATH"):
            asking(missing, reader=READER)
