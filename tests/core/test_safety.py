"""The real knowledge/safety.yaml, against what people say and against every question the knowledge holds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.dictionary import common_words
from bot.content.loading import load
from bot.core.knowledge import Cue, Knowledge
from bot.core.safety import ALARMS, LIST, Ear, Safety, mistakes

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "es", "de")
SAME = {"tablet", "iii"}  # read as tablets, and as i


@cache
def knowledge() -> Knowledge:
    loaded = load(ROOT / "knowledge", today=date(2026, 11, 21), rules=False)
    assert loaded.knowledge, "\n".join(map(str, loaded.broken))
    return loaded.knowledge["en"]


@cache
def safety() -> Safety:
    return Safety(knowledge().safety)


def cues(kind: str) -> list[Cue]:
    return [cue for cue in knowledge().safety if cue.kind == kind]


def said() -> dict[str, list[str]]:
    text = (ROOT / "tests/knowledge/safety.yaml").read_text(encoding="utf-8")
    lines: dict[str, list[str]] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  (BaseLoader makes nothing but text)
    return lines


def cases(*kinds: str) -> list[tuple[str, str]]:
    """The lines under cues of these kinds, with the cue's id."""
    wanted = {cue.id for kind in kinds for cue in cues(kind)}
    return [(name, line) for name, lines in said().items() if name in wanted for line in lines]


@pytest.mark.parametrize(("name", "line"), cases("crisis", "emergency"))
def test_danger_is_heard(name: str, line: str) -> None:
    alarm = safety().alarm(line)
    assert alarm is not None
    assert alarm.cue.id == name


@pytest.mark.parametrize(("name", "line"), cases("crisis", "emergency")[::5])
def test_danger_is_heard_when_it_is_shouted_and_stands_inside_a_long_story(name: str, line: str) -> None:
    story = "I was diagnosed in 2014 and took Copaxone first. My neurologist is kind. "
    after = " Sorry for the long message. Greetings from Ohio!"
    assert safety().alarm(f"{story * 20}\n{line.upper()}\n{after}") is not None


@pytest.mark.parametrize(("name", "line"), cases("personal"))
def test_a_decision_that_is_not_ours_is_heard(name: str, line: str) -> None:
    decision = safety().decision(line)
    assert decision is not None
    assert decision.id == name
    assert safety().alarm(line) is None


@pytest.mark.parametrize(("name", "line"), cases("despair"))
def test_ordinary_despair_is_met_without_an_alarm(name: str, line: str) -> None:
    despair = safety().despair(line)
    assert despair is not None
    assert despair.id == name
    assert safety().alarm(line) is None


@pytest.mark.parametrize("line", said()["nothing"])
def test_what_only_sounds_like_it_is_left_alone(line: str) -> None:
    assert safety().alarm(line) is None
    assert safety().decision(line) is None


def test_common_words_are_not_taken_for_slips_of_the_finger() -> None:
    """One that is goes into `ordinary-words`, unless it means the same."""
    speller = Ear(knowledge().safety, (*ALARMS, "personal", "despair")).speller
    assert [
        word for word in common_words(20_000) if speller.read(word) != ((word,),) and word not in SAME
    ] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_alarm_knows_the_language_it_was_said_in(lang: str) -> None:
    line = {"en": "I want to die", "es": "quiero morir", "de": "ich will sterben"}[lang]
    alarm = safety().alarm(line)
    assert alarm is not None
    assert alarm.lang == lang


def test_a_crisis_comes_before_an_emergency() -> None:
    alarm = safety().alarm("I can't breathe and I want to die")
    assert alarm is not None
    assert alarm.cue.kind == "crisis"


def test_one_look_alike_does_not_hide_the_words_beside_it() -> None:
    assert safety().alarm("I would never kill myself, I have kids") is None
    assert safety().alarm("I would never kill myself, but I don't want to wake up tomorrow") is not None


def test_fever_counts_only_with_a_transplant_and_a_transplant_only_with_a_sign() -> None:
    assert safety().alarm("I have 38.4 fever") is None
    assert safety().alarm("I had the transplant 10 days ago") is None
    alarm = safety().alarm(
        "I had the transplant 10 days ago. All was well until lunch. Now I have 38.4 fever"
    )
    assert alarm is not None
    assert alarm.cue.id == "emergency-after-transplant"


def _asked() -> Iterator[tuple[str, str]]:
    for entry in knowledge().entries.values():
        yield from ((entry.id, phrase) for phrase in (entry.question, *entry.also_asked))


def test_no_question_of_the_knowledge_is_taken_from_its_entry() -> None:
    """An alarm or a decision may be heard in an entry's question only if its cue leads on to that entry's topic."""
    assert [
        f"{entry}: {phrase} → {cue.id}"
        for entry, phrase in _asked()
        for cue in _taken(phrase)
        if _topic(entry) not in {_topic(other) for other in cue.see}
    ] == []


