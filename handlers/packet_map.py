"""Draws a small map without a network: towns, borders and coasts around a point, and the point."""

from __future__ import annotations

from bot.domain.borders import LineKind
from bot.domain.surroundings import Surroundings, Town
from handlers.packet_paper import BLACK, BLUE, GREY, RED, Paper

_SIZE = 6.5
_LINE = 2.6
_COLOURS = {LineKind.BORDER: GREY, LineKind.COAST: BLUE}
_MID = 1.9
Rectangle = tuple[float, float, float, float]


class Map:
    """A square of paper; the point is in the middle, north is above."""

    def __init__(self, paper: Paper, around: Surroundings, x: float, y: float, side: float) -> None:
        self._paper, self._around = paper, around
        self._x, self._y, self._side = x, y, side
        self._scale = side / 2 / around.half_km
        middle = x + side / 2, y + side / 2
        self._taken: list[Rectangle] = [(middle[0] - 4, middle[1] - 4, middle[0] + 4, middle[1] + 4)]

    def draw(self, home: str) -> None:
        """Towns of other countries than `home` have their country's code behind their names."""
        paper = self._paper
        paper.set_fill_color(247, 247, 243)
        paper.rect(self._x, self._y, self._side, self._side, style="F")
        with paper.rect_clip(self._x, self._y, self._side, self._side):
            self._lines()
        self._ruler()
        self._arrow()
        for town in self._around.towns:
            self._keep(*self._spot(town.east, town.north))
        for place, town in enumerate(self._around.towns):
            self._name(town, home, far=place == 0)
        self._point()
        paper.set_draw_color(*GREY)
        paper.set_line_width(0.3)
        paper.rect(self._x, self._y, self._side, self._side)

    def _spot(self, east: float, north: float) -> tuple[float, float]:
        middle = self._side / 2
        return self._x + middle + east * self._scale, self._y + middle - north * self._scale

    def _lines(self) -> None:
        for line in self._around.borders:
            self._paper.set_draw_color(*_COLOURS[line.kind])
            self._paper.set_line_width(0.25)
            if line.kind is LineKind.BORDER:
                self._paper.set_dash_pattern(dash=1.2, gap=0.7)
            self._paper.polyline([self._spot(*point) for point in self._near(line.points)])
            self._paper.set_dash_pattern()

    def _near(self, points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
        """From the first to the last point that is not far outside, so that a long border is no long list."""
        far = self._around.half_km * 1.6
        inside = [place for place, (east, north) in enumerate(points) if max(abs(east), abs(north)) < far]
        return list(points[max(inside[0] - 1, 0) : inside[-1] + 2]) if inside else list(points[:1])

    def _name(self, town: Town, home: str, far: bool) -> None:
        """Beside its dot; the one that must be named also farther off."""
        x, y = self._spot(town.east, town.north)
        name = town.name if town.country == home else f"{town.name} ({town.country})"
        text = f"{name} {town.distance_km:.0f} km" if town.distance_km >= 1 else name
        wide = self._paper.wide(text, _SIZE)
        spots = [(x + 1.2, y - _LINE / 2), (x - wide - 1.2, y - _LINE / 2)]
        spots += [(left, top) for top in (y + 1, y - 3.6) for left in (x - wide / 2, x - wide + 1, x - 1)]
        if far:
            spots += [(x - wide / 2, y + 5), (x - wide / 2, y - 7.5), (x + 5, y + 2), (x - wide - 5, y + 2)]
        for left, top in spots:
            box = (left - 0.4, top, left + wide + 0.4, top + _LINE)
            if self._free(box):
                self._taken.append(box)
                self._dot(x, y)
                self._paper.say(text, left, top - 0.2, _SIZE, BLACK)
                return

    def _dot(self, x: float, y: float) -> None:
        self._paper.set_fill_color(*BLACK)
        self._paper.circle(x, y, 0.55, style="F")

    def _keep(self, x: float, y: float) -> None:
        """No name is written over a dot."""
        self._taken.append((x - 0.6, y - 0.6, x + 0.6, y + 0.6))

    def _free(self, box: Rectangle) -> bool:
        left, top, right, bottom = box
        if left < self._x + 0.5 or right > self._x + self._side - 0.5:
            return False
        if top < self._y + 0.5 or bottom > self._y + self._side - 0.5:
            return False
        return all(left > r or right < x or top > b or bottom < y for x, y, r, b in self._taken)

    def _point(self) -> None:
        x, y = self._spot(0, 0)
        self._paper.set_draw_color(*RED)
        self._paper.set_line_width(0.5)
        self._paper.circle(x, y, _MID)
        self._paper.line(x - 3.4, y, x + 3.4, y)
        self._paper.line(x, y - 3.4, x, y + 3.4)

    def _ruler(self) -> None:
        """A bar that is a round number of kilometres long."""
        long = next(km for km in (50, 20, 10, 5, 2) if km * self._scale < self._side / 3)
        x, y, wide = self._x + 2.5, self._y + self._side - 2.5, long * self._scale
        self._paper.set_draw_color(*BLACK)
        self._paper.set_line_width(0.4)
        self._paper.line(x, y, x + wide, y)
        for end in (x, x + wide):
            self._paper.line(end, y - 1, end, y)
        self._paper.say(f"{long} km", x + wide + 1, y - _LINE, _SIZE, BLACK)
        self._taken.append((x, y - 3, x + wide + 9, y + 1))

    def _arrow(self) -> None:
        x, y = self._x + self._side - 4, self._y + 2
        self._paper.set_fill_color(*BLACK)
        self._paper.polygon(((x, y), (x + 1.4, y + 4), (x, y + 3), (x - 1.4, y + 4)), style="F")
        self._paper.say("N", x - 0.8, y + 4, _SIZE, BLACK)
        self._taken.append((x - 2, y, x + 2, y + 7))
