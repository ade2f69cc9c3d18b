"""Knowledge → Content, ready to answer. What takes long is computed once per content and kept."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from bot.content.dictionary import lexicon_for
from bot.core.content import Content, Edition
from bot.core.decision import Levels
from bot.core.knowledge import Cue, Knowledge
from bot.core.matching import Matcher, fit_levels, phrasings_of, texts_of
from bot.core.safety import Safety
from bot.core.talk import Talk
from bot.core.text import Lexicon
from bot.core.wording import Glossary, sentences_of

FITTED_BY = "6"  # raise when fit_levels() would come to other levels for the same content


def build(languages: Mapping[str, Knowledge], content_hash: str, cache: Path | None = None) -> Content:
    """All languages, indexed. `cache` is a folder where the fitted levels are kept by the content's hash."""
    editions = {lang: _edition(knowledge, content_hash, cache) for lang, knowledge in languages.items()}
    original = next(iter(languages.values()))
    return Content(editions=editions, safety=Safety(original.safety), hash=content_hash)


def _edition(knowledge: Knowledge, content_hash: str, cache: Path | None) -> Edition:
    lexicon = lexicon_for(knowledge)
    phrasings, texts = phrasings_of(knowledge), texts_of(knowledge)
    kept = cache / f"levels-{FITTED_BY}-{knowledge.lang}-{content_hash}.json" if cache else None
    levels = _levels(kept) or _fitted(kept, knowledge, lexicon)
    return Edition(
        knowledge=knowledge,
        lexicon=lexicon,
        matcher=Matcher(
            phrasings, lexicon, levels, texts, {cue.id: _phrases(cue) for cue in knowledge.outside}
        ),
        talk=Talk(knowledge.talk, lexicon.words),
        say=sentences_of(knowledge),
        glossary=Glossary(knowledge.words.glossary),
    )


def _phrases(cue: Cue) -> tuple[str, ...]:
    return tuple(phrase for phrases in cue.phrases.values() for phrase in phrases)


def _levels(kept: Path | None) -> Levels | None:
    """The levels kept from an earlier start; a file that is not there or is damaged means fitting them again."""
    if kept is None:
        return None
    try:
        read = json.loads(kept.read_text(encoding="utf-8"))
        return Levels(float(read["answer"]), float(read["offer"]), tuple(map(float, read["reach"])))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _fitted(kept: Path | None, knowledge: Knowledge, lexicon: Lexicon) -> Levels:
    outside = [phrase for cue in knowledge.outside if cue.kind != "far" for phrase in _phrases(cue)]
    far = [phrase for cue in knowledge.outside if cue.kind == "far" for phrase in _phrases(cue)]
    levels = fit_levels(phrasings_of(knowledge), outside, lexicon, texts_of(knowledge), far=far)
    if kept is not None:
        with contextlib.suppress(
            OSError
        ):  # a folder that cannot be written costs time at the next start, no more
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(asdict(levels)), encoding="utf-8")
    return levels
