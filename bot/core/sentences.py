"""The fixed sentences of the bot: their ids, and the placeholders each may use.

The sentences themselves stand in `knowledge/talk.yaml` under `kind: sentence`. A folder that leaves one out gets
the one the bot ships with, so every id below always has words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SENTENCES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # arriving
        "start": (),
        "start-group": (),
        "help": (),
        "help-group": (),
        "about": (),
        "privacy": (),
        "ask-how": (),
        "unknown-command": (),
        "only-text": (),
        "away": (),
        "slowed": (),
        "broken": ("id",),
        # finding
        "topics-intro": (),
        "topic-intro": ("title",),
        "suggest-intro": (),
        "unknown": (),
        "nothing-to-continue": (),
        # answering
        "next-ask": ("question",),
        "last-checked": ("date",),
        "sources-intro": (),
        "sources-all": ("count",),
        "source-line": ("publisher", "published"),
        "source-undated": (),
        "source-checked": ("date",),
        "sells-treatment": (),
        "sells-referrals": (),
        "sells-ads": (),
        "words-intro": (),
        "figure-hidden": (),
        "trial-status": ("status", "date"),
        "trial-status-old": ("url",),
        "range": ("low", "high"),
        "risk": ("group", "over", "rate", "happened", "other_rate", "did_not"),
        "risk-interval": ("interval",),
        "risk-rate": ("count", "out_of"),
        "months": (),
        "personal-ask": ("question",),
        "personal-group": (),
        "crisis-country": ("name", "number"),
        # feedback and toasts
        "helpful-thanks": (),
        "not-helpful-thanks": (),
        "already": (),
        "old-button": (),
        "not-yours": (),
        # languages
        "language-name": (),
        "language-intro": (),
        "language-set": (),
        # buttons
        "button-more": (),
        "button-sources": (),
        "button-words": (),
        "button-helpful": (),
        "button-not-helpful": (),
        "button-topics": (),
        "button-back": (),
        "button-next-page": (),
        "button-link": (),
        "button-private": (),
        # operators
        "operator-reload-failed": ("count", "problems"),
        "operator-reloaded": (),
        "operator-unreadable-update": ("id",),
        # command menus
        "menu-ask": (),
        "menu-topics": (),
        "menu-sources": (),
        "menu-privacy": (),
        "menu-about": (),
        "menu-language": (),
        "menu-help": (),
        "menu-start": (),
    }
)
