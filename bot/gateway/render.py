"""What the core says → calls of the Bot API. Every string is escaped here, and nowhere can one slip by."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.core.messages import Attach, Button, Keyboard, Reply, Say, Span, Text, Toast, plain
from bot.core.sheets import Chart, Icons
from bot.gateway.calling import Me
from bot.gateway.files import FILE
from bot.gateway.read import Address
from bot.gateway.split import split
from bot.store.outbox import Outgoing

LABEL = 40  # characters on a button; longer ones are cut by phones anyway, and not at a word
DATA = 64  # bytes
TOAST = 200
CAPTION = 1000  # characters; Telegram takes 1024
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HIDDEN = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))),  # controls
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A))),  # what turns the writing around
    **dict.fromkeys(range(0xD800, 0xE000)),  # halves of characters
    0x09: " ",
    0x0A: "\n",
}


def render(
    replies: Sequence[Reply], address: Address, me: Me, *, revised: bool = False
) -> tuple[Outgoing, ...]:
    """The calls that say it. Every tap gets exactly one toast. A `revised` question changes its earlier answer."""
    toasts = [reply for reply in replies if isinstance(reply, Toast)]
    says = [reply for reply in replies if isinstance(reply, Say)]
    attached = [reply for reply in replies if isinstance(reply, Attach)]
    calls = [_toast(toasts[0] if toasts else Toast(), address)] if address.callback else []
    if revised:
        calls += _revision(says, address, me)
    else:
        for say in says:
            calls += _message(say, address, me)
    return (*calls, *(_attachment(one, address) for one in attached))


def clean(text: str) -> str:
    """The text without what cannot be shown or would turn the writing around."""
    return text.translate(_HIDDEN)


def as_html(text: Text, me: Me) -> str:
    """The text with its styles, escaped by construction."""
    return "".join(_span(span, me) for span in text)


def _span(span: Span, me: Me) -> str:
    words = html.escape(span.text, quote=False)
    match span.style:
        case "bold":
            return f"<b>{words}</b>"
        case "italic":
            return f"<i>{words}</i>"
        case "link":
            return f'<a href="{html.escape(clean(span.target))}">{words}</a>'
        case "word":
            return f'<a href="{html.escape(_start(me, f"w-{span.target}"))}">{words}</a>'
    return words


def _start(me: Me, payload: str) -> str:
    if not _PAYLOAD.fullmatch(payload):
        raise ValueError(f"not a deep link payload: {payload!r}")
    return f"https://t.me/{me.username}?start={payload}"


def _toast(toast: Toast, address: Address) -> Outgoing:
    params: dict[str, object] = {"callback_query_id": address.callback}
    if text := clean(toast.text)[:TOAST]:
        params["text"] = text
    return Outgoing(address.chat, "answerCallbackQuery", json.dumps(params), toast=True)


def _message(say: Say, address: Address, me: Me) -> list[Outgoing]:
    parts = _parts(say, me)
    calls = []
    for number, part in enumerate(parts):
        if number == 0 and say.replaces and address.tapped is not None:
            method, extra = "editMessageText", {"message_id": address.tapped}
        else:
            method, extra = "sendMessage", _place(address)
        params = json.dumps(part | extra)
        calls.append(Outgoing(address.chat, method, params, urgent=say.urgent, answers=address.question))
    return calls


def _attachment(attach: Attach, address: Address) -> Outgoing:
    """The sheet travels as data; the file is made of it when it is sent (bot.gateway.files)."""
    params = {
        "caption": clean(attach.caption)[:CAPTION],
        FILE: {
            "sheet": asdict(attach.sheet),
            "form": attach.form,
            "name": attach.name,
            "instead": clean(attach.instead),
        },
    }
    looked_at = isinstance(attach.sheet, Chart | Icons)  # a page of text sent as a photo would be blurred
    method = "sendPhoto" if looked_at else "sendDocument"
    return Outgoing(address.chat, method, json.dumps(params | _place(address)), answers=address.question)


def _revision(says: Iterable[Say], address: Address, me: Me) -> list[Outgoing]:
    """The earlier answer becomes the new one. A call for help is answered loudly: an edit goes unnoticed."""
    calls: list[Outgoing] = []
    for say in says:
        if say.urgent:
            calls += _message(say, address, me)
        elif not any(call.edits for call in calls):
            params = json.dumps(_parts(say, me)[0])
            calls.append(
                Outgoing(address.chat, "editMessageText", params, answers=address.question, edits=True)
            )
    return calls


def _parts(say: Say, me: Me) -> list[dict[str, Any]]:
    cleaned = tuple(Span(clean(span.text), span.style, span.target) for span in say.text)
    if not plain(cleaned).strip():
        raise ValueError("a message without words")
    parts: list[dict[str, Any]] = [
        {"text": as_html(part, me), "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
        for part in split(cleaned)
    ]
    if say.buttons:
        parts[-1]["reply_markup"] = {"inline_keyboard": _keyboard(say.buttons, me)}
    return parts


def _place(address: Address) -> dict[str, Any]:
    place: dict[str, Any] = {}
    if address.thread is not None:
        place["message_thread_id"] = address.thread
    if address.private:
        return place
    place["disable_notification"] = True
    target = address.question or address.tapped
    if target is not None:
        place["reply_parameters"] = {"message_id": target, "allow_sending_without_reply": True}
    return place


def _keyboard(keyboard: Keyboard, me: Me) -> list[list[Mapping[str, str]]]:
    return [[_button(button, me) for button in row] for row in keyboard if row]


def _button(button: Button, me: Me) -> Mapping[str, str]:
    label = _label(clean(button.label))
    if button.data:
        if len(button.data.encode()) > DATA:
            raise ValueError(f"button data over {DATA} bytes: {button.data!r}")
        return {"text": label, "callback_data": button.data}
    return {"text": label, "url": button.url or _start(me, button.private)}


def _label(label: str) -> str:
    if len(label) <= LABEL:
        return label
    cut = label[: LABEL - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > LABEL // 2 else cut).rstrip(" ,;:–-") + "…"
