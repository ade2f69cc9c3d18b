"""Tells when a content folder changed, once per change and not before its files stand still.

Editors save by writing a second file and renaming it, or in several writes; a copy over the network takes a while.
So after the first sign this waits until the files have kept still, and says nothing if they are as they were.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

from watchfiles import Change, awatch

SETTLE = 0.4  # seconds without a change
PATIENCE = 20  # so many times; then what is there is read, still moving or not

Fingerprint = frozenset[tuple[str, int, int, int]]


async def changes(
    *folders: Path, stop: asyncio.Event | None = None, settle: float = SETTLE
) -> AsyncGenerator[None, None]:
    """Yields each time the YAML files of the folders have become others than before."""
    known = await asyncio.to_thread(fingerprint, *folders)
    there = [folder for folder in folders if folder.is_dir()]
    async for _ in awatch(*there, watch_filter=_telling, step=50, debounce=400, stop_event=stop):
        now = await _settled(folders, settle)
        if now != known:
            known = now
            yield


def fingerprint(*folders: Path) -> Fingerprint:
    """What tells one state of the files from another, without reading them."""
    seen: set[tuple[str, int, int, int]] = set()
    for folder in folders:
        for file in folder.rglob("*.yaml"):
            try:
                stat = file.stat()
            except OSError:
                continue  # it went away in between; that is a change of its own
            if _content(Change.modified, str(file)):
                seen.add((str(file), stat.st_size, stat.st_mtime_ns, stat.st_ino))
    return frozenset(seen)


async def _settled(folders: tuple[Path, ...], settle: float) -> Fingerprint:
    before = await asyncio.to_thread(fingerprint, *folders)
    for _ in range(PATIENCE):
        await asyncio.sleep(settle)
        now = await asyncio.to_thread(fingerprint, *folders)
        if now == before:
            break
        before = now
    return before


def _telling(change: Change, path: str) -> bool:
    """A text, or a folder: what was put into a new folder before it was watched is told by the folder alone."""
    return _content(change, path) or "." not in path.rsplit("/", 1)[-1]


def _content(_: Change, path: str) -> bool:
    name = path.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]
    return name.endswith((".yaml", ".yml")) and not name.startswith((".", "#", "~", "_"))
