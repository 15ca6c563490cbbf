"""How long is waited before something is made of it that nothing comes; knows no case."""

from __future__ import annotations

from bot.domain.ids import DAY, HOUR, SECOND

BROKEN_OFF = 50 * SECOND
"""Then an intake that stopped in the middle is shown as PARTIAL: within a minute (scenario S12)."""
WIPED_BY = 46 * HOUR
"""The oldest message of a chat is removed by then: Telegram lets nobody remove it after 48 hours."""
STAFF_WIPED_BY = 45 * HOUR
"""The same in the chats of staff, where it is looked for once an hour."""
_CHECK_INS = {"day": DAY + 2 * HOUR, "week": 7 * DAY + 12 * HOUR}


def check_in_after(answer: str) -> int | None:
    """Milliseconds until a promised sign of life is missed, grace included; None where none was promised."""
    return _CHECK_INS.get(answer)
