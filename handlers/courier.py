"""The door out: lease, render, send, settle; the only file that holds a Bot.

A row is marked as being sent, on disk, before the call is made. If the process dies then, the row is found at
the next start; what must arrive goes out again, marked as a repeat, and what could hurt is let go.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

import structlog
from telegram import Bot, ForumTopic, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.domain.attachments import TRIED_FOR
from bot.domain.calendars import Calendar, NoCalendar
from bot.domain.effects import (
    DELIVERY,
    AnswerPress,
    Effect,
    FetchCalendar,
    FetchMedia,
    MarkSent,
    RelayToOwner,
    RelayToRequester,
    Reveal,
    Ring,
    Rule,
    ShowKeys,
    ShowScreen,
    Translate,
    UpdateCard,
    UpdateThread,
    Vanish,
)
from bot.domain.events import (
    CalendarRead,
    DeliveryFailed,
    DeliveryUnsure,
    Event,
    MediaFetched,
    MediaNotFetched,
    TopicRefused,
    TranslationCame,
)
from bot.domain.ids import MINUTE, SECOND, STANDS, WIPEABLE, ChatId, Instant, after
from bot.domain.people import Chat
from bot.domain.private import Private
from bot.inbox import Inbox, told
from bot.ports import Head, Leased, Purpose, Shelves, Side, Translator, Unkept
from bot.ports import Message as Standing
from bot.use_cases.reach import follow_group
from handlers.budget import Budget
from handlers.calls import Call, Plan
from handlers.catalogue import Catalogue
from handlers.fetching import Fetcher, Got, reason
from handlers.loading import load_view
from handlers.render import render
from handlers.views import CaseView, Drop, Hold, Shown
from handlers.wire import Unsent, Unsure

ASK_EVERY = 0.25
"""Seconds after which the outbox is asked even if nobody woke the courier: rows become due by time alone."""
LONGEST_WAIT = 30
"""Seconds between two tries at most."""
LONGEST_FETCH = 600
"""The same for a thing that Telegram does not give out."""
WAITED_FOR = 2 * MINUTE
"""Milliseconds for which a calendar is asked for: an officer waits for what it says."""
GOT_AT_ONCE = 4
"""Things that are got at the same time; each may be as large as a bot may get."""
LOST_WITHIN = 50
"""How many ids are looked at for a copy whose sending was cut off; all private chats share one count."""
MENU_STAYS = 60
"""Seconds for which opened buttons stay when the card under which they are changes."""
_WIPED = (ShowScreen, RelayToRequester)
"""What a requester reads: Hide removes also a copy of it whose sending was cut off."""
_GETS = (FetchMedia, FetchCalendar, Translate)
_FREE = (AnswerPress, MarkSent, *_GETS)
"""Effects that Telegram does not count against a chat's budget."""
_SAME = "message is not modified"
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_TOPIC = "create_forum_topic"
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_NO_FILE = ("wrong file identifier", "wrong remote file", "file is temporarily unavailable", "file reference")
_LOST = (
    "chat not found",
    "user is deactivated",
    "peer_id_invalid",
    "bot can't initiate",
    "not enough rights",
    "chat_write_forbidden",
)

T = TypeVar("T")
log = structlog.get_logger("courier")


_Lane = tuple[ChatId, bool]
"""A chat, and whether it is what comes from it that is got: that takes long, and nothing has to wait for it."""


@dataclass(slots=True)
class _Item:
    """One leased row with what it is to become."""

    leased: Leased
    chat: Chat
    plan: Plan
    standing: list[Standing] = field(default_factory=list)
    screen: int | None = None
    got: Got | None = None
    calendar: Calendar | NoCalendar | None = None
    machine: Private[str] | None = None


