"""Writes down what the person said, the newest surely; what has no room is counted, and kept in the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.card import Line
from handlers.packet_blocks import Block, Placed, beside, paragraph
from handlers.packet_paper import BLACK, GREY, RED
from handlers.packet_sheet import INNER, Sheet
from handlers.packet_words import Words

_TIME, _WORDS, _NOTE = 7.0, 10.0, 8.0
_READ = 12_000
"""Characters of one message that are laid out; more have no room on two sheets."""
_SPARE = 8.0
"""Millimetres for what is lost at the end of a sheet."""


@dataclass(frozen=True, slots=True)
class _Message:
    """One message as blocks, and how many of its characters they hold."""

    time: Block
    lines: tuple[Block, ...]
    left_out: int

    @property
    def height(self) -> float:
        return self.time.height + sum(line.height for line in self.lines) + 1.5


def write_statement(sheet: Sheet, words: Words, statement: Sequence[Line], code: str, keep: float) -> None:
    """Oldest first. `keep` millimetres stay free for what comes after it."""
    if not statement:
        sheet.write(beside(sheet.paper, words.say("words.none"), INNER, _NOTE))
        return
    unchanged = beside(sheet.paper, words.say("words.unchanged"), INNER, _TIME, GREY)
    room = sheet.left - keep - _SPARE - unchanged.height
    shown, left_out = _chosen(sheet, words, statement, room)
    if left_out:
        room -= _note(sheet, words, left_out, code).height + 1.5
        shown, left_out = _chosen(sheet, words, statement, room)
    if not shown:
        sheet.write(_note(sheet, words, left_out, code), below=1.5)
    else:
        sheet.write(unchanged)
    for place, message in enumerate(shown):
        # The time stays on one sheet with the first of its words.
        sheet.room(message.time.height + sum(line.height for line in message.lines[:1]))
        for block in (message.time, *message.lines):
            sheet.write(block, below=0)
        sheet.y += 1.5
        if place == 0 and left_out:
            sheet.write(_note(sheet, words, left_out, code), below=1.5)


def _note(sheet: Sheet, words: Words, left_out: int, code: str) -> Block:
    return beside(sheet.paper, words.say("words.cut", count=left_out, code=code), INNER, _NOTE, RED)


def _chosen(sheet: Sheet, words: Words, statement: Sequence[Line], room: float) -> tuple[list[_Message], int]:
    """The newest that have room, in their order; of the oldest of them perhaps only the beginning."""
    shown: list[_Message] = []
    for place in reversed(range(len(statement))):
        message = _laid(sheet, words, statement[place])
        older = sum(len(line.words.reveal()) for line in statement[:place])
        if message.height > room or message.left_out:
            length = len(statement[place].words.reveal())
            message = _cut(message, room, length)
            if not message.lines:
                return list(reversed(shown)), older + length
            return [message, *reversed(shown)], older + message.left_out
        shown.append(message)
        room -= message.height
    return list(reversed(shown)), 0


def _laid(sheet: Sheet, words: Words, line: Line) -> _Message:
    time, said = words.said(line)
    whole = paragraph(sheet.paper, said[:_READ], INNER, _WORDS)
    blocks = tuple(_single(sheet, one, said) for one in whole.lines)
    return _Message(paragraph(sheet.paper, time, INNER, _TIME, GREY), blocks, len(said) - len(said[:_READ]))


def _single(sheet: Sheet, line: Placed, said: str) -> Block:
    """Each line is a block of its own, so that the page can turn between any two."""
    high = sheet.paper.high(line.text or said[:1], _WORDS)
    return Block((Placed(line.text, line.x, 0.0, line.right),), _WORDS, BLACK, high, high)


def _cut(message: _Message, room: float, length: int) -> _Message:
    """As many lines as have room; all characters that are not in them are left out."""
    kept: list[Block] = []
    room -= message.time.height + 1.5
    for block in message.lines:
        room -= block.height
        if room < 0:
            break
        kept.append(block)
    held = sum(len(line.text) for block in kept for line in block.lines)
    return _Message(message.time, tuple(kept), max(length - held, 0))
