"""Decides how a plain value (number, text, flag, file) is read from what a client sent; knows no limits."""

from typing import Any

from drill.uploads import Upload

SCALARS = frozenset({"Integer", "Float", "String", "Boolean", "True", "False", "InputFile"})


def scalar(kind: str, value: Any, *, strict: bool) -> Any:
    """The value in its type, or None. Not strict: as a form carries it, numbers and flags in words."""
    read = {"Integer": _integer, "Float": _float, "String": _string, "InputFile": _file}.get(kind, _boolean)
    found = read(value, strict)
    return None if strict and kind == "True" and found is not True else found


def _integer(value: Any, strict: bool) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    digits = value.strip() if isinstance(value, str) and not strict else ""
    return int(digits) if digits.lstrip("-").isascii() and digits.lstrip("-").isdigit() else None


def _float(value: Any, strict: bool) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str) or (strict and isinstance(value, str)):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _string(value: Any, strict: bool) -> str | None:
    if not strict and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else None


def _boolean(value: Any, strict: bool) -> bool | None:
    if isinstance(value, bool):
        return value
    known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "": False}
    return None if strict else known.get(str(value).lower())


def _file(value: Any, _strict: bool) -> Upload | None:
    return value if isinstance(value, Upload) else None
