"""Invariant 12: who may do what is one table."""

import pytest

from bot.domain.roles import MAY, Deed, Role, may


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
        (Deed.REPLY, True, False),
        (Deed.DUTY, True, True),
        (Deed.ROSTER, True, True),
        (Deed.HELP, True, True),
        (Deed.DESK, False, True),
        (Deed.PERSON, False, True),
        (Deed.ROTATE, False, True),
        (Deed.SHIFT, False, True),
        (Deed.CONFIRM, True, True),
        (Deed.CLOSE, True, False),
    ],
)
def test_officers_answer_cases_and_admins_run_the_desk(deed: Deed, officer: bool, admin: bool) -> None:
    assert may(frozenset({Role.OFFICER}), deed) is officer
    assert may(frozenset({Role.ADMIN}), deed) is admin
    assert may(frozenset({Role.OFFICER, Role.ADMIN}), deed)
