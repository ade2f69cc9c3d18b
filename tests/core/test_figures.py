"""Figures and trials in words."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from bot.core.figures import (
    date_in_words,
    figure_in_words,
    figure_parts,
    risk_out_of,
    trial_in_words,
    trial_parts,
)
from bot.core.knowledge import Amount, Cost, Figure, Risk, Share, Trial
from bot.core.wording import Sentences

TODAY = date(2026, 11, 21)
say = Sentences(
    {
        "range": "{low} to {high}",
        "risk": "Among {group}, {over}: {rate} {happened}, {other_rate} {did_not}.",
        "risk-interval": "The likely range is {interval}.",
        "risk-rate": "{count} in {out_of}",
        "trial-status": "{status} (checked {date})",
        "trial-status-old": "status not known, look here: {url}",
        "months": "January February March April May June July August September October November December",
    }
)
REVIEW = date(2027, 5, 21)
COST = Cost(
    id="c",
    low=52000,
    high=58000,
    currency="USD",
    what="aHSCT",
    quoted_by="a blog",
    source=("s",),
    as_of="2024",
    review_by=REVIEW,
)
RISK = Risk(
    id="r",
    events=5,
    of=364,
    out_of=1000,
    happened="died",
    over="treated from 2002 to 2023",
    group="364 people treated in the UK",
    interval="4 to 32 in 1000",
    source=("s",),
    as_of="2025-06",
    review_by=REVIEW,
)
SHARE = Share(
    id="s",
    percent=69.2,
    of="24 people",
    over="5 years",
    group="people with MS",
    study="HALT-MS",
    source=("s",),
    as_of="2017",
    review_by=REVIEW,
)
AMOUNT = Amount(
    id="a",
    value="110",
    unit="people",
    what="people in MIST",
    source=("s",),
    as_of="2019-01-15",
    review_by=REVIEW,
)
TRIAL = Trial(
    id="beat-ms",
    name="BEAT-MS",
    registry="NCT04047628",
    compares="two treatments",
    where="US",
    who="adults",
    status="recruiting",
    checked_on=date(2026, 10, 9),
    url="https://example.org/nct",
)


def words(figure: Figure, part: str = "") -> str | None:
    return figure_in_words(figure, part, TODAY, say)


def cost(low: float, high: float, currency: str) -> str | None:
    return words(dataclasses.replace(COST, low=low, high=high, currency=currency))


def risk(events: float, of: float, out_of: int = 1000) -> str | None:
    figure = dataclasses.replace(RISK, events=events, of=of, out_of=100 if out_of == 100 else 1000)
    return words(figure, "rate")


def test_a_cost_is_a_price_or_a_range() -> None:
    assert words(COST) == "$52,000 to $58,000"
    assert cost(66500, 66500, "EUR") == "€66,500"
    assert cost(1999.5, 2000, "GBP") == "£1,999.50 to £2,000"
    assert cost(5000, 5000, "CAD") == "CAD 5,000"


def test_a_cost_has_parts() -> None:
    assert [words(COST, part) for part in ("low", "high", "quoted_by", "as_of", "what")] == [
        "$52,000",
        "$58,000",
        "a blog",
        "2024",
        "aHSCT",
    ]


def test_a_risk_says_both_sides_its_group_its_period_and_its_uncertainty() -> None:
    assert words(RISK) == (
        "Among 364 people treated in the UK, treated from 2002 to 2023: 14 in 1000 died, 986 in 1000 did not. "
        "The likely range is 4 to 32 in 1000."
    )


def test_a_risk_without_an_interval_names_none() -> None:
    sentence = words(dataclasses.replace(RISK, interval=""))
    assert sentence is not None
    assert sentence.endswith("986 in 1000 did not.")


@pytest.mark.parametrize(
    ("events", "of", "out_of", "rate"),
    [
        (5, 364, 1000, "14 in 1000"),
        (1, 507, 1000, "2 in 1000"),
        (3, 364, 1000, "8.2 in 1000"),
        (2.8, 1000, 1000, "2.8 in 1000"),
        (2.1, 100, 100, "2.1 in 100"),
        (68, 100, 100, "68 in 100"),
        (125, 1000, 100, "13 in 100"),
        (0, 174, 1000, "0 in 1000"),
        (1, 100000, 1000, "0.01 in 1000"),
        (100, 100, 100, "100 in 100"),
    ],
)
def test_a_rate_is_rounded_so_that_it_still_says_something(
    events: float, of: float, out_of: int, rate: str
) -> None:
    assert risk(events, of, out_of) == rate


def test_both_sides_of_a_risk_add_up() -> None:
    sentence = words(dataclasses.replace(RISK, events=3, interval=""))
    assert sentence is not None
    assert "8.2 in 1000 died, 991.8 in 1000 did not" in sentence


def test_a_risk_has_parts() -> None:
    assert [words(RISK, part) for part in ("group", "over", "interval", "as_of")] == [
        "364 people treated in the UK",
        "treated from 2002 to 2023",
        "4 to 32 in 1000",
        "June 2025",
    ]
    assert round(risk_out_of(RISK), 2) == Decimal("13.74")


@pytest.mark.parametrize(
    ("percent", "shown"),
    [(69.2, "69%"), (69.5, "70%"), (2.1, "2.1%"), (3, "3%"), (0.19, "0.2%"), (99.8, "99.8%"), (100, "100%")],
)
def test_a_share_is_a_percentage(percent: float, shown: str) -> None:
    assert words(dataclasses.replace(SHARE, percent=percent)) == shown


def test_a_share_has_parts() -> None:
    parts = ("of", "over", "group", "study", "interval", "as_of")
    assert [words(SHARE, part) for part in parts] == [
        "24 people",
        "5 years",
        "people with MS",
        "HALT-MS",
        "",
        "2017",
    ]


def test_an_amount_has_its_unit_and_may_be_a_range() -> None:
    ages = dataclasses.replace(AMOUNT, value="", low="18", high="55", unit="years")
    assert words(AMOUNT) == "110 people"
    assert words(AMOUNT, "number") == "110"
    assert words(AMOUNT, "as_of") == "15 January 2019"
    assert words(AMOUNT, "what") == "people in MIST"
    assert words(ages) == "18 to 55 years"
    assert (words(ages, "low"), words(ages, "high"), words(AMOUNT, "high")) == ("18", "55", "110")
    assert words(dataclasses.replace(AMOUNT, unit="")) == "110"


@pytest.mark.parametrize("figure", [COST, RISK, SHARE, AMOUNT])
def test_every_figure_is_silent_after_its_review_date(figure: Figure) -> None:
    assert figure_in_words(figure, "", REVIEW, say) is not None
    assert figure_in_words(figure, "", date(2027, 5, 22), say) is None
    assert figure_in_words(figure, "as_of", date(2027, 5, 22), say) is None


@pytest.mark.parametrize("figure", [COST, RISK, SHARE, AMOUNT])
def test_every_part_has_words_and_others_are_refused(figure: Figure) -> None:
    assert all(isinstance(words(figure, part), str) for part in figure_parts(figure))
    for part in ("source", "id", "kind", "review_by", "no-such"):
        with pytest.raises(KeyError):
            words(figure, part)


def test_a_trial_shows_its_status_with_its_date_for_ninety_days() -> None:
    assert trial_in_words(TRIAL, "status", TODAY, say) == "recruiting (checked 9 October 2026)"
    assert trial_in_words(TRIAL, "status", date(2027, 1, 7), say) == "recruiting (checked 9 October 2026)"
    assert (
        trial_in_words(TRIAL, "status", date(2027, 1, 8), say)
        == "status not known, look here: https://example.org/nct"
    )


def test_a_trial_has_parts_and_others_are_refused() -> None:
    assert trial_in_words(TRIAL, "name", TODAY, say) == "BEAT-MS"
    assert all(trial_in_words(TRIAL, part, TODAY, say) for part in trial_parts())
    with pytest.raises(KeyError):
        trial_in_words(TRIAL, "checked_on", TODAY, say)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2017", "2017"),
        ("2024-11", "November 2024"),
        ("2026-10-09", "9 October 2026"),
        ("2024-13", "2024-13"),
        ("about 2010", "about 2010"),
    ],
)
def test_dates_are_said_as_far_as_they_are_known(written: str, shown: str) -> None:
    assert date_in_words(written, say) == shown
