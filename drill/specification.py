"""Decides whether a value has the type and limits that the Bot API states; knows no chat and no state.

The types and limits are in `bot_api.json`; see docs/decisions/0002-practice-ground.md for where from.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from drill.refusals import Refusal, bad
from drill.scalars import SCALARS, scalar

SOURCE = Path(__file__).with_name("bot_api.json")
# Telegram brings these into their range instead of refusing them.
CLAMPED = frozenset({("getUpdates", "limit"), ("setWebhook", "max_connections")})
EMPTY = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "from_chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "file_id": "invalid file_id",
    "user_id": "invalid user_id specified",
    "url": "url is empty",
    "commands": "can't parse commands JSON object",
}
BEYOND = {
    "text": "message is too long",
    "caption": "message caption is too long",
    "callback_data": "BUTTON_DATA_INVALID",
    "message_ids": "too many message identifiers specified",
    "command": "BOT_COMMAND_INVALID",
}


class Mistyped(Exception):
    """A value that is not of the type that the specification names; `path` says where."""

    def __init__(self, path: str, wanted: str, beyond: "Field | None" = None) -> None:
        super().__init__(f"{path}: {wanted}")
        self.path = path
        self.wanted = wanted
        self.beyond = beyond


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method or a field of an object."""

    name: str
    type: str
    required: bool = False
    enum: tuple[Any, ...] = ()
    unit: str = ""
    min: int = 0
    max: int = 0
    also: tuple[int, ...] = ()
    parsed: bool = False

    def admits(self, value: Any) -> bool:
        """True if the stated limit, counted in its unit, holds."""
        match self.unit:
            case "":
                return True
            case "value":
                return self.min <= value <= self.max or value in self.also
            case "bytes":
                return self.min <= len(str(value).encode()) <= self.max
        return self.min <= len(value) <= self.max


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    returns: str
    parameters: Mapping[str, Field]


def _fields(rows: Mapping[str, Any]) -> dict[str, Field]:
    return {
        name: Field(name, **row | {"enum": tuple(row.get("enum", ())), "also": tuple(row.get("also", ()))})
        for name, row in rows.items()
    }


class Specification:
    """The Bot API as data."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.version: str = raw["source"]["bot_api"]
        self.unions: dict[str, list[str]] = dict(raw["unions"])
        self.objects = {name: _fields(rows) for name, rows in raw["objects"].items()}
        self.methods = {
            name: Method(name, row["returns"], _fields(row["parameters"])) for name, row in raw["methods"].items()
        }
        # Method names are case-insensitive at Telegram.
        self.by_name = {name.lower(): method for name, method in self.methods.items()}

    def parameters(self, method: Method, given: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters of a call in their types; raises Refusal in Telegram's words."""
        return {
            name: self._parameter(method, field, given[name])
            for name, field in method.parameters.items()
            if _present(field, given)
        }

    def _parameter(self, method: Method, field: Field, value: Any) -> Any:
        try:
            typed = self.value(field, value, strict=False)
        except Mistyped as fault:
            raise _refusal(field, fault) from fault
        if field.parsed or field.admits(typed):
            return typed
        if (method.name, field.name) in CLAMPED:
            return min(max(typed, field.min), field.max)
        # An empty string stands for "not given"; sending it is not an error unless the field is required.
        if typed == "" and not field.required:
            return typed
        raise beyond(field, typed)

    def check(self, kind: str, value: Any) -> None:
        """Raises Mistyped if what we are about to tell a client is not what the Bot API promises."""
        self._typed(kind, value, "result", strict=True)

    def value(self, field: Field, value: Any, *, strict: bool, path: str = "") -> Any:
        """`value` in the field's type. Not strict: strings from forms are read, unknown fields are left out."""
        path = path or field.name
        typed = self._typed(field.type, value, path, strict=strict)
        if field.enum and field.type in ("String", "Integer") and typed not in field.enum and typed != "":
            raise Mistyped(path, f"one of {', '.join(map(str, field.enum))}")
        return typed

    def _typed(self, kind: str, value: Any, path: str, *, strict: bool) -> Any:
        faults: list[Mistyped] = []
        for arm in _arms(kind):
            for concrete in self.unions.get(arm, [arm]):
                try:
                    return self._arm(concrete, value, path, strict=strict)
                except Mistyped as fault:
                    faults.append(fault)
        # The arm that was understood deepest says best what is wrong.
        raise max(faults, key=lambda fault: (fault.beyond is not None, fault.path.count(".")))

    def _arm(self, kind: str, value: Any, path: str, *, strict: bool) -> Any:
        if kind.endswith("[]"):
            return self._array(kind[:-2], _decoded(value, strict), path, strict=strict)
        if kind in SCALARS:
            found = scalar(kind, value, strict=strict)
            if found is None:
                raise Mistyped(path, f"of type {kind}")
            return found
        if kind == "KeyboardButton" and isinstance(value, str) and not strict:
            return {"text": value}  # "for simple text buttons, String can be used"
        if kind in self.unions:
            return self._typed(kind, value, path, strict=strict)
        return self._object(kind, _decoded(value, strict), path, strict=strict)

    def _array(self, kind: str, value: Any, path: str, *, strict: bool) -> list[Any]:
        if not isinstance(value, list):
            raise Mistyped(path, "an Array")
        return [self._typed(kind, item, f"{path}.{place}", strict=strict) for place, item in enumerate(value)]

    def _object(self, kind: str, value: Any, path: str, *, strict: bool) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Mistyped(path, f"an Object of type {kind}")
        fields = self.objects[kind]
        typed: dict[str, Any] = {}
        for name, field in fields.items():
            here = f"{path}.{name}"
            if name in value:
                typed[name] = self.value(field, value[name], strict=strict, path=here)
                if not strict and not field.parsed and not field.admits(typed[name]):
                    raise Mistyped(here, "within its limits", field)
            elif field.required:
                raise Mistyped(here, "present")
        if strict and (unknown := value.keys() - fields.keys()):
            raise Mistyped(f"{path}.{min(unknown)}", f"a field of {kind}")
        return typed


@cache
def _arms(kind: str) -> tuple[str, ...]:
    return tuple(kind.split("|"))


def _decoded(value: Any, strict: bool) -> Any:
    """Objects and arrays come as JSON text in forms and query strings."""
    if strict or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


def _present(field: Field, given: Mapping[str, Any]) -> bool:
    value = given.get(field.name)
    if value is not None and not (field.required and value == "" and field.name != "url"):
        return True
    if field.required:
        raise missing(field.name)
    return False


def missing(name: str) -> Refusal:
    return bad(EMPTY.get(name, f'parameter "{name}" is required'))


def _refusal(field: Field, fault: Mistyped) -> Refusal:
    """What was wrong inside a parameter, much as Telegram words it."""
    if fault.beyond is not None:
        return beyond(fault.beyond, None)
    if field.name in ("chat_id", "from_chat_id"):
        return bad("chat not found")
    where = f", field {fault.path.partition('.')[2]}" if "." in fault.path else ""
    return bad(f'can\'t parse parameter "{field.name}"{where}: it must be {fault.wanted}')


def beyond(field: Field, value: Any) -> Refusal:
    """A value outside its stated limits."""
    if not value and field.min and field.name in EMPTY:
        return bad(EMPTY[field.name])
    known = BEYOND.get(field.name)
    return bad(known or f'parameter "{field.name}" must have {field.min}-{field.max} {field.unit}'.rstrip())


@cache
def bot_api() -> Specification:
    return Specification(json.loads(SOURCE.read_text(encoding="utf-8")))
