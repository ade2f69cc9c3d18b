"""A content folder as it stands on the disk: which files are read, and what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.content.nodes import Node, Place, Problems
from bot.content.reading import read_file
from bot.content.schema import LANGUAGE


@dataclass(slots=True)
class Folder:
    """The trees of the files by name without `.yaml`; of each language's folder likewise.

    `unread` names the files that stand there but could not be read.
    """

    name: str
    trees: dict[str, Node] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    languages: dict[str, Folder] = field(default_factory=dict)

    def file(self, stem: str) -> str:
        """The name of a file, as messages show it."""
        return f"{self.name}/{stem}.yaml"


def read_folder(path: Path, problems: Problems, only: str = "") -> tuple[Folder, str]:
    """All YAML files of a folder and of its language folders, and the hash over their names and bytes.

    With `only` (a name without `.yaml`), that file and its translations alone.
    """
    digest = hashlib.sha256()
    folder = _read(path, path.as_posix(), digest, problems, only)
    for below in sorted(entry for entry in _entries(path) if entry.is_dir()):
        if LANGUAGE.fullmatch(below.name):
            digest.update(f"\0{below.name}\0".encode())
            folder.languages[below.name] = _read(below, below.as_posix(), digest, problems, only)
        elif not below.name.startswith((".", "_")) and any(_yaml_files(below)):
            what = "is not read: only folders named like a language (es, de) are."
            problems.add(Place(below.as_posix()), "", what, "warning")
    return folder, digest.hexdigest()


def _read(path: Path, name: str, digest: hashlib._Hash, problems: Problems, only: str) -> Folder:
    folder = Folder(name)
    for file in sorted(_yaml_files(path)):
        if only and file.stem != only:
            continue
        shown = file.as_posix()
        if file.suffix != ".yaml":
            problems.add(Place(shown), "", f"is not read: rename it to '{file.stem}.yaml'.")
            continue
        tree, data = read_file(file, shown, problems)
        digest.update(f"{file.name}\0{len(data)}\0".encode() + data)
        if tree is None:
            folder.unread.add(file.stem)
        else:
            folder.trees[file.stem] = tree
    return folder


def _yaml_files(path: Path) -> Iterator[Path]:
    """Files an author means to be read; not what editors leave behind."""
    for file in _entries(path):
        if (
            file.suffix.lower() in (".yaml", ".yml")
            and not file.name.startswith((".", "#", "~"))
            and file.is_file()
        ):
            yield file


def _entries(path: Path) -> list[Path]:
    try:
        return list(path.iterdir())
    except OSError:
        return []
