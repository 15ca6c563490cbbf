"""The import law, proved by breaking it: a violation of each kind is planted in a copy of the house."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "storage", "drill")

PLANTS = {
    "a rule imports a use case": ("bot/domain/triage.py", "from bot.use_cases import react"),
    "the conversation imports the ports": ("bot/conversation/flows.py", "import bot.ports"),
    "a use case imports the inbox": ("bot/use_cases/take.py", "import bot.inbox"),
    "a use case imports the clock": ("bot/use_cases/take.py", "import bot.world"),
    "a use case imports a handler": ("bot/use_cases/take.py", "import handlers.render"),
    "a handler imports storage": ("handlers/render.py", "import storage.vault"),
    "storage imports a handler": ("storage/vault.py", "import handlers.render"),
    "a handler imports the composition root": ("handlers/render.py", "import bot.app"),
    "storage imports Telegram": ("storage/vault.py", "import telegram"),
    "storage imports babel": ("storage/vault.py", "import babel"),
    "a use case imports Telegram": ("bot/use_cases/take.py", "import telegram"),
    "a handler imports a driver": ("handlers/render.py", "import aiosqlite"),
    "the program imports a cipher": ("bot/inbox.py", "import cryptography"),
    "a rule does input and output": ("bot/domain/triage.py", "import asyncio"),
    "the practice ground imports the bot": ("drill/ground.py", "import bot.domain"),
}


def _copy(to: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, to / package, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", to)
    return to


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(tool), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        text=True,
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _copy(tmp_path_factory.mktemp("house"))


def test_the_house_keeps_its_law(house: Path) -> None:
    kept = _lint(house)
    assert kept.returncode == 0, kept.stdout


@pytest.mark.parametrize("plant", PLANTS, ids=str)
def test_a_planted_violation_is_caught(house: Path, plant: str) -> None:
    name, line = PLANTS[plant]
    path = house / name
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole + f"\n{line}\n", encoding="utf-8")
    try:
        caught = _lint(house)
    finally:
        path.write_text(whole, encoding="utf-8")
    assert caught.returncode == 1, f"{plant} was not caught"
    assert "BROKEN" in caught.stdout


@pytest.mark.parametrize(
    "line",
    [
        "import time\ntime.time()",
        "import random\nrandom.random()",
        "import uuid\nuuid.uuid4()",
        "from datetime import datetime\ndatetime.now()",
    ],
)
def test_a_second_clock_or_dice_is_caught(tmp_path: Path, line: str) -> None:
    """ruff's banned-api keeps clock and dice in bot/world.py."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "planted.py").write_text(line + "\n", encoding="utf-8")
    tool = Path(sys.executable).with_name("ruff")
    found = subprocess.run(
        [str(tool), "check", "--no-cache", "--select", "TID251", "bot"],
        cwd=tmp_path,
        text=True,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert found.returncode == 1
    assert "TID251" in found.stdout
