"""Figures and trials → words. A figure stands once in figures.yaml; every text gets its numbers from here.

`say` gives the fixed sentences of the reader's language, so no word of English stands below. What is past its
review date has no words: the caller says that it is being re-checked.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from bot.core.knowledge import Amount, Cost, Figure, Risk, Share, Trial

Say = Callable[..., str]

STATUS_HOLDS = timedelta(days=90)

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_PARTS: dict[type[Figure], tuple[str, ...]] = {
    Cost: ("low", "high", "quoted_by", "as_of", "what"),
    Risk: ("rate", "group", "over", "interval", "as_of"),
    Share: ("of", "over", "group", "study", "interval", "as_of"),
    Amount: ("number", "low", "high", "as_of", "what"),
}
_TRIAL_PARTS = ("status", "name", "registry", "compares", "where", "who", "url")


def figure_parts(figure: Figure) -> tuple[str, ...]:
    """What may stand after the dot: `{cost.mexico.low}`."""
    return _PARTS[type(figure)]


def trial_parts() -> tuple[str, ...]:
    """What may stand after a trial's id: `{trial.beat-ms.status}`."""
    return _TRIAL_PARTS


def figure_in_words(figure: Figure, part: str, today: date, say: Say) -> str | None:
    """The figure, or a part of it, in words; None past its review date; KeyError for an unknown part."""
    if part and part not in _PARTS[type(figure)]:
        raise KeyError(part)
    if today > figure.review_by:
        return None
    if part == "as_of":
        return date_in_words(figure.as_of, say)
    if isinstance(figure, Cost):
        return _cost(figure, part, say)
    if isinstance(figure, Risk):
        return _risk(figure, part, say)
    if isinstance(figure, Amount):
        return _amount(figure, part, say)
    return str(getattr(figure, part)) if part else _percent(figure.percent)


def trial_in_words(trial: Trial, part: str, today: date, say: Say) -> str:
    """A part of a trial; its status with the date it was read, or where to look once that is 90 days ago."""
    if part not in _TRIAL_PARTS:
        raise KeyError(part)
    if part != "status":
        return str(getattr(trial, part))
    if today - trial.checked_on > STATUS_HOLDS:
        return say("trial-status-old", url=trial.url)
    return say("trial-status", status=trial.status, date=date_in_words(trial.checked_on.isoformat(), say))


def date_in_words(day: str, say: Say) -> str:
    """`2026-10-09` → 9 October 2026, `2024-11` → November 2024; anything else as it stands."""
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", day)
    if not found or not 1 <= int(found[2]) <= 12:
        return day
    month = say("months").split()[int(found[2]) - 1]
    return f"{int(found[3])} {month} {found[1]}" if found[3] else f"{month} {found[1]}"


def risk_out_of(risk: Risk) -> Decimal:
    """How many of `out_of` it happened to, unrounded."""
    return Decimal(str(risk.events)) / Decimal(str(risk.of)) * risk.out_of


def _cost(cost: Cost, part: str, say: Say) -> str:
    if part in ("quoted_by", "what"):
        return str(getattr(cost, part))
    low, high = _money(cost.low, cost.currency), _money(cost.high, cost.currency)
    if part:
        return low if part == "low" else high
    return low if low == high else say("range", low=low, high=high)


def _money(amount: float, currency: str) -> str:
    number = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    return f"{_SIGNS[currency]}{number}" if currency in _SIGNS else f"{currency} {number}"


def risk_count(risk: Risk) -> Decimal:
    """How many of `out_of` it happened to, rounded as it is said."""
    return _decimal(risk_out_of(risk))


def risk_rates(risk: Risk, say: Say) -> tuple[str, str]:
    """`3 in 1000` it happened to, and `997 in 1000` it did not."""
    count = risk_count(risk)
    rate = say("risk-rate", count=_plain(count), out_of=risk.out_of)
    return rate, say("risk-rate", count=_plain(risk.out_of - count), out_of=risk.out_of)


def _risk(risk: Risk, part: str, say: Say) -> str:
    if part in ("group", "over", "interval"):
        return str(getattr(risk, part))
    rate, others = risk_rates(risk, say)
    if part == "rate":
        return rate
    words = dataclasses.asdict(risk) | {"rate": rate, "other_rate": others}
    sentence = say("risk", **words)
    return f"{sentence} {say('risk-interval', interval=risk.interval)}" if risk.interval else sentence


def _amount(amount: Amount, part: str, say: Say) -> str:
    if part == "what":
        return amount.what
    if part in ("low", "high"):
        return str(getattr(amount, part)) or amount.value
    number = amount.value or say("range", low=amount.low, high=amount.high)
    return number if part == "number" or not amount.unit else f"{number} {amount.unit}"


def _percent(percent: float) -> str:
    exact = Decimal(str(percent))
    nearly_all = 99 < exact < 100  # 99.8% is not everybody
    return f"{_plain(exact.quantize(Decimal('0.1')) if nearly_all else _decimal(exact))}%"


def _decimal(number: Decimal) -> Decimal:
    """Whole from 10 on; below, one place after the point; below a tenth, the first place that says something."""
    if number >= 10:
        return number.quantize(Decimal(1), ROUND_HALF_UP)
    places = Decimal("0.1")
    while 0 < number < places:
        places /= 10
    return number.quantize(places, ROUND_HALF_UP)


def _plain(number: Decimal) -> str:
    """Without zeros after the point."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
