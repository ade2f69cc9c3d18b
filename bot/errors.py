"""Everything this bot raises on purpose.

    BotError
    ├── OperatorError        the operator can mend it: one message, no traceback, exit code 1
    │   ├── SettingsError      a SIGNPOST_ variable is wrong or unknown
    │   ├── ContentError       knowledge/ or dialogs/ cannot be used; carries the list of problems
    │   ├── DataError          the data folder or the database cannot be used
    │   ├── SemanticError      the optional better matching cannot be set up or used
    │   ├── AlreadyRunning     another instance holds the data folder, or the token
    │   └── TelegramError      Telegram refuses the token, or a webhook is in the way
    └── UsageError           the command line was typed wrongly: exit code 2

Anything else that surfaces is our own bug: exit code 3. What a member does is never an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Level = Literal["broken", "rule", "warning"]


class BotError(Exception):
    """The root of the tree above."""


class OperatorError(BotError):
    """Something the operator can mend; its message says what to do."""


class SettingsError(OperatorError):
    """A SIGNPOST_ variable is wrong or unknown."""


class DataError(OperatorError):
    """The data folder or the database cannot be used."""


class SemanticError(OperatorError):
    """The optional better matching cannot be set up or used; the bot works without it."""


class AlreadyRunning(OperatorError):
    """Another instance holds the data folder or the token."""


class TelegramError(OperatorError):
    """Telegram refuses the token, or a webhook stands in the way of polling."""


class UsageError(BotError):
    """The command line was typed wrongly."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in the content: `file:line: where: what, and what to do`.

    `level` is *broken* (cannot be loaded), *rule* (a text breaks a content rule) or *warning*.
    `line` counts from 1; 0 means the file as a whole.
    """

    file: str
    line: int
    where: str
    what: str
    level: Level = "broken"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.where}: {self.what}" if self.where else f"{place}: {self.what}"


class ContentError(OperatorError):
    """The content cannot be used; `problems` lists why, sorted by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
