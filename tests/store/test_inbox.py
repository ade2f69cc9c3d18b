"""The inbox: kept once, taken in order, gone when answered."""

from __future__ import annotations

import asyncio

from bot.core.messages import Feedback, Gap
from bot.store.inbox import WINDOW
from bot.store.store import Done, Store
from tests.store.conftest import Hands, arrival, call, change, rows


async def test_a_second_delivery_is_ignored_also_in_parallel(store: Store) -> None:
    kept = await asyncio.gather(*(store.take_in([arrival(5), arrival(6)]) for _ in range(8)))
    assert sum(len(one) for one in kept) == 2
    assert await rows(store, "SELECT update_id FROM inbox ORDER BY seq") == [(5,), (6,)]


async def test_a_second_delivery_is_ignored_after_the_answer_too(store: Store) -> None:
    await store.take_in([arrival(5)])
    (head,) = await store.heads((), 1)
    await store.finish(Done(head))
    assert await store.take_in([arrival(5)]) == []


async def test_a_lower_restart_of_the_numbers_is_accepted(store: Store) -> None:
    await store.take_in([arrival(900_000_000)])
    assert len(await store.take_in([arrival(12)])) == 1


async def test_the_window_forgets_the_oldest_numbers_only(store: Store) -> None:
    await store.take_in([arrival(number) for number in range(WINDOW + 50)])
    await store.prune()
    assert await rows(store, "SELECT MIN(update_id), COUNT(*) FROM seen") == [(50, WINDOW)]


async def test_each_lane_offers_its_oldest_update_and_busy_lanes_none(store: Store) -> None:
    await store.take_in([arrival(1, 7, 7), arrival(2, 7, 7), arrival(3, -9, 7), arrival(4, -9, 8)])
    assert [head.update_id for head in await store.heads((), 10)] == [1, 3, 4]
    assert [head.update_id for head in await store.heads([(7, 7), (-9, 8)], 10)] == [3]
    assert [head.update_id for head in await store.heads((), 2)] == [1, 3]


async def test_a_turn_leaves_everything_or_nothing(store: Store) -> None:
    await store.take_in([arrival(1, raw='{"text": "words"}')])
    (head,) = await store.heads((), 1)
    notes = (Gap("who am i", "en", "about"), Feedback("cost", True))
    done = Done(
        head,
        kind="private",
        lang="en",
        session='{"lang":"es"}',
        calls=(call(),),
        notes=notes,
        counts=("turns",),
    )
    await store.finish(done)
    assert await rows(store, "SELECT * FROM inbox") == []
    assert await rows(store, "SELECT chat, person, data FROM sessions") == [(7, 7, '{"lang":"es"}')]
    assert await rows(store, "SELECT state FROM outbox") == [("queued",)]
    assert [(gap.question, gap.count) for gap in await store.gaps()] == [("who am i", 1)]
    assert await rows(store, "SELECT entry, helpful, count FROM feedback") == [("cost", 1, 1)]
    assert await store.counters() == {"turns": 1}
    assert await store.chat_state(7) == "active"


async def test_the_next_update_of_a_lane_comes_with_the_session_of_the_last(store: Store) -> None:
    await store.take_in([arrival(1), arrival(2)])
    (first,) = await store.heads((), 10)
    assert first.session is None
    await store.finish(Done(first, session='{"topic":"cost"}'))
    (second,) = await store.heads((), 10)
    assert (second.update_id, second.session) == (2, '{"topic":"cost"}')


async def test_gaps_are_counted_by_question_and_language(store: Store, clock: Hands) -> None:
    for day, nearest in enumerate(("", "cost", "risks")):
        await store.take_in([arrival(day)])
        (head,) = await store.heads((), 1)
        await store.finish(Done(head, notes=(Gap("may i fly", "en", nearest),)))
        clock.time += 86_400
    (gap,) = await store.gaps()
    assert (gap.count, gap.nearest, gap.first_day, gap.last_day) == (3, "risks", "2027-01-15", "2027-01-17")


async def test_what_cannot_be_read_keeps_its_json_and_what_we_broke_does_not(store: Store) -> None:
    await store.take_in(
        [
            arrival(1, 1, 1, "unreadable", reason="KeyError"),
            arrival(2, 2, 2, "words"),
            arrival(3, 3, 3, "raw"),
        ]
    )
    second, third = await store.heads((), 10)
    await store.put_aside(second, "broken", "report 1f")
    await store.put_aside(third, "quarantined", "TypeError", [call(99)])
    assert await rows(
        store, "SELECT update_id, state, opened(raw, 'inbox'), reason FROM inbox ORDER BY seq"
    ) == [
        (1, "quarantined", "unreadable", "KeyError"),
        (2, "broken", "", "report 1f"),
        (3, "quarantined", "raw", "TypeError"),
    ]
    assert await store.heads((), 10) == []
    assert await rows(store, "SELECT chat FROM outbox") == [(99,)]


async def test_what_was_put_aside_is_forgotten_after_two_weeks(store: Store, clock: Hands) -> None:
    await store.take_in([arrival(1, reason="KeyError"), arrival(2)])
    clock.time += 15 * 86_400
    await store.prune()
    assert await rows(store, "SELECT update_id FROM inbox") == [(2,)]


async def test_an_alert_goes_out_once_for_an_update_delivered_twice(store: Store) -> None:
    for _ in range(2):
        await store.take_in([arrival(1, reason="KeyError")], alerts=[call(99)])
    assert await rows(store, "SELECT chat FROM outbox") == [(99,)]
    await change(store, "DELETE FROM outbox")
    await store.take_in([arrival(2)], alerts=[call(99)])
    assert await rows(store, "SELECT chat FROM outbox") == []
