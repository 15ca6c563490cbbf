"""Decides what a call of the Bot API comes to: faults, token, specification, budgets, then the method."""

import asyncio
from collections.abc import Mapping
from typing import Any

from drill.calls import Answer, Call, Receipt
from drill.faults import FaultKind
from drill.methods import BUDGETED, METHODS
from drill.refusals import Refusal, bad, too_many
from drill.specification import bot_api
from drill.state import State
from drill.uploads import Upload

CUT = Answer(0, {}, cut=True)


async def answer(state: State, token: str, name: str, given: Mapping[str, Any]) -> Answer:
    """The answer to one call; `given` holds its parameters as they came, uploads among them."""
    found = await _faulty(state, token, name, given)
    shown = {key: value for key, value in given.items() if not isinstance(value, Upload)}
    method = bot_api().by_name.get(name.lower())
    receipt = Receipt(
        method.name if method else name, shown, found.body, found.status, state.clock.now(), found.cut
    )
    state.remember(receipt)
    # Everything but polling is something to look at for those who wait for the bot to act.
    if receipt.method != "getUpdates":
        state.changes.note()
    return found


async def _faulty(state: State, token: str, name: str, given: Mapping[str, Any]) -> Answer:
    """The answer, as the armed faults let it through."""
    chat_id = _chat_id(given)
    if early := before(state, name, chat_id):
        return early
    if slow := state.faults.struck(FaultKind.SLOW, name, chat_id):
        await asyncio.sleep(slow.seconds)
    found = await _answered(state, token, name, given)
    if state.faults.down:  # the outage began while we were at it
        return _outage(state)
    if found.status == 200 and state.faults.struck(FaultKind.LOST_ANSWER, name, chat_id):
        return Answer(found.status, found.body, cut=True)
    return found


def before(state: State, name: str, chat_id: int | None) -> Answer | None:
    """What happens to a call that does not reach the method, or to a download (named "file")."""
    if state.faults.down:
        return _outage(state)
    if state.faults.struck(FaultKind.CUT, name, chat_id):
        return CUT
    for kind in (FaultKind.SERVER_ERROR, FaultKind.REFUSAL):
        fault = state.faults.struck(kind, name, chat_id)
        if fault and fault.refusal:
            return _refused(fault.refusal)
    return None


def _outage(state: State) -> Answer:
    status = state.faults.outage_status
    return CUT if status is None else _refused(Refusal(status))


async def _answered(state: State, token: str, name: str, given: Mapping[str, Any]) -> Answer:
    try:
        return Answer(200, {"ok": True, "result": await _result(state, token, name, given)})
    except Refusal as refusal:
        return _refused(refusal)


def _refused(refusal: Refusal) -> Answer:
    # 501 is ours: a client that sees a 5xx would try again for ever.
    return Answer(refusal.code, refusal.body())


async def _result(state: State, token: str, name: str, given: Mapping[str, Any]) -> Any:
    if token != state.token:
        raise Refusal(401)
    method = bot_api().by_name.get(name.lower())
    if method is None:
        raise Refusal(404)
    if state.signed_out:
        raise bad("Logged out")
    uploads = {key: value for key, value in given.items() if isinstance(value, Upload)}
    call = Call(method.name, bot_api().parameters(method, given), uploads)
    carry_out = METHODS.get(method.name)
    if carry_out is None:
        raise Refusal(501, f"{method.name} is not part of the practice ground")
    _spend(state, call)
    return await carry_out(state, call)


def _spend(state: State, call: Call) -> None:
    """Raises Refusal 429 if the bot writes too fast."""
    if call.method not in BUDGETED or not state.faults.rate_limits or "chat_id" not in call:
        return
    count = len(call.get("media", ())) if call.method == "sendMediaGroup" else len(call.get("message_ids", "1"))
    wait = state.budgets.spend(state.chat(call["chat_id"]).id, count)
    if wait:
        raise too_many(wait)


def _chat_id(given: Mapping[str, Any]) -> int | None:
    try:
        return int(given["chat_id"])
    except (KeyError, TypeError, ValueError):
        return None
