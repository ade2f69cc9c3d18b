"""LEX, number by number on contents small enough to count by hand."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import lexical
from bot.core.lexical import Lex, Words, letter_runs, word_runs

WORDS = st.tuples() | st.lists(
    st.sampled_from(["how", "much", "cost", "hair", "bald", "ms", "a"]), max_size=6
).map(tuple)
DOCUMENTS = st.lists(st.lists(WORDS.filter(bool), max_size=4), max_size=12)


def words(text: str) -> Words:
    return tuple(text.split())


def test_runs_are_words_and_pairs_of_neighbours() -> None:
    assert list(word_runs(words("will i go"))) == ["will", "i", "go", "will i", "i go"]
    assert list(word_runs(())) == []


def test_letters_run_inside_words_with_their_edges() -> None:
    assert list(letter_runs(("ms",))) == [" m", "ms", "s ", " ms", "ms ", " ms "]


def test_a_question_that_is_the_only_wording_of_its_entry_has_cosine_one() -> None:
    lex = Lex([[words("will i go bald")], [words("price in mexico")]])
    bm25 = 1 / (1 + lexical.K1)  # each of its words stands once in an entry of average length … nearly
    assert lex.scores(words("will i go bald"))[0] == pytest.approx((1 + bm25) / 2, abs=0.05)


def test_bm25_is_a_share_of_the_best_the_question_could_get() -> None:
    lex = Lex([[words("bald")], [words("price")]])
    alone, with_stranger = (lex.scores(words(asked))[0] for asked in ("bald", "bald zebra"))
    rarity, strangest = np.log1p(1.5 / 1.5), np.log1p(2.5 / 0.5)
    found = 1 / (1 + lexical.K1)
    assert alone == pytest.approx((found + 1) / 2)
    assert with_stranger == pytest.approx((found * rarity / (rarity + strangest) + 1) / 2)


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    lex = Lex([[words("cost hair")], [words("cost bald")], [words("cost ms")]])
    scores = lex.scores(words("cost bald"))
    assert scores.argmax() == 1
    assert scores[1] > 2 * scores[0]


def test_order_of_words_counts() -> None:
    lex = Lex([[words("cost how much")], [words("much cost how")]])
    scores = lex.scores(words("how much"))
    assert scores[0] > scores[1]


def test_letters_find_what_no_word_does() -> None:
    lex = Lex([[words("transplantation")], [words("insurance")]])
    scores = lex.scores(words("transplants"))
    assert scores[0] > 0.15 > scores[1]


def test_common_and_rare_features_are_counted_alike() -> None:
    """With 20 entries "cost" stands in a row of the matrix and "w7" in cells; with 3 everything is in rows."""
    many = Lex([[words(f"cost w{n}")] for n in range(20)])
    scores = many.scores(words("cost w7"))
    assert scores.argmax() == 7
    assert (scores > 0).all()


@pytest.mark.parametrize("asked", ["", "zebra", "ьц 你"])
def test_a_question_without_a_known_word_scores_nothing(asked: str) -> None:
    assert not Lex([[words("bald")], [words("cost")], []]).scores(words(asked)).any()


@pytest.mark.parametrize("documents", [[], [[]], [[], []]])
def test_entries_without_wordings_score_nothing(documents: list[list[Words]]) -> None:
    scores = Lex(documents).scores(words("will i go bald"))
    assert scores.shape == (len(documents),)
    assert not scores.any()


def test_a_text_has_its_share_of_the_score() -> None:
    wordings = [[words("bald")], [words("price")]]
    with_texts = Lex(wordings, [words("alopecia"), ()])
    assert Lex(wordings).scores(words("alopecia"))[0] < with_texts.scores(words("alopecia"))[0]
    assert (
        Lex(wordings, [(), ()]).scores(words("bald")).tolist() == Lex(wordings).scores(words("bald")).tolist()
    )


@given(DOCUMENTS, WORDS)
def test_scores_are_between_0_and_1(documents: list[list[Words]], asked: Words) -> None:
    scores = Lex(documents).scores(asked)
    assert scores.shape == (len(documents),)
    assert ((scores >= 0) & (scores <= 1)).all()


@given(DOCUMENTS, WORDS)
def test_an_entry_that_shares_no_letters_scores_nothing(documents: list[list[Words]], asked: Words) -> None:
    scores = Lex([*documents, [("0",)]]).scores(asked)
    assert scores[-1] == 0 or "0" in chain.from_iterable(asked)
