"""From effect and view to calls, in the reader's language: one table, and the small drawings."""

from __future__ import annotations

from telegram import ForceReply, InputFile, ReplyParameters

from bot.domain.effects import (
    AmendReply,
    AnswerPress,
    Effect,
    FetchMedia,
    MarkSent,
    OpenThread,
    RelayToOwner,
    RelayToRequester,
    ReportUnprocessed,
    Reveal,
    Ring,
    SendPlace,
    ShowCases,
    ShowHistory,
    ShowKeys,
    ShowRoster,
    ShowScreen,
    StripButtons,
    Tell,
    TidyChat,
    UpdateCard,
    UpdateRing,
    UpdateThread,
    Vanish,
    WipeChat,
)
from bot.domain.events import AmendLost, MediaHandedOver, RelayDelivered
from bot.domain.facts import (
    Answered,
    Called,
    Came,
    FactValue,
    Fetched,
    Located,
    Media,
    MediaKind,
    Missed,
    NotFetched,
    Reachable,
    Replied,
    Said,
    Signed,
    Withdrew,
)
from bot.domain.ids import OfficerId
from bot.domain.people import Chat
from bot.domain.private import Private
from bot.ports import Purpose
from handlers.calls import NOTHING, Call, Plan, button, cut, parts, rows, units
from handlers.catalogue import Catalogue, wall_time
from handlers.presses import language_press, proposal_press
from handlers.render_case import render_card, render_keys, render_ring, render_ring_again, render_thread
from handlers.render_lists import render_cases, render_history, render_identity, render_point
from handlers.render_screen import render_screen
from handlers.views import (
    CasesView,
    CaseView,
    FactView,
    HistoryView,
    IdentityView,
    RosterView,
    ScreenView,
    Shown,
    WipeView,
)

LONGEST, CAPTION = 4_096, 1_024
"""Telegram's limits for a text and for the words under a thing."""
_BARE = (MediaKind.STICKER, MediaKind.VIDEO_NOTE)
"""Things that Telegram lets nobody write under."""
TOGETHER = 100
"""How many messages one deleteMessages takes."""


