"""The updates Telegram holds for the bot until it confirms them.

An update is confirmed by asking for a higher offset, not by being handed out. Each update is kept as the very
text that goes over the wire, so that it can be handed out again byte for byte, and broken ones can be put in.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from tests.botapi.refusal import Json

KINDS = (
    *(
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
    ),
    *("edited_business_message", "deleted_business_messages", "guest_message", "message_reaction"),
    *("message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query"),
    *("pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member"),
    *("chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot", "subscription"),
    "stopped_message_generation",
)
ONLY_WHEN_NAMED = {"chat_member", "message_reaction", "message_reaction_count"}
ID = re.compile(r'"update_id"\s*:\s*(-?\d+)')


@dataclass(eq=False)
class Waiting:
    """One update. `again` marks one put back: an offset confirms it only once it was handed out."""

    id: int
    raw: str
    again: bool = False
    by_hand: bool = False  # put in by a test, and perhaps broken on purpose
    handed: int = 0  # how often it was handed out

    @property
    def json(self) -> Json:
        """The update, read."""
        body: Json = json.loads(self.raw)
        return body


class Queue:
    """Updates in the order they came."""

    def __init__(self, first: int) -> None:
        self.next = first
        self.waiting: list[Waiting] = []
        self.every: list[Waiting] = []
        self.confirmed = 0  # the highest offset asked for
        self.named: frozenset[str] = frozenset()

    @property
    def wanted(self) -> frozenset[str]:
        """The kinds of update that are made now."""
        return self.named or frozenset(KINDS) - ONLY_WHEN_NAMED

    def name(self, kinds: list[str]) -> None:
        """Sets `allowed_updates`; it holds until the next time, and for updates made from now on."""
        self.named = frozenset(kind.lower() for kind in kinds) & frozenset(KINDS)

    def put(self, kind: str, body: Json) -> Waiting | None:
        """Makes an update, unless the bot did not ask for this kind."""
        if kind not in self.wanted:
            return None
        number = self._number()
        return self._hold(Waiting(number, json.dumps({"update_id": number, kind: body})))

    def put_raw(self, update: Json | str) -> Waiting:
        """Puts in whatever it is; a dict without `update_id` gets the next one."""
        if isinstance(update, dict):
            update = json.dumps({"update_id": self.next} | update)
        found = ID.search(update)
        own = int(found.group(1)) if found else self.next
        again = own < self.next
        self.next = max(self.next, own + 1)
        return self._hold(Waiting(own, update, again, by_hand=True))

    def put_again(self, update: Waiting) -> Waiting:
        """The same update once more, byte for byte."""
        return self._hold(Waiting(update.id, update.raw, again=True, by_hand=update.by_hand))

    def _number(self) -> int:
        self.next += 1
        return self.next - 1

    def _hold(self, update: Waiting) -> Waiting:
        self.waiting.append(update)
        self.every.append(update)
        return update

    def restart(self, first: int) -> None:
        """Numbers start anew at `first`, as they do after a week without updates."""
        self.next = first
        self.confirmed = 0

    def confirm(self, offset: int) -> None:
        """Forgets everything below the offset. One from the future (numbers began anew) confirms nothing."""
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset <= self.next:
            self.confirmed = max(self.confirmed, offset)
            self.waiting = [u for u in self.waiting if u.id >= offset or (u.again and not u.handed)]

    def hand_out(self, limit: int) -> list[Waiting]:
        """The oldest waiting updates; they stay until confirmed."""
        batch = self.waiting[:limit]
        for update in batch:
            update.handed += 1
        return batch
