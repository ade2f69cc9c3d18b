"""`ask --why` says what a question was taken for, and what spoke for it."""

from __future__ import annotations

from bot import why
from tests.dialogs.shipped import shipped


def told(question: str) -> str:
    return "\n".join(why.lines(shipped(), question))


def test_it_names_the_entry_the_words_that_counted_and_the_levels() -> None:
    text = told("so am I going to be bald after it")
    assert "1. hair-loss" in text
    assert "words: bald +" in text
    assert "nearest wording:" in text
    assert "(answers from" in text
    assert "(offers from" in text


def test_a_decision_that_is_not_ours_is_named() -> None:
    assert "taken for: personal: stop-drug" in told("should I stop ocrevus")


def test_of_an_alarm_the_phrase_is_told_that_was_heard() -> None:
    text = told("I can't go on any more")
    assert "taken for: crisis" in text
    assert "an alarm was heard: '" in text
    assert "1." not in text


def test_a_subject_that_is_not_ours_is_named() -> None:
    assert "not ours: news-and-weather" in told("whats the weather")
