"""Rubber stamps and seals as ink masks (255 is ink), and how ink comes to lie on a page."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from samples.blocks import Colour, ReceivedStamp, WordStamp
from samples.emblem import emblem
from samples.fonts import DPI, face
from samples.hand import signature, written

Mask = NDArray[np.uint8]
Pixels = NDArray[np.uint8]
CM = DPI / 2.54


def press(page: Pixels, ink: Mask, left: int, top: int, colour: Colour) -> None:
    """Lays ``ink`` over ``page`` (h, w, 3) in place, as ink does: it only darkens. What falls off is cut."""
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(page.shape[1], left + ink.shape[1]), min(page.shape[0], top + ink.shape[0])
    cover = ink[y0 - top : y1 - top, x0 - left : x1 - left, None].astype(np.uint16)
    glass = 255 - cover * (255 - np.array(colour, np.uint16)) // 255
    area = page[y0:y1, x0:x1]
    area[:] = (area * glass // 255).astype(np.uint8)


def worn(ink: Mask, rng: np.random.Generator, strength: float = 0.35) -> Mask:
    """Ink of a rubber stamp: blotchy, with places where the rubber did not touch."""
    height, width = ink.shape
    coarse = rng.random((height // 24 + 2, width // 24 + 2), dtype=np.float32)
    fine = rng.random((height // 3 + 2, width // 3 + 2), dtype=np.float32)
    size = (width, height)
    blot = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC) * 0.65 + cv2.resize(fine, size) * 0.35
    cover = np.clip(1.25 - strength * 2.2 * np.clip(blot - 0.32, 0, 1), 0, 1)
    return np.asarray(ink * cover, np.uint8)


def turned(ink: Mask, degrees: float) -> Mask:
    """Rotated about its middle, on a mask large enough."""
    if not degrees:
        return ink
    image = Image.fromarray(ink).rotate(degrees, Image.Resampling.BICUBIC, expand=True)
    return np.asarray(image, np.uint8)


def received(stamp: ReceivedStamp, rng: np.random.Generator) -> tuple[Mask, Mask, list[str]]:
    """The stamp's frame and print, what was filled in (same size), and its lines of text."""
    width, height = round(5.0 * CM), round(2.5 * CM)
    image = Image.new("L", (width, height))
    draw = ImageDraw.Draw(image)
    for inset in (2, 8) if rng.random() < 0.4 else (3,):
        draw.rectangle((inset, inset, width - inset - 1, height - inset - 1), outline=255, width=3)
    points = 8.4
    title = face("Laksaman", points, True)
    while title.width(stamp.office) > width - 40:
        points -= 0.4
        title = face("Laksaman", points, True)
    title.draw(draw, ((width - title.width(stamp.office)) / 2, 62), stamp.office, 255)
    label = face("Laksaman", 8.4)
    filled = np.zeros((height, width), np.uint8)
    for row, (name, value, unit) in enumerate(
        (("เลขรับ", stamp.number, ""), ("วันที่", stamp.date, ""), ("เวลา", stamp.time, "น."))
    ):
        base = 124 + row * 72
        label.draw(draw, (24, base), name, 255)
        start, end = 24 + label.width(name) + 8, width - 24 - label.width(unit)
        for x in range(int(start), int(end) - 6, 9):
            draw.ellipse((x, base + 1, x + 3, base + 4), fill=255)
        label.draw(draw, (end, base), unit, 255)
        entry = _entry(value, stamp.machine, rng)
        at = int(start + max(4.0, (end - start - entry.shape[1]) * rng.uniform(0.2, 0.6)))
        top = base - entry.shape[0] * 2 // 3 - int(rng.integers(0, 8))
        press_mask(filled, entry, at, top)
    lines = [stamp.office, f"เลขรับ {stamp.number}", f"วันที่ {stamp.date}", f"เวลา {stamp.time} น."]
    return worn(np.asarray(image, np.uint8), rng), filled, lines


