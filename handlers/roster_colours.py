"""The colours of a roster's picture, on a light and on a dark ground; who gets which, and nothing of where.

Fills differ also for eyes that do not tell red from green (after Paul Tol, "Qualitative colour schemes", 2021: his
light scheme without what comes near red). Red means a gap and nothing else. Text on each has a contrast of at
least 4.5 (WCAG 2.2, 1.4.3), which the tests hold.
"""

from __future__ import annotations

from dataclasses import dataclass

from handlers.picture_pen import Colour


@dataclass(frozen=True, slots=True)
class Theme:
    """`paper` and `ink` of everything, `quiet` for what matters less; `text` is written on the fills."""

    paper: Colour
    ink: Colour
    quiet: Colour
    line: Colour
    bare: Colour
    """Where nothing is told: days that are over."""
    text: Colour
    red: Colour
    red_ink: Colour
    """On the paper."""
    on_red: Colour
    fills: tuple[Colour, ...]

    def fill(self, number: int) -> Colour:
        """Of the person with this number, counted from 0; where there are more people, colours come again."""
        return self.fills[number % len(self.fills)]

    def shade(self, fill: Colour) -> Colour:
        """Of the stripes on a fill."""
        red, green, blue = ((3 * one + 2 * other) // 5 for one, other in zip(fill, self.text, strict=True))
        return red, green, blue


LIGHT = Theme(
    paper=(255, 255, 255),
    ink=(20, 24, 28),
    quiet=(84, 92, 100),
    line=(200, 206, 212),
    bare=(238, 240, 242),
    text=(16, 18, 20),
    red=(196, 0, 24),
    red_ink=(184, 0, 20),
    on_red=(255, 255, 255),
    fills=(
        *((119, 170, 221), (238, 221, 136), (68, 187, 153), (205, 180, 240)),
        *((187, 204, 51), (153, 221, 255), (214, 186, 150), (190, 198, 206)),
    ),
)
DARK = Theme(
    paper=(17, 23, 29),
    ink=(240, 243, 246),
    quiet=(158, 170, 182),
    line=(62, 72, 82),
    bare=(30, 38, 46),
    text=(255, 255, 255),
    red=(208, 20, 40),
    red_ink=(255, 120, 120),
    on_red=(255, 255, 255),
    fills=(
        *((36, 98, 158), (122, 98, 0), (16, 112, 84), (108, 76, 160)),
        *((82, 100, 8), (12, 108, 136), (128, 84, 40), (88, 98, 108)),
    ),
)
