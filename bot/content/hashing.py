"""What stands in a content folder, as one hash: the files are looked at, but not read as YAML."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.content.schema import LANGUAGE

MAX_BYTES = 1_000_000  # a larger file is not read


class ContentHash:
    """A hash over the names and bytes of files, folder by folder. `add` them in the order of their names."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def language(self, name: str) -> None:
        """The files that follow stand in this language's folder."""
        self._digest.update(f"\0{name}\0".encode())

    def add(self, name: str, data: bytes) -> None:
        self._digest.update(f"{name}\0{len(data)}\0".encode() + data)

    def __str__(self) -> str:
        return self._digest.hexdigest()


def hash_of(folder: Path, only: str = "") -> str:
    """The hash that read_folder() gives for a folder it can read; with `only`, of that file and its translations."""
    found = ContentHash()
    _add(found, folder, only)
    for below in language_folders(folder):
        found.language(below.name)
        _add(found, below, only)
    return str(found)


def together(knowledge: str, dialogs: str) -> str:
    """One hash of both folders' hashes."""
    return hashlib.sha256(f"{knowledge} {dialogs}".encode()).hexdigest() if dialogs else knowledge


def origin(folder: Path, digest: str, defaults: Path) -> str:
    """All that the content of a folder with that hash comes from, but for the code."""
    own = not defaults.is_dir() or defaults.resolve() == folder.resolve()
    of_defaults = "" if own else hash_of(defaults, only="talk")
    return f"{digest}\0{of_defaults}\0{folder.as_posix()}"


@cache
def hash_of_code() -> str:
    """Changes when any code does that reads contents, judges them or makes them ready."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for file in sorted([*package.rglob("*.py"), *package.parent.joinpath("core").glob("*.py")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _add(found: ContentHash, folder: Path, only: str) -> None:
    for file in yaml_files(folder):
        if file.suffix == ".yaml" and (not only or file.stem == only):
            found.add(file.name, _bytes(file))


def _bytes(file: Path) -> bytes:
    """What read_file() reads: nothing of a file that cannot be opened or is too large."""
    try:
        return file.read_bytes() if file.stat().st_size <= MAX_BYTES else b""
    except OSError:
        return b""


def language_folders(folder: Path) -> list[Path]:
    """The folders that hold translations, by name."""
    return [below for below in _entries(folder) if LANGUAGE.fullmatch(below.name) and below.is_dir()]


def other_folders(folder: Path) -> list[Path]:
    """Folders that hold texts and are not read."""
    return [
        below
        for below in _entries(folder)
        if below.is_dir()
        and not LANGUAGE.fullmatch(below.name)
        and not below.name.startswith((".", "_"))
        and any(yaml_files(below))
    ]


def yaml_files(folder: Path) -> Iterator[Path]:
    """Files an author means to be read, by name; not what editors leave behind."""
    for file in _entries(folder):
        if (
            file.suffix.lower() in (".yaml", ".yml")
            and not file.name.startswith((".", "#", "~"))
            and file.is_file()
        ):
            yield file


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
