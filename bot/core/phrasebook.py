"""Finding many phrases in a text at once.

Every word or list in a phrase is an *element*; equal elements are shared by all phrases. One pass over the text notes
where each element stands. A phrase is looked at only if its rarest element stands in the text and all others do; then
its elements are chained from left to right, keeping for each end the latest start. Each phrase looks at each place at
most once a gap width, so the time is linear in the text, whatever the text is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from bot.core.phrases import COMMA, FULL_STOP, Compiled, Phrase, Words, compiled
from bot.core.spelling import Speller, Token, spellings, tokens

SMALL_WORDS = 4  # small words that may stand in one gap besides
CLOSING_WORDS = 8  # and before or after a phrase that fills its clause
FEVERS = ((38.0, 43.0), (100.4, 109.0))
YEARS = (1950, 2025)  # long ago for certain; a later one may be this year, and the core has no calendar


class Span(NamedTuple):
    """Where something stands: from the word `start` to before the word `end`; `words` of these belong to it."""

    start: int
    end: int
    words: int


class _Node(NamedTuple):
    """A place in the tree of all elements' words: how they go on, and the elements that are complete here.

    `phrases` are those to look at where one of these elements stands.
    """

    further: Mapping[str, _Node]
    elements: tuple[int, ...]
    phrases: tuple[int, ...]


Hit = tuple[_Node, Span]


@dataclass(frozen=True, slots=True)
class _Step:
    element: int
    gap: int
    pause: int
    over_not: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    steps: tuple[_Step, ...]
    needs: frozenset[int]  # the elements of the steps
    begins: bool
    ends: bool


class _Text:
    """A text made ready: readings at each place, and what it costs to pass over them."""

    def __init__(self, said: Sequence[Token], book: Phrasebook) -> None:
        self.readings: list[Words] = []
        self.after: list[int] = []
        for token in said:
            pause = token.after
            for readings in book.read(token.word):
                self.readings.append(readings)
                self.after.append(pause)
                pause = 0
        self.after.append(FULL_STOP)
        self._book = book

    @cached_property
    def _cost(self) -> list[int]:
        small, pauses = self._book.small, self.after[:-1]
        return _sums(
            (place[0] not in small) + (pause == FULL_STOP)
            for place, pause in zip(self.readings, pauses, strict=True)
        )

    @cached_property
    def _nots(self) -> list[int]:
        return _sums(place[0] in self._book.negations for place in self.readings)

    @cached_property
    def _commas(self) -> list[int]:
        return _sums(pause >= COMMA for pause in self.after[:-1])

    @cached_property
    def _stops(self) -> list[int]:
        return _sums(pause == FULL_STOP for pause in self.after[:-1])

    def fits(self, end: int, start: int, step: _Step) -> bool:
        """Whether what stands between two elements may stand there."""
        if start - end > step.gap + SMALL_WORDS:
            return False
        here = self.after[start]
        if not step.over_not and self._nots[start] > self._nots[end]:
            return False
        if step.pause < FULL_STOP and self._stops[start] - self._stops[end] + (here == FULL_STOP):
            return False
        if step.pause < COMMA and self._commas[start] - self._commas[end] + (here >= COMMA):
            return False
        return self._cost[start] - self._cost[end] + (here == FULL_STOP) <= step.gap

    def begins(self, start: int) -> bool:
        """Whether a clause begins here, small words aside."""
        least = start - CLOSING_WORDS
        while start > least and not self.after[start] and self.readings[start - 1][0] in self._book.small:
            start -= 1
        return self.after[start] > 0

    def ends(self, end: int) -> bool:
        """Whether a clause ends here, small words aside."""
        most = end + CLOSING_WORDS
        while end < most and not self.after[end] and self.readings[end][0] in self._book.small:
            end += 1
        return self.after[end] > 0


class Phrasebook:
    """Many phrases, found together. `small` words count nothing in a gap; `negations` may not stand in one."""

    def __init__(
        self,
        phrases: Sequence[Phrase],
        small: Iterable[str] = (),
        negations: Iterable[str] = (),
        forgiven: Iterable[str] = (),
        ordinary: Iterable[str] = (),
    ) -> None:
        self.small = _spelt(small)
        self.negations = _spelt(negations)
        elements: dict[frozenset[Words], int] = {}
        self._patterns = [_numbered(compiled(phrase), elements) for phrase in phrases]
        self._words = _tree(elements, _anchored(self._patterns))
        words = {word for ways in elements for way in ways for word in way}
        self.speller = Speller(words | self.small | self.negations, _spelt(forgiven), _spelt(ordinary))
        self._remember()

    def _remember(self) -> None:
        self.read = lru_cache(maxsize=4096)(self._read)

    def __getstate__(self) -> dict[str, object]:
        """What a copy needs; the words read before are none of it."""
        return {name: value for name, value in vars(self).items() if name != "read"}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self._remember()

    def _read(self, typed: str) -> tuple[Words, ...]:
        """What a typed word may stand for: the readings at one place, or at several if words were run together."""
        return tuple((*place, *_number_names(place[0])) for place in self.speller.read(typed))

    def find(self, text: str) -> dict[int, list[Span]]:
        """Where each phrase stands in the text, by its place in the book; phrases that do not are left out."""
        heard = _Text(tokens(text), self)
        hits = self._hits(heard.readings)
        there = _union(node.elements for node, _ in hits)
        near = sorted(_union(node.phrases for node, _ in hits))
        standing = [number for number in near if self._patterns[number].needs <= there]
        if not standing:
            return {}
        places = _places(hits)
        found = {number: self._chained(self._patterns[number], heard, places) for number in standing}
        return {number: spans for number, spans in found.items() if spans}

    def _hits(self, said: Sequence[Words]) -> list[Hit]:
        """All runs of words that make an element, from left to right."""
        hits: list[Hit] = []
        first = self._words.further
        for start, readings in enumerate(said):
            nodes = [first[word] for word in readings if word in first]
            end = start
            while nodes:
                end += 1
                hits += [(node, Span(start, end, end - start)) for node in nodes if node.elements]
                if end == len(said):
                    break
                nodes = [node.further[word] for node in nodes for word in said[end] if word in node.further]
        return hits

    def _chained(self, pattern: _Pattern, heard: _Text, places: Mapping[int, list[Span]]) -> list[Span]:
        first, *rest = pattern.steps
        reached = {
            span.end: span for span in places[first.element] if not pattern.begins or heard.begins(span.start)
        }
        for step in rest:
            reached = _extended(reached, places[step.element], step, heard)
            if not reached:
                return []
        return [span for span in reached.values() if not pattern.ends or heard.ends(span.end)]


def _numbered(written: Compiled, elements: dict[frozenset[Words], int]) -> _Pattern:
    """The phrase with its elements by their numbers; `elements` numbers each kind once."""
    steps = tuple(
        _Step(elements.setdefault(step.ways, len(elements)), step.gap, step.pause, step.over_not)
        for step in written.steps
    )
    return _Pattern(steps, frozenset(step.element for step in steps), written.begins, written.ends)


def _anchored(patterns: Sequence[_Pattern]) -> dict[int, list[int]]:
    """For each element the phrases it is the rarest of: the only ones to look at where it stands."""
    uses = Counter(step.element for pattern in patterns for step in pattern.steps)
    anchored: dict[int, list[int]] = {}
    for number, pattern in enumerate(patterns):
        rarest = min(pattern.needs, key=lambda element: (uses[element], element))
        anchored.setdefault(rarest, []).append(number)
    return anchored


def _tree(elements: Mapping[frozenset[Words], int], anchored: Mapping[int, Sequence[int]]) -> _Node:
    """All ways of all elements, word by word. Branches alike are one: "want to die" and "wanted to die"."""
    alike: dict[object, _Node] = {}

    def grown(ways: Sequence[tuple[Words, int]], at: int) -> _Node:
        ended: list[int] = []
        branches: dict[str, list[tuple[Words, int]]] = {}
        for way, element in ways:
            if len(way) > at:
                branches.setdefault(way[at], []).append((way, element))
            else:
                ended.append(element)
        further = {word: grown(rest, at + 1) for word, rest in branches.items()}
        mark = (tuple(ended), tuple((word, id(node)) for word, node in further.items()))
        if mark not in alike:
            phrases = _union(anchored.get(element, ()) for element in ended)
            alike[mark] = _Node(further, tuple(ended), tuple(phrases))
        return alike[mark]

    return grown([(way, element) for ways, element in elements.items() for way in ways], 0)


def _union(sets: Iterable[Iterable[int]]) -> frozenset[int]:
    return frozenset().union(*sets)


def _places(hits: Iterable[Hit]) -> dict[int, list[Span]]:
    places: dict[int, list[Span]] = {}
    for node, span in hits:
        for element in node.elements:
            places.setdefault(element, []).append(span)
    return places


def _spelt(words: Iterable[str]) -> frozenset[str]:
    return frozenset(spelt for word in words for spelt in spellings(word))


def _sums(counts: Iterable[int]) -> list[int]:
    return [0, *accumulate(counts)]


def _extended(reached: dict[int, Span], spans: list[Span], step: _Step, heard: _Text) -> dict[int, Span]:
    """The chains that also hold the next element: for each end the latest start."""
    ends = sorted(reached)
    longer: dict[int, Span] = {}
    for span in spans:
        at = bisect_left(ends, span.start - step.gap - SMALL_WORDS)
        while at < len(ends) and ends[at] <= span.start:
            before = reached[ends[at]]
            held = longer.get(span.end)
            if (held is None or before.start > held.start) and heard.fits(ends[at], span.start, step):
                longer[span.end] = Span(before.start, span.end, before.words + span.words)
            at += 1
    return longer


def _number_names(word: str) -> Words:
    if not word[0].isdecimal():
        return ()
    try:
        value = float(word)
    except ValueError:  # digits of scripts that float() does not join
        return ()
    if any(low <= value <= high for low, high in FEVERS):
        return ("<number>", "<degrees>", "<decimal-degrees>") if "." in word else ("<number>", "<degrees>")
    return ("<number>", "<year>") if YEARS[0] <= value <= YEARS[1] else ("<number>",)
