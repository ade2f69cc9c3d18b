"""Problems → what `check` prints."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bot.errors import Problem


def as_text(problems: Iterable[Problem]) -> str:
    """A line a problem, and a last line that counts them."""
    shown = [here(problem) for problem in problems]
    lines = [f"{problem}{'' if problem.level != 'warning' else ' (warning)'}" for problem in shown]
    return "\n".join([*lines, _count(shown)])


def as_json(problems: Iterable[Problem]) -> str:
    """A list of objects, for other programs."""
    return json.dumps([_row(here(problem)) for problem in problems], ensure_ascii=False, indent=1)


def here(problem: Problem) -> Problem:
    """With the file's name as seen from the current folder when it lies inside, else whole."""
    path = Path(problem.file).absolute()
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return replace(problem, file=shown.as_posix())


def _row(problem: Problem) -> dict[str, str | int]:
    return {
        "file": problem.file,
        "line": problem.line,
        "where": problem.where,
        "what": problem.what,
        "level": problem.level,
    }


def _count(problems: list[Problem]) -> str:
    warnings = sum(problem.level == "warning" for problem in problems)
    errors = len(problems) - warnings
    if not problems:
        return "Everything is in order."
    return f"{_some(errors, 'error')}, {_some(warnings, 'warning')}."


def _some(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
