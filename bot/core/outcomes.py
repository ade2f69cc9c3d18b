"""Answers → what comes of them, in words: rows per published list, a clinic's gaps and warning signs, costs, trials.

Nothing is added up and nothing is judged as a whole: each line stands beside the answer it was compared with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.core import dialog
from bot.core.answers import about
from bot.core.claimed import claim_parts, sources_of
from bot.core.claims import Checked
from bot.core.conditions import Truth, asks_about, holds, known
from bot.core.content import Voice
from bot.core.flows import NOT_SURE, SKIPPED, Answers, Criterion, Flow, Note, Question
from bot.core.progress import Progress
from bot.core.sheets import Line, Mark, Part
from bot.core.wording import fill

MARKS: Mapping[Truth, Mark] = {True: "match", False: "no-match", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of a published list beside the answers."""

    criterion: Criterion
    truth: Truth


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Everything that can be said about a dialog as far as it has been answered."""

    flow: Flow
    progress: Progress
    edition: Voice
    today: date

    def parts(self) -> tuple[Part, ...]:
        """The result, part after part, as it is shown in the chat and printed."""
        parts = {
            "criteria": self._lists,
            "checklist": self._clinics,
            "cost": self._noted,
            "finder": self._noted,
            "claim": self._claimed,
        }[self.flow.outcome.report]()
        return tuple(part for part in (*parts, self.questions_to_ask(), *self._always()) if part.lines)

    def told(self) -> Part:
        """What was answered, a line a question."""
        lines = [
            Line(text=f"{short(question)}: {self.in_words(question, value)}")
            for question, value in self.answers()
        ]
        return Part(heading=self._say("report-told"), lines=tuple(lines))

    def answers(self, copy: int = 1) -> Iterator[tuple[Question, str]]:
        """Question and answer, in the order of the questions."""
        for name, value in dialog.filled(self.flow, self.progress, copy).items():
            yield self.flow.questions[name], value

    def in_words(self, question: Question, value: str) -> str:
        """An answer as a person reads it."""
        return in_words(question, value, self.edition)

    # --- published lists -----------------------------------------------------------------------

    def judged(self) -> tuple[Judged, ...]:
        """Every criterion, as far as the answers tell."""
        answers = dialog.filled(self.flow, self.progress)
        return tuple(Judged(one, holds(one.met_if, answers)) for one in self.flow.criteria.values())

    def _lists(self) -> Sequence[Part]:
        judged = self.judged()
        sources = dict.fromkeys(one.criterion.source for one in judged)
        rows = [
            self._list(source, [one for one in judged if one.criterion.source == source])
            for source in sources
        ]
        return [*rows, self._differing(judged), *self._noted()]

    def _list(self, source: str, judged: Sequence[Judged]) -> Part:
        found = self.edition.knowledge.sources.get(source)
        return Part(
            heading=self.flow.lists.get(source) or (found.publisher if found else source),
            lines=tuple(map(self._row, judged)),
            under=f"{found.title} ({about(found, self.edition)})" if found else "",
        )

    def _row(self, one: Judged) -> Line:
        criterion, mark = one.criterion, MARKS[one.truth]
        said = "; ".join(self._answered(criterion))
        details = [
            self._say("report-you-said", answer=said) if said else "",
            self._filled(criterion.settle) if one.truth is None else "",
            self._filled(criterion.soft) if one.truth is not True else "",
        ]
        return Line(
            text=f"{self._filled(criterion.says)}.",
            mark=mark,
            mark_word=self._say(f"mark-{mark}"),
            detail=" ".join(filter(None, details)),
        )

    def _answered(self, criterion: Criterion) -> Iterator[str]:
        answers = dialog.filled(self.flow, self.progress)
        for name, question in self.flow.questions.items():
            if name in asks_about(criterion.met_if) and known(answers, name) is not None:
                yield self.in_words(question, answers[name])

    def _differing(self, judged: Sequence[Judged]) -> Part:
        """The questions on which a list is met and another is not."""
        lines = []
        for name, question in self.flow.questions.items():
            about_it = [one for one in judged if asks_about(one.criterion.met_if) == {name}]
            if {True, False} <= {one.truth for one in about_it}:
                lines.append(Line(text=self._say("report-differ-line", question=short(question))))
        return Part(heading=self._say("report-differ"), lines=tuple(lines))

    # --- clinics -------------------------------------------------------------------------------

    def _clinics(self) -> Iterator[Part]:
        for copy in dialog.copies(self.flow, self.progress):
            answers = dialog.filled(self.flow, self.progress, copy)
            yield Part(heading=self.name(copy), lines=(*self._flags(answers), *self._standing(answers)))
        yield from self._noted()

    def name(self, copy: int) -> str:
        """What a copy is called."""
        given = known(dialog.filled(self.flow, self.progress, copy), self.flow.named_by)
        return given or self._say("report-unnamed", number=copy)

    def _flags(self, answers: Answers) -> Iterator[Line]:
        flags = self.edition.knowledge.flags
        for question in self.flow.questions.values():
            flag = flags.get(question.flag)
            if flag and known(answers, question.id) in question.flag_if:
                yield Line(
                    text=self._filled(flag.what),
                    mark="flag",
                    mark_word=self._say("mark-flag"),
                    detail=self._filled(flag.why),
                )

    def _standing(self, answers: Answers) -> Iterator[Line]:
        to_answer = [
            one for one in self.flow.questions.values() if one.section and dialog.applies(one, answers)
        ]
        done = sum(known(answers, one.id) is not None for one in to_answer)
        yield Line(text=self._say("report-standing", done=done, all=len(to_answer)))

    def unanswered(self) -> Iterator[Question]:
        """The questions of a checklist that a clinic has not answered yet."""
        for question in self.flow.questions.values():
            if question.section and any(self._is_open(question, copy) for copy in self._copies()):
                yield question

    def _is_open(self, question: Question, copy: int) -> bool:
        answer = dialog.filled(self.flow, self.progress, copy).get(question.id)
        return answer in (None, NOT_SURE, SKIPPED, UNSAID)

    def _copies(self) -> range:
        return dialog.copies(self.flow, self.progress)

    # --- an advert -----------------------------------------------------------------------------

    def _claimed(self) -> Sequence[Part]:
        return claim_parts(self.checked(), self.edition, self.today)

    def checked(self) -> Checked:
        """What the text claims that was given."""
        written = [value for question, value in self.answers() if question.write]
        return self.edition.claims.check("\n".join(written))

    # --- what all have -------------------------------------------------------------------------

    def notes(self) -> tuple[Note, ...]:
        """The notes whose condition is not known to fail."""
        answers = dialog.filled(self.flow, self.progress)
        return tuple(
            note
            for note in self.flow.notes.values()
            if note.show_if is None or holds(note.show_if, answers) is not False
        )

    def _noted(self) -> list[Part]:
        said = [note for note in self.notes() if note.says]
        ordered = sorted(said, key=lambda note: list(self._headings()).index(note.heading))
        return [
            Part(heading=heading, lines=tuple(map(self._note, notes)))
            for heading, notes in groupby(ordered, key=lambda note: note.heading)
        ]

    def _headings(self) -> Mapping[str, None]:
        return dict.fromkeys(note.heading for note in self.flow.notes.values())

    def _note(self, note: Note) -> Line:
        return Line(text=self._filled(note.says), detail=note.link)

    def questions_to_ask(self) -> Part:
        """The exact questions to take along: those of the notes, and of a checklist those without an answer."""
        asked = [self._filled(note.ask) for note in self.notes() if note.ask]
        if self.flow.outcome.report == "checklist":
            asked += [question.ask for question in self.unanswered()]
        return Part(
            heading=self._say("report-ask"), lines=tuple(Line(text=text) for text in dict.fromkeys(asked))
        )

    def _always(self) -> Iterator[Part]:
        for name in self.flow.outcome.always:
            yield Part(heading="", lines=(Line(text=self._filled(self.flow.texts.get(name, ""))),))

    def sources(self) -> tuple[str, ...]:
        """Every source the result rests on."""
        names = [one.source for one in self.flow.criteria.values()]
        names += [name for note in self.notes() for name in note.sources]
        names += [name for question in self.flow.questions.values() for name in question.source]
        names += sources_of(self.checked()) if self.flow.outcome.report == "claim" else ()
        return tuple(dict.fromkeys(name for name in names if name in self.edition.knowledge.sources))

    def _filled(self, template: str) -> str:
        return fill(template, self.edition.knowledge, self.edition.say, self.today) if template else ""

    def _say(self, name: str, /, **values: object) -> str:
        return self.edition.say(name, **values)


UNSAID = "unsaid"  # the option id of "they would not say"


def in_words(question: Question, value: str, edition: Voice) -> str:
    """An answer as a person reads it: a label, a number with its unit, their own words."""
    if value in (NOT_SURE, SKIPPED):
        return edition.say("answer-not-sure" if value == NOT_SURE else "answer-skipped")
    if question.number:
        unit = f" {question.number.unit}" if question.number.unit else ""
        low, _, high = value.partition("-")
        return f"{edition.say('range', low=low, high=high) if high and high != low else low}{unit}"
    return question.choose.get(value, value)


def short(question: Question) -> str:
    """The question in a few words."""
    return question.short or question.ask.strip()
