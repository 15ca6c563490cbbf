"""Reads button presses and writes what stands behind buttons; what comes back is untrusted."""

from __future__ import annotations

from telegram import CallbackQuery

from bot.domain.effects import Which
from bot.domain.events import (
    AnswerTapped,
    CaseTaken,
    CommandGiven,
    Event,
    Gesture,
    GestureMade,
    LanguageChosen,
    MenuOpened,
    Origin,
    PageTurned,
    PressNotKnown,
    ProposalAnswered,
)
from bot.domain.ids import Instant, ProposalId
from bot.domain.private import Private
from bot.domain.roles import ABOUT_A_CASE, Deed
from handlers.origins import of_press

_GESTURES = {gesture.value for gesture in Gesture}
_DEEDS = {deed.value for deed in ABOUT_A_CASE}
_CHOSEN = {
    one.value
    for one in (
        *(Deed.OFF, Deed.TAKE, Deed.COVER, Deed.SWAP, Deed.SHIFT, Deed.PERSON, Deed.ROTATE, Deed.DRILL),
        *(Deed.DESK, Deed.POLICY, Deed.ROUTE, Deed.DUTY, Deed.ROSTER, Deed.GAPS, Deed.SLA, Deed.CALENDAR),
    )
}
"""The commands whose missing words are offered as buttons."""
_DIGITS = 4


def gesture_press(gesture: Gesture) -> str:
    """Behind a gesture's button."""
    return f"g:{gesture.value}"


def answer_press(step: str, answer: str) -> str:
    """Behind an answer's button."""
    return f"a:{step}:{answer}"


def language_press(language: str) -> str:
    """Behind a language's button."""
    return f"l:{language}"


def take_press(code: str) -> str:
    """Behind "I have it"."""
    return f"t:{code}"


def deed_press(deed: Deed, code: str, argument: str) -> str:
    """Behind what is done to a case; whoever presses is asked for their right to it."""
    return f"c:{deed.value}:{code}:{argument}"


def choice_press(deed: Deed, words: str) -> str:
    """Behind what completes a command; whoever presses is asked for their right to it."""
    return f"d:{deed.value}:{words}"


def menu_press(menu: str, code: str) -> str:
    """Behind what leads to other buttons."""
    return f"m:{menu}:{code}"


def page_press(which: Which, page: int, code: str = "") -> str:
    """Behind another page of a list; `code`: of the event that is listed."""
    return f"n:{which.value}:{page}:{code}"


def proposal_press(proposal: ProposalId, accepted: bool) -> str:
    """Behind Confirm and Cancel."""
    return f"p:{proposal}:{'yes' if accepted else 'no'}"


def read_press(query: CallbackQuery, received_at: Instant) -> Event | None:
    """The event behind a press; PressNotKnown for whatever we did not write."""
    origin = of_press(query, received_at)
    if origin is None:
        return None
    match (query.data or "").split(":"):
        case ["g", gesture] if gesture in _GESTURES:
            return GestureMade(origin, Gesture(gesture))
        case ["a", step, answer]:
            return AnswerTapped(origin, step, answer)
        case ["l", language]:
            return LanguageChosen(origin, language)
        case parts:
            return _of_staff(parts, origin)


def _of_staff(parts: list[str], origin: Origin) -> Event:
    """Presses on what only staff is shown; who presses is asked for their right to it later."""
    match parts:
        case ["t", code]:
            return CaseTaken(origin, code)
        case ["c", deed, code, argument] if deed in _DEEDS:
            return CommandGiven(origin, Deed(deed), Private(f"{code} {argument}".strip()), Private(""))
        case ["d", deed, *words] if deed in _CHOSEN:
            return CommandGiven(origin, Deed(deed), Private(":".join(words)), Private(""))
        case ["m", menu, code]:
            return MenuOpened(origin, menu, code)
        case ["n", which, page, code] if page.isdecimal() and len(page) <= _DIGITS:
            return PageTurned(origin, which, int(page), code)
        case ["p", proposal, ("yes" | "no") as answer]:
            return ProposalAnswered(origin, proposal, answer == "yes")
        case _:
            return PressNotKnown(origin)
