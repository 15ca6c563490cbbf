"""The diagram of a case's states in the docs is the table's."""

import subprocess
import sys
from pathlib import Path

from bot.domain.case import TRANSITIONS

ROOT = Path(__file__).parents[2]


def test_the_diagram_is_written_out_of_the_table() -> None:
    program = "import runpy; print(runpy.run_path('deploy/states.py')['page'](), end='')"
    written = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == written
    assert written.count(" --> ") == 1 + sum(map(len, TRANSITIONS.values()))
