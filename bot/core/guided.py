"""The guided dialogs in the conversation: how one begins, what taps and typed lines do, and how one leaves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2s
from types import MappingProxyType

from bot.core import dialog
from bot.core.flows import NOT_SURE, SKIPPED, Flow, Question
from bot.core.hearing import Ear, Given
from bot.core.messages import Button, Reading, Said, Say, Tapped, Toast, Turn
from bot.core.numerals import base36
from bot.core.outcomes import Outcomes
from bot.core.pages import attachment
from bot.core.progress import Progress
from bot.core.scene import Scene
from bot.core.screens import Screens

HEALTH = "consent-health"  # the fixed sentence people agree to
LEFT_FOR = frozenset(
    {"answer", "suggest", "personal", "claim", "dialog"}
)  # what a line in the middle may turn out to be


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


FEW_WORDS = 3  # so few that are no answer, and no sure question, are a slip
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


# --- entrances ------------------------------------------------------------------------------------


def begin(scene: Scene, name: str, *, replaces: bool = False) -> Turn | None:
    """A dialog asked for by name; in a group, the way to it. None if there is no such dialog."""
    flow = scene.content.dialogs.get(name)
    if flow is None:
        return None
    if not scene.private:
        button = Button(scene.edition.say("button-private"), private=name)
        say = scene.says("dialog-private", ((button,),), title=flow.title)
        return scene.turn(say, reading=Reading("dialog", dialog=name))
    guide = _guide(scene, flow, replaces=replaces)
    other = _open(scene)
    if other is not None and other.flow.id != name and other.place.question is not None:
        return scene.turn(guide.screens.switch(other.flow), reading=Reading("dialog", dialog=name))
    return guide.go()


def asked_for(scene: Scene) -> Turn | None:
    """Words that ask for a dialog: "compare me with the criteria"."""
    words = scene.edition.lexicon.words
    said = words(scene.text)
    for flow in scene.content.dialogs.values():
        if any(said == words(phrase) for phrase in (flow.title, *flow.asked_for)):
            return begin(scene, flow.id)
    return None


def heard(scene: Scene) -> Turn | None:
    """A typed line while a dialog is open; None where it is no answer."""
    guide = _open(scene)
    if guide is None or not scene.private or not isinstance(scene.message, Said):
        return None
    if lead := guide.upgrade():
        return guide.at(guide.progress, lead)
    return guide.revised(scene.text) if scene.message.revised else guide.line(scene.text)


def wandered(scene: Scene, turn: Turn) -> Turn:
    """A line that was no answer: if it was something else, that is answered and one line leads back; else a slip."""
    guide = _open(scene)
    if (
        guide is None
        or not scene.private
        or not isinstance(scene.message, Said)
        or turn.session.dialog != guide.flow.id
    ):
        return turn
    if guide.place.question is None and turn.reading.kind != "none":
        return turn
    asks = "?" in scene.text or len(scene.text.split()) > FEW_WORDS
    if (turn.reading.kind not in LEFT_FOR and "?" not in scene.text) or (
        turn.reading.kind == "suggest" and not asks
    ):
        return guide.slipped()
    return _led_back(scene, turn, guide)


def reminded(scene: Scene, turn: Turn) -> Turn:
    """After something that is no answer and no question: the dialog's own question again."""
    guide = _open(scene)
    if guide is None or not scene.private or guide.place.question is None:
        return turn
    return _led_back(scene, turn, guide)


def _led_back(scene: Scene, turn: Turn, guide: Guide) -> Turn:
    return replace(turn, replies=(*turn.replies, guide.where(scene.edition.say("dialog-back"))))


def cancel(scene: Scene) -> Turn:
    """Leaves the open dialog; its answers stay, or go, as the person says."""
    guide = _open(scene)
    return (
        guide.stop()
        if guide and scene.private
        else scene.turn(scene.says("nothing-to-cancel"), reading=Reading("command"))
    )


def tapped(scene: Scene, message: Tapped) -> Turn | None:
    """A button of a dialog: `d:dialog:revision:what`. None for one that is forged or of a dialog that is gone."""
    _, name, revision, what = (*message.data.split(":", 3), "", "", "")[:4]
    flow = scene.content.dialogs.get(name)
    if flow is None or not scene.private:
        return None
    if what == "go":
        return begin(scene, name, replaces=True)
    guide = _guide(scene, flow, replaces=True)
    if what != "start" and _kept(scene, flow) is None:
        return guide.toast("dialog-gone")
    if revision != base36(guide.progress.revision):
        return _stale(guide)
    if not guide.agreed and what not in BEFORE_CONSENT:
        return None
    if lead := guide.upgrade():
        return guide.at(guide.progress, lead)
    return _run(guide, what)


def _run(guide: Guide, what: str) -> Turn | None:
    if run := TAPS.get(what):
        return run(guide)
    kind, rest = what[:1], what[1:]
    question = guide.place.question
    match kind:
        case "=" if (
            question
            and rest not in (NOT_SURE, SKIPPED)
            and not question.write
            and dialog.fits(question, rest)
        ):
            return guide.answer(question, Given(rest))
        case "o":
            return guide.reopen(rest)
        case "#":
            return guide.section(rest)
        case "a":
            return guide.keepsake(rest)
    return None


def _stale(guide: Guide) -> Turn:
    """A button of before: nothing changes. If all is answered meanwhile, the result is one tap away."""
    if not dialog.finished(guide.flow, guide.progress) or not guide.progress.answers:
        return guide.toast("dialog-stale")
    offer = guide.scene.says(
        "dialog-finished",
        (
            (
                Button(
                    guide.scene.edition.say("button-results"),
                    data=f"d:{guide.flow.id}:{base36(guide.progress.revision)}:z",
                ),
            ),
        ),
    )
    turn = guide.toast("dialog-stale")
    return replace(turn, replies=(*turn.replies, offer))


def _open(scene: Scene) -> Guide | None:
    flow = scene.content.dialogs.get(scene.session.dialog)
    return _guide(scene, flow) if flow is not None and _kept(scene, flow) else None


def _kept(scene: Scene, flow: Flow) -> Progress | None:
    """What is remembered of a dialog, unless it has been quiet for longer than its answers are kept."""
    found = next((one for one in scene.session.dialogs if one.flow == flow.id), None)
    if found is None or scene.now - found.changed_at > timedelta(days=flow.keep_days):
        return None
    return found


def _guide(scene: Scene, flow: Flow, *, replaces: bool = False) -> Guide:
    kept = _kept(scene, flow)
    return Guide(scene, flow, kept or dialog.begun(flow, scene.now), replaces=replaces)
