"""What people type and send, and what they are called."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.botapi import BotApi, Person
from tests.faults.helping import HAIR, PETS, STAY, TITLES, titles
from tests.process.running import RunningBot

WITHOUT_WORDS = (
    "sticker", "voice", "photo", "video", "document", "location", "poll", "contact", "dice", "audio", "animation",
    "video_note",
)  # fmt: skip
ZALGO = "".join(f"{letter}{''.join(chr(0x300 + mark) for mark in range(80))}" for letter in "will i go bald")
TEXTS = {
    "4096 emoji": "😀" * 4096,
    "families": "👨‍👩‍👧‍👦" * 500,
    "Zalgo": ZALGO,
    "from right to left": "\u202b\u200fهل سيتساقط شعري؟\u202c",
    "turned around": "\u202etxet siht sdaer ohw\u202c",
    "nothing to see": "\u200b\u200c\u200d\u2060\ufeff" * 20,
    "NUL": "will\x00i\x00go bald\x00",
    "controls": "".join(map(chr, range(1, 32))) + "bald",
    "32 KB": "hair " * 6500,
    "one long word": "h" * 32_768,
    "markup": "<b>will <i>i & go</b> <script>alert(1)</script> </a> &lt; &#x27;",
    "markdown": "*_[`will i go bald`](tg://user?id=1)_*~||",
    "braces": "{} {0} {question} {__class__} %s %(name)s %n $x",
    "quotes": "'; DROP TABLE inbox; -- \" \\",
    "half a character": "will i go \ud83d bald \udc00",
    "private use and beyond": "\ue000\U0010ffff\ufffe",
    "a number in all digits": "².٣.Ⅷ 1",
    "a very long command": "/" + "a" * 4000,
    "only a slash": "/",
}  # fmt: skip


@pytest.mark.fault(32)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_any_text_is_answered_within_the_limits(telegram: BotApi, ana: Person, text: str) -> None:
    group = telegram.group(members=[ana])
    question = ana.says(text)
    ana.says(f"/ask@signpost_bot {text}", group)
    await telegram.reply(question)
    ana.says(PETS)
    await telegram.until(lambda: TITLES[PETS] in titles(telegram.sent_to(ana)))
    await telegram.settled()
    assert all(len(message.text.encode("utf-16-le")) // 2 <= 4096 for message in telegram.sent)


@pytest.mark.fault(32)
async def test_the_same_question_is_understood_with_marks_and_odd_letters_in_it(
    telegram: BotApi, ana: Person
) -> None:
    for text in (
        "\u202ewill\u200b i go\u00a0bald\u202c",
        "ＷＩＬＬ Ｉ ＧＯ ＢＡＬＤ",
        "w\u0301ill i go bald??!!",
        "WILL I GO BALD",
    ):
        assert titles([await telegram.reply(ana.says(text))]) == [TITLES[HAIR]]


@pytest.mark.fault(32)
async def test_half_a_character_anywhere_in_an_update_does_no_harm(
    telegram: BotApi, bot: RunningBot, ana: Person
) -> None:
    half = "\ud83d"
    user = {"id": ana.id, "is_bot": False, "first_name": half, "language_code": half, "username": half}
    chat = {"id": ana.id, "type": "private", "first_name": half}
    letter = {"message_id": 900_001, "date": 1, "from": user, "chat": chat, "text": half * 3 + " hm"}
    raw = telegram.raw_update(json.dumps({"update_id": telegram.updates[-1].id + 1, "message": letter}))
    ana.says(PETS)
    await telegram.until(lambda: TITLES[PETS] in titles(telegram.sent_to(ana)))
    await telegram.settled()
    assert bot.rows("SELECT count(*) FROM inbox WHERE update_id = ? AND state = 'new'", raw.id) == [(0,)]


NAMES = {
    "tags": "<b>Ana</b><script>",
    "an ampersand": "A & B &amp; C",
    "braces": "{} {0} {name!r} %s %d %(x)s",
    "quotes": "Robert'); DROP TABLE chats;--",
    "a link": "tg://resolve?domain=spam",
    "a new line": "Ana\r\n2026-01-01 error signpost: all is lost",
    "an escape": "\x1b[31mred\x1b[0m",
    "turned around": "\u202eanA",
    "many marks": "a" + "\u0301" * 60,
}


@pytest.mark.fault(33)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
async def test_what_people_and_groups_are_called_does_no_harm(
    telegram: BotApi, bot: RunningBot, name: str
) -> None:
    person = telegram.person(first_name=name, last_name=name, username=name)
    group = telegram.group(name, [person], bot=None)
    begun = len(bot.log.splitlines())
    person.adds_bot(group)
    await telegram.until(lambda: telegram.sent_to(group))
    assert titles([await telegram.reply(person.says(HAIR))]) == [TITLES[HAIR]]
    answer = await telegram.reply(person.says(f"/ask@signpost_bot {PETS}", group))
    assert titles([answer]) == [TITLES[PETS]]
    await telegram.settled()
    assert bot.rows("SELECT kind FROM chats WHERE id = ?", group.id) == [("supergroup",)]
    for line in bot.log.splitlines()[begun:]:
        assert line[:2] == "20"
        assert "\x1b" not in line
        assert "lost" not in line
    assert not any(
        name in str(row)
        for row in bot.rows("SELECT * FROM sessions UNION ALL SELECT key, value, 1, 1 FROM notes")
    )


@pytest.mark.fault(47)
@pytest.mark.parametrize("code", ["", "xx", "pt-br", "zh-hans", "EN_us", "e" * 300, "es", "-", "../en", None])
async def test_any_language_code_gets_an_answer(telegram: BotApi, code: str | None) -> None:
    person = telegram.person(language_code=code)
    group = telegram.group(members=[person])
    assert titles([await telegram.reply(person.says(HAIR))]) == [TITLES[HAIR]]
    assert titles([await telegram.reply(person.says(f"/ask@signpost_bot {PETS}", group))]) == [TITLES[PETS]]
    await telegram.reply(person.says("/language"))


@pytest.mark.fault(29)
async def test_what_has_no_words_gets_one_hint_and_is_never_fetched(
    telegram: BotApi, ana: Person, sentence: Callable[[str], str]
) -> None:
    for what in WITHOUT_WORDS:
        ana.sends(what)
    await telegram.until(lambda: telegram.sent_to(ana))
    await telegram.settled()
    assert [message.text for message in telegram.sent_to(ana)] == [sentence("only-text")]
    assert telegram.calls_of("getFile") == []
    assert titles([await telegram.reply(ana.sends("photo", caption=HAIR))]) == [TITLES[HAIR]]


@pytest.mark.fault(29)
async def test_what_has_no_words_is_met_with_silence_in_a_group(telegram: BotApi, ana: Person) -> None:
    group = telegram.group(members=[ana], bot="administrator")
    answer = await telegram.reply(ana.says(f"/ask@signpost_bot {HAIR}", group))
    for what in WITHOUT_WORDS:
        ana.sends(what, group, reply_to=answer)
    await telegram.settled()
    assert len(telegram.sent_to(group)) == 1


@pytest.mark.fault(30)
async def test_commands_between_a_question_and_its_follow_up_lose_nothing(
    telegram: BotApi, ana: Person
) -> None:
    answer = await telegram.reply(ana.says(HAIR))
    for command in ("/help", "/start", "/start hello", "/privacy", "/cancel"):
        await telegram.reply(ana.says(command))
    more = await telegram.reply(ana.says("tell me more"))
    assert "It can look or feel different at first." in more.text
    tap = ana.taps(answer, "Sources")
    await telegram.until(lambda: tap.answered and answer.past)


@pytest.mark.fault(30)
@pytest.mark.parametrize(
    "payload",
    ["", "hello", "eligibility", "e-gone", "w-nothing", "../../etc", "x" * 64, "e-hair e-stay", "<b>", "é"],
)
async def test_a_deep_link_to_anything_greets_or_answers(
    telegram: BotApi, ana: Person, sentence: Callable[[str], str], payload: str
) -> None:
    assert (await telegram.reply(ana.starts(payload))).text == sentence("start")
    assert titles([await telegram.reply(ana.starts("e-stay"))]) == [TITLES[STAY]]