@dataclass(slots=True)
class Courier:
    """Sends what waits in the outbox: one at a time for a chat, chats beside each other."""

    inbox: Inbox
    bot: Bot
    fetcher: Fetcher
    catalogue: Catalogue
    translator: Translator | None = None
    _budget: Budget = field(default_factory=Budget)
    _busy: dict[_Lane, asyncio.Task[None]] = field(default_factory=dict)
    _menus: dict[tuple[ChatId, int], tuple[str, float]] = field(default_factory=dict)

    async def begin(self) -> None:
        """What was being sent when the process ended: out again with its mark, or let go."""
        await self._kept(self._pick_up)

    async def _pick_up(self) -> None:
        async with self.inbox.archive.transaction() as shelves:
            now = self.inbox.world.now()
            for row in await shelves.outbox.interrupted():
                await self._note_lost(row.chat, row.kind, row.above, shelves)
                if DELIVERY[row.kind].rule is Rule.AT_LEAST_ONCE:
                    await shelves.outbox.revive(row.id, now)
                else:
                    await shelves.outbox.end(row.id, "dropped", now)

    async def run(self) -> None:
        """Send until asked to stop; then let what is under way end."""
        patience = self.inbox.patience
        while not patience.stopping.is_set():
            self.inbox.wake.clear()
            wait = self._start_due(await self._kept(self._heads))
            await patience.first(self.inbox.wake.wait(), timeout=wait)
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=5)

    async def _kept(self, work: Callable[[], Awaitable[T]]) -> T:
        return await self.inbox.patience.kept(work)

    async def _heads(self) -> Sequence[Head]:
        async with self.inbox.archive.transaction() as shelves:
            return await shelves.outbox.heads(self.inbox.world.now())

    def _start_due(self, heads: Sequence[Head]) -> float:
        """Start what may go now; seconds until it is worth asking again."""
        now = self.inbox.world.monotonic()
        soonest = ASK_EVERY
        for head in heads:
            if _lane(head) in self._busy or self._gets_enough(head):
                continue
            wait = 0.0 if head.kind in _FREE else self._budget.wait(head.chat, head.chat_kind, now)
            if wait > 0:
                soonest = min(soonest, wait)
                continue
            if head.kind not in _FREE:
                self._budget.take(head.chat, head.chat_kind, now)
            self._start(head)
        return soonest

    def _start(self, head: Head) -> None:
        task = asyncio.create_task(self._one(head))
        self._busy[_lane(head)] = task
        task.add_done_callback(lambda _: self._done(_lane(head)))

    def _done(self, lane: _Lane) -> None:
        self._busy.pop(lane, None)
        self.inbox.wake.set()

    def _gets_enough(self, head: Head) -> bool:
        """Each thing that is got lies in memory until it is kept."""
        return head.kind in (FetchMedia, FetchCalendar) and sum(gets for _, gets in self._busy) >= GOT_AT_ONCE

    async def _one(self, head: Head) -> None:
        """One row, from lease to settlement; whatever fails here fails for this row alone."""
        item: _Item | None = None
        try:
            item = await self._kept(lambda: self._prepare(head))
            if item is not None:
                await self._deliver(item)
            elif head.kind not in _FREE:
                self._budget.give_back(head.chat, head.chat_kind, self.inbox.world.monotonic())
        except Unkept:
            # Asked to stop while nothing can be kept: the next start finds the row as it is.
            return
        except Exception as error:  # noqa: BLE001 - the courier's net: one row must not stop the others
            log.error("effect failed", effect=head.kind.__name__, error=told(error))
            with suppress(Unkept):
                await self._kept(partial(self._later, head, item))

    async def _deliver(self, item: _Item) -> None:
        """Send it, and note what came of it; the note is made however long it takes until it can be kept."""
        try:
            await self._send(item)
        except TelegramError as error:
            await self._kept(partial(self._answered, item, error))
        else:
            await self._kept(partial(self._settle, item))

    async def _prepare(self, head: Head) -> _Item | None:
        async with self.inbox.archive.transaction() as shelves:
            leased = await shelves.outbox.lease(head.id)
            if leased is None:
                return None
            now = self.inbox.world.now()
            chat = await shelves.chats.load(head.chat)
            view = self._with_menu(await load_view(leased.effect, chat, shelves, now), leased.effect)
            held = DELIVERY[head.kind].held
            if isinstance(view, Hold) or (held and _expired(leased, now)):
                await shelves.outbox.hold(head.id)
                return None
            if isinstance(view, Drop) or _expired(leased, now):
                await shelves.outbox.end(head.id, "dropped", now)
                return None
        return _Item(leased, chat, render(leased.effect, view, chat, self.catalogue, leased.repeat))

    def _with_menu(self, view: Shown, effect: Effect) -> Shown:
        """The buttons that somebody has just opened stay under their thumb when the card changes."""
        clock = self.inbox.world.monotonic()
        if isinstance(effect, ShowKeys):
            self._menus = {place: one for place, one in self._menus.items() if clock - one[1] < MENU_STAYS}
            self._menus[effect.chat, effect.message_id] = effect.menu, clock
        if isinstance(effect, AnswerPress):
            # Something was done by a button, or other buttons were asked for, which come after this answer.
            self._menus = {place: one for place, one in self._menus.items() if place[0] != effect.chat}
        changes = isinstance(effect, UpdateCard | UpdateThread)
        if not isinstance(view, CaseView) or not changes or not view.standing:
            return view
        menu, opened = self._menus.get((effect.chat, view.standing[-1].message_id), ("", clock))
        return replace(view, menu=menu) if clock - opened < MENU_STAYS else view

    async def _gather(self, item: _Item) -> None:
        """What is got from elsewhere."""
        if item.plan.fetches is not None:
            item.got = await self.fetcher.get(item.plan.fetches.reveal())
        if item.plan.reads is not None:
            file_id, zone = item.plan.reads
            item.calendar = await self.fetcher.calendar(file_id.reveal(), zone, self.inbox.world.now())
        if item.plan.translates is not None and self.translator is not None:
            item.machine = await self.translator.translate(*item.plan.translates)

    async def _send(self, item: _Item) -> None:
        await self._gather(item)
        drawn = (await asyncio.to_thread(item.plan.draws),) if item.plan.draws is not None else ()
        for place, call in enumerate((*item.plan.calls, *drawn)):
            if place:
                await self._pace(item)
            while not await self._said(item, call):
                await self._pace(item)

    async def _said(self, item: _Item, call: Call) -> bool:
        """Make one call; False if it is to be made again, because what is begun is not begun anew."""
        try:
            self._note(item, call, await getattr(self.bot, call.method)(**call.given()))
        except RetryAfter as error:
            self._budget.hold(item.chat.id, item.chat.kind, _seconds(error), self.inbox.world.monotonic())
            if not item.standing or _seconds(error) > LONGEST_WAIT or self.inbox.patience.stopping.is_set():
                raise
            return False
        except BadRequest as error:
            if call.needed and _SAME not in error.message.lower():
                raise
        except Forbidden:
            if call.needed:
                raise
        return True

    async def _pace(self, item: _Item) -> None:
        """What takes several calls keeps to the chat's budget, too, and waits as long as Telegram says."""
        if type(item.leased.effect) in _FREE:
            return
        clock = self.inbox.world.monotonic
        wait = self._budget.wait(item.chat.id, item.chat.kind, clock())
        if wait > 0:
            await self.inbox.patience.pause(wait)
        self._budget.take(item.chat.id, item.chat.kind, clock())

    def _note(self, item: _Item, call: Call, answer: Any) -> None:
        message_id = _id_of(answer)
        if call.notes is None or message_id is None:
            return
        now = self.inbox.world.now()
        item.standing.append(Standing(item.chat.id, message_id, Side.OURS, call.notes, now, item.plan.case))
        if call.notes is Purpose.SCREEN:
            item.screen = message_id

    async def _settle(self, item: _Item) -> None:
        async with self.inbox.archive.transaction() as shelves:
            if not await shelves.outbox.end(item.leased.id, "sent", self.inbox.world.now()):
                return
            await self._remember(item, shelves)
            then = _got(item) or item.plan.happened(tuple(one.message_id for one in item.standing))
            if then is not None:
                await self.inbox.react(then, shelves)

    async def _remember(self, item: _Item, shelves: Shelves) -> None:
        await shelves.messages.forget(item.chat.id, item.plan.forgets)
        for standing in item.standing:
            await shelves.messages.note(standing)
        if item.leased.repeat and item.standing:
            nearest = item.standing[0].message_id - LOST_WITHIN - 1
            above = max(item.leased.above, nearest)
            await self._note_lost(item.chat.id, type(item.leased.effect), above, shelves)
        if item.plan.forgets:
            await self._lower_newest(item, shelves)
        if item.plan.screen_keys is not None:
            chat = await shelves.chats.load(item.chat.id)
            screen = item.screen if item.screen is not None else chat.screen
            newest = max(chat.newest, screen or 0)
            await shelves.chats.keep(
                replace(chat, screen=screen, screen_keys=item.plan.screen_keys, newest=newest)
            )

    async def _lower_newest(self, item: _Item, shelves: Shelves) -> None:
        """The newest message was removed: the screen may be the last one again, and can be edited in place."""
        chat = await shelves.chats.load(item.chat.id)
        if chat.newest not in item.plan.forgets:
            return
        standing = await shelves.messages.since(chat.id, after(self.inbox.world.now(), -WIPEABLE))
        newest = max((one.message_id for one in standing if one.purpose is not Purpose.LOST), default=0)
        screen = None if chat.screen in item.plan.forgets else chat.screen
        await shelves.chats.keep(replace(chat, newest=max(newest, screen or 0), screen=screen))

    async def _note_lost(self, chat: ChatId, kind: type[Effect], above: int, shelves: Shelves) -> None:
        """A copy may stand whose id we never learnt: above what was known before it was sent.

        The ids there are noted, so that Hide removes that copy too; Telegram passes over those not in this
        chat, and what we learn of one later takes the place of the note.
        """
        now = self.inbox.world.now()
        if kind is Reveal:
            ids = tuple(range(above + 1, above + 1 + LOST_WITHIN))
            await shelves.outbox.put(Vanish(chat, ids), now, after(now, STANDS))
        if kind not in _WIPED:
            return
        for message_id in range(above + 1, above + 1 + LOST_WITHIN):
            await shelves.messages.note(Standing(chat, message_id, Side.OURS, Purpose.LOST, now))

    async def _answered(self, item: _Item, error: TelegramError) -> None:
        """Telegram, or the way there, said no: each no has its own consequence."""
        leased = item.leased
        if item.plan.fetches is not None or item.plan.reads is not None:
            await self._not_got(item, error)
            return
        # A part of it stands there already: all of it comes again, and says so.
        begun = leased.repeat or bool(item.standing)
        match error:
            case RetryAfter():
                await self._again(leased, _seconds(error), repeat=begun, unsure=leased.unsure)
            case ChatMigrated():
                await self._migrated(item, error.new_chat_id)
            case Forbidden():
                await self._refused(item, lost=True)
            case BadRequest():
                await self._bad(item, error)
            case Unsure():
                await self._unsure(item)
            case Unsent() | NetworkError() | InvalidToken():
                await self._again(leased, _backoff(leased), repeat=begun, unsure=leased.unsure)
            case _:
                await self._unsure(item)

    async def _not_got(self, item: _Item, error: TelegramError) -> None:
        """Asked for again, later and later, until it is clear that Telegram does not give it out."""
        leased, now = item.leased, self.inbox.world.now()
        patience = TRIED_FOR if isinstance(leased.effect, FetchMedia) else WAITED_FOR
        why = reason(error, now - leased.created_at, patience)
        if why is None:
            wait = _seconds(error) if isinstance(error, RetryAfter) else _backoff(leased, LONGEST_FETCH)
            await self._again(leased, wait, repeat=False, unsure=0)
            return
        async with self.inbox.archive.transaction() as shelves:
            effect = leased.effect
            if not await shelves.outbox.end(leased.id, "refused", now):
                return
            if isinstance(effect, FetchMedia):
                await self.inbox.react(MediaNotFetched(effect.case, effect.fact, why), shelves)
            elif isinstance(effect, FetchCalendar):
                await self.inbox.react(CalendarRead(effect, NoCalendar.GONE), shelves)

    async def _bad(self, item: _Item, error: BadRequest) -> None:
        said = error.message.lower()
        effect = item.leased.effect
        if any(call.method == _TOPIC for call in item.plan.calls):
            await self._no_topic(item)
        elif any(text in said for text in _NO_TOPIC):
            await self._forget_topic(item)
        elif any(text in said for text in _GONE):
            await self._forget_target(item)
        elif isinstance(effect, RelayToOwner) and not effect.uploads and any(text in said for text in _NO_FILE):
            await self._upload(item, effect)
        else:
            log.error("refused by Telegram", effect=type(item.leased.effect).__name__, said=error.message[:120])
            await self._refused(item, lost=any(text in said for text in _LOST))

    async def _forget_target(self, item: _Item) -> None:
        """The message to edit is gone: it is forgotten, so that the next try sends a new one."""
        edited = [call.arguments.get("message_id") for call in item.plan.calls]
        async with self.inbox.archive.transaction() as shelves:
            await shelves.messages.forget(item.chat.id, [one for one in edited if isinstance(one, int)])
            chat = await shelves.chats.load(item.chat.id)
            if chat.screen in edited:
                await shelves.chats.keep(replace(chat, screen=None, screen_keys=False))
            await shelves.outbox.again(item.leased, self.inbox.world.now(), item.leased.repeat, item.leased.unsure)

    async def _no_topic(self, item: _Item) -> None:
        async with self.inbox.archive.transaction() as shelves:
            if await shelves.outbox.end(item.leased.id, "refused", self.inbox.world.now()):
                await self.inbox.react(TopicRefused(item.leased.effect), shelves)

    async def _forget_topic(self, item: _Item) -> None:
        """The topic was deleted or closed: the next try makes another one."""
        async with self.inbox.archive.transaction() as shelves:
            known = await shelves.messages.of_case(item.plan.case, Purpose.TOPIC) if item.plan.case else []
            gone = [one.message_id for one in known if one.chat == item.chat.id]
            await shelves.messages.forget(item.chat.id, gone)
            await shelves.outbox.again(item.leased, self.inbox.world.now(), item.leased.repeat, item.leased.unsure)

    async def _upload(self, item: _Item, effect: RelayToOwner) -> None:
        """Telegram no longer knows the thing by its id: what we keep of it is sent in its place."""
        now = self.inbox.world.now()
        async with self.inbox.archive.transaction() as shelves:
            if await shelves.outbox.end(item.leased.id, "refused", now):
                await shelves.outbox.put(replace(effect, uploads=True), now)

    async def _refused(self, item: _Item, lost: bool) -> None:
        effect = item.leased.effect
        rang = effect.case if isinstance(effect, Ring) else None
        async with self.inbox.archive.transaction() as shelves:
            ended = await shelves.outbox.end(item.leased.id, "refused", self.inbox.world.now())
            if ended and (lost or rang is not None):
                await self.inbox.react(DeliveryFailed(item.chat.id, rang, lost), shelves)

    async def _migrated(self, item: _Item, successor: int) -> None:
        async with self.inbox.archive.transaction() as shelves:
            follows = await follow_group(item.chat.id, Private(successor), shelves)
            if follows:
                leased = item.leased
                await shelves.outbox.again(leased, self.inbox.world.now(), leased.repeat, leased.unsure)
        if not follows:
            await self._refused(item, lost=True)

    async def _unsure(self, item: _Item) -> None:
        """It may have arrived. One repeat, marked as one; then it is left, and somebody is told (invariant 3)."""
        leased = item.leased
        sure = DELIVERY[type(leased.effect)].rule is Rule.AT_LEAST_ONCE
        if sure and _doubles_nothing(item.plan):
            await self._again(leased, _backoff(leased), repeat=leased.repeat, unsure=leased.unsure)
            return
        if sure and leased.unsure == 0:
            await self._again(leased, _backoff(leased), repeat=True, unsure=1)
            return
        log.warning("may not have arrived", effect=type(leased.effect).__name__)
        async with self.inbox.archive.transaction() as shelves:
            if isinstance(leased.effect, Reveal):
                await self._note_lost(item.chat.id, Reveal, leased.above, shelves)
            if await shelves.outbox.end(leased.id, "unsure", self.inbox.world.now()):
                await self.inbox.react(DeliveryUnsure(leased.effect), shelves)

    async def _again(self, leased: Leased, seconds: float, repeat: bool, unsure: int) -> None:
        at = after(self.inbox.world.now(), round(seconds * SECOND))
        async with self.inbox.archive.transaction() as shelves:
            if repeat:
                await self._note_lost(leased.effect.chat, type(leased.effect), leased.above, shelves)
            await shelves.outbox.again(leased, at, repeat, unsure)

    async def _later(self, head: Head, item: _Item | None) -> None:
        """Our own code failed on this row: it stays, and is tried again after a while."""
        if item is not None:
            await self._again(item.leased, LONGEST_WAIT, repeat=True, unsure=item.leased.unsure)
            return
        async with self.inbox.archive.transaction() as shelves:
            leased = await shelves.outbox.lease(head.id)
            if leased is not None:
                at = after(self.inbox.world.now(), LONGEST_WAIT * SECOND)
                await shelves.outbox.again(leased, at, leased.repeat, leased.unsure)


