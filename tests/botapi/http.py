"""HTTP in and out: what a client sent, and the few ways to answer it, or not."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.botapi.model import Upload
from tests.botapi.refusal import Json, Refused, bad


async def parameters(request: web.Request) -> Json:
    """The parameters of a call: from the address, and a JSON, form or multipart body."""
    found: Json = dict(request.query)
    kind = request.content_type
    if kind == "application/json":
        found |= _json_body(await request.read())
    elif kind == "application/x-www-form-urlencoded" or kind.startswith("multipart/"):
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                found[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                found[name] = value
    elif await request.read():
        raise bad(f"stand-in: a body of type {kind}")
    return found


def _json_body(raw: bytes) -> Json:
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except ValueError:
        raise bad("can't parse request: the body is not JSON") from None
    if not isinstance(body, dict):
        raise bad("can't parse request: the body is not a JSON object")
    return body


def answered(result: Any) -> web.Response:
    """The call went well."""
    return web.json_response({"ok": True, "result": result})


def handed(updates: list[str]) -> web.Response:
    """Updates, each as the very text it is kept in."""
    return web.Response(
        text='{"ok":true,"result":[' + ",".join(updates) + "]}", content_type="application/json"
    )


def refused(no: Refused) -> web.Response:
    """The call was refused."""
    headers = {"Retry-After": str(no.parameters["retry_after"])} if no.code == 429 and no.parameters else {}
    return web.json_response(no.body(), status=no.code, headers=headers)


def cut_off(response: web.Response) -> web.Response:
    """The same answer, torn in the middle."""
    whole = response.body
    assert isinstance(whole, bytes)
    return web.Response(
        body=whole[: len(whole) // 2], status=response.status, content_type="application/json"
    )


def hang_up(request: web.Request) -> web.Response:
    """Closes the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()
