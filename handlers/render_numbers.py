"""Draws `/sla`: how fast desks answered, in words and as a picture beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from telegram import InputFile

from bot.domain.ids import DeskId, Instant
from bot.domain.numbers import Late, Line, Timing
from bot.domain.people import Chat
from bot.ports import Purpose
from handlers.calls import Call, Plan
from handlers.catalogue import Catalogue, wall_time
from handlers.number_words import NumberWords
from handlers.numbers_picture import TOO_TALL, Bars, Block, Picture, draw_numbers
from handlers.packet_fonts import FontMissing
from handlers.picture_pen import ShapingMissing
from handlers.views_numbers import NumbersView
from handlers.writing import mark_of, send, under_of, whole

_LATE = 20
"""Late cases that are listed; of more only how many there are."""


def render_numbers(
    view: NumbersView, chat: Chat, catalogue: Catalogue, reply_to: int | None, repeat: bool
) -> Plan:
    """First in words, for those who cannot see the picture; of a span without cases there is none."""
    said = _Said(view, NumberWords(catalogue, chat.language))
    mark = mark_of("desk", chat, catalogue, repeat)
    texts = whole(chat, mark, "\n".join(said.lines()), Purpose.ANSWER, **under_of(reply_to))
    if not view.numbers.cases:
        return Plan(texts)
    name = f"sla-{'dark' if view.dark else 'light'}.png"
    return Plan(texts, draws=lambda: picture_call(chat, said.picture, said.words, name))


def picture_call(chat: Chat, drawn: Callable[[], Picture], words: NumberWords, name: str) -> Call:
    """The picture, as a photo while it is not too tall for that; or what is missing here to draw it."""
    try:
        picture = drawn()
    except (FontMissing, ShapingMissing) as missing:
        return send(chat, words.say("sla.no_font", what=str(missing)), Purpose.ANSWER)
    kind = "document" if picture.height > TOO_TALL else "photo"
    arguments = {
        "chat_id": chat.telegram.reveal(),
        kind: InputFile(picture.content, name),
        "disable_notification": True,
    }
    return Call(f"send_{kind}", arguments, notes=Purpose.ANSWER)


class _Said:
    """What is said of one view."""

    def __init__(self, view: NumbersView, words: NumberWords) -> None:
        self.view, self.words = view, words

    def _time(self, at: Instant) -> str:
        return wall_time(at, self.view.zone, self.words.language)

    def _span(self) -> dict[str, object]:
        period = self.view.numbers.period
        names = [name for desk, name in self.view.names.items() if desk is not None]
        return {
            "desk": ", ".join(names),
            "from_at": self._time(period.begins_at),
            "to_at": self._time(period.ends_at),
            "zone": self.view.zone,
            "count": self.view.numbers.cases,
            "time": self._time(self.view.numbers.cut_at),
        }

    def lines(self) -> Iterator[str]:
        """All of it."""
        found = self.view.numbers
        if not found.cases:
            yield self.words.say("sla.none", **self._span())
            yield from self._gaps()
            return
        yield self.words.say("sla.head", **self._span())
        yield self.words.say("sla.how", **self._span())
        desk: DeskId | None | str = ""
        for line in found.lines:
            if line.desk != desk:
                desk = line.desk
                yield ""
                yield self._name(line.desk)
            yield from self._of(line)
        yield ""
        yield self.words.say("sla.unheard", count=found.unheard)
        yield from self._gaps()
        yield from self._late()

    def _name(self, desk: DeskId | None) -> str:
        return self.view.names[desk] if desk in self.view.names else self.words.say("report.unknown")

    def _of(self, line: Line) -> Iterator[str]:
        say = self.words.say
        yield f"{say(f'level.{line.level.value}')}: {line.cases} · {self._in_time(line)}"
        for key, took in _measured(line):
            yield f"– {say(key)} (n {took.count}): {self.words.spread(took)}"

    def _in_time(self, line: Line) -> str:
        return self.words.say("sla.in_time", there=line.in_time, count=line.judged)

    def _gaps(self) -> Iterator[str]:
        for gap in self.view.gaps:
            yield self.words.say("sla.gaps", desk=gap.desk, time=self.words.minutes(gap.minutes))

    def _late(self) -> Iterator[str]:
        late = self.view.numbers.late
        if not late:
            return
        yield ""
        yield self.words.say("sla.late", count=len(late))
        for one in () if self.view.withheld else late[:_LATE]:
            yield self._one_late(one)
        if len(late) > _LATE and not self.view.withheld:
            yield f"+ {len(late) - _LATE}"

    def _one_late(self, one: Late) -> str:
        key = "sla.waits" if one.waits else "sla.was_late"
        level = self.words.say(f"level.{one.level.value}")
        return f"{one.code} | {level} | {self.words.say(key, time=self.words.length(one.by))}"

    def picture(self) -> Picture:
        """The same as bars."""
        say, found = self.words.say, self.view.numbers
        several = len({line.desk for line in found.lines}) > 1
        blocks = [
            Block(
                self._name(line.desk) if several else "",
                line.level,
                f"{say(f'level.{line.level.value}')} · {line.cases}",
                self._in_time(line),
                tuple(
                    Bars(say(key), f"n {took.count}", self.words.spread(took), took.p50, took.p90, took.longest)
                    for key, took in _measured(line)
                ),
            )
            for line in found.lines
        ]
        span = self._span()
        under = [
            say("sla.unheard", count=found.unheard),
            say("sla.late", count=len(found.late)),
            *self._gaps(),
        ]
        head = (
            say("sla.title", **span),
            str(span["desk"]),
            f"{span['from_at']} – {span['to_at']} ({span['zone']})",
        )
        return draw_numbers(head, blocks, under, self.words.length, self.view.dark)


def _measured(line: Line) -> tuple[tuple[str, Timing], ...]:
    return ("sla.delivered", line.delivered), ("sla.taken", line.taken), ("sla.answered", line.answered)
