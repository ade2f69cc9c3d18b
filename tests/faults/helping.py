"""What the tests of the fault cases share."""

from __future__ import annotations

from collections.abc import Iterable

from tests.botapi import BotApi, Message
from tests.botapi.server import Call

QUICK = {
    "patience": 3.0,  # Telegram holds a poll that asks the same again for three seconds
    "first_backoff": 0.05,
    "backoff": 0.3,
    "heartbeat": 0.1,
    "probe": 0.2,
    "group_gap": 0.05,
    "conflict": 1.5,
    "call": 1.0,
}
HAIR, STAY, WORK, PETS = "will i go bald", "weeks in hospital", "time off work", "may the cat stay"
TITLES = {
    HAIR: "Will I lose my hair?",
    STAY: "How long is the hospital stay?",
    WORK: "When can I go back to work?",
    PETS: "Can I keep my cat?",
}


def title(message: Message) -> str:
    """The question a message answers: its first line."""
    return message.text.splitlines()[0]


def titles(messages: Iterable[Message]) -> list[str]:
    """The first line of each."""
    return [title(message) for message in messages]


def forgive(telegram: BotApi, words: str) -> int:
    """Refusals with these words belong to the case; returns how many there were."""
    found = [call for call in telegram.refusals if words in call.refused]
    for call in found:
        call.refused = ""
    return len(found)


def unforgiven(calls: Iterable[Call]) -> list[Call]:
    """The calls Telegram refused that no test expected."""
    return [call for call in calls if call.refused]
