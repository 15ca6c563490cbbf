"""Draws what officers ask for beside a card: lists of cases, histories, identities, points on a map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InputFile

from bot.domain.did import Did
from bot.domain.effects import Reveal, SendPacket, ShowAudit, ShowCases, ShowHistory, Which
from bot.domain.escalation import answer_by
from bot.domain.events import IdentityShown
from bot.domain.ids import ChatId, DeskId, Instant, OfficerId
from bot.domain.packet import languages_of
from bot.domain.people import Chat
from bot.domain.roles import Deed
from bot.ports import BY, Entry, Purpose
from handlers.calls import Call, Plan, button, cut, parts, rows
from handlers.catalogue import Catalogue, wall_time
from handlers.journal_words import command_of, did, noted
from handlers.presses import deed_press, page_press
from handlers.render_card import ISOLATE, POP, SHOWN_OF_ONE
from handlers.views import (
    EXPLAINED,
    AuditView,
    CasesView,
    CaseView,
    HistoryView,
    IdentityView,
    PacketView,
    Waiting,
)

LONGEST = 4_096
PAGE = 8
"""Cases on one page of a list."""
_ROW = 4


@dataclass(frozen=True, slots=True)
class Reader:
    chat: Chat
    catalogue: Catalogue

    def say(self, key: str, /, **blanks: object) -> str:
        return self.catalogue.text("desk", self.chat.language, key, **blanks)

    def send(self, text: str, purpose: Purpose, **more: object) -> Call:
        arguments = {
            "chat_id": self.chat.telegram.reveal(),
            "text": cut(text, LONGEST),
            "protect_content": True,
            "disable_notification": True,
            **more,
        }
        return Call("send_message", arguments, notes=purpose)


def render_cases(effect: ShowCases, view: CasesView, chat: Chat, catalogue: Catalogue) -> Plan:
    """One page of codes, levels, states and owners; nothing personal, and a button for each."""
    reader = Reader(chat, catalogue)
    last = max(0, (len(view.cases) - 1) // PAGE)
    page = min(max(0, effect.page), last)
    shown = view.cases[page * PAGE : (page + 1) * PAGE]
    head = reader.say(f"cases.{effect.which.value}", desk=view.desk, count=len(view.cases))
    text = "\n".join(
        [head, *(_one(reader, view, place) for place in range(page * PAGE, page * PAGE + len(shown)))]
    )
    opens = [button(one.code, deed_press(Deed.CASE, one.code, "")) for one in shown]
    lines = [opens[place : place + _ROW] for place in range(0, len(opens), _ROW)]
    markup = rows(*lines, _turns(effect.which, page, last, view.code))
    if effect.message_id is None:
        return Plan((reader.send(text, Purpose.ANSWER, reply_markup=markup),))
    place = {"chat_id": chat.telegram.reveal(), "message_id": effect.message_id}
    return Plan((Call("edit_message_text", {**place, "text": text, "reply_markup": markup}, needed=False),))


def _turns(which: Which, page: int, last: int, code: str) -> list[InlineKeyboardButton]:
    """A list of what was found has one page: what was looked for stands in no button."""
    if which in (Which.FOUND, Which.LEFT):
        return []
    back = [button("‹", page_press(which, page - 1, code))] if page else []
    on = [button("›", page_press(which, page + 1, code))] if page < last else []
    return [*back, *on]


def _one(reader: Reader, view: CasesView, place: int) -> str:
    case = view.cases[place]
    level, state = reader.say(f"level.{case.level.value}"), reader.say(f"state.{case.state.value}")
    if case.owner is not None:
        who = reader.say("card.owner", name=view.names.get(case.owner, "?"))
    else:
        by = answer_by(case.level, case.ladder_from, case.policy)
        when = wall_time(by, view.zone, reader.chat.language, day=False, own=reader.chat.zone, named=True)
        who = reader.say("card.answer_by", time=when)
    since = wall_time(case.opened_at, view.zone, reader.chat.language, own=reader.chat.zone)
    level = f"{reader.say('card.drill')} {level}" if case.drill else level
    waits = _waits(reader, view.waiting[case.id], view.zone) if case.id in view.waiting else ()
    return " | ".join((case.code, level, state, who, since, *waits))


def _waits(reader: Reader, waiting: Waiting, zone: str) -> Iterator[str]:
    """For whom it waits, the next promise, and when the person can read."""
    yield reader.say("waits.desk" if waiting.desk else "waits.person")
    if waiting.promised_at is not None:
        yield reader.say("card.promised", time=wall_time(waiting.promised_at, zone, reader.chat.language))
    if waiting.window is not None:
        yield reader.say("detail.hours", value=f"{waiting.window.hours} ({waiting.window.zone})")


def render_history(effect: ShowHistory, view: HistoryView, chat: Chat, catalogue: Catalogue) -> Plan:
    """What was done, oldest first, in as many messages as it takes.

    With officers' words in it, it goes from the chat when all else does that was drawn of the case.
    """
    reader = Reader(chat, catalogue)
    lines = [reader.say("history.head", code=view.code)]
    for entry in view.entries:
        who = view.names.get(entry.officer, "") if entry.officer else ""
        when = wall_time(entry.at, view.zone, chat.language, own=chat.zone)
        why = view.whys.get((entry.at, entry.officer)) if entry.deed in EXPLAINED and entry.officer else None
        said = f"– {ISOLATE}{cut(why.reveal(), SHOWN_OF_ONE)}{POP}" if why is not None else ""
        told = (when, did(reader, entry.deed), noted(reader, entry), who and f"({who})", said)
        lines.append(" ".join(part for part in told if part))
    purpose = Purpose.THREAD if view.whys else Purpose.ANSWER
    calls = tuple(reader.send(piece, purpose) for piece in parts("\n".join(lines), LONGEST))
    return Plan(calls, effect.case if view.whys else None)


def render_audit(effect: ShowAudit, view: AuditView, chat: Chat, catalogue: Catalogue) -> Plan:
    """What was done in some time, oldest first; codes and names of officers, nothing of a person."""
    reader = Reader(chat, catalogue)

    def when(at: Instant) -> str:
        return wall_time(at, effect.zone, chat.language, own=chat.zone)

    first = max(effect.starts_at, view.entries[0].at) if view.entries else effect.starts_at
    head = reader.say("audit.head", from_at=when(Instant(first)), to_at=when(effect.ends_at), zone=effect.zone)
    lines = [head, *([reader.say("audit.more")] if view.more else [])]
    for entry in view.entries:
        code = view.codes.get(entry.case, "") if entry.case else ""
        who = view.names.get(entry.officer, "?") if entry.officer else ""
        parted = (when(entry.at), code, did(reader, entry.deed), _noted(reader, entry, view), who and f"({who})")
        lines.append(" ".join(part for part in parted if part))
    lines += [] if view.entries else [reader.say("audit.nothing")]
    return Plan(tuple(reader.send(piece, Purpose.ANSWER) for piece in parts("\n".join(lines), LONGEST)))


def _noted(reader: Reader, entry: Entry, view: AuditView) -> str:
    """The note, in which whoever did it is named as staff knows them, and desks and officers by their names."""
    note, by, chat = entry.note.rpartition(BY)
    doer = view.doers.get(ChatId(chat)) if by else None
    if doer is None:
        return noted(reader, entry)
    if entry.deed == Did.UNDONE or entry.deed.startswith("confirmed "):
        told = _changed(entry, note.split(), view)
    else:
        told = noted(reader, replace(entry, note=note.strip()))
    return f"{told} {reader.say('audit.by', name=doer)}".strip()


def _changed(entry: Entry, words: list[str], view: AuditView) -> str:
    """What was undone, at which desk, whose turns; older entries say nothing of it."""
    kind, desk, whose = [*words, "", "", ""][:3]
    names = ", ".join(view.names.get(OfficerId(one), "?") for one in whose.split(",") if one)
    what = command_of(kind) if kind and entry.deed == Did.UNDONE else ""
    return " ".join(part for part in (what, view.desks.get(DeskId(desk), ""), names) if part)


def render_identity(effect: Reveal, view: IdentityView, chat: Chat, catalogue: Catalogue) -> Plan:
    """In the private chat of who asked, protected; what carries it is removed after a minute."""
    reader = Reader(chat, catalogue)
    what = reader.say(f"identity.{effect.what.value}")
    if not view.values and not view.pictures:
        return Plan((reader.send(reader.say("reveal.nothing", code=view.code, what=what), Purpose.ANSWER),))
    text = "\n".join(
        [reader.say("reveal.head", code=view.code, what=what), *(one.reveal() for one in view.values)]
    )
    calls = [reader.send(piece, Purpose.SHOWN) for piece in parts(text, LONGEST)]
    for one in view.pictures:
        arguments = {"chat_id": chat.telegram.reveal(), one.kind.value: one.file_id.reveal()}
        kept = {"protect_content": True, "disable_notification": True}
        calls.append(Call(f"send_{one.kind.value}", {**arguments, **kept}, notes=Purpose.SHOWN, needed=False))
    return Plan(tuple(calls), effect.case, then=IdentityShown(chat.id))


def render_packet(effect: SendPacket, view: PacketView, chat: Chat, catalogue: Catalogue) -> Plan:
    """Drawn when it is sent, by what is loaded then; where it cannot be done here, it is said what is missing."""
    from handlers.packet_fonts import FontMissing
    from handlers.render_packet import draw

    reader, packet = Reader(chat, catalogue), view.packet
    languages = languages_of(chat.language, packet.country)

    def drawn() -> Call:
        try:
            content = draw(packet, languages, catalogue, [one.reveal() for one in view.photos])
        except FontMissing as missing:
            return reader.send(reader.say("packet.no_font", what=str(missing)), Purpose.ANSWER)
        arguments = {
            "chat_id": chat.telegram.reveal(),
            "document": InputFile(content, f"{packet.code}.pdf"),
            "protect_content": True,
            "disable_notification": True,
        }
        return Call("send_document", arguments, notes=Purpose.THREAD)

    return Plan((), effect.case, draws=drawn)


def render_point(view: CaseView, chat: Chat, catalogue: Catalogue) -> Plan:
    """A native point, with the code before it."""
    reader, place = Reader(chat, catalogue), view.summary.place
    if place is None:
        return Plan((reader.send(reader.say("map.nothing", code=view.case.code), Purpose.ANSWER),))
    latitude, longitude = place.degrees()
    pin = {"chat_id": chat.telegram.reveal(), "latitude": latitude, "longitude": longitude}
    if place.accuracy_m and place.accuracy_m <= 1_500:
        pin["horizontal_accuracy"] = place.accuracy_m
    quiet = {"protect_content": True, "disable_notification": True}
    fix = reader.say(f"fix.{place.fix.value}")
    off = f" ±{place.accuracy_m:.0f} m" if place.accuracy_m else ""
    head = reader.send(f"{view.case.code} {fix}{off}", Purpose.THREAD)
    return Plan((head, Call("send_location", {**pin, **quiet}, notes=Purpose.THREAD)), view.case.id)
