"""Who may do what, as one table (invariant 12)."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Who speaks. Whoever is not known is a stranger, and a requester is a stranger with a case.

    ON_DUTY and OWNER hold for one desk and one case, at one instant.
    """

    STRANGER = "stranger"
    PAUSED = "paused"
    """Of the staff, and may do nothing for the time being."""
    OFFICER = "officer"
    ON_DUTY = "on_duty"
    OWNER = "owner"
    SUPERVISOR = "supervisor"
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
    CANCEL = "cancel"
    UNDO = "undo"
    NUMBER = "number"
    ADVISORY = "advisory"
    HELP = "help"
    CASES = "cases"
    FIND = "find"
    CASE = "case"
    MAP = "map"
    HISTORY = "history"
    REVEAL = "reveal"
    NOTE = "note"
    FLAG = "flag"
    FACT = "fact"
    VERIFY = "verify"
    RAISE = "raise"
    LOWER = "lower"
    STATE = "state"
    GIVE = "give"
    RELEASE = "release"
    REFER = "refer"
    PROMISE = "promise"
    ASK = "ask"
    WINDOW = "window"
    ANYWAY = "anyway"
    UNSEND = "unsend"
    PACKET = "packet"
    MERGE = "merge"
    UNMERGE = "unmerge"
    EVENT = "event"
    TAKE_ALL = "takeall"
    ASK_ALL = "askall"
    EXPORT = "export"
    ME = "me"
    IN = "in"
    OUT = "out"
    OFF = "off"
    COVER = "cover"
    SWAP = "swap"
    GAPS = "gaps"
    POLICY = "policy"
    ROUTE = "route"
    DRILL = "drill"
    AUDIT = "audit"
    CALENDAR = "calendar"
    SLA = "sla"


ABOUT_OFFICERS = frozenset(
    {Deed.PERSON, Deed.SHIFT, Deed.ROTATE, Deed.OFF, Deed.COVER, Deed.SWAP, Deed.GIVE, Deed.AUDIT}
)
"""What is said in these may name officers; in others an account is somebody's who is none."""

_ADMIN = frozenset({Role.ADMIN})
_STAFF = frozenset({Role.OFFICER, Role.ADMIN})
_OFFICER = frozenset({Role.OFFICER})
_WATCH = frozenset({Role.ON_DUTY, Role.OWNER, Role.SUPERVISOR})
_OWNER = frozenset({Role.OWNER})
_CHARGE = frozenset({Role.OWNER, Role.SUPERVISOR})

MAY: dict[Deed, frozenset[Role]] = {
    Deed.DESK: _ADMIN,
    Deed.PERSON: _ADMIN,
    Deed.ROTATE: _ADMIN,
    Deed.SHIFT: _ADMIN,
    Deed.NUMBER: _ADMIN,
    Deed.ADVISORY: _ADMIN,
    Deed.CONFIRM: _STAFF,
    Deed.CANCEL: _STAFF,
    Deed.UNDO: _STAFF,
    Deed.DUTY: _STAFF,
    Deed.ROSTER: _STAFF,
    Deed.HELP: _STAFF,
    Deed.TAKE: _OFFICER,
    Deed.CASES: _OFFICER,
    Deed.FIND: _OFFICER,
    Deed.CASE: _WATCH,
    Deed.MAP: _WATCH,
    Deed.HISTORY: _WATCH,
    Deed.REVEAL: _WATCH,
    Deed.NOTE: _WATCH,
    Deed.FLAG: _WATCH,
    Deed.FACT: _WATCH,
    Deed.VERIFY: _WATCH,
    Deed.RAISE: _WATCH,
    Deed.LOWER: _CHARGE,
    Deed.STATE: _CHARGE,
    Deed.GIVE: _CHARGE,
    Deed.RELEASE: _CHARGE,
    Deed.REFER: _CHARGE,
    Deed.REPLY: _OWNER,
    Deed.CLOSE: _OWNER,
    Deed.PROMISE: _OWNER,
    Deed.ASK: _OWNER,
    Deed.WINDOW: _OWNER,
    Deed.ANYWAY: _OWNER,
    Deed.UNSEND: _OWNER,
    Deed.PACKET: _OWNER,
    Deed.MERGE: _WATCH,
    Deed.UNMERGE: _WATCH,
    Deed.EVENT: _WATCH,
    Deed.TAKE_ALL: _WATCH,
    Deed.ASK_ALL: _WATCH,
    Deed.EXPORT: _WATCH,
    Deed.ME: _STAFF,
    Deed.IN: _OFFICER,
    Deed.OUT: _OFFICER,
    Deed.COVER: _OFFICER,
    Deed.SWAP: _OFFICER,
    Deed.OFF: _STAFF,
    Deed.GAPS: _STAFF,
    Deed.POLICY: _ADMIN,
    Deed.ROUTE: _ADMIN,
    Deed.DRILL: _ADMIN,
    Deed.AUDIT: _ADMIN,
    Deed.CALENDAR: _OFFICER,
    Deed.SLA: _STAFF,
}
ABOUT_A_CASE = frozenset(deed for deed, roles in MAY.items() if roles in (_WATCH, _OWNER, _CHARGE))
"""What is done to one case, so that the right to it depends on that case."""


def may(roles: frozenset[Role], deed: Deed) -> bool:
    """Whether somebody with these roles may do this."""
    return bool(roles & MAY[deed])
