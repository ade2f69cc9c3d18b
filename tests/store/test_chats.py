"""Chats: blocked, left, come back; and groups that get a new number."""

from __future__ import annotations

from bot.store.store import Done, Store
from tests.store.conftest import arrival, call, rows

OLD, NEW = -100, -100200


async def test_what_waits_for_a_chat_that_is_gone_fails_at_once(store: Store) -> None:
    await store.put([call(1), call(1), call(2)])
    await store.set_chat(1, "blocked")
    assert await rows(store, "SELECT chat, state, params <> '' FROM outbox ORDER BY seq") == [
        (1, "failed", 0),
        (1, "failed", 0),
        (2, "queued", 1),
    ]
    assert await store.claim((), 10) != []


async def test_a_muted_chat_keeps_what_waits(store: Store) -> None:
    await store.put([call(OLD)])
    await store.set_chat(OLD, "muted")
    assert await rows(store, "SELECT state FROM outbox") == [("queued",)]


async def test_who_speaks_again_is_there_again(store: Store) -> None:
    await store.set_chat(7, "blocked")
    await store.take_in([arrival(1)])
    (head,) = await store.heads((), 1)
    await store.finish(Done(head, kind="private", lang="en"))
    assert await store.chat_state(7) == "active"


async def test_a_move_takes_everything_along_and_twice_changes_nothing(store: Store) -> None:
    await store.take_in([arrival(1, OLD, 5), arrival(2, OLD, 5)])
    (head,) = await store.heads((), 1)
    done = Done(head, kind="group", lang="en", session='{"lang":"es"}', calls=(call(OLD, answers=3),))
    await store.finish(done)
    for _ in range(2):
        await store.migrate(OLD, NEW)
        assert await rows(store, "SELECT chat, data FROM sessions") == [(NEW, '{"lang":"es"}')]
        assert await rows(store, "SELECT chat FROM inbox") == [(NEW,)]
        assert await rows(store, "SELECT chat, answers FROM outbox") == [(NEW, None)]
        assert await rows(store, "SELECT id, kind FROM chats") == [(NEW, "group")]


async def test_a_move_does_not_overwrite_what_was_learnt_under_the_new_number(store: Store) -> None:
    for number, (chat, data) in enumerate(((OLD, '{"lang":"es"}'), (NEW, '{"lang":"de"}'))):
        await store.take_in([arrival(number, chat, 5)])
        (head,) = await store.heads((), 1)
        await store.finish(Done(head, kind="group", session=data))
    await store.migrate(OLD, NEW)
    assert await rows(store, "SELECT chat, data FROM sessions") == [(NEW, '{"lang":"de"}')]
    assert await rows(store, "SELECT id FROM chats") == [(NEW,)]
