"""The outbox: the table at the head of bot.store.outbox, line by line."""

from __future__ import annotations

from bot.store.outbox import GROUP_AGE, REVIVALS, REVIVE_GROUP_AGE, TOAST_AGE
from bot.store.store import Store
from tests.store.conftest import Hands, call, rows

GROUP = -100


async def states(store: Store) -> list[str]:
    return [state for (state,) in await rows(store, "SELECT state FROM outbox ORDER BY seq")]


async def test_a_chat_has_one_call_under_way_and_the_oldest_first(store: Store) -> None:
    await store.put([call(1, "a"), call(1, "b"), call(2, "c")])
    first = await store.claim((), 10)
    assert [row.params for row in first] == ['{"text": "a"}', '{"text": "c"}']
    assert await store.claim([1, 2], 10) == []
    await store.ended(first[0].seq, "sent", message_id=44)
    assert [row.params for row in await store.claim([2], 10)] == ['{"text": "b"}']
    assert await states(store) == ["sent", "sending", "sending"]


async def test_a_row_says_sending_before_anybody_can_send_it(store: Store) -> None:
    await store.put([call()])
    (row,) = await store.claim((), 10)
    assert await rows(store, "SELECT state, attempts FROM outbox") == [("sending", 1)]
    assert row.attempts == 0


async def test_what_has_ended_keeps_no_words(store: Store) -> None:
    await store.put([call(1), call(2), call(3), call(4)])
    for row, state in zip(await store.claim((), 10), ("sent", "unknown", "failed", "expired"), strict=True):
        await store.ended(row.seq, state)  # type: ignore[arg-type]
    assert await rows(store, "SELECT DISTINCT params FROM outbox") == [("",)]
    assert await store.counters() == {"expired answers": 1, "failed answers": 1, "unknown answers": 1}


async def test_ended_rows_go_after_two_days(store: Store, clock: Hands) -> None:
    await store.put([call(1), call(2)])
    (first, _) = await store.claim((), 10)
    await store.ended(first.seq, "sent")
    clock.time += 49 * 3600
    await store.prune()
    assert await states(store) == ["sending"]


async def test_a_call_to_be_made_again_keeps_its_place(store: Store) -> None:
    await store.put([call(1, "a"), call(1, "b")])
    (row,) = await store.claim((), 10)
    await store.again(row.seq, "sendMessage", '{"text": "a, plain"}')
    (again,) = await store.claim((), 10)
    assert (again.seq, again.params, again.attempts) == (row.seq, '{"text": "a, plain"}', 1)


async def test_a_late_answer_in_a_group_expires_with_all_behind_it_but_the_urgent(
    store: Store, clock: Hands
) -> None:
    await store.put(
        [call(GROUP, "a"), call(GROUP, "b"), call(GROUP, "call 988", urgent=True), call(1, "private")]
    )
    clock.time += GROUP_AGE + 1
    await store.put([call(GROUP, "fresh")])
    assert [row.params for row in await store.claim((), 10)] == [
        '{"text": "private"}',
        '{"text": "call 988"}',
    ]
    assert await states(store) == ["expired", "expired", "sending", "sending", "queued"]
    assert (await store.counters())["expired answers"] == 2


async def test_a_toast_has_no_lane_and_expires_when_telegram_has_forgotten_the_tap(
    store: Store, clock: Hands
) -> None:
    await store.put([call(1), call(1, toast=True), call(GROUP, toast=True)])
    assert [row.toast for row in await store.claim([1, GROUP], 10)] == [True, True]
    await store.put([call(1, toast=True)])
    clock.time += TOAST_AGE + 1
    assert await store.claim([1, GROUP], 10) == []
    assert (await states(store))[-1] == "expired"


async def test_a_clock_that_jumped_back_makes_nothing_old(store: Store, clock: Hands) -> None:
    await store.put([call(GROUP)])
    clock.time -= 3600
    assert len(await store.claim((), 10)) == 1


# --- after a crash --------------------------------------------------------------------------------


async def test_after_a_crash_private_calls_go_out_once_more_and_young_group_calls(
    store: Store, clock: Hands
) -> None:
    await store.put([call(GROUP, "old")])
    clock.time += REVIVE_GROUP_AGE + 1
    await store.put([call(-200, "young"), call(1), call(2, toast=True), call(3)])
    await store.claim([3], 10)
    assert await store.recover() == {"queued": 3, "unknown": 1}
    assert await states(store) == ["unknown", "queued", "queued", "queued", "queued"]


async def test_crash_after_crash_a_call_is_not_repeated_for_ever(store: Store) -> None:
    await store.put([call(1)])
    for _ in range(REVIVALS):
        await store.claim((), 10)
        assert (await store.recover())["queued"] == 1
    await store.claim((), 10)
    assert await store.recover() == {"queued": 0, "unknown": 1}


# --- edits ----------------------------------------------------------------------------------------


async def test_an_edit_goes_to_the_message_that_answered_the_question(store: Store) -> None:
    await store.put([call(1, "first", answers=70)])
    (row,) = await store.claim((), 10)
    await store.ended(row.seq, "sent", message_id=71)
    await store.put([call(1, "better", answers=70, edits=True)])
    (edit,) = await store.claim((), 10)
    assert edit.target == 71


async def test_an_edit_without_an_answer_has_no_target(store: Store) -> None:
    await store.put([call(1, answers=70, edits=True), call(2, answers=70)])
    edit, _ = await store.claim((), 10)
    assert edit.target is None


async def test_a_question_counts_as_answered_for_ten_minutes_and_not_when_it_failed(
    store: Store, clock: Hands
) -> None:
    assert not await store.answered(1, 70)
    await store.put([call(1, answers=70), call(2, answers=70)])
    assert await store.answered(1, 70)
    (_, failed) = await store.claim((), 10)
    await store.ended(failed.seq, "failed")
    assert not await store.answered(2, 70)
    clock.time += 601
    assert not await store.answered(1, 70)
