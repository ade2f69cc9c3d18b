"""Trouble on purpose: what Telegram, and the network before it, do on a bad day."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.botapi.refusal import REASONS, Json

FOREVER = 1_000_000_000


@dataclass(eq=False)
class Fault:
    """What happens to the next `times` calls that fit `method`, `chat` and `when`, instead of a plain answer.

    A fault that refuses (an error code, a body of its own, `hang`, `close_connection`) keeps the call from
    taking effect, unless `drop_after_apply`: then it takes effect and only the answer is lost. `delay` alone
    takes effect at once and answers late.
    """

    method: str = ""
    chat: int | None = None
    times: int = 1
    when: Callable[[Json], bool] = lambda params: True
    status: int = 0
    error_code: int = 0
    description: str = ""
    retry_after: int = 0
    parameters: Json = field(default_factory=dict)
    body: str | bytes | None = None
    content_type: str = "application/json"
    drop_after_apply: bool = False
    delay: float = 0.0
    hang: bool = False
    close_connection: bool = False
    truncated: bool = False
    html_502: bool = False
    hits: int = 0

    def __post_init__(self) -> None:
        if self.html_502:
            self.status, self.content_type = 502, "text/html"
            self.body = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"
        if self.retry_after:
            self.error_code = self.error_code or 429
            self.description = self.description or f"Too Many Requests: retry after {self.retry_after}"
            self.parameters = {"retry_after": self.retry_after, **self.parameters}

    def fits(self, method: str, params: Json) -> bool:
        """Whether this call is the one to go wrong."""
        if self.hits >= self.times or self.method not in {"", method}:
            return False
        if self.chat is not None and str(params.get("chat_id")) != str(self.chat):
            return False
        return self.when(params)

    @property
    def applies(self) -> bool:
        """Whether the call takes effect all the same."""
        if self.drop_after_apply or self.truncated:
            return True
        return not (self.hang or self.close_connection or self.answers_itself)

    @property
    def answers_itself(self) -> bool:
        """Whether the fault has an answer of its own."""
        return bool(self.error_code or self.status or self.body is not None)

    @property
    def answer(self) -> tuple[int, str | bytes, str]:
        """Status, body and content type of the fault's own answer."""
        if self.body is not None:
            return self.status or 200, self.body, self.content_type
        if not self.error_code:
            return self.status, "", self.content_type
        reason = REASONS.get(self.error_code, "Internal Server Error")
        told: Json = {"ok": False, "error_code": self.error_code, "description": self.description or reason}
        if self.parameters:
            told["parameters"] = self.parameters
        return self.status or self.error_code, json.dumps(told), self.content_type

    def stop(self) -> None:
        """From now on calls go well again."""
        self.times = self.hits


@dataclass
class Flood:
    """Telegram's limits on sending, when switched on: by the second in a chat, by the minute in a group."""

    on: bool = False
    chat_per_second: int = 1
    burst: int = 3  # a chat bears a short burst
    group_per_minute: int = 20
    all_per_second: int = 30
    sends: list[tuple[float, int]] = field(default_factory=list)

    def wait(self, chat: int, now: float) -> int:
        """Seconds the bot must wait before it may send here; 0 when it may, and then the send is counted."""
        if not self.on:
            return 0
        self.sends = [send for send in self.sends if send[0] > now - 60]
        here = [at for at, where in self.sends if where == chat]
        if chat < 0 and len(here) >= self.group_per_minute:
            return int(here[-self.group_per_minute] + 60 - now) + 1
        window = self.burst / self.chat_per_second
        if sum(at > now - window for at in here) >= self.burst:
            return int(window) + 1
        if sum(at > now - 1 for at, _ in self.sends) >= self.all_per_second:
            return 1
        self.sends.append((now, chat))
        return 0
