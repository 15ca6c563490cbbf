"""Calendars as Google, Apple and Outlook write them are read by a process that no file can hold up."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from icalendar import Calendar as Parsed
from whenever import Instant as Moment
from whenever import ZonedDateTime

from bot.domain.calendars import AHEAD, LARGEST, Calendar, NoCalendar, Occurrence
from bot.domain.ids import DAY, HOUR, DeskId, Instant, OfficerId, after
from bot.domain.people import Desk
from bot.domain.wall import instant_of
from handlers import calendar_child
from handlers.calendars import believed, read, written
from handlers.views import ShiftsView

FOLDER = Path(__file__).with_name("calendars")
NOW = instant_of(datetime(2026, 11, 26, 12, tzinfo=UTC))
SEOUL, BERLIN = "Asia/Seoul", "Europe/Berlin"
FILES = ("google", "apple", "outlook")


def exported(name: str) -> bytes:
    return (FOLDER / f"{name}.ics").read_bytes()


def one(*lines: str) -> bytes:
    """A calendar of one event."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", "BEGIN:VEVENT", "UID:1", "SUMMARY:Duty")
    return ("\r\n".join([*head, *lines, "END:VEVENT", "END:VCALENDAR"]) + "\r\n").encode()


def here(content: bytes, zone: str = SEOUL, now: Instant = NOW) -> Calendar | NoCalendar:
    """The same as `read`, but in this process: a thousand processes take minutes."""
    window = calendar_child._Window(now, after(now, AHEAD), zone)
    try:
        said: Any = calendar_child._read(content, window)
    except calendar_child.Refused as why:
        said = {"refused": str(why)}
    return believed(json.dumps(said).encode(), now)


def times(found: Calendar | NoCalendar, zone: str = SEOUL, title: str = "") -> list[tuple[str, str]]:
    """By a clock in this zone, as another library has it."""
    assert isinstance(found, Calendar), found

    def clock(at: Instant) -> str:
        return Moment.from_timestamp(at, unit="millisecond").to_tz(zone).to_plain().format_iso()[5:16]

    meant = [one for one in found.occurrences if title in one.title.reveal()]
    return [(clock(each.starts_at), clock(each.ends_at)) for each in meant]


def test_google_series_with_an_exception_a_moved_one_a_holiday_and_a_cancelled_one() -> None:
    found = here(exported("google"))
    assert isinstance(found, Calendar)
    nights = times(found, title="Hana")
    assert sorted(nights)[:3] == [
        ("11-30T20:00", "12-01T08:00"),
        ("12-08T21:00", "12-09T08:00"),
        ("12-09T20:00", "12-10T08:00"),
    ], "the second one was moved"
    assert not [begin for begin, _ in nights if begin.startswith(("12-02", "12-07"))], "taken out, and moved away"
    assert max(nights) == ("12-30T20:00", "12-31T08:00"), "until the end of the year"
    assert times(found, title="휴가") == [("12-24T00:00", "12-27T00:00")], (
        "whole days of the desk, the last not in it"
    )
    assert found.cancelled == 1
    assert times(found, title="Dentist") == [("12-06T12:00", "12-06T13:00")]


def test_apple_with_its_zone_at_the_end_and_times_without_any() -> None:
    found = here(exported("apple"), BERLIN)
    assert times(found, BERLIN, "Duty") == [
        ("12-01T07:00", "12-01T19:00"),
        ("12-02T07:00", "12-02T19:00"),
        ("12-05T10:00", "12-05T22:00"),
    ]
    assert times(found, BERLIN, "On call") == [("12-10T09:00", "12-10T17:00")]
    assert times(here(exported("apple"), SEOUL), SEOUL, "On call") == [("12-10T09:00", "12-10T17:00")]


def test_outlook_with_names_of_zones_from_windows_and_a_zone_of_its_own() -> None:
    found = here(exported("outlook"))
    assert isinstance(found, Calendar)
    assert times(found, "Asia/Bangkok", "Shift") == [
        ("11-30T08:00", "11-30T20:00"),
        ("12-07T08:00", "12-07T20:00"),
    ]
    assert [label.reveal() for each in found.occurrences[:1] for label in each.labels] == ["Hana"]
    assert times(found, "America/New_York", "Doyun") == [("12-02T20:00", "12-03T08:00")]
    (away,) = [each for each in found.occurrences if each.out]
    assert away.title.reveal() == "Jeju"
    assert away.ends_at - away.starts_at == 2 * DAY