def _entry(value: str, machine: bool, rng: np.random.Generator) -> Mask:
    if not machine:
        return written(value, 10.0, rng)
    type_ = face("Tlwg Typist", 11.0, True)
    image = Image.new("L", (int(type_.width(value)) + 8, 96))
    type_.draw(ImageDraw.Draw(image), (4, 64), value, 255)
    return worn(np.asarray(image, np.uint8), rng, 0.5)


def press_mask(mask: Mask, ink: Mask, left: int, top: int) -> None:
    """Adds ``ink`` to ``mask`` in place; what falls off is cut."""
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(mask.shape[1], left + ink.shape[1]), min(mask.shape[0], top + ink.shape[0])
    part = mask[y0:y1, x0:x1]
    np.maximum(part, ink[y0 - top : y1 - top, x0 - left : x1 - left], out=part)


def words(stamp: WordStamp, rng: np.random.Generator) -> Mask:
    """A stamp of centred lines, signed below the first; or a note by hand, signed at its end."""
    points = 10.65 * stamp.size
    at = len(stamp.lines) if stamp.hand else 1
    if stamp.hand:
        parts = [written(line, points, rng) for line in stamp.lines]
    else:
        parts = [_printed(line, points) for line in stamp.lines]
    if stamp.signed:
        small = cv2.resize(signature(rng), None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
        parts.insert(at, np.asarray(small, np.uint8))
    step = round(points * DPI / 72 * 1.75)
    width = max(p.shape[1] for p in parts)
    heights = [p.shape[0] if stamp.signed and i == at else step for i, p in enumerate(parts)]
    mask = np.zeros((sum(heights) + step, width), np.uint8)
    y = 0
    for part, height in zip(parts, heights, strict=True):
        x = 0 if stamp.hand else (width - part.shape[1]) // 2
        press_mask(mask, part, x, y)
        y += height
    return mask if stamp.hand else worn(mask, rng)


def _printed(line: str, points: float) -> Mask:
    type_ = face("Laksaman", points)
    height = round(points * DPI / 72 * 1.75)
    image = Image.new("L", (int(type_.width(line)) + 8, height))
    type_.draw(ImageDraw.Draw(image), (4, height * 0.72), line, 255)
    return np.asarray(image, np.uint8)


def seal(office: str, rng: np.random.Generator) -> Mask:
    """A round seal, 4.5 cm: two rings, the emblem in the middle, the office's name along the lower ring."""
    side = round(4.5 * CM)
    centre = side / 2
    mask = np.zeros((side, side), np.uint8)
    for radius, width in ((centre - 6, 5), (centre * 0.68, 4)):
        cv2.circle(mask, (int(centre), int(centre)), int(radius), 255, width, cv2.LINE_AA)
    height = round(side * 0.46)
    press_mask(mask, emblem(height), (side - height) // 2, (side - height) // 2 - 6)

    radius = centre * 0.79  # of the baseline; the text stands on the outside of it, read from below
    points = 10.0
    type_ = face("Laksaman", points, True)
    while type_.width(office) > radius * 4.4:
        points -= 0.5
        type_ = face("Laksaman", points, True)
    strip_height = round(centre * 0.30)
    strip = Image.new("L", (int(type_.width(office)) + 4, strip_height))
    type_.draw(ImageDraw.Draw(strip), (2, strip_height * 0.72), office, 255)
    ring = _bent(np.asarray(strip, np.uint8), side, radius, strip_height * 0.72)
    return worn(np.maximum(mask, ring), rng, 0.5)


def _bent(strip: Mask, side: int, radius: float, baseline: float) -> Mask:
    """``strip`` along the lower half of a circle, letters upright at its lowest point."""
    yy, xx = np.mgrid[0:side, 0:side].astype(np.float32) - side / 2
    distance = np.hypot(xx, yy)
    angle = np.arctan2(xx, yy)  # 0 straight down, positive to the right
    map_x = (angle * radius + strip.shape[1] / 2).astype(np.float32)
    map_y = (distance - radius + baseline).astype(np.float32)
    bent = cv2.remap(strip, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(bent, np.uint8)
