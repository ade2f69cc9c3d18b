"""Knowledge → Content, ready to answer. What takes long is computed once per content and kept."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.content.dictionary import lexicon_for
from bot.content.schema import DIALOGS
from bot.core.claims import claims_of
from bot.core.content import Content, Edition
from bot.core.decision import Levels
from bot.core.flows import Flow
from bot.core.knowledge import Cue, Knowledge
from bot.core.learning import Judge
from bot.core.lexical import Words
from bot.core.matching import NO_VECTORS, Matcher, fit_levels, phrasings_of, texts_of
from bot.core.meaning import Embed, Vector, Vectors, texts_by_words
from bot.core.safety import Safety
from bot.core.talk import Talk
from bot.core.text import Lexicon
from bot.core.wording import Glossary, sentences_of

FITTED_BY = "11"  # raise when fit_levels() would come to other levels for the same content
READ = ("en",)  # the languages that vectors can be had for


@dataclass(frozen=True, slots=True)
class Fitted:
    """The levels of one content, kept in a folder under a name that changes with whatever they depend on."""

    folder: Path | None
    name: str

    def levels(self, knowledge: Knowledge, lexicon: Lexicon, vectors: Vectors = NO_VECTORS) -> Levels:
        """As fitted at an earlier start, or fitted now."""
        kept = self.folder / f"levels-{FITTED_BY}-{knowledge.lang}-{self.name}.json" if self.folder else None
        return _kept(kept) or _fitted(kept, knowledge, lexicon, vectors)

    def judge(self, lang: str) -> Judge | None:
        """What was learnt of the meanings at an earlier start; nothing if that is not there or damaged."""
        try:
            with np.load(self._learnt(lang), allow_pickle=False) as kept:
                return Judge(kept["words"], kept["directions"], kept["start"])
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None

    def keep(self, lang: str, judge: Judge) -> None:
        """Keeps what was learnt, if it can be written, in place of what an earlier content taught."""
        file = self._learnt(lang)
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            for old in file.parent.glob(f"learnt-{lang}-*.npz"):
                old.unlink(missing_ok=True)
            fresh = file.with_suffix(".new.npz")
            np.savez(fresh, words=judge.words, directions=judge.directions, start=judge.start)
            fresh.replace(file)

    def _learnt(self, lang: str) -> Path:
        name = hashlib.sha256(f"{FITTED_BY} {self.name}".encode()).hexdigest()[:32]
        return (self.folder or Path(os.devnull)) / f"learnt-{lang}-{name}.npz"


def build(
    languages: Mapping[str, Knowledge],
    content_hash: str,
    cache: Path | None = None,
    dialogs: Mapping[str, Flow] | None = None,
) -> Content:
    """All languages, indexed. `cache` is a folder where the fitted levels are kept by the content's hash."""
    fitted = Fitted(cache, content_hash)
    editions = {lang: _edition(knowledge, fitted) for lang, knowledge in languages.items()}
    original = next(iter(languages.values()))
    by_id = dialogs or {}
    shown = {name: by_id[name] for name in DIALOGS if name in by_id}
    return Content(editions=editions, safety=Safety(original.safety), dialogs=shown, hash=content_hash)


def texts_to_read(content: Content) -> tuple[str, ...]:
    """Every text whose vector deepen() asks for."""
    read = (_texts(edition) for lang, edition in content.editions.items() if lang in READ)
    return tuple(sorted({text for texts in read for text in texts.values()}))


def deepen(
    content: Content, read: Mapping[str, Vector], embed: Embed, model: str, cache: Path | None = None
) -> Content:
    """The same content, judged by meaning as well.

    `read` has the vectors of all texts_to_read(), `embed` will read the questions, `model` names where both come from.
    """
    fitted = Fitted(cache, f"{content.hash}-{model}")
    editions = {
        lang: _deeper(edition, read, embed, fitted) if lang in READ else edition
        for lang, edition in content.editions.items()
    }
    return replace(content, editions=editions)


def _edition(knowledge: Knowledge, fitted: Fitted) -> Edition:
    lexicon = lexicon_for(knowledge)
    with lexicon.all_kept():
        return _indexed(knowledge, lexicon, fitted)


def _indexed(knowledge: Knowledge, lexicon: Lexicon, fitted: Fitted) -> Edition:
    phrasings, texts = phrasings_of(knowledge), texts_of(knowledge)
    levels = fitted.levels(knowledge, lexicon)
    outside = {cue.id: _phrases(cue) for cue in knowledge.outside}
    return Edition(
        knowledge=knowledge,
        lexicon=lexicon,
        matcher=Matcher(phrasings, lexicon, levels, texts, outside),
        talk=Talk(knowledge.talk, lexicon),
        claims=claims_of(knowledge, lexicon),
        say=sentences_of(knowledge),
        glossary=Glossary(knowledge.words.glossary),
    )


def _deeper(edition: Edition, read: Mapping[str, Vector], embed: Embed, fitted: Fitted) -> Edition:
    with edition.lexicon.all_kept():
        return _judged_by_meaning(edition, read, embed, fitted)


def _judged_by_meaning(edition: Edition, read: Mapping[str, Vector], embed: Embed, fitted: Fitted) -> Edition:
    vectors = {words: read[text] for words, text in _texts(edition).items()}
    if not vectors:
        return edition
    levels = fitted.levels(edition.knowledge, edition.lexicon, vectors)
    kept = fitted.judge(edition.knowledge.lang)
    matcher = edition.matcher.with_meaning(vectors, embed, levels, kept)
    if kept is None and matcher.learnt:
        fitted.keep(edition.knowledge.lang, matcher.learnt)
    return replace(edition, matcher=matcher)


def _texts(edition: Edition) -> dict[Words, str]:
    entries = phrasings_of(edition.knowledge).values()
    outside = map(_phrases, edition.knowledge.outside)
    return texts_by_words((phrase for phrases in (*entries, *outside) for phrase in phrases), edition.lexicon)


def _phrases(cue: Cue) -> tuple[str, ...]:
    return tuple(phrase for phrases in cue.phrases.values() for phrase in phrases)


def _kept(file: Path | None) -> Levels | None:
    """The levels in a file; one that is not there or is damaged means fitting them again."""
    if file is None:
        return None
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
        reach, reach_near = (tuple(map(float, read[name])) for name in ("reach", "reach_near"))
        return Levels(float(read["answer"]), float(read["offer"]), reach, reach_near)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _fitted(file: Path | None, knowledge: Knowledge, lexicon: Lexicon, vectors: Vectors) -> Levels:
    outside = [phrase for cue in knowledge.outside if cue.kind != "far" for phrase in _phrases(cue)]
    far = [phrase for cue in knowledge.outside if cue.kind == "far" for phrase in _phrases(cue)]
    phrasings, texts = phrasings_of(knowledge), texts_of(knowledge)
    levels = fit_levels(phrasings, outside, lexicon, texts, far=far, vectors=vectors)
    if file is not None:
        # A folder that cannot be written costs time at the next start, no more.
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(asdict(levels)), encoding="utf-8")
    return levels
