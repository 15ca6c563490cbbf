"""Writes `bot/domain/borders.tsv` from the npm package world-atlas: borders and coasts for a small map.

    npm pack world-atlas && tar xzf world-atlas-*.tgz && python deploy/borders.py package/countries-10m.json

The lines are Natural Earth's, scale 1:10 million, in the public domain; world-atlas is under the ISC licence. A
line that two countries share is a border, any other a coast. Borders are written of the whole world, coasts only
of where most compounds are known. One line a row: kind, west, south, east, north, and the points; all in
thousandths of a degree, the points after the first as steps from the one before.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "bot" / "domain" / "borders.tsv"
_WEST, _SOUTH, _EAST, _NORTH = 88.0, -12.0, 132.0, 30.0
_STEP = {"border": 3, "coast": 8}
"""Thousandths of a degree below which two points are one: some hundred metres, a hair's breadth on the map."""

Point = tuple[int, int]


def _arcs(drawing: dict[str, Any]) -> Iterator[list[Point]]:
    """TopoJSON: steps in a grid, https://github.com/topojson/topojson-specification ."""
    (wide, high), (west, south) = drawing["transform"]["scale"], drawing["transform"]["translate"]
    for arc in drawing["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((round((x * wide + west) * 1_000), round((y * high + south) * 1_000)))
        yield points


def _numbers(nested: Any) -> Iterator[int]:
    if isinstance(nested, int):
        yield nested if nested >= 0 else ~nested
    else:
        for one in nested:
            yield from _numbers(one)


def _shared(drawing: dict[str, Any]) -> set[int]:
    users: defaultdict[int, set[int]] = defaultdict(set)
    for country, shape in enumerate(drawing["objects"]["countries"]["geometries"]):
        for number in _numbers(shape.get("arcs", [])):
            users[number].add(country)
    return {number for number, countries in users.items() if len(countries) > 1}


def _thinned(points: list[Point], step: int) -> list[Point]:
    kept = points[:1]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= step:
            kept.append(point)
    return [*kept, points[-1]]


def _near(points: list[Point]) -> bool:
    return any(_WEST < x / 1_000 < _EAST and _SOUTH < y / 1_000 < _NORTH for x, y in points)


def _row(kind: str, points: list[Point]) -> str:
    east_west, north_south = [x for x, _ in points], [y for _, y in points]
    steps = [points[0], *((b[0] - a[0], b[1] - a[1]) for a, b in zip(points, points[1:], strict=False))]
    box = (min(east_west), min(north_south), max(east_west), max(north_south))
    return "\t".join([kind, *map(str, box), " ".join(f"{x},{y}" for x, y in steps)])


def main(source: Path) -> None:
    """Write the file."""
    drawing = json.loads(source.read_text(encoding="utf-8"))
    borders = _shared(drawing)
    rows = []
    for number, arc in enumerate(_arcs(drawing)):
        kind = "border" if number in borders else "coast"
        points = _thinned(arc, _STEP[kind])
        if kind == "border" or (len(points) > 3 and _near(points)):
            rows.append(_row(kind, points))
    TARGET.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
