"""Invariant 12: who may do what is one table."""

import pytest

from bot.domain.roles import ABOUT_A_CASE, MAY, Deed, Role, may


@pytest.mark.parametrize("deed", Deed)
def test_invariant_12_every_deed_is_in_the_table_and_somebody_may_do_it(deed: Deed) -> None:
    assert MAY[deed]


@pytest.mark.parametrize("deed", Deed)
def test_invariant_12_a_stranger_may_do_nothing(deed: Deed) -> None:
    assert not may(frozenset({Role.STRANGER}), deed)
    assert not may(frozenset(), deed)


@pytest.mark.parametrize(
    ("deed", "officer", "admin"),
    [
        (Deed.TAKE, True, False),
        (Deed.DUTY, True, True),
        (Deed.ROSTER, True, True),
        (Deed.HELP, True, True),
        (Deed.DESK, False, True),
        (Deed.PERSON, False, True),
        (Deed.ROTATE, False, True),
        (Deed.SHIFT, False, True),
        (Deed.CONFIRM, True, True),
    ],
)
def test_officers_answer_cases_and_admins_run_the_desk(deed: Deed, officer: bool, admin: bool) -> None:
    assert may(frozenset({Role.OFFICER}), deed) is officer
    assert may(frozenset({Role.ADMIN}), deed) is admin
    assert may(frozenset({Role.OFFICER, Role.ADMIN}), deed)


@pytest.mark.parametrize("deed", sorted(ABOUT_A_CASE))
def test_being_an_officer_or_an_admin_gives_no_right_to_a_case(deed: Deed) -> None:
    assert not may(frozenset({Role.OFFICER, Role.ADMIN, Role.PAUSED}), deed)
    assert may(frozenset({Role.OWNER}), deed)


@pytest.mark.parametrize(
    ("deed", "on_duty", "supervisor"),
    [
        (Deed.REVEAL, True, True),
        (Deed.CASE, True, True),
        (Deed.NOTE, True, True),
        (Deed.RAISE, True, True),
        (Deed.LOWER, False, True),
        (Deed.GIVE, False, True),
        (Deed.REPLY, False, False),
        (Deed.CLOSE, False, False),
    ],
)
def test_who_is_on_duty_sees_and_who_has_it_works(deed: Deed, on_duty: bool, supervisor: bool) -> None:
    assert may(frozenset({Role.OFFICER, Role.ON_DUTY}), deed) is on_duty
    assert may(frozenset({Role.OFFICER, Role.SUPERVISOR}), deed) is supervisor
