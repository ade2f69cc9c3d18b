"""`python -m bot …` as people and programs use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SMALL = Path(__file__).parent / "process" / "knowledge"


def run(
    tmp_path: Path, *arguments: str, typed: str = "", knowledge: Path = SMALL, **variables: str
) -> subprocess.CompletedProcess[str]:
    """One command in an empty folder, with the small knowledge base."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIGNPOST_")}
    kept["SIGNPOST_SEMANTIC"] = "off"  # whether it is set up here must not matter
    ours = {
        "SIGNPOST_KNOWLEDGE": str(knowledge),
        "SIGNPOST_DATA_DIR": str(tmp_path / "data"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=kept | ours | variables,
        cwd=tmp_path,
        check=False,
        timeout=60,
    )


def test_ask_gives_one_answer(tmp_path: Path) -> None:
    done = run(tmp_path, "ask", "will", "i", "go", "bald?")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Will I lose my hair?\n\nYes, for a while.")


def test_ask_json_reads_a_question_a_line_and_prints_an_object_a_line(tmp_path: Path) -> None:
    questions = ["will i go bald", "weather in oslo?", "i want to die", "should i stop my drug", "thank you"]
    done = run(tmp_path, "ask", "--json", "-", typed="\n".join(questions) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["question"] for answer in answers] == questions
    assert [answer["kind"] for answer in answers] == ["answer", "unknown", "crisis", "personal", "smalltalk"]


def test_every_object_of_ask_json_has_every_key_of_the_contract(tmp_path: Path) -> None:
    done = run(tmp_path, "ask", "--json", "-", typed="will i go bald\nweather in oslo\n\n")
    keys = {
        "question", "lang", "kind", "entry", "title", "text", "more", "score", "candidates", "dialog", "sources",
        "suggestions", "flags",
    }  # fmt: skip
    hair, weather, _ = (json.loads(line) for line in done.stdout.splitlines())
    assert set(hair) == keys
    assert set(weather) == keys
    assert hair["entry"] == "hair"
    assert hair["title"] == "Will I lose my hair?"
    assert hair["text"].startswith("Yes, for a while.")
    assert "It grows back" in hair["text"]
    assert hair["more"] == "It can look or feel different at first."
    assert hair["sources"] == ["society"]
    assert hair["candidates"][0] == {"entry": "hair", "score": hair["score"]}
    assert 0 <= hair["score"] <= 1
    assert (weather["entry"], weather["title"], weather["dialog"], weather["sources"]) == (
        None,
        None,
        None,
        [],
    )


def test_nothing_is_kept_of_what_ask_was_asked(tmp_path: Path) -> None:
    run(tmp_path, "ask", "--json", "-", typed="why do herons juggle\n")
    assert not list(tmp_path.rglob("*.db"))


def test_chat_answers_and_its_numbers_press_the_buttons(tmp_path: Path) -> None:
    done = run(tmp_path, "chat", typed="will i go bald\n1\n/nonsense\n")
    assert done.returncode == 0
    assert "I am Signpost." in done.stdout
    assert done.stdout.index("It grows back") < done.stdout.index("It can look or feel different at first.")
    assert "I do not know that command." in done.stdout


def test_run_without_a_token_opens_the_chat(tmp_path: Path) -> None:
    done = run(tmp_path, "run", typed="weeks in hospital\n")
    assert done.returncode == 0
    assert "How long is the hospital stay?" in done.stdout


def test_check_is_quiet_about_good_content(tmp_path: Path) -> None:
    done = run(tmp_path, "check")
    assert done.returncode == 0
    done = run(tmp_path, "check", "--json")
    assert json.loads(done.stdout or "[]") == []


def test_check_tells_where_the_mistake_is_and_what_to_do(tmp_path: Path) -> None:
    folder = broken_copy(tmp_path, "sources: [society]", "sources: [socety]")
    done = run(tmp_path, "check", knowledge=folder)
    assert done.returncode == 1
    assert "knowledge/basics.yaml:11: hair / sources:" in done.stdout.replace(str(tmp_path) + "/", "")
    assert "Did you mean 'society'?" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_text_that_breaks_a_rule_can_be_tried_but_not_served(tmp_path: Path) -> None:
    folder = broken_copy(tmp_path, "Yes, for a while.", "You should simply wait.")
    tried = run(tmp_path, "ask", "will i go bald", knowledge=folder)
    assert tried.returncode == 0
    assert "python -m bot check" in tried.stderr
    served = run(tmp_path, "run", knowledge=folder, SIGNPOST_TOKEN="123456789:" + "a" * 35)
    assert served.returncode == 1
    assert "basics.yaml" in served.stderr
    assert "Traceback" not in served.stderr


def test_content_that_cannot_be_loaded_stops_everything(tmp_path: Path) -> None:
    folder = broken_copy(tmp_path, "entries:", "entries: [")
    for command in (["ask", "x"], ["chat"], ["check"]):
        done = run(tmp_path, *command, knowledge=folder)
        assert done.returncode == 1
        assert "Traceback" not in done.stdout + done.stderr


def broken_copy(tmp_path: Path, old: str, new: str) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    for file in SMALL.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        folder.joinpath(file.name).write_text(
            text.replace(old, new, 1) if file.stem == "basics" else text, "utf-8"
        )
    return folder


@pytest.mark.parametrize("arguments", [(), ("frobnicate",), ("ask",), ("check", "--frob")])
def test_a_command_typed_wrongly_ends_with_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert "usage: signpost" in done.stderr


def test_a_wrong_variable_ends_with_1_and_one_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "check", SIGNPOST_TOKN="x")
    assert done.returncode == 1
    assert done.stderr == "There is no setting SIGNPOST_TOKN. Did you mean SIGNPOST_TOKEN?\n"


def test_gaps_says_where_they_will_be_before_the_bot_ever_ran(tmp_path: Path) -> None:
    done = run(tmp_path, "gaps")
    assert done.returncode == 1
    assert "It is made when the bot first runs." in done.stderr


def test_health_is_red_where_no_bot_runs(tmp_path: Path) -> None:
    done = run(tmp_path, "health")
    assert done.returncode == 1
    assert done.stdout.strip()


def test_schema_writes_files_an_editor_can_use(tmp_path: Path) -> None:
    folder = broken_copy(tmp_path, "", "")
    done = run(tmp_path, "schema", knowledge=folder)
    assert done.returncode == 0
    for line in done.stdout.splitlines():
        assert json.loads(Path(line).read_text(encoding="utf-8"))["$schema"]
    assert run(tmp_path, "check", knowledge=folder).returncode == 0


def test_a_reader_that_closes_early_is_no_error(tmp_path: Path) -> None:
    script = f"{sys.executable} -m bot ask --json - | head -n 1"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIGNPOST_")}
    kept["SIGNPOST_SEMANTIC"] = "off"  # whether it is set up here must not matter
    done = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", script],
        input="will i go bald\n" * 3000,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=kept | {"SIGNPOST_KNOWLEDGE": str(SMALL), "SIGNPOST_DATA_DIR": str(tmp_path)},
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
