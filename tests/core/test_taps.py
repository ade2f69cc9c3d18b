"""Buttons: in place, once, and harmless when old, forged or somebody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.conversation import respond
from bot.core.messages import Feedback, Session, Toast, Where
from bot.core.numerals import base36
from tests.core.small import GROUP, NOON, content, labels, only_say, said, tap, texts, toasts

CONTENT = content()


def test_more_opens_in_place_and_its_button_is_gone() -> None:
    turn = respond(CONTENT, Session(), tap("v:cost-mexico:m"), NOON)
    say = only_say(turn)
    assert say.replaces
    assert "More of cost-mexico." in texts(turn)[0]
    assert "<button-more>" not in labels(say)
    assert labels(say)["<button-sources>"] == "v:cost-mexico:ms"


def test_sources_and_words_open_below_what_is_open() -> None:
    (text,) = texts(respond(CONTENT, Session(), tap("v:edss:msw"), NOON))
    assert text.index("More of edss.") < text.index("A page") < text.index("EDSS: a scale of disability")


def test_every_tap_gets_exactly_one_toast() -> None:
    for data in ("v:hair:", "e:hair", "t:all:0", "c:topics", "l:en", "f:hair:y", "p:hair:7", "nonsense", ""):
        turn = respond(CONTENT, Session(), tap(data), NOON)
        assert sum(isinstance(reply, Toast) for reply in turn.replies) == 1


@pytest.mark.fault(26)
@pytest.mark.parametrize(
    "data",
    [
        "",
        "x",
        "v",
        "v:",
        "v:nothing:m",
        "v:hair:q",
        "e:nothing",
        "p:nothing:7",
        "f:nothing:y",
        "f:hair:z",
        "t:all:9",
        "t:all:-1",
        "t:all:²",
        "t:nothing:0",
        "c:nothing",
        "l:xx",
        "\x00" * 64,
        "🙂" * 16,
        "v:hair:" + "m" * 57 + "x",
    ],
)
def test_a_forged_or_old_button_gets_a_toast_and_changes_nothing(data: str) -> None:
    turn = respond(CONTENT, Session(), tap(data), NOON)
    assert toasts(turn) == ["<old-button>"]
    assert texts(turn) == []
    assert (turn.session.topic, turn.session.offered, turn.notes) == ("", (), ())


@pytest.mark.fault(27)
def test_a_button_pressed_ten_times_acts_once() -> None:
    session, said_texts, said_toasts = Session(), [], []
    for number in range(10):
        turn = respond(CONTENT, session, tap("e:hair"), NOON + timedelta(milliseconds=200 * number))
        session = turn.session
        said_texts += texts(turn)
        said_toasts += toasts(turn)
    assert len(said_texts) == 1
    assert said_toasts == ["", *["<already>"] * 9]


def test_the_same_button_acts_again_later() -> None:
    first = respond(CONTENT, Session(), tap("t:all:0"), NOON)
    later = NOON + timedelta(minutes=1)
    assert texts(respond(CONTENT, first.session, tap("t:all:0", at=later), later))


def test_a_judgement_is_counted_once_a_message() -> None:
    first = respond(CONTENT, Session(), tap("f:hair:y"), NOON)
    assert first.notes == (Feedback("hair", True),)
    assert toasts(first) == ["<helpful-thanks>"]
    later = NOON + timedelta(minutes=1)
    second = respond(CONTENT, first.session, tap("f:hair:n", at=later), later)
    assert (second.notes, toasts(second)) == ((), ["<already>"])
    elsewhere = respond(CONTENT, second.session, tap("f:hair:n", "m2", at=later), later)
    assert elsewhere.notes == (Feedback("hair", False),)


def test_only_the_person_who_asked_may_choose_from_an_offer() -> None:
    offer = only_say(respond(CONTENT, Session(), said("how much does it cost", GROUP), NOON))
    data = offer.buttons[0][0].data
    stranger = respond(CONTENT, Session(), tap(data, where=Where(person=8, private=False)), NOON)
    assert (toasts(stranger), texts(stranger)) == (["<not-yours>"], [])
    asker = respond(CONTENT, Session(), tap(data, where=GROUP), NOON)
    assert only_say(asker).replaces


def test_another_entry_opens_anew_in_private_and_in_place_in_a_group() -> None:
    assert not only_say(respond(CONTENT, Session(), tap("e:hair"), NOON)).replaces
    assert only_say(respond(CONTENT, Session(), tap("e:hair", where=GROUP), NOON)).replaces


def test_a_topic_lists_its_questions_a_page_at_a_time() -> None:
    say = only_say(respond(CONTENT, Session(), tap("t:all:0"), NOON))
    assert say.replaces
    assert labels(say)["What is aHSCT?"] == "e:what-is"
    assert labels(say)["<button-back>"] == "c:topics"


def test_a_persons_number_fits_a_button() -> None:
    assert base36(2**52) == "18ce53un18g"
    assert base36(0) == "0"
    assert base36(-7) == base36(7)
