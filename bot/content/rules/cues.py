"""What the bot hears and what it says to it: nothing is heard in vain, and calls for help name who helps."""

from __future__ import annotations

from bot.content.nodes import Problems
from bot.content.rules.pieces import CUES, View
from bot.core.knowledge import Cue

SILENT = frozenset(
    {
        "words",
        "followup",
        "leaning",
        "more",
        "sources",
        "control",
        "selling",
        "denying",
        "asking",
        "opening",
        "joining",
    }
)  # kinds that only listen
CRISIS_LINES = ("988", "116 123")  # US and Canada; UK, Ireland and much of Europe
EMERGENCY_NUMBERS = ("911", "999", "112", "000")


def check(seen: View, problems: Problems) -> None:
    """All cues of a language."""
    for section in CUES:
        for name, cue in seen.draft.objects[section].items():
            at = seen.draft.place(section, name)
            if not cue.phrases and cue.kind != "sentence":
                problems.add(at, name, "needs 'phrases', the words people use.", "rule")
            if not cue.reply and cue.kind not in SILENT:
                problems.add(at, name, "needs 'reply', what the bot says.", "rule")
            if cue.kind == "personal" and not cue.ask:
                what = "needs 'ask', the exact question to take to one's neurologist."
                problems.add(at, name, what, "rule")
            _help(seen, section, name, cue, problems)


def _help(seen: View, section: str, name: str, cue: Cue, problems: Problems) -> None:
    for lang, reply in cue.reply.items():
        at, where = seen.draft.place(section, name, "reply", lang), f"{name} / reply / {lang}"
        if cue.kind == "crisis" and not all(line in reply for line in CRISIS_LINES):
            what = (
                f"a call for help is answered with {' and '.join(CRISIS_LINES)} in every language. Name both."
            )
            problems.add(at, where, what, "rule")
        if cue.kind == "emergency" and not any(number in reply for number in EMERGENCY_NUMBERS):
            what = (
                f"an emergency is answered with a number to call now, such as {EMERGENCY_NUMBERS[0]} or 112."
            )
            problems.add(at, where, what, "rule")
