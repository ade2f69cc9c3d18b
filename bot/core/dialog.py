"""Where somebody is in a dialog, and how they move.

The state is the answers and nothing else. The place is found by replaying them: walk the questions in the order of the
file; leave out those whose condition does not hold for the answers so far; the first one left without a current answer
is asked next. An answer is current if its question still has the `rev` it was given to, still offers it, and it was not
taken back. So these are all one operation, a change of the answers followed by a replay:

    answer    puts an answer in                       back     takes the last one back
    skip      puts SKIPPED in                         change   takes any one back
    keep      makes one taken back current again      resume   changes nothing
    edited    drops what was answered to another rev  correct  puts another answer in, anywhere

An answer that no longer applies (the type of MS was corrected, so the question after it falls away) stays kept and
unused; if the correction is taken back, it counts again. What is taken back is remembered beside its question.
Where a condition cannot be decided, its question is asked: leaving it out would be guessing.

`copies` of a dialog (clinics) have their answers side by side under `question@2`. Where it has sections, only the one
that was opened is replayed; the questions outside every section come first. What is not pretty: a section that has
been walked through and a dialog that is finished look the same (no next question), so finished() asks the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.conditions import band, holds
from bot.core.flows import NOT_SURE, SKIPPED, Flow, Question
from bot.core.progress import Answer, Progress

Changes = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Place:
    """What replaying gives. `question` is asked next (None: nothing is left); `path` led there."""

    question: Question | None
    path: tuple[str, ...]  # the questions in view that have an answer, in order, up to the one to ask
    number: int  # of the question, counted from 1
    of_up_to: int  # how many there may be, as far as is known


def begun(flow: Flow, now: datetime) -> Progress:
    """A dialog of which nothing has been answered yet."""
    return Progress(flow=flow.id, version=flow.version, changed_at=now)


def replay(flow: Flow, progress: Progress) -> Place:
    """The place in the present copy and section."""
    answers: dict[str, str] = {}
    path: list[str] = []
    asked: Question | None = None
    of_up_to = 0
    for question in flow.questions.values():
        if not applies(question, answers):
            continue
        in_view, answer = _in_view(question, progress), progress.answers.get(key(question, progress.copy))
        of_up_to += in_view
        if asked is None and answer is not None and is_current(question, answer):
            answers[question.id] = answer.value
            path += [question.id] if in_view else []
        elif asked is None and in_view:
            asked = question
    return Place(asked, tuple(path), min(len(path) + 1, of_up_to), of_up_to)


def filled(flow: Flow, progress: Progress, copy: int = 1) -> Mapping[str, str]:
    """Every current answer of a copy that applies, in the order of the questions."""
    answers: dict[str, str] = {}
    for question in flow.questions.values():
        answer = progress.answers.get(key(question, copy))
        if answer is not None and is_current(question, answer) and applies(question, answers):
            answers[question.id] = answer.value
    return answers


def applies(question: Question, answers: Mapping[str, str]) -> bool:
    """Whether it is to be asked after these answers."""
    return question.ask_if is None or holds(question.ask_if, answers) is not False


def copies(flow: Flow, progress: Progress) -> range:
    """The copies in which something was answered, and the present one."""
    begun = (number for number in range(1, flow.copies + 1) if filled(flow, progress, number))
    return range(1, max(progress.copy, *begun, 1) + 1)


def finished(flow: Flow, progress: Progress) -> bool:
    """Whether nothing is left to ask in the present copy, in any section."""
    return replay(flow, replace(progress, section=ALL)).question is None


ALL = "*"


def _in_view(question: Question, progress: Progress) -> bool:
    """Outside every section, or in the one that is open."""
    return not question.section or progress.section in (question.section, ALL)


def key(question: Question | str, copy: int) -> str:
    """Where an answer is kept."""
    name = question if isinstance(question, str) else question.id
    return name if copy == 1 else f"{name}@{copy}"


def is_current(question: Question, answer: Answer) -> bool:
    """Whether an answer counts: given to this `rev`, not taken back, and still one that can be given."""
    return not answer.open and answer.rev == question.rev and fits(question, answer.value)


def fits(question: Question, value: str) -> bool:
    """Whether a question can have this answer."""
    if value in (NOT_SURE, SKIPPED):
        return True
    if question.number:
        try:
            low, high = band(value)
        except ValueError:
            return False
        return question.number.min <= low <= high <= question.number.max
    return value in question.choose if question.choose else 0 < len(value) <= question.write


# --- moving ------------------------------------------------------------------------------------


def answered(progress: Progress, question: Question, value: str, now: datetime, note: str = "") -> Progress:
    """With an answer in its place. Raises ValueError for one the question cannot have."""
    if not fits(question, value):
        raise ValueError(f"{question.id} cannot be answered by {value!r}")
    given = Answer(value=value, rev=question.rev, note=note[: question.note])
    return _with(progress, {key(question, progress.copy): given}, now)


def taken_back(progress: Progress, question: Question, now: datetime) -> Progress:
    """With an answer open again: it will be asked, and what it was stays one tap away."""
    place = key(question, progress.copy)
    given = progress.answers.get(place)
    return _with(progress, {place: replace(given, open=True)}, now) if given else progress


def kept(progress: Progress, question: Question, now: datetime) -> Progress:
    """With an answer that was taken back counting again."""
    place = key(question, progress.copy)
    given = progress.answers.get(place)
    return _with(progress, {place: replace(given, open=False)}, now) if given else progress


def last_answered(flow: Flow, progress: Progress) -> Question | None:
    """The question before the present one; None at the beginning."""
    path = replay(flow, progress).path
    return flow.questions[path[-1]] if path else None


def skipped_section(flow: Flow, progress: Progress, now: datetime) -> Progress:
    """With every question left in the open section skipped, in this copy."""
    while (question := replay(flow, progress).question) is not None:
        progress = answered(progress, question, SKIPPED, now)
    return progress


def moved(progress: Progress, now: datetime, *, copy: int = 0, section: str = "") -> Progress:
    """In another copy or section."""
    there = replace(progress, copy=copy or progress.copy, section=section)
    return _with(there, {}, now)


def upgraded(flow: Flow, progress: Progress, now: datetime) -> tuple[Progress, tuple[str, ...]]:
    """After the dialog was edited: without the answers to questions that changed, and which questions those are."""
    if progress.version == flow.version and not _outdated(flow, progress):
        return progress, ()
    gone = _outdated(flow, progress)
    left = {place: given for place, given in progress.answers.items() if place not in gone}
    again = dict.fromkeys(name for place in gone if (name := place.partition("@")[0]) in flow.questions)
    renewed = replace(progress, version=flow.version, answers=left)
    return _with(renewed, {}, now), tuple(again)


def _outdated(flow: Flow, progress: Progress) -> tuple[str, ...]:
    return tuple(place for place, given in progress.answers.items() if _is_outdated(flow, place, given))


def _is_outdated(flow: Flow, place: str, given: Answer) -> bool:
    question = flow.questions.get(place.partition("@")[0])
    return question is None or given.rev != question.rev or not fits(question, given.value)


def _with(progress: Progress, changes: Changes, now: datetime) -> Progress:
    return replace(
        progress,
        answers={**progress.answers, **changes},
        revision=progress.revision + 1,
        slips=0,
        changed_at=now,
    )
