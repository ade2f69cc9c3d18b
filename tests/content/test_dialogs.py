"""Each thing an editor may get wrong in a dialog, and the exact words we say about it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from jsonschema import validate

from bot.content.drawing import mermaid
from bot.content.loading import Loaded, load
from bot.content.schemas import schemas
from tests.content.folders import GOOD, TODAY

DIALOG = """\
title: Trials and centres
version: 1
minutes: 2
intro: |
  I ask two short questions.
sections: {}
questions:
  type:
    rev: 1
    short: Type
    ask: What type of MS do you have?
    why: Trials differ by type.
    choose: {rr: Relapsing, sp: Secondary, pp: Primary}
    hear: {rr: [rrms], sp: [spms]}
  signs:
    rev: 1
    ask_if: {type: [sp, pp]}
    ask: Did you have a relapse?
    why: Some trials want signs.
    choose: {"yes": "Yes", "no": "No"}
  age:
    rev: 1
    ask: How old are you?
    why: Trials have limits.
    number: {min: 18, max: 100, unit: years, bands: [18-49, 50-100]}
criteria:
  young:
    source: society
    says: Younger people
    met_if: {age: {below: 50}}
  active:
    source: society
    says: Active MS
    met_if: {any: [{type: rr}, {signs: "yes"}]}
notes:
  old:
    show_if: {age: {at_least: 50}}
    says: Ask about your heart.
texts:
  end: |
    Show this to your neurologist.
outcome:
  report: criteria
  always: [end]
  next: ["entry:cost-mexico", "dialog:clinic", "page:appointment"]
"""
SLIPS = yaml.safe_load((Path(__file__).parent / "dialog_slips.yaml").read_text(encoding="utf-8"))


def folders(place: Path, text: str, name: str = "trials.yaml") -> tuple[Path, Path]:
    """A good knowledge folder, and a dialogs folder with this one file."""
    knowledge, dialogs = place / "knowledge", place / "dialogs"
    shutil.copytree(GOOD, knowledge)
    dialogs.mkdir()
    (dialogs / name).write_text(text, encoding="utf-8")
    return knowledge, dialogs


def read(place: Path, text: str, name: str = "trials.yaml") -> Loaded:
    knowledge, dialogs = folders(place, text, name)
    return load(knowledge, today=TODAY, dialogs=dialogs)


def said(place: Path, text: str, name: str = "trials.yaml") -> list[str]:
    """What is said of it: `level: file:line: where: what`."""
    found = read(place, text, name).problems
    return [f"{one.level}: {one}".replace(f"{place.as_posix()}/", "") for one in found]


def test_nothing_is_said_of_a_good_dialog(tmp_path: Path) -> None:
    assert said(tmp_path, DIALOG) == []


@pytest.mark.parametrize("slip", SLIPS)
def test_each_slip_is_told_with_its_place_and_what_to_do(slip: str, tmp_path: Path) -> None:
    case = SLIPS[slip]
    assert case["from"] in DIALOG
    assert said(tmp_path, DIALOG.replace(case["from"], case["to"], 1)) == case["says"]


def test_there_are_enough_slips() -> None:
    assert len(SLIPS) >= 40


def test_a_file_of_no_dialog_is_told(tmp_path: Path) -> None:
    assert said(tmp_path, DIALOG, "trails.yaml") == [
        "broken: dialogs/trails.yaml: there is no dialog 'trails'. Did you mean 'trials'?"
    ]


def test_a_folder_without_dialogs_is_no_problem(tmp_path: Path) -> None:
    knowledge, dialogs = folders(tmp_path, DIALOG)
    (dialogs / "trials.yaml").unlink()
    found = load(knowledge, today=TODAY, dialogs=dialogs)
    assert (found.problems, dict(found.dialogs)) == ((), {})


def test_a_changed_dialog_is_another_content(tmp_path: Path) -> None:
    first = read(tmp_path / "a", DIALOG).hash
    assert read(tmp_path / "b", DIALOG).hash == first
    assert read(tmp_path / "c", DIALOG.replace("rev: 1", "rev: 2", 1)).hash != first


@pytest.mark.parametrize("file", sorted(Path("dialogs").glob("*.yaml")), ids=lambda file: file.stem)
def test_the_schema_takes_every_shipped_dialog(file: Path) -> None:
    validate(yaml.safe_load(file.read_text(encoding="utf-8")), schemas()["dialog"])


def test_the_schema_takes_a_good_dialog_and_no_unknown_key() -> None:
    schema = schemas()["dialog"]
    validate(yaml.safe_load(DIALOG), schema)
    assert "minuts" not in schema["properties"]
    assert schema["additionalProperties"] is False


def test_the_drawing_has_every_question_and_marks_those_no_story_comes_to(tmp_path: Path) -> None:
    drawn = mermaid(read(tmp_path, DIALOG).dialogs["trials"], untold=["age"])
    assert drawn.startswith("%% Trials and centres, edition 1\nflowchart TD\n")
    assert '  q_type -->|"Type: Secondary or Primary"| q_signs' in drawn
    assert "  q_type -->|otherwise| q_age" in drawn
    assert "class q_age untold" in drawn
    assert "criteria: 2 criteria, 1 notes" in drawn
