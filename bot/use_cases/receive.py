"""Sorts what people send: staff where they are staff, everybody else as a requester."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.engine import Answer, Input
from bot.conversation.grammar import Session, View
from bot.domain.dues import DueKind
from bot.domain.effects import AnswerPress, StripButtons, Tell
from bot.domain.events import (
    AnswerTapped,
    ContactArrived,
    Gesture,
    GestureMade,
    InviteOpened,
    LanguageChosen,
    MediaArrived,
    Origin,
    PlaceArrived,
    PressNotKnown,
    WordsArrived,
)
from bot.domain.facts import Located, Media, Replied, Said
from bot.domain.people import ChatKind
from bot.domain.phrasebook import OPTIONS, Phrase, phrase_of
from bot.domain.place import Fix
from bot.domain.private import Private
from bot.ports import Shelves, Stamp
from bot.use_cases.calendar import is_import, take_in
from bot.use_cases.deeds import do
from bot.use_cases.hear import hear, open_intake, show
from bot.use_cases.join import join
from bot.use_cases.order import order_of
from bot.use_cases.prompt import completes, is_to_prompt
from bot.use_cases.reply import amend, reply
from bot.use_cases.say import say
from bot.use_cases.speakers import Speaker, meet, note_theirs, speaker


async def receive_words(event: WordsArrived, shelves: Shelves, stamp: Stamp) -> None:
    """Plain words."""
    origin = event.origin
    who = await speaker(origin.account, shelves, stamp)
    if who.staff:
        await _from_staff(event, who, shelves, stamp)
    else:
        said = Said(event.words, origin.message_id, event.edited)
        await _if_private(origin, said, shelves, stamp, event.options)


async def _from_staff(event: WordsArrived, who: Speaker, shelves: Shelves, stamp: Stamp) -> None:
    """What completes a command, or goes to a person."""
    completed = await completes(event.origin, event.words, who, shelves)
    if completed is not None:
        chat = await meet(event.origin, shelves, stamp)
        await note_theirs(chat, event.origin, shelves)
        await do(await order_of(completed, chat, who, shelves), shelves, stamp)
    elif event.edited:
        await amend(event.origin, event.words, who, shelves, stamp)
    elif await is_to_prompt(event.origin, shelves):
        chat = await meet(event.origin, shelves, stamp)
        await note_theirs(chat, event.origin, shelves)
        await say(event.origin, "proposal.gone", shelves, stamp)
    else:
        await reply(event.origin, event.words, who, shelves, stamp)


async def receive_thing(
    event: PlaceArrived | MediaArrived | ContactArrived, shelves: Shelves, stamp: Stamp
) -> None:
    """A place, something sent, or a contact."""
    origin = event.origin
    who = await speaker(origin.account, shelves, stamp)
    if who.staff:
        await _thing_from_staff(event, who, shelves, stamp)
        return
    match event:
        case PlaceArrived(place=place):
            heard: Input = Located(place, origin.message_id if place.fix is Fix.LIVE else None)
        case MediaArrived(media=media, edited=edited):
            heard = await _edited(origin, media, shelves) if edited else media
        case ContactArrived(contact=contact):
            heard = contact
    await _if_private(origin, heard, shelves, stamp)
    known = await shelves.chats.by_telegram(origin.chat)
    if known is not None and isinstance(event, PlaceArrived) and event.ends_at is not None:
        await shelves.dues.set(DueKind.LIVE, known.id, event.ends_at)


async def _thing_from_staff(
    event: PlaceArrived | MediaArrived | ContactArrived, who: Speaker, shelves: Shelves, stamp: Stamp
) -> None:
    """Passed on as it is; a contact is somebody's name and number, and a live place somebody's way."""
    origin = event.origin
    match event:
        case MediaArrived(media=media, edited=True):
            await amend(origin, media.caption or Private(""), who, shelves, stamp)
        case MediaArrived(media=media) if await is_import(origin, media, who, shelves):
            await take_in(origin, media, who, shelves, stamp)
        case MediaArrived(media=media):
            await reply(origin, media, who, shelves, stamp)
        case PlaceArrived(place=place) if place.fix is not Fix.LIVE:
            await reply(origin, Located(place), who, shelves, stamp)
        case _:
            chat = await meet(origin, shelves, stamp)
            await note_theirs(chat, origin, shelves)
            if origin.kind is ChatKind.PRIVATE or origin.reply_to:
                await say(origin, "reply.not_that", shelves, stamp)


async def _edited(origin: Origin, media: Media, shelves: Shelves) -> Input:
    """Only the words under a thing, if it is the same thing that stood there before; otherwise the new one."""
    chat = await shelves.chats.by_telegram(origin.chat)
    case = await shelves.cases.open_of(chat.id) if chat is not None else None
    facts = await shelves.facts.of(case.id) if case is not None else []
    stood = [fact.value for fact in facts if isinstance(fact.value, Media)]
    same = any(one.message_id == media.message_id and one.unique == media.unique for one in stood)
    return Said(media.caption or Private(""), media.message_id, edited=True) if same else media


async def receive_gesture(event: GestureMade, shelves: Shelves, stamp: Stamp) -> None:
    """A gesture, by button, command or word."""
    await _answer_press(event.origin, shelves, stamp)
    if (await speaker(event.origin.account, shelves, stamp)).staff:
        await _greet_staff(event, shelves, stamp)
    else:
        await _if_private(event.origin, event.gesture, shelves, stamp)


async def _greet_staff(event: GestureMade, shelves: Shelves, stamp: Stamp) -> None:
    chat = await meet(event.origin, shelves, stamp)
    await note_theirs(chat, event.origin, shelves)
    if event.origin.kind is ChatKind.PRIVATE:
        languages = event.gesture is Gesture.LANGUAGE
        await shelves.outbox.put(Tell(chat.id, "staff.languages" if languages else "staff.hello"), stamp.now)


async def receive_answer(event: AnswerTapped, shelves: Shelves, stamp: Stamp) -> None:
    """A button of a step."""
    await _answer_press(event.origin, shelves, stamp)
    if (await speaker(event.origin.account, shelves, stamp)).staff:
        return
    phrase = phrase_of(event.step)
    if phrase is None or await _was_asked(event, phrase, shelves, stamp):
        await _if_private(event.origin, Answer(event.step, event.answer), shelves, stamp)


async def _was_asked(event: AnswerTapped, phrase: Phrase, shelves: Shelves, stamp: Stamp) -> bool:
    """Whether an officer asked it; then it keeps no buttons."""
    chat = await shelves.chats.by_telegram(event.origin.chat)
    case = await shelves.cases.open_of(chat.id) if chat is not None else None
    if chat is None or case is None:
        return False
    asked = [one.value.asks for one in await shelves.facts.of(case.id) if isinstance(one.value, Replied)]
    if phrase.value not in asked or event.answer not in OPTIONS.get(phrase, ()):
        return False
    await shelves.outbox.put(StripButtons(chat.id, event.origin.message_id), stamp.now)
    return True


async def receive_language(event: LanguageChosen, shelves: Shelves, stamp: Stamp) -> None:
    """A language chosen by hand stays chosen."""
    await _answer_press(event.origin, shelves, stamp)
    if event.origin.kind is not ChatKind.PRIVATE or event.language not in stamp.house.languages:
        return
    chat = replace(await meet(event.origin, shelves, stamp), language=event.language, language_chosen=True)
    await shelves.chats.keep(chat)
    if (await speaker(event.origin.account, shelves, stamp)).staff:
        await shelves.outbox.put(Tell(chat.id, "staff.hello"), stamp.now)
        return
    session = await shelves.sessions.load(chat.id) or Session()
    if session.view is View.LANGUAGES:
        session = replace(session, view=View.STEP if session.cried else View.FIRST)
        await shelves.sessions.keep(chat.id, session)
    await show(chat, shelves, stamp)


async def receive_invite(event: InviteOpened, shelves: Shelves, stamp: Stamp) -> None:
    """A joining link joins an officer; the published link opens a covert intake; all others are a plain /start."""
    if event.origin.kind is ChatKind.PRIVATE and await join(event, shelves, stamp):
        return
    link = stamp.house.link.reveal()
    staff = (await speaker(event.origin.account, shelves, stamp)).staff
    if stamp.house.covert and link and event.payload.reveal() == link and not staff:
        chat = await meet(event.origin, shelves, stamp)
        await note_theirs(chat, event.origin, shelves)
        await open_intake(chat, shelves, stamp)
        return
    await receive_gesture(GestureMade(event.origin, Gesture.START), shelves, stamp)


async def press_not_known(event: PressNotKnown, shelves: Shelves, stamp: Stamp) -> None:
    """Forged, foreign or outdated: the button stops waiting, nothing changes, nothing is told."""
    await _answer_press(event.origin, shelves, stamp)


async def _answer_press(origin: Origin, shelves: Shelves, stamp: Stamp) -> None:
    if origin.press is not None:
        chat = await meet(origin, shelves, stamp)
        await shelves.outbox.put(AnswerPress(chat.id, origin.press), stamp.now)


async def _if_private(
    origin: Origin, heard: Input, shelves: Shelves, stamp: Stamp, options: frozenset[str] = frozenset()
) -> None:
    """Nobody is taken in from a group: what is written there is not meant for us."""
    if origin.kind is ChatKind.PRIVATE:
        await hear(origin, heard, shelves, stamp, options)
