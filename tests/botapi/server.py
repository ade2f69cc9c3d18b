"""The stand-in itself: an HTTP server on its own thread, and the handle tests hold."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, TypeVar

from aiohttp import web

from tests.botapi import about, http, messages, rules, uploads
from tests.botapi.cast import Cast
from tests.botapi.faults import Fault, Flood
from tests.botapi.model import User
from tests.botapi.polling import Polling
from tests.botapi.refusal import Json, Refused, too_many
from tests.botapi.world import World

T = TypeVar("T")
ADDRESS = re.compile(r"/bot([^/]+)/(\w+)")
TOKEN = "123456789:TEST-token-of-the-stand-in-0123456789"
SENDS = {"sendMessage", "sendDocument", "sendPhoto"}
METHODS: dict[str, Callable[[World, Json], Any]] = {
    "getMe": about.get_me,
    "getChat": about.get_chat,
    "getChatMember": about.get_chat_member,
    "leaveChat": about.leave_chat,
    "setMyCommands": about.set_my_commands,
    "getMyCommands": about.get_my_commands,
    "deleteMyCommands": about.delete_my_commands,
    "setMyDescription": about.set_my_description,
    "setMyShortDescription": about.set_my_short_description,
    "setWebhook": about.set_webhook,
    "deleteWebhook": about.delete_webhook,
    "getWebhookInfo": about.get_webhook_info,
    "sendMessage": messages.send_message,
    "sendDocument": uploads.send_document,
    "sendPhoto": uploads.send_photo,
    "editMessageText": messages.edit_message_text,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "deleteMessage": messages.delete_message,
    "answerCallbackQuery": messages.answer_callback_query,
    "sendChatAction": messages.send_chat_action,
}


@dataclass(eq=False)
class Call:
    """One call of the bot, its parameters read if they could be.

    `refused` is what a rule said against it, `fault` the trouble we made.
    """

    method: str
    params: Json
    at: float = field(default_factory=time.monotonic)
    code: int = 0
    refused: str = ""
    fault: Fault | None = None
    result: Any = None

    def __repr__(self) -> str:
        return f"<{self.method} {self.params} → {self.code} {self.refused}>"


class BotApi(Cast):
    """A Bot API on a port of its own. Use it as a context manager."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "signpost_bot",
        reads_all: bool = False,
    ) -> None:
        self.token = token
        self.revoked = False
        self.world = World(
            User(int(token.split(":", maxsplit=1)[0]), "Signpost", username=username, is_bot=True),
            reads_all=reads_all,
        )
        super().__init__(self.world)
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.flood = Flood()
        self.polling = Polling(self.world)
        self.port = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._serve, name="bot-api", daemon=True)
        self._runner: web.AppRunner | None = None
        self._listening: socket.socket
        self.world.changed = self._changed

    # --- running -------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """What to give the bot as the address of the API."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> BotApi:
        self._loop = asyncio.new_event_loop()
        self._thread.start()
        self.up()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.down()
        loop, self._loop = self._loop, None
        if loop:
            loop.call_soon_threadsafe(loop.stop)
        self._thread.join()

    def _serve(self) -> None:
        loop = self._loop
        assert loop is not None
        loop.run_forever()
        loop.run_until_complete(_ended())
        loop.close()

    def up(self) -> None:
        """Takes connections, after `down` on the same port as before."""
        self._do(self._up())

    def down(self) -> None:
        """Closes the port and every connection: nobody can connect until `up`."""
        self._do(self._down())

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        assert self._loop, "use it as a context manager"
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _up(self) -> None:
        app = web.Application(client_max_size=64 * 1024**2)
        app.router.add_route("*", "/{anything:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        self._listening = socket.create_server(("127.0.0.1", self.port))
        await web.SockSite(self._runner, self._listening).start()
        self.port = self._listening.getsockname()[1]

    async def _down(self) -> None:
        if self._runner:
            asyncio.get_running_loop().remove_reader(self._listening)
            await _rounds()  # whoever was just let in is now known, and is shown out with the others
            await self._runner.cleanup()
            self._runner = None

    def _changed(self) -> None:
        if self._loop:
            self._loop.call_soon_threadsafe(self.polling.nudge)

    # --- trouble -------------------------------------------------------------------------------

    def fail(self, **what: Any) -> Fault:
        """The next calls that fit go wrong; see `Fault` for how, and to count its hits or stop it."""
        fault = Fault(**what)
        self.faults.append(fault)
        return fault

    @property
    def deaf(self) -> bool:
        """Polls are taken and never answered, as on a connection that is half open."""
        return self.polling.deaf

    @deaf.setter
    def deaf(self, on: bool) -> None:
        self.polling.deaf = on
        self._changed()

    # --- what the bot did ----------------------------------------------------------------------

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method, in order."""
        return [call for call in self.calls if call.method == method]

    @property
    def refusals(self) -> list[Call]:
        """The calls Telegram itself would have refused. A good bot has none."""
        return [call for call in self.calls if call.refused]

    def check_against_aiogram(self) -> None:
        """Every call that was not refused or spoiled fits aiogram's models, and so does every update we made."""
        from tests.botapi import oracle  # takes a second to import, and few tests need it

        with self.world.lock:
            calls = [call for call in self.calls if call.code == 200 and not call.fault]
            updates = [update for update in self.updates if not update.by_hand]
        wrong = [*oracle.wrong_calls(calls), *oracle.wrong_updates(updates)]
        assert not wrong, "\n".join(wrong)

    def _deeds(self) -> int:
        return sum(call.method != "getUpdates" for call in self.calls)

    # --- serving -------------------------------------------------------------------------------

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        call = Call("", {})
        try:
            found = ADDRESS.fullmatch(request.path)
            call.method = found[2] if found else request.path
            call.params = await http.parameters(request)
            with contextlib.suppress(Refused):  # what is wrong is said when the call is answered
                call.params = rules.read(call.method, call.params)
        except Refused as no:
            return self._refuse(call, no)
        finally:
            self.calls.append(call)
        with self.world.lock:
            fault = next((f for f in self.faults if f.fits(call.method, call.params)), None)
            if fault:
                fault.hits += 1
                call.fault = fault
        answer = self._answer(call, found[1] if found else "")
        return await (self._spoil(request, fault, call, answer) if fault else answer)

    async def _answer(self, call: Call, token: str) -> web.Response:
        """What Telegram answers on a good day."""
        try:
            self._admit(token)
            params = rules.read(call.method, call.params)
            if call.method == "getUpdates":
                response = http.handed(await self.polling.get_updates(params))
            else:
                response = http.answered(self._run(call, params))
        except Refused as no:
            return self._refuse(call, no)
        call.code = 200
        return response

    def _admit(self, token: str) -> None:
        if not token:
            raise Refused(404)
        if token != self.token or self.revoked:
            raise Refused(401)

    def _run(self, call: Call, params: Json) -> Any:
        with self.world.lock:
            if call.method in SENDS and isinstance(params["chat_id"], int):
                wait = self.flood.wait(params["chat_id"], time.monotonic())
                if wait:
                    raise too_many(wait)
            call.result = METHODS[call.method](self.world, params)
            return call.result

    def _refuse(self, call: Call, no: Refused) -> web.Response:
        call.code, call.refused = no.code, no.description
        return http.refused(no)

    async def _spoil(
        self, request: web.Request, fault: Fault, call: Call, answer: Coroutine[Any, Any, web.Response]
    ) -> web.StreamResponse:
        """The call under a fault: perhaps it takes effect, perhaps it is answered."""
        response = None
        if fault.applies:
            response = await answer
        else:
            answer.close()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.hang:
            await asyncio.Event().wait()
        if fault.close_connection or (fault.drop_after_apply and not fault.answers_itself):
            return http.hang_up(request)
        if fault.answers_itself:
            status, body, kind = fault.answer
            call.code = status
            raw = body.encode() if isinstance(body, str) else body
            return web.Response(body=raw, status=status, content_type=kind)
        assert response is not None
        return http.cut_off(response) if fault.truncated else response


async def _rounds() -> None:
    """Lets the loop go round until what was begun at once, as closing a connection is, has been done."""
    for _ in range(5):
        await asyncio.sleep(0)


async def _ended() -> None:
    """Nothing runs on this loop any more, and no connection is left half closed."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await _rounds()
