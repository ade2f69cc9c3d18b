"""How phrases are written: a small language operators use in YAML, read into elements.

A phrase is words in their order. Up to two other words may stand between two of them (small words such as *really*
do not count, a *not* never may), so that `want to die` is found in "I want so badly to just die". How it is written:

    kill/hurt myself       one of several words
    <want> die             one of a named list (its members may be several words)
    end-it                 side by side, nothing between
    hope ... kills me      up to eight words between, within one sentence
    take this + <anymore>  nothing but small words between
    end-it .               the sentence or clause ends here; at the front: it begins here

That is a *generous* phrase; it also matches the endings -s and -ing of English words. A *strict* phrase (a look-alike,
which takes an alarm away) matches the words as they stand, with nothing but small words between them, up to four words
at `...`, and a comma only at `+`. How phrases are found in a text stands in phrasebook.py, how misspellings are
forgiven in spelling.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from bot.core.spelling import spellings

GAP = 2  # words that may stand between two words of a phrase
LONG_GAP = 8  # and where the phrase says `...`
STRICT_LONG_GAP = 4  # and there in a strict phrase, where otherwise none may stand
COMMA, FULL_STOP = 1, 2  # the pauses between words
MOST_FORMS = 4000  # an element with more spellings than this was not meant

# Numbers have names too: any number, a year, a temperature that is a fever, and one written with its decimal.
NUMBERS = ("number", "year", "degrees", "decimal-degrees")

_NAME = re.compile(r"<([^<>]+)>")
_SIGNS = re.compile(r"[^\w.]")
Words = tuple[str, ...]
Lists = Mapping[str, Sequence[str]]


class PhraseError(ValueError):
    """A phrase cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as written, with the lists it may name."""

    text: str
    lists: Lists
    generous: bool = True
    english: bool = True


@lru_cache(maxsize=16_384)
def endings(word: str) -> Words:
    """An English word and its forms in -s and -ing."""
    if len(word) < 3 or not word.isalpha():
        return (word,)
    if word.endswith("ie"):
        return (word, word + "s", word[:-2] + "ying", word + "ing")
    sibilant = word.endswith(("s", "sh", "ch", "x", "z", "o"))
    plural = word + ("es" if sibilant else "s")
    stem = word[:-1] if word.endswith("e") and not word.endswith("ee") else word
    doubled = (word + word[-1] + "ing",) if re.search(r"[^aeiou][aeiou][bdgmnprt]$", word) else ()
    return (word, plural, stem + "ing", stem + "in", *doubled)


def members(name: str, lists: Lists, within: Words = ()) -> tuple[str, ...]:
    """What a list holds, the lists it names included."""
    if name in within:
        raise PhraseError(f"the list <{name}> names itself")
    if name not in lists:
        raise PhraseError(f"there is no list <{name}> in this language")
    found: list[str] = []
    for member in lists[name]:
        inner = _NAME.fullmatch(member)
        is_list = inner and inner.group(1) not in NUMBERS
        found.extend(members(inner.group(1), lists, (*within, name)) if inner and is_list else (member,))
    return tuple(found)


def _parts(alternative: str, lists: Lists) -> list[list[Words]]:
    """`end-<it>` → for each part its ways, each a run of words."""
    parts: list[list[Words]] = []
    for part in re.split(r"-(?![^<]*>)", alternative):
        name = _NAME.fullmatch(part)
        if name and name.group(1) in NUMBERS:
            parts.append([(part,)])
        elif name:
            parts.append(
                [tuple(member.replace("-", " ").split()) for member in members(name.group(1), lists)]
            )
        elif not part or "<" in part or ">" in part:
            raise PhraseError(
                f"'{alternative}' cannot be read: write a list as <name>, and words joined by single hyphens"
            )
        else:
            parts.append([(part,)])
    return parts


@lru_cache(maxsize=16_384)
def _forms(word: str, with_endings: bool) -> Words:
    if word.startswith("<"):
        return (word,)
    plain = tuple(_SIGNS.sub("", spelt) for spelt in spellings(word))
    return tuple(form for spelt in plain for form in endings(spelt)) if with_endings else plain


def _inflected(words: Words, with_endings: bool) -> Iterator[Words]:
    """The spellings of words that stand side by side; of several words one at a time takes an ending."""
    plain = [_forms(word, False) for word in words]
    yield from product(*plain)
    for place, word in enumerate(words if with_endings else ()):
        yield from product(*plain[:place], _forms(word, True), *plain[place + 1 :])


def _element(written: str, phrase: Phrase) -> frozenset[Words]:
    ways: set[Words] = set()
    with_endings = phrase.generous and phrase.english
    for alternative in re.split(r"/(?![^<]*>)", written):
        for combination in product(*_parts(alternative, phrase.lists)):
            words = [word for run in combination for word in run]
            ways.update(_inflected(tuple(words), with_endings))
            if len(ways) > MOST_FORMS:
                raise PhraseError(f"'{written}' stands for too many forms; split it into several phrases")
    ways.discard(())
    return frozenset(ways)


# What may stand between two elements, by the sign between them: words, the strongest pause, a *not*.
_GENEROUS = {
    "": (GAP, FULL_STOP, False),
    "...": (LONG_GAP, COMMA, False),
    "…": (LONG_GAP, COMMA, False),
    "+": (0, COMMA, False),
}
_STRICT = {
    "": (0, 0, True),
    "...": (STRICT_LONG_GAP, 0, True),
    "…": (STRICT_LONG_GAP, 0, True),
    "+": (0, COMMA, True),
}


@dataclass(frozen=True, slots=True)
class Step:
    """An element of a phrase: its ways, and what may stand before it: words, the strongest pause, a *not*."""

    ways: frozenset[Words]
    gap: int
    pause: int
    over_not: bool


@dataclass(frozen=True, slots=True)
class Compiled:
    """A phrase read: its steps, and whether a clause begins and ends with it."""

    steps: tuple[Step, ...]
    begins: bool
    ends: bool


def compiled(phrase: Phrase) -> Compiled:
    """Reads a phrase; raises PhraseError with what to do if it cannot be read."""
    written = phrase.text.split()
    begins, ends = written[:1] == ["."], written[-1:] == ["."]
    between = _GENEROUS if phrase.generous else _STRICT
    steps: list[Step] = []
    before = between[""]
    for part in written[begins : len(written) - ends]:
        if part in between:
            before = between[part]
            continue
        steps.append(Step(_element(part, phrase), *before))
        before = between[""]
    if not steps:
        raise PhraseError("a phrase needs at least one word")
    return Compiled(tuple(steps), begins, ends)
