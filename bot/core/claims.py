"""An advert → the claims in it, what is wrong with each, and the warning signs.

**Parts.** A text is taken apart at the ends of sentences and lines, at bullets, and at commas where more than a few
words stand between them, for adverts list claims. Each part is compared with every wording of every claim.

**Comparing.** Words are made comparable as in questions (core.text). A wording is recognised in a part by how much of
its weight stands there: every word weighs by how few wordings have it, so that "stem cells" weighs little and
"intrathecal" much. A part need not have the wording's order, only its words. Adverts reword, so a second measure asks
the other way round: how much of the part's weight is made of words that this claim's wordings use. The better of the
two counts. The more wordings a claim has, the more words are among its own, so outside a seller's text this second
share must be nearly all. And wordings are a seller's words, not how a member tells of them: from those a member's voice
would be learnt as a seller's. A part that denies ("no one has shown that …", "beware of") is a warning, not a claim.

**An advert, or somebody talking?** People with MS speak of cures and costs all day, and are left alone. How a seller
speaks is learnt from the content itself: the claims' wordings and the seller's phrases of `talk.yaml` on one side, all
the wordings of questions on the other. Each word and pair of words weighs by how much greater its share of the one
side's words is than of the other's (log-odds, bounded, so that no word decides alone); the sum over a text, divided by
the root of its length, is its voice.
A message nobody asked to have checked is an advert if it is long enough, has a seller's voice and makes a claim. What
was forwarded, or put behind /check, is checked whatever it is. In a seller's text a few telling words of a claim will
do; elsewhere nearly all of a wording must stand, for people ask about these things in the same words.

Measured on 182 adverts, 120 of them by two people who had seen none of this, and on 300 ordinary posts, 200 of them
theirs: see tests/knowledge/test_claims.py.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.core.knowledge import Claim, Flag, Knowledge
from bot.core.text import Lexicon

Words = tuple[str, ...]

LONGEST = 3500  # characters looked at
_PARTS = re.compile(r"[.!?;:\n•·|✅✔★➡→\u2022]+|\s[-–—*]\s|^[-–—*]\s", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_COMMA = re.compile(r",|\band\b|\bplus\b", re.IGNORECASE)
_MONEY = re.compile(
    r"[$€£]\s?\d|\d\s?(?:[$€£]|usd|eur|dollars?|euros?)\b|\d\s?% (?:off|discount)", re.IGNORECASE
)
_REACH = re.compile(r"https?://|www\.|\+\d[\d ()-]{7,}|whatsapp|@\w{3,}|\.com\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?\s?%|\d+ (?:out of|in) \d+|\b\d{3,}\b")


@dataclass(frozen=True, slots=True)
class Level:
    """How much must be there."""

    covered: float  # of a wording's weight
    enough: float  # weight at all, for little tells nothing
    made_of: float  # of a part's weight, by a claim's words


CAREFUL = Level(0.72, 7.0, 0.9)
SELLING = Level(0.5, 5.0, 0.62)
VOICE = 1.8  # from here on it is a seller's
HINT = 1.4  # from here on it may be, which is enough where somebody asked to have it checked
SHORTEST = 12  # words of an advert, unless it names a price or a way to reach them
MOST, LEAST = 3.0, -2.0  # what one word can weigh
UNSEEN = 0.3  # a word neither side uses is taken to be used so often


@dataclass(frozen=True, slots=True)
class Found:
    """A claim that was recognised, and how surely, 0 to 1."""

    claim: Claim
    score: float


@dataclass(frozen=True, slots=True)
class Checked:
    """What a text claims, the surest first; its warning signs; and how many parts promise what we cannot check."""

    found: tuple[Found, ...]
    flags: tuple[Flag, ...]
    unchecked: int


class Claims:
    """Every claim of one language, ready to be recognised.

    `selling` are phrases of sellers, `talking` of members, `denying` what turns a claim round, `asking` how a
    question begins.
    """

    def __init__(
        self,
        claims: Mapping[str, Claim],
        flags: Mapping[str, Flag],
        lexicon: Lexicon,
        *,
        selling: Sequence[str] = (),
        talking: Sequence[str] = (),
        denying: Sequence[str] = (),
        asking: Sequence[str] = (),
    ) -> None:
        self._claims = claims
        self._flags = flags
        self._lexicon = lexicon
        self._denying = self._ready(denying)
        self._asking = self._ready(asking)
        wordings = {name: self._ready((claim.myth, *claim.phrasings)) for name, claim in claims.items()}
        self._wordings = [(name, frozenset(words)) for name, many in wordings.items() for words in many]
        count = Counter(word for _, words in self._wordings for word in words)
        self._weight = {word: math.log(1 + len(self._wordings) / often) for word, often in count.items()}
        self._strange = math.log(1 + len(self._wordings))
        self._by_word: dict[str, list[int]] = {}
        for place, (_, words) in enumerate(self._wordings):
            for word in words:
                self._by_word.setdefault(word, []).append(place)
        bad = [
            words for name, many in wordings.items() if claims[name].verdict != "supported" for words in many
        ]
        self._voices = _voices([*bad, *self._ready(selling)], self._ready(talking))
        self._vocabulary = {
            name: frozenset(word for words in many for word in words) for name, many in wordings.items()
        }

    def _ready(self, phrases: Sequence[str]) -> tuple[Words, ...]:
        return tuple(filter(None, map(self._lexicon.words, phrases)))

    def check(self, text: str) -> Checked:
        """What stands in a text."""
        text = text[:LONGEST]
        level = SELLING if self._voice(text) >= HINT else CAREFUL
        best: dict[str, float] = {}
        unchecked = 0
        for part in _parts(text):
            words = self._lexicon.words(part)
            if self._denies(words):
                continue
            scores = self._scores(words, level)
            if not scores and _FIGURE.search(part):
                unchecked += 1
            for name, score in scores.items():
                best[name] = max(best.get(name, 0.0), score)
        found = sorted((Found(self._claims[name], score) for name, score in best.items()), key=_surest)
        flags = dict.fromkeys(name for one in found for name in one.claim.flags if name in self._flags)
        return Checked(tuple(found), tuple(self._flags[name] for name in flags), unchecked)

    def is_advert(self, text: str) -> Checked | None:
        """What a text nobody asked to have checked claims, if it is an advert."""
        long = len(text.split()) >= SHORTEST or _MONEY.search(text) or _REACH.search(text)
        if (
            not long
            or self._asks(text)
            or self._voice(text) < VOICE
            or self._denies(self._lexicon.words(text))
        ):
            return None
        checked = self.check(text)
        return checked if any(one.claim.verdict != "supported" for one in checked.found) else None

    def _asks(self, text: str) -> bool:
        """One sentence or two, and a question: by its mark, or by how it begins."""
        sentences = [part for part in _SENTENCE.split(text.strip()) if part]
        if len(sentences) == 1 and text.rstrip().endswith("?"):
            return True
        return 0 < len(sentences) < 3 and self._begins_as_question(sentences[0])

    def _begins_as_question(self, text: str) -> bool:
        words = self._lexicon.words(text)
        return any(words[: len(one)] == one for one in self._asking)

    def _denies(self, words: Words) -> bool:
        return any(_stands_in(denial, words) for denial in self._denying)

    def _voice(self, text: str) -> float:
        """How much it sounds like a seller; below 0 like a member."""
        words = self._lexicon.words(text)
        return sum(self._voices.get(used, 0.0) for used in _used(words)) / math.sqrt(len(words) + 3)

    def _scores(self, words: Words, level: Level) -> dict[str, float]:
        """The claims a part makes."""
        there = frozenset(words)
        known = {word for word in there if word in self._weight}
        near = {place for word in known for place in self._by_word[word]}
        scores: dict[str, float] = {}
        for place in near:
            name, wording = self._wordings[place]
            shared = self._sum(wording & there)
            covered = shared / self._sum(wording)
            if covered >= level.covered and (shared >= level.enough or covered == 1.0):
                scores[name] = max(scores.get(name, 0.0), covered)
        whole = sum(self._weight.get(word, self._strange) for word in there)
        for name in {self._wordings[place][0] for place in near}:
            shared = self._sum(self._vocabulary[name] & there)
            if shared >= 1.5 * level.enough and shared / whole >= level.made_of:
                scores[name] = max(scores.get(name, 0.0), shared / whole)
        return _outstanding(scores)

    def _sum(self, words: frozenset[str]) -> float:
        return sum(self._weight[word] for word in words)


def claims_of(knowledge: Knowledge, lexicon: Lexicon) -> Claims:
    """The claims of a knowledge base, with how sellers and doubters speak."""

    def phrases(kind: str) -> list[str]:
        cues = (cue for cue in knowledge.talk if cue.kind == kind)
        return [phrase for cue in cues for many in cue.phrases.values() for phrase in many]

    asked = [text for entry in knowledge.entries.values() for text in (entry.question, *entry.also_asked)]
    asked += [phrase for cue in knowledge.outside for many in cue.phrases.values() for phrase in many]
    return Claims(
        knowledge.claims,
        knowledge.flags,
        lexicon,
        selling=phrases("selling"),
        talking=[*asked, *phrases("smalltalk")],
        denying=phrases("denying"),
        asking=phrases("asking"),
    )


def _voices(selling: Sequence[Words], talking: Sequence[Words]) -> dict[str, float]:
    """How much each word, and each pair that sellers use, speaks for a seller."""
    sold = Counter(used for words in selling for used in _used(words))
    told = Counter(used for words in talking for used in _used(words))
    whole = tuple(sum(len(set(words)) for words in side) + 1 for side in (selling, talking))
    return {
        used: min(max(_odds(sold[used], whole[0]) - _odds(told[used], whole[1]), LEAST), MOST)
        for used in {*sold, *(word for word in told if " " not in word)}
    }


def _odds(count: int, whole: int) -> float:
    return math.log((count + UNSEEN) / whole)


def _used(words: Words) -> frozenset[str]:
    """The words of a text, and its pairs of words."""
    return frozenset((*words, *map(" ".join, pairwise(words))))


def _outstanding(scores: Mapping[str, float]) -> dict[str, float]:
    """The best claims of a part: those nearly as sure as the surest."""
    top = max(scores.values(), default=0.0)
    kept = sorted(
        ((name, score) for name, score in scores.items() if score >= top - 0.1), key=lambda one: -one[1]
    )
    return dict(kept[:2])


def _parts(text: str) -> Iterator[str]:
    for sentence in _PARTS.split(text):
        if not sentence.strip():
            continue
        yield sentence
        pieces = [piece for piece in _COMMA.split(sentence) if piece.strip()]
        if len(pieces) > 1:
            yield from pieces


def _surest(found: Found) -> tuple[bool, float, str]:
    return found.claim.verdict == "supported", -found.score, found.claim.id


def _stands_in(phrase: Words, words: Words) -> bool:
    length = len(phrase)
    return any(words[at : at + length] == phrase for at in range(len(words) - length + 1))
