"""Each folder in broken/ holds one thing an editor got wrong; its says.txt holds the exact words we say about it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.content.folders import BROKEN, good_folder, lay, said, written

# what can only be told of a folder whose every file could be read
NEED_THE_WHOLE = ("there is no entry", "nobody will come here")
# cases that change a file of the good folder, or add one for a language
ALONE = ("sources.yaml", "figures.yaml", "trials.yaml", "es", "months")


def test_nothing_is_said_of_a_good_folder(tmp_path: Path) -> None:
    assert said(good_folder(tmp_path)) == []


def test_there_are_enough_broken_folders() -> None:
    assert len(BROKEN) >= 36


@pytest.mark.parametrize("files", BROKEN, ids=lambda files: files.name)
def test_each_slip_is_told_with_its_place_and_what_to_do(files: Path, tmp_path: Path) -> None:
    folder = good_folder(tmp_path)
    lay(files, folder)
    assert said(folder) == written(files)


@pytest.mark.parametrize("files", BROKEN, ids=lambda files: files.name)
def test_each_slip_is_told_once_and_without_the_words_of_yaml(files: Path) -> None:
    lines = written(files)
    assert lines
    assert len(lines) == len(set(lines))
    jargon = ("mapping", "scalar", "sequence", "token", "anchor", "NoneType", "validation", "Input should")
    assert not [word for word in jargon for line in lines if word in line]


@pytest.mark.fault(22)
def test_all_slips_in_one_folder_are_told_at_once(tmp_path: Path) -> None:
    folder = good_folder(tmp_path)
    expected: list[str] = []
    for files in BROKEN:
        if not any(name in ALONE for name in [files.name[4:], *(file.name for file in files.iterdir())]):
            lay(files, folder)
            expected += written(files)
    assert len(list(folder.iterdir())) > 80
    found = said(folder)
    assert set(found) == {line for line in expected if not any(words in line for words in NEED_THE_WHOLE)}
    places = [re.findall(r"^\w+: ([^:]+)(?::(\d+))?: ", line)[0] for line in found]
    assert places == sorted(places, key=lambda place: (place[0], int(place[1] or 0)))


@pytest.mark.fault(24)
def test_what_telegram_would_refuse_is_told_long_before_with_its_place(tmp_path: Path) -> None:
    folder = good_folder(tmp_path)
    cost = folder / "cost.yaml"
    long = "".join("      This is one more short line of text that says nothing new.\n" for _ in range(100))
    changed = (
        cost.read_text("utf-8")
        .replace("  cost-mexico:", "  cost-mexico-with-an-id-that-goes-on-and-on-and-on-for-ever:")
        .replace("short: Reported", "short: <b>Reported")
        .replace("see_also: [risk-death]", "see_also: [risk-dearth]")
    )
    cost.write_text(f"{changed}    more: |\n{long}", "utf-8")
    (folder / "es").mkdir()
    (folder / "es" / "risks.yaml").write_text(
        "title: Riesgos\nentries:\n  risk-death:\n    short: Sí.\n", "utf-8"
    )
    found = "\n".join(said(folder, today=date(2027, 6, 2)))
    for words in (
        "for-ever: this id has 58 letters; at most 40 fit behind a button.",
        "/ short: '<b>' looks like HTML",
        "there is no entry 'risk-dearth'. Did you mean 'risk-death'?",
        "characters; Telegram takes 4096",
        "warning: knowledge/es/risks.yaml: not translated yet, shown in the original language: risk-fever.",
        "warning: knowledge/figures.yaml:11: cost.mexico / review_by: was to be reviewed by 2027-06-01",
    ):
        assert words in found
