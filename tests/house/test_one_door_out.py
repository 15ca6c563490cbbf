"""One door out: nothing but the courier calls Telegram, found in the syntax tree and not by its habits."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

import pytest

from bot.domain.effects import DELIVERY, Effect
from bot.domain.events import Event
from bot.use_cases import USE_CASES

ROOT = Path(__file__).parents[2]
PROGRAM = [path for package in ("bot", "handlers", "storage") for path in sorted((ROOT / package).rglob("*.py"))]
SHORTCUTS = (
    "reply_",
    "edit_",
    "send_",
    "copy_message",
    "forward_",
    "delete_message",
    "answer_callback",
    "pin_",
    "unpin_",
)
HOLDERS = {"handlers/courier.py", "handlers/alarm.py", "bot/app.py"}
ALARM = {"handlers/alarm.py": ["send_message"]}
"""What watches over the courier goes past it, with one sentence to the admins (decision 21)."""
NETS = {"bot/inbox.py": 1, "bot/tick.py": 1, "bot/watch.py": 1, "handlers/courier.py": 1}
"""The last net, what is due for each row, whoever watches over all others, and the courier's for each row."""


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def sends(tree: ast.AST) -> list[str]:
    """Calls that look like PTB's ways to send."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr.startswith(SHORTCUTS)]


@pytest.mark.parametrize("path", PROGRAM, ids=_name)
def test_nothing_but_the_courier_sends(path: Path) -> None:
    assert sends(ast.parse(path.read_text(encoding="utf-8"))) == ALARM.get(_name(path), [])


@pytest.mark.parametrize(
    "planted",
    ["await update.message.reply_text('x')", "await bot.send_message(1, 'x')", "query.edit_message_text('x')"],
)
def test_a_planted_shortcut_is_found(planted: str) -> None:
    assert sends(ast.parse(f"async def f():\n    {planted}"))


def test_only_the_courier_and_the_composition_root_hold_a_bot() -> None:
    holders = {
        _name(path)
        for path in PROGRAM
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module == "telegram"
        and any(a.name == "Bot" for a in node.names)
    }
    assert holders == HOLDERS


def test_exception_is_caught_in_four_places_only() -> None:
    nets: dict[str, int] = {}
    for path in PROGRAM:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            broad = isinstance(node, ast.ExceptHandler) and (
                node.type is None
                or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
            )
            # A handler that ends in a bare `raise` hides nothing: the transaction's rollback.
            if broad and isinstance(node, ast.ExceptHandler) and not isinstance(node.body[-1], ast.Raise):
                nets[_name(path)] = nets.get(_name(path), 0) + 1
    assert nets == NETS


def test_every_event_has_its_use_case() -> None:
    assert set(USE_CASES) == set(get_args(Event))


def test_every_effect_has_its_delivery() -> None:
    assert set(DELIVERY) == set(get_args(Effect))


def test_no_mocks_of_our_own_code() -> None:
    for path in sorted((ROOT / "tests").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert "unittest" + ".mock" not in text, path
        assert "monkeypatch." + "setattr" not in text, path
