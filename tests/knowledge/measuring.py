"""How the shipped knowledge does on questions it has not seen. `python -m tests.knowledge.measuring` prints it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import yaml

from bot.content.building import build
from bot.content.defaults import shipped
from bot.content.loading import load
from bot.core.content import Content
from bot.core.conversation import respond
from bot.core.messages import Reading, Said, Session
from tests.fitted import fitted
from tests.knowledge.typos import hurt

HERE = Path(__file__).parent
TODAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
SPECIAL = {"safety", "nothing", "unseen", "from-titles", "coverage", "claims"}

Phrases = dict[str, frozenset[str]]  # a phrase → the entries that serve it


@dataclass(frozen=True)
class Measured:
    """Shares of all phrases."""

    phrases: int
    first: float  # the right entry is the best candidate, whether answered or offered
    three: float  # … is among the best three
    right: float  # answered outright, rightly
    wrong: float  # answered outright with another entry
    offered: float
    unknown: float

    def __str__(self) -> str:
        shares = (f"{name} {share:6.1%}" for name, share in list(vars(self).items())[1:])
        return f"{self.phrases:5} phrases   " + "   ".join(shares)


@cache
def content() -> Content:
    """The shipped knowledge, ready to answer by words alone."""
    loaded = load(shipped("knowledge"), today=TODAY.date(), rules=False)
    assert loaded.knowledge, "\n".join(map(str, loaded.broken))
    return build(loaded.knowledge, loaded.hash, fitted())


def lines(name: str) -> dict[str, list[str]]:
    """One file of this folder: every scalar is text."""
    text = (HERE / f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but text
    return found


def topics() -> list[str]:
    return sorted(path.stem for path in HERE.glob("*.yaml") if path.stem not in SPECIAL)


def phrases(*names: str) -> Phrases:
    """The phrases of these topics, or of all."""
    found: dict[str, set[str]] = {}
    for name in names or topics():
        for entry, own in lines(name).items():
            for phrase in own:
                found.setdefault(phrase, set()).add(entry)
    return {phrase: frozenset(entries) for phrase, entries in found.items()}


def from_titles() -> Phrases:
    """The questions of somebody who had seen only the titles."""
    return {
        line: frozenset({entry})
        for entry, own in lines("from-titles").items()
        for line in own
        if entry != "none"
    }


def reading(question: str) -> Reading:
    """How a first private message is understood."""
    return respond(content(), Session(), Said(question, TODAY), TODAY).reading


def candidates(question: str) -> list[str]:
    """The three best entries, best first, whoever had the turn."""
    return [one.entry for one in content().edition("en").matcher.rank(question).candidates]


def found_first(asked: Phrases, change: Callable[[str], str] = str) -> float:
    """The share whose entry is the best candidate when they are typed so."""
    best = (candidates(change(phrase))[:1] for phrase in asked)
    return sum(bool(entries & set(one)) for entries, one in zip(asked.values(), best, strict=True)) / len(
        asked
    )


def measured(asked: Phrases) -> Measured:
    count: Counter[str] = Counter()
    for phrase, entries in asked.items():
        count.update(_outcomes(phrase, entries))
    names = ("first", "three", "right", "wrong", "offered", "unknown")
    return Measured(len(asked), **{name: count[name] / max(len(asked), 1) for name in names})


def _outcomes(phrase: str, entries: frozenset[str]) -> Iterator[str]:
    best, understood = candidates(phrase), reading(phrase)
    if best and best[0] in entries:
        yield "first"
    if entries & set(best):
        yield "three"
    if understood.kind == "answer":
        yield "right" if understood.entry in entries else "wrong"
    elif understood.kind == "suggest":
        yield "offered"
    elif understood.kind == "unknown":
        yield "unknown"


def main() -> None:
    for name in topics():
        print(f"{name:20}", measured(phrases(name)))
    print(f"{'all':20}", measured(phrases()))
    unseen = {line: frozenset(entry.split()) for entry, own in lines("unseen").items() for line in own}
    print(
        f"{'unseen':20}",
        measured({line: entries for line, entries in unseen.items() if "none" not in entries}),
    )
    print(f"{'from titles':20}", measured(from_titles()))
    typed = from_titles()
    slips = ", ".join(f"{found_first(typed, partial(hurt, seed=seed)):.1%}" for seed in (1, 2))
    print(f"{'… mistyped':20} first {slips} instead of {found_first(typed):.1%}")
    got = Counter(reading(line).kind for line in lines("nothing")["nothing"])
    print(f"{'nothing':20}", ", ".join(f"{kind} {number}" for kind, number in got.most_common()))


if __name__ == "__main__":
    main()
