"""What was told in dialogs: sealed, gone after fourteen quiet days, and gone at once with all else when asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.messages import Forget, Session
from bot.core.progress import Answer, Progress
from bot.errors import DataError, SettingsError
from bot.store import dialogs
from bot.store.outbox import Outgoing
from bot.store.seal import KEY_FILE, Seal, WrongKey, key_for, new_key
from bot.store.store import Done, Store
from tests.core.small import NOON
from tests.keys import SEAL
from tests.store.conftest import Hands, arrival, rows

TOLD = Progress(
    flow="cost",
    version=1,
    consent="consent-health 1a2b3c4d 2026-11-26",
    answers={"country": Answer(value="mexico", rev=1)},
    changed_at=NOON,
)
SESSION = Session(dialogs=(TOLD,), dialog="cost")
DAY = 86_400.0


def everything_in(folder: Path) -> bytes:
    """The database with all it keeps beside it."""
    return b"".join(file.read_bytes() for file in folder.glob("signpost.db*"))


async def told(store: Store, number: int = 1) -> None:
    """Somebody (person 7 in their private chat) has told something."""
    await store.take_in([arrival(number, 7, 7, "words")])
    (head,) = await store.heads((), 1)
    await store.finish(Done(head, kind="private", session="{}", dialogs=dialogs.dump(SESSION)))


async def test_what_was_told_comes_back_with_the_next_message_of_that_person_only(store: Store) -> None:
    await told(store)
    await store.take_in([arrival(2, 7, 7), arrival(3, 8, 8), arrival(4, -100, 7)])
    found = {
        (head.chat, head.person): dialogs.load(Session(), head.dialogs) for head in await store.heads((), 9)
    }
    assert found == {(7, 7): SESSION, (8, 8): Session(), (-100, 7): Session()}


async def test_the_file_holds_neither_an_answer_nor_whose_it_is(store: Store, tmp_path: Path) -> None:
    await told(store)
    on_disk = everything_in(tmp_path)
    for secret in (b"mexico", b"country", b"consent-health"):
        assert secret not in on_disk
    ((person, data),) = await rows(store, "SELECT person, data FROM dialogs")
    assert person == SEAL.name_of(7)
    assert isinstance(data, bytes)


async def test_fourteen_quiet_days_are_the_end_of_it(store: Store, clock: Hands) -> None:
    await told(store)
    clock.time += 13.9 * DAY
    await store.prune()
    assert await rows(store, "SELECT count(*) FROM dialogs") == [(1,)]
    clock.time += 0.2 * DAY
    await store.prune()
    assert await rows(store, "SELECT count(*) FROM dialogs") == [(0,)]


@pytest.mark.fault(50)
async def test_forgetting_takes_everything_in_one_step_and_the_receipt_is_still_sent(store: Store) -> None:
    await told(store)
    await store.put(
        [Outgoing(7, "sendMessage", '{"text": "your answers"}'), Outgoing(8, "sendMessage", "{}")]
    )
    await store.take_in([arrival(2, 7, 7, "forget me"), arrival(3, 7, 7, "asked meanwhile")])
    (head,) = await store.heads((), 1)
    receipt = Outgoing(7, "sendMessage", '{"text": "Deleted."}')
    await store.finish(
        Done(head, kind="private", session="{}", dialogs="", calls=(receipt,), notes=(Forget(),))
    )
    assert await rows(store, "SELECT count(*) FROM dialogs") == [(0,)]
    assert await rows(store, "SELECT count(*) FROM sessions WHERE person = 7") == [(0,)]
    assert await rows(store, "SELECT count(*) FROM chats WHERE id = 7") == [(0,)]
    kept = await rows(store, "SELECT chat, opened(params, 'outbox') FROM outbox ORDER BY seq")
    assert kept == [(8, "{}"), (7, '{"text": "Deleted."}')]
    assert [head.raw for head in await store.heads((), 9)] == ["asked meanwhile"]


@pytest.mark.fault(50)
async def test_a_turn_that_fails_forgets_nothing(store: Store) -> None:
    await told(store)
    await store.take_in([arrival(2, 7, 7)])
    (head,) = await store.heads((), 1)
    broken = replace(head, person="not a number")  # type: ignore[arg-type] # so that the transaction fails
    with pytest.raises(Exception):  # noqa: B017 - whatever SQLite says
        await store.finish(Done(broken, state="nowhere", notes=(Forget(),)))  # type: ignore[arg-type]
    assert await rows(store, "SELECT count(*) FROM dialogs") == [(1,)]
    assert len(await store.heads((), 9)) == 1


# --- the key --------------------------------------------------------------------------------------


def test_a_key_is_made_once_for_nobody_else_to_read(tmp_path: Path) -> None:
    first = key_for(tmp_path, "")
    assert key_for(tmp_path, "") == first
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_a_key_in_the_settings_is_taken_and_no_file_is_made(tmp_path: Path) -> None:
    written = new_key()
    assert key_for(tmp_path, written) == key_for(tmp_path, written.rstrip("="))
    assert not (tmp_path / KEY_FILE).exists()


@pytest.mark.parametrize("written", ["short", "x" * 44, "no base64 at all!", "é" * 44])
def test_what_is_no_key_is_told(written: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SIGNPOST_KEY is not a key"):
        key_for(tmp_path, written)


def test_a_damaged_key_file_is_told_and_never_replaced(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("cut off", encoding="ascii")
    with pytest.raises(SettingsError, match=KEY_FILE):
        key_for(tmp_path, "")
    assert (tmp_path / KEY_FILE).read_text(encoding="ascii") == "cut off"


async def test_another_key_ends_the_start_and_loses_nothing(store: Store, tmp_path: Path) -> None:
    await told(store)
    with pytest.raises(DataError, match="The key does not open"):
        await Store.open(tmp_path / "signpost.db", lambda: 0.0, Seal(bytes(31) + b"1"))
    assert await rows(store, "SELECT count(*) FROM dialogs") == [(1,)]


def test_what_is_sealed_opens_only_for_its_purpose_and_never_twice_alike() -> None:
    sealed = SEAL.seal("ü \ud800", "outbox")
    assert SEAL.opened(sealed, "outbox") == "ü \ud800"
    assert SEAL.seal("ü", "outbox") != SEAL.seal("ü", "outbox")
    with pytest.raises(WrongKey):
        SEAL.opened(sealed, "inbox")
    with pytest.raises(WrongKey):
        SEAL.opened(sealed[:-1] + b"x", "outbox")


def test_rows_of_before_the_seal_are_read_as_they_are() -> None:
    assert SEAL.opened("plain", "inbox") == "plain"
