"""Draws an event: one card for all its cases, and the table of them."""

from __future__ import annotations

import csv
import io

from telegram import InputFile

from bot.domain.effects import Ring, UpdateEventCard
from bot.domain.events import EventShown
from bot.domain.gazetteer import whereabouts
from bot.domain.people import Chat
from bot.domain.phrasebook import Phrase
from bot.domain.roles import Deed
from bot.ports import Purpose
from handlers.calls import Call, Plan, button, rows
from handlers.catalogue import Catalogue, wall_time
from handlers.presses import deed_press
from handlers.render_lists import Reader
from handlers.views import EventView
from handlers.writing import mark_of

_TO_ALL = (Phrase.HURT, Phrase.MONEY)
"""What is asked of everybody in an event by one tap; the others by `/askall CODE …`."""


def render_event(
    effect: UpdateEventCard | Ring, view: EventView, chat: Chat, catalogue: Catalogue, repeat: bool
) -> Plan:
    """One card for all of an event: counts, and what can be done with all of it at once."""
    reader, counts = Reader(chat, catalogue), view.counts
    levels = ", ".join(f"{reader.say(f'level.{level.value}')}: {count}" for level, count in counts.levels)
    tongues = ", ".join(f"{catalogue.name_of(chat.language, code)} {count}" for code, count in counts.languages)
    lines = [
        reader.say("event.head", code=view.code, count=counts.reports),
        levels,
        reader.say("event.owned", waiting=counts.waiting, taken=counts.taken, closed=counts.closed),
        reader.say("event.where", place=_where(view, chat, catalogue)),
        reader.say("event.languages", what=tongues),
        reader.say(
            "event.times",
            from_at=wall_time(counts.first_at, view.zone, chat.language, day=False, own=chat.zone),
            to_at=wall_time(counts.last_at, view.zone, chat.language, day=False, own=chat.zone),
        ),
    ]
    does = ((Deed.EVENT, "button.list"), (Deed.TAKE_ALL, "button.take_all"), (Deed.EXPORT, "button.export"))
    keys = [button(reader.say(key), deed_press(deed, view.code, "")) for deed, key in does]
    asks = [
        button(reader.say(f"phrase.{one.value}"), deed_press(Deed.ASK_ALL, view.code, one.value))
        for one in _TO_ALL
    ]
    text, markup = "\n".join(lines), rows(keys, asks)
    common = {"chat_id": chat.telegram.reveal(), "reply_markup": markup}
    shown = EventShown(view.case)
    if view.standing and isinstance(effect, UpdateEventCard) and not effect.loud:
        place = {**common, "text": text, "message_id": view.standing[-1].message_id}
        return Plan((Call("edit_message_text", place),), view.case, then=shown)
    loud = {"protect_content": True, "disable_notification": False}
    said = {"text": mark_of("desk", chat, catalogue, repeat) + text}
    return Plan((Call("send_message", {**common, **said, **loud}, notes=Purpose.EVENT),), view.case, then=shown)


def _where(view: EventView, chat: Chat, catalogue: Catalogue) -> str:
    if view.place is None:
        return "?"
    latitude, longitude = view.place.degrees()
    near = whereabouts(latitude, longitude)
    parts = [near.town, near.province, catalogue.country(chat.language, near.country)] if near else []
    return " | ".join([f"{latitude:.3f},{longitude:.3f}", *(part for part in parts if part)])


def render_export(view: EventView, chat: Chat) -> Plan:
    """A table that any program opens; of the people only codes, languages and places."""
    rows_of = [("code", "level", "state", "owner", "opened", "language", "latitude", "longitude"), *view.table]
    stream = io.StringIO()
    csv.writer(stream).writerows(rows_of)
    content = stream.getvalue().encode("utf-8-sig")
    arguments = {
        "chat_id": chat.telegram.reveal(),
        "document": InputFile(content, f"{view.code}.csv"),
        "protect_content": True,
        "disable_notification": True,
    }
    return Plan((Call("send_document", arguments, notes=Purpose.THREAD),), view.case)
