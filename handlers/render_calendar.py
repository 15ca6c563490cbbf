"""Draws calendars: somebody's shifts as a file, and what a file that came would change."""

from __future__ import annotations

from telegram import InputFile

from bot.domain.effects import ShowImport
from bot.domain.people import Chat
from bot.ports import Purpose
from handlers.calendars import written
from handlers.calls import Call, Plan
from handlers.catalogue import Catalogue, wall_time
from handlers.views import ShiftsView
from handlers.writing import agreement, mark_of, send, under_of

_FILE = "my-shifts.ics"


def render_calendar(view: ShiftsView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """A file that may be kept and passed on: nothing in it but times and the desk's name."""
    said = catalogue.text("desk", chat.language, "calendar.sent", desk=view.desk.name)
    arguments = {
        "chat_id": chat.telegram.reveal(),
        "document": InputFile(written(view), _FILE),
        "caption": mark_of("desk", chat, catalogue, repeat) + said,
        "disable_notification": True,
    }
    return Plan((Call("send_document", arguments, notes=Purpose.ANSWER),))


def render_import(effect: ShowImport, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """What would change, what stays, and what was left out; nothing is changed by it."""

    def say(key: str, /, **blanks: object) -> str:
        return catalogue.text("desk", chat.language, key, **blanks)

    head = "calendar.preview" if effect.changes else "calendar.same"
    lines = [say(head, desk=effect.desk, zone=effect.zone, count=effect.count)]
    for one in effect.changes:
        begin, end = (wall_time(at, effect.zone, chat.language) for at in (one.starts_at, one.ends_at))
        key = "calendar.away" if one.away else "calendar.shift"
        lines.append(say(key, from_at=begin, to_at=end, name=one.name.reveal()))
    if effect.count > len(effect.changes):
        lines.append(say("calendar.more", count=effect.count - len(effect.changes)))
    lines += [say(key, count=count) for key, count in effect.tallies if count]
    if effect.unclear:
        what = ", ".join(f"«{one.reveal() or '–'}»" for one in effect.unclear)
        lines.append(say("calendar.unclear", what=what))
    text = mark_of("desk", chat, catalogue, repeat) + "\n".join(lines)
    markup = agreement(effect.proposal, chat, catalogue) if effect.proposal is not None else None
    return Plan((send(chat, text, Purpose.ANSWER, reply_markup=markup, **under_of(effect.reply_to)),))
