"""The monthly report: what counts as what, and no cell under five that could be read or reckoned."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.case import Case, CaseState, Closing
from bot.domain.facts import Before, Came, Detail, Door, Fact, FactValue, Located, Noticed, Said, Stated
from bot.domain.figures import Figure, Tally, figures_of
from bot.domain.ids import DAY, HOUR, MINUTE, CaseId, ChatId, DeskId, FactId, Instant, OfficerId, after
from bot.domain.numbers import Measured, Period
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.domain.report import Published, Reached, Report, is_case, report
from bot.domain.suppression import LEAST, Hidden, Shown, rounded, suppress
from bot.domain.triage import Level, Rule

NOW = Instant(1_790_000_000_000)
PERIOD = Period(NOW, after(NOW, 30 * DAY))
MADE = after(NOW, 31 * DAY)
rows = st.lists(st.integers(0, 30), min_size=1, max_size=6)


def possible(shown: Shown) -> Iterator[tuple[int, ...]]:
    """Everything that the hidden cells can be, for a reader who knows the total and what the signs mean."""
    hidden = [cell for _, cell in shown.rows if isinstance(cell, Hidden)]
    left = shown.total - sum(cell for _, cell in shown.rows if isinstance(cell, int))
    ranges = [range(1, LEAST) if one is Hidden.FEW else range(LEAST, left + 1) for one in hidden]
    return (one for one in itertools.product(*ranges) if sum(one) == left)


def secret(shown: Shown) -> bool:
    """Whether every hidden cell can be at least two things."""
    found = list(itertools.islice(possible(shown), 20_000))
    return bool(found) and all(len(set(column)) > 1 for column in zip(*found, strict=True))


@settings(max_examples=150, deadline=None)
@given(rows)
def test_no_hidden_cell_can_be_reckoned_from_the_total(counts: list[int]) -> None:
    named = [(f"row {place}", count) for place, count in enumerate(counts)]
    shown = suppress(named, sum(counts))
    for name, cell in shown.rows:
        count = dict(named)[name]
        assert cell == (count if isinstance(cell, int) else cell)
        assert cell is Hidden.FEW or not 0 < count < LEAST
    if any(isinstance(cell, Hidden) for _, cell in shown.rows):
        assert secret(shown)
        assert shown.total - sum(cell for _, cell in shown.rows if isinstance(cell, int)) >= LEAST


def test_one_small_cell_takes_the_smallest_other_with_it() -> None:
    shown = suppress([("KR", 40), ("CN", 12), ("VN", 2)], 54)
    assert shown.rows == (("KR", 40), ("CN", Hidden.KIN), ("VN", Hidden.FEW))
    assert suppress([("KR", 40), ("VN", 3), ("CN", 4)], 47).rows[0] == ("KR", 40), "two hide each other"
    assert not suppress([("yes", 1), ("no", 5)], 6).rows, "here nothing helps but to show nothing"
    assert not suppress([("yes", 3), ("no", 0)], 3).rows, "the total itself is small"
    assert suppress([("yes", 0), ("no", 9)], 9).rows == (("yes", 0), ("no", 9))


@given(st.integers(0, 300), st.integers(0, 300))
def test_people_and_cases_beside_each_other_tell_no_small_difference(cases: int, again: int) -> None:
    again = min(again, cases)
    fits = [one for one in range(cases + 1) if rounded(cases - one) == rounded(cases - again)]
    assert len(fits) > 1 or fits == [0]


measured = st.builds(
    lambda number, level, state, closing, desk, merged, age, taken: Measured(
        CaseId(f"c{number}"),
        f"C{number}",
        DeskId(desk) if desk else None,
        level,
        state,
        *(after(NOW, -age), after(NOW, -age)),
        taken_at=after(NOW, taken),
        closing=closing if state is CaseState.CLOSED else None,
        closed_at=after(NOW, DAY) if state is CaseState.CLOSED else None,
        merged=merged,
    ),
    st.integers(1, 10**6),
    st.sampled_from(Level),
    st.sampled_from([CaseState.NEW, CaseState.ACCEPTED, *[CaseState.CLOSED] * 3]),
    st.sampled_from([Closing.ESCAPED, Closing.ARRESTED, Closing.DUPLICATE, Closing.NOT_GENUINE]),
    st.sampled_from(["a", "b", ""]),
    st.booleans(),
    st.integers(0, 100 * DAY),
    st.integers(0, DAY),
)
of_figures = st.fixed_dictionaries(
    {figure: st.sampled_from(["KR", "yes", "no", "unknown"]) for figure in Figure if figure is not Figure.PROVINCE}
    | {Figure.PROVINCE: st.sampled_from(["KR/A", "KR/B", "unknown"])}
).map(lambda found: tuple(found.items()))


@settings(max_examples=60, deadline=None)
@given(st.lists(measured, max_size=60), st.data())
def test_no_small_count_of_a_whole_report_can_be_reckoned(found: list[Measured], chance: st.DataObject) -> None:
    cases = [one for one in found if is_case(one)]
    values = chance.draw(st.lists(of_figures, min_size=len(cases), max_size=len(cases)))
    made = report(found, Tally().plus(values), {}, PERIOD, MADE)
    for table in made.tables:
        if any(isinstance(cell, Hidden) for _, cell in table.shown.rows):
            assert secret(table.shown)
        _total_is_told(table, made)
    beside = len(found) - len(cases)
    if 0 < beside < LEAST or 0 < len(cases) < LEAST:
        assert isinstance(made.reports, Hidden), "beside the number of cases it would tell the rest"


def _total_is_told(table: Published, made: Report) -> None:
    """A table that divides up a row is there only where that row is shown; all others divide up all cases."""
    if not table.of:
        assert table.name == "beside" or table.shown.total == made.cases
        return
    parents = [one.shown.cell(table.of) for one in made.tables if not one.of]
    closed = [one.shown.cell("closed") for one in made.tables if one.name == "state"]
    assert table.shown.total in parents or (table.of == "open" and isinstance(closed[0], int))


def many(count: int, **more: object) -> list[Measured]:
    one = Measured(CaseId("c"), "C", DeskId("a"), Level.L1, CaseState.ACCEPTED, NOW, NOW, taken_at=NOW)
    return [replace(one, id=CaseId(f"c{number}{more}"), **more) for number in range(count)]  # type: ignore[arg-type]


def test_reports_cases_and_people_are_counted_each_by_its_own_definition() -> None:
    merged = many(5, merged=True)
    twice = many(6, state=CaseState.CLOSED, closing=Closing.DUPLICATE)
    prank = many(7, state=CaseState.CLOSED, closing=Closing.NOT_GENUINE)
    again: list[tuple[tuple[Figure, str], ...]] = [((Figure.AGAIN, "yes"),)] * 8
    made = report([*many(50), *merged, *twice, *prank], Tally().plus(again), {}, PERIOD, MADE)
    assert (made.reports, made.cases, made.people) == (68, 50, 40)
    (beside,) = [one.shown.rows for one in made.tables if one.name == "beside"]
    assert beside == (("merged", 5), ("duplicate", 6), ("not_genuine", 7))


def test_how_long_it_took_until_safe_is_said_by_hand_or_by_how_it_ended() -> None:
    freed = many(5, state=CaseState.CLOSED, closing=Closing.FREED_BY_POLICE, closed_at=after(NOW, DAY))
    said = many(4)
    reached = {one.id: Reached(referred_at=after(NOW, MINUTE), safe_at=after(NOW, HOUR)) for one in said}
    took = {
        one.what: one
        for one in report([*freed, *said, *many(1, merged=True)], Tally(), reached, PERIOD, MADE).took
    }
    assert (took["safe"].count, took["safe"].p50) == (5, DAY), "the smallest of nine, down to a multiple of five"
    assert took["referred"].count is Hidden.FEW, "four are too few"
    assert took["taken"].count == 5


def test_what_was_not_counted_is_not_known_and_never_lost() -> None:
    tally = Tally().plus([((Figure.COUNTRY, "KH"), (Figure.PROVINCE, "KH/Kandal"))] * 10)
    made = report(many(30), tally, {}, PERIOD, MADE)
    shown = {(one.name, one.of): one.shown.rows for one in made.tables}
    assert shown["country", ""] == (("KH", 10), ("unknown", 20))
    assert shown["province", "KH"] == (("KH/Kandal", 10),)


def test_a_month_without_anybody_is_a_report_of_nothing() -> None:
    made = report([], Tally(), {}, PERIOD, MADE)
    assert (made.reports, made.cases, made.people) == (0, 0, 0)
    assert all(cell == 0 for one in made.tables for _, cell in one.shown.rows)


KIM = OfficerId("kim")
CASE = Case(
    *(CaseId("c"), "AB12", DeskId("a"), ChatId("r"), Level.L1, (), CaseState.ACCEPTED, NOW, NOW),
    owner=KIM,
)


def figures(*values: FactValue, case: Case = CASE) -> dict[Figure, str]:
    facts = [Fact(FactId(str(number)), CASE.id, NOW, value) for number, value in enumerate(values)]
    return dict(figures_of(case, facts, "ko"))


def place(latitude: float, longitude: float, fix: Fix = Fix.PIN) -> Located:
    return Located(Place(Private(latitude), Private(longitude), fix))


def noticed(detail: Detail, value: str) -> Noticed:
    return Noticed(detail, Private(value))


def test_of_a_case_nothing_is_counted_but_what_is_coarse() -> None:
    told = figures(
        Said(Private("I am Kim Mina, M12345678, room 412"), 1),
        Came(Door.HERE),
        place(10.60931, 103.52962),
        *(noticed(Detail.NATION, "KR"), noticed(Detail.SEX, "female"), noticed(Detail.AGE, "17")),
        *(noticed(Detail.NAME, "Kim Mina"), noticed(Detail.PASSPORT, "M12345678"), noticed(Detail.ROOM, "412")),
        noticed(Detail.FLOOR, "4"),
    )
    assert told[Figure.COUNTRY] == "KH"
    assert told[Figure.PROVINCE].startswith("KH/")
    assert (told[Figure.NATION], told[Figure.SEX], told[Figure.AGE]) == ("KR", "female", "minor")
    assert (told[Figure.DOOR], told[Figure.LANGUAGE]) == ("here", "ko")
    assert (told[Figure.PLACE], told[Figure.ROOM], told[Figure.ITEMS]) == ("yes", "yes", "no")
    written = " ".join(told.values())
    assert not any(word in written for word in ("Mina", "M12345678", "412", "10.6"))


def test_what_an_officer_wrote_is_counted_only_where_it_is_a_code() -> None:
    told = figures(
        Stated(KIM, Detail.NATION, Private("=cmd|calc")), Stated(KIM, Detail.SEX, Private("Kim Mina, female"))
    )
    assert (told[Figure.NATION], told[Figure.SEX]) == ("unknown", "unknown")
    assert figures(noticed(Detail.AGE, "٣٤"))[Figure.AGE] == "unknown"


def test_where_the_writer_is_elsewhere_their_own_place_is_not_counted() -> None:
    told = figures(Came(Door.OTHER), place(37.5665, 126.978), noticed(Detail.COUNTRY, "MM"))
    assert (told[Figure.COUNTRY], told[Figure.PLACE]) == ("MM", "no")


def test_every_case_has_one_value_of_everything() -> None:
    known = figures()
    assert set(known) == set(Figure) - {Figure.VAGUE}
    closed = figures(Before("AB12"), case=replace(CASE, state=CaseState.CLOSED, rules=(Rule.MINOR,)))
    assert set(closed) == set(Figure)
    assert (closed[Figure.VAGUE], closed[Figure.AGAIN], closed[Figure.AGE]) == ("yes", "yes", "minor")


def test_a_tally_adds_up_and_forgets_whose_it_was() -> None:
    one, two = ((Figure.SEX, "female"),), ((Figure.SEX, "male"),)
    assert Tally().plus([one, two]).plus([one]) == Tally(((Figure.SEX, "female", 2), (Figure.SEX, "male", 1)))


def names(tables: Sequence[Published]) -> list[str]:
    return [one.name for one in tables]


def test_a_hidden_row_is_not_divided_up_further() -> None:
    found = [*many(40), *many(2, state=CaseState.CLOSED, closing=Closing.ESCAPED)]
    made = report(found, Tally(), {}, PERIOD, MADE)
    assert "closing" not in names(made.tables)
    assert "open" not in names(made.tables), "the closed ones would follow from it"
