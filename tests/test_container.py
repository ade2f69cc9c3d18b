"""The container files, as far as they can be held to account without an engine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]


def compose() -> dict[str, Any]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    service: dict[str, Any] = yaml.safe_load(text)["services"]["signpost"]
    return service


def test_the_compose_file_keeps_to_the_compose_schema() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            "docker-compose.yml",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_container_cannot_write_but_into_its_data_and_has_no_powers() -> None:
    service = compose()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "data:/data" in service["volumes"]
    assert service["environment"]["SIGNPOST_DATA_DIR"] == "/data"


def test_it_gets_longer_to_stop_than_the_bot_needs_to_drain() -> None:
    from bot.gateway.pace import Pace

    assert int(compose()["stop_grace_period"].removesuffix("s")) > Pace().drain * 2


def test_the_image_runs_as_somebody_who_is_not_root_and_looks_after_its_health() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER")]
    assert users == ["signpost"]
    assert any(line.startswith("HEALTHCHECK") and '"health"' in line for line in lines)


def test_everything_the_image_copies_is_there() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for names in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for name in names.split():
            assert (ROOT / name).exists(), name


def test_the_image_installs_only_what_the_lock_file_names_by_hash() -> None:
    assert "--require-hashes -r requirements.lock" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE)
        assert len(pins) > 20
        for pin in re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]:
            assert "--hash=sha256:" in pin


def test_every_dependency_has_its_line_of_reason() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").casefold()
    for name in re.findall(r'^  "([A-Za-z0-9-]+)[>=<]', pyproject, re.MULTILINE):
        assert name.casefold() in reasons, name
