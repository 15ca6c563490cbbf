"""From effect and view to calls, in the reader's language: one table, and the small drawings."""

from __future__ import annotations

from telegram import ForceReply

from bot.domain.effects import (
    DATED,
    PUBLISHED,
    AnswerPress,
    Effect,
    ExportEvent,
    FetchCalendar,
    LeaveChat,
    MarkSent,
    OpenThread,
    Redact,
    ReportUnprocessed,
    Reveal,
    Ring,
    SendCalendar,
    SendPacket,
    SendPlace,
    SendReport,
    ShowAudit,
    ShowCases,
    ShowDrill,
    ShowHistory,
    ShowImport,
    ShowKeys,
    ShowNumbers,
    ShowRoster,
    ShowScreen,
    StripButtons,
    Tell,
    TidyChat,
    UpdateCard,
    UpdateEventCard,
    UpdateRing,
    UpdateThread,
    Vanish,
    WipeChat,
)
from bot.domain.gaps import BEYOND
from bot.domain.people import Chat
from bot.domain.roles import Deed
from bot.domain.turns import weekly_in
from bot.ports import Purpose
from handlers.calls import NOTHING, Call, Plan, button, cut, rows
from handlers.catalogue import Catalogue, wall_time
from handlers.presses import choice_press, deed_press, language_press, proposal_press
from handlers.render_calendar import render_calendar, render_import
from handlers.render_case import render_card, render_keys, render_ring, render_ring_again, render_thread
from handlers.render_event import render_event, render_export
from handlers.render_lists import (
    render_audit,
    render_cases,
    render_history,
    render_identity,
    render_packet,
    render_point,
)
from handlers.render_relay import render_across
from handlers.render_screen import render_screen
from handlers.rules_said import RULES
from handlers.turn_words import hours_said, turns_said
from handlers.views import (
    AuditView,
    CasesView,
    CaseView,
    EventView,
    FactView,
    HistoryView,
    IdentityView,
    PacketView,
    RosterView,
    ScreenView,
    ShiftsView,
    Shown,
    WipeView,
)
from handlers.views_numbers import DrillView, NumbersView, ReportView
from handlers.writing import agreement, filled, mark_of, send, under_of, whole

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
        case _:
            return _asked(effect, view, chat, catalogue, repeat)


