"""Fixtures of the practice ground's own tests."""

from collections.abc import AsyncIterator

import pytest

from drill.ground import Ground
from drill.server import Running, app, serve
from tests.drill.examples import TOKEN, World, still_ground


@pytest.fixture
def ground() -> Ground:
    """A ground whose clock stands still unless it is wound."""
    return still_ground()


@pytest.fixture
def live() -> Ground:
    """A ground that goes by real time."""
    return Ground(token=TOKEN)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def server(live: Ground) -> AsyncIterator[Running]:
    running = await serve(app(live))
    yield running
    await running.stop()
