"""Sessions as JSON: what is written is read, and nothing that is read is ever an error."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.messages import Session
from bot.core.progress import Answer, Progress
from bot.store import dialogs
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
KEPT = [
    field for field in fields(Session) if field.name not in ("dialog", "dialogs")
]  # kept apart, see below
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


# --- dialogs, which are kept apart ----------------------------------------------------------------

ANSWERS = st.builds(
    Answer, value=st.text(max_size=20), rev=st.integers(1, 9), note=st.text(max_size=20), open=st.booleans()
)
PROGRESS = st.builds(
    Progress,
    flow=st.sampled_from(["cost", "clinic"]),
    version=st.integers(1, 9),
    revision=st.integers(0, 99),
    consent=st.text(max_size=20),
    answers=st.dictionaries(st.text(max_size=10), ANSWERS, max_size=4),
    copy=st.integers(1, 5),
    section=st.text(max_size=5),
    slips=st.integers(0, 9),
    changed_at=MOMENTS,
)


@given(st.lists(PROGRESS, max_size=3, unique_by=lambda one: one.flow))
def test_dialogs_that_are_written_are_read(told: list[Progress]) -> None:
    session = Session(dialogs=tuple(told), dialog=told[0].flow if told else "")
    assert dialogs.load(Session(), dialogs.dump(session)) == session


def test_no_dialogs_are_no_row() -> None:
    assert dialogs.dump(Session(lang="es")) == ""
    assert dialogs.load(Session(), None) == dialogs.load(Session(), "") == Session()


@pytest.mark.parametrize(
    "text", ["{", "[]", "7", '{"dialogs": 7}', '{"dialogs": [{"flow": "cost"}, 7, null]}', '{"open": "cost"}']
)
def test_dialogs_that_cannot_be_read_are_left_out(text: str) -> None:
    assert dialogs.load(Session(lang="es"), text) == Session(lang="es")


def test_nothing_of_a_dialog_stands_in_the_readable_session() -> None:
    told = Progress(flow="cost", version=1, changed_at=datetime(2026, 11, 26, tzinfo=UTC))
    assert dump(Session(dialogs=(told,), dialog="cost")) == "{}"
