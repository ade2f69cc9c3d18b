"""The stand-in held against a client we did not write: aiogram, polling it for real."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendDice
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)

from tests.botapi import BotApi, Person

MORE = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="More", callback_data="more")]])


@pytest.fixture
async def bot(telegram: BotApi) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    async with Bot(telegram.token, session=session).context() as made:
        yield made


@pytest.fixture
async def serving(bot: Bot) -> AsyncIterator[Dispatcher]:
    """A small bot: echoes in HTML with a button, answers the tap by an edit."""
    dispatcher = Dispatcher()

    @dispatcher.message(F.text)
    async def echo(message: Message) -> None:
        reply = ReplyParameters(message_id=message.message_id)
        quiet = LinkPreviewOptions(is_disabled=True)
        await message.answer(
            f"<b>You said</b> {message.html_text}",
            parse_mode="HTML",
            reply_markup=MORE,
            reply_parameters=reply,
            link_preview_options=quiet,
            disable_notification=True,
        )

    @dispatcher.callback_query(F.data == "more")
    async def more(query: CallbackQuery) -> None:
        await query.answer("Here you are")
        if isinstance(query.message, Message):
            await query.message.edit_text("There is no more.")

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=10))
    yield dispatcher
    with contextlib.suppress(RuntimeError):
        await dispatcher.stop_polling()
    await polling


@pytest.mark.usefixtures("serving")
async def test_aiogram_polls_echoes_answers_taps_and_edits(telegram: BotApi, ana: Person) -> None:
    group = telegram.group("MS friends", [ana])
    answer = await telegram.reply(ana.says("Is 1 < 2 & 3?"))
    assert answer.text == "You said Is 1 < 2 & 3?"
    in_group = await telegram.reply(ana.says("/ask@signpost_bot x", group, topic=group.topic("Travel")))
    assert (in_group.topic and in_group.topic.name) == "Travel"
    tap = ana.taps(answer, "More")
    await telegram.until(lambda: answer.text == "There is no more.")
    assert (tap.toast, answer.labels) == ("Here you are", [])
    await telegram.settled(still=0.1)
    assert telegram.refusals == []
    telegram.check_against_aiogram()


async def test_aiogram_sets_menus_and_looks_around(telegram: BotApi, bot: Bot, ana: Person) -> None:
    me = await bot.me()
    assert (me.username, me.can_read_all_group_messages) == ("signpost_bot", False)
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand(command="ask", description="Ask me")], scope, "es")
    assert [command.command for command in await bot.get_my_commands(scope, "es")] == ["ask"]
    await bot.delete_my_commands(scope, "es")
    await bot.set_my_description("I answer questions.")
    await bot.set_my_short_description("Answers")
    await bot.send_chat_action(ana.id, "typing")
    group = telegram.group("MS friends", rights=["can_delete_messages"], bot="administrator")
    assert (await bot.get_chat(group.id)).title == "MS friends"
    assert (await bot.get_chat_member(group.id, group.owner.id)).status == "creator"
    assert (await bot.get_chat_member(group.id, me.id)).status == "administrator"
    sent = await bot.send_message(ana.id, "x", reply_markup=MORE)
    edited = await bot.edit_message_reply_markup(chat_id=ana.id, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.reply_markup is None
    await bot.delete_message(ana.id, sent.message_id)
    assert await bot.set_webhook("https://example.org/hook", secret_token="abc")
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    assert await bot.delete_webhook(drop_pending_updates=False)
    await bot.leave_chat(group.id)
    telegram.check_against_aiogram()


async def test_aiogram_understands_every_refusal(telegram: BotApi, bot: Bot, ana: Person) -> None:
    old = telegram.group(kind="group")
    new = old.upgrades()
    with pytest.raises(TelegramMigrateToChat) as migrated:
        await bot.send_message(old.id, "x")
    assert migrated.value.migrate_to_chat_id == new.id
    with pytest.raises(TelegramBadRequest, match="can't parse entities"):
        await bot.send_message(ana.id, "a < b", parse_mode="HTML")
    telegram.fail(method="sendMessage", retry_after=35)
    with pytest.raises(TelegramRetryAfter) as wait:
        await bot.send_message(ana.id, "x")
    assert wait.value.retry_after == 35
    telegram.fail(method="sendMessage", error_code=500)
    with pytest.raises(TelegramServerError):
        await bot.send_message(ana.id, "x")
    with pytest.raises(TelegramNotFound):
        await bot(SendDice(chat_id=ana.id))
    ana.blocks_bot()
    with pytest.raises(TelegramForbiddenError, match="blocked by the user"):
        await bot.send_message(ana.id, "x")
    telegram.revoked = True
    with pytest.raises(TelegramUnauthorizedError):
        await bot.get_me()


async def test_aiogram_understands_that_another_poller_came(telegram: BotApi, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await telegram.until(lambda: telegram.polling.waiting)
    second = asyncio.create_task(bot.get_updates(offset=1, timeout=20))
    with pytest.raises(TelegramConflictError):
        await first
    telegram.person().says("hello")
    assert len(await second) == 1
