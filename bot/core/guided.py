"""The guided dialogs in the conversation: how one begins, who hears a line or a tap, and how one comes back to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core import dialog
from bot.core.flows import NOT_SURE, SKIPPED, Flow
from bot.core.guide import BEFORE_CONSENT, TAPS, Guide
from bot.core.hearing import Given
from bot.core.messages import Button, Reading, Said, Tapped, Turn
from bot.core.numerals import base36
from bot.core.progress import Progress
from bot.core.scene import Scene

# what a line in the middle of a dialog may turn out to be
LEFT_FOR = frozenset({"answer", "suggest", "personal", "claim", "dialog"})
FEW_WORDS = 3  # so few that are no answer, and no sure question, are a slip


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
