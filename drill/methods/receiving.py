"""Decides how the bot gets its updates and answers presses; does not know what is in them."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from drill.calls import Call
from drill.presses import LIFETIME
from drill.refusals import OTHER_POLL, QUERY_TOO_OLD, WEBHOOK_ACTIVE, Refusal, bad
from drill.state import State
from drill.updates import told
from drill.webhook import Webhook

LONGEST_POLL = 50
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


async def get_updates(state: State, call: Call) -> list[dict[str, Any]]:
    """Confirms what lies before `offset`; waits up to `timeout` seconds of real time for something new."""
    if state.webhook.url:
        raise Refusal(409, WEBHOOK_ACTIVE)
    state.polls += 1
    mine = state.polls
    state.updates.allow(call.get("allowed_updates"))
    offset = call.get("offset", 0)
    state.updates.confirm(offset)
    state.changes.note()  # ends the poll that was waiting
    loop = asyncio.get_running_loop()
    until = loop.time() + min(max(call.get("timeout", 0), 0), LONGEST_POLL)
    while not (waiting := state.updates.pending(call.get("limit", 100))):
        left = until - loop.time()
        if left <= 0 or state.faults.down:
            break
        await state.changes.wait(left)
        if state.polls != mine:
            raise Refusal(409, OTHER_POLL)
        if state.webhook.url:
            raise Refusal(409, WEBHOOK_ACTIVE)
    return [told(pending) for pending in waiting]


async def set_webhook(state: State, call: Call) -> bool:
    url = call["url"]
    if not url:
        return await delete_webhook(state, call)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.hostname not in LOOPBACK:
        raise bad("bad webhook: the practice ground delivers to loopback addresses only")
    secret = call.get("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
        raise bad("secret token contains unallowed characters")
    state.updates.allow(call.get("allowed_updates"))
    if call.get("drop_pending_updates"):
        state.updates.clear()
    certified = "certificate" in call
    state.webhook = Webhook(url, secret, call.get("max_connections", 40), certified, call.get("ip_address"))
    state.changes.note()
    return True


async def delete_webhook(state: State, call: Call) -> bool:
    if call.get("drop_pending_updates"):
        state.updates.clear()
    state.webhook = Webhook()
    state.changes.note()
    return True


async def get_webhook_info(state: State, _call: Call) -> dict[str, Any]:
    return state.webhook.card(len(state.updates), state.updates.allowed)


async def answer_callback_query(state: State, call: Call) -> bool:
    press = state.presses_by_id.get(call["callback_query_id"])
    if press is None or press.answer is not None or state.clock.now() - press.at >= LIFETIME:
        raise bad(QUERY_TOO_OLD)
    press.answer = {
        "text": call.get("text", ""),
        "show_alert": call.get("show_alert", False),
        "url": call.get("url", ""),
        "time": state.clock.now(),
    }
    state.changes.note()
    return True
