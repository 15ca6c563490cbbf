"""Finds the fonts that a text needs, by its scripts, in the folders of this machine; ships none itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection
from fpdf.unicode_script import UnicodeScript, get_unicode_script

_CORE, _CJK = "fonts-noto-core", "fonts-noto-cjk"


class FontMissing(LookupError):
    """A font that a text needs is not on this machine; says which, and which package of Debian has it."""

    def __init__(self, font: Font) -> None:
        super().__init__(f"the font {font.file} is missing: install Debian's package {font.package}")
        self.font = font


@dataclass(frozen=True, slots=True)
class Font:
    """A font file; of a collection the face of that name. `leading`: height of a line in sizes of the font."""

    file: str
    package: str = _CORE
    face: str = ""
    leading: float = 1.35

    @property
    def family(self) -> str:
        """Its name in the document: lower case, which is what fpdf2 compares."""
        return (self.face or self.file).replace(" ", "").split(".")[0].lower()


LATIN = Font("NotoSans-Regular.ttf")
"""Also Greek and Cyrillic, digits and signs."""
_KOREAN, _JAPANESE, _CHINESE = (
    Font("NotoSansCJK-Regular.ttc", _CJK, f"Noto Sans CJK {region}") for region in ("KR", "JP", "SC")
)
SYMBOLS = tuple(Font(f"NotoSans{kind}-Regular.ttf") for kind in ("Symbols", "Symbols2", "Math"))
_FONTS: Mapping[UnicodeScript, Font] = {
    UnicodeScript.LATIN: LATIN,
    UnicodeScript.GREEK: LATIN,
    UnicodeScript.CYRILLIC: LATIN,
    UnicodeScript.HANGUL: _KOREAN,
    UnicodeScript.HIRAGANA: _JAPANESE,
    UnicodeScript.KATAKANA: _JAPANESE,
    UnicodeScript.BOPOMOFO: _CHINESE,
    UnicodeScript.HAN: _CHINESE,
    # Naskh, not Nastaliq: it stands in a row of small labels, and its letters can be read out of the file again.
    UnicodeScript.ARABIC: Font("NotoNaskhArabic-Regular.ttf", leading=1.6),
    UnicodeScript.HEBREW: Font("NotoSansHebrew-Regular.ttf"),
    UnicodeScript.KHMER: Font("NotoSansKhmer-Regular.ttf", leading=1.65),
    UnicodeScript.MYANMAR: Font("NotoSansMyanmar-Regular.ttf", leading=1.85),
    UnicodeScript.THAI: Font("NotoSansThai-Regular.ttf", leading=1.55),
    UnicodeScript.LAO: Font("NotoSansLao-Regular.ttf", leading=1.55),
    UnicodeScript.ETHIOPIC: Font("NotoSansEthiopic-Regular.ttf"),
    UnicodeScript.BENGALI: Font("NotoSansBengali-Regular.ttf", leading=1.5),
    UnicodeScript.DEVANAGARI: Font("NotoSansDevanagari-Regular.ttf", leading=1.5),
    UnicodeScript.TAMIL: Font("NotoSansTamil-Regular.ttf", leading=1.5),
    UnicodeScript.TELUGU: Font("NotoSansTelugu-Regular.ttf", leading=1.6),
    UnicodeScript.KANNADA: Font("NotoSansKannada-Regular.ttf", leading=1.6),
    UnicodeScript.MALAYALAM: Font("NotoSansMalayalam-Regular.ttf", leading=1.5),
    UnicodeScript.SINHALA: Font("NotoSansSinhala-Regular.ttf", leading=1.5),
    UnicodeScript.GUJARATI: Font("NotoSansGujarati-Regular.ttf", leading=1.5),
    UnicodeScript.GURMUKHI: Font("NotoSansGurmukhi-Regular.ttf", leading=1.5),
    UnicodeScript.ORIYA: Font("NotoSansOriya-Regular.ttf", leading=1.5),
    UnicodeScript.GEORGIAN: Font("NotoSansGeorgian-Regular.ttf"),
    UnicodeScript.ARMENIAN: Font("NotoSansArmenian-Regular.ttf"),
}
_script = cache(get_unicode_script)


def fonts_of(text: str) -> tuple[Font, ...]:
    """What its letters need, the first letter's font first. Han signs are drawn as the rest of the text is."""
    fonts = dict.fromkeys(_FONTS[script] for script in map(_script, text) if script in _FONTS)
    for own in (_KOREAN, _JAPANESE):
        if own in fonts:
            fonts = dict.fromkeys(own if font is _CHINESE else font for font in fonts)
    return tuple(fonts)


def usual_folders(environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Where fonts lie by the XDG base directory specification: the person's own first, then the machine's."""
    own = environment.get("XDG_DATA_HOME") or str(Path("~/.local/share").expanduser())
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return tuple(Path(folder) / "fonts" for folder in (own, *shared.split(":")) if folder)


def files_in(folders: Iterable[Path]) -> dict[str, Path]:
    """The font files that lie there, by name; the first folder's go before."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.rglob("Noto*.tt[fc]")):
            found.setdefault(path.name, path)
    return found


def find(font: Font, files: Mapping[str, Path]) -> tuple[Path, int]:
    """The file, and the number of the face in it; FontMissing if it is not there."""
    path = files.get(font.file)
    if path is None:
        raise FontMissing(font)
    return path, _face(path, font.face) if font.face else 0


@cache
def _face(path: Path, name: str) -> int:
    with TTCollection(str(path), lazy=True) as collection:
        names = [font["name"].getDebugName(4) for font in collection]
    return names.index(name) if name in names else 0
