"""What is kept about a person is shown to them and to nobody else, and goes when they say so."""

from __future__ import annotations

import json

import pytest

from bot.core.messages import Forget, Session
from bot.core.sheets import Data
from tests.core.small import GROUP, command, labels, texts, toasts
from tests.core.small_dialogs import Person, attached, dialogs_content


def told() -> Person:
    """Somebody who has told something."""
    person = Person(dialogs_content())
    person.types("will i go bald")
    person.does(command("eligibility"))
    person.taps("<button-agree>")
    person.types("rrms", "47")
    return person


def test_all_of_it_is_shown_in_words_and_as_a_file() -> None:
    turn = told().does(command("mydata"))
    (text,) = texts(turn)
    assert "<mydata-topic> Will I lose my hair?" in text
    assert "Type: Relapsing-remitting" in text
    assert "Age: 47 years" in text
    assert "consent-health" in text
    (file,) = attached(turn)
    assert isinstance(file.sheet, Data)
    kept = json.loads(file.sheet.text)
    assert kept["last_topic"] == "hair"
    assert kept["dialogs"][0]["answers"] == [
        {"question": "Type", "answer": "Relapsing-remitting"},
        {"question": "Age", "answer": "47 years"},
    ]


def test_answers_to_a_dialog_that_is_gone_are_shown_all_the_same() -> None:
    person = told()
    person.content = dialogs_content()
    from dataclasses import replace

    person.content = replace(person.content, dialogs={})
    assert "type: rr" in texts(person.does(command("mydata")))[0]


def test_forgetting_asks_once_more_and_then_takes_everything() -> None:
    person = told()
    person.does(command("forget"))
    assert "<forget-sure>" in person.text
    turn = person.taps("<button-forget>")
    assert turn.notes == (Forget(),)
    assert person.session == Session()
    assert "<forget-receipt> 2026-11-21 12:00 UTC" in person.text


def test_forgetting_can_be_called_off() -> None:
    person = told()
    before = person.session.dialogs
    person.does(command("forget"))
    person.taps("<button-keep-answers>")
    assert "<forget-not>" in person.text
    assert person.session.dialogs == before


@pytest.mark.parametrize("name", ["mydata", "forget"])
def test_in_a_group_nothing_is_shown_and_nothing_goes(name: str) -> None:
    person = told()
    turn = person.does(command(name, where=GROUP))
    assert texts(turn) == ["<own-data-private>"]
    assert labels(person.screen) == {"<button-private>": "hello"}
    assert turn.notes == ()


@pytest.mark.parametrize("data", ["x:", "x:maybe", "x:yes:no", "x"])
def test_a_forged_tap_takes_nothing(data: str) -> None:
    person = told()
    turn = person.presses(data)
    if data != "x:yes:no":
        assert turn.notes == ()
        assert toasts(turn) == ["<old-button>"]
