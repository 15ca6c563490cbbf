"""The monthly report (domain.md 6.6): tables in which no small cell can be read, and how long things took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.case import WAITING, Case, CaseState, Closing
from bot.domain.figures import UNKNOWN, Figure, Tally
from bot.domain.ids import DAY, CaseId, DeskId, Instant
from bot.domain.numbers import Measured, Period, Timing, durations, lateness, timing
from bot.domain.suppression import LEAST, Cell, Hidden, Shown, rounded, suppress
from bot.domain.triage import Level

NO_CASE = (Closing.DUPLICATE, Closing.NOT_GENUINE)
"""Reports that were closed so are no cases: what they told of is counted elsewhere, or nowhere."""
SAFE = (
    *(Closing.FREED_BY_POLICE, Closing.ESCAPED, Closing.RELEASED_AFTER_PAYMENT),
    *(Closing.RETURNED_HOME, Closing.CONTACT_RESUMED),
)
"""Closed so, the person is out of it."""
MERGED = "merged"
AGES = (("open_month", 30 * DAY), ("open_quarter", 90 * DAY))
OLDER = "open_older"
NO_DESK = DeskId("")


@dataclass(frozen=True, slots=True)
class Published:
    """A table as it may be shown, by its name; `of` is the row of another that it divides up further."""

    name: str
    shown: Shown
    of: str = ""


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took, over so many cases: the number is said down to a multiple of five."""

    what: str
    count: Cell
    p50: int | None
    p90: int | None


