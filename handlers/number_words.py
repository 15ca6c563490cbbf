"""Says numbers in the reader's language: lengths of time, percentiles, rows of the monthly report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from babel.units import format_unit

from bot.domain.figures import UNKNOWN
from bot.domain.ids import DAY, HOUR, MINUTE, SECOND
from bot.domain.numbers import Timing
from bot.domain.report import NO_DESK, Published
from bot.domain.suppression import LEAST, Cell, Hidden
from handlers.catalogue import Catalogue

_UNITS = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (SECOND, "second"))
_HELD = "\u00a0"
"""A space at which no line is broken."""
FEW, KIN = f"<{LEAST}", "*"
"""How a hidden cell is written: from one to four, and one that would give such a one away."""
TITLES: Mapping[str, str] = {
    "beside": "report.beside",
    "level": "report.level",
    "unheard": "report.unheard",
    "state": "report.state",
    "closing": "report.closing",
    "vague": "report.vague",
    "open": "report.open",
    "desk": "report.desk",
    "in_time": "report.in_time",
    "country": "report.country",
    "province": "report.province",
    "nation": "report.nation",
    "sex": "report.sex",
    "age": "report.age",
    "door": "report.door",
    "language": "report.language",
    "place": "report.place",
    "room": "report.room",
    "items": "report.items",
    "partial": "report.partial",
}
"""What each table counts."""
_WORDS: Mapping[str, str] = {
    "yes": "report.yes",
    "no": "report.no",
    "merged": "report.merged",
    "minor": "report.minor",
    "adult": "report.adult",
    "late": "report.late",
    "in_time": "report.timely",
    "open": "report.not_yet",
    "open_month": "report.open_month",
    "open_quarter": "report.open_quarter",
    "open_older": "report.open_older",
    "duplicate": "closing.duplicate",
    "not_genuine": "closing.not_genuine",
}
"""Rows that mean the same in every table."""
TOOK: Mapping[str, str] = {
    "delivered": "sla.delivered",
    "taken": "sla.taken",
    "answered": "sla.answered",
    "referred": "report.referred",
    "safe": "report.safe",
}
"""What is measured from the first message on."""


@dataclass(frozen=True, slots=True)
class NumberWords:
    """One reader's."""

    catalogue: Catalogue
    language: str

    def say(self, key: str, /, **blanks: object) -> str:
        return self.catalogue.text("desk", self.language, key, **blanks)

    def length(self, milliseconds: int) -> str:
        """In the two largest units, cut off below: `2 min 5 sec`."""
        left, parts = milliseconds, list[str]()
        for size, unit in _UNITS:
            if left >= size or (unit == "second" and not parts):
                parts.append(format_unit(left // size, f"duration-{unit}", "short", locale=self.language))
            left %= size
            if parts and (len(parts) == 2 or not left):
                break
        return _HELD.join(parts).replace(" ", _HELD)

    def spread(self, took: Timing) -> str:
        """Each percentile that tells something, and the longest; nothing where there was no case."""
        if took.longest is None:
            return "–"
        known = (("p50", took.p50), ("p90", took.p90), ("p95", took.p95))
        parts = [f"{name}{_HELD}{self.length(value)}" for name, value in known if value is not None]
        return " · ".join([*parts, self.say("sla.longest", time=self.length(took.longest)).replace(" ", _HELD)])

    def minutes(self, minutes: int) -> str:
        """A length in whole minutes, which may be none."""
        return self.length(minutes * MINUTE) if minutes else "0"

    def month(self, month: str) -> str:
        """`2026-11` as the language says it."""
        return format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=self.language)

    def title(self, table: Published) -> str:
        """What a table counts."""
        words = self.say(TITLES[table.name])
        return f"{words}: {self.catalogue.country(self.language, table.of)}" if table.name == "province" else words

    def row(self, table: str, name: str, names: Mapping[str, str]) -> str:
        """What one row of a table is called; `names` of desks."""
        if name == UNKNOWN:
            return self.say("report.unknown")
        match table:
            case "level" | "state" | "closing" | "sex" | "door":
                return self.say(f"{table}.{name}")
            case "country" | "nation":
                return self.catalogue.country(self.language, name)
            case "province":
                return name.partition("/")[2]
            case "language":
                return self.catalogue.name_of(self.language, name)
            case "desk":
                return self.say("report.unknown") if name == NO_DESK else names.get(name, name)
            case _:
                return self.say(_WORDS[name])


def cell_text(cell: Cell) -> str:
    """A count, or why it is hidden."""
    if cell is Hidden.FEW:
        return FEW
    return KIN if cell is Hidden.KIN else str(cell)


def share(cell: Cell, total: int) -> str:
    """Of a hundred, where the count is shown."""
    return f"{100 * cell / total:.0f} %" if isinstance(cell, int) and total else ""
