"""The little language phrases are written in, and how forgiving its reading is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge import Cue
from bot.core.phrasebook import Phrasebook, Span
from bot.core.phrases import Phrase, PhraseError, compiled, endings
from bot.core.safety import Safety, mistakes
from bot.core.spelling import Speller, fold, slips, tokens

LISTS = {"want": ("want to", "wanna"), "wish": ("<want>", "hope to"), "ring": ("<ring>",)}


def book(*phrases: str, strict: bool = False) -> Phrasebook:
    return Phrasebook(
        [Phrase(text, LISTS, generous=not strict) for text in phrases],
        small=("just", "really"),
        negations=("not", "never"),
        forgiven=("kill", "myself", "suicide", "die", "want"),
        ordinary=("skill", "wanted"),
    )


def heard(phrase: str, text: str, *, strict: bool = False) -> bool:
    return bool(book(phrase, strict=strict).find(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("want die", "I want to die"),
        ("want die", "i WANT!? to just really die"),
        ("<want> die", "wanna die"),
        ("<want> die", "I want to die"),
        ("<wish> die", "I want to die"),
        ("<wish> die", "I hope to die"),
        ("kill/hurt myself", "hurt myself"),
        ("kill myself", "killing myself"),
        ("die", "dying"),
        ("die", "she dies"),
        ("end-it", "i will end it"),
        ("hope ... kills me", "I hope that the chemo they give us kills me"),
        ("take this + now", "take this really now"),
        ("end-it .", "I will end it."),
        ("end-it .", "I will end it, and soon"),
        ("end-it .", "I will end it just"),
        (". kms .", "kms"),
        (". kms .", "well, kms!"),
        ("más", "mas"),
        ("möchte", "ich moechte"),
        ("möchte", "ich mochte"),
        ("cant", "I can’t"),
        ("cant", "can t"),
        ("temp <degrees>", "temp 38,4"),
        ("temp <degrees>", "temp 101"),
        ("<decimal-degrees>", "38.5C"),
        ("in <year>", "in 2019"),
        ("<number> days", "2days"),
        ("day plus <number>", "day +12"),
    ],
)
def test_a_phrase_is_heard_in(phrase: str, text: str) -> None:
    assert heard(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("want die", "die I want"),
        ("want die", "I want to live, not die"),
        ("want die", "I want a dog, a cat and a house, then die"),
        ("end-it", "end of it"),
        ("end-it .", "I will end it here"),
        (". kms .", "it is 5 kms away"),
        ("take this + now", "take this pill now"),
        ("hope ... kills me", "I hope so. It kills me"),
        ("kill myself", "killed myself"),
        ("temp <degrees>", "temp 37.2"),
        ("<decimal-degrees>", "I am 38"),
        ("in <year>", "in 38"),
        ("kill", "skill"),
        ("want", "wanted"),
        ("kill", "kilo"),
    ],
)
def test_a_phrase_is_not_heard_in(phrase: str, text: str) -> None:
    assert not heard(phrase, text)


def test_a_strict_phrase_stands_as_it_is_written() -> None:
    assert heard("never kill myself", "I would never really kill myself", strict=True)
    assert not heard("never kill myself", "never would I kill myself", strict=True)
    assert not heard("never kill myself", "never killing myself", strict=True)
    assert not heard("never kill myself", "never, kill myself", strict=True)
    assert heard("asked ... kill myself", "asked if I would not kill myself", strict=True)


def test_a_place_in_the_text_is_told_with_the_words_that_belong_to_it() -> None:
    assert book("want die").find("i want to just die") == {0: [Span(1, 5, 2)]}


@pytest.mark.parametrize("text", ["", ".", ". .", "<nobody>", "<ring>", "a<want", "want--to", "/", "..."])
def test_a_phrase_that_cannot_be_read_says_so(text: str) -> None:
    with pytest.raises(PhraseError):
        compiled(Phrase(text, LISTS))


def test_an_element_with_too_many_forms_says_so() -> None:
    many = {"many": tuple(f"word{number}" for number in range(100))}
    with pytest.raises(PhraseError, match="too many forms"):
        compiled(Phrase("<many>-<many>", many))


def test_mistakes_are_listed_with_their_cue() -> None:
    cue = Cue(id="odd", kind="crisis", phrases={"en": ("kill myself", "<nobody> dies")})
    assert [name for name, _ in mistakes([cue])] == ["odd"]


@pytest.mark.parametrize(
    ("word", "forms"),
    [("die", "dying"), ("kill", "kills"), ("take", "taking"), ("cut", "cutting"), ("go", "go")],
)
def test_english_words_have_their_endings(word: str, forms: str) -> None:
    assert forms in endings(word)


@pytest.mark.parametrize(
    "typed",
    [
        "suicde",
        "siucide",
        "suicidee",
        "sucide",
        "suiicide",
        "suicyde",
        "uicide",
        "su1c1de",
        "su*cide",
        "s u i c i d e",
    ],
)
def test_slips_of_the_finger_are_forgiven(typed: str) -> None:
    assert heard("suicide", typed)


@pytest.mark.parametrize(
    "typed", ["killmyself", "kill myslef", "klil myself", "kiiill myseeelf", "K!LL MYSELF", "k.i.l.l myself"]
)
def test_words_run_together_or_mangled_are_heard(typed: str) -> None:
    assert heard("kill myself", typed)


def test_short_words_are_only_forgiven_two_swapped_letters() -> None:
    speller = Speller(["kill", "die", "live"], forgiven=["kill", "live", "die"])
    assert speller.read("klil") == (("kill",),)
    assert speller.read("lie") == (("lie",),)
    assert speller.read("diie") == (("die",),)
    assert speller.read("x" * 5000) == (("x" * 5000,),)


def test_a_word_like_several_is_read_as_each() -> None:
    assert Speller(["breathe", "breaths"], ["breathe", "breaths"]).read("breathx") == (
        ("breathe", "breaths"),
    )


@pytest.mark.parametrize(
    ("one", "other", "count"), [("", "abc", 3), ("abc", "acb", 1), ("abcd", "abd", 1), ("a", "a", 0)]
)
def test_slips_are_counted(one: str, other: str, count: int) -> None:
    assert slips(one, other) == count


@given(st.text(), st.text())
def test_slips_are_the_same_both_ways(one: str, other: str) -> None:
    assert slips(one, other) == slips(other, one)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert [token.word for token in tokens(text)] == [token.word for token in tokens(text)]
    assert isinstance(fold(text), str)


def test_what_is_asked_for_besides_may_be_said_in_another_language() -> None:
    cue = Cue(
        id="both",
        kind="emergency",
        phrases={"en": ("fever",), "es": ("fiebre",)},
        with_any={"en": ("transplant",)},
    )
    listening = Safety([cue])
    alarm = listening.alarm("tengo fiebre, transplant in May")
    assert alarm is not None
    assert alarm.lang == "es"
    assert listening.alarm("tengo fiebre") is None
    assert listening.alarm("transplant") is None


def test_the_look_alike_wins_unless_it_is_a_smaller_part() -> None:
    cue = Cue(
        id="one",
        kind="crisis",
        phrases={"en": ("kill myself", "rather die than live")},
        but_not={"en": ("never kill myself", "kill myself laughing", "rather die than")},
    )
    listening = Safety([cue])
    assert listening.alarm("I'd rather die than live like this")
    assert not listening.alarm("I'd rather die than eat this")
    assert not listening.alarm("I would never kill myself")
    assert not listening.alarm("kill myself laughing")
    assert listening.alarm("I would never kill myself. Still, kill myself?")


def test_without_phrases_nothing_is_heard() -> None:
    listening = Safety([])
    assert listening.alarm("I want to die") is None
    assert listening.decision("should I") is None
    assert listening.despair("so sad") is None
