"""A walk through everything that can be answered in a dialog, before anybody does.

The whole answer space of a dialog has millions of corners, but its parts do not look at each other: a criterion, a
note or a question looks at the questions it names, and these at what they are asked after. So for each of them the
answers to these questions alone are run through, every option, the edges of every range, not sure and not asked, with
all others open. What is found for each holds in every corner of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from itertools import product

from bot.content.dialogs import Dialogs
from bot.content.nodes import Problems
from bot.content.rules.lengths import MESSAGE, utf16
from bot.content.rules.pieces import View
from bot.content.rules.wordchoice import VERDICTS
from bot.core import dialog
from bot.core.claims import claims_of
from bot.core.conditions import Truth, asks_about, band, holds
from bot.core.content import Voice
from bot.core.flows import NOT_SURE, Condition, Flow, Question
from bot.core.messages import Say, plain
from bot.core.outcomes import Outcomes
from bot.core.progress import Answer, Progress
from bot.core.screens import Screens, choices
from bot.core.text import Lexicon

MESSAGES = 3  # a result takes so many at most
IN_WORDS: Mapping[Truth, str] = {True: "match", False: "does not match", None: "not known"}

Answers = Mapping[str, str]


def check(seen: View, problems: Problems) -> None:
    """Every dialog, in the language it is written in."""
    dialogs = seen.draft.dialogs
    if dialogs is None or not seen.english:
        return
    knowledge = seen.draft.knowledge()
    claims = claims_of(knowledge, Lexicon())
    voice = Voice(knowledge=knowledge, say=seen.say, glossary=seen.glossary, claims=claims)
    for flow in dialogs.flows.values():
        Walk(dialogs, flow, voice, seen.today).check(problems)


class Walk:
    """Through one dialog."""

    def __init__(self, dialogs: Dialogs, flow: Flow, voice: Voice, today: date) -> None:
        self._dialogs = dialogs
        self._flow = flow
        self._voice = voice
        self._today = today
        self._at = datetime.combine(today, time(12), UTC)

    def check(self, problems: Problems) -> None:
        """Everything that can be asked, and everything that can come of it."""
        self._questions(problems)
        self._notes(problems)
        self._criteria(problems)
        self._results(problems)

    def _questions(self, problems: Problems) -> None:
        for question in self._flow.questions.values():
            condition = question.ask_if
            if condition is not None and False is self._best(condition):
                what = "can never be asked: what it is asked after never holds."
                problems.add(
                    self._dialogs.place(self._flow.id, "questions", question.id), question.id, what, "rule"
                )

    def _notes(self, problems: Problems) -> None:
        for note in self._flow.notes.values():
            if note.show_if is not None and not any(
                holds(note.show_if, answers) is True for answers in self.corners(asks_about(note.show_if))
            ):
                what = "can never be shown: its condition never holds."
                problems.add(self._dialogs.place(self._flow.id, "notes", note.id), note.id, what, "rule")

    def _best(self, condition: Condition) -> Truth:
        """True, if it can be; else not known, if it can be."""
        found = {holds(condition, answers) for answers in self.corners(asks_about(condition))}
        return True if True in found else None if None in found else False

    def _criteria(self, problems: Problems) -> None:
        for criterion in self._flow.criteria.values():
            shown: dict[Truth, str] = {}
            for answers in self.corners(asks_about(criterion.met_if)):
                truth = holds(criterion.met_if, answers)
                if truth not in shown:
                    shown[truth] = plain(self.result(answers).text)
            at = self._dialogs.place(self._flow.id, "criteria", criterion.id)
            for truth, words in IN_WORDS.items():
                if truth not in shown:
                    problems.add(at, criterion.id, f"can never come out as '{words}'.", "rule")
            if len(set(shown.values())) < len(shown):
                what = "the result reads the same whichever way this comes out."
                problems.add(at, criterion.id, what, "rule")

    def _results(self, problems: Problems) -> None:
        """No result holds a verdict, or is too long to be read."""
        longest, verdicts = 0, dict[str, str]()
        for answers in self.samples():
            text = plain(self.result(answers).text)
            longest = max(longest, utf16(text))
            for pattern, what in VERDICTS:
                if hit := pattern.search(text):
                    verdicts[hit[0].casefold()] = what.format(hit[0])
        at = self._dialogs.place(self._flow.id, "outcome")
        for what in verdicts.values():
            problems.add(at, f"{self._flow.id} / a result", what, "rule")
        if longest > MESSAGES * MESSAGE:
            what = f"takes {longest} characters; {MESSAGES} messages hold {MESSAGES * MESSAGE}. Shorten notes or lists."
            problems.add(at, f"{self._flow.id} / a result", what, "rule")

    # --- the corners ---------------------------------------------------------------------------

    def samples(self) -> Iterator[Answers]:
        """Answers after which every line of a result is seen in each of its ways, alone and together with others."""
        parts = [one.met_if for one in self._flow.criteria.values()]
        parts += [one.show_if for one in self._flow.notes.values() if one.show_if is not None]
        for part in parts:
            yield from self.corners(asks_about(part))
        for number in range(5):
            yield {
                name: values[number % len(values)]
                for name, question in self._flow.questions.items()
                if (values := choices(question))
            }

    def corners(self, names: Iterable[str]) -> Iterator[Answers]:
        """Every way to answer these questions and those they are asked after, as far as they apply."""
        wanted = self._with_what_they_follow(names)
        questions = [self._flow.questions[name] for name in self._flow.questions if name in wanted]
        for values in product(*(self._values(question) for question in questions)):
            given: dict[str, str] = {}
            for question, value in zip(questions, values, strict=True):
                if value and dialog.applies(question, given):
                    given[question.id] = value
            yield given

    def _with_what_they_follow(self, names: Iterable[str]) -> set[str]:
        wanted: set[str] = set()
        open_ = list(names)
        while open_:
            name = open_.pop()
            if name in wanted or name not in self._flow.questions:
                continue
            wanted.add(name)
            condition = self._flow.questions[name].ask_if
            open_ += asks_about(condition) if condition else ()
        return wanted

    def _values(self, question: Question) -> tuple[str, ...]:
        """What can be answered: each option; of a range, its whole and both ends; not sure; nothing."""
        values = list(choices(question))
        if question.number:
            values += [f"{end:g}" for value in values for end in band(value)]
        return (*dict.fromkeys(values), NOT_SURE, "")

    def result(self, answers: Answers) -> Say:
        """What somebody reads after these answers."""
        kept = {
            name: Answer(value=value, rev=self._flow.questions[name].rev) for name, value in answers.items()
        }
        progress = Progress(flow=self._flow.id, version=1, answers=kept, changed_at=self._at)
        return Screens(Outcomes(self._flow, progress, self._voice, self._today)).result()
