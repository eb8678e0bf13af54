import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.index.analysis import Analyzer
from qa_bot.index.build import build, pipeline
from qa_bot.index.fields import fields_of
from qa_bot.records import Document, Passage
from qa_bot.settings import Settings

WORDS = st.lists(st.sampled_from("moon sun star orbit crew lander rock dust ice".split()), min_size=1, max_size=12)
COLLECTIONS = st.lists(WORDS.map(" ".join), min_size=1, max_size=25)


def indexed(texts, config=Settings()):  # noqa: B008 - frozen
    return build([Passage(row, Document(text), 0, len(text)) for row, text in enumerate(texts)], config)


def test_the_best_passage_comes_first():
    index = indexed(["The crew eats.", "The lander reached the crater.", "Dust covers the crater."])
    hits = index.search("Which lander reached the crater?")
    assert hits[0].passage.row == 1
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_ties_go_by_position():
    index = indexed(["moon rock"] * 30 + ["sun"])
    assert [hit.passage.row for hit in index.search("moon", 7)] == list(range(7))


def test_passages_without_a_term_of_the_question_are_not_found():
    index = indexed(["moon rock", "sun"])
    assert [hit.passage.row for hit in index.search("sun", 10)] == [1]
    assert index.search("comet", 10) == []
    assert index.search("?!", 10) == []


def test_the_title_and_the_heading_help_to_find_a_passage():
    text = "It was long. It was dark."
    passages = [Passage(0, Document(text, title="The night shift"), 0, len(text)), Passage(1, Document(text), 0, 9)]
    assert [hit.passage.row for hit in build(passages, Settings()).search("night shift")] == [0]


def test_no_passages_and_passages_without_a_word_find_nothing():
    assert indexed([]).search("moon") == []
    assert indexed(["?!", "..."]).search("moon") == []


@settings(max_examples=60, deadline=None)
@given(COLLECTIONS, WORDS.map(" ".join), st.integers(1, 12))
def test_search_gives_the_pipelines_own_product(texts, question, k):
    """The oracle: the fitted Pipeline's weights times the question's IDFs, all passages scored, sorted stably."""
    config, analyzer = Settings(), Analyzer()
    index = indexed(texts)
    fitted = pipeline(config, analyzer)
    weights = fitted.fit_transform([fields_of(passage) for passage in index.passages])
    names = list(fitted.get_feature_names_out())
    asked = np.zeros(len(names))
    for term, weight in analyzer.question(question, config.pair_weight).items():
        if term in names:
            asked[names.index(term)] = weight
    product = weights @ (asked * fitted["weight"].idf_)
    best = [row for row in np.argsort(-product.round(12), kind="stable")[:k] if product[row] > 0]
    hits = index.search(question, k)
    assert [hit.score for hit in hits] == pytest.approx([product[row] for row in best], rel=1e-6)
    assert {hit.passage.row for hit in hits if hit.score > hits[-1].score + 1e-9} == {
        row for row in best if product[row] > product[best[-1]] + 1e-9
    }
