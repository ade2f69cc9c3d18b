"""The limits of the dialogs are those that a person has read: moving any of them by one step breaks a line here."""

from __future__ import annotations

import pytest
import yaml

from bot.core.conditions import Truth, holds, leaves
from bot.core.flows import Condition, Flow
from tests.dialogs.boundaries import WORDS, conditions, file_of, lines, shifted
from tests.dialogs.shipped import shipped

FLOWS = [flow for flow in shipped().dialogs.values() if any(True for _ in conditions(flow))]
TRUTHS: dict[str, Truth] = {word: truth for truth, word in WORDS.items()}


def reviewed(flow: Flow) -> dict[str, list[dict[str, str]]]:
    """The file's lines, by criterion."""
    found = yaml.safe_load(file_of(flow.id).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def breaks(condition: Condition, rows: list[dict[str, str]]) -> bool:
    """Whether a line says otherwise than the condition."""
    for row in rows:
        answers = {name: value for name, value in row.items() if name != "comes-out"}
        if holds(condition, answers) is not TRUTHS[row["comes-out"]]:
            return True
    return False


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_every_criterion_comes_out_as_it_was_reviewed(flow: Flow) -> None:
    rows = reviewed(flow)
    wrong = [name for name, condition in conditions(flow) if breaks(condition, rows.get(name, []))]
    assert wrong == []


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_no_limit_is_without_a_line(flow: Flow) -> None:
    rows = reviewed(flow)
    assert rows.keys() == {name for name, _ in conditions(flow)}, "run: python -m tests.dialogs.boundaries"
    for name, answers, _ in lines(flow):
        assert any(answers.items() <= row.items() for row in rows[name]), f"{name}: no line for {answers}"


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_every_limit_moved_by_one_step_is_noticed(flow: Flow) -> None:
    rows = reviewed(flow)
    numbers = {name: question.number for name, question in flow.questions.items() if question.number}
    moved, unnoticed = 0, []
    for name, condition in conditions(flow):
        for direction in (1, -1):
            for changed, was in shifted(condition, direction * step_of(flow, condition)):
                moved += 1
                at_edge = was.limit <= numbers[was.question].min and direction < 0  # nothing lies beyond
                if not breaks(changed, rows[name]) and not at_edge:
                    unnoticed.append((name, was, direction))
    assert unnoticed == []
    assert moved > 0 or not numbers


def step_of(flow: Flow, condition: Condition) -> float:
    """The step of the numbers a condition looks at."""
    numbers = [flow.questions[leaf.question].number for leaf in leaves(condition)]
    return min((number.step for number in numbers if number), default=1.0)
