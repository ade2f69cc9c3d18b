"""Small knowledge folders for tests: a good one, and one for each thing an editor may get wrong."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from bot.content.loading import Loaded, load

HERE = Path(__file__).parent
GOOD = HERE / "good"
BROKEN = sorted((HERE / "broken").iterdir())
TODAY = date(2026, 11, 21)


def good_folder(place: Path) -> Path:
    """A folder with which nothing is wrong."""
    folder = place / "knowledge"
    shutil.copytree(GOOD, folder)
    return folder


def lay(files: Path, folder: Path) -> None:
    """Put a broken folder's files over a good one."""
    shutil.copytree(files, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("says.txt"))


def loaded(folder: Path, today: date = TODAY) -> Loaded:
    """What a folder gives on the day all these texts were written."""
    return load(folder, today=today)


def said(folder: Path, today: date = TODAY) -> list[str]:
    """What is said of a folder: `level: file:line: where: what`."""
    prefix = f"{folder.parent.as_posix()}/"
    return [f"{problem.level}: {problem}".replace(prefix, "") for problem in loaded(folder, today).problems]


def written(files: Path) -> list[str]:
    """What is to be said of a broken folder."""
    return (files / "says.txt").read_text("utf-8").splitlines()
