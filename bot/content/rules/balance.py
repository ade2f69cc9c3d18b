"""Benefits and harms in similar length, and the other ways named beside them. English, and warnings only: words can
be counted, fairness cannot."""

from __future__ import annotations

import re

from bot.content.nodes import Problems
from bot.content.rules.lengths import words
from bot.content.rules.pieces import View
from bot.content.rules.sentences import sentences

UNEVEN = 4
_GOOD = re.compile(
    r"\b(?:benefit|better|improv|helped|helps|stable|event-free|no new spots"
    r"|relapse-free|no relapse|without (?:a )?relapse|fewer relapse)\w*",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(?:die[ds]?|dying|deaths?|risks?|harms?|infection|infertil|side effect|worse|danger|bleed|cancer)\w*",
    re.IGNORECASE,
)
_TREATED = re.compile(r"\b(?:aHSCT|HSCT|transplants?|transplanted)\b", re.IGNORECASE)
_OTHER_WAYS = re.compile(
    r"\b(?:strong|other|best available|effective)\b[^.\n]*\b(?:drugs?|medicines?|treatments?)\b|\bDMTs?\b",
    re.IGNORECASE,
)
_NO_TRANSPLANT = re.compile(
    r"\b(?:no|without(?: a)?|not having (?:a|the)|instead of (?:a )?) ?(?:transplant|aHSCT|HSCT)\b",
    re.IGNORECASE,
)


def check(seen: View, problems: Problems) -> None:
    """Entries that weigh a treatment: those that name both what it brings and what it costs in health."""
    if not seen.english:
        return
    texts = {name: " ".join(piece.unrisked + "\n" for piece in seen.texts(name)) for name in seen.entries}
    for name, text in texts.items():
        good, bad = _length(_GOOD, text), _length(_BAD, text)
        if not (good and bad and _TREATED.search(text)):
            continue
        at = seen.draft.place("entries", name)
        if max(good, bad) > UNEVEN * min(good, bad):
            more, less = ("benefits", "harms") if good > bad else ("harms", "benefits")
            counts = f"of {more} ({max(good, bad)} words) than of {less} ({min(good, bad)})"
            what = f"says much more {counts}. Give both their room."
            problems.add(at, name, what, "warning")
        near = text + "".join(texts.get(other, "") for other in seen.entries[name].see_also)
        if not (_OTHER_WAYS.search(near) and _NO_TRANSPLANT.search(near)):
            what = (
                "weighs a transplant without naming the other ways: strong drugs, and no transplant. "
                "Name them, or link them in 'see_also'."
            )
            problems.add(at, name, what, "warning")


def _length(kind: re.Pattern[str], text: str) -> int:
    return sum(len(words(sentence)) for _, sentence in sentences(text) if kind.search(sentence))
