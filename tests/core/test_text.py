"""Two wordings of one thing come out alike, and what is kept of a question says nothing of who asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import LONGEST_KEPT, Lexicon, scrub, stem

SYNONYMS = {
    "aHSCT": ["hsct", "stem cell transplant", "bone marrow transplant"],
    "second transplant": ["second stem cell transplant", "repeat transplant"],
    "stem cell": ["stem"],
    "🙂": ["smile"],
}


def english(word: str) -> str | None:
    return {"transplnat": "transplant", "stemcell": "stem cell", "haair": "hair", "mexcio": "mexico"}.get(
        word
    )


def lexicon() -> Lexicon:
    return Lexicon(
        SYNONYMS,
        own={"transplant", "stem", "cell", "hair", "mexico", "will", "my"},
        language={"cool", "so", "clinic", "see", "in", "transplanted", "transplanting"},
        correct=english,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stem cell transplants", "HSCT"),
        ("bone-marrow transplant", "aHSCT!"),
        ("stemcell transplnat", "hsct"),
        ("will my haair fall", "Will my hair fall?"),
        ("soooo coooool", "so cool"),
        ("hair transplanting in Mexico", "hair transplanted in mexcio"),
        ("a second stem cell transplant", "a repeat transplant"),
        ("tumours in the centre", "tumor in the center"),
        ("smile", "smiles"),
    ],
)
def test_wordings_of_one_thing_are_alike(one: str, other: str) -> None:
    assert lexicon().words(one) == lexicon().words(other)


def test_stopwords_stay() -> None:
    assert lexicon().words("how much is it") == ("how", "much", "is", "it")


def test_a_longer_synonym_goes_before_a_shorter() -> None:
    assert lexicon().words("second stem cell transplant") == ("second", "transplant")
    assert lexicon().words("stem cell transplant") == ("ahsct",)
    assert lexicon().words("stem cell") == ("stem", "cell")


def test_a_form_whose_canonical_has_no_words_stays_itself() -> None:
    assert lexicon().words("smile") == ("smile",)


@pytest.mark.parametrize("word", ["clinics", "hct", "mexcío2", "größe", "kowalski"])
def test_known_short_foreign_and_mixed_words_are_not_corrected(word: str) -> None:
    asked: list[str] = []

    def correct(slip: str) -> str | None:
        asked.append(slip)
        return None

    Lexicon(own={"mexico"}, language={"clinic"}, correct=correct).words(word)
    assert asked == (["kowalski"] if word == "kowalski" else ["grosse"] if word == "größe" else [])


def test_words_of_another_alphabet_are_left_alone() -> None:
    assert Lexicon(correct=english).words("сколько стоит") == ("сколько", "стоит")


def test_a_text_mostly_of_unknown_words_is_another_language_and_stays() -> None:
    assert lexicon().words("cuanto cuesta el transplnat") == ("cuanto", "cuesta", "el", "transplnat")


def test_a_text_full_of_slips_is_mended() -> None:
    assert lexicon().words("stemcell transplnat in mexcio") == ("ahsct", "in", "mexico")


def test_without_a_corrector_slips_stay() -> None:
    assert Lexicon(SYNONYMS).words("transplnat") == (stem("transplnat"),)


@given(st.text())
def test_any_text_has_comparable_words(text: str) -> None:
    assert all(lexicon().words(text))


@given(st.text())
def test_capitals_and_surrounding_signs_change_nothing(text: str) -> None:
    simple = text.lower()
    assert Lexicon().words(f"  «{simple}»!! ") == Lexicon().words(simple)


# --- scrub ---------------------------------------------------------------------------------------

OWN = {"does", "mexico", "tijuana", "ocrevus", "hsct", "insurance", "my", "pay", "the", "i"}


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("I am 53 with SPMS, would they take me?", "I am … with SPMS, would they take me?"),
        ("My name is john and I have ms", "My name is … and I have ms"),
        ("Hi I'm Maria, HSCT in Tijuana with Dr. Ruiz?", "Hi I'm …, HSCT in Tijuana with Dr. …?"),
        ("my dr said Ocrevus", "my dr … Ocrevus"),
        ("does the doctor pay", "does the doctor pay"),
        ("my husband John Kowalski (45M) has ms", "my husband … (…M) has ms"),
        ("mail a@b.example or @bob https://x.example", "mail … or …"),
        ("call +52 (664) 123-4567 now", "call … now"),
        ("a 53-year-old, 53 yo, aged 53, 5% relapse", "a …-year-old, … yo, aged …, 5% relapse"),
        ("born 12/03/1985, pays $20,000 or 20-30k, edss 6.5", "born …, pays $… or 20-30k, edss 6.5"),
        ("DOES INSURANCE PAY ANNA", "DOES INSURANCE PAY …"),
        ("John's clinic? Anna's too", "John's clinic? Anna's too"),
        ("ask Anna's clinic in Mexico's north", "ask … clinic in Mexico's north"),
        ("so I think I'll go", "so I think I'll go"),
        ("a\x00b\u202ec \ud800 d", "abc d"),
        ("", ""),
    ],
)
def test_what_tells_who_asked_is_gone(asked: str, kept: str) -> None:
    assert scrub(asked, OWN) == kept


def test_without_the_words_of_the_content_every_capitalised_word_goes() -> None:
    assert scrub("is Tijuana safe? Tijuana is near") == "is … safe? Tijuana is near"


def test_a_long_question_is_cut_between_words() -> None:
    kept = scrub("some words " * 100)
    assert len(kept) <= LONGEST_KEPT
    assert kept.endswith(("words…", "some…"))


@given(st.text())
def test_whatever_is_kept_is_short_and_printable(text: str) -> None:
    kept = scrub(text)
    assert len(kept) <= LONGEST_KEPT
    assert kept.isprintable()


@given(st.from_regex(r"[a-z ]{0,20}[0-9]{3,12}[a-z ]{0,20}", fullmatch=True))
def test_no_long_number_is_kept(text: str) -> None:
    assert not any(sign.isdigit() for sign in scrub(text))
