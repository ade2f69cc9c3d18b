"""Questions the knowledge has not seen find their entries, and what is outside finds none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import pytest

from tests.knowledge.measuring import (
    content,
    found_first,
    from_titles,
    lines,
    measured,
    phrases,
    reading,
    topics,
)
from tests.knowledge.typos import hurt

HELD_OUT, ALL = 5, 1_500  # phrases an entry, and in all, at least
FIRST, THREE, WRONG = 0.87, 0.95, 0.02
BY_SLIPS = 0.04  # of first places, lost to a letter in ten hurt in a third of the words
BEHIND = 0.20  # a topic has forty phrases: a few of them make the difference
SAME_WORDS = 4  # in a row, shared with a wording of its entry: then it is a copy


def test_every_entry_has_at_least_five_phrases_that_it_has_not_seen() -> None:
    asked: dict[str, int] = {}
    for entries in (*phrases().values(), *from_titles().values()):
        for entry in entries:
            asked[entry] = asked.get(entry, 0) + 1
    known = content().edition("en").knowledge.entries
    assert len(phrases() | from_titles()) >= ALL
    assert sorted(asked.keys() - known.keys()) == []
    assert sorted(entry for entry in known if asked.get(entry, 0) < HELD_OUT) == []


def test_no_phrase_is_copied_from_its_entry() -> None:
    copied = [
        phrase
        for phrase, names in (phrases() | from_titles()).items()
        for name in names
        if set(runs(phrase)) & {run for wording in wordings(name) for run in runs(wording)}
    ]
    assert copied == []


def wordings(name: str) -> tuple[str, ...]:
    entry = content().edition("en").knowledge.entries[name]
    return (entry.question, *entry.also_asked)


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    yield from (tuple(words[at : at + SAME_WORDS]) for at in range(len(words) - SAME_WORDS + 1))


def test_the_right_entry_comes_first_and_hardly_ever_a_wrong_one_is_given_as_the_answer() -> None:
    result = measured(phrases())
    print(result)
    assert result.first >= FIRST
    assert result.three >= THREE
    assert result.wrong <= WRONG


def test_so_it_is_with_questions_by_somebody_who_had_seen_only_the_titles() -> None:
    result = measured(from_titles())
    assert result.phrases >= 500
    assert result.first >= FIRST
    assert result.three >= THREE
    assert result.wrong <= WRONG
    outside = lines("from-titles")["none"]
    assert len([line for line in outside if reading(line).kind == "answer"]) <= len(outside) * 0.04


@pytest.mark.parametrize("seed", [1, 2])
def test_slips_of_the_finger_cost_little(seed: int) -> None:
    asked = phrases() | from_titles()
    assert found_first(asked) - found_first(asked, partial(hurt, seed=seed)) <= BY_SLIPS


@pytest.mark.parametrize("topic", topics())
def test_no_topic_falls_far_behind(topic: str) -> None:
    result = measured(phrases(topic))
    assert result.first >= FIRST - BEHIND
    assert result.three >= THREE - BEHIND
    assert result.wrong <= WRONG + BEHIND


def test_what_is_outside_gets_no_answer() -> None:
    outside = lines("nothing")["nothing"]
    assert len(outside) >= 80
    answered = [line for line in outside if reading(line).kind == "answer"]
    helped = [line for line in outside if reading(line).kind in ("crisis", "emergency", "personal")]
    assert len(answered) <= len(outside) * 0.04, answered
    assert helped == []


def test_every_wording_of_an_entry_finds_that_entry_first() -> None:
    """No entry steals another's question."""
    matcher = content().edition("en").matcher
    stolen = [
        (wording, entry.id)
        for entry in content().edition("en").knowledge.entries.values()
        for wording in (entry.question, *entry.also_asked)
        if matcher.rank(wording).candidates[0].entry != entry.id
    ]
    assert stolen == []


def test_the_files_of_this_folder_name_a_topic_each() -> None:
    known = [topic.id for topic in content().edition("en").knowledge.topics]
    assert topics() == sorted(known)
