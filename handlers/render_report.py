"""Draws the monthly report: in words, as a table for any program, as a picture; small cells are hidden in all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from telegram import InputFile

from bot.domain.ids import SECOND, Instant
from bot.domain.people import Chat
from bot.domain.report import Published, Took
from bot.domain.suppression import Cell, Hidden
from bot.ports import Purpose
from handlers.calls import Call, Plan
from handlers.catalogue import Catalogue, wall_time
from handlers.number_words import FEW, KIN, TOOK, NumberWords, cell_text, share
from handlers.numbers_picture import Picture, Row, Section, draw_report
from handlers.render_numbers import picture_call
from handlers.views_numbers import ReportView
from handlers.writing import mark_of, whole

_ROWS = 8
"""Rows of a table in the picture; the table for programs has all."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for something to reckon."""


def render_report(view: ReportView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """Of a month in which nobody cried there is one line, and no files."""
    made = _Made(view, NumberWords(catalogue, chat.language))
    mark = mark_of("desk", chat, catalogue, repeat)
    texts = whole(chat, mark, "\n".join(made.lines()), Purpose.ANSWER)
    if made.empty:
        return Plan(texts)
    table = {
        "chat_id": chat.telegram.reveal(),
        "document": InputFile(made.table(), f"{view.month}.csv"),
        "disable_notification": True,
    }
    calls = (*texts, Call("send_document", table, notes=Purpose.ANSWER))
    return Plan(calls, draws=lambda: picture_call(chat, made.picture, made.words, f"{view.month}.png"))


class _Made:
    """One month for one reader."""

    def __init__(self, view: ReportView, words: NumberWords) -> None:
        self.view, self.words, self.report = view, words, view.report

    @property
    def empty(self) -> bool:
        return self.report.reports == 0

    def _time(self, at: Instant) -> str:
        return wall_time(at, self.view.zone, self.words.language)

    def head(self) -> list[str]:
        """Which month, what is counted, and as of when."""
        period, say = self.report.period, self.words.say
        blanks = {
            "what": self.words.month(self.view.month),
            "from_at": self._time(period.begins_at),
            "to_at": self._time(period.ends_at),
            "time": self._time(self.report.made_at),
            "zone": self.view.zone,
        }
        if self.empty:
            return [say("report.none", **blanks)]
        return [say("report.head", **blanks), say("report.span", **blanks), say("report.defined")]

    def lines(self) -> Iterator[str]:
        """In words: what is counted, how much, how long, and each table in a line."""
        yield from self.head()
        if self.empty:
            yield from self.gaps()
            return
        yield self.words.say("report.hidden", what=FEW, value=KIN)
        yield ""
        yield from self.sums()
        yield ""
        yield from (self._took(one) for one in self.report.took)
        yield from self.gaps()
        yield ""
        for table in self.report.tables:
            yield f"{self.words.title(table)}: {self._in_a_line(table)}"

    def sums(self) -> list[str]:
        """Reports, cases and people, each by its own definition."""
        people = f"{self.report.people}+" if self.report.people else "–"
        found = (
            ("report.reports", cell_text(self.report.reports)),
            ("report.cases", cell_text(self.report.cases)),
            ("report.people", people),
        )
        return [f"{self.words.say(key)}: {count}" for key, count in found]

    def gaps(self) -> list[str]:
        """Minutes in which nobody was on duty."""
        say, length = self.words.say, self.words.minutes
        return [say("sla.gaps", desk=one.desk, time=length(one.minutes)) for one in self.view.gaps]

    def _took(self, one: Took) -> str:
        label = self.words.say(TOOK[one.what])
        if one.p50 is None:
            return f"{label}: n {_at_least(one.count)}"
        parts = [f"p50 {self.words.length(one.p50)}"]
        parts += [f"p90 {self.words.length(one.p90)}"] if one.p90 is not None else []
        return f"{label}: {' · '.join(parts)} · n {_at_least(one.count)}"

    def _in_a_line(self, table: Published) -> str:
        rows = [f"{self._row(table, name)} {cell_text(cell)}" for name, cell in table.shown.rows if cell != 0]
        return " · ".join(rows) or self._nothing(table)

    def _nothing(self, table: Published) -> str:
        return "0" if not table.shown.total else KIN

    def _row(self, table: Published, name: str) -> str:
        return self.words.row(table.name, name, self.view.names)

    def table(self) -> bytes:
        """UTF-8 with the mark by which spreadsheets know it, so that every script is read."""
        stream = io.StringIO()
        csv.writer(stream).writerows([_plain(one) for one in row] for row in self._rows())
        return stream.getvalue().encode("utf-8-sig")

    def _rows(self) -> Iterator[tuple[str, ...]]:
        say = self.words.say
        yield from ((line,) for line in (*self.head(), say("report.hidden", what=FEW, value=KIN)))
        yield ()
        heads = (say("report.of_what"), say("report.row"), say("report.number"), "%", "p50 s", "p90 s")
        yield heads
        yield say("report.reports"), "", cell_text(self.report.reports)
        yield say("report.cases"), "", cell_text(self.report.cases)
        yield say("report.people"), "", f"{self.report.people}+" if self.report.people else ""
        for one in self.report.took:
            yield say(TOOK[one.what]), "", _at_least(one.count), "", _seconds(one.p50), _seconds(one.p90)
        for gap in self.view.gaps:
            yield say("report.gaps"), gap.desk, str(gap.minutes)
        for table in self.report.tables:
            yield from self._of(table)

    def _of(self, table: Published) -> Iterator[tuple[str, ...]]:
        title, total = self.words.title(table), table.shown.total
        if not table.shown.rows:
            yield title, "", self._nothing(table)
        for name, cell in table.shown.rows:
            yield title, self._row(table, name), cell_text(cell), share(cell, total).removesuffix(" %")

    def picture(self) -> Picture:
        """The tables as bars."""
        sections = [self._section(one) for one in self.report.tables if one.shown.total]
        under = [*(self._took(one) for one in self.report.took), *self.gaps()]
        head = [*self.head()[:2], " · ".join(self.sums()), self.words.say("report.hidden", what=FEW, value=KIN)]
        return draw_report(head, sections, under, self.view.dark)

    def _section(self, table: Published) -> Section:
        total = table.shown.total
        found = [
            Row(self._row(table, name), _with_share(cell, total), _part(cell, total))
            for name, cell in table.shown.rows
            if cell != 0
        ]
        more = len(found) - _ROWS
        title = self.words.title(table) + (f" (+{more})" if more > 0 else "")
        return Section(title, tuple(found[:_ROWS]) or (Row("", KIN, None),))


def _at_least(count: Cell) -> str:
    """Of a number that is said down to a multiple of five."""
    return f"{count}+" if isinstance(count, int) and count else cell_text(count)


def _with_share(cell: Cell, total: int) -> str:
    return " · ".join(one for one in (cell_text(cell), share(cell, total)) if one)


def _part(cell: Cell, total: int) -> float | None:
    return None if isinstance(cell, Hidden) else min(1.0, cell / total)


def _seconds(milliseconds: int | None) -> str:
    return "" if milliseconds is None else str(milliseconds // SECOND)


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
