"""Which files there are, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.core.knowledge import Amount, Claim, Cost, Cue, Flag, Helpline, Risk, Share, Source, Trial

DIALOGS = ("eligibility", "clinic", "cost", "trials", "claim")
LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]{2,4})?")

DASHED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DOTTED = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
MAX_ID = 40  # so that the data behind a button stays below Telegram's 64 bytes


@dataclass(frozen=True, slots=True)
class Section:
    """A set of things with ids. `by_kind` where the key `kind` says which dataclass it is.

    `words` are the keys that may be said in another language; None means all.
    """

    file: str
    holds: type[Any] | None = None
    by_kind: Mapping[str, type[Any]] = field(default_factory=dict)
    inside: str = ""  # the key of the file it stands under; empty for the whole file
    renamed: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    ids: re.Pattern[str] = field(default=DASHED)
    words: frozenset[str] | None = None


TALK = (
    *("smalltalk", "sentence", "followup", "leaning", "more", "sources", "control"),
    *("selling", "denying", "asking", "opening", "joining"),
)
SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        "sources": Section("sources", Source, words=frozenset()),
        "figures": Section(
            "figures",
            by_kind={"cost": Cost, "risk": Risk, "share": Share, "amount": Amount},
            renamed={"in": "out_of"},
            ids=DOTTED,
            words=frozenset(
                {"what", "quoted_by", "happened", "did_not", "over", "group", "interval", "study", "unit"}
            ),
        ),
        "trials": Section(
            "trials", Trial, ids=DOTTED, words=frozenset({"compares", "where", "who", "status"})
        ),
        "helplines": Section("helplines", Helpline, words=frozenset({"name", "who", "hours"})),
        "safety": Section("safety", Cue, kinds=("crisis", "emergency", "personal", "despair", "words")),
        "outside": Section("outside", Cue, kinds=("near", "far")),
        "talk": Section("talk", Cue, kinds=TALK),
        "claims": Section("claims", Claim, inside="claims"),
        "flags": Section("claims", Flag, inside="flags"),
    }
)
WORDS = "words"
SPECIAL = frozenset({section.file for section in SECTIONS.values()} | {WORDS})
