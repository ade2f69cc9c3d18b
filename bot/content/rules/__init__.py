"""The rules every text must keep to. Each module holds one kind; each rule adds what it finds to `problems`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.content.draft import Draft
from bot.content.nodes import Problems
from bot.content.rules import (
    ages,
    balance,
    cues,
    dialogs,
    lengths,
    looks,
    numbers,
    reach,
    reading,
    sourcing,
    walk,
    wordchoice,
)
from bot.content.rules.pieces import View, view
from bot.errors import Problem

__all__ = ["View", "judge", "view"]


def judge(drafts: Mapping[str, Draft], today: date, *, whole: bool) -> tuple[Problem, ...]:
    """All that the rules find in all languages. `whole` is false when parts could not be loaded."""
    found: set[Problem] = set()
    for made in drafts.values():
        problems = Problems()
        seen = view(made, today)
        for kind in (looks, lengths, numbers, ages, cues, sourcing, wordchoice, balance, reading, dialogs):
            kind.check(seen, problems)
        reach.check(seen, problems, whole=whole)
        if whole:
            walk.check(seen, problems)
        # what a language takes from elsewhere (the original, the sentences the bot ships with) is judged there
        asked = made.dialogs.folder.name if made.dialogs else made.folder.name
        own = (f"{made.folder.name}/", f"{asked}/")
        found |= {problem for problem in problems.found if problem.file.startswith(own)}
    return tuple(sorted(found))
