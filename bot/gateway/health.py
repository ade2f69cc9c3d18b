"""Whether the bot is well, in a file that `python -m bot health` and a container's health check read.

The file is written every few seconds, so a process that hangs is noticed by the file's age.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.gateway.clock import Clock

log = logging.getLogger("signpost.health")

FILE = "health.json"
STALE = 30.0  # seconds without a heartbeat


class Health:
    """Collects reasons for concern; well means there is none. Changes are logged once, not each attempt."""

    def __init__(self, folder: Path, clock: Clock, silence: float) -> None:
        self._path = folder / FILE
        self._clock = clock
        self._silence = silence
        self._reasons: dict[str, str] = {}
        self._polled: float | None = None
        self._polled_ticks = clock.ticks()
        self._stopped = False

    def trouble(self, part: str, reason: str) -> None:
        """A part of the bot cannot do its work."""
        if part not in self._reasons:
            log.warning("trouble with %s: %s", part, reason)
            self._reasons[part] = reason
            self.save()

    def well(self, part: str) -> None:
        """It can again."""
        if self._reasons.pop(part, None) is not None:
            log.info("%s: well again", part)
            self.save()

    def polled(self) -> None:
        """Telegram has answered a poll."""
        self._polled = self._clock.now().timestamp()
        self._polled_ticks = self._clock.ticks()
        self.well("telegram")

    def stopped(self) -> None:
        """The bot ends."""
        self._stopped = True
        self.save()

    async def beat(self, every: float) -> None:
        """Writes the file again and again."""
        while True:
            if self._clock.ticks() - self._polled_ticks > self._silence:
                self.trouble("telegram", "no poll was answered for too long")
            self.save()
            await asyncio.sleep(every)

    def save(self) -> None:
        """Writes the file, whole or not at all where there is room for that."""
        state = "stopped" if self._stopped else "degraded" if self._reasons else "ok"
        facts = {
            "state": state,
            "reasons": [f"{part}: {reason}" for part, reason in sorted(self._reasons.items())],
            "polled": self._polled,
            "written": self._clock.now().timestamp(),
            "pid": os.getpid(),
        }
        text, fresh = json.dumps(facts), self._path.with_suffix(".new")
        try:
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(self._path)
        except OSError:  # a full disk has no room for a second file; and a file that grows old says the same
            with suppress(OSError):
                self._path.write_text(text, encoding="utf-8")


def verdict(folder: Path, now: Callable[[], float]) -> tuple[bool, str]:
    """Whether the bot that runs on this folder is well, and one line that says why."""
    try:
        facts = json.loads((folder / FILE).read_text(encoding="utf-8"))
        age = now() - float(facts["written"])
        state, reasons = str(facts["state"]), [str(reason) for reason in facts["reasons"]]
        polled = facts["polled"]
    except (OSError, ValueError, KeyError, TypeError):
        return False, f"No bot has written {folder / FILE} yet."
    if age > STALE:
        return False, f"The bot last wrote {age:.0f} seconds ago: it has stopped, hangs, or cannot write."
    if state == "ok" and polled is None:
        return False, "The bot has started and waits for its first answer from Telegram."
    return state == "ok", state if not reasons else f"{state}: {'; '.join(reasons)}"
