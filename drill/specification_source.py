"""Decides how the declarations of npm `@gramio/types` become `bot_api.json`; knows nothing of the ground.

A tool for developers, run when Telegram publishes a new Bot API:

    python -m drill.specification_source PACKAGE_DIR > drill/bot_api.json

Names, types and limits are facts of the Bot API and are all that is taken: no prose, no code.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# TypeScript has one `number`; the Bot API has Integer and Float. These are the Floats.
FLOATS = frozenset(
    [
        "latitude",
        "longitude",
        "horizontal_accuracy",
        "x_shift",
        "y_shift",
        "scale",
        "x_percentage",
        "y_percentage",
        "width_percentage",
        "height_percentage",
        "rotation_angle",
        "corner_radius_percentage",
        "temperature",
        "main_frame_timestamp",
        "cover_frame_timestamp",
    ]
)
PLAIN = {"string": "String", "boolean": "Boolean", "true": "True", "false": "False", "Blob": "InputFile"}
DECLARATION = re.compile(
    r"^export (?:interface (?P<interface>\w+) \{\n(?P<body>.*?)^\}|type (?P<alias>\w+) =(?P<value>.*?)"
    r"(?=^(?:/\*\*|export|\}))|interface (?P<empty>\w+) \{\})",
    re.S | re.M,
)
MEMBER = re.compile(
    r"^    /\*\*(?P<doc>.*?)\*/\n    (?P<name>\w+)(?P<optional>\??):(?P<type>.*?)(?=^    /\*\*|\Z)", re.S | re.M
)
RANGE = r"(?<![\w-])(\d+)-(\d+)(?![\w-])"


def arms(text: str) -> list[str]:
    """The arms of a union, without the client-side conveniences `{ toString() }` and `{ toJSON() }`."""
    text = re.sub(r"\{ to\w+\(\): [\w.]+ \}", "", text).replace("Objects.", "")
    text = re.sub(r"Exclude<[^>]*>", "string", text)
    text = re.sub(
        r"\(([^()]*)\)\[\]", lambda m: "|".join(f"{a.strip()}[]" for a in m[1].split("|") if a.strip()), text
    )
    return [arm.strip() for arm in text.split("|") if arm.strip()]


def plain(arm: str, name: str) -> str:
    """One arm in the Bot API's own words: `Integer`, `String`, `Message[]`."""
    core = arm.removesuffix("[]")
    if core != arm:
        return plain(core, name) + "[]"
    if core == "number":
        return "Float" if name in FLOATS else "Integer"
    return PLAIN.get(core) or core.removeprefix("Telegram")


def typed(text: str, name: str, enums: dict[str, list[Any]]) -> dict[str, Any]:
    """The type of one field, with its literals as an enumeration."""
    found = arms(text)
    literals = [json.loads(arm) for arm in found if re.fullmatch(r'".*"|-?\d+', arm)]
    for arm in found:
        literals += enums.get(arm, [])
    names = [plain(arm, name) for arm in found if not re.fullmatch(r'".*"|-?\d+', arm) and arm not in enums]
    if literals:
        names.append("Integer" if isinstance(literals[0], int) else "String")
    field: dict[str, Any] = {"type": "|".join(dict.fromkeys(names))}
    return field | {"enum": literals} if literals else field


def limits(doc: str, kind: str) -> dict[str, Any]:
    """The limits that the description of a field states, with the unit they are counted in."""
    for unit, pattern in (
        ("characters", r"(\d+)-(\d+) characters"),
        ("bytes", r"(\d+)-(\d+) [Bb]ytes"),
        ("characters", r"\(?up to ()(\d+) characters(?! for)"),
        ("bytes", r"can't exceed ()(\d+) bytes"),
    ):
        if (found := re.search(pattern, doc)) and kind == "String":
            after = {"parsed": True} if "after entit" in doc else {}
            return {"unit": unit, "min": int(found[1] or 0), "max": int(found[2])} | after
    if kind.endswith("[]"):
        found = re.search(rf"(?:[Ll]ist of|include) {RANGE}", doc) or re.search(
            r"up to ()(\d+) (?:items|ident)", doc
        )
        return {"unit": "items", "min": int(found[1] or 0), "max": int(found[2])} if found else {}
    return valued(doc) if kind in ("Integer", "Float") and "64-bit" not in doc else {}


