"""The dialogs as they ship, loaded once."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from bot.content.building import build
from bot.content.loading import Loaded, load
from bot.core.content import Content
from tests.fitted import fitted

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
TODAY = date(2026, 11, 26)


@cache
def loaded() -> Loaded:
    return load(ROOT / "knowledge", today=TODAY, dialogs=ROOT / "dialogs", rules=False)


@cache
def shipped() -> Content:
    found = loaded()
    assert found.knowledge is not None
    return build(found.knowledge, found.hash, fitted(), found.dialogs)
