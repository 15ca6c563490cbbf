"""Who may do what, as one table (invariant 12)."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Who speaks; whoever is not known is a stranger, and a requester is a stranger with a case."""

    STRANGER = "stranger"
    OFFICER = "officer"
    ADMIN = "admin"


class Deed(StrEnum):
    """What can be asked for; commands are named after their deed."""

    DESK = "desk"
    PERSON = "person"
    ROTATE = "rotate"
    SHIFT = "shift"
    DUTY = "duty"
    ROSTER = "roster"
    TAKE = "take"
    REPLY = "reply"
    CLOSE = "close"
    CONFIRM = "confirm"
    NUMBER = "number"
    ADVISORY = "advisory"
    HELP = "help"


_ADMIN = frozenset({Role.ADMIN})
_STAFF = frozenset({Role.OFFICER, Role.ADMIN})
_OFFICER = frozenset({Role.OFFICER})

MAY: dict[Deed, frozenset[Role]] = {
    Deed.DESK: _ADMIN,
    Deed.PERSON: _ADMIN,
    Deed.ROTATE: _ADMIN,
    Deed.SHIFT: _ADMIN,
    Deed.NUMBER: _ADMIN,
    Deed.ADVISORY: _ADMIN,
    Deed.CONFIRM: _STAFF,
    Deed.DUTY: _STAFF,
    Deed.ROSTER: _STAFF,
    Deed.HELP: _STAFF,
    Deed.TAKE: _OFFICER,
    Deed.REPLY: _OFFICER,
    Deed.CLOSE: _OFFICER,
}


def may(roles: frozenset[Role], deed: Deed) -> bool:
    """Whether somebody with these roles may do this."""
    return bool(roles & MAY[deed])
