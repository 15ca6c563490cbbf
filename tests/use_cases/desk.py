"""A desk with everybody who can speak to it, on a real database, without Telegram between."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.case import Case
from bot.domain.effects import AnswerPress, Effect, Tell
from bot.domain.events import CaseTaken, CommandGiven, Event, Origin, ProposalAnswered, WordsArrived
from bot.domain.ids import HOUR, ChatId, DeskId, Instant, OfficerId, after
from bot.domain.people import Chat, ChatKind, Desk, Officer
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.roster import RotationSet
from bot.inbox import Inbox
from bot.patience import Patience
from bot.ports import House, Stale
from bot.world import World
from storage.database import Database, open_database
from storage.keyfile import KeyEncryptionKey
from storage.keysource import held
from storage.sqlite import Sqlite

ADMIN, GROUP = 900_000_001, -1_000_000_000_001
ACCOUNTS = {
    "requester": 700_000_001,
    "stranger": 700_000_002,
    "owner": 800_000_001,
    "on_duty": 800_000_002,
    "backup": 800_000_003,
    "off_duty": 800_000_004,
    "supervisor": 800_000_005,
    "paused": 800_000_006,
    "elsewhere": 800_000_007,
    "admin": ADMIN,
}
OFFICERS = ("owner", "on_duty", "backup", "off_duty", "supervisor", "paused")
TABLES = ("cases", "facts", "desks", "officers", "roster_events", "journal", "likenesses", "guidance")


@dataclass
class AtDesk:
    """What people do, and what comes of it."""

    inbox: Inbox
    database: Database
    path: Path
    sent: int = 100
    seen: set[str] = field(default_factory=set)

    def origin(self, who: str, group: bool = False, press: bool = False) -> Origin:
        self.sent += 1
        account = Private(ACCOUNTS[who])
        chat, kind = (Private(GROUP), ChatKind.GROUP) if group else (account, ChatKind.PRIVATE)
        pressed = f"press-{self.sent}" if press else None
        return Origin(chat, kind, account, self.sent, self.inbox.world.now(), "en", press=pressed)

    async def happens(self, *events: Event) -> list[Effect]:
        """What is to be done outside because of these."""
        for event in events:
            while True:
                try:
                    await self.inbox.handle(event)
                    break
                except Stale:
                    continue
        return await self.effects()

    async def effects(self) -> list[Effect]:
        """All that was put since this was asked last."""
        found = []
        async with self.database.transaction() as ledger:
            rows = await self.rows("SELECT id FROM outbox WHERE state IN ('due', 'held')")
            for (row,) in rows:
                leased = await ledger.outbox.lease(str(row))
                if leased is not None:
                    found.append(leased.effect)
                    await ledger.outbox.end(leased.id, "sent", self.inbox.world.now())
        return found

    async def sweeps(self) -> None:
        """What is over is forgotten, as it is every few minutes."""
        async with self.database.transaction() as ledger:
            await ledger.outbox.forget(after(self.inbox.world.now(), 1))

    async def commands(self, who: str, deed: Deed, words: str, press: bool = False) -> list[Effect]:
        whole = Private(f"/{deed.value} {words}")
        # A stranger can press only what stands in a group: in a chat of their own there is nothing of ours.
        origin = self.origin(who, group=press and who == "stranger", press=press)
        return await self.happens(CommandGiven(origin, deed, Private(words), whole))

    async def changes(self, who: str, deed: Deed, words: str) -> list[Effect]:
        """What comes of a command that is previewed, and confirmed at once."""
        shown = [one for one in await self.commands(who, deed, words) if isinstance(one, Tell)]
        (preview,) = [one for one in shown if one.key.startswith("preview.")]
        return await self.presses(who, preview)

    async def presses(self, who: str, told: Tell, accepted: bool = True) -> list[Effect]:
        assert told.proposal is not None
        return await self.happens(ProposalAnswered(self.origin(who, press=True), told.proposal, accepted))

    async def case(self, account: str = "requester") -> Case:
        async with self.database.transaction() as ledger:
            chat = await ledger.chats.by_telegram(Private(ACCOUNTS[account]))
            assert chat
            case = await ledger.cases.open_of(chat.id)
            assert case
            return case

    async def standing(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that is remembered of cases and people, byte for byte."""
        return {table: await self.rows(f"SELECT * FROM {table}") for table in TABLES}

    async def rows(self, sql: str) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()


def keys(effects: list[Effect]) -> list[str]:
    """What staff was told, by message key."""
    return [one.key for one in effects if isinstance(one, AnswerPress | Tell) and one.key]


def tells(effects: Sequence[Effect], key: str) -> list[Tell]:
    """What staff was told by this key, in their chats."""
    return [one for one in effects if isinstance(one, Tell) and one.key == key]


@contextlib.asynccontextmanager
async def at_desk(folder: Path, clock: World | None = None) -> AsyncIterator[AtDesk]:
    """One desk, six officers, one of another desk, an admin, and a requester whose case "owner" has."""
    world = clock or World()
    path = folder / "desk.db"
    database = await open_database(Sqlite(path), held(KeyEncryptionKey("k1", b"k" * 32)), world.now)
    house = House(frozenset({ADMIN}), ("en", "ko"), "desk_bot", desk_languages=("en", "ko"))
    made = AtDesk(Inbox(database, world, house, Patience(asyncio.Event())), database, path)
    await _people(made, world.now())
    await made.happens(WordsArrived(made.origin("requester"), Private("I am locked in, +855 12 345 678")))
    await made.happens(CaseTaken(made.origin("owner"), (await made.case()).code))
    try:
        yield made
    finally:
        await database.close()


async def _people(made: AtDesk, now: Instant) -> None:
    async with made.database.transaction() as ledger:
        for name, account in {**ACCOUNTS, "group": GROUP}.items():
            kind = ChatKind.GROUP if name == "group" else ChatKind.PRIVATE
            if name not in ("requester", "stranger"):
                await ledger.chats.add(Chat(ChatId(f"chat-{name}"), Private(account), kind, "en", now))
        await ledger.desks.add(Desk(DeskId("desk"), "Cambodia", "UTC", "en", ChatId("chat-group"), now))
        await ledger.desks.add(Desk(DeskId("other"), "Laos", "UTC", "en", None, now))
        for name in (*OFFICERS, "elsewhere"):
            desk = DeskId("other" if name == "elsewhere" else "desk")
            officer = Officer(
                OfficerId(name),
                desk,
                Private(name.title()),
                ChatId(f"chat-{name}"),
                now,
                paused=name == "paused",
                supervisor=name == "supervisor",
            )
            await ledger.officers.invite(officer, Private(f"join-{name}"))
        turns = RotationSet((OfficerId("on_duty"), OfficerId("backup")), after(now, -HOUR), 7, "UTC")
        await ledger.rosters.append(DeskId("desk"), turns, now)
