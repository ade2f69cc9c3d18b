"""Slips are mended into the content's words; what English knows is left alone."""

import time

import pytest

from bot.content.dictionary import Corrector, build_lexicon, common_words, english, lexicon_for
from bot.core.knowledge import Cue, Entry, Knowledge, Topic, Words
from bot.core.text import Lexicon

PHRASES = [
    "how much does a transplant cost in mexico",
    "will i lose my hair",
    "is the clinic in tijuana accredited",
    "stem cell collection and apheresis",
    "bone marrow",
    "neurologist appointment",
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return build_lexicon({"aHSCT": ["hsct", "hematopoietic stem cell transplant"]}, PHRASES)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tranplant", "transplant"),
        ("my nuerologst said", "my neurologist said"),
        ("hiar loss", "hair loss"),
        ("stemcell", "stem cell"),
        ("bonemarow in tijauna", "bonemarow in tijuana"),
        ("stemcells in mexcio", "stem cell in mexico"),
        ("hematopoetic stem cell transplant", "hsct"),
    ],
)
def test_a_slip_becomes_the_word_of_the_content(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert lexicon.words(typed) == lexicon.words(meant)


@pytest.mark.parametrize(
    "word", ["hail", "clinical", "celt", "costa", "transplanted", "clinics", "dont", "arent"]
)
def test_a_word_that_english_knows_stays(lexicon: Lexicon, word: str) -> None:
    assert lexicon.words(word) == Lexicon().words(word)


@pytest.mark.parametrize("word", ["hsc", "sct2", "ghjkl", "größenwahn", "ocrevus", "zolgensma"])
def test_a_word_that_is_like_none_stays(lexicon: Lexicon, word: str) -> None:
    assert lexicon.words(word) == Lexicon().words(word)


@pytest.mark.parametrize(
    "text",
    ["cuanto cuesta el trasplante de celulas madre", "wie teuer ist eine stammzelltransplantation in mexiko"],
)
def test_another_language_is_left_alone(lexicon: Lexicon, text: str) -> None:
    assert lexicon.words(text) == Lexicon().words(text)


def test_of_equal_corrections_the_more_frequent_is_meant() -> None:
    assert Corrector({"costs": 5, "casts": 1})("cxsts") == "costs"
    assert Corrector({"costs": 1, "casts": 5})("cxsts") == "casts"


def test_two_slips_are_forgiven_in_long_words_only() -> None:
    correct = Corrector({"mexico": 1, "transplant": 1})
    assert correct("transpalntt") == "transplant"
    assert correct("mxeci") is None


def test_four_letters_of_which_one_is_another_are_another_abbreviation() -> None:
    correct = Corrector({"cord": 1, "hair": 1})
    assert [correct(word) for word in ("copd", "hiar", "haiir")] == [None, "hair", "hair"]


def test_short_and_odd_words_of_the_content_are_never_meant() -> None:
    assert Corrector({"sct": 9, "b12x": 9, "größe": 9})("sctt") is None


def test_english_is_a_set_of_whole_words() -> None:
    assert all(word in english() for word in ("the", "tumour", "tumor", "leukemia", "dont", "zebra"))
    assert not any(word in english() for word in ("", "cels", "tranplant", "zzzzzz", "größe", 7))


def test_english_is_read_quickly() -> None:
    english.cache_clear()
    begun = time.perf_counter()
    english()
    assert time.perf_counter() - begun < 0.5  # about 0.03 on a machine at rest


def test_the_most_frequent_words_come_first() -> None:
    assert common_words(3) == ["the", "of", "and"]


def test_a_knowledge_gives_its_wordings_synonyms_and_english_cues() -> None:
    entry = Entry(
        id="hair",
        topic="t",
        question="Will I go bald?",
        also_asked=("alopecia worries",),
        short="Yes, alopezia.",
    )
    knowledge = Knowledge(
        lang="en",
        topics=(Topic(id="t", title="T", entries=("hair",)),),
        entries={"hair": entry},
        sources={},
        words=Words(synonyms={"ocrelizumab": ("ocrevus",)}),
        outside=(Cue(id="cook", kind="far", phrases={"en": ("lasagne recipe",), "de": ("nudelauflauf",)}),),
    )
    lexicon = lexicon_for(knowledge)
    assert {"bald", "alopecia", "ocrevus", "ocrelizumab", "lasagne"} <= set(iter_words(lexicon))
    assert "nudelauflauf" not in lexicon.own
    assert "alopezia" in lexicon.own
    assert lexicon.words("alopezia") != lexicon.words("alopecia")
    assert lexicon.words("ocervus") == lexicon.words("ocrelizumab")


def iter_words(lexicon: Lexicon) -> list[str]:
    return [word for word in ("bald", "alopecia", "ocrevus", "ocrelizumab", "lasagne") if word in lexicon.own]
