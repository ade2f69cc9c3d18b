"""What can be kept: a page, a table, a chart of prices, a picture of a risk. Everything in words already.

A sheet is made from answers on request, travels as data, and becomes a PDF or a picture only when it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Mark = Literal["", "match", "no-match", "unknown", "flag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a page. `mark` says how a criterion came out; `mark_word` says it in words, for grey print."""

    text: str
    mark: Mark = ""
    mark_word: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading and its lines."""

    heading: str
    lines: tuple[Line, ...]
    under: str = ""  # the source, with its date


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of text, to take along."""

    kind: Literal["page"] = "page"
    title: str
    subtitle: str = ""
    parts: tuple[Part, ...]
    foot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows × columns: what each clinic said to each question. `rows` begin with the question."""

    kind: Literal["table"] = "table"
    title: str
    subtitle: str = ""
    columns: tuple[str, ...]  # without the first
    rows: tuple[tuple[str, ...], ...]
    after: tuple[Part, ...] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A price range in one currency. Equal ends for one price."""

    label: str
    low: float
    high: float
    amount: str  # as it is written: "$52,000 to $58,000"
    quoted: str  # who, and when


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Ranges, one bar each. Only bars of one currency stand on one axis: `axes` is (currency, bars)."""

    kind: Literal["chart"] = "chart"
    title: str
    subtitle: str = ""
    axes: tuple[tuple[str, tuple[Bar, ...]], ...]
    foot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Icons:
    """`events` of `out_of` people marked in an array."""

    kind: Literal["icons"] = "icons"
    title: str
    events: float
    out_of: int
    happened: str  # the legend of those it happened to: "3 in 1000 died"
    did_not: str  # and of the others: "997 in 1000 did not"
    subtitle: str = ""
    foot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """A text file, as it is: what is kept about a person, as JSON."""

    kind: Literal["data"] = "data"
    text: str


Sheet = Page | Table | Chart | Icons | Data


def sheet_of(data: Mapping[str, Any]) -> Sheet:
    """The sheet that dataclasses.asdict() made this of, lists in place of tuples or not."""
    rest = {name: value for name, value in data.items() if name != "kind"}
    match data["kind"]:
        case "page":
            return Page(**rest | {"parts": _parts(data["parts"])})
        case "table":
            rows = tuple(tuple(row) for row in data["rows"])
            return Table(
                **rest | {"columns": tuple(data["columns"]), "rows": rows, "after": _parts(data["after"])}
            )
        case "chart":
            axes = tuple((currency, tuple(Bar(**bar) for bar in bars)) for currency, bars in data["axes"])
            return Chart(**rest | {"axes": axes})
        case "icons":
            return Icons(**rest)
        case "data":
            return Data(**rest)
    raise ValueError(f"no sheet is called {data['kind']!r}")


def _parts(parts: list[Mapping[str, Any]]) -> tuple[Part, ...]:
    return tuple(Part(**{**part, "lines": tuple(Line(**line) for line in part["lines"])}) for part in parts)
