"""What is learnt from all wordings together tells entries apart, and nearness what is not ours at all."""

from __future__ import annotations

import numpy as np
import pytest

from bot.core.learning import AFFORDABLE, FEW, Learnt, can_be_learnt
from bot.core.lexical import Words
from bot.core.matching import Matcher, Ranking, fit_levels
from bot.core.meaning import Closeness, Discriminant, Vector, Vectors
from bot.core.ranking import Ranker
from bot.core.text import Lexicon

LEXICON = Lexicon({})
PLACES = [f"{first}{last}" for first in ("mar", "tol", "ven", "bru", "kas") for last in range(100, 112)]
# Of each place two entries, told apart by one word in six.
PRICES = {f"price-{place}": [f"what is the price there in {place}", f"{place} price"] for place in PLACES}
DAYS = {f"days-{place}": [f"what is the number of days in {place}", f"{place} days"] for place in PLACES}
CONTENT = PRICES | DAYS


def words(text: str) -> Words:
    return LEXICON.words(text)


def documents() -> list[list[Words]]:
    return [[words(phrase) for phrase in CONTENT[entry]] for entry in sorted(CONTENT)]


def vector_of(text: Words) -> Vector:
    """A text's place in a space where price, days and the place count, and how long it is a little."""
    spot = np.zeros(3 + len(PLACES))
    spot[:3] = "price" in text, "day" in text, len(text) / 50
    for at, place in enumerate(PLACES, 3):
        spot[at] = place in text
    return spot / max(float(np.linalg.norm(spot)), 1.0)


def vectors() -> Vectors:
    return {phrase: vector_of(phrase) for document in documents() for phrase in document}


def first(ranking: Ranking) -> str:
    return ranking.candidates[0].entry


def test_the_chances_of_all_documents_add_up_to_one() -> None:
    judged = Ranker(documents(), [()] * len(CONTENT)).judged(words("price in mar100 please"))
    assert judged.scores.sum() == pytest.approx(1.0)
    assert sorted(CONTENT)[int(judged.scores.argmax())] == "price-mar100"


def test_a_word_that_tells_entries_apart_outweighs_words_they_share() -> None:
    """By LEX alone the many shared words count most."""
    question = "what is the number there in mar100 i mean the price"
    learnt = Learnt(documents())
    scores = dict(zip(sorted(CONTENT), learnt.scores(words(question)), strict=True))
    assert scores["price-mar100"] > scores["days-mar100"] > scores["days-tol101"]


def test_what_is_learnt_is_the_same_every_time_and_can_be_kept() -> None:
    one, other = Learnt(documents()), Learnt(documents())
    for kept, again in zip(one.judge, other.judge, strict=True):
        assert np.array_equal(kept, again)
    third = Learnt(documents(), judge=one.judge)
    assert np.array_equal(third.scores(words("days tol103")), one.scores(words("days tol103")))


def test_a_document_without_wordings_is_never_the_best() -> None:
    learnt = Learnt([*documents(), []])
    assert learnt.scores(words("price mar100"))[-1] == -np.inf
    assert learnt.scores(())[-1] == -np.inf


def test_a_document_left_out_leaves_its_chance_to_the_others() -> None:
    ranker = Ranker(documents(), [()] * len(CONTENT))
    best = sorted(CONTENT).index("price-mar100")
    judged = ranker.judged(words("price in mar100"), without=[best])
    assert judged.scores[best] == 0.0
    assert judged.scores.sum() == pytest.approx(1.0)


def test_a_question_of_strange_words_has_no_candidates_by_words() -> None:
    judged = Ranker(documents(), [()] * len(CONTENT)).judged(words("ксилофон"))
    assert not judged.scores.any()
    assert judged.verdict(len(CONTENT)) == (0.0, 0.0, 0.0, 0.0)


def test_how_sure_is_the_margin_of_the_chance_and_how_near_the_winner_comes() -> None:
    judged = Ranker(documents(), [()] * len(CONTENT)).judged(words("price in mar100 or tol100"))
    second, top = np.sort(judged.scores)[-2:]
    near = judged.near[int(judged.scores.argmax())]
    assert judged.verdict(len(CONTENT)).sure == pytest.approx(2 * top - second + near)


def test_with_vectors_the_cosine_with_the_centre_says_how_near() -> None:
    ranker = Ranker(documents(), [()] * len(CONTENT), vectors())
    judged = ranker.judged(words("cheap in mar100"), vector_of(words("price mar100")))
    best = int(judged.scores.argmax())
    assert sorted(CONTENT)[best] == "price-mar100"
    assert judged.near[best] == pytest.approx(1.0, abs=0.01)
    assert Closeness(documents(), vectors())(-vector_of(words("price mar100"))).max() == 0.0


def test_too_few_entries_and_too_many_wordings_are_judged_without() -> None:
    assert not can_be_learnt([[("a",)]] * (FEW - 1))
    assert can_be_learnt([[("a",)]] * FEW)
    wordings = AFFORDABLE // FEW**2 + 1
    assert not can_be_learnt([[("a",)] * wordings] * FEW)


def test_for_too_many_the_closed_form_tells_them_apart_by_meaning() -> None:
    found = Discriminant(documents(), vectors()).scores((), vector_of(words("days ven105")))
    assert sorted(CONTENT)[int(found.argmax())] == "days-ven105"
    assert not Discriminant(documents(), vectors()).scores(("days",), None).any()


def test_the_whole_answers_what_it_knows_and_not_a_stranger() -> None:
    far = [f"{one} or {other}" for one in ("apple", "river", "moon") for other in map(str, range(20))]
    levels = fit_levels(CONTENT, [], LEXICON, far=far)
    matcher = Matcher(CONTENT, LEXICON, levels)
    known = matcher.rank("what is the price in kas107")
    assert (first(known), known.decision) == ("price-kas107", "answer")
    assert matcher.rank("apple or moon").decision == "quiet"
