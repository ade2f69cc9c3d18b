"""All the bot can say, ready to use: built once, never changed, swapped whole when the files change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.core.claims import Claims
from bot.core.flows import Flow
from bot.core.knowledge import Entry, Knowledge
from bot.core.matching import Matcher
from bot.core.safety import Safety
from bot.core.talk import Talk
from bot.core.text import Lexicon
from bot.core.wording import Glossary, Say

FALLBACK = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One language: what is known, the fixed sentences, and the words that are explained."""

    knowledge: Knowledge
    say: Say
    glossary: Glossary
    claims: Claims

    def entry(self, name: str) -> Entry | None:
        return self.knowledge.entries.get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(Voice):
    """… and how questions find what is known."""

    lexicon: Lexicon
    matcher: Matcher
    talk: Talk
    pages: dict[Any, Any] = field(
        default_factory=dict, compare=False
    )  # answers made before, see core.answers


@dataclass(frozen=True, slots=True)
class Content:
    """Every language there is, and the guided dialogs."""

    editions: Mapping[str, Edition]
    safety: Safety
    dialogs: Mapping[str, Flow] = field(default_factory=lambda: MappingProxyType({}))
    hash: str = ""

    def edition(self, *wishes: str) -> Edition:
        """The first wished-for language there is: `pt-br` also means `pt`; anything unknown means English."""
        for wish in (*_with_parents(wishes), FALLBACK):
            if wish in self.editions:
                return self.editions[wish]
        return next(iter(self.editions.values()))


def _with_parents(wishes: Iterable[str]) -> Iterable[str]:
    for wish in wishes:
        lowered = wish.casefold().replace("_", "-")
        yield lowered
        yield lowered.partition("-")[0]
