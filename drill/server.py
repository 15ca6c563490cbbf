"""Decides how the ground is reached over HTTP: the Bot API, files, control, page; knows no rule of Telegram."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from email.utils import formatdate
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from drill import page
from drill.calls import Answer
from drill.connections import Connections
from drill.control import Control, OnDuty, Practice
from drill.delivery import Delivery
from drill.dispatch import before
from drill.faults import FaultKind
from drill.ground import Ground
from drill.refusals import Refusal
from drill.requests import parameters


def app(ground: Ground, practice: Practice | None = None, on_duty: OnDuty | None = None) -> Starlette:
    """Everything under one address."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        delivering = asyncio.create_task(Delivery(ground).run())
        yield
        delivering.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await delivering

    gate = Gate(ground)
    routes = [
        Route("/bot{token}/{method}", gate.dated(gate.call), methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", gate.dated(gate.file), methods=["GET"]),
        *Control(ground, practice, on_duty).routes(),
        *page.routes(),
    ]
    made = Starlette(routes=routes, lifespan=lifespan)
    made.state.connections = Connections()
    return made


POLL = "a poll for updates"
DOWNLOAD = "file"
"""Under this name faults strike downloads."""


class Gate:
    """The Bot API over HTTP."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def dated(self, answers: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """Each answer says when it was given, by the ground's clock, as Telegram's do by theirs."""

        async def dated(request: Request) -> Response:
            response = await answers(request)
            response.headers["Date"] = formatdate(self._ground.clock.now(), usegmt=True)
            return response

        return dated

    async def call(self, request: Request) -> Response:
        token, method = request.path_params["token"], request.path_params["method"]
        try:
            given = await parameters(request)
        except Refusal as refusal:
            return JSONResponse(refusal.body(), status_code=refusal.code)
        receiving = self._ground.receive(token, method, given)
        # Only a poll can outlive the one who asked.
        answer = await (_unless_gone(request, receiving) if method.lower() == "getupdates" else receiving)
        return _response(request, answer)

    async def file(self, request: Request) -> Response:
        if early := before(self._ground, DOWNLOAD, None):
            return _response(request, early)
        if slow := self._ground.faults.struck(FaultKind.SLOW, DOWNLOAD, None):
            await asyncio.sleep(slow.seconds)
        if request.path_params["token"] != self._ground.token:
            return JSONResponse(Refusal(401).body(), status_code=401)
        file = self._ground.files.at(request.path_params["path"])
        if file is None:
            return JSONResponse(Refusal(404).body(), status_code=404)
        return Response(file.content, media_type="application/octet-stream")


def _response(request: Request, answer: Answer) -> Response:
    if not answer.cut:
        return JSONResponse(answer.body, status_code=answer.status)
    if request.client is not None:
        request.app.state.connections.cut((request.client.host, request.client.port))
    return Response(status_code=502)  # goes nowhere: the connection is gone


async def _unless_gone(request: Request, receiving: Coroutine[Any, Any, Answer]) -> Answer:
    """Ends a poll whose other side has hung up, so that it takes nothing from the next one."""
    task = asyncio.create_task(receiving, name=POLL)
    gone = asyncio.ensure_future(request.receive())
    await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
    gone.cancel()
    if task.done():
        return task.result()
    task.cancel()
    return Answer(499, {}, cut=True)


class _Server(uvicorn.Server):
    """A server inside somebody else's loop: it takes no signals and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Running:
    """A server that listens; `url` is its address without a slash at the end."""

    def __init__(self, server: _Server, serving: asyncio.Task[None], host: str, port: int) -> None:
        self._server = server
        self._serving = serving
        self.port = port
        self.url = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Stops within a moment; polls and streams are cut."""
        self._server.should_exit = True
        self._server.config.app.state.connections.cut_all()  # type: ignore[union-attr]
        await self._serving


async def serve(made: Starlette, host: str = "127.0.0.1", port: int = 0) -> Running:
    """Serves `app` in the running loop; port 0 takes a free one. Raises OSError if the port is in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once only on sockets that say they are TCP; without it each costs 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    config = uvicorn.Config(
        made,
        http=made.state.connections.protocol(),
        log_config=None,
        access_log=False,
        date_header=False,
        log_level="error",
        lifespan="on",
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    waiting = asyncio.create_task(server.listening.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if serving.done():
        await serving
    return Running(server, serving, host, listener.getsockname()[1])
