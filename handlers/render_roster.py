"""Draws who is on duty: now in two lines, a week or a month as a picture and the same in words."""

from __future__ import annotations

from telegram import InputFile

from bot.domain.effects import ShowRoster
from bot.domain.ids import OfficerId
from bot.domain.people import Chat
from bot.domain.roster_sheet import Cell, Sheet
from bot.ports import Purpose
from handlers.calls import Call, Plan, units
from handlers.catalogue import Catalogue, wall_time
from handlers.packet_fonts import FontMissing
from handlers.picture_pen import ShapingMissing
from handlers.roster_picture import Wanted, draw
from handlers.roster_tiles import People
from handlers.views import RosterView
from handlers.writing import mark_of, send, under_of, whole

CAPTION = 1_024
"""Telegram's limit for the words under a picture."""
LINES = 120
"""Spans that are told in words at most; of more it is said how many."""


def render_roster(effect: ShowRoster, view: RosterView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """Drawn when it is sent; where it cannot be drawn here there are the words, and why."""
    words = _Words(view, chat, catalogue)
    mark, under = mark_of("desk", chat, catalogue, repeat), under_of(effect.reply_to)
    if not effect.week or view.sheet is None:
        return Plan((send(chat, mark + words.now(), Purpose.ANSWER, **under),))
    head, text = words.head(), mark + words.of(view.sheet)
    fits = units(text) <= CAPTION
    before = () if fits else whole(chat, "", text, Purpose.ANSWER, **under)
    wanted = Wanted(view.desk.name, view.sheet, People(view.names, view.order), chat.language, effect.dark)

    def drawn() -> Call:
        try:
            picture = InputFile(draw(wanted, catalogue), f"{effect.period.value}.png")
        except (FontMissing, ShapingMissing) as missing:
            why = catalogue.text("desk", chat.language, "roster.no_font", what=str(missing))
            return send(chat, f"{text}\n\n{why}" if fits else why, Purpose.ANSWER, **under)
        arguments = {
            "chat_id": chat.telegram.reveal(),
            "photo": picture,
            "caption": text if fits else mark + head.rstrip(":៖"),
            "disable_notification": True,
        }
        return Call("send_photo", {**arguments, **under}, notes=Purpose.ANSWER)

    return Plan(before, draws=drawn)


class _Words:
    """What is said in the reader's language."""

    def __init__(self, view: RosterView, chat: Chat, catalogue: Catalogue) -> None:
        self._view, self._language, self._own, self._catalogue = view, chat.language, chat.zone, catalogue
        self._names: dict[OfficerId | None, str] = {None: self._say("roster.gap"), **dict(view.names.items())}

    def _say(self, key: str, /, **blanks: object) -> str:
        return self._catalogue.text("desk", self._language, key, **blanks)

    def now(self) -> str:
        """Who is on duty, until when, and who stands behind."""
        desk, turn = self._view.desk, self._view.turn
        until = wall_time(self._view.until, desk.zone, self._language, own=self._own)
        nobody = self._say("roster.closed") if self._view.closed else self._names[None]
        duty, backup = self._names.get(turn.duty, "?") if turn.duty else nobody, self._names.get(turn.backup, "?")
        first = self._say("duty.now", desk=desk.name, name=duty, until=until, zone=desk.zone)
        return "\n".join([first, self._say("duty.backup", name=backup)])

    def head(self) -> str:
        """Of which desk, and by which clock."""
        return self._say("roster.week", desk=self._view.desk.name, zone=self._view.desk.zone)

    def of(self, sheet: Sheet) -> str:
        """A line for each span from now on, with the marks that the picture has."""
        cells = sheet.to_come
        lines = [self.head(), *(self._line(cell, sheet.zone) for cell in cells[:LINES])]
        if len(cells) > LINES:
            lines.append(self._say("roster.more", count=len(cells) - LINES))
        return "\n".join(lines)

    def _line(self, cell: Cell, zone: str) -> str:
        begin, end = (wall_time(at, zone, self._language, own=self._own) for at in (cell.starts_at, cell.ends_at))
        marks = [*(["alone"] if cell.alone else []), *([cell.by_hand.value] if cell.by_hand is not None else [])]
        name = self._say("roster.closed") if cell.closed else self._names.get(cell.duty, "?")
        return " · ".join([f"{begin} – {end}  {name}", *(self._say(f"roster.{mark}") for mark in marks)])
