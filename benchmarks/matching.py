"""How long a question takes to be matched, beside others over the same phrases in the same run.

The phrases are made up from the English word list: words are drawn as often as a language uses them (Zipf), and each
entry has words of its own that its phrases come back to. The first table grows by entries and stands beside SQLite's
full-text search, the second by phrases, ten an entry, beside a rapidfuzz scan and ChatterBot's best match.
"""

from __future__ import annotations

import gc
import json
import random
import sqlite3
import subprocess
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate
from pathlib import Path

from bot.content.dictionary import build_lexicon, common_words
from bot.core.matching import Matcher

SIZES = (200, 2_000, 20_000)  # entries
PHRASES = 3
BY_PHRASES = (200, 2_000, 20_000, 100_000)
TEN = 10
FASTER_THAN_SCAN, FASTER_THAN_BOT = 20, 100  # times, at 20,000 and at 2,000 phrases
GROWTH = 4  # times as long, at most, from 200 to 20,000
SCANNED = {"rapidfuzz": 20_000, "chatterbot": 2_000}  # phrases, at most: beyond it takes minutes
PEERS = Path(".venv/peers/bin/python")
QUESTIONS = 300
VOCABULARY = 20_000

Content = dict[str, list[str]]


def run() -> list[str]:
    """Both tables, ready to print."""
    return [*_by_entries(), "", *_by_phrases()]


def _by_entries() -> list[str]:
    head = f"{'entries':>8} {'phrases':>8} {'p50 ms':>8} {'p99 ms':>8} {'FTS5 ms':>9} {'ratio':>6} {'build s':>8}"
    return ["matching a question", f"{head} {'MB':>6}", *(_row(size) for size in SIZES)]


def _by_phrases() -> list[str]:
    named = (("phrases", 8), ("p50 ms", 8), ("p99 ms", 8), ("MB", 6))
    others = (("scan ms", 8), ("ratio", 6), ("ChatterBot ms", 14), ("ratio", 6))
    head = " ".join(f"{name:>{width}}" for name, width in (*named, *others))
    rows: list[str] = []
    p50: dict[int, float] = {}
    for size in BY_PHRASES:
        content, questions = made_up(size // TEN, TEN)
        phrases = list(_phrases(content))
        lexicon = build_lexicon({}, phrases)
        matcher, _, megabytes = _built(partial(Matcher, content, lexicon))
        ours = _times(matcher.rank, questions)
        p50[size] = ours[len(ours) // 2]
        row = f"{size:>8} {p50[size]:>8.2f} {ours[len(ours) * 99 // 100]:>8.2f} {megabytes:>6.1f}"
        for peer, width in (("rapidfuzz", 8), ("chatterbot", 14)):
            theirs = _peer(peer, phrases, questions[:50]) if size <= SCANNED[peer] else None
            shown = (f"{theirs:.2f}", f"{theirs / p50[size]:.0f}") if theirs else ("–", "–")
            row += f" {shown[0]:>{width}} {shown[1]:>6}"
        rows.append(row)
    return [
        head,
        *rows,
        f"  at least {FASTER_THAN_SCAN} times faster than the scan at 20,000, {FASTER_THAN_BOT} times than ChatterBot",
        f"  100 times the phrases take {p50[20_000] / p50[200]:.1f} times as long   (at most {GROWTH})",
    ]


def _peer(name: str, phrases: list[str], questions: list[str]) -> float | None:
    """Its median in milliseconds; nothing where it is not installed."""
    if not PEERS.exists():
        return None
    asked = json.dumps({"peer": name, "phrases": phrases, "questions": questions})
    ran = subprocess.run(
        [PEERS, Path(__file__).with_name("peers.py")],
        input=asked,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        return None
    taken: list[float] = sorted(json.loads(ran.stdout.splitlines()[-1]))
    return taken[len(taken) // 2]


def _row(size: int) -> str:
    content, questions = made_up(size)
    lexicon = build_lexicon({}, _phrases(content))
    matcher, seconds, megabytes = _built(lambda: Matcher(content, lexicon))
    ours = _times(lambda question: matcher.rank(question), questions)
    theirs = _times(_full_text(content), questions)
    p50, p99, peer = ours[len(ours) // 2], ours[len(ours) * 99 // 100], theirs[len(theirs) // 2]
    return (
        f"{size:>8} {size * PHRASES:>8} {p50:>8.2f} {p99:>8.2f} {peer:>9.2f} {peer / p50:>6.1f}"
        f" {seconds:>8.2f} {megabytes:>6.1f}"
    )


def made_up(size: int, wordings: int = PHRASES) -> tuple[Content, list[str]]:
    """A content, and questions that reword its phrases: a third of each question's words are others."""
    draw = random.Random(size)
    words = common_words(VOCABULARY)
    often = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    content: Content = {}
    for number in range(size):
        own = draw.sample(words[200:], 6)
        content[f"entry-{number}"] = [
            " ".join(draw.choices(words, cum_weights=often, k=5) + draw.sample(own, 4))
            for _ in range(wordings)
        ]
    asked = draw.choices(list(_phrases(content)), k=QUESTIONS)
    return content, [_reworded(phrase, draw, words, often) for phrase in asked]


def _reworded(phrase: str, draw: random.Random, words: list[str], often: list[float]) -> str:
    return " ".join(
        draw.choices(words, cum_weights=often)[0] if draw.random() < 1 / 3 else word
        for word in phrase.split()
    )


def _phrases(content: Content) -> Iterator[str]:
    return (phrase for phrases in content.values() for phrase in phrases)


def _built(build: Callable[[], Matcher]) -> tuple[Matcher, float, float]:
    """What was built, in how many seconds, and how many megabytes it holds."""
    begun = time.perf_counter()
    build()
    seconds = time.perf_counter() - begun
    gc.collect()
    tracemalloc.start()
    built = build()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return built, seconds, held / 1e6


def _times(ask: Callable[[str], object], questions: list[str]) -> list[float]:
    """Milliseconds a question, in order of length; every question is new but for the warming up."""
    for question in questions[:20]:
        ask(question)
    taken = []
    for question in questions:
        begun = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - begun) * 1e3)
    return sorted(taken)


def _full_text(content: Content) -> Callable[[str], object]:
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table entries using fts5(phrases, tokenize = 'porter')")
    base.executemany(
        "insert into entries values (?)", [("\n".join(phrases),) for phrases in content.values()]
    )

    def ask(question: str) -> object:
        terms = " or ".join(f'"{word}"' for word in question.split()).replace(" or ", " OR ")
        query = "select rowid from entries where entries match ? order by bm25(entries) limit 3"
        return base.execute(query, (terms,)).fetchall()

    return ask
