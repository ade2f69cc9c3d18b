"""Other people's reading of the Bot API, held against ours: aiogram's models, and python-telegram-bot's parser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import aiogram.methods
import telegram
from aiogram.methods.base import TelegramMethod
from aiogram.types import Update
from pydantic import BaseModel, ValidationError

from tests.botapi import rules
from tests.botapi.model import Upload
from tests.botapi.refusal import Refused

if TYPE_CHECKING:
    from tests.botapi.queue import Waiting
    from tests.botapi.server import Call

MODELS: dict[str, type[TelegramMethod[Any]]] = {
    str(model.__api_method__): model
    for model in vars(aiogram.methods).values()
    if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod
}


def wrong_calls(calls: Iterable[Call]) -> Iterator[str]:
    """What aiogram's method models say against these calls: names, required parameters, types, fields inside."""
    for call in calls:
        model = MODELS.get(call.method)
        if model is None:
            yield f"{call.method}: there is no such method"
            continue
        try:
            read = rules.read(call.method, call.params)
            params = {name: "a file" if isinstance(value, Upload) else value for name, value in read.items()}
        except Refused as no:
            yield f"{call.method}: {no.description}"
            continue
        yield from (f"{call.method}: {wrong}" for wrong in _wrong_parameters(model, params))


def _wrong_parameters(model: type[BaseModel], params: dict[str, Any]) -> Iterator[str]:
    for name in params.keys() - model.model_fields.keys():
        yield f"there is no parameter {name}"
    for name, info in model.model_fields.items():
        if info.is_required() and name not in params:
            yield f"the parameter {name} is missing"
    try:
        yield from _unknown_fields(model.model_validate(params))
    except ValidationError as no:
        yield from (f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in no.errors())


def _unknown_fields(found: Any, path: str = "") -> Iterator[str]:
    """Fields that aiogram's types do not know, however deep."""
    if isinstance(found, BaseModel):
        yield from (
            f"{path}{name} is not a field of {type(found).__name__}" for name in found.model_extra or ()
        )
        for name, value in found:
            yield from _unknown_fields(value, f"{path}{name}.")
    elif isinstance(found, list):
        for value in found:
            yield from _unknown_fields(value, path)


KNOWN_ONLY_TO_US = {"all_members_are_administrators is not a field of Chat"}


def wrong_updates(updates: Iterable[Waiting]) -> Iterator[str]:
    """What aiogram and python-telegram-bot say against the updates we made."""
    for update in updates:
        body = update.json
        try:
            read = Update.model_validate(body)
        except ValidationError as no:
            yield f"aiogram cannot read {update.raw[:200]}: {no}"
            continue
        for wrong in _unknown_fields(read):
            if not any(wrong.endswith(known) for known in KNOWN_ONLY_TO_US):
                yield f"aiogram does not know {wrong} in {update.raw[:200]}"
        kind = next(key for key in body if key != "update_id")
        parsed = telegram.Update.de_json(body, None)
        if getattr(parsed, kind) is None:
            yield f"python-telegram-bot sees no {kind} in {update.raw[:200]}"
