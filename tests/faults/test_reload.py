"""Bad texts put under a running bot: the old ones stay, the operator hears of it once, the next good ones are taken."""

from __future__ import annotations

import os
import shutil
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.botapi import BotApi, Message, Person
from tests.faults.helping import HAIR, QUICK, TITLES, titles
from tests.process.running import SMALL, RunningBot

TOPIC = "basics.yaml"
GOOD = (SMALL / TOPIC).read_text(encoding="utf-8")
SHORT = "Yes, for a while. The strong drugs make hair fall out."
KeptOut = Callable[[str | bytes, str], Awaitable[None]]


@dataclass
class Desk:
    """An operator's desk: the texts of a bot that runs, and what it tells the operator."""

    telegram: BotApi
    bot: RunningBot
    folder: Path
    olga: Person

    def write(self, text: str | bytes, name: str = TOPIC) -> None:
        """Saves a file as editors do: a second file, renamed."""
        fresh = self.folder / f".{name}.new"
        fresh.write_bytes(text.encode() if isinstance(text, str) else text)
        fresh.replace(self.folder / name)

    @property
    def taken(self) -> int:
        """How often new texts were taken over."""
        return self.bot.log.count("the changed texts are in use")

    def has_taken(self, times: int) -> bool:
        """Whether new texts were taken over that often."""
        return self.taken >= times

    async def told(self, told_before: int) -> Message:
        """The next message to the operator."""
        await self.telegram.until(lambda: len(self.telegram.sent_to(self.olga)) > told_before, 15)
        return self.telegram.sent_to(self.olga)[told_before]

    async def answers(self) -> str:
        """What a member hears now."""
        answer = await self.telegram.reply(self.telegram.person().says(HAIR))
        assert titles([answer]) == [TITLES[HAIR]]
        return answer.text


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One bot with texts of its own for the tests of this file."""
    home = tmp_path_factory.mktemp("desk")
    folder = home / "knowledge"
    shutil.copytree(SMALL, folder)
    with BotApi() as telegram:
        olga = telegram.person(first_name="Olga")
        environment = {"SIGNPOST_OPERATORS": str(olga.id)}
        with RunningBot(telegram, home, knowledge=folder, pace=QUICK, environment=environment) as bot:
            telegram.wait(lambda: telegram.polling.waiting, 30, "the bot to poll")
            yield Desk(telegram, bot, folder, olga)
            assert bot.stop() == 0
            assert telegram.refusals == []


def _topic(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


Bad = dict[str, tuple[str | bytes, str]]  # what is saved, and the place the operator is told

UNREADABLE: Bad = {
    "malformed": (_topic("title: Basics", "title: [Basics"), f"{TOPIC}:"),
    "half written": (GOOD[: len(GOOD) // 2 - 7] + "\n  broken here", f"{TOPIC}:"),
    "of wrong types": ("title: Basics\nentries: 17\n", f"{TOPIC}:2"),
    "with an id twice": (_topic("  stay:", "  hair:"), f"{TOPIC}:"),
    "with an unknown key": (_topic("    short: Yes", "    shrot: x\n    short: Yes"), f"{TOPIC}:6: "),
    "with tabs": (_topic("    short: Yes", "\tshort: Yes"), f"{TOPIC}:6"),
    "with a BOM": ("\ufeff" + GOOD, f"{TOPIC}:1: "),
    "in no UTF-8": (GOOD.encode() + b"# caf\xe9\n", TOPIC),
    "of many megabytes": (GOOD + "# " + "x" * 12_000_000, TOPIC),
}
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE: Bad = {
    "with a bomb of aliases": (BOMB + GOOD, f"{TOPIC}:"),
    "with an object of Python": (_topic("Basics", "!!python/object/apply:os.getcwd []"), f"{TOPIC}:1"),
    "nested too deep": (GOOD + "deep: " + "[" * 3000 + "]" * 3000 + "\n", f"{TOPIC}:"),
    "with a loop of merge keys": (GOOD + "loop: &loop\n  <<: *loop\n", f"{TOPIC}:"),
}
UNFIT: Bad = {
    "with broken markup": (_topic("some weeks in.", "<b>some weeks in."), f"{TOPIC}:"),
    "with a text too long": (
        _topic("It starts some weeks in.", "It starts some weeks in. " * 240),
        f"{TOPIC}:",
    ),
    "with a source nobody has": (_topic("[society]", "[nobody]"), f"{TOPIC}:11: hair / sources"),
}


@pytest.fixture
def kept_out(desk: Desk, sentence: Callable[..., str]) -> KeptOut:
    """Saves bad texts, and sees that they change nothing and are told once with their place."""
    alarm = sentence("operator-reload-failed", count="7", problems="").partition("7")[0]

    async def check(text: str | bytes, place: str) -> None:
        before = len(desk.telegram.sent_to(desk.olga))
        desk.write(text)
        alert = await desk.told(before)
        assert alert.text.startswith(alarm)
        assert place in alert.text
        assert SHORT in await desk.answers()
        assert len(desk.telegram.sent_to(desk.olga)) == before + 1

    return check


@pytest.mark.fault(22)
@pytest.mark.parametrize(("text", "place"), UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_texts_that_cannot_be_read_are_kept_out(
    kept_out: KeptOut, text: str | bytes, place: str
) -> None:
    await kept_out(text, place)


@pytest.mark.fault(23)
@pytest.mark.parametrize(("text", "place"), HOSTILE.values(), ids=HOSTILE.keys())
async def test_texts_made_to_do_harm_are_kept_out(kept_out: KeptOut, text: str | bytes, place: str) -> None:
    await kept_out(text, place)


@pytest.mark.fault(24)
@pytest.mark.parametrize(("text", "place"), UNFIT.values(), ids=UNFIT.keys())
async def test_texts_members_could_not_be_shown_are_kept_out(
    kept_out: KeptOut, text: str | bytes, place: str
) -> None:
    await kept_out(text, place)


@pytest.mark.fault(22)
async def test_the_same_trouble_saved_again_is_told_once_and_its_end_too(
    desk: Desk, sentence: Callable[..., str]
) -> None:
    before = len(desk.telegram.sent_to(desk.olga))
    bad = _topic("see_also: [stay]", "see_also: [nowhere]")
    desk.write(bad)
    await desk.told(before)
    seen = desk.bot.log.count("the last good ones stay in use")
    desk.write(bad)
    os.utime(desk.folder / TOPIC, (1, 1))
    await desk.telegram.until(lambda: desk.bot.log.count("the last good ones stay in use") > seen, 10)
    desk.write(GOOD)
    assert (await desk.told(before + 1)).text == sentence("operator-reloaded")
    assert SHORT in await desk.answers()


@pytest.mark.fault(22)
async def test_good_texts_are_taken_over_whole_whatever_stood_there_before(desk: Desk) -> None:
    for short in ("Yes, but it comes back.", SHORT):
        taken = desk.taken
        desk.write(_topic(SHORT, short))
        await desk.telegram.until(partial(desk.has_taken, taken + 1), 10)
        assert short in await desk.answers()
