"""A guided dialog as its file in `dialogs/` writes it: questions, published criteria, notes, and what comes of them.

A dialog is a checklist, not a graph of jumps: questions in the order they are asked, each with an optional condition
that may only look back. So no loop can exist, and the next question is the first that applies and has no answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Answers = Mapping[
    str, str
]  # question id → option id, "45-49", "47" or free text; NOT_SURE and SKIPPED are not known
NOT_SURE, SKIPPED = "?", "-"

# --- conditions: a closed set, each true, false or (None) not known ----------------------------


@dataclass(frozen=True, slots=True)
class Is:
    """The answer to a question is one of these options."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Below:
    """A number is smaller than the limit."""

    question: str
    limit: float


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A number is the limit or larger."""

    question: str
    limit: float


@dataclass(frozen=True, slots=True)
class Any:
    """One part at least holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Is | Below | AtLeast | Any | All | Not

# --- asking ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number that can be typed; `bands` are its buttons, each (lowest, highest), both included."""

    min: float
    max: float
    step: float = 1.0
    bands: tuple[tuple[float, float], ...]
    unit: str = ""  # shown on the buttons: "years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to ask. It has `choose`, or `number`, or `write` (free text of at most that many characters).

    With `choose`, a note of at most `note` characters may be typed beside the option. `rev` goes up when the meaning
    changes, and then people are asked again.
    """

    id: str
    rev: int
    ask: str
    why: str
    section: str = ""
    ask_if: Condition | None = None
    choose: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # option id → label
    hear: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )  # … → words for it
    number: Number | None = None
    write: int = 0
    note: int = 0
    short: str = ""  # the question in a few words, for summaries: "Your age"
    flag: str = ""  # a checklist: the red flag that one of `flag_if` raises
    flag_if: tuple[str, ...] = ()
    source: tuple[str, ...] = ()  # who says that this should be asked


# --- judging -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One line of a published list, and when an answer meets it. `settle` says what would settle a *not known*."""

    id: str
    source: str
    says: str
    met_if: Condition
    soft: str = ""  # what the same source adds that bends the line
    settle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line of the outcome, shown when its condition holds (always without one)."""

    id: str
    says: str
    heading: str = ""  # notes under the same heading stand together, in the order of the file
    show_if: Condition | None = None
    sources: tuple[str, ...] = ()
    figure: str = ""  # a cost figure for the picture
    ask: str = ""  # a question for the list to ask
    link: str = ""


Report = Literal["criteria", "checklist", "cost", "finder", "claim"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is shown at the end. `always` names texts; `next` steps are written `dialog:clinic`, `entry:edss`,

    `page:appointment`, `page:clinics`, `picture:cost`, `picture:risk`, `another` (the next copy), `delete-answers`.
    """

    report: Report
    always: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One dialog. It may be filled in for `copies` things (clinics), each named by the question `named_by`."""

    id: str
    title: str
    version: int
    minutes: int
    intro: str
    consent: Literal["health", "none"] = "health"
    keep_days: int = 14
    asked_for: tuple[str, ...] = ()  # what people type when they want it
    copies: int = 1
    named_by: str = ""
    sections: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # id → title
    questions: Mapping[str, Question]
    lists: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # source of criteria → its name
    criteria: Mapping[str, Criterion] = field(default_factory=lambda: MappingProxyType({}))
    notes: Mapping[str, Note] = field(default_factory=lambda: MappingProxyType({}))
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    outcome: Outcome
