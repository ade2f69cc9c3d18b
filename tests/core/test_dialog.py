"""The place in a dialog is found by replaying the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import dialog
from bot.core.flows import NOT_SURE, SKIPPED, Flow, Is, Number, Outcome, Question
from bot.core.progress import Answer, Progress
from tests.core.small import NOON

TYPE = Question(
    id="type",
    rev=1,
    ask="What type?",
    why="It matters.",
    choose={"rr": "Relapsing", "sp": "Secondary", "pp": "Primary"},
)
SIGNS = Question(
    id="signs",
    rev=1,
    ask="New spots?",
    why="It matters.",
    ask_if=Is("type", ("sp", "pp")),
    choose={"yes": "Yes", "no": "No"},
)
AGE = Question(
    id="age",
    rev=1,
    ask="How old?",
    why="Lists differ.",
    number=Number(min=18, max=100, bands=((18, 44), (45, 100))),
)
WISH = Question(id="wish", rev=1, ask="What matters most?", why="For the page.", write=20)
FLOW = Flow(
    id="eligibility",
    title="Compare",
    version=1,
    minutes=2,
    intro="I ask.",
    questions={one.id: one for one in (TYPE, SIGNS, AGE, WISH)},
    outcome=Outcome(report="criteria"),
)
START = dialog.begun(FLOW, NOON)


def after(*answers: tuple[str, str], progress: Progress = START, flow: Flow = FLOW) -> Progress:
    for name, value in answers:
        progress = dialog.answered(progress, flow.questions[name], value, NOON)
    return progress


def asked(progress: Progress, flow: Flow = FLOW) -> str | None:
    question = dialog.replay(flow, progress).question
    return question.id if question else None


def test_questions_come_in_their_order_and_those_that_do_not_apply_are_left_out() -> None:
    assert asked(START) == "type"
    assert asked(after(("type", "rr"))) == "age"
    assert asked(after(("type", "sp"))) == "signs"
    assert asked(after(("type", "rr"), ("age", "47"), ("wish", "walking"))) is None


def test_a_question_whose_condition_cannot_be_decided_is_asked() -> None:
    assert asked(after(("type", NOT_SURE))) == "signs"
    assert asked(after(("type", SKIPPED))) == "signs"


def test_progress_is_told_as_a_number_of_up_to_a_number() -> None:
    assert (dialog.replay(FLOW, START).number, dialog.replay(FLOW, START).of_up_to) == (1, 4)
    second = dialog.replay(FLOW, after(("type", "rr")))
    assert (second.number, second.of_up_to) == (2, 3)


def test_back_opens_the_last_answer_and_keeps_it_one_tap_away() -> None:
    two = after(("type", "rr"), ("age", "45-100"))
    last = dialog.last_answered(FLOW, two)
    assert last is AGE
    back = dialog.taken_back(two, AGE, NOON)
    assert asked(back) == "age"
    assert back.answers["age"].value == "45-100"
    assert asked(dialog.kept(back, AGE, NOON)) == "wish"


def test_back_twice_loses_nothing() -> None:
    two = after(("type", "rr"), ("age", "47"))
    back = dialog.taken_back(two, AGE, NOON)
    again = dialog.last_answered(FLOW, back)
    assert again is TYPE
    twice = dialog.taken_back(back, TYPE, NOON)
    assert asked(twice) == "type"
    restored = dialog.kept(dialog.kept(twice, TYPE, NOON), AGE, NOON)
    assert dialog.filled(FLOW, restored) == {"type": "rr", "age": "47"}


def test_a_corrected_branch_asks_only_what_is_new_and_its_old_answer_counts_again_when_corrected_back() -> (
    None
):
    done = after(("type", "sp"), ("signs", "yes"), ("age", "47"), ("wish", "walking"))
    corrected = after(("type", "rr"), progress=done)
    assert asked(corrected) is None
    assert "signs" not in dialog.filled(FLOW, corrected)
    assert dialog.filled(FLOW, after(("type", "pp"), progress=corrected))["signs"] == "yes"


def test_changing_an_early_answer_comes_back_to_where_one_was() -> None:
    far = after(("type", "rr"), ("age", "47"))
    assert asked(dialog.taken_back(far, TYPE, NOON)) == "type"
    assert asked(after(("type", "rr"), progress=dialog.taken_back(far, TYPE, NOON))) == "wish"


def test_every_change_raises_the_revision() -> None:
    progress = after(("type", "rr"))
    for changed in (
        after(("type", "rr"), progress=progress),
        dialog.taken_back(progress, TYPE, NOON),
        dialog.moved(progress, NOON, copy=2),
    ):
        assert changed.revision == progress.revision + 1


def test_an_edited_question_is_asked_again_and_the_others_are_kept() -> None:
    edited = replace(FLOW, version=2, questions={**FLOW.questions, "age": replace(AGE, rev=2)})
    done = after(("type", "rr"), ("age", "47"), ("wish", "walking"))
    renewed, changed = dialog.upgraded(edited, done, NOON + timedelta(days=2))
    assert changed == ("age",)
    assert asked(renewed, edited) == "age"
    assert dialog.filled(edited, renewed) == {"type": "rr", "wish": "walking"}


def test_an_option_that_is_gone_is_asked_again_although_nobody_raised_the_rev() -> None:
    fewer = replace(TYPE, choose={"rr": "Relapsing", "sp": "Secondary"})
    edited = replace(FLOW, questions={**FLOW.questions, "type": fewer})
    renewed, changed = dialog.upgraded(edited, after(("type", "pp")), NOON)
    assert changed == ("type",)
    assert asked(renewed, edited) == "type"


def test_a_question_that_was_removed_is_forgotten_without_a_word() -> None:
    edited = replace(
        FLOW, version=2, questions={name: one for name, one in FLOW.questions.items() if name != "wish"}
    )
    renewed, changed = dialog.upgraded(edited, after(("type", "rr"), ("age", "47"), ("wish", "x")), NOON)
    assert changed == ()
    assert asked(renewed, edited) is None


def test_nothing_edited_changes_nothing() -> None:
    assert dialog.upgraded(FLOW, after(("type", "rr")), NOON) == (after(("type", "rr")), ())


@pytest.mark.parametrize(
    ("question", "value", "fits"),
    [
        (TYPE, "rr", True),
        (TYPE, "xx", False),
        (AGE, "17", False),
        (AGE, "18", True),
        (AGE, "100", True),
        (AGE, "101", False),
        (AGE, "45-100", True),
        (AGE, "old", False),
        (AGE, "", False),
        (WISH, "walking", True),
        (WISH, "x" * 21, False),
        (WISH, "", False),
        (TYPE, NOT_SURE, True),
        (AGE, SKIPPED, True),
    ],
)
def test_only_answers_that_fit_are_taken(question: Question, value: str, fits: bool) -> None:
    assert dialog.fits(question, value) is fits
    if fits:
        assert dialog.answered(START, question, value, NOON).answers[question.id].value == value
    else:
        with pytest.raises(ValueError, match=question.id):
            dialog.answered(START, question, value, NOON)


NAME = Question(id="name", rev=1, ask="Which clinic?", why="To tell them apart.", write=40)
ICU = Question(
    id="icu",
    rev=1,
    ask="Intensive care?",
    why="…",
    section="care",
    choose={"yes": "Yes", "no": "No"},
    note=10,
)
LAB = Question(
    id="lab", rev=1, ask="Accredited lab?", why="…", section="cells", choose={"yes": "Yes", "no": "No"}
)
CLINIC = replace(
    FLOW,
    id="clinic",
    copies=3,
    named_by="name",
    sections={"care": "Care", "cells": "Cells"},
    questions={one.id: one for one in (NAME, ICU, LAB)},
    outcome=Outcome(report="checklist"),
)


def test_sections_are_taken_one_at_a_time() -> None:
    named = after(("name", "A"), flow=CLINIC)
    assert asked(named, CLINIC) is None
    assert not dialog.finished(CLINIC, named)
    care = dialog.moved(named, NOON, section="care")
    assert asked(care, CLINIC) == "icu"
    both = after(("icu", "yes"), ("lab", "no"), progress=care, flow=CLINIC)
    assert dialog.finished(CLINIC, both)


def test_a_section_can_be_skipped_whole() -> None:
    care = dialog.moved(after(("name", "A"), flow=CLINIC), NOON, section="care")
    skipped = dialog.skipped_section(CLINIC, care, NOON)
    assert skipped.answers["icu"].value == SKIPPED
    assert "lab" not in skipped.answers


def test_copies_stand_side_by_side() -> None:
    first = after(("name", "A"), ("icu", "yes"), flow=CLINIC)
    second = after(("name", "B"), ("icu", "no"), progress=dialog.moved(first, NOON, copy=2), flow=CLINIC)
    assert dialog.filled(CLINIC, second, 1) == {"name": "A", "icu": "yes"}
    assert dialog.filled(CLINIC, second, 2) == {"name": "B", "icu": "no"}
    assert list(dialog.copies(CLINIC, second)) == [1, 2]


def test_a_note_is_kept_beside_the_answer_and_cut_to_its_length() -> None:
    noted = dialog.answered(START, ICU, "yes", NOON, note="they said two beds")
    assert noted.answers["icu"] == Answer(value="yes", rev=1, note="they said ")


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["type", "signs", "age", "wish"]), st.sampled_from(["answer", "skip", "back", "keep"])
    ),
    max_size=25,
)
GIVEN = {"type": "sp", "signs": "no", "age": "45-100", "wish": "x"}


@given(MOVES)
def test_whatever_was_done_the_place_is_the_first_open_question_and_answering_it_always_ends(
    moves: list[tuple[str, str]],
) -> None:
    progress = START
    for name, move in moves:
        question = FLOW.questions[name]
        progress = {
            "answer": lambda p, q=question: dialog.answered(p, q, GIVEN[q.id], NOON),
            "skip": lambda p, q=question: dialog.answered(p, q, SKIPPED, NOON),
            "back": lambda p, q=question: dialog.taken_back(p, q, NOON),
            "keep": lambda p, q=question: dialog.kept(p, q, NOON),
        }[move](progress)
    for _ in FLOW.questions:
        place = dialog.replay(FLOW, progress)
        assert set(place.path) <= dialog.filled(FLOW, progress).keys()
        if place.question is None:
            break
        assert place.question.id not in dialog.filled(FLOW, progress)
        progress = dialog.answered(progress, place.question, GIVEN[place.question.id], NOON)
    assert dialog.finished(FLOW, progress)
