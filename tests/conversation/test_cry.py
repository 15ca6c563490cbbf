"""From the first tap to the desk, on a real database: what was told must be in the case, whatever came first."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.domain.case import Case
from bot.domain.dues import DueKind
from bot.domain.events import (
    AnswerTapped,
    CommandGiven,
    ContactArrived,
    Event,
    Gesture,
    GestureMade,
    MediaArrived,
    Origin,
    PlaceArrived,
    WordsArrived,
)
from bot.domain.facts import Answered, Came, Door, FactValue, Media, MediaKind, Reachable, Said
from bot.domain.ids import Instant
from bot.domain.people import ChatKind
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.triage import Level, Rule
from bot.inbox import Inbox
from bot.patience import Patience
from bot.ports import House
from bot.world import World
from storage.database import open_database
from storage.keyfile import KeyEncryptionKey
from storage.keysource import held
from storage.sqlite import Sqlite

MINA = Private(700_000_001)


class Phone:
    """Mina's phone, which nobody knows yet."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self.sent = 0

    def origin(self) -> Origin:
        self.sent += 1
        return Origin(MINA, ChatKind.PRIVATE, MINA, self.sent, self.inbox.world.now(), "ko")

    async def does(self, *events: Event) -> None:
        for event in events:
            await self.inbox.handle(event)

    async def taps(self, *taps: Gesture | tuple[str, str]) -> None:
        for tap in taps:
            origin = self.origin()
            made = GestureMade(origin, tap) if isinstance(tap, Gesture) else AnswerTapped(origin, *tap)
            await self.does(made)

    async def writes(self, words: str) -> None:
        await self.does(WordsArrived(self.origin(), Private(words)))

    async def case(self) -> Case | None:
        async with self.inbox.archive.transaction() as shelves:
            chat = await shelves.chats.by_telegram(MINA)
            return await shelves.cases.open_of(chat.id) if chat else None

    async def facts(self) -> list[FactValue]:
        case = await self.case()
        if case is None:
            return []
        async with self.inbox.archive.transaction() as shelves:
            return [fact.value for fact in await shelves.facts.of(case.id)]

    async def rings_due(self) -> int:
        case = await self.case()
        async with self.inbox.archive.transaction() as shelves:
            far = Instant(self.inbox.world.now() + 10**12)
            return sum(1 for one, _ in await shelves.dues.due(DueKind.RING, far) if case and one == case.id)


@pytest.fixture
async def mina(tmp_path: Path) -> AsyncIterator[Phone]:
    world = World()
    database = await open_database(
        Sqlite(tmp_path / "desk.db"), held(KeyEncryptionKey("k1", b"k" * 32)), world.now
    )
    yield Phone(
        Inbox(
            database, world, House(frozenset({900_000_001}), ("en", "ko"), "desk_bot"), Patience(asyncio.Event())
        )
    )
    await database.close()


async def _place(phone: Phone) -> None:
    await phone.does(
        PlaceArrived(phone.origin(), Place(Private(10.60931), Private(103.52962), Fix.PIN)),
    )


async def _contact(phone: Phone) -> None:
    await phone.does(ContactArrived(phone.origin(), Reachable(Private("+82 10-0000-0001"), Private(""), own=True)))


async def _picture(phone: Phone) -> None:
    await phone.does(MediaArrived(phone.origin(), Media(MediaKind.PHOTO, Private("f"), 1)))


async def _words(phone: Phone) -> None:
    await phone.writes("살려주세요")


async def _sos(phone: Phone) -> None:
    await phone.taps(Gesture.SOS)


async def _out(phone: Phone) -> None:
    await phone.taps(Gesture.OUT)


async def _staff_command(phone: Phone) -> None:
    await phone.does(CommandGiven(phone.origin(), Deed.DUTY, Private(""), Private("/duty")))


@pytest.mark.parametrize("cries", [_place, _contact, _picture, _words, _sos, _out, _staff_command])
async def test_invariant_6_the_first_cry_of_any_kind_opens_a_case_with_a_ring_due(
    mina: Phone, cries: Callable[[Phone], Awaitable[None]]
) -> None:
    await cries(mina)
    case = await mina.case()
    assert case is not None
    assert case.level in (Level.L1, Level.L2)
    assert await mina.rings_due() == 1


@pytest.mark.parametrize("quiet", [Gesture.START, Gesture.LANGUAGE, Gesture.HIDE, Gesture.PLACE])
async def test_looking_at_the_bot_opens_no_case(mina: Phone, quiet: Gesture) -> None:
    await mina.taps(quiet)
    assert await mina.case() is None


async def test_invariant_12_a_strangers_staff_command_is_words(mina: Phone) -> None:
    await _staff_command(mina)
    assert await mina.facts() == [Said(Private("/duty"), 1)]


async def test_invariant_6_hurt_now_rings_the_desk(mina: Phone) -> None:
    await mina.taps(Gesture.OTHER, Gesture.SKIP, ("danger", "yes"))
    assert await mina.case() is not None
    assert await mina.rings_due() == 1


async def test_invariant_7_hurt_now_still_counts_when_the_words_come_later(mina: Phone) -> None:
    await mina.taps(Gesture.OTHER, Gesture.SKIP, ("danger", "yes"))
    await mina.writes("my brother is in the blue tower")
    case = await mina.case()
    assert case is not None
    assert Answered("danger", "yes") in await mina.facts()
    assert (case.level, Rule.HURT_OR_MOVED in case.rules) == (Level.L1, True)


async def test_who_writes_is_known_also_if_it_was_said_before_the_cry(mina: Phone) -> None:
    await mina.taps(Gesture.OTHER, Gesture.RELATIVE)
    await mina.writes("he is in the blue tower")
    assert Came(Door.OTHER) in await mina.facts()
