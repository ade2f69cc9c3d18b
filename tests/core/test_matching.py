"""The right entry is found, and what is not ours is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.decision import FLOOR, Levels
from bot.core.knowledge import Entry, Knowledge, Topic
from bot.core.matching import Candidate, Matcher, Ranking, fit_levels, phrasings_of, texts_of
from bot.core.text import Lexicon

LEXICON = Lexicon({"aHSCT": ["hsct", "stem cell transplant"]})
PHRASINGS = {
    "cost-mexico": ["How much does aHSCT cost in Mexico?", "price in puebla", "is mexico cheaper"],
    "cost-india": ["How much does aHSCT cost in India?", "price in delhi"],
    "hair": ["Will I go bald?", "do you lose your hair", "when does hair grow back"],
    "cure": ["Is aHSCT a cure for MS?", "does it cure ms", "will i be cured"],
    "va": ["Does the VA pay for it?", "veterans coverage", "va hospital stem cells"],
    "fever": ["What if I have a fever after transplant?", "temperature at home"],
}
OUTSIDE = ["what is the weather", "best pizza near me", "who won the match"]


def matcher(phrasings: dict[str, list[str]] = PHRASINGS, levels: Levels = FLOOR) -> Matcher:
    return Matcher(phrasings, LEXICON, levels)


def first(ranking: Ranking) -> str:
    return ranking.candidates[0].entry if ranking.candidates else ""


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("what does a stem cell transplant cost in mexico", "cost-mexico"),
        ("HSCT prices, India", "cost-india"),
        ("am I going to be bald", "hair"),
        ("will the va cover it", "va"),
        ("fever at home", "fever"),
        ("can it cure me", "cure"),
    ],
)
def test_a_question_in_other_words_finds_its_entry(question: str, entry: str) -> None:
    assert first(matcher().rank(question)) == entry


@pytest.mark.parametrize(("entry", "phrase"), [(e, p) for e, phrases in PHRASINGS.items() for p in phrases])
def test_an_entrys_own_wording_is_that_entry_for_certain(entry: str, phrase: str) -> None:
    ranking = matcher().rank(phrase.upper() + " ?!")
    assert ranking.candidates[0] == Candidate(entry, 1.0)
    assert ranking.decision == "answer"


def test_a_wording_that_two_entries_share_is_certain_for_neither() -> None:
    shared = matcher({"a": ["price in puebla"], "b": ["price in puebla"], "c": ["hair"]}).rank(
        "price in puebla"
    )
    assert [candidate.entry for candidate in shared.candidates] == ["a", "b"]
    assert shared.candidates[0].score == shared.candidates[1].score < 1


def test_confidence_is_the_top_score_and_its_margin_to_the_second() -> None:
    ranking = matcher().rank("how much in mexico")
    top, second = (candidate.score for candidate in ranking.candidates[:2])
    assert ranking.confidence == pytest.approx(top + (top - second))


def test_with_one_candidate_the_margin_is_its_whole_score() -> None:
    ranking = matcher({"hair": ["will i go bald"], "xyz": ["xyz"]}).rank("bald")
    assert [candidate.entry for candidate in ranking.candidates] == ["hair"]
    assert ranking.confidence == pytest.approx(2 * ranking.candidates[0].score)


def test_an_entry_that_is_the_only_one_has_no_margin() -> None:
    ranking = matcher({"only": ["will i go bald"]}).rank("bald then")
    assert ranking.confidence == ranking.candidates[0].score


@pytest.mark.parametrize("question", ["", "?!", "😀", "\ud800", "сколько", "x" * 32_000, "ß\u0301" * 16_000])
def test_a_question_that_says_nothing_known_is_met_with_silence(question: str) -> None:
    assert matcher().rank(question).decision == "quiet"


def test_a_question_without_any_known_word_has_no_candidates() -> None:
    assert matcher().rank("你好") == Ranking((), 0.0, "quiet")


def test_entries_left_out_are_not_found_and_do_not_count() -> None:
    both = matcher().rank("how much in mexico")
    one = matcher().rank("how much in mexico", without=["cost-mexico", "no such entry"])
    assert [c.entry for c in both.candidates][:2] == ["cost-mexico", "cost-india"]
    assert first(one) == "cost-india"
    assert one.confidence != both.confidence


def test_at_most_as_many_candidates_as_asked_for() -> None:
    question = "how much does it cost to pay for hair"
    assert [len(matcher().rank(question, limit=limit).candidates) for limit in (0, 1, 2, 3)] == [0, 1, 2, 3]
    assert matcher().rank(question, limit=1).confidence == matcher().rank(question).confidence


def test_more_candidates_than_entries_are_all_of_them() -> None:
    assert len(matcher().rank("how much does it cost to pay for hair in a va", limit=50).candidates) <= 6


def test_equal_scores_stand_in_the_order_of_their_ids() -> None:
    same = matcher({"b": ["hair loss"], "a": ["hair loss"], "c": ["hair loss"]}).rank("hair")
    assert [candidate.entry for candidate in same.candidates] == ["a", "b", "c"]


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_a_handful_of_entries_is_served_sensibly(count: int) -> None:
    few = dict(list(PHRASINGS.items())[:count])
    levels = fit_levels(few, OUTSIDE, LEXICON)
    few_matcher = matcher(few, levels)
    assert few_matcher.rank("what is the weather like").decision != "answer"
    assert all(
        few_matcher.rank(phrase).decision == "answer" for phrases in few.values() for phrase in phrases
    )
    assert FLOOR.offer <= levels.offer <= levels.answer <= 1.5


def test_entries_with_no_or_empty_wordings_are_never_found() -> None:
    ranking = matcher({"none": [], "empty": ["", "?!"], "hair": ["will i go bald"]}).rank("bald")
    assert [candidate.entry for candidate in ranking.candidates] == ["hair"]


def test_without_anything_to_fit_on_the_floor_holds() -> None:
    assert fit_levels({}, [], LEXICON) == FLOOR
    assert fit_levels({"a": []}, [], LEXICON) == FLOOR


def test_an_explanation_names_the_words_that_counted() -> None:
    why = matcher().explain("so what about MEXICO, is it cheaper there", "cost-mexico")
    assert {word for word, _ in why.words[:2]} == {"mexico", "cheaper"}
    assert why.nearest == "is mexico cheaper"
    assert 0 < why.score < 1


def test_an_explanation_of_an_entry_without_wordings_is_empty() -> None:
    why = matcher({"none": [], "hair": ["bald"]}).explain("bald", "none")
    assert (why.score, why.nearest, why.words) == (0.0, "", (("bald", 0.0),))


def test_a_question_counts_as_a_wording_of_its_entry() -> None:
    entry = Entry(
        id="hair", topic="risks", question="Will I go bald?", also_asked=("hair loss",), short="Yes."
    )
    knowledge = Knowledge(
        lang="en",
        topics=(Topic(id="risks", title="Risks", entries=("hair",)),),
        entries={"hair": entry},
        sources={},
    )
    assert phrasings_of(knowledge) == {"hair": ("Will I go bald?", "hair loss")}


def test_a_word_of_the_answer_finds_the_entry() -> None:
    texts = {"hair": "Alopecia passes. It grows back in {hair.months}.", "no such entry": "alopecia"}
    question = "alopecia worries"
    assert first(matcher().rank(question)) != "hair"
    assert first(Matcher(PHRASINGS, LEXICON, FLOOR, texts).rank(question)) == "hair"


def test_a_wording_counts_more_than_an_answer() -> None:
    texts = {"cure": "bald bald bald", "va": "bald"}
    assert first(Matcher(PHRASINGS, LEXICON, FLOOR, texts).rank("bald")) == "hair"


def test_answers_count_when_the_levels_are_fitted() -> None:
    texts = dict.fromkeys(PHRASINGS, "will you lose your hair when it grows back")
    assert fit_levels(PHRASINGS, OUTSIDE, LEXICON, texts) != fit_levels(PHRASINGS, OUTSIDE, LEXICON)


def test_an_answer_is_its_three_texts_without_the_figures() -> None:
    entry = Entry(
        id="a", topic="t", question="Q?", short="It is {cost.low} or so.", answer="Yes.", more="More"
    )
    knowledge = Knowledge(lang="en", topics=(), entries={"a": entry}, sources={})
    assert texts_of(knowledge)["a"].split() == ["It", "is", "or", "so.", "Yes.", "More"]


QUESTION = st.text() | st.lists(
    st.sampled_from(["how", "much", "cost", "mexico", "hair", "va", "price", "in", "ms", "zebra"]),
    max_size=12,
).map(" ".join)


@given(QUESTION)
def test_any_question_is_ranked_between_0_and_1_best_first(question: str) -> None:
    ranking = matcher().rank(question)
    scores = [candidate.score for candidate in ranking.candidates]
    assert all(0 < score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)
    assert 0 <= ranking.confidence <= 2


@given(QUESTION, st.permutations(list(PHRASINGS)))
def test_the_order_of_entries_and_wordings_changes_nothing(question: str, order: list[str]) -> None:
    turned = {entry: PHRASINGS[entry][::-1] for entry in order}
    assert matcher(turned).rank(question) == matcher().rank(question)
    assert fit_levels(turned, OUTSIDE, LEXICON) == fit_levels(PHRASINGS, OUTSIDE, LEXICON)


@given(st.lists(st.lists(st.text(max_size=20), max_size=3), max_size=5), st.text(max_size=20))
def test_any_content_can_be_asked(wordings: list[list[str]], question: str) -> None:
    content = {f"entry-{number}": phrases for number, phrases in enumerate(wordings)}
    levels = fit_levels(content, [question], LEXICON)
    ranking = matcher(content, levels).rank(question)
    assert len(ranking.candidates) <= 3
    assert 0 < levels.offer <= levels.answer
