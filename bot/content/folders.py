"""A content folder as it stands on the disk: which files are read, and what they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bot.content.hashing import ContentHash, language_folders, other_folders, yaml_files
from bot.content.nodes import Node, Place, Problems
from bot.content.reading import read_file


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
    found = ContentHash()
    folder = _read(path, path.as_posix(), found, problems, only)
    for below in language_folders(path):
        found.language(below.name)
        folder.languages[below.name] = _read(below, below.as_posix(), found, problems, only)
    for below in other_folders(path):
        what = "is not read: only folders named like a language (es, de) are."
        problems.add(Place(below.as_posix()), "", what, "warning")
    return folder, str(found)


def _read(path: Path, name: str, found: ContentHash, problems: Problems, only: str) -> Folder:
    folder = Folder(name)
    for file in yaml_files(path):
        if only and file.stem != only:
            continue
        shown = file.as_posix()
        if file.suffix != ".yaml":
            problems.add(Place(shown), "", f"is not read: rename it to '{file.stem}.yaml'.")
            continue
        tree, data = read_file(file, shown, problems)
        found.add(file.name, data)
        if tree is None:
            folder.unread.add(file.stem)
        else:
            folder.trees[file.stem] = tree
    return folder
