"""What the gateway needs of the conversation. The app gives it the one with the content now in use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.core.messages import Message, Say, Session, Turn


class Conversation(Protocol):
    """The core, with the content now in use."""

    def respond(self, session: Session, message: Message, now: datetime) -> Turn:
        """What to say, and what to remember."""

    def wait(self, session: Session, message: Message, now: datetime) -> float:
        """Seconds before this message has its turn; more than 0 only in a flood."""

    def broken(self, lang: str, number: str) -> Say:
        """What a member hears when the mistake was ours."""

    def sentence(self, name: str, lang: str = "", **values: object) -> str:
        """One of the fixed sentences."""

    def languages(self) -> Sequence[str]:
        """The languages there are texts in."""