def _id_of(answer: Any) -> int | None:
    """Of a message, or of a topic."""
    match answer:
        case Message():
            return answer.message_id
        case ForumTopic():
            return answer.message_thread_id
        case _:
            return None


def _lane(head: Head) -> _Lane:
    return head.chat, head.kind in _GETS


def _got(item: _Item) -> Event | None:
    effect = item.leased.effect
    if item.machine is not None and isinstance(effect, Translate):
        return TranslationCame(effect.case, effect.fact, effect.into, item.machine)
    if item.calendar is not None and isinstance(effect, FetchCalendar):
        return CalendarRead(effect, item.calendar)
    if item.got is None or not isinstance(effect, FetchMedia):
        return None
    return MediaFetched(effect.chat, effect.case, effect.fact, Private(item.got.content), item.got.place)


def _doubles_nothing(plan: Plan) -> bool:
    """Whether all of it can be done again without anybody seeing it twice: edits and deletions."""
    return all(call.method.startswith(("edit_", "delete_")) for call in plan.calls)


def _expired(leased: Leased, now: Instant) -> bool:
    return leased.expires_at is not None and now >= leased.expires_at


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()


def _backoff(leased: Leased, longest: float = LONGEST_WAIT) -> float:
    return float(min(longest, 0.5 * 2 ** min(leased.attempts - 1, 12)))
