"""Two questions in one message: both are answered in short, or offered; a story with one is not taken apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.conversation import respond
from bot.core.messages import Said, Say, Session, Turn, plain
from tests.dialogs.shipped import shipped

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def said(text: str, session: Session | None = None) -> Turn:
    return respond(shipped(), session or Session(), Said(text, NOW), NOW)


def shown(turn: Turn) -> str:
    return "\n".join(plain(reply.text) for reply in turn.replies if isinstance(reply, Say))


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("how much in mexico and how long does the whole thing take", ("cost-mexico", "how-long-in-all")),
        ("Will I lose my hair? And how long is the hospital stay?", ("hair-loss", "weeks-in-hospital")),
        ("What is FACT? What is JACIE?", ("what-is-fact", "what-is-jacie")),
        ("hello all, is it a cure, and what are the risks?", ("is-it-a-cure", "risks-overview")),
    ],
)
def test_both_are_answered_in_short_in_their_order(text: str, entries: tuple[str, ...]) -> None:
    turn = said(text)
    assert turn.reading.kind == "suggest"
    assert turn.reading.suggestions == entries
    assert turn.session.offered == entries
    known = shipped().edition("en").knowledge.entries
    for number, name in enumerate(entries, 1):
        assert f"{number}. {known[name].question}" in shown(turn)
    assert "{" not in shown(turn)


def test_the_number_of_one_brings_its_whole_answer() -> None:
    first = said("What is FACT? What is JACIE?")
    assert said("2", first.session).reading.entry == "what-is-jacie"


def test_parts_that_are_not_clear_by_themselves_are_offered_first() -> None:
    cost, time, *_ = said("how much and how long?").reading.suggestions
    assert cost == "cost-overview"
    assert time in ("how-long-in-all", "recovery-time", "weeks-in-hospital")


@pytest.mark.parametrize(
    "text",
    [
        "what are the risks and benefits",
        "I was diagnosed in 2014 and I take Ocrevus. Will I lose my hair?",
        "pros and cons?",
        "Will I lose my hair? Will I go bald?",
        "is it safe and sound",
    ],
)
def test_one_question_is_not_taken_for_two(text: str) -> None:
    assert "more than one" not in shown(said(text))


def test_a_call_for_help_beside_a_question_is_heard_alone() -> None:
    turn = said("How much is it in Mexico? I can't go on any more.")
    assert turn.reading.kind == "crisis"


def test_what_is_not_ours_beside_a_question_is_not_answered_in_its_place() -> None:
    turn = said("How much is aHSCT in Mexico? What is the weather there?")
    assert turn.reading.kind in ("answer", "suggest")
    assert turn.reading.entry == "cost-mexico" or "cost-mexico" in turn.reading.suggestions
