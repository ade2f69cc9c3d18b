"""JSON Schemas, so that editors complete keys and underline mistakes while one types.

Made from the same dataclasses that are filled. They allow a little more than the reader does (an editor takes `2024`
for a number, we take it for text); `check` has the last word.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from bot.content.dialogs import PARTS
from bot.content.filling import adapter
from bot.content.schema import DIALOGS, SECTIONS, WORDS, Section
from bot.content.translation import BY_LANGUAGE
from bot.core.flows import Flow, Outcome
from bot.core.knowledge import Entry, Words
from bot.core.sentences import SENTENCES

TOPIC = "topic"
DIALOG = "dialog"
Schema = dict[str, Any]

_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_LIST: Schema = {"type": "array", "items": {"type": ["string", "number", "boolean"]}}
_NONE = dataclasses.MISSING
_DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_HELD_BACK = frozenset({"id", "topic"})  # told by where the thing stands, not written


def write_schemas(folder: Path) -> list[Path]:
    """One file a kind of content file. Put `# yaml-language-server: $schema=…/topic.schema.json` at a file's top."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        file = folder / f"{name}.schema.json"
        file.write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", "utf-8")
        written.append(file)
    return written


def schemas() -> Mapping[str, Schema]:
    """The schema of each kind of file, by its name; topic files share one."""
    made: dict[str, Schema] = {}
    for name, section in SECTIONS.items():
        things = _by_id(_section(name, section))
        if section.inside:
            whole = made.setdefault(section.file, _object({}, ()))
            whole["properties"][section.inside] = things
        else:
            made[section.file] = things
    made[WORDS] = _record(Words)
    made[TOPIC] = _object(
        {"title": _TEXT, "order": {"type": ["integer", "string"]}, "entries": _by_id(_record(Entry))},
        ("title", "entries"),
    )
    made[DIALOG] = _dialog()
    heading = "https://json-schema.org/draft/2020-12/schema"
    return {
        name: {"$schema": heading, "title": f"Signpost: {name}"} | schema for name, schema in made.items()
    }


def _section(name: str, section: Section) -> Schema:
    if section.by_kind:
        return {"oneOf": [_record(kind, section.renamed) for kind in section.by_kind.values()]}
    record = _record(section.holds, section.renamed)
    if section.kinds:
        record["properties"]["kind"] = {"enum": list(section.kinds)}
        for key in BY_LANGUAGE:
            record["properties"][key] = _spoken(record["properties"][key])
    if name == "talk":
        fixed = ", ".join(sorted(SENTENCES))
        record["description"] = f"Small talk, or a fixed sentence (kind: sentence). Sentences: {fixed}."
    return record


def _dialog() -> Schema:
    """A dialog: its parts by id, each condition a mapping, which `check` judges."""
    parts = {key: _by_id(_part(kind, asks)) for key, (kind, asks) in PARTS.items()}
    return _part(Flow, "", parts | {"outcome": _part(Outcome, "")})


def _part(kind: type[Any], condition: str, given: Mapping[str, Schema] | None = None) -> Schema:
    number = _object(
        dict.fromkeys(("min", "max", "step", "unit"), _TEXT) | {"bands": _LIST}, ("min", "max", "bands")
    )
    special = {condition: {"type": "object"}, "number": number} | dict(given or {})
    types = get_type_hints(kind)
    fields = [field for field in dataclasses.fields(kind) if field.name not in _HELD_BACK]
    properties = {one.name: special.get(one.name) or _simple(types[one.name]) for one in fields}
    required = [one.name for one in fields if one.default is _NONE and one.default_factory is _NONE]
    return _object(properties, tuple(required)) | ({"description": kind.__doc__} if kind.__doc__ else {})


def _simple(hint: Any) -> Schema:
    """A text or number; one of some words; a list; or texts by id."""
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    if get_origin(hint) is tuple:
        return {"anyOf": [_LIST, _TEXT]}
    if get_origin(hint) is collections.abc.Mapping:
        return {"type": "object", "additionalProperties": _simple(get_args(hint)[1])}
    return _TEXT


def _spoken(by_language: Schema) -> Schema:
    """The words alone, or under the short name of each language."""
    return {"anyOf": [by_language["additionalProperties"], by_language]}


def _record(kind: Any, renamed: Mapping[str, str] | None = None) -> Schema:
    raw = adapter(kind).json_schema()
    return _adapted(kind, raw, raw.get("$defs", {}), {name: key for key, name in (renamed or {}).items()})


def _adapted(kind: Any, raw: Schema, parts: Mapping[str, Schema], back: Mapping[str, str]) -> Schema:
    names = [field.name for field in dataclasses.fields(kind) if field.name not in _HELD_BACK]
    properties = {back.get(name, name): _value(raw["properties"][name], parts) for name in names}
    required = [back.get(name, name) for name in raw.get("required", ()) if name in names]
    if "kind" in properties:
        required.append("kind")
    schema = _object(properties, tuple(dict.fromkeys(required)))
    if described := raw.get("description"):
        schema["description"] = described
    return schema


def _value(raw: Schema, parts: Mapping[str, Schema]) -> Schema:
    if "anyOf" in raw:  # something or nothing: leaving the key out is how one writes nothing
        return next(_value(option, parts) for option in raw["anyOf"] if option.get("type") != "null")
    if "$ref" in raw:
        return _next(parts[raw["$ref"].rsplit("/", 1)[-1]])
    if "enum" in raw or "const" in raw:
        return {"enum": raw.get("enum", [raw.get("const")])}
    if raw.get("format") == "date":
        return _DATE
    if raw.get("type") == "array":
        return {"anyOf": [{"type": "array", "items": _TEXT}, _TEXT]}
    if raw.get("type") == "object":
        return {"type": "object", "additionalProperties": _value(raw["additionalProperties"], parts)}
    return {"type": "number"} if raw.get("type") == "number" else _TEXT


def _next(raw: Schema) -> Schema:
    """The next step: one of its keys."""
    properties = dict.fromkeys(raw["properties"], _TEXT) | {"dialog": {"enum": list(DIALOGS)}}
    return _object(properties, ()) | {"minProperties": 1, "maxProperties": 1}


def _by_id(thing: Schema) -> Schema:
    return {"type": "object", "additionalProperties": thing}


def _object(properties: Schema, required: tuple[str, ...]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
