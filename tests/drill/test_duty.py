"""Who the drill says is on duty: by the turns it set up, and nobody once they may have been changed."""

from datetime import UTC, datetime

import pytest

from drill.clock import WindableClock
from drill.duty import Duty
from drill.ground import Ground

NIGHT = datetime(2026, 11, 24, 0, 25, tzinfo=UTC)  # 07:25 in Phnom Penh: the turn of the day before


@pytest.fixture
def ground() -> Ground:
    return Ground(clock=WindableClock(real=NIGHT.timestamp))


@pytest.fixture
def duty(ground: Ground) -> Duty:
    admin = ground.account("Admin", role="admin")
    officers = tuple(ground.account(name, role="officer") for name in ("Hana", "Doyun", "Seojun"))
    desk = ground.group("Desk", members=list(officers), admins=[admin], bot_is_admin=True)
    return Duty(officers, (ground.private(admin), desk), ground.clock.now)


def test_nobody_before_the_turns_are_set(duty: Duty) -> None:
    assert duty.now() is None


def test_turns_change_at_eight_at_the_desk(duty: Duty, ground: Ground) -> None:
    hana, doyun, seojun = duty.officers
    duty.begin()
    assert duty.now() is hana
    ground.clock.wind(34 * 60)
    assert duty.now() is hana
    ground.clock.wind(60)
    assert duty.now() is doyun
    ground.clock.wind(86400)
    assert duty.now() is seojun
    ground.clock.wind(86400)
    assert duty.now() is hana


@pytest.mark.parametrize("changed", ["/shift Doyun +2h", "/rotate weekly Doyun", "/person add Nari"])
def test_after_a_change_by_hand_the_drill_does_not_guess(duty: Duty, ground: Ground, changed: str) -> None:
    admin = next(iter(ground.accounts.values()))
    ground.says(admin, admin, "/rotate daily Hana Doyun Seojun")
    ground.clock.wind(1)
    duty.begin()
    assert duty.now() is duty.officers[0]
    ground.clock.wind(1)
    ground.says(admin, admin, "/duty")
    assert duty.now() is duty.officers[0]
    ground.says(admin, duty.staff_chats[1], changed)
    assert duty.now() is None