@dataclass(frozen=True, slots=True)
class Reached:
    """When a case was passed on to another desk, and when its person was safe."""

    referred_at: Instant | None = None
    safe_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A month, as it stood at `made_at`.

    Reports are cries; cases are those that are not part of another, nor a duplicate, nor not genuine; people are
    cases without those of an account that had one before, down to a multiple of five.
    """

    period: Period
    made_at: Instant
    reports: Cell
    cases: Cell
    people: int
    tables: tuple[Published, ...]
    took: tuple[Took, ...]


def report(
    measured: Sequence[Measured],
    tally: Tally,
    reached: Mapping[CaseId, Reached],
    period: Period,
    made_at: Instant,
) -> Report:
    """Of all reports that were opened in the period."""
    cases = [one for one in measured if is_case(one)]
    few = 0 < len(cases) < LEAST
    beside = suppress(_beside(measured), len(measured) - len(cases))
    tells = few or not beside.rows or any(isinstance(cell, Hidden) for _, cell in beside.rows)
    again = tally.of(Figure.AGAIN).get("yes", 0)
    tables = [] if few else [Published("beside", beside), *_tables(cases, tally, made_at)]
    return Report(
        period,
        made_at,
        Hidden.KIN if tells else len(measured),
        Hidden.FEW if few else len(cases),
        rounded(max(0, len(cases) - again)),
        tuple(tables),
        tuple(_took(cases, reached, made_at)),
    )


def is_case(one: Measured) -> bool:
    """Whether this report is a case of its own."""
    return not one.merged and one.closing not in NO_CASE


def is_case_of_its_own(case: Case) -> bool:
    """The same, asked of the case itself."""
    return case.part_of is None and case.closing not in NO_CASE


def _tables(cases: Sequence[Measured], tally: Tally, cut: Instant) -> Iterator[Published]:
    total = len(cases)
    levels = _counted([one.level.value for one in cases], [level.value for level in Level])
    level = Published("level", suppress(levels, total))
    yield level
    yield from _within(level, Level.L1.value, "unheard", _unheard(cases))
    state = Published("state", suppress(_counted([one.state.value for one in cases], list(CaseState)), total))
    yield state
    yield from _of_states(state, cases, tally, cut)
    yield Published("desk", suppress(_counted([one.desk or NO_DESK for one in cases]), total))
    yield Published("in_time", suppress(_in_time(cases, cut), total))
    yield from _figures(tally, total)


def _counted(values: Sequence[str], rows: Sequence[str] = ()) -> list[tuple[str, int]]:
    """Each value with its count: in the order of the rows, else the most frequent first."""
    counts = Counter(values)
    ordered = rows or sorted(counts, key=lambda one: (-counts[one], one))
    return [(str(one), counts[one]) for one in ordered]


def _beside(measured: Sequence[Measured]) -> list[tuple[str, int]]:
    """Reports that are no cases of their own."""
    kinds = [
        one.closing.value if one.closing in NO_CASE and one.closing else MERGED
        for one in measured
        if not is_case(one)
    ]
    return _counted(kinds, (MERGED, *(one.value for one in NO_CASE)))


def _unheard(cases: Sequence[Measured]) -> list[tuple[str, int]]:
    grave = ["no" if one.state in WAITING else "yes" for one in cases if one.level is Level.L1]
    return _counted(grave, ("yes", "no"))


def _in_time(cases: Sequence[Measured], cut: Instant) -> list[tuple[str, int]]:
    late = [lateness(one, cut) for one in cases]
    words = ["open" if by is None else "late" if by > 0 else "in_time" for by in late]
    return _counted(words, ("in_time", "late", "open"))


def _of_states(state: Published, cases: Sequence[Measured], tally: Tally, cut: Instant) -> Iterator[Published]:
    """What divides up the closed and the open cases: only where readers may know how many those are."""
    closed = [one for one in cases if one.state is CaseState.CLOSED]
    row = CaseState.CLOSED.value
    codes = [one.value for one in Closing if one not in NO_CASE]
    yield from _within(state, row, "closing", _counted([_code(one) for one in closed], [*codes, UNKNOWN]))
    vague = _whole(tally.of(Figure.VAGUE), len(closed), ("yes", "no"))
    yield from _within(state, row, "vague", vague)
    if not isinstance(state.shown.cell(row), int):
        return
    ages = [_age(cut - one.opened_at) for one in cases if one.state is not CaseState.CLOSED]
    yield Published("open", suppress(_counted(ages, (*(name for name, _ in AGES), OLDER)), len(ages)), "open")


def _code(one: Measured) -> str:
    return one.closing.value if one.closing else UNKNOWN


def _age(open_for: int) -> str:
    return next((name for name, most in AGES if open_for <= most), OLDER)


def _within(parent: Published, row: str, name: str, counts: list[tuple[str, int]]) -> Iterator[Published]:
    """A table that divides up one row of another: not where that row is hidden, which its total would tell."""
    total = sum(count for _, count in counts)
    if parent.shown.cell(row) == total:
        yield Published(name, suppress(counts, total), row)


def _figures(tally: Tally, total: int) -> Iterator[Published]:
    country = Published("country", suppress(_whole(tally.of(Figure.COUNTRY), total), total))
    yield country
    provinces = tally.of(Figure.PROVINCE)
    for code, cell in country.shown.rows:
        if isinstance(cell, int) and code != UNKNOWN:
            own = {name: count for name, count in provinces.items() if name.startswith(f"{code}/")}
            yield Published("province", suppress(_whole(own, cell), cell), code)
    for figure in (Figure.NATION, Figure.SEX, Figure.AGE, Figure.DOOR, Figure.LANGUAGE):
        yield Published(figure.value, suppress(_whole(tally.of(figure), total), total))
    for figure in (Figure.PLACE, Figure.ROOM, Figure.ITEMS, Figure.PARTIAL):
        yield Published(figure.value, suppress(_whole(tally.of(figure), total, ("yes", "no")), total))


def _whole(counts: Mapping[str, int], total: int, rows: Sequence[str] = ()) -> list[tuple[str, int]]:
    """The counts, brought to the total: of what was not counted nothing is known."""
    known = {name: count for name, count in counts.items() if name != UNKNOWN}
    ordered = [*rows] or sorted(known, key=lambda one: (-known[one], one))
    listed = [(name, known.get(name, 0)) for name in ordered]
    unknown = total - sum(count for _, count in listed)
    return [*listed, (UNKNOWN, unknown)] if unknown > 0 else listed


def _took(cases: Sequence[Measured], reached: Mapping[CaseId, Reached], cut: Instant) -> Iterator[Took]:
    nothing = Reached()
    ends: dict[str, list[tuple[Instant, Instant | None]]] = {
        "delivered": [(one.cried_at, one.delivered_at) for one in cases],
        "taken": [(one.cried_at, one.taken_at) for one in cases],
        "answered": [(one.cried_at, one.answered_at) for one in cases],
        "referred": [(one.cried_at, reached.get(one.id, nothing).referred_at) for one in cases],
        "safe": [(one.cried_at, _safe_at(one, reached.get(one.id, nothing))) for one in cases],
    }
    for what, spans in ends.items():
        yield _rounded(what, timing(durations(spans, cut)))


def _safe_at(one: Measured, reached: Reached) -> Instant | None:
    """When the desk said so, or closed the case as one that ended well."""
    closed_at = one.closed_at if one.closing in SAFE else None
    known = [at for at in (reached.safe_at, closed_at) if at is not None]
    return min(known, default=None)


def _rounded(what: str, took: Timing) -> Took:
    if took.count < LEAST:
        return Took(what, Hidden.FEW if took.count else 0, None, None)
    return Took(what, rounded(took.count), took.p50, took.p90)
