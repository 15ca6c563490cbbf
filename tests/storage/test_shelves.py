"""What each shelf keeps, on a real SQLite file."""

from dataclasses import replace

import pytest

from bot.conversation.grammar import Session, Topic, View
from bot.domain.case import CaseState
from bot.domain.dues import DueKind
from bot.domain.facts import Called, Fact, Located, Said
from bot.domain.ids import DAY, CaseId, ChatId, DeskId, FactId, Instant, OfficerId, ProposalId, after
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.domain.roster import RotationSet, ShiftSet
from bot.domain.triage import Level, Rule
from bot.ports import Message, Purpose, Side, Stale
from storage.database import Database
from storage.ledger import Ledger
from tests.storage.conftest import REFUSED, Home
from tests.storage.samples import DESK, NOW, case, chat, officer, proposal


async def test_a_chat_is_found_by_its_telegram_id_and_by_ours(database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.chats.add(chat())
        assert await ledger.chats.by_telegram(Private(700_000_001)) == chat()
        assert await ledger.chats.load(ChatId("chat-1")) == chat()
        assert await ledger.chats.by_telegram(Private(700_000_002)) is None
        with pytest.raises(KeyError):
            await ledger.chats.load(ChatId("chat-2"))


async def test_invariant_10_the_file_does_not_hold_the_telegram_id(database: Database, home: Home) -> None:
    async with database.transaction() as ledger:
        await ledger.chats.add(chat())
    number = chat().telegram.reveal()
    kept = home.bytes()
    assert b"chat-1" in kept, "the search finds what is not sealed"
    assert str(number).encode() not in kept
    assert number.to_bytes(4, "big") not in kept
    assert number.to_bytes(4, "little") not in kept


async def test_the_same_person_is_one_chat(database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.chats.add(chat())
        with pytest.raises(REFUSED):
            await ledger.chats.add(replace(chat(), id=ChatId("chat-9")))


async def test_what_changes_in_a_chat_is_kept(database: Database) -> None:
    changed = chat(screen=7, screen_keys=True, newest=9, reachable=False, language_chosen=True)
    async with database.transaction() as ledger:
        await ledger.chats.add(chat())
        await ledger.chats.keep(changed)
        assert await ledger.chats.load(changed.id) == changed


async def test_a_group_that_moved_is_found_under_its_new_id_alone(database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.chats.add(chat())
        await ledger.chats.readdress(chat().id, Private(-1_001))
        moved = await ledger.chats.by_telegram(Private(-1_001))
        assert moved == replace(chat(), telegram=Private(-1_001))
        assert await ledger.chats.by_telegram(chat().telegram) is None


async def test_a_case_comes_back_by_id_by_code_and_by_its_requester(database: Database) -> None:
    kept = case(owner=OfficerId("officer-1"), taken_at=NOW, delivered_at=NOW, rung=3, ladder_from=NOW)
    async with database.transaction() as ledger:
        await ledger.cases.add(kept)
        assert await ledger.cases.load(kept.id) == kept
        assert await ledger.cases.by_code("C001") == kept
        assert await ledger.cases.open_of(ChatId("chat-1")) == kept
        assert await ledger.cases.by_code("C002") is None
        assert await ledger.cases.open_of(ChatId("chat-2")) is None
        with pytest.raises(KeyError):
            await ledger.cases.load(CaseId("case-2"))


async def test_a_case_that_was_read_too_long_ago_is_not_written_over(database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.cases.add(case())
        mine = yours = await ledger.cases.load(case().id)
        await ledger.cases.keep(replace(mine, owner=OfficerId("officer-1"), state=CaseState.ACCEPTED))
        with pytest.raises(Stale):
            await ledger.cases.keep(replace(yours, owner=OfficerId("officer-2"), state=CaseState.ACCEPTED))
        after_all = await ledger.cases.load(case().id)
        assert (after_all.owner, after_all.version) == ("officer-1", 1)


async def test_what_changes_in_a_case_is_kept(database: Database) -> None:
    changed = case(state=CaseState.ACCEPTED, owner=OfficerId("o"), taken_at=NOW, rung=2)
    changed = replace(changed, level=Level.L1, rules=(Rule.SOS, Rule.HELD), desk=DeskId("desk-1"))
    async with database.transaction() as ledger:
        await ledger.cases.add(case())
        await ledger.cases.keep(changed)
        assert await ledger.cases.load(changed.id) == replace(changed, version=1)


async def test_a_requester_has_one_open_case(database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.cases.add(case())
        with pytest.raises(REFUSED):
            await ledger.cases.add(case(2))


async def test_after_a_closed_case_there_can_be_a_new_one(database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.cases.add(case(state=CaseState.CLOSED))
        await ledger.cases.add(case(2))
        found = await ledger.cases.open_of(ChatId("chat-1"))
        assert found is not None
        assert found.id == "case-2"


async def test_each_case_has_a_key_of_its_own(database: Database, home: Home) -> None:
    async with database.transaction() as ledger:
        await ledger.cases.add(case())
        await ledger.cases.add(case(2, "chat-2"))
    assert home.outside("SELECT count(DISTINCT key_id) FROM case_keys") == [(2,)]


def said(number: int, words: str = "x", of: str = "case-1") -> Fact:
    return Fact(FactId(f"fact-{number}"), CaseId(of), after(NOW, number), Said(Private(words), number))


async def test_facts_come_back_in_the_order_in_which_they_came(database: Database, home: Home) -> None:
    place = Place(Private(10.60931), Private(103.52962), Fix.PIN, 12.5)
    facts = [
        said(3, "canary-7f3a"),
        Fact(FactId("fact-1"), CaseId("case-1"), NOW, Located(place)),
        Fact(FactId("fact-2"), CaseId("case-1"), NOW, Called()),
    ]
    async with database.transaction() as ledger:
        await ledger.cases.add(case())
        for fact in facts:
            await ledger.facts.add(fact)
        assert await ledger.facts.of(CaseId("case-1")) == facts
        assert await ledger.facts.load(CaseId("case-1"), FactId("fact-3")) == facts[0]
    assert b"canary-7f3a" not in home.bytes()
    assert b"10.60931" not in home.bytes()


async def test_invariant_8_a_fact_is_read_through_its_own_case_alone(database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.cases.add(case())
        await ledger.cases.add(case(2, "chat-2"))
        await ledger.facts.add(said(1))
        assert await ledger.facts.of(CaseId("case-2")) == []
        with pytest.raises(KeyError):
            await ledger.facts.load(CaseId("case-2"), FactId("fact-1"))


async def test_a_session_survives_as_it_was(database: Database) -> None:
    known, passed = frozenset({Topic.PLACE}), frozenset({Topic.WHO})
    answers = (("danger", "yes"),)
    session = Session("other", View.COVER, known, passed, Topic.REACH, "other", answers, cried=True, spoke=True)
    async with database.transaction() as ledger:
        await ledger.chats.add(chat())
        assert await ledger.sessions.load(chat().id) is None
        await ledger.sessions.keep(chat().id, Session())
        await ledger.sessions.keep(chat().id, session)
        assert await ledger.sessions.load(chat().id) == session


async def _desk(ledger: Ledger) -> None:
    await ledger.desks.add(DESK)


async def test_a_desk_is_kept_and_changed(database: Database, home: Home) -> None:
    async with database.transaction() as ledger:
        await _desk(ledger)
        changed = replace(DESK, name="canary-7f3a", chat=ChatId("chat-9"), zone="UTC", language="en")
        await ledger.desks.keep(changed)
        assert await ledger.desks.load(DESK.id) == changed
        assert await ledger.desks.all() == [changed]
        with pytest.raises(KeyError):
            await ledger.desks.load(DeskId("nowhere"))
    assert b"canary-7f3a" not in home.bytes()


async def test_an_invitation_is_found_by_its_words_and_lies_nowhere_in_the_file(
    database: Database, home: Home
) -> None:
    link = Private("join-canary-7f3a")
    async with database.transaction() as ledger:
        await _desk(ledger)
        await ledger.officers.invite(officer(), link)
        assert await ledger.officers.by_invite(link) == officer()
        assert await ledger.officers.by_invite(Private("join-other")) is None
    assert b"canary-7f3a" not in home.bytes()
    assert b"Officer 1" not in home.bytes()


async def test_one_invitation_is_for_one_officer(database: Database) -> None:
    link = Private("join-1")
    async with database.transaction() as ledger:
        await _desk(ledger)
        await ledger.officers.invite(officer(), link)
        with pytest.raises(REFUSED):
            await ledger.officers.invite(officer(2), link)


async def test_an_officer_who_joined_is_found_by_their_chat_which_is_theirs_alone(
    database: Database,
) -> None:
    joined = replace(officer(1, "chat-5"), joined_at=NOW, paused=True)
    async with database.transaction() as ledger:
        await _desk(ledger)
        await ledger.officers.invite(officer(), Private("join-1"))
        await ledger.officers.invite(officer(2), Private("join-2"))
        await ledger.officers.keep(joined)
        assert await ledger.officers.by_chat(ChatId("chat-5")) == joined
        assert await ledger.officers.load(joined.id) == joined
        assert await ledger.officers.of_desk(DESK.id) == [joined, officer(2)]
        with pytest.raises(REFUSED):
            await ledger.officers.keep(officer(2, "chat-5"))


async def test_a_roster_is_the_events_in_the_order_of_deciding(database: Database) -> None:
    rotation = RotationSet((OfficerId("officer-1"), OfficerId("officer-2")), NOW, 1, DESK.zone)
    shift = ShiftSet(OfficerId("officer-2"), NOW, after(NOW, DAY))
    async with database.transaction() as ledger:
        await _desk(ledger)
        await ledger.rosters.append(DESK.id, rotation, NOW)
        await ledger.rosters.append(DESK.id, shift, Instant(1))
        assert await ledger.rosters.of_desk(DESK.id) == [rotation, shift]


async def test_invariant_4_a_case_has_one_next_ring_and_one_who_claims_it(database: Database) -> None:
    one = CaseId("case-1")
    async with database.transaction() as ledger:
        await ledger.dues.set(DueKind.RING, one, Instant(500))
        await ledger.dues.set(DueKind.RING, one, Instant(900))
        assert await ledger.dues.due(DueKind.RING, Instant(899)) == []
        assert await ledger.dues.due(DueKind.RING, Instant(900)) == [(one, 900)]
        assert not await ledger.dues.claim(DueKind.RING, one, Instant(500))
        assert await ledger.dues.claim(DueKind.RING, one, Instant(900))
        assert not await ledger.dues.claim(DueKind.RING, one, Instant(900))
        assert await ledger.dues.due(DueKind.RING, Instant(10_000)) == []


async def test_invariant_4_after_an_outage_all_that_is_overdue_is_found_in_order(
    database: Database,
) -> None:
    async with database.transaction() as ledger:
        for number in (3, 1, 2):
            await ledger.dues.set(DueKind.RING, CaseId(f"case-{number}"), Instant(number))
        await ledger.dues.clear(DueKind.RING, CaseId("case-2"))
        assert await ledger.dues.due(DueKind.RING, NOW) == [("case-1", 1), ("case-3", 3)]


async def test_an_update_that_comes_twice_is_kept_once(database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.inbox.add(7, "a", b"first", NOW)
        await ledger.inbox.add(7, "a", b"again", NOW)
        begun = await ledger.inbox.begin(7)
        assert begun is not None
        assert (begun.raw, begun.received_at, begun.attempts) == (b"first", NOW, 1)
        assert len(await ledger.inbox.pending(-1)) == 1


async def test_invariant_2_an_update_settles_once_and_its_content_is_gone(database: Database, home: Home) -> None:
    async with database.transaction() as ledger:
        await ledger.inbox.add(7, "a", b"canary-7f3a", NOW)
        assert await ledger.inbox.settle(7)
        assert not await ledger.inbox.settle(7)
        assert not await ledger.inbox.quarantine(7)
        assert await ledger.inbox.begin(7) is None
        await ledger.inbox.add(7, "a", b"canary-7f3a", NOW)
        assert await ledger.inbox.pending(-1) == []
    assert home.outside("SELECT raw FROM inbox") == [(None,)]
    assert b"canary-7f3a" not in home.bytes()


async def test_invariant_5_attempts_are_counted_and_what_cannot_be_processed_is_kept(
    database: Database, home: Home
) -> None:
    async with database.transaction() as ledger:
        await ledger.inbox.add(7, "a", b"canary-7f3a", NOW)
        begun = [await ledger.inbox.begin(7) for _ in range(3)]
        assert [one.attempts for one in begun if one] == [1, 2, 3]
        assert await ledger.inbox.quarantine(7)
        assert not await ledger.inbox.settle(7)
        await ledger.inbox.forget(after(NOW, DAY), Instant(0))
    ((state, length),) = home.outside("SELECT state, length(raw) FROM inbox")
    assert (state, length > 0) == ("quarantined", True)


async def test_what_waits_comes_in_order_and_in_lanes(database: Database) -> None:
    async with database.transaction() as ledger:
        for number, lane in ((9, "b"), (7, "a"), (8, "a")):
            await ledger.inbox.add(number, lane, b"{}", NOW)
        waiting = await ledger.inbox.pending(-1)
        assert [one.update_id for one in waiting] == [7, 8, 9]
        assert waiting[0].lane == waiting[1].lane != waiting[2].lane
        assert [one.update_id for one in await ledger.inbox.pending(8)] == [9]


async def test_settled_updates_are_forgotten_after_a_while_others_never(database: Database, home: Home) -> None:
    async with database.transaction() as ledger:
        for number in (1, 2):
            await ledger.inbox.add(number, "a", b"{}", NOW)
        await ledger.inbox.settle(1)
        await ledger.inbox.forget(NOW, Instant(0))
    assert home.outside("SELECT count(*) FROM inbox") == [(2,)]
    async with database.transaction() as ledger:
        await ledger.inbox.forget(after(NOW, 1), Instant(0))
    assert home.outside("SELECT update_id FROM inbox") == [(2,)]


async def test_each_day_has_a_queue_key_of_its_own(database: Database, home: Home) -> None:
    async with database.transaction() as ledger:
        await ledger.inbox.add(1, "a", b"{}", NOW)
        await ledger.inbox.add(2, "a", b"{}", after(NOW, DAY - 1))
        await ledger.inbox.add(3, "a", b"{}", after(NOW, DAY))
    keys = [row[0] for row in home.outside("SELECT key_id FROM inbox ORDER BY update_id")]
    assert keys[0] == keys[1] != keys[2]


def standing(message_id: int, **more: object) -> Message:
    known: dict[str, object] = {"side": Side.OURS, "purpose": Purpose.CARD, "at": NOW, "case": CaseId("case-1")}
    return Message(ChatId("chat-1"), message_id, **(known | more))  # type: ignore[arg-type]


async def test_a_message_that_stands_is_known_by_its_id_its_case_and_its_age(database: Database) -> None:
    old = standing(1, at=Instant(1), side=Side.THEIRS, purpose=Purpose.WORDS, case=None)
    card, ring = standing(5), standing(4, purpose=Purpose.RING)
    async with database.transaction() as ledger:
        for message in (old, card, ring):
            await ledger.messages.note(message)
        assert await ledger.messages.find(ChatId("chat-1"), 5) == card
        assert await ledger.messages.find(ChatId("chat-2"), 5) is None
        assert await ledger.messages.of_case(CaseId("case-1"), Purpose.CARD) == [card]
        assert await ledger.messages.since(ChatId("chat-1"), Instant(1)) == [ring, card]
        await ledger.messages.forget(ChatId("chat-1"), [5, 99])
        assert await ledger.messages.find(ChatId("chat-1"), 5) is None


async def test_a_message_noted_twice_stays_what_it_was(database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.messages.note(standing(5))
        await ledger.messages.note(standing(5, purpose=Purpose.WORDS, side=Side.THEIRS))
        assert await ledger.messages.find(ChatId("chat-1"), 5) == standing(5)


async def test_a_proposal_can_be_taken_once(database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.chats.add(chat())
        await ledger.proposals.put(proposal())
        await ledger.proposals.put(proposal(2))
        assert await ledger.proposals.of(ChatId("chat-1")) == [proposal(2), proposal()]
        assert await ledger.proposals.of(ChatId("chat-2")) == []
        assert await ledger.proposals.take(proposal().id) == proposal()
        assert await ledger.proposals.take(proposal().id) is None
        assert await ledger.proposals.take(ProposalId("forged")) is None
