"""What must not be missed: somebody in danger, and decisions that are not ours to make.

The phrases stand in knowledge/safety.yaml. A cue is recognised when one of its `phrases` stands in the text (and one of
`with_any`, where it has these), unless what stands there is part of a `but_not` phrase. Where a phrase and a look-alike
overlap, the look-alike wins, unless it is only a part of the phrase and has fewer words: "never kill myself" is not
heard although "kill myself" is a phrase; "rather die than live" is, although "rather die than" is a look-alike.
Every language is always listened to.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.knowledge import Cue
from bot.core.phrasebook import Phrasebook, Span
from bot.core.phrases import Phrase, PhraseError, compiled
from bot.core.spelling import Speller

LIST = "words"  # a cue of this kind is a named list for phrases: <its id>
ALARMS = ("crisis", "emergency")  # in this order
# Lists the reader of phrases itself uses, whatever the language.
SMALL, NEGATIONS, FORGIVEN, ORDINARY = "small-words", "negations", "forgiven-words", "ordinary-words"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Somebody may be in danger: what was recognised, and the language it was said in."""

    cue: Cue
    lang: str
    phrase: str  # the phrase as it stands in the YAML


@dataclass(frozen=True, slots=True)
class _Written:
    cue: int
    lang: str
    role: str  # phrases, with_any or but_not
    phrase: Phrase


def _lists(cues: Sequence[Cue]) -> Mapping[str, Mapping[str, Sequence[str]]]:
    by_language: dict[str, dict[str, Sequence[str]]] = {}
    for cue in cues:
        if cue.kind == LIST:
            for lang, words in cue.phrases.items():
                by_language.setdefault(lang, {})[cue.id] = words
    return by_language


def _written(cues: Sequence[Cue]) -> Iterator[_Written]:
    lists = _lists(cues)
    for number, cue in enumerate(cues):
        if cue.kind == LIST:
            continue
        roles = {"phrases": cue.phrases, "with_any": cue.with_any, "but_not": cue.but_not}
        for role, by_language in roles.items():
            for lang, texts in by_language.items():
                for text in texts:
                    phrase = Phrase(text, lists.get(lang, {}), role != "but_not", lang == "en")
                    yield _Written(number, lang, role, phrase)


def mistakes(cues: Sequence[Cue]) -> Iterator[tuple[str, str]]:
    """Phrases that cannot be read: the cue's id, and what to do about it."""
    for written in _written(cues):
        try:
            compiled(written.phrase)
        except PhraseError as error:
            yield cues[written.cue].id, f"the phrase '{written.phrase.text}': {error}"


class Safety:
    """Listens for danger and for personal decisions, in every language it has phrases for."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._ear = Ear(cues, (*ALARMS, "personal", "despair"))

    def alarm(self, text: str) -> Alarm | None:
        """Crisis before emergency; among equals the cue that stands first."""
        return self._ear.hear(text, ALARMS)

    def decision(self, text: str) -> Cue | None:
        """A decision that belongs to the person and their MS team."""
        heard = self._ear.hear(text, ("personal",))
        return heard.cue if heard else None

    def despair(self, text: str) -> Cue | None:
        """Ordinary despair, to be met kindly and without alarm."""
        heard = self._ear.hear(text, ("despair",))
        return heard.cue if heard else None


class Ear:
    """Listens for cues of some kinds, the first kind first."""

    def __init__(self, cues: Sequence[Cue], kinds: Sequence[str]) -> None:
        lists = [cue for cue in cues if cue.kind == LIST]
        chosen = [cue for kind in kinds for cue in cues if cue.kind == kind]
        self._cues = (*chosen, *lists)
        self._written = list(_written(self._cues))
        named = {cue.id: [word for words in cue.phrases.values() for word in words] for cue in lists}
        self._book = Phrasebook(
            [written.phrase for written in self._written],
            small=named.get(SMALL, ()),
            negations=named.get(NEGATIONS, ()),
            forgiven=named.get(FORGIVEN, ()),
            ordinary=named.get(ORDINARY, ()),
        )
        self._last: tuple[str, dict[int, list[Span]]] = ("", {})

    def _found(self, text: str) -> dict[int, list[Span]]:
        """Where each phrase stands. A turn listens to one text for one kind after another, so the last is kept."""
        last, found = self._last
        if text != last:
            found = dict(sorted(self._book.find(text).items()))
            self._last = text, found
        return found

    @property
    def speller(self) -> Speller:
        """How this ear reads words."""
        return self._book.speller

    def hear(self, text: str, kinds: Sequence[str]) -> Alarm | None:
        """The first cue of these kinds that was said, of the first kind first."""
        by_cue: dict[int, list[tuple[_Written, list[Span]]]] = {}
        for number, spans in self._found(text).items():
            written = self._written[number]
            if self._cues[written.cue].kind in kinds:
                by_cue.setdefault(written.cue, []).append((written, spans))
        for number in sorted(by_cue):
            if said := _said(by_cue[number], bool(self._cues[number].with_any)):
                return Alarm(self._cues[number], said.lang, said.phrase.text)
        return None


def _said(found: Sequence[tuple[_Written, list[Span]]], needs_more: bool) -> _Written | None:
    """The first phrase that stands, look-alikes taken away, if all the cue asks for was said."""
    look_alikes = sorted(span for written, spans in found if written.role == "but_not" for span in spans)
    longest = max((span.end - span.start for span in look_alikes), default=0)
    standing: dict[str, _Written] = {}
    for written, spans in found:
        if written.role in standing or written.role == "but_not":
            continue
        if any(not _explained(span, look_alikes, longest) for span in spans):
            standing[written.role] = written
    if needs_more and "with_any" not in standing:
        return None
    return standing.get("phrases")


def _explained(said: Span, look_alikes: Sequence[Span], longest: int) -> bool:
    """Whether a look-alike overlaps what was said and is not merely a part of it."""
    at = bisect_left(look_alikes, (said.start - longest,))
    while at < len(look_alikes) and look_alikes[at].start < said.end:
        if look_alikes[at].end > said.start and not _part(look_alikes[at], said):
            return True
        at += 1
    return False


def _part(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and inner.words < outer.words
