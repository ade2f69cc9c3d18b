"""YAML's complaints → what is wrong and how to mend it, for somebody who never read about YAML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yaml import MarkedYAMLError, YAMLError

_OWN_KEY = re.compile(r"""^\s*(?:- )*(?:"[^"]*"|'[^']*'|[^\s"'#:][^:#]*):(?:\s|$)""")
_QUOTED_START = re.compile(r"""(?:^\s*(?:- )*|:\s+|-\s+)(["'])""")


def shown(line: str) -> str:
    """A line as it is quoted in a message."""
    short = line.strip()
    return f"`{short[:57]}…`" if len(short) > 60 else f"`{short}`"


def explain(trouble: YAMLError, lines: Sequence[str]) -> tuple[int, str]:
    """The line to look at (from 1), and what to say about it."""
    if not isinstance(trouble, MarkedYAMLError) or trouble.problem_mark is None:
        return 0, "cannot be read as YAML. Compare it with a file that works."
    where = _Spot(trouble, lines)
    said = f"{trouble.context or ''} {trouble.problem or ''}"
    for clue, words in _CLUES:
        if clue in said:
            return words(where)
    return where.number, f"cannot be understood: {shown(where.line)}. Look at this line and the one above it."


class _Spot:
    """The place a complaint is about, and the lines around it."""

    def __init__(self, trouble: MarkedYAMLError, lines: Sequence[str]) -> None:
        mark, context = trouble.problem_mark, trouble.context_mark
        self.lines = lines
        self.row: int = min(mark.line, len(lines) - 1) if mark else 0
        self.column: int = mark.column if mark else 0
        self.begun: int = min(context.line, len(lines) - 1) if context else self.row
        while self.row > 0 and not lines[self.row].strip():
            self.row -= 1

    @property
    def number(self) -> int:
        return self.row + 1

    @property
    def line(self) -> str:
        return self.lines[self.row]

    @property
    def above(self) -> int:
        """The nearest line above that says something."""
        row = self.row - 1
        while row > 0 and (not self.lines[row].strip() or self.lines[row].lstrip().startswith("#")):
            row -= 1
        return max(row, 0)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _tab(spot: _Spot) -> tuple[int, str] | None:
    if "\t" not in _indent(spot.line):
        return None
    return spot.number, f"begins with a tab: {shown(spot.line)}. Use spaces instead, two for each step in."


def _colon(spot: _Spot) -> tuple[int, str]:
    line, before = spot.line, spot.line[: spot.column]
    if tab := _tab(spot):
        return tab
    if _OWN_KEY.match(before):
        return spot.number, (
            f"a colon with a space after it stands inside the text: {shown(line)}. "
            f"Put the text in quotes: {_quoted(line)}"
        )
    above = spot.lines[spot.above]
    if _OWN_KEY.match(above) and len(_indent(line)) > len(_indent(above)):
        return spot.number, (
            f"is further in than the line above, which already has its value: {shown(line)}. "
            "Begin it below the start of the line above."
        )
    return _nameless(spot.above, above)


def _quoted(line: str) -> str:
    """The line as it would be right."""
    name, _, text = line.strip().partition(": ")
    quote = "'" if '"' in text else '"'
    return shown(f"{name}: {quote}{text.strip()}{quote}")


def _nameless(row: int, line: str) -> tuple[int, str]:
    if tight := re.match(r"\s*(?:- )?[\w-]+:(?=\S)", line):
        return row + 1, f"needs a space after the colon: {shown(line)}, after `{tight[0].strip()}`."
    return row + 1, (
        f"needs a colon and a space after the name: {shown(line)}. If it goes on with the text above, that text must "
        "begin with '|' after its colon, and all its lines must be equally far in."
    )


def _no_colon(spot: _Spot) -> tuple[int, str]:
    line = spot.lines[spot.begun]
    if "\t" in _indent(line):
        return spot.begun + 1, f"begins with a tab: {shown(line)}. Use spaces instead, two for each step in."
    if line.lstrip().startswith("-") and not line.lstrip().startswith("- "):
        return spot.begun + 1, f"needs a space after the dash: {shown(line)}."
    return _nameless(spot.begun, line)


