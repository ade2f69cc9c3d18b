"""One dialog with one person, at one moment: what taps and typed lines lead to. Each method returns the turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import blake2s
from types import MappingProxyType

from bot.core import dialog
from bot.core.flows import NOT_SURE, SKIPPED, Flow, Question
from bot.core.hearing import Ear, Given
from bot.core.messages import Reading, Say, Toast, Turn
from bot.core.outcomes import Outcomes
from bot.core.pages import attachment
from bot.core.progress import Progress
from bot.core.scene import Scene
from bot.core.screens import Screens

HEALTH = "consent-health"  # the fixed sentence people agree to


class Guide:
    """One dialog with one person, at one moment. Its methods return the turn that something leads to."""

    def __init__(self, scene: Scene, flow: Flow, progress: Progress, *, replaces: bool = False) -> None:
        self.scene = scene
        self.flow = flow
        self.progress = progress
        self._replaces = replaces

    @property
    def place(self) -> dialog.Place:
        return dialog.replay(self.flow, self.progress)

    @property
    def screens(self) -> Screens:
        return Screens(
            Outcomes(self.flow, self.progress, self.scene.edition, self.scene.today), self._replaces
        )

    def shown(self, say: Say, *others: Say | Toast, is_open: bool = True) -> Turn:
        """The turn that ends with this screen; the dialog is then open, or not."""
        kept = tuple(one for one in self.scene.session.dialogs if one.flow != self.flow.id)
        name = self.flow.id if is_open else ""
        session = replace(self.scene.session, dialogs=(*kept, self.progress), dialog=name)
        text = "".join(span.text for span in say.text)
        reading = Reading("dialog", dialog=self.flow.id, text=text)
        return Turn(session, (*others, say), reading=reading)

    def at(self, progress: Progress, lead: str = "") -> Turn:
        """Further on, with the next thing to ask."""
        self.progress = progress
        return self.shown(self.screens.next(lead))

    def toast(self, name: str) -> Turn:
        """Nothing changes but for a word to the one who tapped."""
        return self.scene.turn(self.scene.toast(name), reading=Reading("tap", dialog=self.flow.id))

    def where(self, lead: str = "") -> Say:
        """The screen this dialog stands at."""
        return self.screens.next(lead) if self.agreed else self.screens.consent()

    @property
    def agreed(self) -> bool:
        """Whether what is asked may be asked."""
        return self.flow.consent == "none" or self.progress.consent.startswith(f"{self._consent_text()} ")

    # --- what can be done ----------------------------------------------------------------------

    def go(self) -> Turn:
        """Begins, or goes on where it was left; after an edit, says what will be asked again."""
        if not self.agreed:
            return self.shown(self.screens.consent())
        lead = self.upgrade()
        if self.progress.answers:
            return self.shown(self.screens.resume(lead))
        opening = f"{self.flow.title}\n\n{self.flow.intro.strip()}" if self.flow.consent == "none" else ""
        return self.shown(self.screens.next(lead or opening))

    def upgrade(self) -> str:
        """Takes over an edit of the dialog; what to say of it, if answers have to be given again."""
        self.progress, changed = dialog.upgraded(self.flow, self.progress, self.scene.now)
        return self._say("dialog-changed") if changed else ""

    def agree(self) -> Turn:
        at = self.scene.now.isoformat(timespec="seconds")
        return self.at(
            replace(
                self.progress, consent=f"{self._consent_text()} {at}", revision=self.progress.revision + 1
            )
        )

    def decline(self) -> Turn:
        return self.delete("dialog-declined")

    def answer(self, question: Question, given: Given) -> Turn:
        return self.at(dialog.answered(self.progress, question, given.value, self.scene.now, given.note))

    def not_sure(self) -> Turn | None:
        return self._answered(NOT_SURE)

    def skip(self) -> Turn | None:
        return self._answered(SKIPPED)

    def keep(self) -> Turn | None:
        question = self.place.question
        return self.at(dialog.kept(self.progress, question, self.scene.now)) if question else None

    def why(self) -> Turn | None:
        place = self.place
        return self.shown(self.screens.why(place.question, place)) if place.question else None

    def back(self) -> Turn | None:
        last = dialog.last_answered(self.flow, self.progress)
        if last is None:
            return (
                self.toast("dialog-first")
                if self._replaces
                else self.at(self.progress, self._say("dialog-first"))
            )
        return self.at(dialog.taken_back(self.progress, last, self.scene.now))

    def change(self) -> Turn:
        return self.shown(self.screens.change())

    def reopen(self, name: str) -> Turn | None:
        question = self.flow.questions.get(name)
        if question is None:
            return None
        section = question.section or self.progress.section
        taken = dialog.taken_back(self.progress, question, self.scene.now)
        return self.at(replace(taken, section=section))

    def show(self) -> Turn:
        """The question again, or the result."""
        return self.shown(self.where())

    def result(self) -> Turn:
        return self.shown(self.screens.result())

    def pause(self) -> Turn:
        return self.shown(self.screens.paused(), is_open=False)

    def stop(self) -> Turn:
        return self.shown(self.screens.stop())

    def ask_to_delete(self) -> Turn:
        return self.shown(self.screens.sure())

    def delete(self, receipt: str = "dialog-deleted") -> Turn:
        """Every answer goes; the receipt says when."""
        session = self.scene.session
        left = tuple(one for one in session.dialogs if one.flow != self.flow.id)
        open_ = "" if session.dialog == self.flow.id else session.dialog
        at = f"{self.scene.now:%Y-%m-%d %H:%M} UTC"
        say = self.scene.says(receipt, title=self.flow.title, at=at, replaces=self._replaces)
        return Turn(
            replace(session, dialogs=left, dialog=open_),
            (say,),
            reading=Reading("dialog", dialog=self.flow.id),
        )

    def restart(self) -> Turn:
        """From the first question, with nothing answered; what was agreed to still holds."""
        fresh = dialog.begun(self.flow, self.scene.now)
        return self.at(replace(fresh, consent=self.progress.consent, revision=self.progress.revision + 1))

    def sections(self) -> Turn | None:
        if not self.flow.sections:
            return None
        self.progress = dialog.moved(self.progress, self.scene.now)
        return self.shown(self.screens.sections())

    def section(self, name: str) -> Turn | None:
        if name not in self.flow.sections:
            return None
        there = dialog.moved(self.progress, self.scene.now, section=name)
        if dialog.replay(self.flow, there).question is None:
            self.progress = there
            return self.shown(self.screens.change())
        return self.at(there)

    def skip_section(self) -> Turn:
        skipped = dialog.skipped_section(self.flow, self.progress, self.scene.now)
        return self.at(dialog.moved(skipped, self.scene.now))

    def another(self) -> Turn | None:
        number = len(dialog.copies(self.flow, self.progress)) + 1
        return (
            self.at(dialog.moved(self.progress, self.scene.now, copy=number))
            if number <= self.flow.copies
            else None
        )

    def keepsake(self, name: str) -> Turn | None:
        """A page or a picture of the result, made now and not kept."""
        made = attachment(self.screens.outcomes, name)
        if made is None:
            return None
        turn = self.shown(self.screens.result())
        return replace(turn, replies=(made,))

    # --- typed lines ---------------------------------------------------------------------------

    def line(self, text: str) -> Turn | None:
        """What a typed line does; None where it says nothing to the question."""
        talk = self.scene.edition.talk
        if not self.agreed:
            return self._consent_line(text)
        if run := TYPED.get(talk.control(text)):
            return run(self)
        if talk.corrects(text):
            return self._corrected(text)
        place = self.place
        if place.question is None or self._is_question(place.question, text):
            return None
        given = self._ear().answer(place.question, text)
        return self.answer(place.question, given) if given else None

    def revised(self, text: str) -> Turn:
        """The last answer was edited where it stands in the chat."""
        last = dialog.last_answered(self.flow, self.progress)
        given = self._ear().answer(last, text) if last else None
        if last is None or given is None:
            return self.at(self.progress, self._say("dialog-edited"))
        return self.at(
            dialog.answered(self.progress, last, given.value, self.scene.now, given.note),
            self._changed(last, given),
        )

    def slipped(self) -> Turn:
        """Not understood."""
        if not self.agreed:
            return self.shown(self.screens.consent())
        self.progress = replace(self.progress, slips=self.progress.slips + 1)
        return self.shown(self.screens.slipped())

    def _consent_line(self, text: str) -> Turn | None:
        words, talk = self.scene.edition.lexicon.words(text), self.scene.edition.talk
        if words in talk.ways_to_say("say-yes"):
            return self.agree()
        return self.decline() if words in talk.ways_to_say("say-no") else None

    def _corrected(self, text: str) -> Turn | None:
        """ "I meant secondary progressive": the present question, or the nearest one before, that this answers."""
        place, ear = self.place, self._ear()
        now = [place.question] if place.question else []
        before = [self.flow.questions[name] for name in reversed(place.path)]
        for question in (*now, *before):
            given = None if question.write else ear.answer(question, text)
            if given is not None:
                changed = dialog.answered(self.progress, question, given.value, self.scene.now, given.note)
                return self.at(changed, self._changed(question, given))
        return None

    def _changed(self, question: Question, given: Given) -> str:
        words = self.screens.outcomes.in_words(question, given.value)
        return self._say("dialog-corrected", answer=words)

    def _is_question(self, question: Question, text: str) -> bool:
        """Whether a line in a short free-text field is a question to the bot."""
        return 0 < question.write <= SHORT_TEXT and text.rstrip().endswith("?")

    def _ear(self) -> Ear:
        return Ear(self.scene.edition.lexicon, self.scene.edition.talk)

    def _answered(self, value: str) -> Turn | None:
        question = self.place.question
        return self.answer(question, Given(value)) if question else None

    def _consent_text(self) -> str:
        """The text agreed to, and which version of it."""
        words = self._say("dialog-consent", days=self.flow.keep_days, minutes=self.flow.minutes)
        return f"{HEALTH} {blake2s(words.encode(), digest_size=4).hexdigest()}"

    def _say(self, name: str, /, **values: object) -> str:
        return self.scene.edition.say(name, **values)


SHORT_TEXT = 200  # characters; a longer field takes whole adverts, question marks and all

Step = Callable[[Guide], Turn | None]

TYPED: Mapping[str, Step] = MappingProxyType(
    {
        "say-back": Guide.back,
        "say-skip": Guide.skip,
        "say-not-sure": Guide.not_sure,
        "say-why": Guide.why,
        "say-pause": Guide.pause,
        "say-stop": Guide.stop,
        "say-change": Guide.change,
        "say-keep": Guide.keep,
        "say-go-on": Guide.show,
    }
)
TAPS: Mapping[str, Step] = MappingProxyType(
    {
        "start": Guide.go,
        "yes": Guide.agree,
        "no": Guide.decline,
        "?": Guide.not_sure,
        "-": Guide.skip,
        "k": Guide.keep,
        "w": Guide.why,
        "b": Guide.back,
        "c": Guide.change,
        "r": Guide.show,
        "z": Guide.result,
        "p": Guide.pause,
        "s": Guide.stop,
        "x": Guide.ask_to_delete,
        "X": Guide.delete,
        "n": Guide.restart,
        "l": Guide.sections,
        "/": Guide.skip_section,
        "+": Guide.another,
    }
)
BEFORE_CONSENT = ("start", "yes", "no")
