"""One YAML file → nodes, or the problems in plain words.

YAML guesses: `no` becomes false, `3.10` becomes 3.1, a key written twice silently keeps the last, `answer: see #12`
becomes `see`. An author sees none of that. So this reader walks the parser's events, takes every scalar as the text
that stands there, and refuses what an author cannot have meant. It builds while it walks and keeps its own stack, so
depth, size and aliases are noticed before they can cost time or memory.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from bot.content.decoding import SPLIT, decoded
from bot.content.explaining import explain, shown
from bot.content.hashing import MAX_BYTES
from bot.content.nodes import Items, Keys, Node, Place, Problems, Text
from bot.errors import Problem

MAX_DEPTH = 64
MAX_VALUES = 50_000  # texts and names; a file of 1 MB that people wrote has half as many
SAME_KIND = 3  # how often one file is told the same kind of thing; the rest follows once these are mended

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser reads the same, 20 times as fast

_HASH = re.compile(r" ?#\S")


def read_file(path: Path, name: str, problems: Problems) -> tuple[Node | None, bytes]:
    """The file's content, and its bytes (for the hash)."""
    whole = Place(name)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            problems.add(whole, "", f"is {size / 1e6:.1f} MB large; at most 1 MB can be read. {SPLIT}")
            return None, b""
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as trouble:
        problems.add(whole, "", f"cannot be opened ({trouble.strerror}). Look at its permissions.")
        return None, b""
    return read(data, name, problems), data


def read(data: bytes, name: str, problems: Problems) -> Node | None:
    """The content of a file, or None when it cannot be read at all or is empty; `problems` says why."""
    text = decoded(data, name, problems)
    if text is None:
        return None
    if not any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines()):
        problems.add(Place(name), "", "is empty. Write its content, or delete the file.")
        return None
    builder = _Builder(name, text.split("\n"), problems)
    try:
        for event in yaml.parse(text, Loader=Loader):
            if not builder.take(event):
                return None
    except yaml.YAMLError as trouble:
        line, what = explain(trouble, text.split("\n"))
        builder.forget_run_on(line)
        problems.add(Place(name, line), builder.where(), what)
        return None
    return builder.root


