"""What is kept about a person: shown to them, and deleted when they say so. Only in private."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.core import dialog
from bot.core.flows import Flow
from bot.core.messages import Attach, Button, Forget, Reading, Say, Session, Span, Turn
from bot.core.outcomes import in_words, short
from bot.core.progress import Progress
from bot.core.scene import Scene
from bot.core.sheets import Data

COMMAND = Reading("command")
YES, NO = "yes", "no"


def my_data(scene: Scene) -> Turn:
    """All of it as a message, and as a file."""
    if not scene.private:
        return _privately(scene)
    lines = "\n".join(f"- {line}" for line in _lines(scene))
    say = Say((Span(f"{scene.edition.say('mydata')}\n{lines}"),), _forget_button(scene))
    return scene.turn(
        Attach(
            Data(text=_as_json(scene)),
            "json",
            "my-data",
            scene.edition.say("caption-mydata"),
            scene.edition.say("file-failed"),
        ),
        say,
        reading=COMMAND,
    )


def forget(scene: Scene) -> Turn:
    """Asks once more before everything goes."""
    if not scene.private:
        return _privately(scene)
    row = (
        Button(scene.edition.say("button-forget"), data=f"x:{YES}"),
        Button(scene.edition.say("button-keep-answers"), data=f"x:{NO}"),
    )
    return scene.turn(scene.says("forget-sure", (row,)), reading=COMMAND)


def decided(scene: Scene, answer: str) -> Turn | None:
    """The person tapped: everything goes, with a receipt, or nothing does."""
    if not scene.private or answer not in (YES, NO):
        return None
    if answer == NO:
        return scene.turn(scene.says("forget-not", replaces=True), reading=COMMAND)
    at = f"{scene.now:%Y-%m-%d %H:%M} UTC"
    receipt = scene.says("forget-receipt", at=at, replaces=True)
    return Turn(Session(), (receipt,), (Forget(),), COMMAND)


def _privately(scene: Scene) -> Turn:
    row = (Button(scene.edition.say("button-private"), private="hello"),)
    return scene.turn(scene.says("own-data-private", (row,)), reading=COMMAND)


def _forget_button(scene: Scene) -> tuple[tuple[Button, ...], ...]:
    return ((Button(scene.edition.say("button-forget"), data="x:ask"),),)


def _lines(scene: Scene) -> Iterator[str]:
    """What a person reads, a line each."""
    say, session = scene.edition.say, scene.session
    entry = scene.edition.entry(session.topic)
    yield say("mydata-language", language=scene.edition.say("language-name"))
    if entry:
        yield say("mydata-topic", question=entry.question)
    yield say("mydata-times")
    for progress in session.dialogs:
        flow = scene.content.dialogs.get(progress.flow)
        title = flow.title if flow else progress.flow
        yield say(
            "mydata-dialog",
            title=title,
            date=f"{progress.changed_at:%Y-%m-%d}",
            consent=progress.consent or "-",
        )
        yield from (f"{question}: {answer}" for question, answer in _told(scene, flow, progress))


def _told(scene: Scene, flow: Flow | None, progress: Progress) -> Iterator[tuple[str, str]]:
    for place, answer in progress.answers.items():
        name, _, copy = place.partition("@")
        question = flow.questions.get(name) if flow else None
        words = in_words(question, answer.value, scene.edition) if question else answer.value
        label = short(question) if question else name
        note = f" ({answer.note})" if answer.note else ""
        yield f"{label} {copy}".strip(), f"{words}{note}"


def _as_json(scene: Scene) -> str:
    session = scene.session
    kept: dict[str, Any] = {
        "language": session.lang or None,
        "last_topic": session.topic or None,
        "last_topic_at": session.topic_at.isoformat() if session.topic_at else None,
        "offered": list(session.offered),
        "buttons_tapped": len(session.taps),
        "dialogs": [_dialog(scene, progress) for progress in session.dialogs],
    }
    return json.dumps(kept, ensure_ascii=False, indent=1)


def _dialog(scene: Scene, progress: Progress) -> dict[str, Any]:
    flow = scene.content.dialogs.get(progress.flow)
    return {
        "dialog": progress.flow,
        "title": flow.title if flow else None,
        "edition": progress.version,
        "consent": progress.consent or None,
        "changed_at": progress.changed_at.isoformat(),
        "copies": len(dialog.copies(flow, progress)) if flow else 1,
        "answers": [
            {"question": question, "answer": answer} for question, answer in _told(scene, flow, progress)
        ],
    }
