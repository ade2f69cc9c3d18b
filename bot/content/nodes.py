"""What stands in a YAML file, as its author sees it: texts, lists and keys, each with its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bot.errors import Level, Problem


class Place(NamedTuple):
    """Where something stands. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int = 0

    @property
    def beside(self) -> str:
        """As another file of the same folder speaks of it: `cost.yaml:14`."""
        return f"{self.file.rpartition('/')[2]}:{self.line}"


@dataclass(slots=True)
class Text:
    """A scalar, always as text. `meant` is false for a value that was left blank; `block` for a `|` text."""

    value: str
    at: Place
    block: bool = False
    meant: bool = True

    def place(self, offset: int = 0) -> Place:
        """The place of the character at `offset`: in a `|` text, its own line."""
        if not self.block:
            return self.at
        return Place(self.at.file, self.at.line + 1 + self.value.count("\n", 0, offset))


@dataclass(slots=True)
class Items:
    """A list."""

    items: list[Node]
    at: Place


@dataclass(slots=True)
class Keys:
    """A mapping. `braces` when it was written `{…}` on one line."""

    values: dict[str, Node]
    at: Place
    key_at: dict[str, Place] = field(default_factory=dict)
    braces: bool = False

    def place(self, key: str) -> Place:
        """Where a key stands, or else the mapping itself."""
        return self.key_at.get(key, self.at)


Node = Text | Items | Keys


class Problems:
    """Everything found so far."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, at: Place, where: str, what: str, level: Level = "broken") -> None:
        """Note one thing that is wrong."""
        self.found.append(Problem(at.file, at.line, where, what, level))

    def sorted(self) -> tuple[Problem, ...]:
        """Each problem once, by file and line."""
        return tuple(sorted(set(self.found)))


def merged(original: Node | None, over: Node | None) -> Node | None:
    """`over` laid over `original`: keys of both, where both have one that of `over`."""
    if not (isinstance(original, Keys) and isinstance(over, Keys)):
        return over or original
    values: dict[str, Node] = dict(original.values)
    for key, node in over.values.items():
        joined = merged(values.get(key), node)
        values[key] = joined or node
    return Keys(values, over.at, {**original.key_at, **over.key_at}, over.braces)


def closest(word: str, choices: Iterable[str]) -> str:
    """The choice that looks most like the word, or empty."""
    return _closest(word.casefold(), tuple(sorted(choices)))


@lru_cache(4096)  # the same dead name often stands in many places
def _closest(word: str, choices: tuple[str, ...]) -> str:
    found = difflib.get_close_matches(word, choices, n=1, cutoff=0.6)
    return found[0] if found else ""


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """` Did you mean 'x'?`, or all choices where there are few, or nothing."""
    known = sorted(set(choices))
    if close := closest(word, known):
        return f" Did you mean '{close}'?"
    if 0 < len(known) <= 12:
        return f" Possible here: {', '.join(known)}."
    return ""


def keys_of(node: Node | None) -> Mapping[str, Node]:
    """The values of a mapping; of anything else, nothing."""
    return node.values if isinstance(node, Keys) else {}