class _Builder:
    """Takes the parser's events one by one. `root` is what they make."""

    def __init__(self, name: str, lines: list[str], problems: Problems) -> None:
        self.root: Node | None = None
        self._name = name
        self._lines = lines
        self._problems = problems
        self._open: list[Items | Keys] = []
        self._keys: list[str | None] = []  # for each open node: the key whose value is due
        self._brackets: list[bool] = []  # and whether it was written [ ] or { }
        self._told: dict[str, int] = {}
        self._run_on: tuple[int, Problem] | None = None  # the last text over several lines: where it ends
        self._documents = 0
        self._values = 0

    def where(self) -> str:
        """The keys that lead to where the reader stands: `cost-mexico / sources`."""
        return " / ".join(key for key in self._keys if key and key not in ("entries", "claims", "flags"))

    def take(self, event: Any) -> bool:
        """Take one event; false when reading on makes no sense."""
        at = Place(self._name, event.start_mark.line + 1)
        if isinstance(event, yaml.ScalarEvent):
            self._values += 1
            self._oddities(event, at)
            self._style(event, at)
            self._scalar(event, at)
            return self._few_enough(at)
        if isinstance(event, yaml.AliasEvent):
            self._tell("alias", at, f"'*{event.anchor}' points to another place of the file. {_NO_ALIAS}")
            self._put(Text("", at))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._oddities(event, at)
            return self._begin(event, at)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()
        elif isinstance(event, yaml.DocumentStartEvent):
            return self._document(at)
        return True

    def forget_run_on(self, line: int) -> None:
        """A text that runs into a line YAML cannot take was no text over several lines: that line is the slip."""
        if self._run_on and self._run_on[0] >= line - 1:
            self._problems.found.remove(self._run_on[1])

    def _few_enough(self, at: Place) -> bool:
        if self._values > MAX_VALUES:
            self._tell("many", at, f"holds more than {MAX_VALUES} texts and names. {SPLIT}")
        return self._values <= MAX_VALUES

    def _document(self, at: Place) -> bool:
        self._documents += 1
        if self._documents > 1:
            self._tell("document", at, "the line '---' begins a second document. Delete this line.")
        return self._documents == 1

    def _begin(self, event: Any, at: Place) -> bool:
        if len(self._open) >= MAX_DEPTH:
            self._tell(
                "depth",
                at,
                f"is nested more than {MAX_DEPTH} levels deep. No part of the content needs that.",
            )
            return False
        node: Items | Keys = (
            Keys({}, at, braces=bool(event.flow_style))
            if isinstance(event, yaml.MappingStartEvent)
            else Items([], at)
        )
        if self._key_due():
            self._tell(
                "key", at, f"a name is expected here, not a list or braces: {self._line(at)}. {_QUOTE_BRACES}"
            )
            return False
        self._put(node)
        self._open.append(node)
        self._keys.append(None)
        self._brackets.append(bool(event.flow_style))
        return True

    def _end(self) -> None:
        self._keys.pop()
        self._brackets.pop()
        self._open.pop()
        if self._open:
            self._keys[-1] = None

    def _key_due(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1], Keys) and self._keys[-1] is None

    def _scalar(self, event: Any, at: Place) -> None:
        value: str = event.value
        if self._key_due():
            self._new_key(value, at, plain=not event.style)
            return
        block = event.style in ("|", ">")
        meant = bool(value.strip()) or event.style in ("'", '"')
        self._put(Text(value.rstrip() if block else value.strip(), at, block, meant))

    def _new_key(self, key: str, at: Place, *, plain: bool) -> None:
        keys = self._open[-1]
        assert isinstance(keys, Keys)  # noqa: S101 - _key_due() said so
        if plain and key == "<<":
            self._tell("merge", at, f"'<<' takes over another part of the file. {_NO_ALIAS}")
        if not key:
            self._tell("empty key", at, f"a name is missing before the colon: {self._line(at)}.")
        if key in keys.values:
            first = keys.key_at[key].line
            self._problems.add(
                at, self._below(key), f"'{key}' stands here twice, first on line {first}. Keep one of them."
            )
            key = f"{key} (again, line {at.line})"  # kept apart, so that nothing is overwritten
        keys.key_at[key] = at
        self._keys[-1] = key

    def _below(self, key: str) -> str:
        return f"{self.where()} / {key}" if self.where() else key

    def _put(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        top = self._open[-1]
        if isinstance(top, Items):
            top.items.append(node)
        elif (key := self._keys[-1]) is not None:
            if key != "<<" and " (again, line " not in key:
                top.values[key] = node
            if isinstance(node, Text):
                self._keys[-1] = None

    def _oddities(self, event: Any, at: Place) -> None:
        if event.anchor:
            self._tell("anchor", at, f"'&{event.anchor}' names a part of the file for reuse. {_NO_ALIAS}")
        if event.tag:
            self._tell(
                "tag",
                at,
                f"'{_tag(event.tag)}' is a command to YAML. If it is part of a text, put the text in quotes.",
            )

    def _style(self, event: Any, at: Place) -> None:
        if event.style == ">":
            self._tell("folded", at, "a long text begins with '|', not with '>'. Change the one character.")
        elif not event.style and event.value.startswith("-") and not self._in_brackets():
            self._tell("dash", at, f"needs a space after the dash: {self._line(at)}.")
        elif event.style != "|" and event.end_mark.line > event.start_mark.line and not self._in_brackets():
            self._tell(
                "several lines",
                at,
                "a text over several lines needs '|' after the colon, and begins on the next line, further in.",
            )
            self._run_on = (event.end_mark.line + 1, self._problems.found[-1])
        elif not event.style and self._hash_follows(event.end_mark):
            self._tell(
                "hash",
                at,
                f"everything from the '#' on is lost: {self._line(at)}. "
                "Put the whole text in quotes, or two spaces before the # and one after it if it is a remark.",
            )

    def _in_brackets(self) -> bool:
        return any(self._brackets)

    def _hash_follows(self, mark: Any) -> bool:
        return mark.line < len(self._lines) and bool(_HASH.match(self._lines[mark.line], mark.column))

    def _line(self, at: Place) -> str:
        return shown(self._lines[at.line - 1]) if at.line <= len(self._lines) else "the end of the file"

    def _tell(self, kind: str, at: Place, what: str) -> None:
        self._told[kind] = self._told.get(kind, 0) + 1
        if self._told[kind] <= SAME_KIND:
            self._problems.add(at, self.where(), what)


_NO_ALIAS = "Our files do not use that: write the words out. If it is part of a text, put the text in quotes."
_QUOTE_BRACES = "A text that begins with { or [ must stand in quotes."


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
