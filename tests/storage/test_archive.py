"""A closed case goes to the desk's offline key: who has the whole server cannot read it, who has the key can."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.domain.case import Case, CaseState, Closing
from bot.domain.facts import Called, Fact, FactValue, Located, Media, MediaKind, Said
from bot.domain.ids import DAY, CaseId, FactId, OfficerId, after
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.domain.retention import Part
from storage.archive import Sealed
from storage.archivekey import ArchiveKey, Kind, make_pair, read_private, read_public
from storage.backup import BackupRefused
from storage.database import Database, open_database
from storage.keyfile import KeyRefused
from storage.shipping import TOGETHER, archived, export, shipped
from storage.vault import NotOpened
from tests.storage.conftest import KEK, Clock, Home
from tests.storage.samples import NOW, case, chat

CANARY = "canary-7f3a"
VALUES: tuple[FactValue, ...] = (
    Said(Private(CANARY), 1),
    Located(Place(Private(10.60931), Private(103.52962), Fix.PIN)),
    Media(MediaKind.PHOTO, Private("file-" + CANARY), 2),
    Called(),
)
KEYS = {kind: ArchiveKey.made(kind) for kind in Kind}


@dataclass
class Closed:
    database: Database
    key: ArchiveKey
    cases: dict[CaseId, list[Fact]]

    async def sealed(self) -> list[Sealed]:
        return [one async for one in archived(self.database)]


def _closed(number: int) -> Case:
    owned = replace(case(number, f"chat-{number}"), owner=OfficerId("officer-1"), state=CaseState.CLOSED)
    return replace(owned, closing=Closing.RETURNED_HOME, closed_at=after(NOW, DAY))


async def _write(database: Database, number: int) -> list[Fact]:
    async with database.transaction() as ledger:
        await ledger.chats.add(chat(number))
        await ledger.cases.add(replace(_closed(number), state=CaseState.ACCEPTED, closing=None, closed_at=None))
        facts = [
            Fact(FactId(f"fact-{number}-{place}"), CaseId(f"case-{number}"), after(NOW, place), value)
            for place, value in enumerate(VALUES)
        ]
        for fact in facts:
            await ledger.facts.add(fact)
    async with database.transaction() as ledger:
        known = await ledger.cases.load(CaseId(f"case-{number}"))
        done = replace(_closed(number), version=known.version, ladder_from=known.ladder_from)
        await ledger.cases.keep(done)
        assert await ledger.archived.seal_away(done, after(NOW, DAY))
    return facts


@pytest.fixture(params=list(Kind))
async def closed(home: Home, clock: Clock, request: pytest.FixtureRequest) -> AsyncIterator[Closed]:
    key = KEYS[request.param]
    database = await open_database(home.engine(), KEK, clock.now, archive=key.public())
    yield Closed(database, key, {CaseId(f"case-{one}"): await _write(database, one) for one in (1, 2)})
    await database.close()


async def test_with_the_whole_server_in_hand_no_closed_case_opens(closed: Closed, home: Home) -> None:
    assert CANARY.encode() not in home.bytes()
    assert home.outside("SELECT count(*) FROM case_keys") == [(0,)]
    async with closed.database.transaction() as ledger:
        for number in closed.cases:
            assert await ledger.facts.of(number) == []
            assert (await ledger.cases.load(number)).rules == ()
    for one in await closed.sealed():  # its cover is off, by the server's own keys
        assert CANARY.encode() not in one.sealed
        with pytest.raises(NotOpened):
            one.opened(ArchiveKey(closed.key.id, closed.key.kind, ArchiveKey.made(closed.key.kind).raw))


@pytest.mark.parametrize("closed", [Kind.X25519], indirect=True)
@pytest.mark.parametrize("home", ["sqlite"], indirect=True)
async def test_the_keys_of_a_case_that_was_sealed_away_leave_no_bytes_behind(closed: Closed, home: Home) -> None:
    """PostgreSQL keeps the bytes of dead rows and its own log for a while: docs/decisions/0012 says so."""
    async with closed.database.transaction() as ledger:
        await ledger.cases.add(replace(_closed(3), state=CaseState.ACCEPTED, closing=None, closed_at=None))
        for number, value in enumerate(VALUES):
            await ledger.facts.add(Fact(FactId(f"fact-3-{number}"), CaseId("case-3"), NOW, value))
    of_it = "SELECT wrapped FROM data_keys JOIN case_keys USING (key_id) WHERE case_id = 'case-3'"
    wrapped = [bytes(one) for (one,) in home.outside(of_it)]
    assert len(wrapped) == len(Part)
    assert all(one in home.bytes() for one in wrapped)
    async with closed.database.transaction() as ledger:
        known = await ledger.cases.load(CaseId("case-3"))
        done = replace(_closed(3), version=known.version, ladder_from=known.ladder_from)
        await ledger.cases.keep(done)
        assert await ledger.archived.seal_away(done, after(NOW, DAY))
    await closed.database.scour()
    assert not any(one in home.bytes() for one in wrapped)
    assert (CaseId("case-3"), Part.WORDS) in [(one.case, one.part) for one in await closed.sealed()]


async def test_with_the_offline_key_each_part_of_each_case_opens(closed: Closed) -> None:
    parts = [(one.case, one.opened(closed.key)) for one in await closed.sealed()]
    assert [part.part for _, part in parts] == [*sorted(Part), *sorted(Part)]
    for number, facts in closed.cases.items():
        mine = [part for of, part in parts if of == number]
        values = [value for part in mine for value in part.values()]
        assert sorted(map(repr, values)) == sorted(repr(fact.value) for fact in facts)
        assert {part.closing for part in mine} == {"returned_home"}
        assert any(part.rules == case().rules for part in mine)


async def test_what_was_changed_cut_off_or_put_elsewhere_does_not_open(closed: Closed) -> None:
    sealed = await closed.sealed()
    first, other = sealed[0], sealed[1]
    twin = next(one for one in sealed if one.part is first.part and one.case != first.case)
    wrong = [
        replace(first, sealed=twin.sealed),
        replace(first, sealed=other.sealed),
        replace(first, case=twin.case),
        replace(first, part=other.part),
        replace(first, public_key="another"),
        *(replace(first, sealed=first.sealed[:length]) for length in (0, 1, 31, 33, len(first.sealed) - 1)),
        *(replace(first, sealed=_flipped(first.sealed, bit)) for bit in range(0, len(first.sealed) * 8, 997)),
    ]
    for one in wrong:
        with pytest.raises(NotOpened) as refused:
            one.opened(closed.key)
        assert CANARY not in str(refused.value)


def _flipped(sealed: bytes, bit: int) -> bytes:
    changed = bytearray(sealed)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


async def test_an_archived_part_whose_time_is_over_is_dead_for_the_offline_key_too(
    closed: Closed, home: Home
) -> None:
    (gone,) = home.outside("SELECT key_id FROM archive WHERE case_id = 'case-1' AND part = 'words'")
    async with closed.database.transaction() as ledger:
        await ledger.cases.destroy(CaseId("case-1"), Part.WORDS)
    left = [(one.case, one.part) for one in await closed.sealed()]
    assert (CaseId("case-1"), Part.WORDS) not in left
    assert len(left) == 7
    assert home.outside("SELECT count(*) FROM data_keys WHERE key_id = ?", *gone) == [(0,)]


async def test_lengths_tell_nothing_of_what_is_inside(closed: Closed) -> None:
    records = {len(one.sealed) for one in await closed.sealed() if one.part is Part.RECORD}
    assert len(records) == 1


async def test_an_exported_file_opens_with_the_offline_key_alone(closed: Closed, tmp_path: Path) -> None:
    file = tmp_path / "closed.jsonl"
    assert await export(closed.database, file, lambda _: None) == 8
    assert file.stat().st_mode & 0o777 == 0o600
    assert CANARY.encode() not in file.read_bytes()
    opened = [part for _, part in shipped(file, closed.key)]
    assert len([part for part in opened if part]) == 8
    stranger = ArchiveKey.made(closed.key.kind)
    assert [part for _, part in shipped(file, stranger)] == [None] * 8
    with pytest.raises(BackupRefused, match="exists already"):
        await export(closed.database, file, lambda _: None)
    file.write_bytes(file.read_bytes() + b"rubbish\n")
    with pytest.raises(BackupRefused, match="line 9"):
        list(shipped(file, closed.key))


async def test_no_part_is_left_out_where_one_page_of_them_ends_and_the_next_begins(
    sqlite_home: Home, clock: Clock, tmp_path: Path
) -> None:
    key = KEYS[Kind.X25519]
    database = await open_database(sqlite_home.engine(), KEK, clock.now, archive=key.public())
    for number in range(1, TOGETHER // len(VALUES) + 3):
        await _write(database, number)
    async with database.transaction() as ledger:
        await ledger.cases.destroy(CaseId("case-1"), Part.WORDS)
    file = tmp_path / "closed.jsonl"
    (parts,) = sqlite_home.outside("SELECT count(*) FROM archive")
    assert parts[0] > TOGETHER
    assert await export(database, file, lambda _: None) == parts[0]
    there = [(one.case, one.part.value) for one, part in shipped(file, key) if part]
    assert there == sqlite_home.outside("SELECT case_id, part FROM archive ORDER BY 1, 2")
    await database.close()


async def test_an_export_that_was_broken_off_leaves_no_file(closed: Closed, tmp_path: Path) -> None:
    file = tmp_path / "closed.jsonl"

    def dies(_: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await export(closed.database, file, dies)
    assert not file.exists()


async def test_without_a_public_key_nothing_is_sealed_away_and_nothing_is_lost(database: Database) -> None:
    fact = Fact(FactId("fact-1"), CaseId("case-1"), NOW, Called())
    async with database.transaction() as ledger:
        await ledger.cases.add(case())
        await ledger.facts.add(fact)
        assert not await ledger.archived.seal_away(_closed(1), NOW)
        assert await ledger.facts.of(CaseId("case-1")) == [fact]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_pair_is_written_once_and_reads_back(tmp_path: Path, kind: Kind) -> None:
    private, public = tmp_path / "off" / "desk.key", tmp_path / "desk.pub"
    made = make_pair(private, public, kind)
    assert private.stat().st_mode & 0o777 == 0o600
    assert read_private(private) == made
    sealed = read_public(public).seal(b"words", b"here")
    assert made.open(sealed, b"here") == b"words"
    with pytest.raises(KeyRefused, match="exists already"):
        make_pair(private, tmp_path / "other.pub", kind)
    with pytest.raises(KeyRefused, match="exists already"):
        make_pair(tmp_path / "other.key", public, kind)
    with pytest.raises(KeyRefused, match="name two"):
        make_pair(tmp_path / "one", tmp_path / "one", kind)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["desk.pub", "off"], "no half is left behind"


def test_a_key_file_that_is_not_what_it_should_be_is_refused_by_name(tmp_path: Path) -> None:
    private, public = tmp_path / "desk.key", tmp_path / "desk.pub"
    key = make_pair(private, public, Kind.X25519)
    with pytest.raises(KeyRefused, match=r"absent.pub: it does not exist"):
        read_public(tmp_path / "absent.pub")
    with pytest.raises(KeyRefused, match=r"desk.key: it must hold one line: rescue-desk-archive-public-1"):
        read_public(private)
    with pytest.raises(KeyRefused, match=r"desk.pub: it must hold one line: rescue-desk-archive-key-1"):
        read_private(public)
    public.write_text(key.public().line().strip()[:-3])
    with pytest.raises(KeyRefused, match=r"desk.pub: the key .* (base64|bytes)"):
        read_public(public)
    public.write_text(key.public().line().replace("x25519", "mlkem768-x25519"))
    with pytest.raises(KeyRefused, match="32 bytes; mlkem768-x25519 must have 1216"):
        read_public(public)
    public.write_bytes(b"\xff\xfe")
    with pytest.raises(KeyRefused, match="cannot be read"):
        read_public(public)
    private.chmod(0o644)
    with pytest.raises(KeyRefused, match="others may read it"):
        read_private(private)


def test_the_offline_key_shows_itself_to_nobody() -> None:
    for key in KEYS.values():
        assert repr(key) == f"ArchiveKey({key.id})"
