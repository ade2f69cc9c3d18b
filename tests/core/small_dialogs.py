"""Three small dialogs, written out in Python, for tests of the conversation."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.content import Content
from bot.core.conversation import respond
from bot.core.flows import All, AtLeast, Below, Criterion, Flow, Is, Note, Number, Outcome, Question
from bot.core.flows import Any as AnyOf
from bot.core.knowledge import Cost, Flag, Risk
from bot.core.messages import Attach, Message, Say, Session, Turn
from tests.core.small import NOON, content, labels, said, tap

YES_NO = {"yes": "Yes", "no": "No"}
COMPARE = Flow(
    id="eligibility",
    title="Compare with criteria",
    version=1,
    minutes=3,
    intro="I ask a few questions.",
    asked_for=("compare me with the lists",),
    questions={
        one.id: one
        for one in (
            Question(
                id="type",
                rev=1,
                ask="What type of MS do you have?",
                why="The lists differ by type.",
                short="Type",
                choose={
                    "rr": "Relapsing-remitting",
                    "sp": "Secondary progressive",
                    "pp": "Primary progressive",
                },
                hear={"rr": ("rrms", "relapsing"), "sp": ("spms", "secondary"), "pp": ("ppms", "primary")},
            ),
            Question(
                id="signs",
                rev=1,
                ask="Any new spots on the MRI?",
                why="It shows inflammation.",
                short="New spots",
                ask_if=Is("type", ("sp", "pp")),
                choose=YES_NO,
            ),
            Question(
                id="age",
                rev=1,
                ask="How old are you?",
                why="Age limits differ.",
                short="Age",
                number=Number(min=18, max=100, bands=((18, 44), (45, 49), (50, 100)), unit="years"),
            ),
            Question(
                id="wish",
                rev=1,
                ask="What matters most to you?",
                why="For the page.",
                short="My wish",
                write=60,
            ),
        )
    },
    criteria={
        one.id: one
        for one in (
            Criterion(id="a-age", source="society", says="Younger than 50", met_if=Below("age", 50)),
            Criterion(
                id="b-age",
                source="guideline",
                says="Under 45",
                soft="Older people are looked at one by one.",
                settle="Your birthday settles it.",
                met_if=All((AtLeast("age", 18), Below("age", 45))),
            ),
            Criterion(
                id="b-type",
                source="guideline",
                says="Relapsing, or with new spots",
                met_if=AnyOf((Is("type", ("rr",)), Is("signs", ("yes",)))),
            ),
        )
    },
    notes={
        "heart": Note(id="heart", says="The lists also look at heart and lungs.", heading="Not in the lists"),
        "ask": Note(id="ask", says="", ask="Which list does our centre use?"),
        "risk": Note(id="risk", says="", figure="risk.small"),
    },
    texts={"not-a-decision": "This is no decision."},
    outcome=Outcome(
        report="criteria",
        always=("not-a-decision",),
        next=("page:appointment", "picture:risk", "dialog:clinic", "entry:risks"),
    ),
)
CLINIC = Flow(
    id="clinic",
    title="Questions for a clinic",
    version=1,
    minutes=5,
    consent="none",
    intro="Note what they say.",
    copies=2,
    named_by="name",
    sections={"care": "Care", "cells": "Cells"},
    questions={
        one.id: one
        for one in (
            Question(id="name", rev=1, ask="Which clinic?", why="To tell them apart.", write=40),
            Question(
                id="icu",
                rev=1,
                ask="Is there intensive care?",
                why="For complications.",
                short="Intensive care",
                section="care",
                choose={**YES_NO, "unsaid": "Would not say", "other": "Something else"},
                note=100,
                flag="no-icu",
                flag_if=("no", "unsaid"),
            ),
            Question(
                id="home", rev=1, ask="Who cares for me at home?", why="…", section="care", choose=YES_NO
            ),
            Question(id="own", rev=1, ask="Are they my own cells?", why="…", section="cells", choose=YES_NO),
        )
    },
    outcome=Outcome(report="checklist", next=("page:clinics",)),
)
COST = Flow(
    id="cost",
    title="What it may cost",
    version=1,
    minutes=2,
    consent="none",
    intro="Let us see.",
    questions={
        "country": Question(
            id="country",
            rev=1,
            ask="Which country?",
            why="Prices differ.",
            choose={"mx": "Mexico", "us": "United States"},
        )
    },
    notes={
        "mx": Note(
            id="mx",
            says="In Mexico: {cost.mx}.",
            heading="Prices",
            show_if=Is("country", ("mx",)),
            sources=("society",),
            figure="cost.mx",
            ask="What is included?",
        ),
        "us": Note(
            id="us",
            says="In the US: {cost.us}.",
            heading="Prices",
            show_if=Is("country", ("us",)),
            figure="cost.us",
        ),
    },
    outcome=Outcome(report="cost", next=("picture:cost",)),
)


def _cost(name: str, low: float, high: float, currency: str) -> Cost:
    return Cost(
        id=name, low=low, high=high, currency=currency, what=f"aHSCT, {name}", quoted_by="a blog",
        source=("society",), as_of="2024", review_by=NOON.date().replace(year=2030),
    )  # fmt: skip


FIGURES = {
    "cost.mx": _cost("cost.mx", 52000, 58000, "USD"),
    "cost.us": _cost("cost.us", 150000, 150000, "USD"),
    "risk.small": Risk(
        id="risk.small", events=3, of=1000, out_of=1000, happened="died", over="in a year", group="people treated",
        source=("society",), as_of="2024", review_by=NOON.date().replace(year=2030),
    ),
}  # fmt: skip
FLAGS = {
    "no-icu": Flag(
        id="no-icu",
        what="No intensive care",
        why="Help may come late.",
        source=("society",),
        ask="Where is it?",
    )
}


def dialogs_content(*flows: Flow) -> Content:
    """The small content with these dialogs; all three without any."""
    return content(flows or (COMPARE, CLINIC, COST), figures=FIGURES, flags=FLAGS)


class Person:
    """Somebody in a private chat, who types and taps."""

    def __init__(self, own: Content | None = None) -> None:
        self.content = own or dialogs_content()
        self.session = Session()
        self.now = NOON
        self.turn = Turn(self.session)
        self.screen = Say(())
        self._taps = 0

    def does(self, message: Message) -> Turn:
        self.turn = respond(self.content, self.session, message, self.now)
        self.session = self.turn.session
        self.screen = next((one for one in reversed(self.turn.replies) if isinstance(one, Say)), self.screen)
        return self.turn

    def types(self, *lines: str) -> Turn:
        for line in lines:
            self.does(said(line, at=self.now))
        return self.turn

    def taps(self, *wanted: str) -> Turn:
        for label in wanted:
            found = [data for shown, data in labels(self.screen).items() if label in shown]
            assert found, f"no button {label!r} among {list(labels(self.screen))}"
            self.presses(found[0])
        return self.turn

    def presses(self, data: str) -> Turn:
        self._taps += 1
        return self.does(tap(data, message=f"m{self._taps}", at=self.now))

    @property
    def text(self) -> str:
        """What the last screen says."""
        return "".join(span.text for span in self.screen.text)

    @property
    def buttons(self) -> list[str]:
        return list(labels(self.screen))

    def kept(self, flow: str) -> dict[str, str]:
        """The answers of a dialog as they are remembered."""
        found = next(one for one in self.session.dialogs if one.flow == flow)
        return {place: answer.value for place, answer in found.answers.items() if not answer.open}


def attached(turn: Turn) -> Iterable[Attach]:
    return (reply for reply in turn.replies if isinstance(reply, Attach))
