"""What the rules say, worked out once for each content and day and kept in a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.content.hashing import hash_of_code
from bot.errors import Problem

if TYPE_CHECKING:
    from bot.content.draft import Draft

KEPT = 8


class Verdicts:
    """A folder of verdicts. Without one, every verdict is worked out anew."""

    def __init__(self, folder: Path | None, content: str) -> None:
        self._folder = folder
        self._content = content

    def of(self, drafts: Mapping[str, Draft], today: date, *, whole: bool) -> tuple[Problem, ...]:
        """The rules' problems. `whole` says that nothing is broken, so that what is unused can be told."""
        if (kept := self.kept(today, whole=whole)) is not None:
            return kept
        from bot.content.rules import judge  # slow to import, and seldom needed

        problems = judge(drafts, today, whole=whole)
        if file := self._file(today, whole=whole):
            _keep(file, problems)
        return problems

    def kept(self, today: date, *, whole: bool = True) -> tuple[Problem, ...] | None:
        """What was worked out earlier for that day; None if nothing was."""
        file = self._file(today, whole=whole)
        return _kept(file) if file else None

    def _file(self, today: date, *, whole: bool) -> Path | None:
        name = hashlib.sha256(f"{self._content}\0{today}\0{whole}\0{hash_of_code()}".encode()).hexdigest()
        return self._folder / f"check-{name[:32]}.json" if self._folder else None


def _kept(file: Path) -> tuple[Problem, ...] | None:
    try:
        return tuple(Problem(*row) for row in json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # not there, or half-written: worked out anew


def _keep(file: Path, problems: tuple[Problem, ...]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps([astuple(problem) for problem in problems]), "utf-8")
        fresh.replace(file)
        kept = sorted(file.parent.glob("check-*.json"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in kept[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return  # a full disk costs time, not the start
