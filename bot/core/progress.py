"""How far one person has come in one dialog. This is health data: it is kept encrypted, and only in a private chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered to a question at its `rev`. An answer taken back stays `open`, to be kept with one tap."""

    value: str  # option id, "45-49", "47", free text, NOT_SURE or SKIPPED (see bot.core.flows)
    rev: int
    note: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The answers, by `question` or, from the second copy on, `question@2`. The place is found by replaying them."""

    flow: str
    version: int
    revision: int = 0  # rises with every change; a button bears the one it was made for
    consent: str = ""  # the text agreed to, its version, and when: "health 1 2026-11-26T10:00:00+00:00"
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    copy: int = 1  # which clinic, counted from 1
    section: str = ""  # the part being filled in, where a dialog has parts
    slips: int = 0  # how often in a row the answer was not understood
    changed_at: datetime
