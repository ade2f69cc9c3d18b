"""Lines for `<dialog>.boundaries.yaml`: how each criterion comes out just below, at and just above each of its limits.

`python -m tests.dialogs.boundaries` writes the files anew. Read what changed before you commit it: the files say what
the limits *are*, and a person answers for that. The tests hold the dialogs against them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

from bot.core.conditions import Truth, asks_about, holds, leaves
from bot.core.flows import All, Any, AtLeast, Below, Condition, Flow, Is, Not
from tests.dialogs.shipped import HERE, shipped

WORDS: dict[Truth, str] = {True: "match", False: "does not match", None: "not known"}
Line = tuple[str, dict[str, str], str]  # the criterion or note, the answers, how it comes out


def conditions(flow: Flow) -> Iterator[tuple[str, Condition]]:
    """Everything that has a condition with a limit in it, or options."""
    yield from ((one.id, one.met_if) for one in flow.criteria.values())
    yield from ((one.id, one.show_if) for one in flow.notes.values() if one.show_if is not None)
    yield from ((f"ask-{one.id}", one.ask_if) for one in flow.questions.values() if one.ask_if is not None)


def lines(flow: Flow) -> Iterator[Line]:
    """Every criterion, note and question with a condition, at all its edges."""
    for name, condition in conditions(flow):
        asked = sorted(asks_about(condition))
        for values in product(*(_values(flow, question, condition) for question in asked)):
            answers = dict(zip(asked, values, strict=True))
            yield name, answers, WORDS[holds(condition, answers)]


def _values(flow: Flow, name: str, condition: Condition) -> list[str]:
    question = flow.questions[name]
    if question.number is None:
        return [*question.choose, "?"]
    step, found = question.number.step, set[float]()
    for leaf in leaves(condition):
        if not isinstance(leaf, Is) and leaf.question == name:
            found |= {leaf.limit - step, leaf.limit, leaf.limit + step}
    inside = sorted(value for value in found if question.number.min <= value <= question.number.max)
    return [*(f"{value:g}" for value in inside), "?"]


def shifted(condition: Condition, step: float) -> Iterator[tuple[Condition, Below | AtLeast]]:
    """The condition with one of its limits moved by a step, in every way; and the limit as it was."""
    match condition:
        case Below(question, limit):
            yield Below(question, limit + step), condition
        case AtLeast(question, limit):
            yield AtLeast(question, limit + step), condition
        case Not(part):
            yield from ((Not(one), was) for one, was in shifted(part, step))
        case Any(parts) | All(parts):
            for place, part in enumerate(parts):
                for one, was in shifted(part, step):
                    yield replace(condition, parts=(*parts[:place], one, *parts[place + 1 :])), was
        case Is():
            return


def written(flow: Flow) -> str:
    """The file."""
    heading = "Made by `python -m tests.dialogs.boundaries`, read by a person."
    rows = [f"# How {flow.id} comes out at its limits. {heading}"]
    last = ""
    for name, answers, outcome in lines(flow):
        if name != last:
            rows.append(f"{name}:")
            last = name
        told = ", ".join(f'{question}: "{value}"' for question, value in answers.items())
        rows.append(f"  - {{{told}, comes-out: {outcome}}}")
    return "\n".join(rows) + "\n"


def file_of(name: str) -> Path:
    return HERE / f"{name}.boundaries.yaml"


if __name__ == "__main__":
    for flow in shipped().dialogs.values():
        if any(True for _ in conditions(flow)):
            file_of(flow.id).write_text(written(flow), encoding="utf-8")
            print(file_of(flow.id))
