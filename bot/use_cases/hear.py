"""Takes in whatever a requester sends: the session turns, the case learns, the desk is rung."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.engine import (
    Input,
    before_the_cry,
    current,
    money_shown,
    tidies,
    turn,
)
from bot.conversation.flows import SPARE
from bot.conversation.grammar import Advice, Session, Topic, View
from bot.domain.case import Case
from bot.domain.dues import DueKind
from bot.domain.effects import ShowScreen, TidyChat, WipeChat
from bot.domain.events import Gesture, Origin, ScreenShown
from bot.domain.facts import Located, Media, Said
from bot.domain.gazetteer import whereabouts
from bot.domain.ids import SILENCE, after
from bot.domain.lapses import BROKEN_OFF, check_in_after
from bot.domain.people import Chat
from bot.ports import Purpose, Shelves, Stamp
from bot.use_cases.come_back import come_back, give_code, is_code
from bot.use_cases.cover_up import cover_up, covered, opened, opens
from bot.use_cases.refresh import BURST
from bot.use_cases.speakers import meet, note_theirs
from bot.use_cases.tell import into_case


async def hear(
    origin: Origin, heard: Input, shelves: Shelves, stamp: Stamp, options: frozenset[str] = frozenset()
) -> None:
    """One input of a requester, at any step; `options`: the answers whose label the words are."""
    words = heard.words.reveal() if isinstance(heard, Said) else ""
    chat = await meet(origin, shelves, stamp, words)
    before = await shelves.sessions.load(chat.id) or Session()
    if stamp.house.covert and not before.opened:
        await _behind_the_cover(chat, origin, before, heard, shelves, stamp)
        return
    case = await shelves.cases.open_of(chat.id)
    if case is None and isinstance(heard, Said) and is_code(heard):
        before = replace(before, tries=before.tries + 1)
        if await _came_back(chat, origin, before, heard, shelves, stamp):
            return
    if case is not None and heard is Gesture.CODE:
        before = await give_code(case, before, shelves, stamp)
    taken = turn(before, heard, await _regions(case, shelves), options)
    hidden = stamp.house.covert and taken.session.view is View.COVER
    session = covered(taken.session) if hidden else taken.session
    await shelves.sessions.keep(chat.id, session)
    tidy = tidies(session) and origin.press is None and _is_kept(heard)
    await note_theirs(chat, origin, shelves, Purpose.KEPT if tidy else Purpose.WORDS)
    case = await into_case(chat, session, before_the_cry(before), taken.facts, shelves, stamp)
    await _set_dues(chat, session, case, shelves, stamp)
    await _answer(chat, heard, session, tidy, shelves, stamp)


async def _came_back(
    chat: Chat, origin: Origin, before: Session, heard: Said, shelves: Shelves, stamp: Stamp
) -> bool:
    """Whether these words were the code of somebody's own case, which goes on here."""
    session = await come_back(chat, before, heard, shelves, stamp)
    if session is None:
        return False
    await note_theirs(chat, origin, shelves, Purpose.KEPT)
    await shelves.outbox.put(TidyChat(chat.id), stamp.now)
    await _set_dues(chat, session, await shelves.cases.open_of(chat.id), shelves, stamp)
    await show(chat, shelves, stamp)
    return True


async def _behind_the_cover(
    chat: Chat, origin: Origin, before: Session, heard: Input, shelves: Shelves, stamp: Stamp
) -> None:
    """The chosen phrase opens the intake, and goes from the chat; anything else is answered by the tool."""
    opening = opens(heard, stamp.house)
    await note_theirs(chat, origin, shelves, Purpose.KEPT if opening else Purpose.WORDS)
    if opening:
        await shelves.outbox.put(TidyChat(chat.id), stamp.now)
        await open_intake(chat, shelves, stamp)
        return
    await cover_up(chat, before, heard, shelves, stamp)
    await shelves.dues.set_first(DueKind.WIPE, chat.id, after(stamp.now, stamp.house.wipe_after))
    await show(chat, shelves, stamp)


