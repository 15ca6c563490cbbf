"""`/sla` and the monthly report: who sees which desk, what stays of a case, and a report that comes once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.dues import MONTH, DueKind
from bot.domain.effects import Effect, SendReport, ShowNumbers
from bot.domain.events import RelayDelivered, ReportDue, WordsArrived
from bot.domain.figures import Figure
from bot.domain.ids import DAY, HOUR, MINUTE, DeskId, Instant, after
from bot.domain.numbers import Period, month_before, month_of, month_span
from bot.domain.private import Private
from bot.domain.roles import Deed
from tests.use_cases.desk import AtDesk, at_desk, keys

DESK = DeskId("desk")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path) as made:
        yield made


def shown(effects: list[Effect]) -> list[ShowNumbers]:
    return [one for one in effects if isinstance(one, ShowNumbers)]


def sent(effects: list[Effect]) -> list[SendReport]:
    return [one for one in effects if isinstance(one, SendReport)]


async def test_an_officer_sees_their_own_desk_whatever_they_name_and_an_admin_sees_any_or_all(
    desk: AtDesk,
) -> None:
    for words in ("", "week", "week at Laos", "month dark"):
        (one,) = shown(await desk.commands("on_duty", Deed.SLA, words))
        assert (one.desk, one.dark) == (DESK, "dark" in words)
    (every,) = shown(await desk.commands("admin", Deed.SLA, ""))
    assert every.desk is None
    (other,) = shown(await desk.commands("admin", Deed.SLA, "month at Laos"))
    assert other.desk == "other"
    assert other.ends_at - other.begins_at == 30 * DAY
    (own,) = shown(await desk.commands("elsewhere", Deed.SLA, ""))
    assert own.desk == "other"
    assert "desk.unknown" in keys(await desk.commands("admin", Deed.SLA, "week at Nowhere"))


@pytest.mark.parametrize(
    ("words", "days", "dark"),
    [
        ("한달 어둡게", 30, True),
        ("เดือน", 30, False),
        ("សប្ដាហ៍ ងងឹត", 7, True),
        ("tối tháng này", 30, True),
        ("本月", 30, False),
        ("light week", 7, False),
    ],
)
async def test_spans_are_understood_in_the_speakers_language_in_any_order(
    desk: AtDesk, words: str, days: int, dark: bool
) -> None:
    (one,) = shown(await desk.commands("on_duty", Deed.SLA, words))
    assert (one.ends_at - one.begins_at, one.dark) == (days * DAY, dark)


@pytest.mark.parametrize("words", ["보고서 2025-02", "2025-02 report", "báo cáo ២០២៥-០២", "2025-02 報告"])
async def test_a_report_is_asked_for_in_any_order_and_language(desk: AtDesk, words: str) -> None:
    (one,) = sent(await desk.commands("admin", Deed.SLA, words))
    assert one.month == "2025-02"


@pytest.mark.parametrize("words", ["year", "2026-13", "9998-01", "week month", "report 2026-13", "report a b"])
async def test_what_is_no_span_is_answered_with_what_would_be_right(desk: AtDesk, words: str) -> None:
    told = await desk.commands("admin", Deed.SLA, words)
    assert keys(told) == ["sla.usage"]
    assert not shown(told)


async def test_a_month_that_goes_on_is_shown_until_now(desk: AtDesk) -> None:
    now = desk.inbox.world.now()
    (one,) = shown(await desk.commands("on_duty", Deed.SLA, month_of(now, "UTC")))
    assert now <= one.ends_at <= desk.inbox.world.now()


async def test_a_strangers_command_is_unknown_text(desk: AtDesk) -> None:
    for who in ("stranger", "requester"):
        told = await desk.commands(who, Deed.SLA, "week")
        assert not shown(told)
        assert not keys(told)


async def test_the_report_is_for_admins_and_of_months_that_are_over(desk: AtDesk) -> None:
    now = desk.inbox.world.now()
    assert keys(await desk.commands("supervisor", Deed.SLA, "report")) == ["refusal.not_yours"]
    assert keys(await desk.commands("admin", Deed.SLA, f"report {month_of(now, 'UTC')}")) == ["sla.not_over"]
    (one,) = sent(await desk.commands("admin", Deed.SLA, "report"))
    assert (one.chat, one.month) == ("chat-admin", month_before(now, "UTC"))
    (older,) = sent(await desk.commands("admin", Deed.SLA, "report 2025-02 dark"))
    assert (older.month, older.dark) == ("2025-02", True)


async def due(desk: AtDesk) -> Instant:
    async with desk.database.transaction() as ledger:
        ((_, at),) = await ledger.dues.due(DueKind.REPORT, after(desk.inbox.world.now(), 400 * DAY))
        return at


async def falls_due(desk: AtDesk, at: Instant) -> list[SendReport]:
    """As the tick lets it happen, late or not."""
    async with desk.database.transaction() as ledger:
        await ledger.dues.set(DueKind.REPORT, MONTH, at)
    first = sent(await desk.happens(ReportDue(at)))
    assert not sent(await desk.happens(ReportDue(at))), "once"
    return first


async def test_on_the_first_of_a_month_every_admin_gets_the_last_one_once(desk: AtDesk) -> None:
    now = desk.inbox.world.now()
    this = month_span(month_of(now, "UTC"), "UTC")
    assert this is not None
    assert await due(desk) == this.ends_at, "from the first start on"
    (one,) = await falls_due(desk, this.begins_at)
    assert (one.chat, one.month) == ("chat-admin", month_before(now, "UTC"))
    assert await due(desk) == this.ends_at


async def test_after_an_outage_of_months_each_of_them_comes_once(desk: AtDesk) -> None:
    months = [month_of(desk.inbox.world.now(), "UTC")]
    for _ in range(3):
        span = month_span(months[0], "UTC")
        assert span is not None
        months.insert(0, month_before(span.begins_at, "UTC"))
    missed = month_span(months[0], "UTC")
    assert missed is not None
    assert [one.month for one in await falls_due(desk, missed.ends_at)] == months[:3]


async def test_a_month_that_is_not_over_where_the_desk_is_now_waits_for_its_end(desk: AtDesk) -> None:
    async with desk.database.transaction() as ledger:
        first = await ledger.desks.load(DESK)
        await ledger.desks.keep(replace(first, zone="America/New_York"))
    await falls_due(desk, after(desk.inbox.world.now(), -HOUR))
    span = month_span(month_of(desk.inbox.world.now(), "America/New_York"), "America/New_York")
    assert span is not None
    assert await due(desk) == span.ends_at


async def test_as_long_as_there_is_no_admin_it_is_tried_again(desk: AtDesk) -> None:
    desk.inbox.house = replace(desk.inbox.house, admins=frozenset())
    this = month_span(month_of(desk.inbox.world.now(), "UTC"), "UTC")
    assert this is not None
    assert not await falls_due(desk, this.begins_at)
    assert await due(desk) <= after(desk.inbox.world.now(), HOUR)


async def test_what_was_measured_outlives_the_words(desk: AtDesk) -> None:
    case = await desk.case()
    assert case.first is not None
    assert case.cried_at <= case.opened_at <= case.first.at
    assert case.answered_at is None
    replied = desk.origin("owner")
    await desk.happens(WordsArrived(replace(replied, reply_code=case.code), Private("We read you")))
    async with desk.database.transaction() as ledger:
        (fact,) = [one for one in await ledger.facts.of(case.id) if type(one.value).__name__ == "Replied"]
    assert (await desk.case()).answered_at is None, "it is on its way"
    await desk.happens(RelayDelivered(case.id, fact.id, (7,)))
    first = (await desk.case()).answered_at
    assert first is not None
    await desk.happens(RelayDelivered(case.id, fact.id, (8,)))
    assert (await desk.case()).answered_at == first
    await desk.commands("owner", Deed.CLOSE, f"{case.code} escaped: at the embassy")
    now = desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        (kept,) = await ledger.cases.measured(Period(after(now, -HOUR), after(now, MINUTE)))
        tally = await ledger.tallies.of(month_of(now, "UTC"))
    assert (kept.answered_at, kept.taken_at, kept.due_at) == (first, case.first.at, case.first.due_at)
    assert tally.of(Figure.LANGUAGE) == {"en": 1}
    assert sum(tally.of(Figure.NATION).values()) == 1


@pytest.mark.parametrize("words", ["duplicate", "not genuine"])
async def test_what_is_no_case_is_not_counted(desk: AtDesk, words: str) -> None:
    code = (await desk.case()).code
    told = await desk.commands("owner", Deed.CLOSE, f"{code} {words}: it was")
    assert told
    async with desk.database.transaction() as ledger:
        assert not (await ledger.tallies.of(month_of(desk.inbox.world.now(), "UTC"))).counts
