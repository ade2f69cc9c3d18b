"""Logs: one line a record, and never a token or a member's words."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs

TOKEN = "123456789:AAH-abcdefghijklmnopqrstuvwxyz_0123"
SHORT = "12:abc"


@pytest.fixture
def kept_handlers() -> Iterator[None]:
    """pytest's own handlers, put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def fail(error: Exception) -> None:
    raise error


def written(form: str, token: str = TOKEN) -> tuple[io.StringIO, logging.Logger]:
    stream = io.StringIO()
    logs.set_up("INFO", form, token, stream)
    return stream, logging.getLogger("signpost.test")


@pytest.mark.usefixtures("kept_handlers")
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_token_is_taken_out_of_message_arguments_and_traceback(form: str) -> None:
    stream, log = written(form)
    log.info("polling https://api.telegram.org/bot%s/getMe with %s", TOKEN, {"token": TOKEN})
    log.info("%s", f"another 987654321:{'x' * 35} one")
    try:
        fail(ValueError(f"no route to /bot{TOKEN}/getMe"))
    except ValueError:
        log.exception("failed")
    said = stream.getvalue()
    assert TOKEN not in said
    assert "987654321" not in said
    assert "ValueError: no route to /bot(token)/getMe" in said


@pytest.mark.usefixtures("kept_handlers")
def test_a_token_of_any_shape_is_taken_out() -> None:
    stream, log = written("text", SHORT)
    log.warning("with %s", SHORT)
    assert SHORT not in stream.getvalue()


@pytest.mark.usefixtures("kept_handlers")
def test_a_line_cannot_be_forged() -> None:
    stream, log = written("text")
    log.info("name %s", "Ana\r\n2026 info signpost: all is well")
    assert len(stream.getvalue().splitlines()) == 1


@pytest.mark.usefixtures("kept_handlers")
def test_json_is_one_object_a_line() -> None:
    stream, log = written("json")
    log.info("a\nb %d", 7)
    entry = json.loads(stream.getvalue())
    assert (entry["level"], entry["logger"], entry["message"]) == ("info", "signpost.test", "a\nb 7")


@pytest.mark.usefixtures("kept_handlers")
def test_addresses_with_the_token_are_not_even_written() -> None:
    stream, _ = written("text")
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot…")
    assert stream.getvalue() == ""


@pytest.mark.usefixtures("kept_handlers")
def test_a_log_call_with_the_wrong_arguments_is_no_error() -> None:
    stream, log = written("text")
    log.info("%d of %d", "one")
    assert "%d of %d" in stream.getvalue()


def test_an_error_is_named_by_kind_and_place_never_by_its_words() -> None:
    try:
        fail(KeyError("something a member wrote"))
    except KeyError as error:
        said = logs.places(error)
    assert said.startswith("KeyError at ")
    assert "test_an_error_is_named" in said
    assert "wrote" not in said
