"""What the rules let pass, and what they stop. (Their exact words stand in broken/.)"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.loading import Loaded
from bot.errors import Problem
from tests.content.folders import TODAY, good_folder, loaded


def told(
    tmp_path: Path, *, short: str = "Yes, it is.", answer: str = "", more: str = "", extra: str = ""
) -> list[Problem]:
    """The problems of one entry with these texts, in a folder that is good otherwise."""
    folder = good_folder(tmp_path)
    blocks = "".join(
        f"    {key}: |\n" + "".join(f"      {line}\n" for line in text.split("\n"))
        for key, text in (("short", short), ("answer", answer), ("more", more))
        if text
    )
    (folder / "new.yaml").write_text(
        "title: A topic\nentries:\n  new:\n    question: Is it new?\n    also_asked: [something new]\n"
        f"{blocks}    sources: [society]\n    reviewed: {TODAY}\n{extra}",
        "utf-8",
    )
    return [problem for problem in loaded(folder).problems if problem.file.endswith("new.yaml")]


def complaints(tmp_path: Path, text: str) -> list[str]:
    return [problem.what for problem in told(tmp_path, answer=text)]


FINE = [
    # numbers that are no figures
    "In 2019 and in the 1990s it was so. So it was from 2005-2016, and on 9 October 2026 and October 9.",
    "Call 988, 911, 116 123 or +44 20 7946 0958. Your team has a 24-hour line.",
    "NCT04047628 is a phase 3 trial. So are phases 2 and 3.",
    "A fever is 38.0 °C or 100.4 °F. So is 38 degrees.",
    "Day 0 is the day of the cells. On days 1 to 5 you rest, and in step 2 too. Week 3 is quiet.",
    "It takes four steps.",
    # words in their place
    "It is not a cure. No one can promise that it will cure MS. It can't cure MS.",
    "Is it a cure? Ask what they mean.",
    'Some adverts say "miracle cure" and “you should hurry”.',
    "How safe is it? How common is it? Ask whether it is safe.",
    "No one can say that it is safe.",
    "Rare: {risk.uk}",
    "It is rare. In numbers: {risk.uk}",
    "They should tell you. A list says who should wait.",
    "What would you ask a good doctor?",
    # abbreviations
    "MS and aHSCT are the same in the US and the UK. BEAT-MS and The MS Society say so.",
    "A red blood cell is red. It is a red flag.",
    "One 👍 is fine.",
    "It costs {cost.mexico}. Who says so: {cost.mexico.quoted_by}, in {cost.mexico.as_of}.",
    "- one point\n- another point\n- a third point",
]


@pytest.mark.parametrize("text", FINE)
def test_this_passes(text: str, tmp_path: Path) -> None:
    assert complaints(tmp_path, text) == []


STOPPED = {
    # numbers
    "It costs 52000 dollars.": "'52000'",
    "It costs $52,000.": "'$52,000'",
    "It costs 20,000.": "'20,000'",
    "It helped 69% of them.": "'69%'",
    "It helped 2019 people.": "'2019'",
    "It helped 100-200 people.": "'100'",
    "It takes 3 weeks.": "'3'",
    "It was so in 1 in 5.": "'1 in 5…'",
    "One in a hundred had it.": "'One in a hundred…'",
    # verdicts
    "You're eligible.": "'You're eligible'",
    "You are probably not eligible.": "'You are probably not eligible'",
    "You qualify.": "'You qualify'",
    "You might qualify.": "'You might qualify'",
    "You are a good candidate.": "'good candidate'",
    "Then you really should go.": "'you really should'",
    "We recommend it.": "'We recommend'",
    "I would advise it.": "'I would advise'",
    "It is just a drip.": "'just'",
    "It is miraculous.": "'miraculous'",
    "It is curative.": "'curative'",
    "It is not cheap, but it is a cure.": "'cure'",
    "Nothing is sure. They cure MS.": "'cure'",
    # bare words
    "It is commonly done.": "'commonly'",
    "Safe and quick.": "'Safe'",
    # abbreviations
    "GVHD is a word.": "'GVHD'",
    "Two DMTs are named.": "'DMT'",
    "Ask about mRNA.": "'mRNA'",
    "Conditioning comes first.": "'Conditioning'",
    # looks
    "It is &nbsp; so.": "HTML",
    "A <a href=x>link</a>.": "HTML",
    "A [link](there).": "Markdown",
    "# A heading": "Markdown",
    "See www.example.org there.": "address",
    "👍": "emoji alone",
    "👍🏽 👩‍⚕️ here.": "2 emoji",
    "The ones in green are good.": "colours",
    "Zero\u200bwidth.": "U+200B",
}


@pytest.mark.parametrize("text", STOPPED)
def test_this_is_stopped(text: str, tmp_path: Path) -> None:
    found = complaints(tmp_path, text)
    assert found
    assert STOPPED[text] in found[0]


def test_the_line_of_a_slip_is_the_line_it_stands_on(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, answer="One line.\nAnother line.\n\n- It is simply so.\n- The end.")
    assert (problem.line, problem.where) == (12, "new / answer")


def test_a_figure_may_make_a_text_too_long(tmp_path: Path) -> None:
    text = "It is so. " * 42 + "{risk.uk}"
    assert len(text) < 500
    assert "at most 500" in complaints(tmp_path, text)[0]


def test_five_hundred_characters_are_not_too_long(tmp_path: Path) -> None:
    text = "It is so. " * 48 + "So it is."
    assert complaints(tmp_path, text) == []
    assert len(text) + len("Yes, it is.") == 500


def test_emoji_count_twice_in_a_message(tmp_path: Path) -> None:
    folder = good_folder(tmp_path)
    reply = "👍" + "so " * 1334
    (folder / "talk.yaml").write_text(f"hi:\n  kind: smalltalk\n  phrases: [hi]\n  reply: {reply}\n", "utf-8")
    assert "is 4003 characters long" in "".join(map(str, loaded(folder).problems))


def test_a_generated_risk_sentence_is_nobodys_long_sentence(tmp_path: Path) -> None:
    assert told(tmp_path, more="{risk.uk}\n\nThat is what they found.") == []


def test_what_others_say_is_not_judged(tmp_path: Path) -> None:
    folder = good_folder(tmp_path)
    (folder / "claims.yaml").write_text(
        "claims:\n  young:\n    fact: No trial has shown that.\n    myth: A miracle that cures 100% of people.\n"
        "    phrasings: [you should try this miracle]\n    verdict: not-shown\n    sources: [society]\n"
        "    flags: [sure]\n"
        "flags:\n  sure:\n    what: They promise a cure.\n    why: No treatment is known to cure MS.\n"
        "    source: society\n    ask: Where is it shown?\n",
        "utf-8",
    )
    assert loaded(folder).problems == ()


def test_a_question_may_hold_any_words(tmp_path: Path) -> None:
    folder = good_folder(tmp_path)
    cost = folder / "cost.yaml"
    text = cost.read_text("utf-8").replace("price in puebla", "am i eligible for a miracle cure for $20000")
    cost.write_text(text, "utf-8")
    assert loaded(folder).problems == ()


def test_phrases_that_differ_only_in_small_words_are_look_alikes(tmp_path: Path) -> None:
    folder = good_folder(tmp_path)
    risks = folder / "risks.yaml"
    risks.write_text(risks.read_text("utf-8").replace("death rate", "Are the PRICES in Puebla?"), "utf-8")
    (problem,) = loaded(folder).problems
    assert "'Are the PRICES in Puebla?' looks like 'price in puebla'" in problem.what


def test_phrases_that_mean_something_else_are_not(tmp_path: Path) -> None:
    folder = good_folder(tmp_path)
    risks = folder / "risks.yaml"
    risks.write_text(risks.read_text("utf-8").replace("death rate", "how long in puebla"), "utf-8")
    assert loaded(folder).problems == ()


WEIGHED = "After the transplant many were better.\nSome had an infection."


def test_weighing_a_transplant_names_the_other_ways(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, answer=WEIGHED)
    assert (problem.level, "other ways" in problem.what) == ("warning", True)


def test_the_other_ways_may_be_named_here(tmp_path: Path) -> None:
    assert told(tmp_path, answer=WEIGHED, more="Strong drugs are another way. So is no transplant.") == []


def test_the_other_ways_may_be_named_one_tap_away(tmp_path: Path) -> None:
    other = (
        "    see_also: [ways]\n  ways:\n    question: What else is there?\n    also_asked: [other ways]\n"
        "    short: Strong drugs, or no transplant.\n    sources: [society]\n    reviewed: 2026-11-20\n"
    )
    assert told(tmp_path, answer=WEIGHED, extra=other) == []


def test_harms_are_not_hidden_behind_benefits(tmp_path: Path) -> None:
    text = (
        "After the transplant many were better.\n" * 6
        + "Some died. Strong drugs are another way. So is no transplant."
    )
    (problem,) = told(tmp_path, answer=text)
    assert (problem.level, "says much more of benefits" in problem.what) == ("warning", True)


def test_a_sellers_price_says_who_quotes_it(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, answer="It costs {cost.mexico}.")
    assert (problem.level, "say who quotes it" in problem.what) == ("warning", True)


def test_all_is_told_though_something_is_broken(tmp_path: Path) -> None:
    folder = good_folder(tmp_path)
    (folder / "a.yaml").write_text("a: b: c\n", "utf-8")
    cost = folder / "cost.yaml"
    cost.write_text(cost.read_text("utf-8").replace("Reported", "Simply reported"), "utf-8")
    result: Loaded = loaded(folder)
    assert [problem.level for problem in result.problems] == ["broken", "rule"]
