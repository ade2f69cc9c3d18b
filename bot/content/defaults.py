"""Where the content stands that the bot ships with."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def shipped(name: str) -> Path:
    """The folder `knowledge` or `dialogs` of the project, or the copy inside an installed wheel."""
    inside = _PACKAGE / "defaults" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