def _topic(entry: str) -> str:
    return knowledge().entries[entry].topic


def _taken(phrase: str) -> list[Cue]:
    alarm, decision = safety().alarm(phrase), safety().decision(phrase)
    return [cue for cue in (alarm and alarm.cue, decision) if cue]


def test_small_talk_and_what_lies_outside_raise_no_alarm() -> None:
    """But for what may be an emergency, although it lies outside: a sudden attack."""
    others = [cue for cue in (*knowledge().talk, *knowledge().outside) if cue.id != "relapse-now"]
    phrases = [phrase for cue in others for spoken in cue.phrases.values() for phrase in spoken]
    assert [phrase for phrase in phrases if safety().alarm(phrase)] == []


def test_adverts_raise_no_alarm() -> None:
    claims = [text for claim in knowledge().claims.values() for text in (claim.myth, *claim.phrasings)]
    assert [text for text in claims if safety().alarm(text)] == []


def test_every_phrase_can_be_read() -> None:
    assert list(mistakes(knowledge().safety)) == []


def test_a_phrase_that_cannot_be_read_is_told_before_the_bot_runs(tmp_path: Path) -> None:
    copytree(ROOT / "knowledge", tmp_path / "knowledge")
    with (tmp_path / "knowledge/safety.yaml").open("a", encoding="utf-8") as file:
        file.write("\nodd:\n  kind: crisis\n  phrases: [<nobdy> wants to die]\n  reply: Call 988.\n")
    loaded = load(tmp_path / "knowledge", today=date(2026, 11, 21), rules=False)
    told = "odd: the phrase '<nobdy> wants to die': there is no list <nobdy> in this language."
    assert [str(problem).partition(": ")[2] for problem in loaded.broken] == [told]


@pytest.mark.parametrize("cue", cues("crisis"), ids=lambda cue: cue.id)
def test_a_crisis_reply_names_who_to_call_in_every_language(cue: Cue) -> None:
    for lang in LANGUAGES:
        assert all(number in cue.reply[lang] for number in ("988", "116 123", "911", "112"))
    assert "press 1" in cue.reply["en"]
    assert "13 11 14" in cue.reply["en"]


@pytest.mark.parametrize("cue", cues("emergency"), ids=lambda cue: cue.id)
def test_an_emergency_reply_says_now_and_whom_to_call_in_every_language(cue: Cue) -> None:
    for lang, now in {"en": "now", "es": "ahora", "de": "jetzt"}.items():
        first = cue.reply[lang].splitlines()[0]
        assert now in first
        assert all(number in first for number in ("911", "999", "112"))
        assert "24" in cue.reply[lang]
    assert "stem cell transplant" in cue.reply["en"]
    assert "low white cells" in cue.reply["en"]


@pytest.mark.parametrize("cue", cues("personal"), ids=lambda cue: cue.id)
def test_a_decision_is_answered_with_what_bears_on_it_and_a_question_to_ask(cue: Cue) -> None:
    assert 8 <= len(cue.phrases["en"]) <= 50
    assert len(cue.reply["en"]) <= 480
    assert cue.ask.endswith("?")
    assert 1 <= len(cue.see) <= 3
    assert "MS team" in cue.reply["en"] or "yours alone" in cue.reply["en"]


def test_lists_are_named_by_a_phrase_or_by_the_ear_itself() -> None:
    from bot.core import safety as names

    own = {names.SMALL, names.NEGATIONS, names.FORGIVEN, names.ORDINARY}
    written = [
        text
        for cue in knowledge().safety
        for role in (cue.phrases, cue.with_any, cue.but_not)
        for texts in role.values()
        for text in texts
    ]
    lists = {cue.id for cue in cues(LIST)} - own
    assert {name for name in lists if not any(f"<{name}>" in text for text in written)} == set()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_no_text_whatever_makes_it_stumble(text: str) -> None:
    first = safety().alarm(text), safety().decision(text), safety().despair(text)
    assert (safety().alarm(text), safety().decision(text), safety().despair(text)) == first


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_around_it_danger_is_heard(before: str, after: str) -> None:
    assert safety().alarm(f"{before}\n\nI want to kill myself.\n\n{after}") is not None


@pytest.mark.parametrize(
    "piece", ["want to ", "i cant ", "fever transplant ", "die. ", "ah", "k i ", "1 ", "😭", "("]
)
def test_the_longest_message_takes_no_longer_than_it_should(piece: str) -> None:
    """32 KB of the worst; a question of ordinary length is measured in benchmarks."""
    text = piece * (32_768 // len(piece.encode()))
    began = time.perf_counter()
    safety().alarm(text)
    safety().decision(text)
    assert time.perf_counter() - began < 2
