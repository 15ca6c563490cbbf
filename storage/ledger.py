"""All shelves over one transaction."""

from __future__ import annotations

from functools import cached_property

from bot.domain.dues import DATABASE, DueKind
from bot.domain.ids import Instant
from storage.archive import ArchiveShelf
from storage.attachments import AttachmentShelf
from storage.cases import CaseShelf
from storage.chats import ChatShelf
from storage.desks import DeskShelf
from storage.dues import DueShelf
from storage.engine import DatabaseRefused
from storage.facts import FactShelf
from storage.guidance import GuidanceShelf
from storage.inbox import InboxShelf
from storage.journal import JournalShelf
from storage.keyshelf import KeyShelf
from storage.likenesses import LikenessShelf
from storage.messages import MessageShelf
from storage.officers import OfficerShelf
from storage.outbox import OutboxShelf
from storage.proposals import ProposalShelf
from storage.rosters import RosterShelf
from storage.sessions import SessionShelf
from storage.tallies import TallyShelf
from storage.work import Work


class Ledger:
    """All shelves over one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def unlock(self) -> bool:
        """Open the index key and the journal key; True if the database is new and they were made now."""
        return await self._work.keyring.begin(self._work.connection, self._work.now())

    async def unlock_known(self) -> None:
        """Open both; DatabaseRefused if they were never made."""
        if await self._work.run("key_newest", purpose="journal") is None:
            raise DatabaseRefused("the database holds no keys: nothing ever served from it; start the bot")
        for purpose in ("index", "journal"):
            await self._work.live(purpose)

    @cached_property
    def keys(self) -> KeyShelf:
        return KeyShelf(self._work)

    @cached_property
    def chats(self) -> ChatShelf:
        return ChatShelf(self._work)

    @cached_property
    def desks(self) -> DeskShelf:
        return DeskShelf(self._work)

    @cached_property
    def officers(self) -> OfficerShelf:
        return OfficerShelf(self._work)

    @cached_property
    def rosters(self) -> RosterShelf:
        return RosterShelf(self._work)

    @cached_property
    def cases(self) -> CaseShelf:
        return CaseShelf(self._work)

    async def purge(self, name: str) -> None:
        """Remove the rows that this query of `mending.sql` finds dead."""
        await self._work.run(name, **({"nothing": b""} if name == "gone_cases" else {}))

    async def purge_keys(self) -> int:
        """Destroy the data keys by which nothing here is sealed; returns how many."""
        gone = len(await self._work.rows("gone_keys"))
        await self.dues.set_first(DueKind.SCOUR, DATABASE, Instant(self._work.now()))
        return gone

    @cached_property
    def archived(self) -> ArchiveShelf:
        return ArchiveShelf(self._work)

    @cached_property
    def tallies(self) -> TallyShelf:
        return TallyShelf(self._work)

    @cached_property
    def likenesses(self) -> LikenessShelf:
        return LikenessShelf(self._work)

    @cached_property
    def facts(self) -> FactShelf:
        return FactShelf(self._work)

    @cached_property
    def attachments(self) -> AttachmentShelf:
        return AttachmentShelf(self._work)

    @cached_property
    def sessions(self) -> SessionShelf:
        return SessionShelf(self._work)

    @cached_property
    def outbox(self) -> OutboxShelf:
        return OutboxShelf(self._work)

    @cached_property
    def dues(self) -> DueShelf:
        return DueShelf(self._work)

    @cached_property
    def messages(self) -> MessageShelf:
        return MessageShelf(self._work)

    @cached_property
    def guidance(self) -> GuidanceShelf:
        return GuidanceShelf(self._work)

    @cached_property
    def proposals(self) -> ProposalShelf:
        return ProposalShelf(self._work)

    @cached_property
    def journal(self) -> JournalShelf:
        return JournalShelf(self._work)

    @cached_property
    def inbox(self) -> InboxShelf:
        return InboxShelf(self._work)
