"""What people type becomes words, whatever the phone put into it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.tokens import LONGEST_WORD, is_address, respelt, tokens


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Will I go BALD?!", "will i go bald"),
        ("don't don’t don´t don`t", "dont dont dont dont"),
        ("'quoted'", "quoted"),
        ("M.S. and u.s. are initials, e. g. is not", "ms and us are initials e g is not"),
        ("stem-cell transplant/HSCT", "stem cell transplant hsct"),
        ("múltiple ESCLEROSIS, früh, Straße", "multiple esclerosis fruh strasse"),
        ("H̸̡̪e̷l̴p̵", "help"),
        ("𝐡𝐞𝐥𝐩 ｆｕｌｌ ①", "help full 1"),
        ("tra\u200bns\u00adplant \u202ecost\u202c", "transplant cost"),
        ("hi\ud800 th\x00ere\x1b", "hi there"),
        ("bald😀hair 1️⃣ 🇩🇪", "bald hair 1"),
        ("line\nbreak\ttab", "line break tab"),
        ("snake_case", "snake case"),
        ("İstanbul", "istanbul"),
        ("", ""),
        ("?!… 😀", ""),
    ],
)
def test_words_are_cleaned(typed: str, words: str) -> None:
    assert tokens(typed) == words.split()


@pytest.mark.parametrize(
    "typed",
    [
        "$20k",
        "20k $",
        "$20,000",
        "20.000 $",
        "20,000 dollars",
        "20 thousand USD",
        "usd 20000",
        "20 grand bucks",
    ],
)
def test_a_sum_of_money_has_one_form(typed: str) -> None:
    assert sorted(respelt(word).rstrip("s") for word in tokens(typed)) == ["20000", "dollar"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("€66,500 or 66.500 €", "66500 euro or 66500 euro"),
        ("£5", "5 pound"),
        ("$ 3", "3 dollar"),
        ("us$3", "3 dollar"),
        ("69% and 69 %", "69 percent and 69 percent"),
        ("38.4 or 38,4 fever", "38.4 or 38.4 fever"),
        ("0.125", "0.125"),
        ("1.5 million", "1500000"),
        ("2 mio", "2000000"),
        ("20-30k", "20 30000"),
        ("24/7", "24 7"),
        ("10th day, b12, 3x", "10th day b12 3x"),
        ("10kg 10 km", "10kg 10 km"),
        ("123456789012345678", "123456789012345678"),
        ("٣ years", "3 years"),
    ],
)
def test_numbers_have_one_form(typed: str, words: str) -> None:
    assert tokens(typed) == words.split()


def test_links_addresses_and_names_with_at_are_not_words() -> None:
    assert tokens("see https://x.example/hsct WWW.clinic.example a@b.example @bob ok") == ["see", "ok"]


def test_an_address_is_known_by_its_signs() -> None:
    assert [is_address(word) for word in ("a@b", "x://y", "Www.z", "plain.word")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("tumour", "tumor"),
        ("behaviour", "behavior"),
        ("centre", "center"),
        ("leukaemia", "leukemia"),
        ("oedema", "edema"),
        ("oestrogen", "estrogen"),
        ("diarrhoea", "diarrhea"),
        ("foetus", "fetus"),
        ("randomised", "randomized"),
        ("hospitalisation", "hospitalization"),
        ("analysed", "analyzed"),
        ("travelling", "traveling"),
        ("counsellor", "counselor"),
        ("programme", "program"),
    ],
)
def test_british_and_american_are_one(british: str, american: str) -> None:
    assert respelt(british) == respelt(american) == american


@pytest.mark.parametrize(
    "word", ["hour", "flour", "does", "toe", "rise", "telling", "well", "disease", "cells"]
)
def test_words_alike_in_both_stay(word: str) -> None:
    assert respelt(word) == word


def test_the_short_forms_of_chat_are_written_out() -> None:
    assert [respelt(word) for word in ("u", "r", "two")] == ["you", "are", "2"]


@given(st.text())
def test_any_text_becomes_words(text: str) -> None:
    words = tokens(text)
    assert all(0 < len(word) <= LONGEST_WORD and not set(word) & set(" \n\x00'") for word in words)


@given(st.text())
def test_words_stay_themselves_when_read_again(text: str) -> None:
    once = tokens(" ".join(tokens(text)))
    assert tokens(" ".join(once)) == once


@given(st.text(alphabet=st.characters(categories=["Cs", "Mn", "Cf", "Cc", "Lo", "Nd"])))
def test_halves_of_characters_marks_and_controls_do_no_harm(text: str) -> None:
    assert isinstance(tokens(text), list)


@pytest.mark.parametrize(
    "unit",
    [
        "1,111",
        "1 ",
        "$1k ",
        "a'",
        "a.",
        "@",
        "e\u0301\u0316\u0327",
        "\u202e",
        "\ud800",
        "٣",
        "ﷺ",
        "x",
        "www.",
    ],
)
def test_thirty_two_kilobytes_of_anything_take_linear_time(unit: str) -> None:
    short, long = (_seconds(unit * (size // len(unit))) for size in (4_000, 32_000))
    assert long < max(40 * short, 0.5)


def _seconds(text: str) -> float:
    begun = time.perf_counter()
    tokens(text)
    return time.perf_counter() - begun
