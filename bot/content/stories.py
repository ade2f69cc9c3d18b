"""Stories in `tests/dialogs/`: what somebody does in a dialog, step by step, and what they see.

`{name: [step, …]}`; a step has one of `type`, `tap`, `later` (days), `edited` (a question whose `rev` goes up), and
what must then be so: `asks` (a question's id), `sees` and `never_sees` (words), `told` ({question: answer}).

The tests run them; `draw` asks which questions they come to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.content.nodes import Items, Keys, Node, Problems, Text
from bot.content.reading import read_file

Step = Mapping[str, Any]


def stories(file: Path) -> Mapping[str, Sequence[Step]]:
    """The stories of one file; none where there is no such file. Raises ValueError for one that cannot be read."""
    if not file.is_file():
        return {}
    problems = Problems()
    tree, _ = read_file(file, file.as_posix(), problems)
    if problems.found or not isinstance(tree, Keys):
        raise ValueError("\n".join(map(str, problems.sorted())) or f"{file} holds no stories")
    return {name: _plain(node) for name, node in tree.values.items()}


def questions_told(file: Path) -> frozenset[str]:
    """The questions that some story comes to."""
    return frozenset(
        str(step["asks"]) for steps in stories(file).values() for step in steps if "asks" in step
    )


def _plain(node: Node) -> Any:
    """Texts, lists and mappings."""
    match node:
        case Text(value=value):
            return value
        case Items(items=items):
            return [_plain(item) for item in items]
        case Keys(values=values):
            return {key: _plain(value) for key, value in values.items()}
