"""What operators hear of in private."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.messages import Say, Span
from bot.gateway.calling import Me
from bot.gateway.clock import Clock
from bot.gateway.conversation import Conversation
from bot.gateway.read import Address
from bot.gateway.render import render
from bot.store.outbox import Outgoing

HOUR = 3600.0
AT_MOST = 5  # alerts an hour; what is beyond stands in the counters


class Alerts:
    """Makes messages to the operators; whoever calls puts them into the outbox."""

    def __init__(self, operators: Sequence[int], conversation: Conversation, me: Me, clock: Clock) -> None:
        self._operators = operators
        self._conversation = conversation
        self._me = me
        self._clock = clock
        self._told: list[float] = []

    def unreadable(self, update_id: int) -> tuple[Outgoing, ...]:
        """Something that Telegram sent cannot be read."""
        now = self._clock.ticks()
        self._told = [moment for moment in self._told if now - moment < HOUR]
        if len(self._told) >= AT_MOST:
            return ()
        self._told.append(now)
        return self.saying(self._conversation.sentence("operator-unreadable-update", id=update_id))

    def saying(self, text: str) -> tuple[Outgoing, ...]:
        """The same text to each operator."""
        return tuple(
            call
            for operator in self._operators
            for call in render([Say((Span(text),))], Address(operator, private=True), self._me)
        )
