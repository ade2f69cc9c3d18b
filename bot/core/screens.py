"""What a dialog shows: consent, a question with its buttons, the answers so far, the parts of a checklist, the result.

Behind a button stands `d:<dialog>:<revision>:<what>`; the revision tells a button of now from one of before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core import dialog, outcomes
from bot.core.answers import BREAK, cut, source_lines
from bot.core.content import Voice
from bot.core.dialog import Place
from bot.core.flows import Flow, Question
from bot.core.messages import Button, Keyboard, Say, Span, Text
from bot.core.numerals import base36
from bot.core.outcomes import Outcomes
from bot.core.progress import Progress
from bot.core.sheets import Line, Part

TOLD = 3  # lines of what was told, when somebody comes back


@dataclass(frozen=True, slots=True)
class Screens:
    """Everything one dialog can show to one person, in one language."""

    outcomes: Outcomes
    replaces: bool = False  # in the place of the message whose button was tapped

    @property
    def flow(self) -> Flow:
        return self.outcomes.flow

    @property
    def progress(self) -> Progress:
        return self.outcomes.progress

    @property
    def edition(self) -> Voice:
        return self.outcomes.edition

    # --- beginning -----------------------------------------------------------------------------

    def consent(self) -> Say:
        """What will be asked and kept, before anything is."""
        what = self._say("dialog-consent", days=self.flow.keep_days, minutes=self.flow.minutes)
        buttons = ((self._button("button-agree", "yes"), self._button("button-no-thanks", "no")),)
        return self._message(
            (Span(self.flow.title, "bold"), BREAK, Span(f"{self.flow.intro.strip()}\n\n{what}")), buttons
        )

    def resume(self, lead: str = "") -> Say:
        """What was told before, in three lines or fewer, and the ways on."""
        told = [line.text for line in self.outcomes.told().lines][-TOLD:]
        text = "\n".join(("", *(f"- {line}" for line in told)))
        again = self._say("dialog-resume", title=self.flow.title)
        rows = (
            (self._button("button-go-on", "r"),),
            (self._button("button-change", "c"), self._button("button-start-again", "n")),
            (self._button("button-delete-answers", "x"),),
        )
        return self._message(self._led(lead, f"{again}{text}"), rows)

    def switch(self, other: Flow) -> Say:
        """Another dialog is open: nothing of it is lost."""
        rows = (
            (Button(cut(self.flow.title), data=self._data("start")),),
            (Button(cut(self._say("button-back-to", title=other.title)), data=f"d:{other.id}::go"),),
        )
        return self._message((Span(self._say("dialog-switch", title=other.title)),), rows)

    # --- asking --------------------------------------------------------------------------------

    def next(self, lead: str = "") -> Say:
        """The question to ask; with none left, the parts to choose from or the result."""
        place = dialog.replay(self.flow, self.progress)
        if place.question is not None:
            return self.question(place.question, place, lead)
        if self.flow.sections and not dialog.finished(self.flow, self.progress):
            return self.sections(lead)
        return self.result(lead)

    def question(
        self, question: Question, place: Place, lead: str = "", *, only_buttons: bool = False
    ) -> Say:
        """One question, how far one is, and every way on."""
        where = self._say("dialog-place", number=place.number, of=place.of_up_to)
        hint = self._say("dialog-write") if question.write and not only_buttons else ""
        spans = self._led(lead, "")
        spans += (Span(where, "italic"), Span("\n"), Span(question.ask.strip(), "bold"))
        if hint:
            spans += (Span(f"\n{hint}"),)
        return self._message(spans, (*self._options(question), *self._ways(question)))

    def why(self, question: Question, place: Place) -> Say:
        """The same question, with the reason it is asked."""
        return self.question(question, place, self._say("dialog-why", why=question.why.strip()))

    def _options(self, question: Question) -> Iterator[tuple[Button, ...]]:
        given = self.progress.answers.get(dialog.key(question, self.progress.copy))
        if given and given.open and dialog.fits(question, given.value) and given.rev == question.rev:
            words = outcomes.in_words(question, given.value, self.edition)
            yield (Button(cut(self._say("button-keep", answer=words)), data=self._data("k")),)
        for value in choices(question):
            words = outcomes.in_words(question, value, self.edition)
            yield (Button(cut(words), data=self._data(f"={value}")),)

    def _ways(self, question: Question) -> Iterator[tuple[Button, ...]]:
        yield (
            self._button("button-not-sure", "?"),
            self._button("button-skip", "-"),
            self._button("button-why", "w"),
        )
        if question.section:
            yield (self._button("button-skip-section", "/"), self._button("button-sections", "l"))
        yield (self._button("button-one-back", "b"), self._button("button-change", "c"))
        yield self._leaving()

    def change(self) -> Say:
        """The answers so far; each can be changed."""
        given = list(self.outcomes.answers(self.progress.copy))
        if not given:
            return self.next(self._say("dialog-nothing-to-change"))
        rows = [
            (
                Button(
                    cut(f"{outcomes.short(question)}: {self.outcomes.in_words(question, value)}"),
                    data=self._data(f"o{question.id}"),
                ),
            )
            for question, value in given
        ]
        return self._message(
            (Span(self._say("dialog-change-which")),), (*rows, (self._button("button-go-on", "r"),))
        )

    def sections(self, lead: str = "") -> Say:
        """The parts of a checklist, and how much of each is done."""
        rows = [
            (Button(cut(self._section(name, title)), data=self._data(f"#{name}")),)
            for name, title in self.flow.sections.items()
        ]
        last = (self._button("button-results", "z"), self._button("button-pause", "p"))
        name = self.outcomes.name(self.progress.copy)
        return self._message(self._led(lead, self._say("dialog-sections", name=name)), (*rows, last))

    def _section(self, name: str, title: str) -> str:
        answers = dialog.filled(self.flow, self.progress, self.progress.copy)
        inside = [
            one
            for one in self.flow.questions.values()
            if one.section == name and dialog.applies(one, answers)
        ]
        return self._say(
            "dialog-section", title=title, done=sum(one.id in answers for one in inside), all=len(inside)
        )

    # --- trouble, and leaving ------------------------------------------------------------------

    def slipped(self) -> Say:
        """The answer was not understood: the question again; then buttons only; then the ways out."""
        place = dialog.replay(self.flow, self.progress)
        if place.question is None:
            return self.next(self._say("dialog-slip"))
        if self.progress.slips >= 3:
            rows = ((self._button("button-go-on", "r"), self._button("button-change", "c")), self._leaving())
            return self._message((Span(self._say("dialog-slip-menu")),), rows)
        only = self.progress.slips == 2
        lead = self._say("dialog-slip-buttons" if only else self._slip(place.question))
        return self.question(place.question, place, lead, only_buttons=only)

    def _slip(self, question: Question) -> str:
        return "dialog-slip-number" if question.number else "dialog-slip"

    def _leaving(self) -> tuple[Button, ...]:
        return (self._button("button-pause", "p"), self._button("button-stop", "s"))

    def paused(self) -> Say:
        """The answers stay for some days."""
        text = self._say("dialog-paused", title=self.flow.title, days=self.flow.keep_days)
        return self._message((Span(text),), ((self._button("button-go-on", "go"),),))

    def stop(self) -> Say:
        """Keep the answers, or delete them?"""
        text = self._say("dialog-stop", days=self.flow.keep_days)
        rows = (
            (self._button("button-keep-answers", "p"), self._button("button-delete-answers", "x")),
            (self._button("button-go-on", "r"),),
        )
        return self._message((Span(text),), rows)

    def sure(self) -> Say:
        """Before answers are deleted."""
        rows = ((self._button("button-delete-now", "X"), self._button("button-keep-answers", "p")),)
        return self._message((Span(self._say("dialog-delete-sure", title=self.flow.title)),), rows)

    # --- the result ----------------------------------------------------------------------------

    def result(self, lead: str = "") -> Say:
        """What comes of the answers, its sources, and the next steps."""
        spans: list[Span] = [*self._led(lead, ""), Span(self.flow.title, "bold")]
        for part in self.outcomes.parts():
            spans += [BREAK, *part_in_words(part, self.edition)]
        if sources := self.outcomes.sources():
            spans += [BREAK, *source_lines(sources, self.edition)]
        return self._message(tuple(spans), self._next_steps())

    def _next_steps(self) -> Keyboard:
        rows: list[tuple[Button, ...]] = [
            (self._button("button-change", "c"), self._button("button-start-again", "n"))
        ]
        if self.flow.sections:
            rows.append((self._button("button-sections", "l"),))
        if self.flow.copies > len(dialog.copies(self.flow, self.progress)):
            rows.append((self._button("button-another", "+"),))
        rows += [row for step in self.flow.outcome.next if (row := self._step(step))]
        return (*rows, (self._button("button-delete-answers", "x"),))

    def _step(self, step: str) -> tuple[Button, ...]:
        kind, _, name = step.partition(":")
        match kind:
            case "page" | "picture":
                return (self._button(f"button-{kind}-{name}", f"a{name}"),)
            case "entry":
                entry = self.edition.entry(name)
                return (Button(cut(entry.question), data=f"e:{name}"),) if entry else ()
            case "dialog":
                return (Button(cut(self._say(f"button-dialog-{name}")), data=f"d:{name}::go"),)
        return ()

    # --- pieces --------------------------------------------------------------------------------

    def _led(self, lead: str, text: str) -> Text:
        spans = [Span(f"{lead}\n\n")] if lead else []
        return tuple([*spans, Span(text)] if text else spans)

    def _message(self, spans: Text, buttons: Keyboard) -> Say:
        return Say(spans, tuple(tuple(row) for row in buttons if row), replaces=self.replaces)

    def _button(self, name: str, what: str) -> Button:
        return Button(self._say(name), data=self._data(what))

    def _data(self, what: str) -> str:
        return f"d:{self.flow.id}:{base36(self.progress.revision)}:{what}"

    def _say(self, name: str, /, **values: object) -> str:
        return self.edition.say(name, **values)


def choices(question: Question) -> tuple[str, ...]:
    """The answers that have a button: the options, or the bands of a number."""
    if question.number:
        return tuple(
            f"{low:g}-{high:g}" if low != high else f"{low:g}" for low, high in question.number.bands
        )
    return tuple(question.choose)


def part_in_words(part: Part, voice: Voice) -> Iterator[Span]:
    """A heading and its lines as a message shows them."""
    lines = "\n".join(map(_plain, part.lines))
    if part.heading:
        yield Span(part.heading, "bold")
        yield Span("\n")
    yield from voice.glossary.linked(lines)


def _plain(line: Line) -> str:
    mark = f"{line.mark_word}: " if line.mark_word else ""
    if not line.detail:
        return f"- {mark}{line.text}"
    stop = "" if line.text.endswith((".", "?", "!", "”")) else "."
    return f"- {mark}{line.text}{stop} {line.detail}"
