"""What the command line does without Telegram: load the content, judge it, read the gaps and the health file."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot import deepening
from bot.content.building import build
from bot.content.defaults import dialogs_for
from bot.content.keeping import Kept
from bot.core.content import Content
from bot.errors import ContentError, DataError, Problem, SemanticError
from bot.settings import Settings
from bot.store.gaps import GapRow
from bot.store.seal import Seal, key_for
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.content.loading import Loaded


def loaded(settings: Settings, today: date | None = None) -> Loaded:
    """The content and everything wrong with it. What was found for the same content today is kept."""
    from bot.content.loading import load  # a third of a start; not needed where the content is kept

    dialogs = dialogs_for(settings.knowledge, settings.dialogs)
    return load(settings.knowledge, today=today or _today(), cache=settings.cache, dialogs=dialogs)


def built(settings: Settings, content: Loaded) -> Content:
    """The content ready to answer. Raises ContentError if it is broken."""
    if content.knowledge is None:
        raise ContentError(content.errors)
    return build(content.knowledge, content.hash, settings.cache, content.dialogs)


def content_to_serve(settings: Settings) -> Content:
    """The content for members: refused while it breaks any rule."""
    dialogs = dialogs_for(settings.knowledge, settings.dialogs)
    today, kept = _today(), Kept(settings.cache, settings.knowledge, dialogs)
    if ready := kept.content(today):
        return ready
    content = loaded(settings, today)
    if content.errors:
        raise ContentError(content.errors)
    ready = built(settings, content)
    kept.keep(ready)
    return ready


def content_to_try(settings: Settings) -> Content:
    """The content for an author at a terminal: a text that breaks a rule can be tried, with a warning."""
    try:
        ready = content_to_serve(settings)
    except ContentError as wrong:
        ready = built(settings, loaded(settings))
        print(
            f"{len(wrong.problems)} things to mend in the texts: python -m bot check lists them.",
            file=sys.stderr,
        )
    return _deepened(settings, ready)


def _deepened(settings: Settings, content: Content) -> Content:
    """Judged by meaning as well, where that is set up: complete before the first question."""
    try:
        ready = deepening.prepared(settings)
        return ready.at_once(content) if ready else content
    except SemanticError as trouble:
        print(trouble, file=sys.stderr)
        return content


def set_up_semantic(settings: Settings) -> None:
    """Gets what the better matching needs, and prepares it for the texts there are."""
    deepening.set_up(settings, built(settings, loaded(settings)), print)


def _today() -> date:
    return datetime.now(UTC).date()


def problems(settings: Settings) -> tuple[Problem, ...]:
    """Everything wrong with the texts."""
    return loaded(settings).problems


def due(settings: Settings) -> tuple[Problem, ...]:
    """What is to be reviewed within the next 30 days, or was to be by now: figures, statuses, answers."""
    from bot.content.calendar import due_in

    return due_in(loaded(settings), settings.knowledge, _today())


def drawing(settings: Settings, name: str) -> str:
    """A dialog as a Mermaid diagram. What no story in tests/dialogs comes to is marked, where there are such tests."""
    from bot.content.drawing import mermaid
    from bot.content.stories import questions_told

    flow = built(settings, loaded(settings)).dialogs.get(name)
    if flow is None:
        raise DataError(f"There is no dialog '{name}' in {settings.dialogs}.")
    stories = settings.dialogs.parent / "tests" / "dialogs" / f"{name}.yaml"
    untold = sorted(flow.questions.keys() - questions_told(stories)) if stories.is_file() else ()
    return mermaid(flow, untold)


def gaps(settings: Settings) -> Iterator[str]:
    """What people asked that has no answer, most often first: how often, when last, what, and the nearest entry."""
    if not settings.database.exists():
        raise DataError(
            f"There is no database at {settings.database} yet. It is made when the bot first runs."
        )
    for row in asyncio.run(_gaps(settings)):
        near = f"   (nearest: {row.nearest})" if row.nearest else ""
        yield f"{row.count:5}  {row.last_day}  {row.question}{near}"


async def _gaps(settings: Settings) -> list[GapRow]:
    seal = Seal(key_for(settings.data_dir, settings.key))
    store = await Store.open(settings.database, time.time, seal)
    try:
        return await store.gaps()
    finally:
        await store.close()
