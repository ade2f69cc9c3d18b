"""Nodes → the dataclasses of bot.core. Pydantic assembles and judges; what it says is put into our words."""

from __future__ import annotations

import dataclasses
import functools
import re
import types
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from bot.content.nodes import Items, Keys, Node, Place, Problems, Text, closest, did_you_mean

T = TypeVar("T")

NUMBER = re.compile(r"\d{1,12}(\.\d{1,6})?")
WHOLE = re.compile(r"\d{1,9}")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

_OPTION = re.compile(r"'([^']*)'|\b(\d+)\b")

UNFIT = object()  # a value that was complained about already


def fill(
    kind: Callable[..., T],
    node: Node,
    where: str,
    problems: Problems,
    *,
    given: Mapping[str, object] | None = None,
    renamed: Mapping[str, str] | None = None,
) -> T | None:
    """An object of `kind` from a mapping. `given` fields are not written; `renamed` are written under another key."""
    if not isinstance(node, Keys):
        problems.add(
            node.at, where, f"needs keys below it, one a line: {', '.join(_keys(kind, given, renamed))}."
        )
        return None
    wrong: set[str] = set()
    values = _values(kind, node, where, problems, dict(given or {}), dict(renamed or {}), wrong)
    try:
        filled: T = adapter(kind).validate_python(values)
    except ValidationError as errors:
        for error in errors.errors(include_url=False):
            _complain(error, node, where, problems, dict(renamed or {}), wrong)
        return None
    return None if wrong else filled


@functools.cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Pydantic's view of a dataclass, made once."""
    return TypeAdapter(kind)


@functools.cache
def hints(kind: Any) -> Mapping[str, Any]:
    """The types of a dataclass's fields."""
    return get_type_hints(kind)


def _keys(kind: Any, given: Mapping[str, object] | None, renamed: Mapping[str, str] | None) -> list[str]:
    back = {name: key for key, name in (renamed or {}).items()}
    return [
        back.get(field.name, field.name)
        for field in dataclasses.fields(kind)
        if field.name not in (given or {})
    ]


def _values(
    kind: Any,
    node: Keys,
    where: str,
    problems: Problems,
    given: dict[str, object],
    renamed: dict[str, str],
    wrong: set[str],
) -> dict[str, object]:
    """The fields that can be made; `wrong` collects the keys that were complained about."""
    known = _keys(kind, given, renamed)
    required = _required(kind)
    values = dict(given)
    for key, value in node.values.items():
        name = renamed.get(key, key)
        place = f"{where} / {key}"
        if key not in known:
            problems.add(node.place(key), where, f"there is no key '{key}' here.{did_you_mean(key, known)}")
            wrong |= {key, closest(key, known)}
        elif isinstance(value, Text) and not value.meant:
            _blank(node.place(key), place, problems, needed=name in required)
            wrong |= {key} & required
        else:
            shaped = shape(hints(kind)[name], value, place, problems)
            if shaped is UNFIT:
                wrong.add(key)
            else:
                values[name] = shaped
    return values


def _blank(at: Place, where: str, problems: Problems, *, needed: bool) -> None:
    if needed:
        problems.add(at, where, "is empty. Write something after the colon.")
    else:
        problems.add(at, where, "is empty. Write something after the colon, or delete the line.", "rule")


@functools.cache
def _required(kind: type[Any]) -> frozenset[str]:
    return frozenset(
        field.name
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    )


