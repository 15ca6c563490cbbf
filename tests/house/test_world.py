"""The only clock: this machine's, held against Telegram's."""

from pathlib import Path

import pytest

from bot.domain.ids import DAY, HOUR, MINUTE, SECOND, Instant, after
from bot.world import AGREES, World


class Machine:
    """A machine whose clocks can be set; `true` is what Telegram's clock shows."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self._wound, self._wrong = 0, 0
        self._write()
        self.world = World(self._file)

    def _write(self) -> None:
        counts = (self._wound, self._wrong)
        self._file.write_bytes(b"".join(one.to_bytes(8, "little", signed=True) for one in counts))

    def passes(self, milliseconds: int) -> None:
        self._wound += milliseconds
        self._write()

    def sets_its_clock(self, milliseconds: int) -> None:
        self._wrong += milliseconds
        self._write()

    @property
    def true(self) -> Instant:
        return after(World().now(), self._wound)

    def hears(self, wrong: int = 0, took: int = 0) -> None:
        """Telegram answers; its whole second is what the header can hold."""
        self.world.told(Instant((self.true + wrong) // SECOND * SECOND), took)

    def off_by(self) -> int:
        return abs(self.world.now() - self.true)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize(
    "jump", [-HOUR, DAY, -30 * SECOND], ids=["an hour back", "a day ahead", "half a minute back"]
)
def test_a_clock_that_is_set_wrong_is_not_followed(machine: Machine, jump: int) -> None:
    machine.hears()
    machine.sets_its_clock(jump)
    assert machine.off_by() < AGREES
    machine.passes(10 * MINUTE)
    assert machine.off_by() < AGREES


def test_wrong_from_the_start_it_is_put_right_when_telegram_has_said_so_twice(machine: Machine) -> None:
    machine.sets_its_clock(DAY)
    machine.hears()
    assert machine.off_by() > HOUR, "one voice alone is not believed"
    machine.hears()
    assert machine.off_by() < AGREES


def test_one_odd_answer_changes_nothing(machine: Machine) -> None:
    machine.hears()
    machine.hears(wrong=-DAY)
    machine.hears()
    machine.hears(wrong=DAY)
    assert machine.off_by() < SECOND


def test_an_answer_that_was_long_under_way_is_no_contradiction(machine: Machine) -> None:
    machine.hears()
    for _ in range(3):
        machine.hears(wrong=-20 * SECOND, took=20 * SECOND)
    assert machine.off_by() < SECOND


def test_a_clock_put_right_again_is_followed_again(machine: Machine) -> None:
    machine.sets_its_clock(DAY)
    machine.hears()
    machine.hears()
    machine.sets_its_clock(-DAY)
    assert machine.off_by() < AGREES
    machine.hears()
    assert machine.off_by() < SECOND


def test_a_machine_that_slept_believes_telegram(machine: Machine) -> None:
    """Seen by both clocks of a machine in a snapshot: they stood still, and the true time went on."""
    machine.hears()
    machine.hears(wrong=HOUR)
    machine.hears(wrong=HOUR)
    assert abs(machine.world.now() - machine.true - HOUR) < AGREES


def test_the_steady_clock_knows_nothing_of_it(machine: Machine) -> None:
    before = machine.world.monotonic()
    machine.sets_its_clock(-DAY)
    assert 0 <= machine.world.monotonic() - before < 60
