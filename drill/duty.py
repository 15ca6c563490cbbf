"""Decides who is on duty by the roster that the drill set up; knows nothing of what became of it since."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from drill.accounts import Account
from drill.chats import Chat

ZONE = ZoneInfo("Asia/Phnom_Penh")
TURN_AT = 8  # o'clock: turns change there when /rotate names no hour
TURN = 86400.0  # seconds; daily turns, and the zone's clocks never change
# After one of these by hand the drill does not guess: /duty in a staff chat says it.
CHANGING = ("/rotate", "/shift", "/person")


def turn_start(at: float) -> float:
    """The start of the turn that is under way, both in seconds since the epoch."""
    now = datetime.fromtimestamp(at, tz=UTC).astimezone(ZONE)
    start = now.replace(hour=TURN_AT, minute=0, second=0, microsecond=0)
    return (start if start <= now else start - timedelta(days=1)).timestamp()


@dataclass(slots=True)
class Duty:
    """Daily turns of these officers, once they are set; nobody is named before that and after a change by hand."""

    officers: tuple[Account, ...]
    staff_chats: tuple[Chat, ...]
    clock: Callable[[], float]
    set_at: float | None = None

    def begin(self) -> None:
        """The turns were confirmed now; the first officer has the turn that is under way."""
        self.set_at = self.clock()

    def now(self) -> Account | None:
        """Who is on duty; None when the drill cannot know."""
        if self.set_at is None or self._changed(self.set_at):
            return None
        turn = round((turn_start(self.clock()) - turn_start(self.set_at)) / TURN)
        return self.officers[turn % len(self.officers)]

    def _changed(self, since: float) -> bool:
        return any(
            message.date > since and not message.sender.is_bot and message.text.startswith(CHANGING)
            for chat in self.staff_chats
            for message in chat.messages.values()
        )
