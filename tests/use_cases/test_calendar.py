"""Calendars at the desk: what an event means, what is shown, and that nothing is applied unconfirmed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.calendars import Calendar, NoCalendar, Occurrence, uid_of
from bot.domain.effects import Effect, FetchCalendar, RelayToRequester, SendCalendar, ShowImport, Tell
from bot.domain.events import CalendarRead, MediaArrived, Origin, ProposalAnswered
from bot.domain.facts import Media, MediaKind
from bot.domain.ids import DAY, HOUR, MINUTE, ChatId, DeskId, Instant, OfficerId, after
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.roster import ShiftSet
from bot.domain.wall import instant_of
from bot.ports import Message, Purpose, Side
from bot.use_cases.rota import roster_of
from tests.use_cases.desk import AtDesk, at_desk, keys

DESK = DeskId("desk")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path) as made:
        yield made


def document(origin: Origin, suffix: str = "ics", caption: str = "", size: int = 900) -> MediaArrived:
    words = Private(caption) if caption else None
    return MediaArrived(
        origin, Media(MediaKind.DOCUMENT, Private("file-1"), origin.message_id, words, size=size, suffix=suffix)
    )


def day(desk: AtDesk, ahead: int, hour: int = 0) -> Instant:
    """So many days from today, at this hour."""
    today = datetime.fromtimestamp(desk.inbox.world.now() / 1000, UTC).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return after(instant_of(today), ahead * DAY + hour * HOUR)


def event(desk: AtDesk, title: str, ahead: int = 2, hours: int = 8, uid: str = "", **more: object) -> Occurrence:
    begin = day(desk, ahead, 8)
    made = Occurrence(begin, after(begin, hours * HOUR), Private(title), uid=uid)
    return replace(made, **more)  # type: ignore[arg-type]


async def sends(
    desk: AtDesk, who: str, found: Calendar | NoCalendar, caption: str = "", group: bool = False
) -> list[Effect]:
    """The file is asked for, and read."""
    asked = await desk.happens(document(desk.origin(who, group), caption=caption))
    (fetch,) = [one for one in asked if isinstance(one, FetchCalendar)]
    return await desk.happens(CalendarRead(fetch, found))


async def imports(desk: AtDesk, who: str, *events: Occurrence, caption: str = "") -> ShowImport:
    (shown,) = [one for one in await sends(desk, who, Calendar(events), caption) if isinstance(one, ShowImport)]
    return shown


def lines(shown: ShowImport) -> list[tuple[str, bool]]:
    return [(one.name.reveal(), one.away) for one in shown.changes]


def tallies(shown: ShowImport) -> dict[str, int]:
    return {key.partition(".")[2]: count for key, count in shown.tallies if count}


async def answers(desk: AtDesk, who: str, shown: ShowImport | Tell, accepted: bool = True) -> list[Effect]:
    assert shown.proposal is not None
    return await desk.happens(ProposalAnswered(desk.origin(who, press=True), shown.proposal, accepted))


async def on_duty(desk: AtDesk, ahead: int, hour: int) -> OfficerId | None:
    async with desk.database.transaction() as ledger:
        return (await roster_of(DESK, ledger)).at(day(desk, ahead, hour)).duty


async def events_of(desk: AtDesk) -> int:
    ((count,),) = await desk.rows("SELECT COUNT(*) FROM roster_events")
    assert isinstance(count, int)
    return count


# ------------------------------------------------------------------------------------------------ one's own shifts


async def test_an_officer_gets_their_own_shifts_into_their_own_chat(desk: AtDesk) -> None:
    (sent,) = [one for one in await desk.commands("on_duty", Deed.CALENDAR, "") if isinstance(one, SendCalendar)]
    assert (sent.chat, sent.officer) == ("chat-on_duty", "on_duty")
    assert keys(await desk.commands("off_duty", Deed.CALENDAR, "")) == ["me.none"]
    assert keys(await desk.commands("admin", Deed.CALENDAR, "")) == ["refusal.officers_only"]


# ------------------------------------------------------------------------------------------------ what events mean


@pytest.mark.parametrize(
    ("title", "means"),
    [
        ("Duty", ("Off_Duty", False)),
        ("당직", ("Off_Duty", False)),
        ("Cambodia", ("Off_Duty", False)),
        ("Cambodia – night shift 20:00-08:00", ("Off_Duty", False)),
        ("Off_Duty", ("Off_Duty", False)),
        ("Night: off_duty", ("Off_Duty", False)),
        ("Vacation", ("Off_Duty", True)),
        ("Vacation in Jeju", ("Off_Duty", True)),
        ("제주 휴가", ("Off_Duty", True)),
        ("ลาพักร้อน", ("Off_Duty", True)),
        ("休假", ("Off_Duty", True)),
        ("day off", ("Off_Duty", True)),
        ("OFF", ("Off_Duty", True)),
        ("Dentist", None),
        ("Drop off the car", None),
        ("Kick-off", None),
        ("Offer letter", None),
        ("Lunch with Backup", None),
        ("", None),
        ("🎂", None),
        ("Duty free shopping", None),
    ],
)
async def test_only_what_is_plainly_duty_or_absence_counts_and_the_rest_is_named(
    desk: AtDesk, title: str, means: tuple[str, bool] | None
) -> None:
    shown = await imports(desk, "off_duty", event(desk, title))
    assert lines(shown) == ([means] if means else [])
    assert [one.reveal() for one in shown.unclear] == ([] if means else [title])


async def test_a_name_in_the_title_or_as_a_category_says_whose_it_is(desk: AtDesk) -> None:
    shown = await imports(
        desk,
        "admin",
        event(desk, "Backup – night duty", 2),
        event(desk, "Shift", 3, labels=(Private("Owner"),)),
        event(desk, "Supervisor vacation, Jeju", 4),
        event(desk, "backup", 5),
        event(desk, "Backup / Owner", 6),
        event(desk, "Duty", 7),
        caption="at Cambodia",
    )
    assert lines(shown) == [("Backup", False), ("Owner", False), ("Supervisor", True), ("Backup", False)]
    assert [one.reveal() for one in shown.unclear] == ["Backup / Owner", "Duty"], "an admin has no shifts"


async def test_others_shifts_are_the_admins_and_their_absences_also_the_supervisors(desk: AtDesk) -> None:
    both = (event(desk, "Owner", 2), event(desk, "Owner vacation", 3))
    expected = {"off_duty": ([], 2), "supervisor": ([("Owner", True)], 1)}
    for who, (seen, refused) in expected.items():
        shown = await imports(desk, who, *both)
        assert lines(shown) == seen
        assert tallies(shown)["not_theirs"] == refused
    assert len(lines(await imports(desk, "admin", *both, caption="at Cambodia"))) == 2


async def test_two_at_once_or_there_and_away_is_refused_whole(desk: AtDesk) -> None:
    before = await events_of(desk)
    for titles in (("Owner", "Backup"), ("Owner", "Owner vacation")):
        found = Calendar(tuple(event(desk, title) for title in titles))
        (told,) = [one for one in await sends(desk, "admin", found, "at Cambodia") if isinstance(one, Tell)]
        assert told.key == "calendar.conflict"
    assert await events_of(desk) == before


async def test_which_desk_is_asked_where_it_is_not_plain(desk: AtDesk) -> None:
    (told,) = await desk.happens(document(desk.origin("admin")))
    assert isinstance(told, Tell) and told.key == "calendar.which"
    assert not told.choices, "the file is not kept: a button has nothing to do"
    (asked,) = await desk.happens(document(desk.origin("admin"), caption="at Cambodia"))
    assert isinstance(asked, FetchCalendar)


# ------------------------------------------------------------------------------ confirmed, cancelled, taken back


async def test_nothing_is_applied_before_it_is_confirmed_and_undo_takes_all_of_it_back(desk: AtDesk) -> None:
    before = await events_of(desk)
    shown = await imports(
        desk, "off_duty", event(desk, "Duty", 2), event(desk, "Duty", 3), event(desk, "Vacation", 5)
    )
    assert shown.count == 3
    assert await events_of(desk) == before
    told = await answers(desk, "off_duty", shown)
    assert "proposal.done" in keys(told)
    (announced,) = [one for one in told if isinstance(one, Tell) and one.key == "announce.calendar"]
    assert announced.chat == "chat-group"
    assert dict(announced.blanks)["count"].reveal() == "3"
    assert [await on_duty(desk, ahead, 10) for ahead in (2, 3)] == ["off_duty", "off_duty"]
    (undo,) = [one for one in told if isinstance(one, Tell) and one.key == "undo.offer"]
    await answers(desk, "off_duty", undo)
    assert [await on_duty(desk, ahead, 10) for ahead in (2, 3)] == ["on_duty", "on_duty"]


async def test_a_cancelled_import_and_one_that_somebody_else_confirms_change_nothing(desk: AtDesk) -> None:
    before = await events_of(desk)
    shown = await imports(desk, "off_duty", event(desk, "Duty"))
    assert "proposal.not_yours" in keys(await answers(desk, "backup", shown))
    assert "proposal.dropped" in keys(await answers(desk, "off_duty", shown, accepted=False))
    assert "proposal.gone" in keys(await answers(desk, "off_duty", shown))
    assert await events_of(desk) == before


async def test_who_may_no_longer_set_it_when_they_confirm_changes_nothing(desk: AtDesk) -> None:
    shown = await imports(desk, "supervisor", event(desk, "Owner vacation"))
    before = await events_of(desk)
    async with desk.database.transaction() as ledger:
        officer = await ledger.officers.load(OfficerId("supervisor"))
        await ledger.officers.keep(replace(officer, supervisor=False))
    assert "refusal.not_yours" in keys(await answers(desk, "supervisor", shown))
    assert await events_of(desk) == before


async def test_a_gap_that_an_absence_makes_is_said_at_once(desk: AtDesk) -> None:
    shown = await imports(desk, "on_duty", event(desk, "휴가", 2, hours=10))
    told = await answers(desk, "on_duty", shown)
    assert [one for one in told if isinstance(one, Tell) and one.key == "gap.coming"]
    assert await on_duty(desk, 2, 10) is None


# ------------------------------------------------------------------------------------------------- the difference


async def test_what_the_roster_has_already_is_no_difference_and_parts_of_it_are(desk: AtDesk) -> None:
    shown = await imports(desk, "on_duty", event(desk, "Duty", 2), event(desk, "Duty", 3))
    assert (shown.count, shown.proposal, tallies(shown)) == (0, None, {"unchanged": 2})
    by_hand = ShiftSet(OfficerId("backup"), day(desk, 2, 8), day(desk, 2, 10))
    async with desk.database.transaction() as ledger:
        await ledger.rosters.append(DESK, by_hand, desk.inbox.world.now())
    shown = await imports(desk, "on_duty", event(desk, "Duty", 2))
    assert [(one.starts_at, one.ends_at) for one in shown.changes] == [(day(desk, 2, 8), day(desk, 2, 10))]
    away = await imports(desk, "on_duty", event(desk, "Vacation", 2))
    await answers(desk, "on_duty", away)
    again = await imports(desk, "on_duty", event(desk, "Vacation", 2))
    assert (again.count, tallies(again)["unchanged"]) == (0, 1)


async def test_a_shift_that_was_moved_in_our_own_calendar_comes_and_the_old_one_stays_and_is_told(
    desk: AtDesk,
) -> None:
    begin, end = day(desk, 2, 8), day(desk, 2, 16)
    async with desk.database.transaction() as ledger:
        shift = ShiftSet(OfficerId("off_duty"), begin, end)
        await ledger.rosters.append(DESK, shift, desk.inbox.world.now())
    uid = uid_of(DESK, OfficerId("off_duty"), begin)
    same = Calendar((Occurrence(begin, end, Private("Cambodia"), uid=uid),), uids=(uid,))
    later = Occurrence(after(begin, 2 * HOUR), after(end, 2 * HOUR), Private("Cambodia"), uid=uid)
    for found, count, stays in (
        (same, 0, 0),
        (Calendar((later,), uids=(uid,)), 1, 1),
        (Calendar((), uids=(uid,)), 0, 1),
    ):
        told = await sends(desk, "off_duty", found)
        (shown,) = [one for one in told if isinstance(one, ShowImport)]
        assert (shown.count, tallies(shown).get("stays", 0)) == (count, stays)


async def test_somebody_elses_calendar_of_ours_is_theirs_whoever_sends_it(desk: AtDesk) -> None:
    uid = uid_of(DESK, OfficerId("owner"), day(desk, 2, 8))
    shown = await imports(desk, "off_duty", event(desk, "Cambodia", 2, uid=uid))
    assert (shown.count, tallies(shown)) == (0, {"not_theirs": 1})
    assert lines(await imports(desk, "admin", event(desk, "Cambodia", 2, uid=uid), caption="at Cambodia")) == [
        ("Owner", False)
    ]
    foreign = uid_of(DeskId("unknown"), OfficerId("nobody"), day(desk, 2, 8))
    assert (await imports(desk, "off_duty", event(desk, "Duty", 2, uid=foreign))).unclear


async def test_more_than_two_hundred_are_refused(desk: AtDesk) -> None:
    now = day(desk, 1)
    many = tuple(
        Occurrence(after(now, n * HOUR), after(now, n * HOUR + 30 * MINUTE), Private("Duty")) for n in range(201)
    )
    assert keys(await sends(desk, "off_duty", Calendar(many))) == ["calendar.too_many"]
    shown = await imports(desk, "off_duty", *many[:200])
    assert (shown.count, len(shown.changes)) == (200, 12)
    assert "proposal.done" in keys(await answers(desk, "off_duty", shown))


@pytest.mark.parametrize("why", NoCalendar)
async def test_what_cannot_be_read_is_answered(desk: AtDesk, why: NoCalendar) -> None:
    assert keys(await sends(desk, "off_duty", why)) == [f"calendar.{why.value}"]


async def test_a_file_that_says_that_it_is_too_large_is_not_even_got(desk: AtDesk) -> None:
    told = await desk.happens(document(desk.origin("off_duty"), size=2**20 + 1))
    assert keys(told) == ["calendar.too_large"]
    assert not [one for one in told if isinstance(one, FetchCalendar)]


# ----------------------------------------------------------------------------------------------- who, and where


@pytest.mark.parametrize("who", ["requester", "stranger", "paused"])
async def test_invariant_12_others_calendars_are_documents_like_any_other(desk: AtDesk, who: str) -> None:
    """A stranger's and a requester's go the way of all documents; so do those of who is paused."""

    def seen(told: list[Effect]) -> list[tuple[str, str]]:
        return sorted((type(one).__name__, str(getattr(one, "key", ""))) for one in told)

    plain = seen(await desk.happens(document(desk.origin(who), suffix="pdf")))
    again = seen(await desk.happens(document(desk.origin(who), suffix="pdf")))
    calendar = seen(await desk.happens(document(desk.origin(who))))
    assert calendar in (plain, again)
    assert "FetchCalendar" not in str(calendar)


async def test_what_answers_a_message_about_a_case_is_for_the_person(desk: AtDesk) -> None:
    code = (await desk.case()).code
    told = await desk.happens(document(replace(desk.origin("owner"), reply_code=code)))
    assert [one for one in told if isinstance(one, RelayToRequester)]
    assert not [one for one in told if isinstance(one, FetchCalendar)]


async def test_in_a_group_only_a_calendar_that_is_meant_for_us_is_read(desk: AtDesk) -> None:
    ours = Message(ChatId("chat-group"), 5, Side.OURS, Purpose.ANSWER, desk.inbox.world.now())
    async with desk.database.transaction() as ledger:
        await ledger.messages.note(ours)
    origin = desk.origin("off_duty", group=True)
    assert not await desk.happens(document(origin))
    for meant in (
        document(replace(desk.origin("off_duty", group=True), reply_to=5)),
        document(desk.origin("off_duty", group=True), caption="/calendar"),
        document(desk.origin("off_duty", group=True), caption="/calendar@desk_bot"),
    ):
        (fetch,) = [one for one in await desk.happens(meant) if isinstance(one, FetchCalendar)]
        assert (fetch.chat, fetch.desk) == ("chat-group", DESK)


async def test_other_documents_of_staff_are_what_they_were(desk: AtDesk) -> None:
    assert keys(await desk.happens(document(desk.origin("off_duty"), suffix="pdf"))) == ["reply.to_what"]
