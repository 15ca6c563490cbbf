"""When our own code fails at the command line, one line says where, and nothing of what anybody wrote."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PLANT = """
import sys
import bot.commands
import bot.terminal
def failing(path):
    raise ValueError("canary-words")
bot.terminal.load_config = failing
sys.argv = ["bot", "check-config"]
from bot.__main__ import main
main()
"""


def test_invariant_10_an_error_of_our_own_does_not_print_what_it_says() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _PLANT], cwd=ROOT, text=True, capture_output=True, check=False, timeout=60
    )
    assert ended.returncode == 1
    assert "canary-words" not in ended.stdout + ended.stderr
    assert ended.stderr.startswith("Rescue Desk stopped by an error of its own: ValueError at ")
    assert ended.stderr.count("\n") == 1
