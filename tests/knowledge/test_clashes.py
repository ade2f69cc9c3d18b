"""Where the documents contradict each other, the entry names both, says when they spoke, and why they differ."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.core.answers import in_words
from tests.knowledge.measuring import TODAY, content


@dataclass(frozen=True)
class Clash:
    """This against that. `sources` are ids; `named`, `when` and `why` are what members read."""

    about: str
    entry: str
    sources: tuple[str, str]
    named: tuple[str, str]
    when: tuple[str, ...]
    why: str


CLASHES = (
    Clash(
        about="69% after five years: MIST, or HALT-MS",
        entry="mist-69",
        sources=("hope-hype", "nash-2017-halt-ms"),
        named=("A blog with no date gives 69%", "another study, HALT-MS"),
        when=("2017", "2019"),
        why="It mixed up two studies.",
    ),
    Clash(
        about="deaths: three in a thousand, or up to twenty",
        entry="death-figures-differ",
        sources=("bookimed", "hope-hype"),
        named=("A referral company quotes survival", "A blog says 10 to 20 in 1000"),
        when=("around 2005", "in 2007 or before"),
        why="They count other years, other people and other centres.",
    ),
    Clash(
        about="GVHD: a side effect of aHSCT, or of donor cells",
        entry="gvhd-own-cells",
        sources=("bookimed", "nmss-clinic-questions"),
        named=("Bookimed, a referral company, put GVHD on its list", "NMSS wrote"),
        when=("2024", "2023"),
        why="In the same breath it says that this is about donor cells.",
    ),
    Clash(
        about="approved: licensed by COFEPRIS, or shown to work",
        entry="licence-enough",
        sources=("bookimed", "latam-msc-2022"),
        named=("A referral company writes that COFEPRIS", "Mexico does not recognise or authorise any cell"),
        when=("around 2013", "2020", "2022"),
        why="A licence is about the building and the right to work.",
    ),
    Clash(
        about="mesenchymal cells: four in ten improve, or no better than salt water",
        entry="msc-40-percent",
        sources=("bookimed", "harris-2024-msc-np"),
        named=("The referral company's page leaves that out", "got better on salt water alone"),
        when=("2023",),
        why="Only a second group can sort that out.",
    ),
    Clash(
        about="experimental, or recommended",
        entry="experimental-or-standard",
        sources=("va-ms", "asbmt-2019"),
        named=("VA: experimental", "US transplant society, 2019: standard of care"),
        when=("2019", "2025", "2022"),
        why="Each body weighs that in its own way.",
    ),
    Clash(
        about="age limits: under 45, under 50, or none",
        entry="age-limit",
        sources=("ectrims-ebmt-2025", "nmss-ahsct"),
        named=("ECTRIMS and EBMT, 2025: under 45", "NMSS, 2020: under 50"),
        when=("2025", "2020", "some years old"),
        why="Each list has another job",
    ),
    Clash(
        about="prices in Mexico",
        entry="cost-mexico",
        sources=("bookimed", "hope-hype"),
        named=("$52,000: a referral company, 2024", "$54,500 to $58,000: a blog with no date"),
        when=("2024", "no date"),
        why="One is for Mexico as a whole, the other for a single clinic.",
    ),
    Clash(
        about="BEAT-MS: open, closed, in the UK as well",
        entry="beat-ms-status",
        sources=("beatms-who", "mssociety-uk-trials"),
        named=(
            "A World Health Organization copy of 2024 still lists the UK",
            "says the UK sites were cancelled",
        ),
        when=("9 October 2026", "2024", "no date"),
        why="Many are copies of the record from another time.",
    ),
    Clash(
        about="myelin: rebuilt, or not",
        entry="regrow-myelin",
        sources=("bookimed", "nmss-ahsct"),
        named=("said both things", "NMSS, a charity, says plainly"),
        when=("2024",),
        why="a company that earns by sending people to clinics",
    ),
    Clash(
        about="insurance: probably not, or under strict rules",
        entry="insurance-pays",
        sources=("nmss-ahsct", "anthem-trans-00031"),
        named=("NMSS says most insurers will probably not pay", "Anthem has a list"),
        when=("2024",),
        why="Policies change each year, and states differ.",
    ),
    Clash(
        about="Europe: only trials, or routine care in Sweden and the NHS",
        entry="where-overview",
        sources=("hope-hype", "silfverberg-2024-sweden"),
        named=("A blog with no date says that Europe", "routine care in Sweden"),
        when=("2024", "no date"),
        why="That no longer fits.",
    ),
    Clash(
        about="whose list of who may gain: aHSCT, or all cells",
        entry="msc-or-ahsct",
        sources=("bookimed", "nmss-ahsct"),
        named=("Bookimed, a referral company, printed the NMSS list", "NMSS wrote that list"),
        when=("In 2024",),
        why="Its page then sells mesenchymal cells.",
    ),
    Clash(
        about="a trial: a hundred thousand dollars, or paid for",
        entry="cost-in-a-trial",
        sources=("hope-hype", "nmss-ahsct"),
        named=("A blog with no date lists a US trial", "NMSS says the trial covers the costs"),
        when=("no date",),
        why="That is not a fee for people in a trial.",
    ),
)


def named(clash: Clash) -> str:
    return clash.about


def read(entry: str) -> str:
    """What members read with More open, on one line."""
    edition = content().edition("en")
    answer = in_words(edition.knowledge.entries[entry], edition, TODAY.date())
    return " ".join(f"{answer.text} {answer.more}".split())


@pytest.mark.parametrize("clash", CLASHES, ids=named)
def test_the_entry_cites_both(clash: Clash) -> None:
    assert set(clash.sources) <= set(content().edition("en").knowledge.entries[clash.entry].sources)


@pytest.mark.parametrize("clash", CLASHES, ids=named)
def test_the_entry_names_both_in_its_text(clash: Clash) -> None:
    assert [name for name in clash.named if name not in read(clash.entry)] == []


@pytest.mark.parametrize("clash", CLASHES, ids=named)
def test_the_entry_says_when_they_spoke_and_why_they_differ(clash: Clash) -> None:
    assert [words for words in (*clash.when, clash.why) if words not in read(clash.entry)] == []