def _open_quote(spot: _Spot) -> tuple[int, str]:
    line = spot.lines[spot.begun]
    return spot.begun + 1, f"a quote is opened here and never closed: {shown(line)}."


def _bad_quote(spot: _Spot) -> tuple[int, str]:
    return spot.number, (
        f"a backslash does not work between double quotes: {shown(spot.line)}. Use single quotes around the text."
    )


def _unclosed(spot: _Spot) -> tuple[int, str]:
    line = spot.lines[spot.begun]
    sign, end = ("[", "]") if "[" in line else ("{", "}")
    return spot.begun + 1, (
        f"the '{sign}' has no '{end}', or a comma is missing, or a text between them needs quotes: {shown(line)}."
    )


def _structure(spot: _Spot) -> tuple[int, str]:
    line, before = spot.line, spot.line[: spot.column]
    if tab := _tab(spot):
        return tab
    if line.lstrip().startswith(":"):
        return spot.number, f"a name is missing before the colon: {shown(line)}."
    if before.strip() and re.search(r"[}\]]\s*$", before):
        return spot.number, f"a text that begins with {{ or [ must stand in quotes: {shown(line)}."
    if before.strip() and _QUOTED_START.search(before):
        return spot.number, (
            f"the text goes on after its closing quote: {shown(line)}. "
            "Put quotes around the whole text; inside it, use the other kind of quotes."
        )
    return spot.number, (
        f"does not stand below any other line: {shown(line)}. "
        "Lines that belong together begin with the same number of spaces; a step in is two spaces."
    )


def _dash(spot: _Spot) -> tuple[int, str]:
    if tab := _tab(spot):
        return tab
    return (
        spot.number,
        f"a list ends above, but this line is not further out: {shown(spot.line)}. Did you forget '- '?",
    )


def _sign(spot: _Spot) -> tuple[int, str]:
    sign = spot.line[spot.column : spot.column + 1]
    if sign == "\t" or "\t" in _indent(spot.line):
        return (
            spot.number,
            f"begins with a tab: {shown(spot.line)}. Use spaces instead, two for each step in.",
        )
    return (
        spot.number,
        f"a text that begins with {sign or 'this sign'} must stand in quotes: {shown(spot.line)}.",
    )


def _block(spot: _Spot) -> tuple[int, str]:
    return (
        spot.number,
        f"nothing may follow the '|': {shown(spot.line)}. Begin the text on the next line, two spaces further in.",
    )


def _star(spot: _Spot) -> tuple[int, str]:
    return spot.begun + 1, (
        f"a text that begins with * or & must stand in quotes: {shown(spot.lines[spot.begun])}. "
        "Stars for bold do not work here: texts are plain."
    )


def _percent(spot: _Spot) -> tuple[int, str]:
    return spot.begun + 1, f"a line that begins with % must stand in quotes: {shown(spot.lines[spot.begun])}."


def _tagged(spot: _Spot) -> tuple[int, str]:
    return spot.begun + 1, f"a text that begins with ! must stand in quotes: {shown(spot.lines[spot.begun])}."


def _comma(spot: _Spot) -> tuple[int, str]:
    return (
        spot.number,
        f"a comma, or something between two commas, is missing or too much: {shown(spot.line)}.",
    )


_CLUES = (
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _no_colon),
    ("unexpected end of stream", _open_quote),
    ("unexpected document indicator", _open_quote),
    ("escape", _bad_quote),
    ("hexdecimal number", _bad_quote),
    ("flow sequence", _unclosed),
    ("flow mapping", _unclosed),
    ("cannot start any token", _sign),
    ("block scalar", _block),
    ("an alias", _star),
    ("an anchor", _star),
    ("directive", _percent),
    ("a tag", _tagged),
    ("'-' indicator", _dash),
    ("expected node content", _comma),
    ("did not find expected", _structure),
    ("expected <", _structure),
    ("block sequence entries are not allowed", _dash),
)