def shape(hint: Any, node: Node, where: str, problems: Problems) -> object:
    """A node as pydantic wants it for a field of that type; what cannot be it is told and left out."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return shape(next(arg for arg in get_args(hint) if arg is not type(None)), node, where, problems)
    if origin is tuple:
        return _list(node, where, problems)
    if origin is not None and issubclass(_class(origin), Mapping):
        return _mapping(get_args(hint)[1], node, where, problems)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        filled = fill(hint, node, where, problems)
        return UNFIT if filled is None else filled
    if not isinstance(node, Text):
        problems.add(node.at, where, _not_text(node))
        return UNFIT
    return _typed(hint, node, where, problems)


def _class(origin: Any) -> type:
    return origin if isinstance(origin, type) else object


def _typed(hint: Any, node: Text, where: str, problems: Problems) -> object:
    text = node.value
    if hint is date:
        if not DATE.fullmatch(text) or not _is_day(text):
            problems.add(node.at, where, f"'{text}' is not a date. Write year-month-day, like 2026-11-20.")
            return UNFIT
        return date.fromisoformat(text)
    if hint is float:
        if not NUMBER.fullmatch(text):
            problems.add(
                node.at,
                where,
                f"'{text}' is not a plain number. Write it like 52000 or 1.4, without commas or signs.",
            )
            return UNFIT
        return float(text)
    if hint is int:
        if not WHOLE.fullmatch(text):
            problems.add(node.at, where, f"'{text}' is not a whole number. Write it in figures, like 4.")
            return UNFIT
        return int(text)
    if get_origin(hint) is Literal and all(isinstance(arg, int) for arg in get_args(hint)):
        return int(text) if re.fullmatch(r"\d{1,9}", text) else text
    return text


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _not_text(node: Node) -> str:
    if isinstance(node, Keys) and node.braces:
        return "a text that begins with { must stand in quotes."
    if isinstance(node, Items):
        return "needs one text, not a list. Delete the dashes or brackets."
    return "needs a text, not further keys. Is the text below it missing its '|'?"


def _list(node: Node, where: str, problems: Problems) -> object:
    if isinstance(node, Text):
        return [node.value]
    if isinstance(node, Keys):
        problems.add(node.at, where, "needs a list: each item on its own line, after '- '.")
        return UNFIT
    texts: list[str] = []
    for item in node.items:
        if isinstance(item, Text) and item.value:
            texts.append(item.value)
        elif isinstance(item, Text):
            problems.add(
                item.at,
                where,
                "an item of the list is empty. Write something after '- ', or delete the line.",
            )
        elif isinstance(item, Keys) and not item.braces:
            key = next(iter(item.values), "")
            problems.add(
                item.at, where, f'an item has a colon with a space in it. Put it in quotes: - "{key}: …".'
            )
        else:
            problems.add(
                item.at, where, "an item is not a text. A text that begins with { or [ must stand in quotes."
            )
    return texts


def _mapping(values: Any, node: Node, where: str, problems: Problems) -> object:
    if not isinstance(node, Keys):
        problems.add(node.at, where, "needs keys below it, each with a colon and a space after it.")
        return UNFIT
    shaped: dict[str, object] = {}
    for key, value in node.values.items():
        if isinstance(value, Text) and not value.meant:
            problems.add(node.place(key), f"{where} / {key}", "is empty. Write something after the colon.")
            continue
        one = shape(values, value, f"{where} / {key}", problems)
        if one is not UNFIT:
            shaped[key] = one
    return shaped


def _complain(
    error: Any, node: Keys, where: str, problems: Problems, renamed: dict[str, str], wrong: set[str]
) -> None:
    """What pydantic found, in our words."""
    back = {name: key for key, name in renamed.items()}
    name = str(error["loc"][0]) if error["loc"] else ""
    key = back.get(name, name)
    at = node.place(key)
    if key in wrong:
        return
    if error["type"] in ("missing", "missing_keyword_only_argument", "missing_argument"):
        problems.add(node.at, where, f"needs '{key}'. Add a line '{key}: …'.")
    elif error["type"] == "literal_error":
        options = [quoted or number for quoted, number in _OPTION.findall(error["ctx"]["expected"])]
        guess = closest(str(error["input"]), [option for option in options if not option.isdigit()])
        mend = f" Did you mean '{guess}'?" if guess else ""
        problems.add(at, f"{where} / {key}", f"'{error['input']}' is not one of {', '.join(options)}.{mend}")
    else:
        problems.add(at, f"{where} / {key}", f"does not fit: {error['msg']}.")
