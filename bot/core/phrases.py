"""How phrases are written: a small language operators use in YAML, read into elements.

A phrase is words in their order. Up to two other words may stand between two of them (small words such as *really*
do not count, a *not* never may), so that `want to die` is found in "I want so badly to just die". How it is written:

    kill/hurt myself       one of several words
    <want> die             one of a named list (its members may be several words)
    end-it                 side by side, nothing between
    hope ... kills me      up to eight words between, within one sentence
    end-it .               the sentence or clause ends here; at the front: it begins here

A *generous* phrase also matches the endings -s and -ing of English words; a strict one matches the words as they
stand. How phrases are found in a text: phrasebook.py; how misspellings are forgiven: spelling.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from bot.core.spelling import spellings

GAP = 2  # words that may stand between two words of a phrase
LONG_GAP = 8  # and where the phrase says `...`
MOST_FORMS = 4000  # an element with more spellings than this was not meant

# Numbers have names too: any number, a temperature that is a fever, and one written with its decimal.
NUMBERS = ("number", "degrees", "decimal-degrees")

_NAME = re.compile(r"<([^<>]+)>")
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
        found.extend(members(inner.group(1), lists, (*within, name)) if inner else (member,))
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


def _forms(word: str, phrase: Phrase) -> Words:
    if word.startswith("<"):
        return (word,)
    plain = tuple(re.sub(r"[^\w.]", "", spelt) for spelt in spellings(word))
    if phrase.generous and phrase.english:
        return tuple(form for spelt in plain for form in endings(spelt))
    return plain


def _element(written: str, phrase: Phrase) -> frozenset[Words]:
    ways: set[Words] = set()
    for alternative in re.split(r"/(?![^<]*>)", written):
        for combination in product(*_parts(alternative, phrase.lists)):
            words = [word for run in combination for word in run]
            ways.update(product(*(_forms(word, phrase) for word in words)))
            if len(ways) > MOST_FORMS:
                raise PhraseError(f"'{written}' stands for too many forms; split it into several phrases")
    ways.discard(())
    return frozenset(ways)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A phrase read: each element's ways with the gap that may stand before it, and whether it fills its clause."""

    steps: tuple[tuple[frozenset[Words], int], ...]
    begins: bool
    ends: bool


def compiled(phrase: Phrase) -> Compiled:
    """Reads a phrase; raises PhraseError with what to do if it cannot be read."""
    written = phrase.text.split()
    begins, ends = written[:1] == ["."], written[-1:] == ["."]
    steps: list[tuple[frozenset[Words], int]] = []
    gap = GAP
    for part in written[begins : len(written) - ends]:
        if part in ("...", "…"):
            gap = LONG_GAP
            continue
        steps.append((_element(part, phrase), gap))
        gap = GAP
    if not steps:
        raise PhraseError("a phrase needs at least one word")
    return Compiled(tuple(steps), begins, ends)
