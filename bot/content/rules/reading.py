"""Reading grade and sentence length, of English texts.

Flesch–Kincaid: 0.39 × words a sentence + 11.8 × syllables a word − 15.59. Names of sources, numbers, words from
figures and glossary terms count one syllable a word: an author cannot choose easier ones. Generated risk sentences do
not count at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.content.nodes import Problems
from bot.content.rules import syllables
from bot.content.rules.lengths import words as counted
from bot.content.rules.pieces import MARKED, WHOLE_RISK, Piece, View, unmarked
from bot.content.rules.sentences import sentences

HARDEST = 8.0
SENTENCE_WORDS = 25
LONG_WORD = 3  # syllables
TOO_FEW = 15  # words, for a grade to mean anything
_ALL_OF = ("glossary", "dialogs")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TOKEN = re.compile(r"[^\s\-–—/]*\w[^\s\-–—/]*")
_MEASURED = {"short", "answer", "more", "reply", "fact", "what", "why"}


@dataclass(frozen=True, slots=True)
class Measure:
    """What the formula needs of a text."""

    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float:
        if not self.words or not self.sentences:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def check(seen: View, problems: Problems) -> None:
    """Every English text."""
    if not seen.english:
        return
    for piece in seen.pieces:
        if (piece.field in _MEASURED or piece.section in _ALL_OF) and not seen.fixed(piece):
            _long_sentences(piece, problems)
    screens = _screens(seen)
    spoken = _spoken(seen) | {name: read for name, (_, read) in screens.items()}
    table = _table(spoken)
    for name, read in spoken.items():
        if name in screens and sum(map(len, read)) < TOO_FEW:
            continue
        if (grade := measure(read, table).grade) > HARDEST:
            used = {word for sentence in read for word in sentence if table[word] >= LONG_WORD}
            long = ", ".join(sorted(used, key=lambda word: (-table[word], word))[:3])
            mend = f"shorter sentences, and shorter words than {long}" if long else "shorter sentences"
            what = f"reads like school grade {grade:.1f}; at most {HARDEST:.0f}. Use {mend}."
            at = screens[name][0].at() if name in screens else seen.draft.place("entries", name)
            problems.add(at, name, what, "rule")


def grades(seen: View) -> dict[str, float]:
    """The reading grade of every entry: short, answer and more together."""
    spoken = _spoken(seen)
    table = _table(spoken)
    return {name: measure(read, table).grade for name, read in spoken.items()}


def _spoken(seen: View) -> dict[str, list[list[str]]]:
    reader = _Reader(seen)
    return {
        name: [words for piece in seen.texts(name) for words in reader.sentences(piece.unrisked)]
        for name in seen.entries
    }


def _screens(seen: View) -> dict[str, tuple[Piece, list[list[str]]]]:
    """What a dialog shows at once: a question with its reason, a note, a text; with the place of its first piece."""
    reader = _Reader(seen)
    screens: dict[str, tuple[Piece, list[list[str]]]] = {}
    for piece in seen.pieces:
        if piece.section == "dialogs":
            _, read = screens.setdefault(piece.id, (piece, []))
            read += reader.sentences(piece.unrisked)
    return screens


def _table(spoken: Mapping[str, list[list[str]]]) -> dict[str, int]:
    vocabulary = {word for read in spoken.values() for sentence in read for word in sentence}
    return {**syllables.count(vocabulary - {""}), "": 1}


def measure(spoken: Iterable[Sequence[str]], table: Mapping[str, int]) -> Measure:
    """Words, sentences and syllables of sentences given as words. `table` holds the syllables of each."""
    total = count = sounds = 0
    for sentence in spoken:
        count += 1
        total += len(sentence)
        sounds += sum(table[word] for word in sentence)
    return Measure(total, count, sounds)


class _Reader:
    """Reads texts word by word. Words that count one syllable whatever they are become empty."""

    def __init__(self, seen: View) -> None:
        objects = seen.draft.objects
        names = [f"{one.title} {one.publisher}" for one in objects["sources"].values()]
        names += [one.name for one in objects["trials"].values()] + [
            one.name for one in objects["helplines"].values()
        ]
        self._names = {word for name in names for word in re.findall(r"\b[A-Z][\w'’]+", name)}
        terms = "|".join(re.escape(term) for term in sorted(seen.glossary.lines, key=len, reverse=True))
        self._free = re.compile(
            rf"{MARKED.pattern}|(?<![\w-])(?:{terms})(?:e?s)?(?![\w-])" if terms else MARKED.pattern,
            re.IGNORECASE,
        )

    def sentences(self, text: str) -> Iterator[list[str]]:
        """The words of each sentence, in small letters."""
        for _, sentence in sentences(text):
            if words := self._words(sentence):
                yield words

    def _words(self, sentence: str) -> list[str]:
        found: list[str] = []
        done = 0
        for hit in self._free.finditer(sentence):
            found += self._own(sentence[done : hit.start()])
            found += [""] * len(counted(hit[0]))
            done = hit.end()
        return found + self._own(sentence[done:])

    def _own(self, text: str) -> list[str]:
        return [self._said(token) for token in _TOKEN.findall(text)]

    def _said(self, token: str) -> str:
        word = _WORD.search(token)
        if not word or any(sign.isdigit() for sign in token) or word[0] in self._names:
            return ""
        return word[0].casefold().replace("’", "'")


def _long_sentences(piece: Piece, problems: Problems) -> None:
    text = WHOLE_RISK.sub(lambda hit: " " * len(hit[0]), piece.words)
    for start, sentence in sentences(text):
        length = len(counted(sentence))
        if length > SENTENCE_WORDS:
            begin = " ".join(unmarked(sentence).split()[:4])
            what = f"a sentence has {length} words, at most {SENTENCE_WORDS}: '{begin} …'. Make two of it."
            inset = len(sentence) - len(sentence.lstrip())
            problems.add(piece.at(start + inset), piece.where, what, "rule")
