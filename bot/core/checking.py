"""An advert in the conversation: pasted, forwarded, or pointed at with /check."""

from __future__ import annotations

from bot.core import guided
from bot.core.answers import BREAK, source_lines
from bot.core.claimed import claim_parts, sources_of
from bot.core.claims import Checked
from bot.core.messages import Button, Commanded, Reading, Said, Say, Span, Turn
from bot.core.scene import Scene
from bot.core.screens import part_in_words


def advert(scene: Scene) -> Turn | None:
    """A message that is an advert, or was forwarded and claims something."""
    message = scene.message
    if not isinstance(message, Said) or not scene.private:
        return None
    claims = scene.edition.claims
    checked = claims.check(scene.text) if message.forwarded else claims.is_advert(scene.text)
    return _answer(scene, checked) if checked and checked.found else None


def command(scene: Scene) -> Turn:
    """/check with words behind it, or in reply to somebody's; else the dialog that asks for them."""
    if scene.text.strip():
        return _answer(scene, scene.edition.claims.check(scene.text))
    assert isinstance(scene.message, Commanded)  # noqa: S101 - only commands come here
    begun = guided.begin(scene, "claim") if scene.private else None
    return begun or scene.turn(scene.says("check-how"), reading=Reading("command"))


def _answer(scene: Scene, checked: Checked) -> Turn:
    edition = scene.edition
    spans: list[Span] = [Span(edition.say("check-title"), "bold")]
    for part in claim_parts(checked, edition, scene.today):
        spans += [BREAK, *part_in_words(part, edition)]
    if sources := sources_of(checked):
        spans += [BREAK, *source_lines(sources, edition)]
    best = checked.found[0].claim.id if checked.found else ""
    reading = Reading(
        "claim",
        entry=best,
        flags=tuple(flag.id for flag in checked.flags),
        text="".join(span.text for span in spans),
    )
    row = (Button(edition.say("button-dialog-clinic"), data="d:clinic::go"),)
    buttons = (row,) if scene.private and "clinic" in scene.content.dialogs else ()
    return scene.turn(Say(tuple(spans), buttons), reading=reading)
