"""Draws what a drill showed: its times in words, and as a picture beside those of the last ones."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.drills import Step, within
from bot.domain.people import Chat
from bot.domain.triage import Level
from bot.ports import Purpose
from handlers.calls import Plan
from handlers.catalogue import Catalogue, wall_time
from handlers.number_words import NumberWords
from handlers.numbers_picture import Bars, Block, Picture, draw_numbers
from handlers.render_numbers import picture_call
from handlers.views_numbers import DrillView
from handlers.writing import mark_of, whole

_STEPS = {Step.DELIVERED: "sla.delivered", Step.TAKEN: "sla.taken", Step.ANSWERED: "sla.answered"}


def render_drill(view: DrillView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """First in words, for those who cannot see the picture."""
    said = _Said(view, NumberWords(catalogue, chat.language))
    mark = mark_of("desk", chat, catalogue, repeat)
    texts = whole(chat, mark, "\n".join(said.lines()), Purpose.ANSWER)
    name = f"drill-{view.this.code}.png"
    return Plan(texts, draws=lambda: picture_call(chat, said.picture, said.words, name))


class _Said:
    """What is said of one drill."""

    def __init__(self, view: DrillView, words: NumberWords) -> None:
        self.view, self.words = view, words

    def _length(self, milliseconds: int | None) -> str:
        return self.words.length(milliseconds) if milliseconds is not None else "–"

    def _head(self) -> str:
        return self.words.say("drill.result", code=self.view.this.code, desk=self.view.desk)

    def lines(self) -> Iterator[str]:
        """All of it."""
        yield self._head()
        for step, key in _STEPS.items():
            took = self._length(self.view.this.until(step))
            name = f" ({self.view.owner})" if step is Step.TAKEN and self.view.owner else ""
            yield f"{self.words.say(key)}: {took}{name}"
        yield self.words.say("drill.last", count=len(self.view.drills))
        for step, key in _STEPS.items():
            yield f"– {self.words.say(key)}: {self._spread(step)}"

    def _spread(self, step: Step) -> str:
        half, most = (within(share, self.view.drills, step) for share in (50, 90))
        if half is None:
            return "–"
        return self.words.say("drill.spread", half=self._length(half), most=self._length(most))

    def picture(self) -> Picture:
        """A bar for each step."""
        drills, this = self.view.drills, self.view.this
        bars = tuple(
            Bars(
                self.words.say(key),
                self._length(this.until(step)),
                self._spread(step),
                within(50, drills, step),
                within(90, drills, step),
                within(100, drills, step),
                this.until(step),
            )
            for step, key in _STEPS.items()
        )
        head = (self._head(), wall_time(this.opened_at, self.view.zone, self.words.language))
        block = Block("", Level.L1, self.words.say("drill.last", count=len(drills)), "", bars)
        return draw_numbers(head, [block], [self.words.say("drill.mark")], self.words.length)