@pytest.mark.parametrize("zone", ["America/New_York", BERLIN, "Australia/Lord_Howe", "Africa/Casablanca", SEOUL])
@pytest.mark.parametrize("begin", ["2026-03-01", "2026-10-01"])
def test_a_series_keeps_its_wall_time_across_a_change_of_clocks(zone: str, begin: str) -> None:
    """Against another library's reckoning, night by night."""
    at = f"{begin}T22:30"
    first = ZonedDateTime.parse_iso(f"{at}:00[{zone}]")
    now = Instant(first.to_instant().timestamp(unit="millisecond") - HOUR)
    stamp = at.replace("-", "").replace(":", "") + "00"
    found = here(one(f"DTSTART;TZID={zone}:{stamp}", "DURATION:PT8H", "RRULE:FREQ=DAILY;COUNT=60"), SEOUL, now)
    assert isinstance(found, Calendar)
    nights = [first.add(days=night, disambiguation="compatible") for night in range(60)]
    assert [each.starts_at for each in found.occurrences] == [
        one.to_instant().timestamp(unit="millisecond") for one in nights
    ]


def test_what_is_over_or_far_is_counted_and_what_is_under_way_begins_now() -> None:
    assert here(one("DTSTART:20261101T000000Z", "DTEND:20261102T000000Z")) == Calendar((), past=1)
    assert here(one("DTSTART:20270501T000000Z", "DTEND:20270502T000000Z")) == Calendar((), beyond=1)
    assert here(one("DTSTART:20200501T000000Z", "DURATION:PT8H", "RRULE:FREQ=DAILY;COUNT=3")) == Calendar(
        (), past=1
    )
    found = here(one("DTSTART:20261126T080000Z", "DTEND:20270526T080000Z"))
    assert isinstance(found, Calendar)
    assert [(each.starts_at, each.ends_at) for each in found.occurrences] == [(NOW, after(NOW, AHEAD))]


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART;TZID=Mars/Base:20261201T080000", "DURATION:PT8H"),
        ("DTSTART;TZID=../../etc/passwd:20261201T080000", "DURATION:PT8H"),
        ("DTSTART:20261201T080000Z", "DTEND:20261201T070000Z"),
        ("DTSTART;VALUE=DATE:20261201", "DTEND:20261201T100000Z"),
        ("DTSTART:2026-12-01T08:00", "DURATION:PT8H"),
        ("DURATION:PT8H",),
        ("DTSTART:20261201T080000Z", "DURATION:PT8H", "RRULE:FREQ=SOMETIMES"),
        ("DTSTART:20261201T080000Z", "DURATION:PT8H", "EXDATE;TZID=Mars/Base:20261201T080000"),
        ("DTSTART:20261201T080000Z",),
    ],
    ids=str,
)
def test_an_event_that_cannot_be_is_named_and_left_out(lines: tuple[str, ...]) -> None:
    found = here(one(*lines))
    assert isinstance(found, Calendar)
    assert not found.occurrences
    assert [title.reveal() for title in found.senseless] == ["Duty"]


