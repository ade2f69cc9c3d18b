"""An advert → the claims in it, what is wrong with each, and the warning signs.

**Parts.** A text is taken apart at the ends of sentences and lines, at bullets, and at commas where more than a few
words stand between them, for adverts list claims. Each part is compared with every wording of every claim.

**Comparing.** Words are made comparable as in questions (core.text). A wording is recognised in a part by how much of
its weight stands there: every word weighs by how few wordings have it, so that "stem cells" weighs little and
"intrathecal" much. A part need not have the wording's order, only its words. Adverts reword, so a second measure asks
the other way round: how much of the part's weight is made of words that this claim's wordings use. The better of the
two counts. A part that denies ("no one has shown that …", "beware of") is a warning, not a claim.

**An advert, or somebody talking?** People with MS speak of cures and costs all day, and are left alone. A message
nobody asked to have checked is taken for an advert only if it sells (it speaks as a seller: "our clinic", "book now";
it names a price, or a way to reach them) and claims something. A story that does not sell is never one. What was
forwarded, or put behind /check, is checked whatever it is.

A text that plainly sells is read with less care: a few telling words of a claim will do. In all others nearly all of a
wording must stand, for people ask about these things in the same words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.knowledge import Claim, Flag, Knowledge
from bot.core.text import Lexicon

Words = tuple[str, ...]

MADE_OF = 0.62  # of a part's weight
LONGEST = 3500  # characters looked at
_PARTS = re.compile(r"[.!?;:\n•·|✅✔★➡→\u2022]+|\s[-–—*]\s|^[-–—*]\s", re.MULTILINE)
_COMMA = re.compile(r",|\band\b|\bplus\b", re.IGNORECASE)
_MONEY = re.compile(
    r"[$€£]\s?\d|\d\s?(?:[$€£]|usd|eur|dollars?|euros?)\b|\d\s?% (?:off|discount)", re.IGNORECASE
)
_REACH = re.compile(r"https?://|www\.|\+\d[\d ()-]{7,}|whatsapp|@\w{3,}|\.com\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?\s?%|\d+ (?:out of|in) \d+|\b\d{3,}\b")


@dataclass(frozen=True, slots=True)
class Level:
    """How much must be there: a share of a wording's weight, and weight at all, for little tells nothing."""

    covered: float
    enough: float


CAREFUL = Level(0.72, 7.0)
SELLING = Level(0.5, 5.0)  # in a text that plainly sells, a few telling words will do
PLAINLY = 2  # ways of selling


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
    sells: int


class Claims:
    """Every claim of one language, ready to be recognised.

    `selling` are words of a seller, `denying` what turns a claim round.
    """

    def __init__(
        self,
        claims: Mapping[str, Claim],
        flags: Mapping[str, Flag],
        lexicon: Lexicon,
        *,
        selling: Sequence[str] = (),
        denying: Sequence[str] = (),
    ) -> None:
        self._claims = claims
        self._flags = flags
        self._lexicon = lexicon
        self._selling = self._ready(selling)
        self._denying = self._ready(denying)
        wordings = {name: self._ready((claim.myth, *claim.phrasings)) for name, claim in claims.items()}
        self._wordings = [(name, frozenset(words)) for name, many in wordings.items() for words in many]
        count = Counter(word for _, words in self._wordings for word in words)
        self._weight = {word: math.log(1 + len(self._wordings) / often) for word, often in count.items()}
        self._strange = math.log(1 + len(self._wordings))
        self._by_word: dict[str, list[int]] = {}
        for place, (_, words) in enumerate(self._wordings):
            for word in words:
                self._by_word.setdefault(word, []).append(place)
        self._vocabulary = {
            name: frozenset(word for words in many for word in words) for name, many in wordings.items()
        }

    def _ready(self, phrases: Sequence[str]) -> tuple[Words, ...]:
        return tuple(filter(None, map(self._lexicon.words, phrases)))

    def check(self, text: str) -> Checked:
        """What stands in a text."""
        text = text[:LONGEST]
        sells = self._sells(text)
        level = SELLING if sells >= PLAINLY else CAREFUL
        best: dict[str, float] = {}
        unchecked = 0
        for part in _parts(text):
            words = self._lexicon.words(part)
            if any(_stands_in(denial, words) for denial in self._denying):
                continue
            scores = self._scores(words, level)
            if not scores and _FIGURE.search(part):
                unchecked += 1
            for name, score in scores.items():
                best[name] = max(best.get(name, 0.0), score)
        found = sorted((Found(self._claims[name], score) for name, score in best.items()), key=_surest)
        flags = dict.fromkeys(name for one in found for name in one.claim.flags if name in self._flags)
        return Checked(tuple(found), tuple(self._flags[name] for name in flags), unchecked, sells)

    def is_advert(self, text: str) -> Checked | None:
        """What a text nobody asked to have checked claims, if it is an advert."""
        checked = self.check(text)
        bad = sum(one.claim.verdict != "supported" for one in checked.found)
        sells = checked.sells
        return checked if sells >= 1 and bad >= 1 else None

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
            if shared >= 1.5 * level.enough and shared / whole >= MADE_OF:
                scores[name] = max(scores.get(name, 0.0), shared / whole)
        return _outstanding(scores)

    def _sum(self, words: frozenset[str]) -> float:
        return sum(self._weight[word] for word in words)

    def _sells(self, text: str) -> int:
        """In how many ways it sells: a seller's words, a price, a way to reach them."""
        words = self._lexicon.words(text)
        said = sum(_stands_in(phrase, words) for phrase in self._selling)
        return min(said, 3) + bool(_MONEY.search(text)) + bool(_REACH.search(text))


def claims_of(knowledge: Knowledge, lexicon: Lexicon) -> Claims:
    """The claims of a knowledge base, with how sellers and doubters speak."""

    def phrases(kind: str) -> list[str]:
        cues = (cue for cue in knowledge.talk if cue.kind == kind)
        return [phrase for cue in cues for many in cue.phrases.values() for phrase in many]

    selling, denying = phrases("selling"), phrases("denying")
    return Claims(knowledge.claims, knowledge.flags, lexicon, selling=selling, denying=denying)


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
