"""Takes over changed texts while the bot runs: loaded aside, checked, and swapped whole between two turns.

Where the better matching is set up, a content is first used as it is, and swapped once more when its meanings are read.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from bot import deepening, logs, memory, offline
from bot.content.defaults import dialogs_for
from bot.content.watching import changes
from bot.core.content import Content
from bot.errors import ContentError, OperatorError, SemanticError
from bot.settings import Settings

log = logging.getLogger("signpost")

SHOWN = 10  # problems in one message; `check` lists the rest
TRY_AGAIN = 60.0  # seconds, when the folder cannot be watched


class Holder(Protocol):
    """Whatever holds the content now in use."""

    content: Content

    def sentence(self, name: str, lang: str = "", **values: object) -> str:
        """One of the fixed sentences."""


class Reload:
    """Follows the files of one knowledge folder."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._failed = ""  # what was last told to the operators, so that it is told once
        self._deepening: asyncio.Task[None] | None = None

    async def __call__(self, talk: Holder, tell: Callable[[str], Awaitable[None]]) -> None:
        """Runs until cancelled. With a problem the last good content stays."""
        self._deepen(talk)
        try:
            await self._follow(talk, tell)
        finally:
            self._stop_deepening()

    async def _follow(self, talk: Holder, tell: Callable[[str], Awaitable[None]]) -> None:
        while True:
            try:
                async for _ in changes(self._settings.knowledge, *self._dialogs()):
                    await self.take_over(talk, tell)
            except OSError as trouble:
                log.warning("the knowledge folder cannot be watched: %s", trouble.strerror or trouble)
            await asyncio.sleep(TRY_AGAIN)
            await self.take_over(talk, tell)

    def _dialogs(self) -> tuple[Path, ...]:
        dialogs = dialogs_for(self._settings.knowledge, self._settings.dialogs)
        return (dialogs,) if dialogs else ()

    async def take_over(self, talk: Holder, tell: Callable[[str], Awaitable[None]]) -> None:
        """Loads what is there now; swaps it in, or says what is wrong with it."""
        try:
            content = await asyncio.to_thread(offline.content_to_serve, self._settings)
        except ContentError as wrong:
            await self._refuse(wrong, talk, tell)
        except (OSError, OperatorError) as trouble:
            log.warning("the changed texts cannot be read: %s", trouble)
        else:
            await self._swap(content, talk, tell)

    async def _refuse(
        self, wrong: ContentError, talk: Holder, tell: Callable[[str], Awaitable[None]]
    ) -> None:
        log.warning("the changed texts have %s problems; the last good ones stay in use", len(wrong.problems))
        if str(wrong) == self._failed:
            return
        self._failed = str(wrong)
        listed = "\n".join(str(problem) for problem in wrong.problems[:SHOWN])
        await tell(talk.sentence("operator-reload-failed", count=len(wrong.problems), problems=listed))

    async def _swap(self, content: Content, talk: Holder, tell: Callable[[str], Awaitable[None]]) -> None:
        if content.hash == talk.content.hash and not self._failed:
            return
        talk.content = content
        log.info("the changed texts are in use")
        self._deepen(talk)
        if self._failed:
            self._failed = ""
            await tell(talk.sentence("operator-reloaded"))

    def _deepen(self, talk: Holder) -> None:
        self._stop_deepening()
        self._deepening = asyncio.create_task(self._deepened(talk))

    def _stop_deepening(self) -> None:
        if self._deepening is not None:
            self._deepening.cancel()

    async def _deepened(self, talk: Holder) -> None:
        """Without it the bot answers as well as words alone can: nothing that fails here may end anything else."""
        try:
            ready = await asyncio.to_thread(deepening.prepared, self._settings)
            if ready is None:
                log.info(
                    "questions are judged by words alone; `python -m bot semantic` sets up better matching"
                )
                return
            content = talk.content
            deeper = await ready.meanwhile(content)
            if talk.content is content:
                talk.content = deeper
                log.info("questions are judged by meaning as well")
        except SemanticError as trouble:
            log.warning("%s", trouble)
        except Exception as bug:
            log.error("reading the meanings failed: %s", logs.places(bug))  # noqa: TRY400 - a traceback may hold a member's words
        finally:
            memory.give_back()
