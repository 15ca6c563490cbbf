"""Ladders and routes of a desk in the reader's words, each of which can be typed in a command."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.domain.escalation import Ladder, in_units, ladder_in
from bot.domain.routes import NoRoute, routes_in
from bot.domain.triage import Level
from handlers.catalogue import Catalogue

_TIME = re.compile(r"(\d+)([smh])")


def ladders_said(written: str, language: str, catalogue: Catalogue) -> str:
    """`L1: 0 duty, 30s duty, …`, a line for each level; what is no ladder stays as it is."""
    return "\n".join(_ladder_said(line, language, catalogue) for line in written.splitlines())


def _ladder_said(line: str, language: str, catalogue: Catalogue) -> str:
    level, _, rest = line.partition(": ")
    ladder = ladder_in(rest, Level(level)) if level in set(Level) else None
    if not isinstance(ladder, Ladder):
        return line

    def word(key: str) -> str:
        return catalogue.text("desk", language, key)

    def time(milliseconds: int) -> str:
        found = _TIME.fullmatch(in_units(milliseconds))
        return catalogue.text("desk", language, f"unit.{found[2]}", number=found[1]) if found else "0"

    rungs = [f"{time(rung.after_ms)} {word(f'ladder.{rung.who.value}')}" for rung in ladder.rungs]
    after = [
        f"{word('ladder.again')} {time(ladder.again_ms)}",
        f"{word('ladder.answer')} {time(ladder.answer_ms)}",
    ]
    return f"{level}: {', '.join([*rungs, *after])}"


def routes_said(written: str, language: str, catalogue: Catalogue) -> str:
    """`country Cambodia, Myanmar (Burma); province KH Preah Sihanouk`; what is no route stays as it is."""
    routes = routes_in(written)
    if isinstance(routes, NoRoute):
        return written
    told = dict[tuple[str, str], list[str]]()
    for route in routes:
        kind, _, what = route.partition(":")
        code, _, province = what.partition("/")
        # Each province is a clause of its own.
        place = f"{code} {province}" if province else catalogue.country(language, code)
        told.setdefault((kind, province), []).append(place)
    parts = [
        (catalogue.text("desk", language, f"route.{kind}"), ", ".join(places))
        for (kind, _), places in told.items()
    ]
    return "; ".join(map(" ".join, parts))


RULES: dict[str, tuple[str, Callable[[str, str, Catalogue], str]]] = {
    "policy.shown": ("entry", ladders_said),
    "preview.policy": ("name", ladders_said),
    "announce.policy": ("name", ladders_said),
    "route.shown": ("entry", routes_said),
    "preview.route": ("name", routes_said),
    "announce.route": ("name", routes_said),
}
"""Which blank of a text is a rule, and how it is said."""
