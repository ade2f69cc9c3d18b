"""What `check` prints."""

from __future__ import annotations

import json
from pathlib import Path

from bot.content.report import as_json, as_text
from bot.errors import Problem

HERE = Path.cwd()
DEAD = Problem(
    str(HERE / "knowledge" / "cost.yaml"),
    14,
    "cost-mexico / sources",
    "there is no source 'bookimd'. Did you mean 'bookimed'?",
    "rule",
)
OLD = Problem("knowledge/trials.yaml", 3, "beat-ms", "is old.", "warning")


def test_a_line_a_problem_and_a_count() -> None:
    assert as_text([DEAD, OLD]).splitlines() == [
        "knowledge/cost.yaml:14: cost-mexico / sources: there is no source 'bookimd'. Did you mean 'bookimed'?",
        "knowledge/trials.yaml:3: beat-ms: is old. (warning)",
        "1 error, 1 warning.",
    ]


def test_a_file_elsewhere_is_named_whole() -> None:
    assert as_text([Problem("/elsewhere/cost.yaml", 0, "", "is empty.")]).startswith(
        "/elsewhere/cost.yaml: is empty."
    )


def test_nothing_wrong_is_said_too() -> None:
    assert as_text([]) == "Everything is in order."
    assert as_text([OLD]).endswith("no errors, 1 warning.")
    assert as_text([DEAD, DEAD]).endswith("2 errors, no warnings.")


def test_other_programs_get_json() -> None:
    assert json.loads(as_json([DEAD])) == [
        {
            "file": "knowledge/cost.yaml",
            "line": 14,
            "where": "cost-mexico / sources",
            "what": "there is no source 'bookimd'. Did you mean 'bookimed'?",
            "level": "rule",
        }
    ]