def render(effect: Effect, view: Shown, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """The calls that carry out this effect now."""
    match effect, view:
        case ShowScreen(), ScreenView():
            return render_screen(view, chat, catalogue, repeat)
        case WipeChat() | TidyChat() | Vanish(), WipeView():
            return _wipe(view, chat)
        case _, CaseView():
            return _case(effect, view, chat, catalogue, repeat)
        case Reveal(), IdentityView():
            return render_identity(effect, view, chat, catalogue)
        case ShowHistory(), HistoryView():
            return render_history(view, chat, catalogue)
        case ShowCases(), CasesView():
            return render_cases(effect, view, chat, catalogue)
        case _, FactView():
            return _across(effect, view, chat, catalogue, repeat)
        case ShowRoster(), RosterView():
            return _roster(effect, view, chat, catalogue, repeat)
        case _:
            return _plain(effect, chat, catalogue, repeat)


def _case(effect: Effect, view: CaseView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    match effect:
        case UpdateCard():
            return render_card(view, chat, catalogue, repeat)
        case Ring():
            return render_ring(view, chat, catalogue, repeat)
        case UpdateRing(message_id=message_id):
            return render_ring_again(view, chat, catalogue, message_id)
        case OpenThread() | UpdateThread():
            return render_thread(view, chat, catalogue, isinstance(effect, UpdateThread), repeat)
        case ShowKeys():
            return render_keys(effect, view, chat, catalogue)
        case SendPlace():
            return render_point(view, chat, catalogue)
        case _:
            return _plain(effect, chat, catalogue, repeat)


def _plain(effect: Effect, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    match effect:
        case AnswerPress():
            return _answer(effect, chat, catalogue)
        case Tell():
            return _tell(effect, chat, catalogue, repeat)
        case MarkSent(message_id=message_id):
            arguments = {"chat_id": chat.telegram.reveal(), "message_id": message_id, "reaction": "👌"}
            return Plan((Call("set_message_reaction", arguments, needed=False),))
        case StripButtons(message_id=message_id):
            arguments = {"chat_id": chat.telegram.reveal(), "message_id": message_id}
            return Plan((Call("edit_message_reply_markup", arguments, needed=False),))
        case ReportUnprocessed():
            return _unprocessed(effect, chat, catalogue, repeat)
        case _:
            return NOTHING


def _wipe(view: WipeView, chat: Chat) -> Plan:
    ids = view.message_ids
    calls = tuple(
        Call(
            "delete_messages",
            {"chat_id": chat.telegram.reveal(), "message_ids": list(ids[place : place + TOGETHER])},
        )
        for place in range(0, len(ids), TOGETHER)
    )
    return Plan(calls, forgets=ids)


def _answer(effect: AnswerPress, chat: Chat, catalogue: Catalogue) -> Plan:
    arguments: dict[str, object] = {"callback_query_id": effect.press}
    if effect.key:
        text = catalogue.text("desk", chat.language, effect.key, **_filled(effect.blanks))
        arguments |= {"text": text[:200], "show_alert": effect.alert}
    return Plan((Call("answer_callback_query", arguments, needed=False),))


def _filled(blanks: tuple[tuple[str, Private[str]], ...]) -> dict[str, object]:
    return {name: value.reveal() for name, value in blanks}


def _send(chat: Chat, text: str, purpose: Purpose, **more: object) -> Call:
    arguments = {
        "chat_id": chat.telegram.reveal(),
        "text": cut(text, LONGEST),
        "disable_notification": True,
        **more,
    }
    return Call("send_message", arguments, notes=purpose)


def _whole(chat: Chat, head: str, text: str, purpose: Purpose, **more: object) -> tuple[Call, ...]:
    """All of a text, in as many messages as it takes, each with the head: nothing said is cut off on its way."""
    pieces = parts(text, LONGEST - units(head))
    return tuple(_send(chat, head + piece, purpose, **more) for piece in pieces)


def _mark(domain: str, chat: Chat, catalogue: Catalogue, repeat: bool) -> str:
    """What stands before a message of which a first copy may have arrived (invariant 3)."""
    return catalogue.text(domain, chat.language, "repeat") + " " if repeat else ""


def _under(message_id: int | None) -> dict[str, object]:
    if message_id is None:
        return {}
    return {"reply_parameters": ReplyParameters(message_id, allow_sending_without_reply=True)}


def _tell(effect: Tell, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    blanks = _filled(effect.blanks)
    blanks |= {name: wall_time(at, effect.zone, chat.language) for name, at in effect.moments}
    blanks.setdefault("zone", effect.zone)
    if closing := blanks.get("closing"):
        blanks["closing"] = catalogue.text("desk", chat.language, str(closing))
    mark = _mark("desk", chat, catalogue, repeat)
    text = mark + catalogue.text("desk", chat.language, effect.key, **blanks)
    more = _under(effect.reply_to) | {"disable_notification": not effect.sounds}
    more |= {"protect_content": True} if effect.case else {}
    markup = _tell_buttons(effect, chat, catalogue)
    purpose = Purpose.PROMPT if effect.asks else Purpose.ANSWER
    return Plan((_send(chat, text, purpose, reply_markup=markup, **more),), effect.case)


def _tell_buttons(effect: Tell, chat: Chat, catalogue: Catalogue) -> object:
    if effect.proposal is not None:
        confirm = catalogue.text("desk", chat.language, "button.confirm")
        cancel = catalogue.text("desk", chat.language, "button.cancel")
        yes, no = (
            proposal_press(effect.proposal, accepted=True),
            proposal_press(effect.proposal, accepted=False),
        )
        return rows([button(confirm, yes), button(cancel, no)])
    if effect.asks:
        return ForceReply(selective=False)
    if effect.key == "staff.languages":
        return rows([button(catalogue.own_name(one), language_press(one)) for one in catalogue.desk_languages])
    return None


def _across(effect: Effect, view: FactView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    match effect:
        case RelayToOwner():
            return _to_owner(effect, view, chat, catalogue, repeat)
        case RelayToRequester():
            return _to_requester(effect, view, chat, catalogue, repeat)
        case AmendReply():
            return _amended(effect, view, chat)
        case FetchMedia() if isinstance(view.fact.value, Media):
            return Plan((), fetches=view.fact.value.file_id)
        case _:
            return NOTHING


def _to_requester(
    effect: RelayToRequester, view: FactView, chat: Chat, catalogue: Catalogue, repeat: bool
) -> Plan:
    """The owner's words as they are: no name, no forward header, no sound."""
    if not isinstance(view.fact.value, Replied):
        return NOTHING
    mark = _mark("requester", chat, catalogue, repeat)
    calls = _whole(chat, mark, view.fact.value.words.reveal(), Purpose.WORDS)
    return Plan(calls, then=RelayDelivered(effect.case, view.fact.id))


def _amended(effect: AmendReply, view: FactView, chat: Chat) -> Plan:
    """In place: an edit lights no phone."""
    if view.thread is None or not isinstance(view.fact.value, Replied):
        return Plan((), then=AmendLost(effect.case, view.fact.id))
    place = {"chat_id": chat.telegram.reveal(), "message_id": view.thread}
    return Plan((Call("edit_message_text", {**place, "text": view.fact.value.words.reveal()}),))


def _to_owner(effect: RelayToOwner, view: FactView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """What the person sent, without their account, under the case's own message."""
    under: dict[str, object] = {**_under(view.thread), "protect_content": True, "disable_notification": True}
    head = f"{view.code} " + _mark("desk", chat, catalogue, repeat)
    value = view.fact.value
    case = view.fact.case
    match value:
        case Media() if effect.uploads and view.content is None:
            gone = catalogue.text("desk", chat.language, "sent.gone_there")
            return Plan(_whole(chat, head, gone, Purpose.THREAD, **under), case)
        case Media():
            if view.not_kept is not None:
                head += f"({catalogue.text('desk', chat.language, f'sent.{view.not_kept.value}')}) "
            calls = _media(value, view.content, head, chat, under)
            return Plan(calls, case, then=MediaHandedOver(case, view.fact.id))
        case Located(place=place):
            pin = {"chat_id": chat.telegram.reveal(), "latitude": place.latitude.reveal(), **under}
            pin["longitude"] = place.longitude.reveal()
            said = (_send(chat, head, Purpose.THREAD, **under),) if repeat else ()
            return Plan((*said, Call("send_location", pin, notes=Purpose.THREAD)), case)
        case _:
            return Plan(_whole(chat, head, _in_words(value, chat, catalogue), Purpose.THREAD, **under), case)


def _media(
    value: Media, content: Private[bytes] | None, head: str, chat: Chat, under: dict[str, object]
) -> tuple[Call, ...]:
    """The thing with its words under it; words that do not fit there follow as messages.

    It goes by its id, without a name; from what we keep only where `content` is given.
    """
    kind = value.kind.value
    thing = InputFile(content.reveal(), f"{kind}.{value.suffix or 'bin'}") if content else value.file_id.reveal()
    arguments: dict[str, object] = {"chat_id": chat.telegram.reveal(), kind: thing, **under}
    words = value.caption.reveal() if value.caption else ""
    fits = value.kind not in _BARE and units(head + words) <= CAPTION
    if fits:
        arguments["caption"] = head + words
    call = Call(f"send_{kind}", arguments, notes=Purpose.THREAD)
    return (call,) if fits else (call, *_whole(chat, head, words, Purpose.THREAD, **under))


_ALWAYS: dict[FactValue, str] = {
    Called(): "rule.R1-10",
    Signed(danger=True): "mark.takeover",
    Signed(danger=False): "mark.safe_signed",
    Withdrew(): "mark.withdrew",
    Missed(): "mark.missed",
}
"""Facts that say the same whoever brings them."""


def _in_words(value: FactValue, chat: Chat, catalogue: Catalogue) -> str:
    def say(key: str, /, **blanks: object) -> str:
        return catalogue.text("desk", chat.language, key, **blanks)

    match value:
        case Said(words=words, edited=edited):
            return (f"({say('card.edited')}) " if edited else "") + words.reveal()
        case Reachable(own=own):
            return say("contact.own" if own else "contact.phone")
        case Answered(step=step, answer=answer):
            return say(f"answered.{step}.{answer}")
        case Came(door=door):
            return say(f"door.{door.value}")
        case Fetched():
            return say("sent.suspect")
        case NotFetched(why=why):
            return say(f"sent.{why.value}")
        case _:
            return say(_ALWAYS[value]) if value in _ALWAYS else ""


def _roster(effect: ShowRoster, view: RosterView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    def say(key: str, /, **blanks: object) -> str:
        return catalogue.text("desk", chat.language, key, **blanks)

    zone = view.desk.zone
    gap = say("roster.gap")
    names: dict[OfficerId | None, str] = {None: gap, **dict(view.names.items())}
    if effect.week:
        lines = [say("roster.week", desk=view.desk.name, zone=zone)]
        lines += [
            f"{wall_time(begin, zone, chat.language)} – {wall_time(end, zone, chat.language)}  {names[who]}"
            for begin, end, who in view.spans[:40]
        ]
    else:
        until = next((wall_time(end, zone, chat.language) for _, end, _ in view.spans[:1]), "")
        lines = [
            say("duty.now", desk=view.desk.name, name=names[view.turn.duty], until=until, zone=zone),
            say("duty.backup", name=names[view.turn.backup]),
        ]
    text = _mark("desk", chat, catalogue, repeat) + "\n".join(lines)
    return Plan((_send(chat, text, Purpose.ANSWER, **_under(effect.reply_to)),))


def _unprocessed(effect: ReportUnprocessed, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    mark = _mark("desk", chat, catalogue, repeat)
    text = catalogue.text(
        "desk", chat.language, "unprocessed", update=effect.update_id, words=effect.words.reveal()
    )
    calls = _whole(chat, mark, text, Purpose.ANSWER, disable_notification=False, protect_content=True)
    return Plan(calls, effect.case)
