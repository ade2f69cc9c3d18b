"""Sessions as JSON: what is written is read, and nothing that is read is ever an error."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.messages import Session
from bot.store.sessions import EMPTY, dump, load

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
KINDS = {
    "str": st.text(),
    "int": st.integers(),
    "bool": st.booleans(),
    "datetime | None": st.none() | MOMENTS,
    "tuple[str, ...]": st.lists(st.text()).map(tuple),
    "tuple[datetime, ...]": st.lists(MOMENTS).map(tuple),
}
KEPT = [field for field in fields(Session) if field.name != "dialogs"]  # health answers are kept apart
SESSIONS = st.builds(Session, **{field.name: KINDS[str(field.type)] for field in KEPT})


@given(SESSIONS)
def test_what_is_written_is_read(session: Session) -> None:
    assert load(dump(session)) == session


def test_an_empty_session_is_as_good_as_none() -> None:
    assert dump(EMPTY) == "{}"
    assert load(None) == load("") == load("{}") == EMPTY


@pytest.mark.parametrize("text", ["{", "null", "[]", "17", '"x"', "\x00"])
def test_broken_json_is_a_fresh_session(text: str) -> None:
    assert load(text) == EMPTY


def test_what_is_unknown_or_of_the_wrong_kind_is_left_out_and_the_rest_kept() -> None:
    text = json.dumps(
        {"lang": "es", "topic": 7, "topic_at": "soon", "offered": "cost", "mood": "good", "taps": [1]}
    )
    assert load(text) == Session(lang="es")


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.floats())


@given(st.dictionaries(st.sampled_from([field.name for field in fields(Session)]), ANYTHING))
def test_no_json_is_an_error(values: dict[str, object]) -> None:
    assert isinstance(load(json.dumps(values)), Session)


def test_times_keep_their_zone() -> None:
    session = Session(topic_at=datetime(2026, 11, 21, 8, tzinfo=UTC))
    read = load(dump(session))
    assert read.topic_at is not None
    assert read.topic_at.utcoffset() == timedelta(0)
