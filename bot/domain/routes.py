"""Which desk a case belongs to: by province, by country, by nationality, in this order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.domain.folding import key
from bot.domain.gazetteer import countries_said, named_in, provinces_of
from bot.domain.people import Desk
from bot.domain.plain import plain
from bot.domain.rule_words import rule_words

_STORED = {"country": "country", "province": "province", "nationality": "nation"}
_WRITTEN = {"country": "country", "nation": "nationality"}
_COUNTRIES = Path(__file__).with_name("countries.tsv")
_CODE = re.compile(r"^[A-Za-z]{2}$")


@dataclass(frozen=True, slots=True)
class NoRoute:
    """Words that are no route; of a province that is not known, it and its country."""

    province: str = ""
    country: str = ""


def routes_in(words: str) -> tuple[str, ...] | NoRoute:
    """`country KH MM`, `country Cambodia`, `province KH Preah Sihanouk`, `nationality KR`; `;` between several."""
    found = [_clause(part) for part in plain(words).split(";")]
    wrong = next((one for one in found if isinstance(one, NoRoute)), None)
    known = [route for one in found if not isinstance(one, NoRoute) for route in one]
    return wrong or tuple(dict.fromkeys(known))


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


def _clause(words: str) -> tuple[str, ...] | NoRoute:
    kind, _, rest = words.strip().partition(" ")
    name = _kind(kind)
    if name is None:
        rest, _, kind = words.strip().rpartition(" ")
        name = _kind(kind)
    if name is None or not rest.strip():
        return NoRoute()
    if name == "province":
        return _province(rest.split())
    codes = _codes(rest)
    return tuple(f"{name}:{code}" for code in codes) or NoRoute()


def _province(words: list[str]) -> tuple[str, ...] | NoRoute:
    """A country, and the province by its name in any language: a mistyped one is no route that waits in vain."""
    wrong = NoRoute()
    for cut in range(1, len(words)):
        codes, said = _codes(" ".join(words[:cut])), " ".join(words[cut:])
        if len(codes) != 1:
            continue
        (code,) = codes
        known = {key(name): name for name in provinces_of(code)}
        named = {one.province for one in named_in(said) if one.country == code and one.province}
        found = known.get(key(said)) or (named.pop() if len(named) == 1 else "")
        if found:
            return (f"province:{code}/{found}",)
        wrong = wrong if wrong.province else NoRoute(said, code)
    return wrong


def _kind(word: str) -> str | None:
    return _STORED.get(rule_words("routes").get(key(word), ""))


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
