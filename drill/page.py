"""Decides how the page of the practice ground is served, and must not know what is on it."""

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"

HEADERS = {
    # Nothing comes from elsewhere and nothing written in a message can run: https://www.w3.org/TR/CSP3/
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    # A changed file is seen on the next reload; nothing of a training stays in the browser's cache.
    "cache-control": "no-store",
}


class Guarded:
    """Adds the guarding headers to what `app` answers, its refusals (404, 405) among them."""

    def __init__(self, app: ASGIApp) -> None:
        # A refusal is raised; left to the server it would be answered outside, without the headers.
        self._app = ExceptionMiddleware(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, send_guarded)


async def front(_request: Request) -> FileResponse:
    return FileResponse(STATIC / "index.html", headers=HEADERS)


def routes() -> list[Route | Mount]:
    """The page at `/` and what it loads below `/static/`."""
    return [
        Route("/", front, methods=["GET"]),
        Mount("/static", app=Guarded(StaticFiles(directory=STATIC))),
    ]
