"""The free Thai fonts that the letters are set in, found where Debian and fontconfig users keep them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageDraw, ImageFont

from sarabun.errors import ConfigurationError

DPI = 300
_FOLDERS = (
    Path("/usr/share/fonts/truetype/tlwg"),
    Path("/usr/share/fonts/opentype/tlwg"),
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts"),
    Path("~/.fonts"),
)


class Family(NamedTuple):
    """File stem, Debian package, and the size and leading (pt) that look like TH Sarabun 16 pt."""

    stem: str
    package: str
    size: float
    leading: float


# Laksaman at 10.65 pt has the advance widths of TH Sarabun New at 16 pt; the others match its height of ก.
FAMILIES: dict[str, Family] = {
    "Laksaman": Family("Laksaman", "fonts-tlwg-laksaman-ttf", 10.65, 20.8),
    "Norasi": Family("Norasi", "fonts-tlwg-norasi-ttf", 11.4, 19.5),
    "Kinnari": Family("Kinnari", "fonts-tlwg-kinnari-ttf", 11.0, 19.5),
    "Garuda": Family("Garuda", "fonts-tlwg-garuda-ttf", 10.2, 20.0),
    "Noto Sans Thai": Family("NotoSansThai", "fonts-noto-core", 10.2, 20.0),
    "Noto Serif Thai": Family("NotoSerifThai", "fonts-noto-core", 10.2, 20.0),
    "Tlwg Typist": Family("TlwgTypist", "fonts-tlwg-typist-ttf", 11.0, 19.5),
    "Purisa": Family("Purisa", "fonts-tlwg-purisa-ttf", 12.0, 20.0),
}
# Where a family has no letters but Thai ones, Latin words and their punctuation come from here.
LATIN = {"NotoSansThai": "NotoSans", "NotoSerifThai": "NotoSerif"}
_SCRIPTS = re.compile("([\u0e00-\u0e7f]+)|[^\u0e00-\u0e7f]+")


def _file(stem: str, package: str, bold: bool) -> Path:
    names = [f"{stem}-Bold"] if bold else [stem, f"{stem}-Regular"]
    for folder in _FOLDERS:
        for name in names:
            for suffix in (".ttf", ".otf"):
                path = folder.expanduser() / (name + suffix)
                if path.is_file():
                    return path
    raise ConfigurationError(
        "FONT_MISSING",
        f"ไม่พบแบบอักษร {stem} โปรดติดตั้งแพ็กเกจ {package} (apt install {package})",
        f"the font {stem} was not found: install the package {package} (apt install {package})",
    )


def find(family: str, *, bold: bool = False) -> Path:
    """The font file. Raises ConfigurationError FONT_MISSING that names the Debian package to install."""
    known = FAMILIES[family]
    return _file(known.stem, known.package, bold)


class Face:
    """One face of a family at one size, for a page of 300 dpi; shaped by HarfBuzz."""

    def __init__(self, family: str, points: float, bold: bool) -> None:
        known = FAMILIES[family]
        self.points = points
        self._thai = _load(find(family, bold=bold), points)
        latin = LATIN.get(known.stem)
        self._latin = self._thai if latin is None else _load(_file(latin, known.package, bold), points)

    def width(self, text: str) -> float:
        """Advance in pixels."""
        return sum(face.getlength(run) for face, run in self._runs(text))

    def draw(
        self, on: ImageDraw.ImageDraw, at: tuple[float, float], text: str, fill: int | tuple[int, int, int]
    ) -> None:
        """Sets ``text`` with its left end and baseline ``at`` (pixels)."""
        x, y = at
        for face, run in self._runs(text):
            on.text((x, y), run, fill=fill, font=face, anchor="ls")
            x += face.getlength(run)

    def _runs(self, text: str) -> list[tuple[ImageFont.FreeTypeFont, str]]:
        if self._latin is self._thai:
            return [(self._thai, text)]
        return [(self._thai if m[1] else self._latin, m[0]) for m in _SCRIPTS.finditer(text)]


@lru_cache(maxsize=256)
def face(family: str, points: float, bold: bool = False) -> Face:
    """A face of ``family``. Raises as :func:`find`."""
    return Face(family, points, bold)


def _load(path: Path, points: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), round(points * DPI / 72, 2), layout_engine=ImageFont.Layout.RAQM)
