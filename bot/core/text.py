"""Words as typed → words comparable, and a question made fit to be kept.

Two wordings of one thing must come out alike, whoever typed them and on whatever phone. After core.tokens:

    slips     "soooo" → "so"; a word nobody knows is corrected against the content's own words
    stems     Snowball English; stopwords stay, because "how much" and "how long" differ by nothing else
    synonyms  the longest run of stems that `words.yaml` lists becomes its one form
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache

from snowballstemmer import stemmer

from bot.core.tokens import is_address, respelt, tokens, unmarked

Correct = Callable[[str], str | None]
Run = tuple[tuple[str, ...], tuple[str, ...]]

SHORTEST_CORRECTED = 4  # three letters are mostly abbreviations, and one letter changes which: SCT, MSC, DMT
CACHED_WORDS = 20_000
CACHED_TEXTS = 16  # one turn asks for the words of its message half a dozen times
LONGEST_KEPT = 300

_REPEATED = re.compile(r"([^\W\d_])\1{2,}")


def stem(word: str) -> str:
    """The Snowball stem. A stemmer keeps its word as state, so every call has its own: threads never meet."""
    return str(stemmer("english").stemWord(word))


@lru_cache(maxsize=CACHED_WORDS)
def _comparable(word: str) -> str:
    return stem(respelt(word))


class Lexicon:
    """Makes words comparable: the same text always gives the same words.

    `synonyms` maps one form to the others people type. `own` are the content's words as typed, `language` all
    other words spelt right; `correct` gives for a word in neither the content's word that was meant. `in_full` has
    what abbreviations stand for.
    """

    def __init__(
        self,
        synonyms: Mapping[str, Sequence[str]] | None = None,
        *,
        own: Container[str] = (),
        language: Container[str] = (),
        correct: Correct | None = None,
        in_full: Mapping[str, str] | None = None,
    ) -> None:
        self.own = own
        self._in_full = dict(in_full or {})
        self._language = language
        self._correct = correct
        self._runs = _runs(synonyms or {})
        self._remember()

    def _remember(self) -> None:
        self._known = lru_cache(CACHED_WORDS)(self._is_known)
        self._meant = lru_cache(CACHED_WORDS)(self._find_meant)
        self._read = lru_cache(CACHED_TEXTS)(self._comparable_words)

    def __getstate__(self) -> dict[str, object]:
        """What a copy needs; what was asked before is none of it."""
        return {
            name: value for name, value in vars(self).items() if name not in ("_known", "_meant", "_read")
        }

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self._remember()

    @contextmanager
    def all_kept(self) -> Iterator[None]:
        """Meanwhile every text is read once only, however many there are: a new content asks for each several times."""
        self._read = lru_cache(None)(self._comparable_words)
        try:
            yield
        finally:
            self._read = lru_cache(CACHED_TEXTS)(self._comparable_words)

    def words(self, text: str) -> tuple[str, ...]:
        """The comparable words of a text, in its order."""
        return self._read(text)

    def _comparable_words(self, text: str) -> tuple[str, ...]:
        typed = [self._unrepeated(word) for word in tokens(text)]
        return self._merged([_comparable(word) for word in self._mended(typed)])

    def plain(self, text: str) -> str:
        """The text for a reader who knows English but not the field: cleaned, corrected, abbreviations in full."""
        typed = [self._unrepeated(word) for word in tokens(text)]
        return " ".join(self._in_full.get(word, word) for word in self._mended(typed))

    def _is_known(self, word: str) -> bool:
        singular = word.removesuffix("s")
        return any(word in words or singular in words for words in (self.own, self._language))

    def _unrepeated(self, word: str) -> str:
        if not _REPEATED.search(word):
            return word
        double = _REPEATED.sub(r"\1\1", word)
        return double if self._known(double) else _REPEATED.sub(r"\1", word)

    def _mended(self, typed: Sequence[str]) -> Sequence[str]:
        """Corrected, unless most words are unknown and past mending: that is another language."""
        unknown = [word for word in typed if word.isalpha() and not self._known(word)]
        past = sum(self._meant(word) is None for word in unknown)
        if not unknown or (2 * len(unknown) > len(typed) and 2 * past > len(unknown)):
            return typed
        slips = set(unknown)
        return [
            meant for word in typed for meant in (self._meant(word) if word in slips else None) or (word,)
        ]

    def _find_meant(self, word: str) -> tuple[str, ...] | None:
        if self._correct is None or len(word) < SHORTEST_CORRECTED or not word.isascii():
            return None
        meant = self._correct(word)
        return tuple(meant.split()) if meant else None

    def _merged(self, stems: Sequence[str]) -> tuple[str, ...]:
        merged: list[str] = []
        at = 0
        while at < len(stems):
            length, form = self._run_at(stems, at)
            merged.extend(form)
            at += length
        return tuple(merged)

    def _run_at(self, stems: Sequence[str], at: int) -> tuple[int, Sequence[str]]:
        for run, form in self._runs.get(stems[at], ()):
            if tuple(stems[at : at + len(run)]) == run:
                return len(run), form
        return 1, (stems[at],)


def _runs(synonyms: Mapping[str, Sequence[str]]) -> dict[str, list[Run]]:
    """First stem → the runs that begin with it and the form they become, longest run first."""
    runs: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for canonical, forms in sorted(synonyms.items()):
        form = _stems(canonical)
        for run in filter(None, map(_stems, (canonical, *forms))):
            runs.setdefault(run[0], {}).setdefault(run, form or run)
    return {first: sorted(found.items(), key=lambda r: (-len(r[0]), r)) for first, found in runs.items()}


def _stems(text: str) -> tuple[str, ...]:
    return tuple(map(_comparable, tokens(text)))


# --- a question made fit to be kept --------------------------------------------------------------

_GONE = "…"
_DIGITS = re.compile(r"\+?\d(?:[\d\s().,/:-]{0,30}\d)?")
_SMALL = re.compile(r"\d{1,2}(?:\s?[-–/]\s?\d{1,2}|[.,]\d)?")
_AGE = re.compile(
    r"(?i)\b(i am|i'm|i’m|im|i was|he is|he's|she is|she's|aged?|turned|turning) (\d{1,2})\b(?! ?%)"
    r"|\b(\d{1,2})(?=[ -]?(?:years?|yrs?)[ -]old\b| ?y/?o\b| ?[mf]\b)"
)
_INTRODUCED = re.compile(
    r"(?i)\b(my name is|name's|name’s|they call me|call me|i am called) ([^\W\d_][\w'’-]*)"
)
_TITLES = ("dr", "doctor", "prof", "professor", "mr", "mrs", "miss", "nurse")
_TITLED = re.compile(rf"(?i)\b({'|'.join(_TITLES)})(\.? )([^\W\d_][\w'’-]*)")
_SENTENCE_END = re.compile(r"[.?!:][ \"'“‘(]+$")
_NAMELIKE = re.compile(r"[^\W\d_][\w'’-]*")
_GONE_TWICE = re.compile(rf"{_GONE}(?:[\s,;&-]*{_GONE})+")


def scrub(text: str, own: Container[str] = ()) -> str:
    """A question without names, ages, long numbers, addresses and links, in at most 300 characters.

    `own` are the content's words (Lexicon.own): a capitalised word inside a sentence stays only if it is one.
    """
    words = unicodedata.normalize("NFC", unmarked(text)).split()
    kept = " ".join(_GONE if is_address(word) else "".join(filter(str.isprintable, word)) for word in words)
    kept = _DIGITS.sub(_without_long_number, _AGE.sub(_without_age, kept))
    kept = _INTRODUCED.sub(rf"\1 {_GONE}", kept)
    kept = _TITLED.sub(
        lambda found: found[0] if _is_own(found[3], own) else f"{found[1]}{found[2]}{_GONE}", kept
    )
    kept = _GONE_TWICE.sub(_GONE, _without_names(kept, own))
    return kept if len(kept) <= LONGEST_KEPT else kept[: LONGEST_KEPT - 1].rsplit(" ", 1)[0] + _GONE


def _without_age(found: re.Match[str]) -> str:
    return f"{found[1]} {_GONE}" if found[1] else _GONE


def _without_long_number(found: re.Match[str]) -> str:
    return found[0] if _SMALL.fullmatch(found[0]) else _GONE


def _without_names(text: str, own: Container[str]) -> str:
    shouted = text.isupper()

    def replaced(found: re.Match[str]) -> str:
        word = found[0]
        begins = not found.start() or bool(
            _SENTENCE_END.search(text, max(found.start() - 4, 0), found.start())
        )
        acronym = word.isupper() and len(word) <= 5 and not shouted
        harmless = begins or acronym or not word[0].isupper() or word.lower() in _TITLES
        return word if harmless or _is_own(word, own) else _GONE

    return _NAMELIKE.sub(replaced, text)


def _is_own(word: str, own: Container[str]) -> bool:
    return all(part in own or part == "i" for part in tokens(re.sub("['’].*", "", word)))
