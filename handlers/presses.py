"""Reads button presses and writes what stands behind buttons; what comes back is untrusted."""

from __future__ import annotations

from telegram import CallbackQuery

from bot.domain.events import (
    AnswerTapped,
    CaseTaken,
    Event,
    Gesture,
    GestureMade,
    LanguageChosen,
    PressNotKnown,
    ProposalAnswered,
)
from bot.domain.ids import Instant, ProposalId
from handlers.origins import of_press

_GESTURES = {gesture.value for gesture in Gesture}


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
        case ["t", code]:
            return CaseTaken(origin, code)
        case ["p", proposal, ("yes" | "no") as answer]:
            return ProposalAnswered(origin, proposal, answer == "yes")
        case _:
            return PressNotKnown(origin)
