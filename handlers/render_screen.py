"""Draws a requester's one screen in their language: text, buttons, and the calls that put it there."""

from __future__ import annotations

from telegram import InlineKeyboardButton, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.conversation.engine import asks, screen
from bot.conversation.grammar import Advice, Screen
from bot.domain.case import Case
from bot.domain.converter import convert
from bot.domain.events import ScreenShown
from bot.domain.guidance import ADVISORY, Guide
from bot.domain.people import Chat
from bot.ports import Purpose
from handlers.calls import Call, Plan, button, rows
from handlers.catalogue import Catalogue
from handlers.presses import answer_press, language_press
from handlers.views import ScreenView
from handlers.writing import gesture_button

_IN_A_ROW = 3
"""Names of languages; all of them are shown, each in its own script: a list, not a choice of actions."""
_MONEY = "money"
_COVERS = ("cover", "tool")


def render_screen(view: ScreenView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """Edit the screen where it is the newest message; otherwise put a new one below and take the old one away."""
    taken = view.case is not None and view.case.owner is not None
    drawn = screen(view.session, taken)
    text = _guided(_text(drawn, view.case, chat, catalogue), view.guides, chat, catalogue)
    markup = _markup(drawn, chat, catalogue)
    said = drawn.money or drawn.text == _MONEY
    shown = ScreenShown(chat.id, asks(view.session) or "", said, drawn.advice or "")
    if _editable(chat, drawn):
        edit = {
            "chat_id": chat.telegram.reveal(),
            "message_id": chat.screen,
            "text": text,
            "reply_markup": markup,
        }
        return Plan((Call("edit_message_text", edit),), screen_keys=False, then=shown)
    mark = catalogue.text("requester", chat.language, "repeat") + " " if repeat else ""
    send = {
        "chat_id": chat.telegram.reveal(),
        "text": mark + text,
        "reply_markup": markup,
        "disable_notification": True,
    }
    calls = [Call("send_message", send, notes=Purpose.SCREEN)]
    if chat.screen is not None:
        calls.append(_delete(chat))
    return Plan(tuple(calls), screen_keys=drawn.keys, forgets=(chat.screen,) if chat.screen else (), then=shown)


def _editable(chat: Chat, drawn: Screen) -> bool:
    """Telegram edits no message with a reply keyboard; and an edit above newer messages is not seen.

    The cover is put over the old screen in place: an edit lights no phone.
    """
    if chat.screen is None or chat.screen_keys or drawn.keys:
        return False
    return chat.screen >= chat.newest or drawn.text in _COVERS


def _delete(chat: Chat) -> Call:
    arguments = {"chat_id": chat.telegram.reveal(), "message_id": chat.screen}
    return Call("delete_message", arguments, needed=False)


def _text(drawn: Screen, case: Case | None, chat: Chat, catalogue: Catalogue) -> str:
    if drawn.tool is not None and (found := convert(drawn.tool.reveal())) is not None:
        return catalogue.text("requester", chat.language, "tool.answer", asked=found.asked, answer=found.answer)
    number = drawn.code.reveal() if drawn.code is not None else ""
    body = catalogue.text("requester", chat.language, f"screen.{drawn.text}", number=number)
    if drawn.advice is not None and drawn.advice is not Advice.TIDY:
        return catalogue.text("requester", chat.language, f"advice.{drawn.advice.value}") + "\n" + body
    if not drawn.says_status or case is None:
        return body
    tidy = "_tidy" if drawn.advice is Advice.TIDY else ""
    status = catalogue.text("requester", chat.language, f"status.{_status(case)}{tidy}")
    money = [catalogue.text("requester", chat.language, f"screen.{_MONEY}")] if drawn.money else []
    return "\n".join([status, *money, body])


LONGEST = 200


def _guided(text: str, guides: tuple[Guide, ...], chat: Chat, catalogue: Catalogue) -> str:
    """With what an admin confirmed, as much of it as the screen has room for."""
    for guide in guides:
        longer = f"{text}\n{_guide(guide, chat, catalogue)}"
        if len(longer) <= LONGEST:
            text = longer
    return text


def _guide(guide: Guide, chat: Chat, catalogue: Catalogue) -> str:
    """One line: what it is, what it says, from where and when."""
    origin = f"({guide.source}, {guide.as_of})"
    if guide.service == ADVISORY:
        place = guide.area or catalogue.country(chat.language, guide.country)
        return f"{place}: {catalogue.text('requester', chat.language, f'advisory.{guide.value}')} {origin}"
    return f"{catalogue.text('requester', chat.language, f'service.{guide.service}')}: {guide.value} {origin}"


def _status(case: Case) -> str:
    """Each shown only when it is true: kept on disk, delivered to the desk's chat, taken by a person."""
    if case.owner is not None:
        return "taken"
    return "with_desk" if case.delivered_at is not None else "kept"


def _markup(
    drawn: Screen, chat: Chat, catalogue: Catalogue
) -> ReplyKeyboardMarkup | ReplyKeyboardRemove | object | None:
    if drawn.keys:
        return _keys(chat, catalogue)
    if drawn.text in _COVERS:
        return ReplyKeyboardRemove() if chat.screen_keys else None
    options = [
        button(catalogue.text("requester", chat.language, f"option.{option}"), answer_press(topic.value, option))
        for topic, option in drawn.options
    ]
    names = [
        button(catalogue.own_name(language), language_press(language))
        for language in (catalogue.languages if drawn.languages else ())
    ]
    languages = [names[place : place + _IN_A_ROW] for place in range(0, len(names), _IN_A_ROW)]
    return rows(options, *languages, *_pairs([gesture_button(one, chat, catalogue) for one in drawn.gestures]))


def _pairs(buttons: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [buttons[place : place + 2] for place in range(0, len(buttons), 2)]


def _keys(chat: Chat, catalogue: Catalogue) -> ReplyKeyboardMarkup:
    """Only a reply keyboard can send the place with one tap; it goes away after use."""
    place = KeyboardButton(catalogue.text("requester", chat.language, "key.place"), request_location=True)
    hide = KeyboardButton(catalogue.text("requester", chat.language, "gesture.hide"))
    return ReplyKeyboardMarkup([[place], [hide]], resize_keyboard=True, one_time_keyboard=True)
