"""Which buttons stand under a card: one table of menus, each at most one tap from the first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.case import BY_HAND, TRANSITIONS, CaseState, Closing
from bot.domain.facts import Flagging, Identity, Verification
from bot.domain.people import ChatKind
from bot.domain.phrasebook import Phrase
from bot.domain.roles import Deed
from bot.domain.triage import Level, raised
from handlers.calls import button, rows
from handlers.presses import deed_press, menu_press, take_press
from handlers.views import CaseView

Say = Callable[[str], str]
MAIN = "main"
_SOON = ("+10m", "+30m", "+1h", "+3h")
_WIDE = 2


@dataclass(frozen=True, slots=True)
class Keys:
    """The buttons of one case for one reader's chat."""

    view: CaseView
    kind: ChatKind
    say: Say

    def markup(self, menu: str = MAIN) -> InlineKeyboardMarkup | None:
        """The buttons of this menu; those of the first one where there is none of this name."""
        drawn = _MENUS.get(menu)
        if drawn is None:
            return rows(*self._main())
        lines = _in_rows(drawn(self))
        return rows(*lines, [self.opens(MAIN, "button.back")])

    def does(self, deed: Deed, argument: str, text: str) -> InlineKeyboardButton:
        """A button that does this to the case."""
        return button(text, deed_press(deed, self.view.case.code, argument))

    def opens(self, menu: str, key: str) -> InlineKeyboardButton:
        """A button that leads to another menu."""
        return button(self.say(key), menu_press(menu, self.view.case.code))

    @property
    def _whole(self) -> bool:
        """Whether all that can be done with the case is on the first menu: nobody else's thumb is near."""
        return self.kind is not ChatKind.GROUP and self.view.case.owner is not None

    def _main(self) -> list[list[InlineKeyboardButton]]:
        case = self.view.case
        take = [button(self.say("button.take"), take_press(case.code))] if case.owner is None else []
        look = [
            self.opens("reveal", "button.reveal"),
            self.does(Deed.MAP, "", self.say("button.map")),
        ]
        if not self._whole:
            return [take, [*look, self.opens("more", "button.more")]]
        return [
            [self.opens("ask", "button.ask"), *look],
            [
                self.opens("level", "button.level"),
                self.opens("state", "button.state"),
                self.opens("verify", "button.verify"),
            ],
            [
                self.opens("flag", "button.flag"),
                self.opens("promise", "button.promise"),
                self.opens("give", "button.give"),
            ],
            [
                self.does(Deed.PACKET, "", self.say("button.packet")),
                self.opens("close", "button.close"),
            ],
            [
                self.does(Deed.NOTE, "", self.say("button.note")),
                self.opens("more", "button.more"),
            ],
        ]

    def reveal(self) -> list[InlineKeyboardButton]:
        return [self.does(Deed.REVEAL, one.value, self.say(f"identity.{one.value}")) for one in Identity]

    def ask(self) -> list[InlineKeyboardButton]:
        return [self.does(Deed.ASK, one.value, self.say(f"phrase.{one.value}")) for one in Phrase]

    def more(self) -> list[InlineKeyboardButton]:
        alike = [
            self.does(Deed.MERGE, code, f"{self.say('button.merge')} {code}")
            for code, _ in self.view.summary.alike[:4]
        ]
        joined = self.view.summary.joined
        parts = [self.does(Deed.UNMERGE, "", self.say("button.unmerge"))] if joined else []
        event = ((Deed.EVENT, "button.list"), (Deed.TAKE_ALL, "button.take_all"), (Deed.EXPORT, "button.export"))
        gathered = [self.does(deed, "", self.say(key)) for deed, key in event] if self.view.case.incident else []
        elsewhere = [
            self.opens("level", "button.level"),
            self.opens("flag", "button.flag"),
            self.opens("verify", "button.verify"),
            self.does(Deed.NOTE, "", self.say("button.note")),
            self.does(Deed.CASE, "", self.say("button.card")),
        ]
        history = self.does(Deed.HISTORY, "", self.say("button.history"))
        return [*alike, *parts, *gathered, *([] if self._whole else elsewhere), history]

    def level(self) -> list[InlineKeyboardButton]:
        now = self.view.case.level
        return [
            self.does(Deed.RAISE if raised(now, one) else Deed.LOWER, one.value, self.say(f"level.{one.value}"))
            for one in Level
            if one is not now
        ]

    def state(self) -> list[InlineKeyboardButton]:
        following = TRANSITIONS[self.view.case.state]
        return [
            self.does(Deed.STATE, one.value, self.say(f"state.{one.value}"))
            for one in CaseState
            if one in BY_HAND & following
        ]

    def verify(self) -> list[InlineKeyboardButton]:
        return [self.does(Deed.VERIFY, one.value, self.say(f"checked.{one.value}")) for one in Verification]

    def flag(self) -> list[InlineKeyboardButton]:
        return [self.does(Deed.FLAG, one.value, self.say(f"mark.{one.value}")) for one in Flagging]

    def promise(self) -> list[InlineKeyboardButton]:
        return [self.does(Deed.PROMISE, one, one) for one in _SOON]

    def give(self) -> list[InlineKeyboardButton]:
        others = [self.does(Deed.GIVE, one.id, one.name.reveal()) for one in self.view.others[:10]]
        desks = [self.does(Deed.REFER, one.id, f"→ {one.name}") for one in self.view.desks[:6]]
        return [*others, *desks, self.does(Deed.RELEASE, "", self.say("button.release"))]

    def close(self) -> list[InlineKeyboardButton]:
        typed = (Closing.DUPLICATE,)
        return [
            self.does(Deed.CLOSE, one.value, self.say(f"closing.{one.value}")[:40])
            for one in Closing
            if one not in typed
        ]


_MENUS: dict[str, Callable[[Keys], list[InlineKeyboardButton]]] = {
    "ask": Keys.ask,
    "reveal": Keys.reveal,
    "more": Keys.more,
    "level": Keys.level,
    "state": Keys.state,
    "verify": Keys.verify,
    "flag": Keys.flag,
    "promise": Keys.promise,
    "give": Keys.give,
    "close": Keys.close,
}
MENUS = (MAIN, *_MENUS)


def _in_rows(buttons: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [buttons[place : place + _WIDE] for place in range(0, len(buttons), _WIDE)]
