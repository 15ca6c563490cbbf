"""A database of the first shape, with people in it, becomes one of today's: nothing is lost on the way."""

from dataclasses import replace

from bot.domain.facts import Fact, Located, Said
from bot.domain.ids import DAY, CaseId, ChatId, FactId, after
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.domain.retention import Part
from bot.domain.triage import UNKNOWN
from storage.audit import first_broken
from storage.codec import pack
from storage.database import Database, open_database
from storage.engine import Engine
from storage.keyfile import KeyEncryptionKey
from storage.keyring import Keyring
from storage.migrate import migrate, migrations
from storage.vault import DataKey, MarkKey, Spot
from tests.storage.conftest import KEK, Clock, Home
from tests.storage.samples import NOW, case, chat, officer

_NAMES = ("index", "journal", "chat", "case", "desk")
_SECRETS = {name: bytes([number]) * 32 for number, name in enumerate(_NAMES, 1)}
SAID = Said(Private("canary-7f3a"), 4)
OLD = Fact(FactId("fact-1"), CaseId("case-1"), NOW, SAID)
INVITE = Private("join-old")


def _wrapped(kek: KeyEncryptionKey, ring: Keyring) -> list[tuple[object, ...]]:
    return [
        (f"key-{name}", name, kek.id, ring.wrap(f"key-{name}", secret, kek), NOW)
        for name, secret in _SECRETS.items()
    ]


def _sealed(name: str, value: object, spot: Spot) -> bytes:
    return DataKey(f"key-{name}", _SECRETS[name]).seal(pack(value), spot)


async def _write_old(engine: Engine) -> None:
    """As the program of the first shape wrote it: one person with a case, one officer, three entries."""
    await engine.open()
    await migrate(engine, NOW, migrations()[:1])
    index, chain = MarkKey("key-index", _SECRETS["index"]), MarkKey("key-journal", _SECRETS["journal"])
    met, opened = chat(1), case(1)
    links: list[tuple[object, ...]] = []
    before = b""
    for seq in (1, 2, 3):
        before = chain.chained(before, pack((seq, NOW, "opened", "case-1", None, "")))
        links.append((seq, NOW, "opened", "case-1", None, "", before))
    tip = chain.chained(before, pack(("tip", 3)))
    rows: dict[tuple[str, str], list[tuple[object, ...]]] = {
        ("data_keys", "key_id purpose kek_id wrapped created_at"): _wrapped(
            KEK.current(), Keyring(KEK, engine.queries)
        ),
        (
            "chats",
            "id address key_id kind language language_chosen reachable heard_at newest screen screen_keys sealed",
        ): [
            (
                *(met.id, index.blind("telegram", str(met.telegram.reveal())), "key-chat", "private", "ko", 0, 1),
                *(NOW, 0, None, 0, _sealed("chat", met.telegram, Spot("chats", met.id))),
            )
        ],
        ("desks", "id key_id chat opened_at sealed"): [
            ("desk-1", "key-desk", None, NOW, b""),
        ],
        ("officers", "id desk chat invite joined_at paused sealed"): [
            (
                *("officer-1", "desk-1", None, index.blind("invite", INVITE.reveal()), None, 0),
                _sealed("desk", officer().name, Spot("officers", "officer-1")),
            )
        ],
        (
            "cases",
            "id code desk requester key_id level state opened_at heard_at owner taken_at delivered_at "
            "ladder_from rung version sealed",
        ): [
            (
                *(opened.id, opened.code, None, opened.requester, "key-case", opened.level.value, "new", NOW, NOW),
                *(None, None, None, NOW, 0, 0, _sealed("case", UNKNOWN.rules, Spot("cases", opened.id))),
            )
        ],
        ("facts", "seq id case_id at kind sealed"): [
            (1, OLD.id, OLD.case, OLD.at, "Said", _sealed("case", SAID, Spot("facts", OLD.id)))
        ],
        ("journal", "seq at deed case_id officer note chain"): links,
        ("journal_tip", "id seq mark"): [(1, 3, tip)],
        ("inbox", "update_id lane key_id raw received_at state"): [
            (7, index.blind("lane", "a"), "key-chat", b"", NOW, "pending")
        ],
    }
    await engine.begin()
    for (table, columns), values in rows.items():
        await engine.put_rows(table, columns.split(), values)
    await engine.count_on(("facts",))
    await engine.commit()
    await engine.close()


async def _today(home: Home, clock: Clock) -> Database:
    await _write_old(home.engine())
    return await open_database(home.engine(), KEK, clock.now)


async def test_whoever_was_known_is_known_and_what_they_said_reads(home: Home, clock: Clock) -> None:
    database = await _today(home, clock)
    async with database.transaction() as ledger:
        met = await ledger.chats.by_telegram(chat(1).telegram)
        assert met == chat(1)
        assert await ledger.cases.open_of(ChatId("chat-1")) == replace(case(1), ladder_from=NOW, cried_at=NOW)
        assert await ledger.facts.of(CaseId("case-1")) == [OLD]
        assert await ledger.officers.by_invite(INVITE) is not None
    assert await first_broken(database, lambda _: None) is None
    await database.close()


async def test_new_facts_come_under_the_keys_of_their_parts_and_old_ones_stay_where_they_are(
    home: Home, clock: Clock
) -> None:
    database = await _today(home, clock)
    place = Fact(FactId("fact-2"), CaseId("case-1"), NOW, Located(Place(Private(10.6), Private(103.5), Fix.PIN)))
    async with database.transaction() as ledger:
        await ledger.facts.add(place)
        await ledger.facts.add(replace(OLD, id=FactId("fact-3")))
        await ledger.journal.append("taken", NOW)
    async with database.transaction() as ledger:
        assert [one.id for one in await ledger.facts.of(CaseId("case-1"))] == ["fact-1", "fact-2", "fact-3"]
        await ledger.cases.destroy(CaseId("case-1"), Part.WORDS)
        assert [one.id for one in await ledger.facts.of(CaseId("case-1"))] == ["fact-1", "fact-2"]
        await ledger.cases.destroy(CaseId("case-1"), Part.RECORD)
        assert [one.id for one in await ledger.facts.of(CaseId("case-1"))] == ["fact-2"]
    assert await first_broken(database, lambda _: None) is None
    await database.close()


async def test_chats_from_before_run_out_too_and_updates_that_wait_keep_their_lane(
    home: Home, clock: Clock
) -> None:
    database = await _today(home, clock)
    clock.at = NOW + 30 * DAY
    assert home.outside("SELECT subject, due_at FROM dues WHERE kind = 'chat'") == [
        ("chat-1", after(NOW, 30 * DAY))
    ]
    async with database.transaction() as ledger:
        await ledger.inbox.add(8, "a", b"{}", NOW)
        await ledger.inbox.add(9, "b", b"{}", NOW)
        waiting = await ledger.inbox.pending(-1)
    assert waiting[0].lane == waiting[1].lane != waiting[2].lane
    await database.close()
