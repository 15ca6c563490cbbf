"""Loads what numbers show: of cases that are over nothing but instants and codes, of open ones coarse values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.case import WAITING, CaseState
from bot.domain.drills import COMPARED, Drill
from bot.domain.effects import SendReport, ShowDrill, ShowNumbers
from bot.domain.escalation import answer_by
from bot.domain.figures import Tally, figures_of
from bot.domain.gaps import Gap
from bot.domain.ids import DeskId, Instant
from bot.domain.numbers import Measured, Numbers, Period, minutes, month_span, numbers
from bot.domain.past import JOINED, Word, able_by, uncovered
from bot.domain.people import Chat, Desk
from bot.domain.report import Report, is_case, report
from bot.ports import Shelves


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many minutes nobody was on duty at a desk, by what had been decided by then."""

    desk: str
    minutes: int


@dataclass(frozen=True, slots=True)
class NumbersView:
    """How fast desks answered; `names` of the desks. In a group with somebody unknown in it no code is shown."""

    numbers: Numbers
    zone: str
    names: Mapping[DeskId | None, str]
    gaps: tuple[Gaps, ...]
    dark: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class ReportView:
    """A month."""

    report: Report
    month: str
    zone: str
    names: Mapping[str, str]
    gaps: tuple[Gaps, ...]
    dark: bool = False


@dataclass(frozen=True, slots=True)
class DrillView:
    """One drill, and the newest of its desk, itself among them; `owner` is the name of who took it."""

    desk: str
    zone: str
    this: Drill
    drills: tuple[Drill, ...]
    owner: str


async def drill_view(effect: ShowDrill, shelves: Shelves) -> DrillView | None:
    """None where so many came since then that it is not compared any more."""
    desk = await shelves.desks.load(effect.desk)
    drills = await shelves.cases.drills(desk.id, COMPARED)
    this = next((one for one in drills if one.code == effect.code), None)
    if this is None:
        return None
    owner = await shelves.officers.load(this.owner) if this.owner else None
    return DrillView(desk.name, desk.zone, this, tuple(drills), owner.name.reveal() if owner else "")


async def numbers_view(effect: ShowNumbers, chat: Chat, shelves: Shelves, now: Instant) -> NumbersView:
    """As it stands when it is sent."""
    period = Period(effect.begins_at, effect.ends_at)
    every = await shelves.desks.all()
    desks = [one for one in every if effect.desk in (None, one.id)]
    measured = await _measured(period, shelves)
    if effect.desk is not None:
        measured = [one for one in measured if one.desk == effect.desk]
    zone = next((one.zone for one in desks), "UTC")
    return NumbersView(
        numbers(measured, [*(one.id for one in desks), None], period, now),
        zone,
        {one.id: one.name for one in desks},
        await _gaps(desks, Period(period.begins_at, Instant(min(period.ends_at, now))), shelves),
        effect.dark,
        any(one.withheld and one.chat == chat.id for one in every),
    )


async def report_view(effect: SendReport, shelves: Shelves, now: Instant) -> ReportView:
    """What was counted of closed cases, with what is known of the open ones now."""
    desks = await shelves.desks.all()
    period = month_span(effect.month, effect.zone)
    if period is None:
        raise ValueError("a report of no month was kept")
    measured = await _measured(period, shelves)
    tally = await _tally(measured, effect.month, shelves)
    made = report(measured, tally, await shelves.cases.reached(period), period, now)
    names = {str(one.id): one.name for one in desks}
    return ReportView(made, effect.month, effect.zone, names, await _gaps(desks, period, shelves), effect.dark)


async def _measured(period: Period, shelves: Shelves) -> list[Measured]:
    """What waits is held against the ladder of its own; only there a case is opened."""
    found = []
    for one in await shelves.cases.measured(period):
        if one.state in WAITING:
            case = await shelves.cases.load(one.id)
            due_at = one.due_at or answer_by(case.level, case.ladder_from, case.policy)
            found.append(replace(one, due_at=due_at, level_now=case.level))
        else:
            found.append(one)
    return found


async def _tally(measured: Sequence[Measured], month: str, shelves: Shelves) -> Tally:
    open_now = []
    for one in measured:
        if one.state is not CaseState.CLOSED and is_case(one):
            case = await shelves.cases.load(one.id)
            person = await shelves.chats.find(case.requester)
            facts = list(await shelves.facts.of(case.id))
            open_now.append(figures_of(case, facts, person.language if person else ""))
    return (await shelves.tallies.of(month)).plus(open_now)


async def _gaps(desks: Sequence[Desk], period: Period, shelves: Shelves) -> tuple[Gaps, ...]:
    found = []
    for desk in desks:
        begins_at = Instant(max(period.begins_at, desk.opened_at))
        gaps = await _uncovered(desk, begins_at, period.ends_at, shelves) if begins_at < period.ends_at else []
        found.append(Gaps(desk.name, minutes(gaps)))
    return tuple(found)


async def _uncovered(desk: Desk, begins_at: Instant, ends_at: Instant, shelves: Shelves) -> Sequence[Gap]:
    officers = await shelves.officers.of_desk(desk.id)
    noted = [(one.id, entry) for one in officers for entry in await shelves.journal.of_officer(one.id)]
    words = [Word(entry.at, id, entry.deed) for id, entry in noted]
    words += [Word(one.joined_at, one.id, JOINED) for one in officers if one.joined_at is not None]
    words.sort(key=lambda one: one.at)
    able = able_by(words, {one.id: one.chat is not None and not one.paused for one in officers})
    return uncovered(await shelves.rosters.history(desk.id), able, begins_at, ends_at)
