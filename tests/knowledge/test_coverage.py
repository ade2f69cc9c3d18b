"""Every claim of the five documents, and each of the 25 lines people repeat, is met by an answer or by a reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from tests.knowledge.measuring import HERE, content

Claim = dict[str, str | list[str]]

COUNTS = {
    "NMSS1": 26,
    "NMSS2": 36,
    "BOOK": 76,
    "BLOG": 52,
    "VA": 20,
    "contested": 25,
}  # numbered from 1, no hole
BETWEEN = {"BOOK": ("37a",), "BLOG": ("20a", "21a", "22a")}  # put in later
VERDICTS = {"wrong", "misleading", "not-shown", "outdated", "incomplete"}
REASONS = {"private story", "advert copy", "a guess about the future", "a notice about the page itself"}
WORDS = 20


def documents() -> dict[str, dict[str, Claim]]:
    text = (HERE / "coverage.yaml").read_text(encoding="utf-8")
    read = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but text
    assert all(part["document"] for part in read.values())
    return {name: part["claims"] for name, part in read.items()}


def claims() -> Iterator[tuple[str, Claim]]:
    for own in documents().values():
        yield from own.items()


def answers(claim: Claim, kind: str) -> list[str]:
    return [
        name.removeprefix(f"{kind}:") for name in claim.get("answered_by", ()) if name.startswith(f"{kind}:")
    ]


def words_of(entry: str) -> str:
    """What members read under an entry, on one line."""
    known = content().edition("en").knowledge.entries[entry]
    return " ".join(f"{known.short} {known.answer} {known.more}".split())


@pytest.mark.parametrize("document", COUNTS)
def test_no_claim_of_a_document_is_missing(document: str) -> None:
    numbers = [str(number) for number in range(1, COUNTS[document] + 1)]
    if document != "contested":
        numbers = [number.zfill(2) for number in numbers]
    expected = {f"{document}-{number}" for number in (*numbers, *BETWEEN.get(document, ()))}
    assert set(documents()[document]) == expected


def test_there_is_no_other_document() -> None:
    assert documents().keys() == COUNTS.keys()


def test_every_claim_says_in_a_few_words_what_is_claimed() -> None:
    assert [
        name for name, claim in claims() if not 0 < len(str(claim.get("says", "")).split()) <= WORDS
    ] == []


def test_every_claim_has_an_answer_or_a_reason_why_not_and_nothing_unknown() -> None:
    known = {"says", "verdict", "answered_by", "instead", "no_answer"}
    assert [name for name, claim in claims() if claim.keys() - known] == []
    assert [name for name, claim in claims() if bool(answers(claim, "entry")) == ("no_answer" in claim)] == []
    assert [name for name, claim in claims() if claim.get("no_answer", "advert copy") not in REASONS] == []


def test_what_answers_a_claim_exists() -> None:
    knowledge = content().edition("en").knowledge
    there = {
        *(f"entry:{name}" for name in knowledge.entries),
        *(f"figure:{name}" for name in knowledge.figures),
        *(f"trial:{name}" for name in knowledge.trials),
    }
    assert [
        (name, one) for name, claim in claims() for one in claim.get("answered_by", ()) if one not in there
    ] == []


def test_what_is_not_right_is_put_right_in_an_answer_that_it_points_to() -> None:
    wrong = {name: claim for name, claim in claims() if "verdict" in claim}
    assert {claim["verdict"] for claim in wrong.values()} == VERDICTS
    assert [name for name, claim in claims() if ("verdict" in claim) != ("instead" in claim)] == []
    assert [
        name
        for name, claim in wrong.items()
        if not any(str(claim["instead"]) in words_of(entry) for entry in answers(claim, "entry"))
    ] == []
