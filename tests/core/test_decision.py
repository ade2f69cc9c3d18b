"""When to answer, to offer, to stay quiet: levels, and how a content asks for its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.decision import ENOUGH, FEW, FLOOR, Levels, confidence, fitted


@pytest.mark.parametrize(
    ("sure", "decision"),
    [(0.6, "answer"), (0.59, "offer"), (0.3, "offer"), (0.29, "quiet"), (0.0, "quiet")],
)
def test_the_levels_decide(sure: float, decision: str) -> None:
    assert Levels(answer=0.6, offer=0.3).decide(sure, sure, 5) == decision


def test_what_is_not_near_is_left_alone_however_sure_it_seems() -> None:
    assert Levels(answer=0.6, offer=0.3).decide(2.0, 0.29, 5) == "quiet"


def test_a_question_is_judged_beside_those_of_its_length() -> None:
    levels = Levels(answer=0.6, offer=0.3, reach=(2.0, 1.0, 1.0, 0.5), reach_near=(2.0, 1.0, 1.0, 0.5))
    assert [levels.decide(0.6, 0.6, length) for length in (1, 3, 4, 9, 10, 99)] == [
        "offer",
        "offer",
        "answer",
        "answer",
        "answer",
        "answer",
    ]
    assert [levels.decide(0.25, 0.25, length) for length in (3, 6, 30)] == ["quiet", "quiet", "offer"]


def test_confidence_is_the_top_and_its_margin() -> None:
    assert confidence(np.array([0.2, 0.5, 0.1])) == pytest.approx(0.8)
    assert confidence(np.array([0.5, 0.5])) == pytest.approx(0.5)
    assert confidence(np.array([0.4])) == pytest.approx(0.4)
    assert confidence(np.array([])) == 0.0


Sizes = tuple[
    int, float
]  # a phrase for these tests: its length, and how well it fits whatever entry comes first


def index(entries: Mapping[str, Sequence[Sizes]]) -> Callable[[Sizes], tuple[float, float]]:
    return lambda phrase: (2 * phrase[1], 2 * phrase[1])


def entries(count: int, *phrases: Sizes) -> dict[str, list[Sizes]]:
    return {f"entry-{number:03}": list(phrases) for number in range(count)}


def length(phrase: Sizes) -> int:
    return phrase[0]


def test_17_in_20_strangers_stay_below_the_level_for_an_answer_and_half_below_that_for_an_offer() -> None:
    many = {f"entry-{number:03}": [(5, number / 200)] for number in range(100)}
    levels = fitted(many, index, length=length)
    sure = np.array([2 * number / 200 for number in range(100)])
    assert levels.answer == pytest.approx(np.quantile(sure, 0.85))
    assert levels.offer == pytest.approx(np.quantile(sure, 0.5))


def test_with_enough_from_far_outside_17_in_20_of_those_stay_below_the_level_for_an_offer() -> None:
    many = entries(FEW, (5, 0.3))
    far = [(5, number / 1000) for number in range(ENOUGH)]
    levels = fitted(many, index, far=far, length=length)
    assert levels.offer == pytest.approx(np.quantile([2 * fits for _, fits in far], 0.85))
    few = fitted(many, index, far=far[:-1], length=length)
    assert few.offer == pytest.approx(0.6)


def test_near_strangers_raise_the_level_for_an_answer() -> None:
    many = entries(FEW, (5, 0.2))
    near = [(5, 0.45)] * FEW
    assert fitted(many, index, near, length=length).answer > fitted(many, index, length=length).answer


def test_short_strangers_that_reach_high_do_not_raise_the_level_for_long_questions() -> None:
    many = entries(FEW, (2, 0.4), (20, 0.1))
    levels = fitted(many, index, length=length)
    assert levels.reach[0] == pytest.approx(4 * levels.reach[3])
    assert levels.decide(0.85, 0.85, 2) == "answer"
    assert levels.decide(0.75, 0.75, 2) != "answer"
    assert levels.decide(0.25, 0.25, 20) == "answer"


def test_a_length_nobody_tried_is_judged_like_the_next_shorter_one() -> None:
    levels = fitted(entries(FEW, (2, 0.4)), index, length=length)
    assert levels.reach == (1.0, 1.0, 1.0, 1.0)


def test_with_few_entries_no_level_falls_below_the_floor() -> None:
    levels = fitted(entries(FEW - 1, (5, 0.01)), index, length=length)
    assert (levels.answer, levels.offer) == (FLOOR.answer, FLOOR.offer)
    assert fitted(entries(FEW, (5, 0.01)), index, length=length).answer < FLOOR.answer


def test_nothing_to_fit_on_means_the_floor() -> None:
    levels = fitted({}, index, length=length)
    assert (levels.answer, levels.offer) == (FLOOR.answer, FLOOR.offer)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.floats(0, 1)), max_size=60), st.integers(0, 50), st.floats(0, 2)
)
@example(
    [(0, 0.0)] * 33 + [(0, 1.0)] * 6 + [(0, 0.5)], 0, 0.0
)  # where the two levels differ by rounding only
def test_any_content_gets_levels_that_can_decide(phrases: list[Sizes], words: int, sure: float) -> None:
    levels = fitted({f"{n}": [phrase] for n, phrase in enumerate(phrases)}, index, far=phrases, length=length)
    assert levels.offer <= levels.answer
    assert all(one > 0 for one in levels.reach)
    assert levels.decide(sure, sure, words) in ("answer", "offer", "quiet")