def valued(doc: str) -> dict[str, Any]:
    """The limits of a number."""
    found = re.search(r"[Mm]ust be between (\d+) and (\d+)", doc) or re.search(RANGE + r"(?! for)", doc)
    if not found:
        return {}
    also = [int(other, 16) for other in re.findall(r"0x7F+", doc)]
    return {"unit": "value", "min": int(found[1]), "max": int(found[2])} | ({"also": also} if also else {})


def prose(comment: str) -> str:
    """A comment as one line, without the asterisks and escapes of its markup."""
    lines = (line.strip().removeprefix("*").strip() for line in comment.splitlines())
    return " ".join(lines).replace("\\", "").replace("’", "'").strip()


def members(body: str, enums: dict[str, list[Any]]) -> dict[str, Any]:
    """The fields of one interface, in their order."""
    fields: dict[str, Any] = {}
    for member in MEMBER.finditer(body):
        field = typed(member["type"], member["name"], enums)
        if not member["optional"]:
            field["required"] = True
        fields[member["name"]] = field | limits(prose(member["doc"]), field["type"].split("|")[0])
    return fields


def declarations(text: str) -> Iterator[tuple[str, str, str]]:
    """Every interface ("interface", name, body) and alias ("alias", name, value) of a file."""
    for found in DECLARATION.finditer(text):
        if found["alias"]:
            yield "alias", found["alias"], found["value"]
        else:
            yield "interface", found["interface"] or found["empty"], found["body"] or ""


def enumerations(texts: list[str]) -> dict[str, list[Any]]:
    """Aliases that stand for nothing but literals, by name."""
    found: dict[str, list[Any]] = {}
    for text in texts:
        for kind, name, value in declarations(text):
            parts = [arm for arm in arms(value) if arm] if kind == "alias" else []
            if parts and all(re.fullmatch(r'".*"|-?\d+', part) for part in parts):
                found[name] = [json.loads(part) for part in parts]
    return found


def methods(text: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Every method with its parameters and what it returns."""
    found: dict[str, Any] = {}
    for match in re.finditer(r"^    (\w+): (CallAPI\w*)<(.*?)>$", re.sub(r"<\s+", "<", text), re.S | re.M):
        name, shape, inside = match.groups()
        first, _, second = inside.partition(",")
        returned = first if shape == "CallAPIWithoutParams" else second
        taken = "" if shape == "CallAPIWithoutParams" else first.strip().removeprefix("Params.")
        returns = "|".join(plain(arm, name) for arm in arms(" ".join(returned.split())))
        found[name] = {"returns": returns, "parameters": parameters.get(taken, {})}
    return found


def specification(package: Path) -> dict[str, Any]:
    """Everything that the practice ground needs from the package, as plain values."""
    texts = {part: (package / "out" / f"{part}.d.ts").read_text() for part in ("methods", "params", "objects")}
    enums = enumerations([texts["params"], texts["objects"]])
    objects: dict[str, Any] = {}
    unions: dict[str, Any] = {}
    for kind, name, value in declarations(texts["objects"]):
        short = name.removeprefix("Telegram")
        if kind == "interface":
            objects[short] = members(value, enums)
        elif name not in enums and not name.startswith("TelegramAPI") and "Blob" not in value:
            unions[short] = [plain(arm, short) for arm in arms(value)]
    parameters = {name: members(value, enums) for _, name, value in declarations(texts["params"])}
    version = re.search(r"Bot API v([\d.]+)", texts["methods"])
    origin = json.loads((package / "package.json").read_text())
    return {
        "source": {
            "bot_api": version[1] if version else "",
            "package": f"{origin['name']} {origin['version']}",
            "licence": "MIT",
        },
        "methods": methods(texts["methods"], parameters),
        "unions": unions,
        "objects": objects,
    }


def written(value: dict[str, Any]) -> str:
    """The specification as JSON with one method or object a line, so that a new version reads as a diff."""
    lines = [f'"source": {json.dumps(value["source"])}']
    for part in ("methods", "unions", "objects"):
        rows = (f"{json.dumps(name)}: {json.dumps(row, ensure_ascii=False)}" for name, row in value[part].items())
        lines.append(f'"{part}": {{\n' + ",\n".join(rows) + "\n}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    sys.stdout.write(written(specification(Path(sys.argv[1]))))
