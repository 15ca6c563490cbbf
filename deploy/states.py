"""Writes docs/states.md out of the table of a case's states: `python -m deploy.states`, or as a script."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.domain.case import TRANSITIONS, WAITING, CaseState  # noqa: E402 - found only from here

PAGE = ROOT / "docs" / "states.md"


def page() -> str:
    """The page, with a diagram that pages of repositories draw (Mermaid)."""
    arrows = [
        f"    {before.value} --> {after.value}"
        for before in CaseState
        for after in CaseState
        if after in TRANSITIONS[before]
    ]
    waiting = ", ".join(f"`{one.value}`" for one in CaseState if one in WAITING)
    return "\n".join(
        [
            "# The states of a case",
            "",
            "Written by `deploy/states.py` out of `TRANSITIONS` in `bot/domain/case.py`; a test compares.",
            f"While a case is in one of {waiting}, nobody has it, and a next ring is due.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            f"    [*] --> {CaseState.NEW.value}",
            *arrows,
            "```",
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
