"""What a tapped button does. Its data may be forged, old or somebody else's: then a toast, and nothing changes.

| data                  | does                                                        |
|-----------------------|-------------------------------------------------------------|
| `v:entry:parts`       | shows the answer in place, with those parts open            |
| `e:entry`             | shows the answer (in groups in place, privately as new)     |
| `p:entry:asker`       | the asker picks one of the questions offered                |
| `f:entry:y`, `…:n`    | helpful, or not                                             |
| `t:topic:page`        | a page of a topic, in place                                 |
| `c:topics`            | the topics, in place                                        |
| `l:code`              | the language                                                |
| `x:yes`, `x:no`, `x:ask` | everything kept about the person goes, or not          |
| `d:dialog:revision:…` | whatever a dialog does (bot.core.guided)                    |
"""

from __future__ import annotations

from dataclasses import replace

from bot.core import guided, manners, menus, own_data
from bot.core.answers import MORE, SOURCES, WORDS
from bot.core.messages import Feedback, Reading, Tapped, Toast, Turn
from bot.core.numerals import base36
from bot.core.scene import Scene

TAP = Reading("tap")
DIALOG = (
    "d:"  # what stands behind may be an answer about health: never remembered, and its revision tells doubles
)


def tapped(scene: Scene, message: Tapped) -> Turn:
    """Every tap is answered by exactly one toast, and changes something at most once."""
    if not message.data.startswith(DIALOG):
        if manners.is_double_tap(scene.session, message, scene.now):
            return scene.turn(scene.toast("already"), reading=TAP)
        scene = replace(scene, session=manners.with_tap(scene.session, message, scene.now))
    turn = _done(scene, message)
    if turn is None:
        return scene.turn(scene.toast("old-button"), reading=TAP)
    if any(isinstance(reply, Toast) for reply in turn.replies):
        return turn
    return replace(turn, replies=(Toast(), *turn.replies))


def _done(scene: Scene, message: Tapped) -> Turn | None:
    kind, _, rest = message.data.partition(":")
    name, _, detail = rest.partition(":")
    match kind:
        case "v":
            return _view(scene, message, name, detail)
        case "e":
            return _entry(scene, name)
        case "p":
            return _pick(scene, name, detail)
        case "f":
            return _feedback(scene, message, name, detail)
        case "t":
            return menus.topic(scene, name, int(detail)) if detail.isascii() and detail.isdigit() else None
        case "c":
            return menus.topics(scene, replaces=True) if name == "topics" else None
        case "l":
            return menus.choose_language(scene, name)
        case "d":
            return guided.tapped(scene, message)
        case "x":
            return own_data.forget(scene) if name == "ask" else own_data.decided(scene, name)
    return None


def _view(scene: Scene, message: Tapped, name: str, opened: str) -> Turn | None:
    entry = scene.edition.entry(name)
    if entry is None or not set(opened) <= {MORE, SOURCES, WORDS}:
        return None
    opened = "".join(sorted({*opened, *_opened_before(scene, message, name)}))
    return scene.answer(entry, opened, replaces=True, reading=TAP)


def _opened_before(scene: Scene, message: Tapped, name: str) -> str:
    """The parts opened since this entry came into the message: a quick second tap shows old buttons."""
    opened = ""
    for data in manners.taps_on(scene.session, message.message):
        if data.startswith("f:"):
            continue
        if not data.startswith(f"v:{name}:"):
            break
        opened += "".join(part for part in data.rpartition(":")[2] if part in (MORE, SOURCES, WORDS))
    return opened


def _entry(scene: Scene, name: str) -> Turn | None:
    entry = scene.edition.entry(name)
    return scene.answer(entry, replaces=not scene.private, reading=TAP) if entry else None


def _pick(scene: Scene, name: str, asker: str) -> Turn | None:
    entry = scene.edition.entry(name)
    if entry is None:
        return None
    if asker != base36(scene.message.where.person):
        return scene.turn(scene.toast("not-yours"), reading=TAP)
    return scene.answer(entry, replaces=True, reading=TAP)


def _feedback(scene: Scene, message: Tapped, name: str, verdict: str) -> Turn | None:
    if scene.edition.entry(name) is None or verdict not in ("y", "n"):
        return None
    same = sum(tap.startswith(f"{message.message}|f:{name}:") for tap in scene.session.taps)
    if same > 1:
        return scene.turn(scene.toast("already"), reading=TAP)
    helpful = verdict == "y"
    toast = scene.toast("helpful-thanks" if helpful else "not-helpful-thanks")
    return Turn(scene.session, (toast,), (Feedback(name, helpful),), TAP)