def _asked(effect: Effect, view: Shown, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """What one of the staff asked for."""
    match effect, view:
        case UpdateEventCard() | Ring(), EventView():
            return render_event(effect, view, chat, catalogue, repeat)
        case ExportEvent(), EventView():
            return render_export(view, chat)
        case SendPacket(), PacketView():
            return render_packet(effect, view, chat, catalogue)
        case ShowHistory(), HistoryView():
            return render_history(effect, view, chat, catalogue)
        case ShowCases(), CasesView():
            return render_cases(effect, view, chat, catalogue)
        case _, FactView():
            return render_across(effect, view, chat, catalogue, repeat)
        case _:
            return _of_the_desk(effect, view, chat, catalogue, repeat)


def _of_the_desk(effect: Effect, view: Shown, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """Rosters, numbers, the journal: what is about no one case."""
    match effect, view:
        case (ShowRoster(), _) | (ShowNumbers(), _) | (SendReport(), _) | (ShowDrill(), _):
            return _drawn(effect, view, chat, catalogue, repeat)
        case ShowAudit(), AuditView():
            return render_audit(effect, view, chat, catalogue)
        case SendCalendar(), ShiftsView():
            return render_calendar(view, chat, catalogue, repeat)
        case _:
            return _plain(effect, chat, catalogue, repeat)


def _drawn(effect: Effect, view: Shown, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """Pictures: what draws them is loaded when the first is asked for, not while people wait for a start."""
    from handlers.render_drill import render_drill
    from handlers.render_numbers import render_numbers
    from handlers.render_report import render_report
    from handlers.render_roster import render_roster

    match effect, view:
        case ShowRoster(), RosterView():
            return render_roster(effect, view, chat, catalogue, repeat)
        case ShowNumbers(), NumbersView():
            return render_numbers(view, chat, catalogue, effect.reply_to, repeat)
        case SendReport(), ReportView():
            return render_report(view, chat, catalogue, repeat)
        case ShowDrill(), DrillView():
            return render_drill(view, chat, catalogue, repeat)
        case _:
            return NOTHING


def _case(effect: Effect, view: CaseView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    match effect:
        case UpdateCard():
            return render_card(effect, view, chat, catalogue, repeat)
        case Ring():
            return render_ring(effect, view, chat, catalogue, repeat)
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
        case ShowImport():
            return render_import(effect, chat, catalogue, repeat)
        case FetchCalendar(file_id=file_id, zone=zone):
            return Plan((), reads=(file_id, zone))
        case MarkSent(message_id=message_id):
            arguments = {"chat_id": chat.telegram.reveal(), "message_id": message_id, "reaction": "👌"}
            return Plan((Call("set_message_reaction", arguments, needed=False),))
        case Redact():
            return _written_over(effect, chat)
        case LeaveChat():
            return Plan((Call("leave_chat", {"chat_id": chat.telegram.reveal()}, needed=False),))
        case StripButtons(message_id=message_id):
            arguments = {"chat_id": chat.telegram.reveal(), "message_id": message_id}
            return Plan((Call("edit_message_reply_markup", arguments, needed=False),))
        case ReportUnprocessed():
            return _unprocessed(effect, chat, catalogue, repeat)
        case _:
            return NOTHING


def _written_over(effect: Redact, chat: Chat) -> Plan:
    """A text has no caption and a thing no text: where it is the other, this is refused, and does no harm."""
    method, what = ("edit_message_caption", "caption") if effect.caption else ("edit_message_text", "text")
    place = {"chat_id": chat.telegram.reveal(), "message_id": effect.message_id}
    return Plan((Call(method, {**place, what: "–"}, needed=False),))


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
        text = catalogue.text("desk", chat.language, effect.key, **filled(effect.blanks))
        arguments |= {"text": text[:200], "show_alert": effect.alert}
    return Plan((Call("answer_callback_query", arguments, needed=False),))


def _tell(effect: Tell, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    blanks = filled(effect.blanks)
    year = DATED in blanks
    told = [
        (name, wall_time(at, effect.zone, chat.language, own=chat.zone, year=year)) for name, at in effect.moments
    ]
    blanks |= dict(told)
    blanks.setdefault("zone", effect.zone)
    for name in ("closing", "change"):
        if key := blanks.get(name):
            blanks[name] = catalogue.text("desk", chat.language, str(key))
    if effect.key in RULES:
        name, said = RULES[effect.key]
        blanks[name] = said(str(blanks[name]), chat.language, catalogue)
    if effect.rotation is not None:
        blanks["what"] = turns_said(effect.rotation, chat.language, catalogue)
    if effect.weekly is not None:
        blanks["hours"] = hours_said(effect.weekly, chat.language, catalogue)
    spans = [when for name, when in told if name == "span"]
    blanks["spans"] = "\n".join(f"{begin} – {end}" for begin, end in zip(spans[::2], spans[1::2], strict=False))
    if tongue := blanks.get("tongue"):
        blanks["tongue"] = catalogue.name_of(chat.language, str(tongue))
    mark = mark_of("desk", chat, catalogue, repeat) + (_ASKS if effect.asks else "")
    text = mark + catalogue.text("desk", chat.language, effect.key, **blanks)
    if BEYOND in blanks:
        text += "\n" + catalogue.text("desk", chat.language, "gap.goes_on")
    if PUBLISHED in blanks:
        text += "\n" + catalogue.text("desk", chat.language, "rotate.published")
    more = under_of(effect.reply_to) | {"disable_notification": not effect.sounds}
    more |= {"protect_content": True} if effect.case else {}
    markup = _tell_buttons(effect, chat, catalogue)
    purpose = Purpose.PROMPT if effect.asks else Purpose.ANSWER
    return Plan((send(chat, text, purpose, reply_markup=markup, **more),), effect.case)


_ASKS = "✎ "
"""Before what asks the desk: so its code is not the first, and a reply to a copy that we do not know of is no
answer to the person (`origins.py`)."""


_ONE_BUTTON = {
    **dict.fromkeys(("gap.now", "gap.coming", "cover.open"), "button.take_span"),
    **dict.fromkeys(("turn.begins", "turn.still"), "button.check_in"),
    "turn.digest": "button.take_over",
    "undo.offer": "button.undo",
    "cover.asked": "button.withdraw",
}
"""Offers that one taps, or leaves."""


def _tell_buttons(effect: Tell, chat: Chat, catalogue: Catalogue) -> object:
    if effect.proposal is not None and effect.key in _ONE_BUTTON:
        text = catalogue.text("desk", chat.language, _ONE_BUTTON[effect.key])
        return rows([button(text, proposal_press(effect.proposal, accepted=effect.key != "cover.asked"))])
    if effect.proposal is not None:
        return agreement(effect.proposal, chat, catalogue)
    if effect.choices:
        return _choices(effect, chat, catalogue)
    if effect.asks:
        return ForceReply(selective=False)
    if effect.anyway:
        text = catalogue.text("desk", chat.language, "button.anyway")
        return rows([button(text, deed_press(Deed.ANYWAY, effect.anyway, ""))])
    if effect.key == "staff.languages":
        return rows([button(catalogue.own_name(one), language_press(one)) for one in catalogue.desk_languages])
    return None


_LONGEST_TEXT = 64
_LONGEST_PRESS = 64
"""Bytes that Telegram keeps behind a button."""


def _choices(effect: Tell, chat: Chat, catalogue: Catalogue) -> object:
    """One below the other: a span is as wide as the screen."""
    if effect.chooses is None:
        return None
    shown = []
    for one in effect.choices:
        named = _named(one.key, effect.zone, chat, catalogue)
        text = " ".join(filter(None, (cut(one.label.reveal(), _LONGEST_TEXT - len(named) - 1), named)))
        if one.span is not None:
            text = " – ".join(wall_time(at, effect.zone, chat.language, own=chat.zone) for at in one.span)
        press = choice_press(effect.chooses, one.words)
        if len(press.encode()) <= _LONGEST_PRESS:
            shown.append([button(text, press)])
    return rows(*shown) if shown else None


def _named(key: str, zone: str, chat: Chat, catalogue: Catalogue) -> str:
    """What a choice's key stands for."""
    kind, _, what = key.partition(":")
    match kind:
        case "":
            return ""
        case "country":
            return catalogue.country(chat.language, what)
        case "tongue":
            return catalogue.own_name(what)
        case "hours":
            weekly = weekly_in(what.split(), zone)
            return hours_said(weekly, chat.language, catalogue) if weekly else ""
        case _:
            return catalogue.text("desk", chat.language, key)


def _unprocessed(effect: ReportUnprocessed, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    mark = mark_of("desk", chat, catalogue, repeat)
    text = catalogue.text(
        "desk", chat.language, "unprocessed", update=effect.update_id, words=effect.words.reveal()
    )
    calls = whole(chat, mark, text, Purpose.THREAD, disable_notification=False, protect_content=True)
    return Plan(calls, effect.case)
