"""How long others take for the same questions over the same phrases; run by the Python of `.venv/peers`.

Reads `{"peer": …, "phrases": […], "questions": […]}` and prints the milliseconds of each question as JSON. It imports
nothing of ours, for nothing of ours is installed there.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from typing import Any

Ask = Callable[[str], object]


def rapidfuzz(phrases: list[str]) -> Ask:
    """A scan with the scorer that compares sets of words."""
    from rapidfuzz import fuzz, process

    return lambda question: process.extract(question, phrases, scorer=fuzz.token_set_ratio, limit=3)


def chatterbot(phrases: list[str]) -> Ask:
    """Its best match over statements in a database in memory, as it is built but without reading grammar."""
    from chatterbot import ChatBot
    from chatterbot.conversation import Statement
    from chatterbot.tagging import NoOpTagger

    bot = ChatBot("peer", database_uri="sqlite://", tagger=NoOpTagger)
    bot.storage.create_many(
        [
            Statement(text=one, search_text=one, in_response_to=one, search_in_response_to=one)
            for one in phrases
        ]
    )
    return lambda question: bot.get_response(question)


def main() -> None:
    logging.disable(logging.CRITICAL)
    asked: dict[str, Any] = json.load(sys.stdin)
    ask = {"rapidfuzz": rapidfuzz, "chatterbot": chatterbot}[asked["peer"]](asked["phrases"])
    taken = []
    ask(asked["questions"][0])
    for question in asked["questions"]:
        begun = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - begun) * 1e3)
    print(json.dumps(taken))


if __name__ == "__main__":
    main()