HOSTILE = {
    "nothing": (b"", NoCalendar.UNREADABLE),
    "words": (b"hello", NoCalendar.UNREADABLE),
    "a picture": (b"\xff\xd8\xff\xe0" + Random(7).randbytes(4_000), NoCalendar.UNREADABLE),
    "cut": (exported("google")[:-40], NoCalendar.UNREADABLE),
    "another calendar": (one("DTSTART:20261201T080000Z").replace(b"BEGIN:VEV", b"CALSCALE:X\r\nBEGIN:VEV", 1),
                         NoCalendar.UNREADABLE),
    "each second": (one("DTSTART:20261201T080000Z", "RRULE:FREQ=SECONDLY"), NoCalendar.TOO_OFTEN),
    "each minute": (one("DTSTART:20261201T080000Z", "RRULE:FREQ=MINUTELY;COUNT=2"), NoCalendar.TOO_OFTEN),
    "many a day": (
        one("DTSTART:20261201T080000Z", "RRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4;BYMINUTE=0,1,2,3,4,5,6"),
        NoCalendar.TOO_OFTEN,
    ),
    "many": (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 5_001, NoCalendar.TOO_MANY),
    "many times": (
        b"\r\n".join(one("DTSTART:20261127T000000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY") for _ in range(2)),
        NoCalendar.TOO_MANY,
    ),
    "deep": (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 3_000, NoCalendar.UNREADABLE),
    "a long line": (one("X-A:" + "a" * 30_000), NoCalendar.UNREADABLE),
    "a long folded line": (one("X-A:" + "\r\n a" * 30_000), NoCalendar.UNREADABLE),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_hold_us_up_is_refused(name: str) -> None:
    content, why = HOSTILE[name]
    if name == "many times":
        content = content.replace(b"UID:1", b"UID:2", 1)
    assert here(content) is why


@pytest.mark.parametrize("lines", [("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",), ("RRULE:FREQ=DAILY",)])
def test_a_series_without_an_end_or_without_a_beginning_ends(lines: tuple[str, ...]) -> None:
    assert isinstance(here(one("DTSTART:20100101T080000Z", "DURATION:PT8H", *lines)), Calendar)


async def test_the_process_reads_the_same_and_is_given_no_more_than_it_has_time_for() -> None:
    assert await read(exported("google"), SEOUL, NOW) == here(exported("google"))
    assert await read(b"x" * (LARGEST + 1), SEOUL, NOW) is NoCalendar.TOO_LARGE
    assert await read(exported("google"), SEOUL, NOW, patience=0.001) is NoCalendar.UNREADABLE
    assert await read(HOSTILE["each second"][0], SEOUL, NOW) is NoCalendar.TOO_OFTEN


def test_names_are_one_line_without_signs_that_steer_how_it_is_shown() -> None:
    found = here(
        one("DTSTART:20261201T080000Z", "DURATION:PT8H").replace(b"Duty", "A\\n\u202eB\x07\u200b C".encode())
    )
    assert isinstance(found, Calendar)
    assert [each.title.reveal() for each in found.occurrences] == ["A B C"]


def test_words_that_are_no_utf_8_do_not_keep_the_rest_from_being_read() -> None:
    korean = exported("google").decode().encode("cp949", "replace")
    assert times(here(korean), title="Hana")[:1] == [("11-30T20:00", "12-01T08:00")]
    assert here(exported("google").decode().encode("utf-16")) == here(exported("google"))
    assert here(b"\xef\xbb\xbf" + exported("google")) == here(exported("google"))


SPANS = tuple((after(NOW, n * DAY + 512), after(NOW, n * DAY + 12 * HOUR + 512)) for n in range(-1, 20))
DESK = Desk(DeskId("desk"), "캄보디아, 프놈펜; " * 6, SEOUL, "ko", None, NOW)
VIEW = ShiftsView(DESK, OfficerId("kim"), SPANS, 7, NOW)


def events_in(content: bytes) -> list[Any]:
    """As another program reads them."""
    return list(Parsed.from_ical(content).walk("VEVENT"))


def test_our_own_calendar_is_one_that_every_program_takes() -> None:
    content = written(VIEW)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75, "octets, RFC 5545, 3.1"
    calendar = Parsed.from_ical(content)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    events = events_in(content)
    assert [set(event) for event in events] == [
        {"SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "CLASS"} for _ in SPANS
    ]
    assert {str(event["SUMMARY"]) for event in events} == {DESK.name}
    assert all(str(event["DTSTART"].dt.tzinfo) == "UTC" for event in events)
    assert len({str(event["UID"]) for event in events}) == len(SPANS)


def test_the_same_shift_is_the_same_event_whenever_it_is_asked_for() -> None:
    later = ShiftsView(DESK, VIEW.officer, SPANS, 9, after(NOW, DAY))
    first, second = (events_in(written(view)) for view in (VIEW, later))
    assert [one["UID"] for one in first] == [one["UID"] for one in second]
    assert first[0]["SEQUENCE"] < second[0]["SEQUENCE"]
    other = ShiftsView(DESK, OfficerId("lee"), SPANS, 7, NOW)
    assert not {one["UID"] for one in first} & {one["UID"] for one in events_in(written(other))}


def test_our_own_calendar_is_read_as_it_was_written() -> None:
    found = here(written(VIEW))
    assert isinstance(found, Calendar)
    to_come = [(max(NOW, begin - 512), end - 512) for begin, end in SPANS if end > NOW]
    assert [(each.starts_at, each.ends_at) for each in found.occurrences] == to_come
    assert len(found.uids) == len(SPANS)


# ------------------------------------------------------------------------------------------------ a thousand files


def mutated(dice: Random) -> bytes:
    """One of the calendars with some bytes, lines or words changed, doubled, moved or gone."""
    content = bytearray(exported(dice.choice(FILES)))
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(content)) if content else 0
        match dice.randrange(7):
            case 0:
                content[place : place + 1] = dice.randbytes(dice.randint(1, 4))
            case 1:
                del content[place : place + dice.randint(1, 200)]
            case 2:
                lines = bytes(content).split(b"\r\n")
                del lines[dice.randrange(len(lines))]
                content = bytearray(b"\r\n".join(lines))
            case 3:
                lines = bytes(content).split(b"\r\n")
                dice.shuffle(lines) if dice.random() < 0.1 else lines.insert(0, dice.choice(lines))
                content = bytearray(b"\r\n".join(lines))
            case 4:
                content += content[place : place + 500]
            case 5:
                word, other = dice.choice(_WORDS), dice.choice(_WORDS)
                content = bytearray(bytes(content).replace(word, other))
            case _:
                content = bytearray(bytes(content).replace(b"2026", str(dice.randint(1, 9_999)).zfill(4).encode()))
    return bytes(content)


_WORDS = (
    *(b"WEEKLY", b"DAILY", b"YEARLY", b"SECONDLY", b"COUNT=5", b"INTERVAL=0", b"COUNT=99999999", b"INTERVAL=-1"),
    *(b"BYDAY=MO", b"BYDAY=XX", b"BYMONTHDAY=31", b"DTSTART", b"DTEND", b"RECURRENCE-ID", b"EXDATE", b"RDATE"),
    *(b"VEVENT", b"VALARM", b"VTIMEZONE", b"VTODO", b"TZID", b"VALUE=DATE", b"Asia/Seoul", b"+0900", b"+9900"),
    *(b"UID", b"SUMMARY", b"T200000", b"T250000", b"Z", b":", b";", b"DURATION:-P1D", b"UNTIL=99991231"),
)


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Of the processor's time, as the process has it."""

    def over(*_: object) -> None:
        raise calendar_child.Refused("unreadable")

    signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def endings(count: int, seed: int) -> dict[str, int]:
    """How so many broken files end; anything but a calendar or a refusal is an exception, and fails the test."""
    dice, ends = Random(seed), dict[str, int]()
    for _ in range(count):
        content = mutated(dice)
        with at_most(10):
            found = here(content)
        assert isinstance(found, Calendar | NoCalendar)
        if isinstance(found, Calendar):
            assert all(isinstance(one, Occurrence) and one.starts_at < one.ends_at for one in found.occurrences)
        name = found.value if isinstance(found, NoCalendar) else "calendar" if found.occurrences else "empty"
        ends[name] = ends.get(name, 0) + 1
    return ends


def test_a_hundred_malformed_files_end_in_a_calendar_or_a_refusal() -> None:
    ends = endings(100, seed=1)
    assert ends["calendar"] > 5
    assert ends["unreadable"] > 5


@pytest.mark.torture
@pytest.mark.timeout(900)
def test_a_thousand_malformed_files_end_in_a_calendar_or_a_refusal() -> None:
    assert sum(endings(1_000, seed=2).values()) == 1_000


@pytest.mark.torture
@pytest.mark.timeout(900)
async def test_fifty_malformed_files_end_the_process_and_nothing_else() -> None:
    dice = Random(3)
    for _ in range(50):
        assert isinstance(await read(mutated(dice), SEOUL, NOW), Calendar | NoCalendar)
