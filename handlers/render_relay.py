"""What crosses between requester and owner: words, things, places, phrases, each in its reader's language."""

from __future__ import annotations

from dataclasses import replace

from telegram import InputFile

from bot.domain.cues import hear
from bot.domain.effects import (
    AmendReply,
    Effect,
    FetchMedia,
    RelayToOwner,
    RelayToRequester,
    Translate,
)
from bot.domain.events import AmendLost, Gesture, MediaHandedOver, RelayDelivered
from bot.domain.facts import (
    Answered,
    Called,
    Came,
    FactValue,
    Fetched,
    Located,
    Media,
    MediaKind,
    Missed,
    NotFetched,
    Reachable,
    Replied,
    Said,
    Signed,
    Translated,
    Withdrew,
)
from bot.domain.language import of_words
from bot.domain.people import Chat
from bot.domain.phrasebook import OPTIONS, Phrase, step_of
from bot.domain.place import Fix
from bot.domain.private import Private
from bot.domain.redaction import covered
from bot.ports import Purpose
from handlers.calls import NOTHING, Call, Plan, button, cut, rows, units
from handlers.catalogue import Catalogue
from handlers.presses import answer_press
from handlers.views import FactView
from handlers.writing import LONGEST, gesture_button, mark_of, send, under_of, whole

CAPTION = 1_024
"""Telegram's limit for the words under a thing."""
_SEEN = (MediaKind.PHOTO, MediaKind.VIDEO)
_BARE = (MediaKind.STICKER, MediaKind.VIDEO_NOTE)
"""Things that Telegram lets nobody write under."""


