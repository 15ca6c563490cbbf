"""Gets a thing from Telegram whole, and no more than a bot may get; knows nothing of cases."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import File
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.domain.attachments import LARGEST
from bot.domain.calendars import LARGEST as LARGEST_CALENDAR
from bot.domain.calendars import Calendar, NoCalendar
from bot.domain.facts import NotKept
from bot.domain.ids import Instant
from bot.domain.place import Place
from handlers import calendars
from handlers.exif import place_in
from handlers.wire import TooLarge, Wire

_TOO_BIG = "file is too big"


@dataclass(frozen=True, slots=True, repr=False)
class Got:
    """A thing, and where it was taken, if it says so."""

    content: bytes
    place: Place | None


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Asks where a thing lies, and gets it from there."""

    find: Callable[[str], Awaitable[File]]
    wire: Wire

    async def get(self, file_id: str) -> Got:
        """TelegramError if it cannot be got now; TooLarge if never."""
        content = await self._content(file_id, LARGEST)
        return Got(content, await place_in(content))

    async def calendar(self, file_id: str, zone: str, now: Instant) -> Calendar | NoCalendar:
        """The same for a calendar; times in it without a zone are those of this one."""
        try:
            content = await self._content(file_id, LARGEST_CALENDAR)
        except TooLarge:
            return NoCalendar.TOO_LARGE
        return await calendars.read(content, zone, now)

    async def _content(self, file_id: str, most: int) -> bytes:
        try:
            file = await self.find(file_id)
        except BadRequest as error:
            if _TOO_BIG in error.message.lower():
                raise TooLarge(error.message) from None
            raise
        if file.file_path is None:
            raise NetworkError("no path was given")
        return await self.wire.download(file.file_path, most)


def reason(error: TelegramError, waited: int, patience: int) -> NotKept | None:
    """Why it is given up, or None while it is asked for again; both in milliseconds."""
    if isinstance(error, TooLarge):
        return NotKept.TOO_LARGE
    return NotKept.GONE if waited >= patience else None
