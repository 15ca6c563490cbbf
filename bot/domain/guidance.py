"""Numbers and travel advice that an admin has confirmed, and which of them fit a person; knows no texts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.domain.ids import Instant

MOST_NUMBERS = 2
"""To one message (domain.md 3.2)."""


class Service(StrEnum):
    """What a number is for; CONSULAR is for citizens of its country, wherever they are."""

    EMERGENCY = "emergency"
    MEDICAL = "medical"
    CONSULAR = "consular"
    HELPLINE = "helpline"


class Advice(StrEnum):
    """What a government says about going to a place."""

    CAUTION = "caution"
    AVOID = "avoid"
    LEAVE = "leave"
    FORBIDDEN = "forbidden"


ADVISORY = "advisory"


@dataclass(frozen=True, slots=True)
class Guide:
    """One number, or one piece of advice (`service` is then ADVISORY), with where and when it was found.

    `area` is a province by the gazetteer's name, "" for the whole country.
    """

    country: str
    area: str
    service: str
    value: str
    source: str
    as_of: str
    confirmed_at: Instant = Instant(0)


_NUMBER = re.compile(r"\+?[0-9][0-9 -]{1,20}")
_COUNTRY, _DATE = re.compile(r"[A-Z]{2}"), re.compile(r"20\d\d-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?")
_SOURCE = re.compile(r"[^\s|]{3,80}\.[^\s|]{2,80}")


def number_from(words: Sequence[str]) -> Guide | None:
    """`KH emergency 117 vietnamplus.vn 2022-08`: country, service, number, source, date. None otherwise."""
    if len(words) < 5:
        return None
    country, service, *number, source, as_of = words
    told = Guide(country.upper(), "", service.lower(), " ".join(number), source, as_of)
    fits = service.lower() in set(Service) and _NUMBER.fullmatch(told.value)
    return told if fits and _is_sourced(told) else None


def advisory_from(words: Sequence[str]) -> Guide | None:
    """`KH Svay Rieng avoid seoul.co.kr 2025-10`: country, any province, advice, source, date. None otherwise."""
    if len(words) < 4:
        return None
    country, *area, advice, source, as_of = words
    told = Guide(country.upper(), " ".join(area), ADVISORY, advice.lower(), source, as_of)
    return told if advice.lower() in set(Advice) and _is_sourced(told) else None


def _is_sourced(guide: Guide) -> bool:
    """Nothing without where and when it was found."""
    told = _COUNTRY.fullmatch(guide.country) and _SOURCE.fullmatch(guide.source) and _DATE.fullmatch(guide.as_of)
    return bool(told) and len(guide.area) <= 60


def written(guide: Guide) -> str:
    """As the command takes it."""
    service = () if guide.service == ADVISORY else (guide.service,)
    area = (guide.area,) if guide.area else ()
    return " ".join((guide.country, *area, *service, guide.value, guide.source, guide.as_of))


@cache
def proposals() -> tuple[Guide, ...]:
    """What was found in public pages, and nobody has confirmed yet."""
    content = tomllib.loads((Path(__file__).parent / "guidance.toml").read_text("utf-8"))
    numbers = [Guide(area="", **one) for one in content["number"]]
    return (*numbers, *(Guide(service=ADVISORY, **one) for one in content["advisory"]))


def fitting(known: Sequence[Guide], country: str, area: str, nationality: str) -> tuple[Guide, ...]:
    """Advice for the place, or for its country; then two numbers at most, of where one is before those of home."""

    def first(service: str, where: str, within: str = "") -> list[Guide]:
        return [one for one in known if (one.service, one.country, one.area) == (service, where, within)][:1]

    advice = (first(ADVISORY, country, area) or first(ADVISORY, country)) if country else []
    services = (Service.EMERGENCY, Service.HELPLINE, Service.MEDICAL)
    there = next((found for one in services if (found := first(one, country))), [])
    numbers = [*(there if country else []), *(first(Service.CONSULAR, nationality) if nationality else [])]
    return (*advice, *numbers[:MOST_NUMBERS])
