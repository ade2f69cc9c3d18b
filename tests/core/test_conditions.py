"""Three-valued conditions: not known never becomes no."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conditions import asks_about, holds
from bot.core.flows import NOT_SURE, SKIPPED, All, Any, AtLeast, Below, Condition, Is, Not

TYPE = Is("type", ("rr",))
YOUNG = Below("age", 45)


@pytest.mark.parametrize(
    "unknown", [{}, {"type": NOT_SURE, "age": NOT_SURE}, {"type": SKIPPED, "age": SKIPPED}]
)
def test_what_was_not_answered_is_not_known(unknown: dict[str, str]) -> None:
    for condition in (TYPE, YOUNG, AtLeast("age", 45), Not(TYPE), Any((TYPE, YOUNG)), All((TYPE, YOUNG))):
        assert holds(condition, unknown) is None


@pytest.mark.parametrize(
    ("age", "below", "at_least"),
    [
        ("44", True, False),
        ("45", False, True),
        ("40-44", True, False),
        ("45-49", False, True),
        ("44-45", None, None),
        ("16-100", None, None),
    ],
)
def test_a_band_is_judged_only_where_all_of_it_lies_on_one_side(
    age: str, below: bool | None, at_least: bool | None
) -> None:
    assert holds(YOUNG, {"age": age}) is below
    assert holds(AtLeast("age", 45), {"age": age}) is at_least


@pytest.mark.parametrize(
    ("left", "right", "either", "both"),
    [
        (True, None, True, None),
        (False, None, None, False),
        (None, None, None, None),
        (True, False, True, False),
        (False, False, False, False),
        (True, True, True, True),
    ],
)
def test_any_and_all_know_what_can_be_known(
    left: bool | None, right: bool | None, either: bool | None, both: bool | None
) -> None:
    answers = {
        name: {True: "yes", False: "no", None: NOT_SURE}[truth] for name, truth in (("l", left), ("r", right))
    }
    parts = (Is("l", ("yes",)), Is("r", ("yes",)))
    assert holds(Any(parts), answers) is either
    assert holds(All(parts), answers) is both


def test_a_condition_knows_what_it_asks_about() -> None:
    assert asks_about(Any((TYPE, Not(All((YOUNG, AtLeast("edss", 2))))))) == {"type", "age", "edss"}


LEAVES: st.SearchStrategy[Condition] = st.sampled_from(
    [Is("a", ("1",)), Is("a", ("1", "2")), Below("b", 2), AtLeast("b", 2), Is("c", ("3",))]
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(Any, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
POSSIBLE = {"a": ("1", "2", "3"), "b": ("1", "2"), "c": ("3", "4")}


@given(
    CONDITIONS, st.fixed_dictionaries({}, optional={name: st.sampled_from(v) for name, v in POSSIBLE.items()})
)
def test_an_answer_given_later_never_contradicts_what_was_known(
    condition: Condition, answers: dict[str, str]
) -> None:
    known = holds(condition, answers)
    open_questions = [name for name in POSSIBLE if name not in answers]
    for rest in product(*(POSSIBLE[name] for name in open_questions)):
        complete = holds(condition, answers | dict(zip(open_questions, rest, strict=True)))
        assert complete is not None
        assert known in (None, complete)
