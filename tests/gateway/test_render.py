"""What the core says → calls Telegram takes, whatever stands in the words."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.messages import Button, Say, Span, Toast, plain
from bot.gateway.read import Address
from bot.gateway.render import as_html, clean, render
from bot.gateway.split import LIMIT, split, units
from tests.gateway.test_calling import ME

HOME = Address(7, private=True, question=5)
GROUP = Address(-100, private=False, kind="supergroup", thread=9, question=5)
TAP = Address(7, private=True, callback="77", tapped=4)


def params(*replies: Say | Toast, to: Address = HOME, revised: bool = False) -> list[dict[str, Any]]:
    return [
        json.loads(call.params) | {"method": call.method} for call in render(replies, to, ME, revised=revised)
    ]


def say(text: str, *buttons: Button, **more: Any) -> Say:
    return Say((Span(text),), (buttons,) if buttons else (), **more)


@given(st.text())
def test_no_words_can_become_markup(text: str) -> None:
    shown = as_html((Span(text, "bold"), Span(text), Span(text, "italic")), ME)
    assert html.unescape(re.sub(r"</?[bi]>", "", shown)) == html.unescape(html.escape(text, quote=False) * 3)
    assert re.sub(r"</?[bi]>", "", shown).count("<") == 0


def test_styles_links_and_words_have_their_tags() -> None:
    text = (
        Span("a", "bold"),
        Span("b", "italic"),
        Span("c", "link", 'https://x.org/?a=1&b="2"'),
        Span("JACIE", "word", "jacie"),
    )
    assert as_html(text, ME) == (
        '<b>a</b><i>b</i><a href="https://x.org/?a=1&amp;b=&quot;2&quot;">c</a>'
        '<a href="https://t.me/Signpost_Bot?start=w-jacie">JACIE</a>'
    )


def test_what_cannot_be_shown_is_taken_out() -> None:
    assert clean("a\x00b\x07c\td\ne\u202ef\ud800g\x85h\u2066i") == "abc d\nefghi"
    assert clean("👩‍👩‍👧 é ‏עברית") == "👩‍👩‍👧 é ‏עברית"


def test_a_private_answer_is_no_reply_and_makes_a_sound() -> None:
    (call,) = params(say("Yes."))
    assert call == {
        "method": "sendMessage",
        "text": "Yes.",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }


def test_a_group_answer_is_a_silent_reply_in_its_topic() -> None:
    (call,) = params(say("Yes."), to=GROUP)
    assert call["disable_notification"] is True
    assert call["message_thread_id"] == 9
    assert call["reply_parameters"] == {"message_id": 5, "allow_sending_without_reply": True}


def test_every_tap_gets_exactly_one_toast_and_it_comes_first() -> None:
    assert params(to=TAP) == [{"method": "answerCallbackQuery", "callback_query_id": "77"}]
    one, two = params(say("More."), Toast("Here"), Toast("again"), to=TAP)
    assert (one["text"], two["method"]) == ("Here", "sendMessage")
    assert len(params(Toast("x" * 500), to=TAP)[0]["text"]) == 200
    assert params(Toast("nobody tapped")) == []


def test_a_reply_in_place_changes_the_tapped_message() -> None:
    _, change = params(say("New", replaces=True), to=TAP)
    assert (change["method"], change["message_id"]) == ("editMessageText", 4)


def test_where_the_tapped_message_is_out_of_reach_it_is_a_new_one() -> None:
    _, change = params(say("New", replaces=True), to=Address(7, private=True, callback="77"))
    assert change["method"] == "sendMessage"


def test_a_tap_in_a_group_is_answered_under_the_tapped_message() -> None:
    _, answer = params(say("More."), to=Address(-100, private=False, callback="77", tapped=4))
    assert answer["reply_parameters"]["message_id"] == 4


def test_buttons_carry_data_an_address_or_the_way_to_private_chat() -> None:
    (call,) = params(
        say("x", Button("A", data="v:a"), Button("B", url="https://b.org"), Button("C", private="e-cost"))
    )
    assert call["reply_markup"]["inline_keyboard"] == [
        [
            {"text": "A", "callback_data": "v:a"},
            {"text": "B", "url": "https://b.org"},
            {"text": "C", "url": "https://t.me/Signpost_Bot?start=e-cost"},
        ]
    ]


def test_a_long_label_is_cut_at_a_word() -> None:
    (call,) = params(say("x", Button("What does a stem cell transplant cost in Mexico?", data="x")))
    assert call["reply_markup"]["inline_keyboard"][0][0]["text"] == "What does a stem cell transplant cost…"


@pytest.mark.parametrize(
    "wrong",
    [
        say("x", Button("A", data="é" * 33)),
        say("x", Button("A", private="a.b")),
        say("x", Button("A")),
        say(" \u202e\n"),
        Say((Span("x", "word", "two words"),)),
    ],
)
def test_what_telegram_would_refuse_is_our_bug_and_found_here(wrong: Say) -> None:
    with pytest.raises(ValueError):
        params(wrong)


def test_an_edited_question_changes_one_answer_and_a_call_for_help_is_said_aloud() -> None:
    first, second = render([say("A"), say("B"), say("Call 988", urgent=True)], GROUP, ME, revised=True)
    assert (first.method, first.edits, first.answers) == ("editMessageText", True, 5)
    assert "message_id" not in json.loads(first.params)
    assert (second.method, second.edits, second.urgent) == ("sendMessage", False, True)


# --- long texts -----------------------------------------------------------------------------------


def test_a_text_that_fits_stays_whole() -> None:
    text = (Span("x" * LIMIT),)
    assert split(text) == [text]


def test_a_long_text_is_cut_between_paragraphs_and_keeps_its_styles() -> None:
    text = (Span("a" * 3000 + "\n\n"), Span("b" * 3000, "bold"), Span("c", "italic"))
    first, second = split(text)
    assert plain(first) == "a" * 3000
    assert second == (Span("b" * 3000, "bold"), Span("c", "italic"))


def test_else_between_sentences_else_between_words() -> None:
    assert plain(split((Span("One two. " * 1000),))[0]).endswith("two.")
    assert plain(split((Span("word " * 2000),))[0]).endswith("word")


def test_a_cut_inside_a_style_repeats_it() -> None:
    first, second = split((Span("x" * 5000, "bold"),))
    assert {span.style for span in first + second} == {"bold"}


def test_buttons_stand_under_the_last_part() -> None:
    first, last = params(say("word " * 1000, Button("A", data="x")))
    assert "reply_markup" not in first
    assert "reply_markup" in last


PICTURES = [
    "😀" * 5000,
    "👩‍👩‍👧‍👦" * 900,
    "e\u0301" * 3000,
    "🇲🇽" * 2000,
    "Z" + "\u0301" * 9000,
    "👍🏽" * 2000,
    "a" * 4095 + "😀",
]


@pytest.mark.parametrize("text", PICTURES)
def test_no_part_is_too_long_and_nothing_is_lost(text: str) -> None:
    parts = split((Span(text),))
    assert "".join(plain(part) for part in parts) == text
    assert max(units(plain(part)) for part in parts) <= LIMIT


@pytest.mark.parametrize("text", ["👩‍👩‍👧‍👦" * 900, "e\u0301" * 3000, "🇲🇽" * 2000, "👍🏽" * 2000])
def test_what_is_shown_as_one_character_is_not_torn(text: str) -> None:
    starts = {plain(part)[0] for part in split((Span(text),))}
    assert starts == {text[0]}


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))), st.integers(4, 60))
def test_any_text_is_cut_without_loss(pieces: list[str], limit: int) -> None:
    text = tuple(Span(piece, "bold") for piece in pieces)
    parts = split(text, limit)
    assert re.sub(r"\s", "", "".join(plain(part) for part in parts)) == re.sub(r"\s", "", "".join(pieces))
    assert all(units(plain(part)) <= limit for part in parts)
