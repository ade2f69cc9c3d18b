"""The key of every database that a test opens by itself."""

from __future__ import annotations

from bot.store.seal import Seal

SEAL = Seal(bytes(32))
