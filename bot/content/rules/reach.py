"""What nobody can come to, what stands in each other's way, and what is there for nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import snowballstemmer

from bot.content.nodes import Items, Place, Problems, Text
from bot.content.rules.pieces import View
from bot.content.rules.wordlists import EMPTY
from bot.core.wording import PLACEHOLDER


def check(seen: View, problems: Problems, *, whole: bool) -> None:
    """Look-alikes always; what is unused only when everything could be read."""
    _look_alikes(seen, problems)
    if seen.english and whole:
        _unreachable(seen, problems)
        _unused_figures(seen, problems)
        _unused_sources(seen, problems)


def _look_alikes(seen: View, problems: Problems) -> None:
    stemmed = snowballstemmer.stemmer("english").stemWords
    first: dict[tuple[str, ...], tuple[str, str, Place]] = {}
    for name, key, text in _phrases(seen):
        same = alike(text.value, stemmed)
        entry, phrase, at = first.setdefault(same, (name, text.value, text.at))
        if entry != name:
            what = (
                f"'{text.value}' looks like '{phrase}' of {entry} ({at.beside}). Keep it in one of the two."
            )
            problems.add(text.at, f"{name} / {key}", what, "rule")


def _phrases(seen: View) -> Iterator[tuple[str, str, Text]]:
    for name in seen.entries:
        question = seen.draft.node("entries", name, "question")
        if isinstance(question, Text):
            yield name, "question", question
        asked = seen.draft.node("entries", name, "also_asked")
        for item in asked.items if isinstance(asked, Items) else [asked]:
            if isinstance(item, Text) and item.value:
                yield name, "also_asked", item


def alike(phrase: str, stemmed: Callable[[list[str]], list[str]]) -> tuple[str, ...]:
    """What two phrases share that differ only in small words, endings, case or signs."""
    words = re.findall(r"\w+", phrase.casefold().replace("’", "'").replace("'", ""))
    stems = stemmed([word for word in words if word not in EMPTY])
    return tuple(stems) or tuple(words)


def _unreachable(seen: View, problems: Problems) -> None:
    """An entry nobody asks for in other words, and nothing leads to."""
    led = {name for entry in seen.entries.values() for name in entry.see_also}
    led |= {entry.next.entry for entry in seen.entries.values() if entry.next}
    for section in ("safety", "outside", "talk"):
        led |= {name for cue in seen.draft.objects[section].values() for name in cue.see}
    for name, entry in seen.entries.items():
        if not entry.also_asked and name not in led:
            what = "nobody will come here: add 'also_asked', the words people use, or point here from 'see_also'."
            problems.add(seen.draft.place("entries", name), name, what, "rule")


def _unused_figures(seen: View, problems: Problems) -> None:
    figures = seen.draft.objects["figures"]
    used: set[str] = set()
    for piece in seen.pieces:
        for name in PLACEHOLDER.findall(piece.node.value):
            used |= {name, name.rpartition(".")[0]}
    for name in figures.keys() - used:
        what = "no text uses this figure. Use it, or delete it."
        problems.add(seen.draft.place("figures", name), name, what, "rule")


def _unused_sources(seen: View, problems: Problems) -> None:
    objects = seen.draft.objects
    used: set[str] = set()
    for entry in seen.entries.values():
        used |= set(entry.sources)
    for section in ("figures", "trials", "flags"):
        used |= {name for thing in objects[section].values() for name in thing.source}
    used |= {line.source for line in objects["helplines"].values()}
    used |= {name for claim in objects["claims"].values() for name in claim.sources}
    for name in objects["sources"].keys() - used:
        problems.add(seen.draft.place("sources", name), name, "nothing uses this source.", "warning")
