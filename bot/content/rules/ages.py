"""What grows old: figures, statuses and reviews."""

from __future__ import annotations

from datetime import date, timedelta

from bot.content.nodes import Problems
from bot.content.rules.pieces import View
from bot.core.figures import STATUS_HOLDS

AHEAD = timedelta(days=30)
WITH_FIGURES = timedelta(days=365)
WITHOUT = timedelta(days=730)


def check(seen: View, problems: Problems) -> None:
    """All dates; those that no translation changes are judged in the original only."""
    if seen.english:
        _figures(seen, problems)
        _trials(seen, problems)
    for name, entry in seen.entries.items():
        _reviewed(seen, name, entry.reviewed, problems)


def _figures(seen: View, problems: Problems) -> None:
    for name, figure in seen.draft.objects["figures"].items():
        left = figure.review_by - seen.today
        at, where = seen.draft.place("figures", name, "review_by"), f"{name} / review_by"
        if left < timedelta(0):
            what = f"was to be reviewed by {figure.review_by}; members no longer see it. Look it up, change the dates."
            problems.add(at, where, what, "warning")
        elif left <= AHEAD:
            what = f"is to be reviewed by {figure.review_by}, in {left.days} days; after that members no longer see it."
            problems.add(at, where, what, "warning")


def _trials(seen: View, problems: Problems) -> None:
    for name, trial in seen.draft.objects["trials"].items():
        ends = trial.checked_on + STATUS_HOLDS
        at, where = seen.draft.place("trials", name, "checked_on"), f"{name} / checked_on"
        if ends < seen.today:
            what = f"the status was read on {trial.checked_on}; members read 'status not known'. Look at its record."
            problems.add(at, where, what, "warning")
        elif ends - seen.today <= AHEAD:
            what = (
                f"the status was read on {trial.checked_on}; from {ends} on members read 'status not known'."
            )
            problems.add(at, where, what, "warning")


def _reviewed(seen: View, name: str, reviewed: date | None, problems: Problems) -> None:
    at, where = seen.draft.place("entries", name, "reviewed"), f"{name} / reviewed"
    if reviewed is None:
        if "reviewed" not in _written(seen, name):
            problems.add(
                at, name, "needs 'reviewed', the day somebody last checked it, like 2026-11-20.", "rule"
            )
        return
    if reviewed > seen.today:
        problems.add(at, where, f"{reviewed} is still to come. Write the day it was checked.", "rule")
    figures = bool(seen.used(name))
    if seen.today - reviewed > (WITH_FIGURES if figures else WITHOUT):
        span = "12 months" if figures else "24 months"
        what = f"was last reviewed on {reviewed}, more than {span} ago. Check it and change the date."
        problems.add(at, where, what, "warning")


def _written(seen: View, name: str) -> set[str]:
    node = seen.draft.node("entries", name)
    return set(getattr(node, "values", {}))