def render_across(effect: Effect, view: FactView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    match effect:
        case RelayToOwner():
            return _to_owner(effect, view, chat, catalogue, repeat)
        case RelayToRequester():
            return _to_requester(effect, view, chat, catalogue, repeat)
        case AmendReply():
            return _amended(effect, view, chat, catalogue)
        case FetchMedia() if isinstance(view.fact.value, Media):
            return Plan((), fetches=view.fact.value.file_id)
        case Translate(into=into):
            return Plan((), translates=(_for_the_machine(view), into))
        case _:
            return NOTHING


def _to_requester(
    effect: RelayToRequester, view: FactView, chat: Chat, catalogue: Catalogue, repeat: bool
) -> Plan:
    """The owner's words as they are: no name, no forward header, no sound."""
    value = view.fact.value
    if not isinstance(value, Replied):
        return NOTHING
    mark = mark_of("requester", chat, catalogue, repeat)
    quiet: dict[str, object] = {"disable_notification": True}
    calls: tuple[Call, ...]
    if value.asks:
        calls = (_phrase(Phrase(value.asks), mark, chat, catalogue),)
    elif value.place is not None:
        latitude, longitude = value.place.degrees()
        pin = {"chat_id": chat.telegram.reveal(), "latitude": latitude, "longitude": longitude, **quiet}
        calls = (Call("send_location", pin, notes=Purpose.WORDS),)
    elif value.media is not None:
        words = replace(value.media, caption=value.words)
        calls = _media(words, None, mark, chat, quiet, Purpose.WORDS)
    else:
        calls = whole(chat, mark, _with_machine(view, chat, catalogue), Purpose.WORDS)
    return Plan(calls, then=RelayDelivered(effect.case, view.fact.id))


def _phrase(phrase: Phrase, mark: str, chat: Chat, catalogue: Catalogue) -> Call:
    """What an officer picked in their language, in the person's, with the answers that can be tapped."""
    if phrase is Phrase.WHERE:
        # As their own screen asks it, with the button that sends the place.
        return send(
            chat,
            mark + catalogue.text("requester", chat.language, "screen.step.place"),
            Purpose.WORDS,
            reply_markup=rows([gesture_button(Gesture.PLACE, chat, catalogue)]),
        )
    text = mark + catalogue.text("requester", chat.language, f"ask.{phrase.value}")
    step = step_of(phrase)
    options = [
        button(catalogue.text("requester", chat.language, f"option.{one}"), answer_press(step, one))
        for one in OPTIONS.get(phrase, ())
    ]
    lines = [[one] for one in options] if len(options) > 2 else [options]
    return send(chat, text, Purpose.WORDS, reply_markup=rows(*lines))


def _amended(effect: AmendReply, view: FactView, chat: Chat, catalogue: Catalogue) -> Plan:
    """In place: an edit lights no phone."""
    if view.thread is None or not isinstance(view.fact.value, Replied):
        return Plan((), then=AmendLost(effect.case, view.fact.id))
    place = {"chat_id": chat.telegram.reveal(), "message_id": view.thread}
    words = view.fact.value.words.reveal()
    if view.fact.value.media is not None:
        return Plan((Call("edit_message_caption", {**place, "caption": cut(words, CAPTION)}),))
    text = cut(_with_machine(view, chat, catalogue), LONGEST)
    return Plan((Call("edit_message_text", {**place, "text": text}),))


def _with_machine(view: FactView, chat: Chat, catalogue: Catalogue) -> str:
    """The owner's words, and under them what a machine made of them, marked as that."""
    words = view.fact.value.words.reveal() if isinstance(view.fact.value, Replied) else ""
    if view.machine is None:
        return words
    return f"{words}\n\n{catalogue.text('requester', chat.language, 'machine', words=view.machine.reveal())}"


def _for_the_machine(view: FactView) -> Private[str]:
    """The owner's words as they are; of the person's what identifies nobody."""
    match view.fact.value:
        case Said(words=words):
            return Private(covered(words.reveal(), view.names))
        case Replied(words=words):
            return words
        case _:
            return Private("")


def _to_owner(effect: RelayToOwner, view: FactView, chat: Chat, catalogue: Catalogue, repeat: bool) -> Plan:
    """What the person sent, without their account, under the case's own message."""
    under: dict[str, object] = {**under_of(view.thread), "protect_content": True, "disable_notification": True}
    head = mark_of("desk", chat, catalogue, repeat) + f"{view.code} "
    value = view.fact.value
    case = view.fact.case
    match value:
        case Media() if effect.uploads and view.content is None:
            gone = catalogue.text("desk", chat.language, "sent.gone_there")
            return Plan(whole(chat, head, gone, Purpose.THREAD, **under), case)
        case Media():
            if view.not_kept is not None:
                head += f"({catalogue.text('desk', chat.language, f'sent.{view.not_kept.value}')}) "
            shown = Private(covered(value.caption.reveal(), view.names)) if value.caption else None
            calls = _media(replace(value, caption=shown), view.content, head, chat, under)
            return Plan(calls, case, then=MediaHandedOver(case, view.fact.id))
        case Translated(words=words):
            told = covered(words.reveal(), view.names)
            marked = catalogue.text("desk", chat.language, "card.machine", words=told)
            return Plan(whole(chat, head, marked, Purpose.THREAD, **under), case)
        case Located(place=place):
            pin = {"chat_id": chat.telegram.reveal(), "latitude": place.latitude.reveal(), **under}
            pin["longitude"] = place.longitude.reveal()
            # A pin looks exact whatever it is: what is only the middle of a town says so.
            rough = place.fix in (Fix.NAMED, Fix.PHOTO)
            fix = catalogue.text("desk", chat.language, f"fix.{place.fix.value}")
            off = f" ±{place.accuracy_m:.0f} m" if place.accuracy_m else ""
            roughly = head + (f"{fix}{off}" if rough else "")
            said = (send(chat, roughly.rstrip(), Purpose.THREAD, **under),) if repeat or rough else ()
            return Plan((*said, Call("send_location", pin, notes=Purpose.THREAD)), case)
        case _:
            return Plan(
                whole(chat, head, _in_words(value, view.names, chat, catalogue), Purpose.THREAD, **under), case
            )


def _media(
    value: Media,
    content: Private[bytes] | None,
    head: str,
    chat: Chat,
    under: dict[str, object],
    purpose: Purpose = Purpose.THREAD,
) -> tuple[Call, ...]:
    """The thing with its words under it; words that do not fit there follow as messages.

    It goes by its id, without a name; from what we keep only where `content` is given.
    """
    kind = value.kind.value
    thing = InputFile(content.reveal(), f"{kind}.{value.suffix or 'bin'}") if content else value.file_id.reveal()
    arguments: dict[str, object] = {"chat_id": chat.telegram.reveal(), kind: thing, **under}
    words = value.caption.reveal() if value.caption else ""
    fits = value.kind not in _BARE and units(head + words) <= CAPTION
    if fits:
        arguments["caption"] = head + words
    if value.kind in _SEEN and purpose is Purpose.THREAD:
        # A face is uncovered by who wants to see it, and not by whoever looks over their shoulder.
        arguments["has_spoiler"] = True
    call = Call(f"send_{kind}", arguments, notes=purpose)
    return (call,) if fits or not (head + words) else (call, *whole(chat, head, words, purpose, **under))


_ALWAYS: dict[FactValue, str] = {
    Called(): "rule.R1-10",
    Signed(danger=True): "mark.takeover",
    Signed(danger=False): "mark.safe_signed",
    Withdrew(): "mark.withdrew",
    Missed(): "mark.missed",
}
"""Facts that say the same whoever brings them."""


def _in_words(value: FactValue, names: tuple[str, ...], chat: Chat, catalogue: Catalogue) -> str:
    def say(key: str, /, **blanks: object) -> str:
        return catalogue.text("desk", chat.language, key, **blanks)

    match value:
        case Said(words=words, edited=edited):
            before = f"({say('card.edited')}) " if edited else ""
            return before + _tongue(words, chat, catalogue) + covered(words.reveal(), names)
        case Reachable(own=own):
            return say("contact.own" if own else "contact.phone")
        case Answered(step=step, answer=answer):
            return say(f"answered.{step}.{answer}")
        case Came(door=door):
            return say(f"door.{door.value}")
        case Fetched():
            return say("sent.suspect")
        case NotFetched(why=why):
            return say(f"sent.{why.value}")
        case _:
            return say(_ALWAYS[value]) if value in _ALWAYS else ""


def _tongue(words: Private[str], chat: Chat, catalogue: Catalogue) -> str:
    """The language of somebody's words, where it could be told and is not the reader's."""
    heard = hear(words.reveal())
    known = (heard.tongue or "") if heard.sure else ""
    spoken = of_words(words.reveal(), known, catalogue.languages)
    if not spoken or spoken == chat.language:
        return ""
    name = catalogue.name_of(chat.language, spoken)
    return catalogue.text("desk", chat.language, "sent.tongue", language=name) + " "
