"""What a dialog must keep besides what every text must: its buttons, its ranges, and that no question is idle."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.dialogs import Dialogs, conditions
from bot.content.nodes import Problems
from bot.content.rules.lengths import BUTTON
from bot.content.rules.pieces import View
from bot.core.conditions import asks_about, leaves
from bot.core.flows import Flow, Is, Number, Question
from bot.core.screens import choices
from bot.core.talk import CONTROLS

OPTIONS = 5
COUNTED = 8  # characters behind the title of a section: " (12/12)"
KEPT_DAYS = 14  # quiet ones; see docs/privacy.md
DATA = 64  # bytes behind a button
REVISION = 6  # of these for the revision


def check(seen: View, problems: Problems) -> None:
    """Every dialog; they are the same in every language."""
    dialogs = seen.draft.dialogs
    if dialogs is None or not seen.english:
        return
    for flow in dialogs.flows.values():
        _titles(dialogs, flow, problems)
        if flow.keep_days > KEPT_DAYS:
            what = f"at most {KEPT_DAYS}: what people tell is deleted then, whatever stands here."
            problems.add(dialogs.place(flow.id, "keep_days"), "keep_days", what, "rule")
        for question in flow.questions.values():
            _options(dialogs, flow, question, problems)
            if question.number:
                _bands(dialogs, flow, question, question.number, problems)
        _used(dialogs, flow, problems)
        _notes(dialogs, flow, problems)
        _heard(seen, dialogs, flow, problems)


def _titles(dialogs: Dialogs, flow: Flow, problems: Problems) -> None:
    titles: list[tuple[tuple[str, ...], str, int]] = [(("title",), flow.title, BUTTON)]
    titles += [(("sections", name), title, BUTTON - COUNTED) for name, title in flow.sections.items()]
    for keys, title, room in titles:
        if len(title) > room:
            what = f"is {len(title)} characters long; on its button there is room for {room}."
            problems.add(dialogs.place(flow.id, *keys), " / ".join(keys), what, "rule")
    if len(flow.sections) > OPTIONS:
        what = f"has {len(flow.sections)} sections; at most {OPTIONS} fit on a screen."
        problems.add(dialogs.place(flow.id, "sections"), "sections", what, "rule")


def _options(dialogs: Dialogs, flow: Flow, question: Question, problems: Problems) -> None:
    at = dialogs.place(flow.id, "questions", question.id, "choose" if question.choose else "number")
    values = choices(question)
    if len(values) > OPTIONS:
        what = f"has {len(values)} answers to tap; at most {OPTIONS} fit on a screen."
        problems.add(at, question.id, what, "rule")
    for value, label in question.choose.items():
        if len(label) > BUTTON:
            what = f"'{label}' is {len(label)} characters long; a button holds {BUTTON}."
            problems.add(
                dialogs.place(flow.id, "questions", question.id, "choose", value), question.id, what, "rule"
            )
    for value in values:
        if len(f"d:{flow.id}::={value}".encode()) + REVISION > DATA:
            problems.add(at, question.id, f"the id '{value}' is too long for a button. Shorten it.", "rule")


def _bands(dialogs: Dialogs, flow: Flow, question: Question, number: Number, problems: Problems) -> None:
    """The ranges on the buttons cover all that can be typed, once, and no limit cuts through one."""
    at, where = dialogs.place(flow.id, "questions", question.id, "number"), f"{question.id} / number"
    wanted = number.min
    for low, high in number.bands:
        if low != wanted or high < low:
            what = f"the range {low:g}-{high:g} does not follow on: the next begins with {wanted:g}."
            problems.add(at, where, what, "rule")
            return
        wanted = high + number.step
    if wanted != number.max + number.step:
        what = f"the ranges end before the highest number, {number.max:g}."
        problems.add(at, where, what, "rule")
    begins = {low for low, _ in number.bands}
    for keys, condition in conditions(flow):
        for leaf in leaves(condition):
            if isinstance(leaf, Is) or leaf.question != question.id:
                continue
            if number.min < leaf.limit <= number.max and leaf.limit not in begins:
                what = (
                    f"the limit {leaf.limit:g} lies inside a range of '{question.id}', so that a tapped answer "
                    f"could not be judged. Let a range of {question.id} begin with {leaf.limit:g}."
                )
                problems.add(dialogs.place(flow.id, *keys), f"{keys[1]} / {keys[2]}", what, "rule")


def _used(dialogs: Dialogs, flow: Flow, problems: Problems) -> None:
    """Only what the outcome uses may be asked."""
    asked = {name for _, condition in conditions(flow) for name in asks_about(condition)}
    for question in flow.questions.values():
        listed = question.section or question.id == flow.named_by or flow.outcome.report == "claim"
        if not listed and question.id not in asked:
            what = "nothing uses this answer. Use it in a condition, or do not ask."
            problems.add(dialogs.place(flow.id, "questions", question.id), question.id, what, "rule")
    for name in flow.texts.keys() - set(flow.outcome.always):
        what = "no outcome shows this text. Name it under outcome / always, or delete it."
        problems.add(dialogs.place(flow.id, "texts", name), f"texts / {name}", what, "rule")
    for name in flow.sections.keys() - {one.section for one in flow.questions.values()}:
        what = "no question stands in this section."
        problems.add(dialogs.place(flow.id, "sections", name), f"sections / {name}", what, "rule")


def _notes(dialogs: Dialogs, flow: Flow, problems: Problems) -> None:
    for note in flow.notes.values():
        if not (note.says or note.ask or note.figure):
            problems.add(
                dialogs.place(flow.id, "notes", note.id), note.id, "says nothing and asks nothing.", "rule"
            )


def _heard(seen: View, dialogs: Dialogs, flow: Flow, problems: Problems) -> None:
    """Words that mean two options, or a control of every dialog."""
    taken = dict(_controls(seen))
    for question in flow.questions.values():
        owners: dict[str, str] = {}
        for option, words in question.hear.items():
            for word in words:
                said = word.casefold()
                other = taken.get(said) or owners.setdefault(said, option)
                if other != option:
                    what = f"'{word}' means '{other}' already. Keep it in one of the two."
                    at = dialogs.place(flow.id, "questions", question.id, "hear", option)
                    problems.add(at, f"{question.id} / hear", what, "rule")


def _controls(seen: View) -> Iterator[tuple[str, str]]:
    for name, cue in seen.draft.objects["talk"].items():
        if name in CONTROLS:
            yield from ((phrase.casefold(), name) for phrases in cue.phrases.values() for phrase in phrases)
