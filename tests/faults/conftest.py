"""One bot for the tests that leave it as they found it; bots of their own for those that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot import offline
from bot.app import Talk
from bot.content.defaults import shipped
from bot.settings import from_environment
from tests.botapi import BotApi, Person
from tests.faults.helping import QUICK, unforgiven
from tests.process.running import SMALL, RunningBot

OPERATOR = 77


class Telegram(BotApi):
    """The stand-in, with a shorter look at the end: most tests here end with one."""

    async def settled(self, seconds: float = 10.0, still: float = 0.15) -> None:
        await super().settled(seconds, still)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BotApi, RunningBot]]:
    """A Telegram and the bot that serves it, for all tests of this process."""
    with Telegram() as api:
        api.person(OPERATOR, "Olga")
        environment = {"SIGNPOST_OPERATORS": str(OPERATOR)}
        with RunningBot(
            api, tmp_path_factory.mktemp("shared"), pace=QUICK, environment=environment
        ) as running:
            api.wait(lambda: api.polling.waiting, 30, "the bot to poll")
            yield api, running
            assert running.stop() == 0


@pytest.fixture
def telegram(shared: tuple[BotApi, RunningBot]) -> Iterator[BotApi]:
    """The shared Telegram. Afterwards every tap is answered, nothing was refused, and the bot is alive and well."""
    api, running = shared
    begun, tapped, logged = len(api.calls), len(api.taps), len(running.log)
    yield api
    for fault in api.faults:
        fault.stop()
    assert running.alive, running.log[-2000:]
    assert [tap for tap in api.taps[tapped:] if not tap.answered] == []
    assert unforgiven(api.calls[begun:]) == []
    assert [line for line in running.log[logged:].splitlines() if " error " in line] == []


@pytest.fixture
def bot(telegram: BotApi, shared: tuple[BotApi, RunningBot]) -> RunningBot:
    """The shared bot."""
    return shared[1]


@pytest.fixture
def ana(telegram: BotApi) -> Person:
    """Somebody who has not spoken to the shared bot before."""
    return telegram.person(first_name="Ana")


@pytest.fixture
def operator(telegram: BotApi) -> Person:
    """Who hears of trouble with the shared bot."""
    found = telegram.world.users[OPERATOR]
    assert isinstance(found, Person)
    return found


@pytest.fixture
def own() -> Iterator[BotApi]:
    """A Telegram of this test's own."""
    with Telegram() as api:
        yield api


Start = Callable[..., RunningBot]


@pytest.fixture
def starts(own: BotApi, tmp_path: Path) -> Iterator[Start]:
    """Starts bots that serve the test's own Telegram; each is gone at the end."""
    with ExitStack() as gone:

        def start(data: Path | None = None, *, polls: bool = True, **more: object) -> RunningBot:
            pace = QUICK | more.pop("pace", {})  # type: ignore[operator]
            log = tmp_path / "log.txt"
            running = RunningBot(own, data or tmp_path / "data", pace=pace, log=log, **more)  # type: ignore[arg-type]
            before = own.polling.polls
            gone.enter_context(running)
            if polls:
                own.wait(lambda: own.polling.polls > before or not running.alive, 30, "the bot to poll")
                assert running.alive, running.log
            return running

        yield start


@pytest.fixture(scope="session")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    """The conversation the running bots have, in this process."""
    environment = {
        "SIGNPOST_KNOWLEDGE": str(SMALL),
        "SIGNPOST_DATA_DIR": str(tmp_path_factory.mktemp("words")),
    }
    settings = from_environment(environment, {name: shipped(name) for name in ("knowledge", "dialogs")})
    return Talk(offline.content_to_serve(settings))


@pytest.fixture(scope="session")
def sentence(talk: Talk) -> Callable[..., str]:
    """The fixed sentences the running bots say."""

    def say(name: str, **values: str) -> str:
        return talk.sentence(name, **values).strip()

    return say
