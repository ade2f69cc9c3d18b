"""A content judged by words → the same, judged by meaning as well, where the optional model is there.

The vectors of all wordings are needed first. A new content has thousands of them, ten milliseconds each: they are
computed a few at a time, kept in the data folder, and the bot answers by words meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content.building import deepen, texts_to_read
from bot.core.content import Content
from bot.core.meaning import Embed
from bot.embedding.fetching import fetch
from bot.embedding.model import NAME, VECTORS, homes, opened
from bot.embedding.vectors import Vectors
from bot.errors import SemanticError
from bot.settings import Settings

PORTION = 32  # texts between two looks at whether to go on


@dataclass(frozen=True, slots=True)
class Deepening:
    """The opened model, where vectors are looked for and where they are kept, and where levels are."""

    embed: Embed
    looked_for: tuple[Path, ...]
    kept: Path
    cache: Path

    def steps(self, content: Content) -> Iterator[Content | None]:
        """Nothing for each portion of the work, and at last the content."""
        texts = texts_to_read(content)
        vectors = Vectors.read(self.looked_for)
        unknown = sorted(vectors.unknown(texts), key=len)
        for at in range(0, len(unknown), PORTION):
            portion = unknown[at : at + PORTION]
            vectors.learn(portion, self.embed(portion))
            yield None
        vectors.write(self.kept, texts)
        yield deepen(content, vectors.of(texts), self.embed, NAME, self.cache)

    def at_once(self, content: Content) -> Content:
        """All of it, before anything else."""
        steps = self.steps(content)
        while (done := next(steps)) is None:
            pass
        return done

    async def meanwhile(self, content: Content) -> Content:
        """All of it, in a thread; the event loop goes on. Ends soon after it is cancelled."""
        steps = self.steps(content)
        while (done := await asyncio.to_thread(next, steps)) is None:
            pass
        return done


def prepared(settings: Settings) -> Deepening | None:
    """Ready to work, or nothing where it is switched off or not set up. Raises SemanticError where it is broken."""
    places = homes(settings.data_dir)
    home = places.with_model()
    if settings.semantic == "off" or home is None:
        return None
    files = tuple(place / VECTORS for place in places)
    return Deepening(opened(home), files, files[-1], settings.cache)


def set_up(settings: Settings, content: Content, tell: Callable[[str], None]) -> None:
    """Fetches the model unless it is there, and reads the content's wordings. Raises SemanticError if it cannot."""
    places = homes(settings.data_dir)
    home = places.with_model() or places.to_fill()
    try:
        model = opened(home)
    except SemanticError:
        tell("Fetching the model for better matching (84 MB, once) …")
        fetch(home)
        model = opened(home)
    tell("Reading the wordings of the questions it knows (about a minute, once) …")
    file = home / VECTORS
    Deepening(model, (file,), file, settings.cache).at_once(content)
    tell(f"Better matching is ready: {home}")
