"""Small talk and the little words that lean on what was said before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from bot.core.knowledge import Cue
from bot.core.text import Lexicon

SHORT = 8  # words; a longer message says by itself what it is about
_SENTENCES = re.compile(r"(?<=[.?!])\s+|\n+")
CONTROLS = tuple(
    f"say-{name}" for name in ("back", "skip", "not-sure", "why", "pause", "stop", "change", "keep", "go-on")
)


class Talk:
    """The talk of one language. The lexicon makes text comparable, as the matcher does it."""

    def __init__(self, cues: Sequence[Cue], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._small = self._phrases(cues, "smalltalk")
        self._longest = max((len(phrase) for phrase in self._small), default=0)
        self._more = set(self._phrases(cues, "more"))
        self._sources = set(self._phrases(cues, "sources"))
        self._beginnings = set(self._phrases(cues, "followup"))
        self._leaning = {word for phrase in self._phrases(cues, "leaning") for word in phrase}
        self._openings = set(self._phrases(cues, "opening"))
        self._joining = _between(cues)
        self._ways = {
            cue.id: tuple(self._phrases((cue,), "control")) for cue in cues if cue.kind == "control"
        }

    def small(self, text: str) -> Cue | None:
        """The small talk a message consists of, phrase after phrase; None if it says more besides.

        "Hello Signpost" and "good night, sleep well all" are small talk: as many words more as there are in the
        phrases are forgiven, and one in any case.
        """
        words, first, stray, said = self._lexicon.words(text), None, 0, 0
        while words:
            phrase = next((start for start in self._starts(words) if start in self._small), None)
            if phrase is None:
                stray, words = stray + 1, words[1:]
                continue
            first, said, words = first or self._small[phrase], said + len(phrase), words[len(phrase) :]
        return first if stray <= max(said, 1) else None

    def wants_more(self, text: str) -> bool:
        return self._lexicon.words(text) in self._more

    def wants_sources(self, text: str) -> bool:
        return self._lexicon.words(text) in self._sources

    def leans_back(self, text: str) -> bool:
        """Whether a short message goes on with what was said before: "and in India?", "how risky is that?"."""
        words = self._lexicon.words(text)
        if len(words) > SHORT:
            return False
        begins = any(start in self._beginnings for start in self._starts(words))
        return begins or any(word in self._leaning for word in words)

    def questions_in(self, text: str) -> tuple[str, ...]:
        """The questions of a message, each by itself: a sentence that asks, or the parts of one that each do."""
        return tuple(part for sentence in _SENTENCES.split(text) for part in self._asked(sentence))

    def _asked(self, sentence: str) -> Sequence[str]:
        parts = [part.strip(" ,") for part in self._joining.split(sentence)]
        asking = list(dropwhile(lambda part: not self._opens(part), parts))  # "hello all, is it …"
        if len(asking) > 1 and all(map(self._opens, asking)):
            return asking
        return (sentence,) if self._opens(sentence) or sentence.rstrip().endswith("?") else ()

    def _opens(self, text: str) -> bool:
        words = self._lexicon.words(text)
        return len(words) > 1 and any(start in self._openings for start in self._starts(words))

    def control(self, text: str) -> str:
        """Which of CONTROLS the whole line asks for while a dialog is open; or empty."""
        polite = self.single_words("say-please")
        words = tuple(word for word in self._lexicon.words(text) if word not in polite)
        return next((name for name in CONTROLS if words in self.ways_to_say(name)), "")

    def corrects(self, text: str) -> bool:
        """Whether the line takes back what was said before: "I meant …"."""
        words = self._lexicon.words(text)
        ways = self.ways_to_say("say-correction")
        return any(words[: len(way)] == way and len(words) > len(way) for way in ways)

    def ways_to_say(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The phrases of a control."""
        return self._ways.get(name, ())

    def single_words(self, name: str) -> frozenset[str]:
        """Those phrases of a control that are one word."""
        return frozenset(way[0] for way in self.ways_to_say(name) if len(way) == 1)

    def _starts(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        return (words[:length] for length in range(max(self._longest, 4), 0, -1))

    def _phrases(self, cues: Sequence[Cue], kind: str) -> dict[tuple[str, ...], Cue]:
        return {
            self._lexicon.words(phrase): cue
            for cue in cues
            if cue.kind == kind
            for phrases in cue.phrases.values()
            for phrase in phrases
        }


def _between(cues: Sequence[Cue]) -> re.Pattern[str]:
    """What stands between two questions in one sentence: a comma, or words for "and"."""
    words = {
        phrase
        for cue in cues
        if cue.kind == "joining"
        for phrases in cue.phrases.values()
        for phrase in phrases
    }
    ways = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"\s+(?:{ways})\s+|,\s+(?:(?:{ways})\s+)?", re.IGNORECASE)
