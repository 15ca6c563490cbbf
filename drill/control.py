"""Decides what the page may ask of the ground over HTTP; does not know how it is carried out."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from drill.accounts import Account
from drill.acts import perform
from drill.faults import FaultKind, Faults
from drill.ground import Ground
from drill.refusals import Impossible, Refusal, migrated, too_many
from drill.runner import NotReady

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
HEARTBEAT = 15.0  # seconds; a proxy or browser drops a stream that says nothing for long
LIMITS = ("methods", "chats", "times", "probability", "seed", "seconds")
Json = dict[str, Any]


class Practice(Protocol):
    """The process of the bot, as the composition root runs it."""

    @property
    def state(self) -> str:
        """ "running" or "stopped"."""

    async def kill(self) -> None: ...

    async def start(self) -> None: ...


OnDuty = Callable[[], Account | None]


class Control:
    """The routes below /ground/."""

    def __init__(self, ground: Ground, practice: Practice | None, on_duty: OnDuty | None = None) -> None:
        self._ground = ground
        self._practice = practice
        self._on_duty = on_duty
        # By this a page that stayed open knows another ground at the same address from the one before.
        self._opened = ground.clock.now()

    def routes(self) -> list[Route]:
        return [
            Route("/ground/act", self._posted(self._act), methods=["POST"]),
            Route("/ground/clock", self._posted(self._clock), methods=["POST"]),
            Route("/ground/faults", self._posted(self._faults), methods=["POST"]),
            Route("/ground/bot", self._posted(self._bot), methods=["POST"]),
            Route("/ground/state", self._state, methods=["GET"]),
            Route("/ground/stream", self._stream, methods=["GET"]),
            Route("/ground/file/{file_id}", self._file, methods=["GET"]),
        ]

    def _posted(self, act: Callable[[Json], Awaitable[Json]]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            if refused := _stranger(request) or _not_json(request):
                return refused
            try:
                body = await request.json()
                if not isinstance(body, dict):
                    raise Impossible("the body is a JSON object")
                return JSONResponse({"ok": True, **await act(body)})
            except (Impossible, Refusal) as reason:
                return _failed(str(reason))
            except (ValueError, TypeError) as reason:
                return _failed(f"this cannot be read: {reason}")

        return endpoint

    async def _act(self, body: Json) -> Json:
        return perform(self._ground, body)

    async def _clock(self, body: Json) -> Json:
        seconds = body.get("seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise Impossible("seconds is a number")
        self._ground.clock.wind(seconds)
        return {"now": self._ground.clock.now()}

    async def _faults(self, body: Json) -> Json:
        order(self._ground.faults, body)
        return {"faults": self._ground.faults.state()}

    async def _bot(self, body: Json) -> Json:
        if self._practice is None:
            raise Impossible("the bot does not run under this ground")
        try:
            match body.get("act"):
                case "kill":
                    await self._practice.kill()
                case "start":
                    await self._practice.start()
                case _:
                    raise Impossible("the bot can be killed or started")
        except NotReady as why:
            last = str(why).splitlines()[-1:] or ["it said nothing"]
            raise Impossible(f"the bot did not start: {last[0]}") from None
        finally:
            self._ground.changes.note()
        return {"state": self._practice.state}

    def _snapshot(self) -> Json:
        shown = self._ground.snapshot()
        shown["bot"]["state"] = self._practice.state if self._practice else None
        on_duty = self._on_duty() if self._on_duty else None
        return shown | {"opened": self._opened, "on_duty": on_duty.id if on_duty else None}

    async def _state(self, request: Request) -> Response:
        return _stranger(request) or JSONResponse(self._snapshot())

    async def _stream(self, request: Request) -> Response:
        return _stranger(request) or StreamingResponse(
            self._events(), media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    async def _events(self) -> AsyncIterator[str]:
        """The version after each change; several at once are one. What changed is read from /ground/state."""
        changes = self._ground.changes
        sent = -1
        while True:
            if changes.version == sent:
                yield ": still here\n\n"
            else:
                sent = changes.version
                yield f"data: {json.dumps({'version': sent})}\n\n"
            if changes.version == sent:
                await changes.wait(HEARTBEAT)

    async def _file(self, request: Request) -> Response:
        if refused := _stranger(request):
            return refused
        try:
            file = self._ground.files.get(request.path_params["file_id"])
        except Refusal:
            return _failed("there is no such file", 404)
        headers = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
        return Response(file.content, media_type=file.mime_type, headers=headers)


def order(faults: Faults, body: Json) -> None:
    """Arms or ends faults as a JSON object says; raises Impossible."""
    known = {"clear", "rate_limits", "outage", "status", "fault", "retry_after", "chat_id", *LIMITS}
    if unknown := body.keys() - known:
        raise Impossible(f"there is no {min(unknown)!r}; there are {', '.join(sorted(known))}")
    if body.get("clear"):
        faults.clear()
    if "rate_limits" in body:
        faults.rate_limits = bool(body["rate_limits"])
    if "outage" in body:
        faults.outage(float(body["outage"]), body.get("status"))
    if "fault" in body:
        limits = {name: body[name] for name in LIMITS if name in body}
        try:
            kind = FaultKind(body["fault"])
        except ValueError:
            raise Impossible(f"there is no such fault; there are {', '.join(FaultKind)}") from None
        faults.arm(kind, refusal=_refusal(kind, body), **{"times": 1} | limits)


def _refusal(kind: FaultKind, body: Json) -> Refusal | None:
    """What a call that is refused by a fault is told."""
    if kind is FaultKind.SERVER_ERROR:
        return Refusal(int(body.get("status", 502)))
    if kind is not FaultKind.REFUSAL:
        return None
    if "retry_after" in body:
        return too_many(int(body["retry_after"]))
    if "chat_id" in body:
        return migrated(int(body["chat_id"]))
    return Refusal(int(body.get("status", 403)), "bot was blocked by the user")


def _stranger(request: Request) -> Response | None:
    """Refuses what comes by another name than loopback: a page elsewhere must not reach in by DNS rebinding."""
    host = request.headers.get("host", "")
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return None if name in LOOPBACK else _failed("the practice ground answers on loopback only", 403)


def _not_json(request: Request) -> Response | None:
    """Other content types can be posted across sites without asking first."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return None if kind == "application/json" else _failed("send application/json", 415)


def _failed(reason: str, status: int = 400) -> Response:
    return JSONResponse({"ok": False, "error": reason}, status_code=status)