async def open_intake(chat: Chat, shelves: Shelves, stamp: Stamp) -> None:
    """By the phrase or by the published link."""
    session = opened(await shelves.sessions.load(chat.id) or Session())
    await shelves.sessions.keep(chat.id, session)
    await shelves.dues.set_first(DueKind.WIPE, chat.id, after(stamp.now, stamp.house.wipe_after))
    await show(chat, shelves, stamp)


async def _regions(case: Case | None, shelves: Shelves) -> tuple[str, ...]:
    """The country where the person said they are, for numbers without a country code."""
    facts = await shelves.facts.of(case.id) if case else []
    places = [fact.value.place for fact in facts if isinstance(fact.value, Located)]
    near = whereabouts(*places[-1].degrees()) if places else None
    return (near.country,) if near else ()


async def _set_dues(chat: Chat, session: Session, case: Case | None, shelves: Shelves, stamp: Stamp) -> None:
    """What happens by itself if nothing more comes."""
    await shelves.dues.set_first(DueKind.WIPE, chat.id, after(stamp.now, stamp.house.wipe_after))
    step = current(session) if session.view is View.STEP else None
    if case is not None and step is not None and step.topic not in SPARE:
        await shelves.dues.set(DueKind.LAPSE, case.id, after(stamp.now, BROKEN_OFF))
    lead = check_in_after(dict(session.answers).get(Topic.CHECK_IN.value, ""))
    if lead is not None:
        await shelves.dues.set(DueKind.CHECK_IN, chat.id, after(stamp.now, lead))


async def _answer(chat: Chat, heard: Input, session: Session, tidy: bool, shelves: Shelves, stamp: Stamp) -> None:
    if session.view is View.COVER:
        await show(chat, shelves, stamp)
        await shelves.outbox.put(WipeChat(chat.id), stamp.now)
        return
    wait = 0 if isinstance(heard, Gesture) else BURST
    if tidy:
        # With the screen, which goes after it: a burst is removed by one call, and answered by one.
        await shelves.outbox.put(TidyChat(chat.id), stamp.now, after(stamp.now, wait))
    await shelves.outbox.release(chat.id, stamp.now, after(chat.heard_at, SILENCE))
    await show(chat, shelves, stamp, wait)


def _is_kept(heard: Input) -> bool:
    """Whether it may go from the chat: what was sent still lies with Telegram, and a live place must go on."""
    if isinstance(heard, Located):
        return heard.track is None
    return not isinstance(heard, Media)


async def show(chat: Chat, shelves: Shelves, stamp: Stamp, wait: int = 0) -> None:
    """Bring the requester's screen up to date, if they are still there to see it."""
    ends = after(chat.heard_at, SILENCE)
    if ends > stamp.now:
        await shelves.outbox.put(ShowScreen(chat.id), stamp.now, after(stamp.now, wait), ends)


async def show_requester(case: Case, shelves: Shelves, stamp: Stamp, wait: int = 0) -> None:
    """One true line for whose case it is; who ordered a drill has no such screen."""
    if not case.drill:
        await show(await shelves.chats.load(case.requester), shelves, stamp, wait)


async def screen_shown(event: ScreenShown, shelves: Shelves, _stamp: Stamp) -> None:
    """From now on words may be the answer to this question."""
    session = await shelves.sessions.load(event.chat) or Session()
    if event.money and not event.asked:
        await shelves.sessions.keep(event.chat, money_shown(session))
        return
    asked = Topic(event.asked) if event.asked else None
    advised = session.advised | ({Advice(event.advice)} if event.advice else set())
    money_said = session.money_said or event.money
    seen = replace(session, asked=asked, advised=frozenset(advised), money_said=money_said)
    if seen != session:
        await shelves.sessions.keep(event.chat, seen)
