"""The schemas editors use accept what we accept, and underline what we refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.content.defaults import shipped
from bot.content.schema import SPECIAL
from bot.content.schemas import DIALOG, TOPIC, schemas, write_schemas
from tests.content.folders import BROKEN, GOOD


class Editor(yaml.SafeLoader):
    """Reads like an editor's YAML 1.2: dates stay texts, numbers do not."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as the parent has it
        sign: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
        for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def underlined(file: Path) -> list[str]:
    """The paths an editor underlines."""
    schema = schemas()[file.stem if file.stem in SPECIAL else TOPIC]
    tree: Any = yaml.load(file.read_text("utf-8"), Editor)  # noqa: S506 - a safe loader
    return ["/".join(map(str, error.path)) for error in Draft202012Validator(schema).iter_errors(tree)]


def test_there_is_a_schema_for_every_kind_of_file() -> None:
    assert set(schemas()) == SPECIAL | {TOPIC, DIALOG}


@pytest.mark.parametrize("name", [*sorted(SPECIAL), TOPIC])
def test_every_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])


@pytest.mark.parametrize("folder", [GOOD, shipped("knowledge")], ids=["good", "shipped"])
def test_what_we_accept_is_not_underlined(folder: Path) -> None:
    assert {file.name: underlined(file) for file in folder.glob("*.yaml") if underlined(file)} == {}


@pytest.mark.parametrize(
    ("slip", "path"),
    [
        ("unknown-key", "entries/unknown-key"),
        ("no-question", "entries/no-question"),
        ("bad-date", "entries/bad-date/reviewed"),
        ("text-as-list", "entries/text-as-list/short"),
        ("next-as-text", "entries/next-as-text/next"),
        ("dead-dialog", "entries/dead-dialog/next/dialog"),
        ("two-next", "entries/two-next/next"),
        ("no-title", ""),
        ("bad-source", "society/kind"),
        ("claims", "claims/regrow/verdict"),
        ("talk", "hello/kind"),
    ],
)
def test_a_slip_of_shape_is_underlined(slip: str, path: str) -> None:
    (folder,) = [folder for folder in BROKEN if folder.name[4:] == slip]
    (file,) = folder.glob("*.yaml")
    assert path in underlined(file)


def test_schemas_are_written_as_files(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "schemas")
    assert sorted(file.name for file in written) == sorted(f"{name}.schema.json" for name in schemas())
    assert all(json.loads(file.read_text("utf-8"))["title"].startswith("Signpost: ") for file in written)
