"""How staff say ladders and routes in their languages, read once from `rules.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from bot.domain.folding import key

_FILE = Path(__file__).with_name("rules.toml")


@cache
def rule_words(table: str) -> dict[str, str]:
    """What each folded word of a table of the file stands for."""
    content = tomllib.loads(_FILE.read_text("utf-8"))[table]
    return {key(word): name for name, words in content.items() for word in words}
