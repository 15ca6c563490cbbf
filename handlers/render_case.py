"""From a case to calls: the card, the ring, an officer's own copy, and the buttons under them."""

from __future__ import annotations

from typing import Any

from bot.domain.case import CaseState
from bot.domain.effects import Effect, Ring, ShowKeys, UpdateCard
from bot.domain.events import CardDelivered, TopicOpened
from bot.domain.people import Chat
from bot.ports import Purpose
from handlers.calls import Call, Plan, cut
from handlers.catalogue import Catalogue
from handlers.keys import MAIN, Keys
from handlers.render_card import LONGEST, Card
from handlers.views import CaseView


def _shape(card: Card, view: CaseView, chat: Chat, catalogue: Catalogue, menu: str = "") -> dict[str, Any]:
    """The reader's chat, the text, and its buttons, none where nothing more can be done."""
    keys = Keys(view, chat.kind, lambda key: catalogue.text("desk", chat.language, key))
    markup = None if card.closed or view.foreign or view.outsider else keys.markup(menu or view.menu or MAIN)
    return {"chat_id": chat.telegram.reveal(), "text": card.text(), "reply_markup": markup}


def _topic(view: CaseView, chat: Chat, effect: Effect) -> Plan | None:
    """What makes the case's topic where there is none yet; the effect comes again once it is made."""
    if not view.topics or view.topic is not None:
        return None
    place = {"chat_id": chat.telegram.reveal(), "name": view.case.code}
    return Plan((Call("create_forum_topic", place, notes=Purpose.TOPIC),), view.case.id, then=TopicOpened(effect))


def _in_topic(view: CaseView) -> dict[str, Any]:
    return {"message_thread_id": view.topic} if view.topic is not None else {}


def render_card(effect: UpdateCard, view: CaseView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """One message per case, edited in place."""
    card = Card(view, chat, catalogue)
    common = _shape(card, view, chat, catalogue)
    delivered = CardDelivered(view.case.id) if view.case.delivered_at is None else None
    if view.standing:
        edit = Call("edit_message_text", {**common, "message_id": view.standing[-1].message_id})
        return Plan((edit, *_closes(view, chat)), view.case.id, then=delivered)
    if (making := _topic(view, chat, effect)) is not None:
        return making
    text = _repeated(common["text"], chat, catalogue, repeat)
    kept = {"protect_content": True, "disable_notification": effect.quiet, **_in_topic(view)}
    send = Call("send_message", {**common, "text": text, **kept}, notes=Purpose.CARD)
    return Plan((send,), view.case.id, then=delivered)


def _closes(view: CaseView, chat: Chat) -> tuple[Call, ...]:
    """The topic of a closed case is closed, too."""
    if view.topic is None or view.case.state is not CaseState.CLOSED:
        return ()
    place = {"chat_id": chat.telegram.reveal(), "message_thread_id": view.topic}
    return (Call("close_forum_topic", place, needed=False),)


def render_keys(effect: ShowKeys, view: CaseView, chat: Chat, catalogue: Catalogue) -> Plan:
    """Other buttons under a card that stands; the next change of the card brings the first ones back."""
    markup = _shape(Card(view, chat, catalogue), view, chat, catalogue, effect.menu)["reply_markup"]
    place = {"chat_id": chat.telegram.reveal(), "message_id": effect.message_id, "reply_markup": markup}
    return Plan((Call("edit_message_reply_markup", place, needed=False),), view.case.id)


def render_ring(effect: Ring, view: CaseView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """A new message that sounds."""
    card = Card(view, chat, catalogue)
    if (making := _topic(view, chat, effect)) is not None:
        return making
    arguments = {
        **_in_topic(view),
        "chat_id": chat.telegram.reveal(),
        "text": _repeated(card.ring(effect), chat, catalogue, repeat),
        "reply_markup": card.button() if not view.onlooker else None,
        "protect_content": True,
        "disable_notification": False,
    }
    delivered = CardDelivered(view.case.id) if view.case.delivered_at is None else None
    return Plan((Call("send_message", arguments, notes=Purpose.RING),), view.case.id, then=delivered)


def render_ring_again(view: CaseView, chat: Chat, catalogue: Catalogue, message_id: int) -> Plan:
    """What is known by now; once somebody has the case, only who, and no button."""
    card = Card(view, chat, catalogue)
    arguments = {
        "chat_id": chat.telegram.reveal(),
        "message_id": message_id,
        "text": card.short(),
        "reply_markup": None if view.foreign or view.outsider or view.onlooker else card.button(),
    }
    return Plan((Call("edit_message_text", arguments, needed=False),), view.case.id)


def render_thread(view: CaseView, chat: Chat, catalogue: Catalogue, in_place: bool, repeat: bool) -> Plan:
    """An officer's own copy of the card, with buttons to work by; replies to it go to the person."""
    card = Card(view, chat, catalogue)
    common = _shape(card, view, chat, catalogue)
    how = catalogue.text("desk", chat.language, "thread.how" if view.case.owner else "thread.look")
    text = f"{card.text(LONGEST - 400)}\n\n{how}"
    if in_place:
        edit = {**common, "text": text, "message_id": view.standing[-1].message_id}
        return Plan((Call("edit_message_text", edit),), view.case.id)
    kept = {"protect_content": True, "disable_notification": True}
    send = {**common, "text": _repeated(text, chat, catalogue, repeat), **kept}
    before = tuple(one.message_id for one in view.standing)
    place = {"chat_id": chat.telegram.reveal(), "message_ids": list(before)}
    gone = (Call("delete_messages", place, needed=False),) if before else ()
    return Plan((*gone, Call("send_message", send, notes=Purpose.COPY)), view.case.id, forgets=before)


def _repeated(text: object, chat: Chat, catalogue: Catalogue, repeat: bool) -> str:
    mark = catalogue.text("desk", chat.language, "repeat") + " " if repeat else ""
    return cut(mark + str(text), LONGEST)
