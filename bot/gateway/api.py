"""One call to the Bot API, and what became of it.

PTB's Bot folds together what must be kept apart: a request that was never sent and one whose answer was lost, a
refusal and a server in trouble. So only its HTTP client is used, and each outcome has a class of its own here. No
message, representation or traceback of these bears the token, which is part of every address.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from telegram import InputFile
from telegram.error import NetworkError
from telegram.request import BaseRequest, HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # the only way to fill a RequestData

from bot.gateway.files import File

POOL = 64
CALL_TIMEOUT = 20.0
CONNECT_TIMEOUT = 10.0
KEPT_ALIVE = 30.0  # Telegram closes an idle connection after about 39 seconds; we do so first


class CallFailed(Exception):
    """A call that has no result."""


class Refused(CallFailed):
    """Telegram said no."""

    def __init__(
        self, code: int, description: str, retry_after: float | None = None, migrate_to: int | None = None
    ) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to


class NotSent(CallFailed):
    """The request never left: no connection, or none free."""


class Unknown(CallFailed):
    """The request left and its answer is lost or unreadable: it may have been obeyed."""


class ServerError(CallFailed):
    """The server, or something before it, is in trouble."""


class Api:
    """Calls methods of the Bot API over a pool of connections."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        pool: int = POOL,
        connect_timeout: float = CONNECT_TIMEOUT,
        client: Callable[[], BaseRequest] | None = None,
    ) -> None:
        self._base = f"{url.rstrip('/')}/bot{token}/"
        self._pool = pool
        self._connect_timeout = connect_timeout
        self._new = client or self._http
        self._request = self._new()

    def __repr__(self) -> str:
        return "Api(…)"

    def _http(self) -> HTTPXRequest:
        limits = httpx.Limits(max_connections=self._pool, keepalive_expiry=KEPT_ALIVE)
        return HTTPXRequest(
            connection_pool_size=self._pool,
            connect_timeout=self._connect_timeout,
            httpx_kwargs={"limits": limits},
        )

    async def renew(self) -> None:
        """Drops every connection and starts with new ones."""
        old, self._request = self._request, self._new()
        await old.shutdown()

    async def close(self) -> None:
        await self._request.shutdown()

    async def call(
        self,
        method: str,
        params: Mapping[str, object],
        *,
        file: File | None = None,
        patience: float = CALL_TIMEOUT,
    ) -> Any:
        """The result of a method; raises one of the classes above. `patience` is for each wait on the socket."""
        fields = [RequestParameter(name, value, None) for name, value in params.items()]
        if file is not None:
            upload = InputFile(file.data, filename=file.name, read_file_handle=False)
            fields.append(RequestParameter(file.field, None, [upload]))
        data = RequestData(fields)
        try:
            status, body = await self._request.do_request(
                self._base + method,
                "POST",
                request_data=data,
                read_timeout=patience,
                write_timeout=patience,
                connect_timeout=self._connect_timeout,
                pool_timeout=patience,
            )
        except NetworkError as error:
            raise _lost(error) from None
        except Exception as error:  # whatever else a client can raise may bear the address, and so the token
            raise Unknown(type(error).__name__) from None
        return result(status, body)


_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


def _lost(error: NetworkError) -> CallFailed:
    cause = error.__cause__
    name = type(cause).__name__
    return NotSent(name) if isinstance(cause, _NEVER_LEFT) else Unknown(name)


def result(status: int, body: bytes) -> Any:
    """The result in an answer; raises what the answer says instead."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise _unreadable(status) from None
    if not isinstance(answer, dict):
        raise _unreadable(status)
    if answer.get("ok") is True:
        if "result" not in answer:
            raise Unknown("an answer without a result")
        return answer["result"]
    raise _refusal(status, answer)


def _unreadable(status: int) -> CallFailed:
    if status >= 500:
        return ServerError(f"{status}, and no JSON")
    if status >= 400:
        return Refused(status, "no JSON")
    return Unknown(f"{status}, and no JSON")


def _refusal(status: int, answer: Mapping[str, Any]) -> CallFailed:
    code = answer.get("error_code")
    if not isinstance(code, int):
        code = status
    if code >= 500 or code < 400:
        return ServerError(f"{code}, not ok")
    parameters = answer.get("parameters")
    hints: Mapping[str, Any] = parameters if isinstance(parameters, dict) else {}
    return Refused(
        code,
        str(answer.get("description", "")),
        _number(hints.get("retry_after")),
        hints.get("migrate_to_chat_id") if isinstance(hints.get("migrate_to_chat_id"), int) else None,
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
