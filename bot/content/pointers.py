"""Names in a dialog that point somewhere: to its own questions and options, and to the knowledge."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.content.dialogs import Dialogs, conditions
from bot.content.draft import Draft
from bot.content.nodes import Problems, did_you_mean
from bot.content.schema import DIALOGS
from bot.core.conditions import leaves
from bot.core.flows import Condition, Flow, Is

STEPS = {
    "dialog": DIALOGS,
    "page": ("appointment", "clinics"),
    "picture": ("appointment-picture", "cost", "risk"),
}


def check(made: Draft, dialogs: Dialogs, problems: Problems) -> None:
    """Every name in every dialog."""
    for flow in dialogs.flows.values():
        for keys, condition in conditions(flow):
            _condition(dialogs, flow, keys, condition, problems)
        _own(dialogs, flow, problems)
        _knowledge(made, dialogs, flow, problems)
        _next(made, dialogs, flow, problems)


def _condition(
    dialogs: Dialogs, flow: Flow, keys: tuple[str, str, str], condition: Condition, problems: Problems
) -> None:
    at, where = dialogs.place(flow.id, *keys), f"{keys[1]} / {keys[2]}"
    before = _before(flow, keys)
    for leaf in leaves(condition):
        question = flow.questions.get(leaf.question)
        if question is None:
            what = f"there is no question '{leaf.question}'.{did_you_mean(leaf.question, flow.questions)}"
            problems.add(at, where, what)
        elif leaf.question not in before:
            what = f"'{leaf.question}' is asked later. A condition may only look back."
            problems.add(at, where, what)
        elif isinstance(leaf, Is):
            for option in leaf.options:
                if option not in question.choose:
                    what = (
                        f"'{leaf.question}' has no option '{option}'.{did_you_mean(option, question.choose)}"
                    )
                    problems.add(at, where, what)
        elif question.number is None:
            problems.add(at, where, f"'{leaf.question}' is no number, so it has no limits.")


def _before(flow: Flow, keys: tuple[str, str, str]) -> Collection[str]:
    """The questions a condition may look at: for a question those before it, else all."""
    names = list(flow.questions)
    return names[: names.index(keys[1])] if keys[0] == "questions" else names


def _own(dialogs: Dialogs, flow: Flow, problems: Problems) -> None:
    for question in flow.questions.values():
        at = dialogs.place(flow.id, "questions", question.id)
        ways = [bool(question.choose), question.number is not None, bool(question.write)]
        if sum(ways) != 1:
            problems.add(at, question.id, "needs exactly one of 'choose', 'number', 'write'.")
        if question.section and question.section not in flow.sections:
            what = f"there is no section '{question.section}'.{did_you_mean(question.section, flow.sections)}"
            problems.add(dialogs.place(flow.id, "questions", question.id, "section"), question.id, what)
        for key, names in (("hear", tuple(question.hear)), ("flag_if", question.flag_if)):
            for name in names:
                if name not in question.choose:
                    what = f"there is no option '{name}'.{did_you_mean(name, question.choose)}"
                    where = f"{question.id} / {key}"
                    problems.add(dialogs.place(flow.id, "questions", question.id, key), where, what)
    _names(dialogs, flow, ("outcome", "always"), flow.outcome.always, flow.texts, "text", problems)
    if flow.copies > 1 or flow.named_by:
        named = (flow.named_by,)
        _names(dialogs, flow, ("named_by",), named, flow.questions, "question", problems)


def _knowledge(made: Draft, dialogs: Dialogs, flow: Flow, problems: Problems) -> None:
    nodes = made.nodes
    for section, name, key, wanted, target in _wanted(flow):
        if made.whole(target) and wanted not in nodes.get(target, {}):
            singular = {"sources": "source", "flags": "flag", "figures": "figure"}[target]
            what = f"there is no {singular} '{wanted}'.{did_you_mean(wanted, nodes.get(target, {}))}"
            where = f"{name} / {key}" if key else section
            problems.add(dialogs.place(flow.id, section, name, key), where, what, "rule")


def _wanted(flow: Flow) -> Iterator[tuple[str, str, str, str, str]]:
    """Section, id, key, the name that stands there, and what it names."""
    for question in flow.questions.values():
        for source in question.source:
            yield "questions", question.id, "source", source, "sources"
        if question.flag:
            yield "questions", question.id, "flag", question.flag, "flags"
    for criterion in flow.criteria.values():
        yield "criteria", criterion.id, "source", criterion.source, "sources"
    for source in flow.lists:
        yield "lists", source, "", source, "sources"
    for note in flow.notes.values():
        for source in note.sources:
            yield "notes", note.id, "sources", source, "sources"
        if note.figure:
            yield "notes", note.id, "figure", note.figure, "figures"


def _next(made: Draft, dialogs: Dialogs, flow: Flow, problems: Problems) -> None:
    for step in flow.outcome.next:
        kind, _, name = step.partition(":")
        if kind == "entry" and not made.whole("entries"):
            continue
        known = tuple(made.nodes.get("entries", {})) if kind == "entry" else STEPS.get(kind, ())
        if name not in known:
            guess = (
                did_you_mean(name, known) if known else " It begins with entry:, dialog:, page: or picture:."
            )
            at = dialogs.place(flow.id, "outcome", "next")
            problems.add(at, "outcome / next", f"'{step}' leads nowhere.{guess}")


def _names(
    dialogs: Dialogs,
    flow: Flow,
    keys: tuple[str, ...],
    names: Collection[str],
    known: Collection[str],
    singular: str,
    problems: Problems,
) -> None:
    for name in names:
        if name not in known:
            what = f"there is no {singular} '{name}'.{did_you_mean(name, known)}"
            problems.add(dialogs.place(flow.id, *keys), " / ".join(keys), what)
