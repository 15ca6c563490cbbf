"""Fixtures of the practice ground's own tests."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

# The package under test lies two floors up and need not be installed.
sys.path.insert(0, str(Path(__file__).parents[2]))

from examples import TOKEN, World, still_ground

from drill.ground import Ground
from drill.server import Running, app, serve


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
