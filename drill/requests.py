"""Decides which parameters a request of a bot carries, in the four ways Telegram takes them; knows no method.

https://core.telegram.org/bots/api#making-requests: query string, urlencoded form, JSON, multipart form.
"""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp.base_protocol import BaseProtocol
from starlette.requests import Request

from drill.refusals import Refusal, bad
from drill.uploads import Upload

LARGEST = 60 * 1024 * 1024  # a little more than the largest file, as an album has several small ones


async def parameters(request: Request) -> dict[str, Any]:
    """All parameters of a request; those of the body win. Raises Refusal for a body that cannot be read."""
    given: dict[str, Any] = dict(request.query_params)
    if request.method != "POST":
        return given
    if int(request.headers.get("content-length", 0)) > LARGEST:
        raise Refusal(413)
    body = await request.body()
    kind = request.headers.get("content-type", "")
    match kind.partition(";")[0].strip().lower():
        case "application/json":
            given |= _json(body)
        case "application/x-www-form-urlencoded":
            given |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        case "multipart/form-data":
            given |= await _multipart(kind, body)
    return given


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise bad("object expected as a request body")
    return found


async def _multipart(kind: str, body: bytes) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    # The whole body is here already: a stream that wants to pause its sender would find none.
    stream = aiohttp.StreamReader(BaseProtocol(loop), len(body) + 1, loop=loop)
    stream.feed_data(body)
    stream.feed_eof()
    found: dict[str, Any] = {}
    try:
        reader = aiohttp.MultipartReader({"Content-Type": kind}, stream)
        while (part := await reader.next()) is not None:
            if not isinstance(part, aiohttp.BodyPartReader) or part.name is None:
                continue
            content = bytes(await part.read(decode=True))
            found[part.name] = _part(part, content)
    except (ValueError, AssertionError) as fault:
        raise bad("can't parse the multipart form") from fault
    return found


def _part(part: aiohttp.BodyPartReader, content: bytes) -> Upload | str:
    if part.filename is None:
        return content.decode("utf-8", "replace")
    return Upload(part.filename, content, part.headers.get("Content-Type", "application/octet-stream"))
