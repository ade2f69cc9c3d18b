"""What was found in an advert, in words: the fact first, then what it stands against, then the warning signs."""

from __future__ import annotations

from datetime import date

from bot.core.claims import Checked
from bot.core.content import Voice
from bot.core.sheets import Line, Part
from bot.core.wording import fill

SHOWN = 5  # claims in one answer; the rest is counted


def claim_parts(checked: Checked, voice: Voice, today: date) -> tuple[Part, ...]:
    """What was found, in words. Nothing of the advert is repeated."""
    say = voice.say
    claims = [
        Line(
            text=fill(one.claim.fact, voice.knowledge, say, today),
            mark_word=say(f"verdict-{one.claim.verdict}"),
            detail=say("check-said", myth=one.claim.myth),
        )
        for one in checked.found[:SHOWN]
    ]
    more = len(checked.found) - SHOWN
    claims += [Line(text=say("check-more", count=more))] if more > 0 else []
    claims += [Line(text=say("check-unchecked", count=checked.unchecked))] if checked.unchecked else []
    signs = [
        Line(text=flag.what, mark="flag", mark_word=say("mark-flag"), detail=flag.why)
        for flag in checked.flags[:SHOWN]
    ]
    asked = [Line(text=flag.ask) for flag in checked.flags[:SHOWN]]
    nothing = () if checked.found else (Line(text=say("check-nothing")),)
    made = (
        Part(heading=say("check-claims"), lines=(*claims, *nothing)),
        Part(heading=say("check-flags"), lines=tuple(signs)),
        Part(heading=say("report-ask"), lines=tuple(asked)),
    )
    return tuple(part for part in made if part.lines)


def sources_of(checked: Checked) -> tuple[str, ...]:
    """Who says so."""
    named = [name for one in checked.found[:SHOWN] for name in one.claim.sources]
    named += [name for flag in checked.flags[:SHOWN] for name in flag.source]
    return tuple(dict.fromkeys(named))
