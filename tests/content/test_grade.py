"""The reading grade: the formula, the syllables, and what counts one syllable whatever it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.draft import draft
from bot.content.folders import read_folder
from bot.content.nodes import Problems
from bot.content.rules import syllables
from bot.content.rules.pieces import view
from bot.content.rules.reading import Measure, grades, measure
from bot.content.rules.sentences import clauses, sentences
from bot.content.translation import named
from tests.content.folders import TODAY, good_folder


def grade(place: Path, text: str, extra: str = "") -> float:
    """The grade of an entry that says only this."""
    folder = good_folder(place)
    with (folder / "words.yaml").open("a", encoding="utf-8") as words:
        words.write(extra)
    (folder / "new.yaml").write_text(
        f"title: A topic\nentries:\n  new:\n    question: Is it?\n    short: |\n      {text}\n", "utf-8"
    )
    problems = Problems()
    read, _ = read_folder(folder, problems)
    return grades(view(draft("en", named(read, "en", problems), problems), TODAY))["new"]


def test_the_formula_is_that_of_flesch_and_kincaid() -> None:
    spoken = [["the", "cat", "sat"], ["it", "was", "comfortable"]]
    table = {"the": 1, "cat": 1, "sat": 1, "it": 1, "was": 1, "comfortable": 4}
    assert measure(spoken, table) == Measure(words=6, sentences=2, syllables=9)
    assert measure(spoken, table).grade == pytest.approx(0.39 * 3 + 11.8 * 1.5 - 15.59)


def test_nothing_to_read_is_not_hard_to_read() -> None:
    assert measure([], {}).grade == 0


def test_syllables_come_from_the_dictionary() -> None:
    known = {"cell": 1, "doctor": 2, "hospital": 3, "don't": 1, "neurologist": 4, "fatigue": 2, "people": 2}
    assert syllables.count(known) == known


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("ocrevus", 3),
        ("puebla", 2),
        ("brrr", 1),
        ("transplanted", 3),
        ("zorbes", 1),
        ("blizzle", 2),
        ("frobbed", 1),
        ("quaxes", 2),
    ],
)
def test_syllables_of_other_words_are_guessed(word: str, count: int) -> None:
    assert syllables.guess(word) == count


def test_easy_words_are_easy_and_hard_ones_hard(tmp_path: Path) -> None:
    assert grade(tmp_path / "a", "The drug is strong. It can make you ill.") < 3
    assert grade(tmp_path / "b", "Autoimmune demyelination necessitates multidisciplinary evaluation.") > 20


def test_figures_count_one_syllable_a_word(tmp_path: Path) -> None:
    plain = grade(tmp_path / "a", "It is in a red old shop.")
    assert grade(tmp_path / "b", "It is in {cost.mexico.quoted_by}.") == pytest.approx(plain)


def test_names_count_one_syllable_a_word_where_they_are_written_as_names(tmp_path: Path) -> None:
    name = grade(tmp_path / "a", "Ask the MS Society in town.")
    word = grade(tmp_path / "b", "Ask the MS society in town.")
    assert name < word


def test_glossary_terms_count_one_syllable_a_word(tmp_path: Path) -> None:
    text = "Then comes apheresis and conditioning therapy."
    explained = grade(
        tmp_path / "a", text, "  apheresis: Cells are taken.\n  conditioning therapy: Strong drugs.\n"
    )
    assert explained < grade(tmp_path / "b", text) - 5


def test_generated_risk_sentences_do_not_count(tmp_path: Path) -> None:
    assert grade(tmp_path / "a", "It can kill. {risk.uk}") == grade(tmp_path / "b", "It can kill.")


def test_words_joined_by_a_dash_are_read_one_by_one(tmp_path: Path) -> None:
    assert grade(tmp_path / "a", "It is a follow-up.") == grade(tmp_path / "b", "It is a follow up.")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("Dr. Smith came. He left.", 2),
        ("It cost $2.50 then.", 1),
        ("A list:\n- one\n- two", 3),
        ("It goes on\nin the next line.", 1),
        ("A line\nAnother line", 2),
        ("First part.\n\nSecond part", 2),
        ("“It is so.” She said it.", 2),
        ("e.g. this one", 1),
        ("   ", 0),
        ("- \n-", 0),
    ],
)
def test_a_text_has_sentences(text: str, count: int) -> None:
    assert len(list(sentences(text))) == count


def test_a_sentence_has_clauses_and_each_knows_where_it_begins() -> None:
    text = "It is not cheap, but it helps"
    assert [(text[start : start + len(clause)] == clause) for start, clause in clauses(text)] == [True] * 3
    assert [clause.strip() for _, clause in clauses(text) if clause.strip()] == [
        "It is not cheap",
        "it helps",
    ]
