"""Where the upright page image lies on a PDF sheet."""

from __future__ import annotations

from typing import NamedTuple

import pikepdf
from pikepdf import Name

Rectangle = tuple[float, float, float, float]
_SAME_SHAPE = 0.02


class Sheet(NamedTuple):
    """A PDF page as shown after turning it clockwise by ``turn``: boxes are (left, bottom, right, top) in
    user space units; ``width`` x ``height`` are the pixels of the page image, which shows ``crop``."""

    media: Rectangle
    crop: Rectangle
    turn: int
    width: int
    height: int

    @staticmethod
    def of(page: pikepdf.Page, width: int, height: int) -> Sheet:
        """The sheet of a page that shows upright already."""
        media, crop = _rectangle(page.mediabox), _rectangle(page.cropbox)
        crop = (
            max(media[0], crop[0]),
            max(media[1], crop[1]),
            min(media[2], crop[2]),
            min(media[3], crop[3]),
        )
        if crop[0] >= crop[2] or crop[1] >= crop[3]:
            crop = media
        return Sheet(media, crop, int(page.obj.get(Name.Rotate, 0)) % 360, width, height)

    @property
    def fits(self) -> bool:
        """Whether the page image has the shape of the page, so that its pixels can be placed on it."""
        across, up = self._shown(self.crop)
        return abs(across / up * self.height / self.width - 1) <= _SAME_SHAPE

    @property
    def scale(self) -> tuple[float, float]:
        """Pixels of the page image for one unit, across and down as shown."""
        across, up = self._shown(self.crop)
        return self.width / across, self.height / up

    @property
    def whole(self) -> Rectangle:
        """The media box in pixels of the page image: (left, top, right, bottom), left and top at most 0."""
        return self.pixels(self.media)

    def pixels(self, box: Rectangle) -> Rectangle:
        """A box in user space as (left, top, right, bottom) in pixels of the page image."""
        left, bottom, right, top = box
        crop_left, crop_bottom, crop_right, crop_top = self.crop
        shown = {
            0: (left - crop_left, crop_top - top, right - crop_left, crop_top - bottom),
            90: (bottom - crop_bottom, left - crop_left, top - crop_bottom, right - crop_left),
            180: (crop_right - right, bottom - crop_bottom, crop_right - left, top - crop_bottom),
            270: (crop_top - top, crop_right - right, crop_top - bottom, crop_right - left),
        }[self.turn]
        x, y = self.scale
        return shown[0] * x, shown[1] * y, shown[2] * x, shown[3] * y

    def _shown(self, box: Rectangle) -> tuple[float, float]:
        width, height = box[2] - box[0], box[3] - box[1]
        return (height, width) if self.turn in (90, 270) else (width, height)


def _rectangle(box: pikepdf.Array) -> Rectangle:
    a, b, c, d = (float(v) for v in box)
    return min(a, c), min(b, d), max(a, c), max(b, d)
