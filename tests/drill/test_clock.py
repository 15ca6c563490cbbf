"""The clock winds forwards only and is shared through a file."""

from pathlib import Path

import pytest

from drill.clock import WindableClock


def test_winding_is_written_for_others(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    clock = WindableClock(path, real=lambda: 1000.0)
    assert path.read_bytes() == bytes(8)
    clock.wind(1.5)
    assert clock.now() == 1001.5
    assert int.from_bytes(path.read_bytes(), "little", signed=True) == 1500
    assert [file.name for file in tmp_path.iterdir()] == ["clock"]


def test_it_goes_on_where_it_was(tmp_path: Path) -> None:
    WindableClock(tmp_path / "clock").wind(60)
    assert WindableClock(tmp_path / "clock").offset == 60


@pytest.mark.parametrize("seconds", [-1, float("inf"), float("nan")])
def test_it_does_not_go_back(seconds: float) -> None:
    with pytest.raises(ValueError, match="forwards"):
        WindableClock().wind(seconds)
