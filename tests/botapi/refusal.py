"""How the Bot API says no."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests",
}


class Refused(Exception):
    """A call was refused; becomes `{"ok": false, …}` with the HTTP status `code`."""

    def __init__(self, code: int, why: str = "", parameters: Json | None = None) -> None:
        reason = REASONS[code]
        self.code = code
        self.description = f"{reason}: {why}" if why else reason
        self.parameters = parameters
        super().__init__(self.description)

    def body(self) -> Json:
        """The answer as Telegram writes it."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad(why: str) -> Refused:
    """400 Bad Request."""
    return Refused(400, why)


def forbidden(why: str) -> Refused:
    """403 Forbidden."""
    return Refused(403, why)


def too_many(seconds: int) -> Refused:
    """429 Too Many Requests."""
    return Refused(429, f"retry after {seconds}", {"retry_after": seconds})
