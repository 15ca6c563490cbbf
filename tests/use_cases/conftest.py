"""A desk whose clock the test winds; a module that needs another has a fixture of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.use_cases.desk import AtDesk, at_desk
from tests.use_cases.wound import BEGINS, Wound


@pytest.fixture
def clock() -> Wound:
    return Wound(BEGINS)


@pytest.fixture
async def desk(tmp_path: Path, clock: Wound) -> AsyncIterator[AtDesk]:
    """All that making it put into the outbox is gone."""
    async with at_desk(tmp_path, clock) as made:
        await made.effects()
        yield made
