"""Values that are written rightly and cannot be: a share over 100%, a range the wrong way round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.knowledge import Amount, Cost, Risk, Share, Source, Trial


def nonsense(thing: object) -> Iterator[tuple[str, str]]:
    """Each key that cannot be so, and why."""
    if isinstance(thing, Cost):
        yield from _cost(thing)
    elif isinstance(thing, Risk):
        yield from _risk(thing)
    elif isinstance(thing, Share) and thing.percent > 100:
        yield "percent", f"{thing.percent:g} is more than all. A share is at most 100."
    elif isinstance(thing, Amount) and not (thing.value or (thing.low and thing.high)):
        yield "value", "needs 'value', or both 'low' and 'high'."
    elif (
        isinstance(thing, Source | Trial)
        and thing.url
        and not re.match(r"https?://[^\s/]+\.[^\s]+$", thing.url)
    ):
        yield "url", f"'{thing.url}' is not an address. It begins with https:// and has no spaces."


def _cost(cost: Cost) -> Iterator[tuple[str, str]]:
    if cost.low > cost.high:
        yield "low", f"{cost.low:g} is more than 'high', {cost.high:g}. Write the lower price first."
    if not re.fullmatch("[A-Z]{3}", cost.currency):
        yield "currency", f"'{cost.currency}' is not a currency. Write its three letters: USD, EUR, GBP."


def _risk(risk: Risk) -> Iterator[tuple[str, str]]:
    if risk.of <= 0:
        yield "of", "needs the number of people counted, more than 0."
    elif risk.events > risk.of:
        yield (
            "events",
            f"{risk.events:g} is more than 'of', {risk.of:g}. More than all cannot be.",
        )
