"""respond(): the one entrance to the core. Who has the turn?

A message is offered to the steps below in their order; the first that takes it decides the turn:
a crisis, an emergency, a command, an answer to an open dialog, what goes on with the last answer, a decision that is
not ours, an advert, a dialog asked for, a question. What is no answer while a dialog is open is answered, and then led
back to it.
Small talk and ordinary despair are recognised within the question, after a sure answer and before an unsure one:
"hello, is it a cure?" is a question, "hello" is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core import checking, guided, manners, menus
from bot.core.answers import BREAK, to_entry
from bot.core.content import Content
from bot.core.knowledge import Helpline
from bot.core.messages import (
    Button,
    Commanded,
    Joined,
    Message,
    Reading,
    Reply,
    Said,
    Say,
    Session,
    Span,
    Tapped,
    Turn,
    Unreadable,
)
from bot.core.questions import continued, question
from bot.core.scene import Scene
from bot.core.taps import tapped

HINT_AGAIN = timedelta(minutes=10)


def respond(content: Content, session: Session, message: Message, now: datetime) -> Turn:
    """What to say to a message, and what to remember. `now` bears a time zone; nothing else is read from outside."""
    notices = tuple(_notices(session, message, now))
    edition = content.edition(session.lang, message.where.lang)
    counted = manners.counted(_noticed(session, notices, now), now)
    scene = Scene(content, edition, counted, message, now)
    turn = _turn(scene)
    if not notices:
        return turn
    said = tuple(scene.says(name) for name in notices)
    return replace(turn, replies=_behind_toasts(turn.replies, said))


def waiting_time(content: Content, session: Session, message: Message, now: datetime) -> float:
    """Seconds to wait before this message has its turn: 0 but in a flood, and 0 for a call for help even then."""
    seconds = manners.wait(session, now)
    text = message.text if isinstance(message, Said) else ""
    return 0.0 if seconds and content.safety.alarm(text) else seconds


def broken(content: Content, lang: str, number: str) -> Say:
    """What the member hears when the mistake was ours."""
    return Say((Span(content.edition(lang).say("broken", id=number)),))


def _turn(scene: Scene) -> Turn:
    match scene.message:
        case Tapped() as message:
            return tapped(scene, message)
        case Unreadable():
            return _unreadable(scene)
        case Joined():
            return menus.greeting(scene)
    return next(turn for step in STEPS if (turn := step(scene)) is not None)


def _otherwise(scene: Scene) -> Turn:
    """What is neither an alarm, a command nor an answer to an open dialog."""
    turn = next(turn for step in OTHERWISE if (turn := step(scene)) is not None)
    return guided.wandered(scene, turn)


def _alarm(scene: Scene) -> Turn | None:
    """A crisis or an emergency: before everything else, wherever it is said, in the language it was said in."""
    alarm = scene.content.safety.alarm(scene.text)
    if alarm is None:
        return None
    text = scene.reply_of(alarm.cue, alarm.lang)
    kind = "crisis" if alarm.cue.kind == "crisis" else "emergency"
    first = _own_country(scene) if kind == "crisis" else ""
    say = Say((Span(f"{first}\n{text}" if first else text),), urgent=True)
    return scene.turn(
        say, reading=Reading("crisis" if kind == "crisis" else "emergency", alarm.cue.id, text=text)
    )


def _own_country(scene: Scene) -> str:
    """The crisis line of the person's country, where their language setting tells the country."""
    country = scene.message.where.lang.replace("_", "-").partition("-")[2].upper()
    lines = [line for line in scene.edition.knowledge.helplines.values() if _serves(line, country)]
    return "\n".join(
        scene.edition.say("crisis-country", name=line.name, number=line.number) for line in lines
    )


def _serves(line: Helpline, country: str) -> bool:
    return bool(country) and line.kind == "crisis" and country in line.country


def _command(scene: Scene) -> Turn | None:
    message = scene.message
    asks = isinstance(message, Commanded) and message.name == "ask" and scene.text.strip()
    turn = None if asks else menus.command(scene)
    informs = isinstance(message, Commanded) and message.name in menus.INFORM
    return guided.reminded(scene, turn) if turn and informs else turn


def _empty(scene: Scene) -> Turn | None:
    """Nothing but blanks and marks."""
    return None if any(letter.isalnum() for letter in scene.text) else _unreadable(scene)


def _personal(scene: Scene) -> Turn | None:
    """A decision that belongs to the person and their MS team: what bears on it, and the exact question to ask."""
    cue = scene.content.safety.decision(scene.text)
    if cue is None:
        return None
    text, say = scene.reply_of(cue), scene.edition.say
    reading = Reading("personal", cue.id, text=text)
    if not scene.private:
        row = (Button(say("button-private"), private="hello"),)
        return scene.turn(scene.says("personal-group", (row,)), reading=reading)
    entries = [entry for name in cue.see if (entry := scene.edition.entry(name))]
    ask = (BREAK, Span(say("personal-ask", question=cue.ask))) if cue.ask else ()
    spans = (*scene.edition.glossary.linked(text), *ask)
    return scene.turn(Say(spans, tuple((to_entry(entry),) for entry in entries)), reading=reading)


def _unreadable(scene: Scene) -> Turn:
    """A hint, once in a while, and only in private."""
    hinted = scene.session.hinted_at
    if not scene.private or (hinted and timedelta(0) <= scene.now - hinted < HINT_AGAIN):
        return scene.turn()
    hinting = replace(scene, session=replace(scene.session, hinted_at=scene.now))
    return guided.reminded(hinting, hinting.turn(hinting.says("only-text")))


Step = Callable[[Scene], Turn | None]
OTHERWISE: tuple[Step, ...] = (continued, _personal, checking.advert, guided.asked_for, question)
STEPS: tuple[Step, ...] = (_alarm, _command, _empty, guided.heard, _otherwise)


def _notices(session: Session, message: Message, now: datetime) -> list[str]:
    names = {
        "away": manners.needs_away_notice(session, message, now),
        "slowed": message.where.private and manners.needs_slow_notice(session, now),
    }
    return [name for name, needed in names.items() if needed]


def _noticed(session: Session, notices: tuple[str, ...], now: datetime) -> Session:
    if not notices:
        return session
    return replace(
        session,
        away_at=now if "away" in notices else session.away_at,
        slowed_at=now if "slowed" in notices else session.slowed_at,
    )


def _behind_toasts(replies: tuple[Reply, ...], notices: tuple[Say, ...]) -> tuple[Reply, ...]:
    toasts = tuple(reply for reply in replies if not isinstance(reply, Say))
    says = tuple(reply for reply in replies if isinstance(reply, Say))
    urgent = any(say.urgent for say in says)
    return (*toasts, *says, *notices) if urgent else (*toasts, *notices, *says)
