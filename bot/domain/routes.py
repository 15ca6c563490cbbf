"""Which desk a case belongs to: by province, by country, by nationality, in this order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.domain.gazetteer import countries_said
from bot.domain.people import Desk

_KINDS = {"country": "country", "province": "province", "nationality": "nation", "nation": "nation"}
_WRITTEN = {"country": "country", "nation": "nationality"}
_COUNTRIES = Path(__file__).with_name("countries.tsv")
_CODE = re.compile(r"^[A-Za-z]{2}$")


def routes_in(words: str) -> tuple[str, ...] | None:
    """`country KH MM`, `country Cambodia`, `province KH Preah Sihanouk`, `nationality KR`; `;` between several.

    None if one of them is none.
    """
    found = [_clause(part) for part in words.split(";")]
    known = [one for one in found if one is not None]
    return tuple(dict.fromkeys(one for part in known for one in part)) if len(known) == len(found) else None


def routes_written(routes: Sequence[str]) -> str:
    """As they are written in the command."""
    parts = [(kind, what) for kind, _, what in (route.partition(":") for route in routes)]
    told = [
        f"{_WRITTEN[kind]} {' '.join(what for other, what in parts if other == kind)}"
        for kind in ("country", "nation")
        if any(other == kind for other, _ in parts)
    ]
    told += [f"province {what.replace('/', ' ', 1)}" for kind, what in parts if kind == "province"]
    return "; ".join(told)


def _clause(words: str) -> tuple[str, ...] | None:
    kind, _, rest = words.strip().partition(" ")
    name = _KINDS.get(kind.casefold())
    if name is None:
        rest, _, kind = words.strip().rpartition(" ")
        name = _KINDS.get(kind.casefold())
    if name is None or not rest.strip():
        return None
    if name == "province":
        code, _, province = rest.strip().partition(" ")
        found = _codes(code)
        return (f"province:{found[0]}/{province.strip()}",) if len(found) == 1 and province.strip() else None
    codes = _codes(rest)
    return tuple(f"{name}:{code}" for code in codes) or None


def _codes(words: str) -> tuple[str, ...]:
    """Codes as they are, or countries by name."""
    parts = words.replace(",", " ").split()
    if parts and all(_CODE.match(part) for part in parts):
        codes = tuple(part.upper() for part in parts)
        return codes if codes_known() >= set(codes) else ()
    return tuple(dict.fromkeys(code for _, _, code in countries_said(words)))


@cache
def codes_known() -> frozenset[str]:
    """Every country's code (ISO 3166): a mistyped one is no route that waits in vain."""
    return frozenset(line.partition("\t")[0] for line in _COUNTRIES.read_text("utf-8").splitlines())


def desk_for(desks: Sequence[Desk], country: str, province: str, nations: Sequence[str]) -> Desk | None:
    """The desk whose own this is; of several the one that was made first. None if it is nobody's."""
    wanted = [
        *([f"province:{country}/{province}"] if country and province else []),
        *([f"country:{country}"] if country else []),
        *(f"nation:{nation}" for nation in nations),
    ]
    for route in wanted:
        for desk in desks:
            if route.casefold() in (one.casefold() for one in desk.routes):
                return desk
    return None
