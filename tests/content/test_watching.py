"""A change is told once, when the files stand still, and only if they have become others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.content.watching import changes, fingerprint
from tests.content.folders import good_folder

SETTLE = 0.15


class Heard:
    """Counts what is told."""

    def __init__(self) -> None:
        self.count = 0
        self._told = asyncio.Event()

    async def listen(self, folder: Path, stop: asyncio.Event) -> None:
        async for _ in changes(folder, stop=stop, settle=SETTLE):
            self.count += 1
            self._told.set()

    async def once(self) -> None:
        await asyncio.wait_for(self._told.wait(), 20)
        self._told.clear()


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[Heard]:
    """The folder is watched for as long as this stands open."""
    heard, stop = Heard(), asyncio.Event()
    task = asyncio.create_task(heard.listen(folder, stop))
    await asyncio.sleep(0.5)  # the watcher has no sign for being ready
    try:
        yield heard
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_folder(tmp_path)


async def test_a_saved_file_is_told_once(folder: Path) -> None:
    async with watching(folder) as heard:
        (folder / "cost.yaml").write_text("title: Other\n", "utf-8")
        await heard.once()
        await asyncio.sleep(4 * SETTLE)
        assert heard.count == 1


async def test_a_file_put_in_place_by_renaming_is_told(folder: Path) -> None:
    async with watching(folder) as heard:
        (folder / ".cost.yaml.tmp").write_text("title: Other\n", "utf-8")
        (folder / ".cost.yaml.tmp").rename(folder / "cost.yaml")
        await heard.once()
        assert heard.count == 1


async def test_a_deleted_and_a_translated_file_are_told(folder: Path) -> None:
    async with watching(folder) as heard:
        (folder / "cost.yaml").unlink()
        await heard.once()
        (folder / "es").mkdir()
        (folder / "es" / "cost.yaml").write_text("title: Costo\n", "utf-8")
        await heard.once()
        assert heard.count == 2


async def test_writing_bit_by_bit_is_told_when_it_is_done(folder: Path) -> None:
    async with watching(folder) as heard:
        with (folder / "new.yaml").open("w", encoding="utf-8") as file:
            for number in range(10):
                file.write(f"line{number}: 1\n")
                file.flush()
                await asyncio.sleep(SETTLE / 3)
            assert heard.count == 0
        await heard.once()
        await asyncio.sleep(4 * SETTLE)
        assert heard.count == 1


async def test_what_editors_leave_behind_is_not_told(folder: Path) -> None:
    async with watching(folder) as heard:
        (folder / ".cost.yaml.swp").write_text("x", "utf-8")
        (folder / "cost.yaml~").write_text("x", "utf-8")
        (folder / "notes.md").write_text("x", "utf-8")
        await asyncio.sleep(1 + 4 * SETTLE)
        assert heard.count == 0


def test_a_fingerprint_tells_every_state_from_another(folder: Path) -> None:
    states = {fingerprint(folder)}
    (folder / "cost.yaml").write_text("title: Other\n", "utf-8")
    states.add(fingerprint(folder))
    (folder / "cost.yaml").rename(folder / "price.yaml")
    states.add(fingerprint(folder))
    assert len(states) == 3


async def test_a_folder_that_is_not_there_is_not_watched(folder: Path, tmp_path: Path) -> None:
    stop = asyncio.Event()
    stop.set()
    assert [one async for one in changes(folder, tmp_path / "none", stop=stop)] == []
