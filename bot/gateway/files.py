"""A call that carries a file: the sheet in its parameters becomes the bytes that are sent, in memory only."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.sheets import sheet_of

FILE = "file"  # the parameter that holds the sheet
FIELDS = {"sendDocument": "document", "sendPhoto": "photo"}  # what Telegram calls the file


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload: the parameter it is sent as, its name and its bytes."""

    field: str
    name: str
    data: bytes


async def file_of(method: str, params: Mapping[str, Any]) -> tuple[Mapping[str, Any], File | None]:
    """The parameters without the sheet, and the file made of it; None for a call that carries none."""
    if FILE not in params:
        return params, None
    wanted = params[FILE]
    data = await asyncio.to_thread(_made, wanted["sheet"], wanted["form"])
    rest = {name: value for name, value in params.items() if name != FILE}
    return rest, File(FIELDS[method], f"{wanted['name']}.{wanted['form']}", data)


def in_words(params: Mapping[str, Any]) -> dict[str, Any] | None:
    """The parameters of a message in place of a call that carries a file; None if it carries none."""
    if FILE not in params:
        return None
    place = {name: value for name, value in params.items() if name not in (FILE, "caption")}
    return place | {"text": params[FILE].get("instead") or params["caption"]}


def _made(sheet: Mapping[str, Any], form: str) -> bytes:
    from bot.papers import make  # what draws is large, and seldom needed

    return make(sheet_of(sheet), form)
