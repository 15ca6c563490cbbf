"""What rendering makes: Bot API calls as values, in order, with what is to be remembered of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.domain.events import Event, IdentityShown, RelayDelivered
from bot.domain.ids import CaseId
from bot.domain.private import Private
from bot.ports import Purpose

_TEXTS = ("send_message", "edit_message_text")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Call:
    """One method of PTB's Bot. A call that is not `needed` may fail without any harm."""

    method: str
    arguments: Mapping[str, Any]
    notes: Purpose | None = None
    needed: bool = True

    def given(self) -> dict[str, Any]:
        """All arguments. No text gets a preview: to make one, Telegram opens the link that somebody sent."""
        unseen = {"link_preview_options": _NO_PREVIEW} if self.method in _TEXTS else {}
        return {**self.arguments, **unseen}


@dataclass(frozen=True, slots=True)
class Plan:
    """The calls of one effect, and what is true once they succeeded."""

    calls: tuple[Call, ...]
    case: CaseId | None = None
    screen_keys: bool | None = None
    forgets: tuple[int, ...] = ()
    then: Event | None = None
    fetches: Private[str] | None = None
    """The id of a thing to get from Telegram."""
    reads: tuple[Private[str], str] | None = None
    """The id of a calendar to get and to read, and the zone of times in it that have none."""
    translates: tuple[Private[str], str] | None = None
    """Words for the translation service, and into which language."""
    draws: Callable[[], Call] | None = None
    """Makes the call, which takes long: in a thread, when nothing else waits for it."""

    def happened(self, message_ids: tuple[int, ...]) -> Event | None:
        """What is true now that it was sent; messages with these ids stand."""
        if isinstance(self.then, RelayDelivered | IdentityShown):
            return replace(self.then, message_ids=message_ids)
        return self.then


NOTHING = Plan(())


def units(text: str) -> int:
    """How long Telegram counts a text: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, longest: int) -> str:
    """The beginning of a text, as much as fits."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * longest].decode("utf-16-le", "ignore")


def parts(text: str, longest: int) -> list[str]:
    """The whole text in pieces of about the same length that fit; a text that fits is one piece."""
    if units(text) <= longest:
        return [text]
    count = -(-units(text) // (longest - 1))
    size = -(-units(text) // count) + 1
    pieces = [cut(text, size)]
    while rest := text[len("".join(pieces)) :]:
        pieces.append(cut(rest, size))
    return pieces


def rows(*lines: list[InlineKeyboardButton]) -> InlineKeyboardMarkup | None:
    """A keyboard of the lines that have buttons."""
    filled = [line for line in lines if line]
    return InlineKeyboardMarkup(filled) if filled else None


def button(text: str, press: str) -> InlineKeyboardButton:
    """A button with what stands behind it."""
    return InlineKeyboardButton(text, callback_data=press)
