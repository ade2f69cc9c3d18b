"""Where the content stands that the bot ships with."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def shipped(name: str) -> Path:
    """The folder `knowledge` or `dialogs` of the project, or the copy inside an installed wheel."""
    inside = _PACKAGE / "defaults" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def dialogs_for(knowledge: Path, dialogs: Path) -> Path | None:
    """The dialogs that go with a knowledge folder. Those the bot ships with go with the knowledge it ships with alone:

    they speak of its sources and figures.
    """
    ours = dialogs.resolve() == shipped("dialogs").resolve()
    if not dialogs.is_dir() or (ours and knowledge.resolve() != shipped("knowledge").resolve()):
        return None
    return dialogs
