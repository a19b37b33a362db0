"""Endless batches of rendered lines, made while the network learns."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset

from ocr.frame import HEIGHT
from ocr.recognise.levels import scaled
from ocr.training.classes import encoded
from ocr.training.network import STRIDE
from ocr.training.render import LineMaker
from ocr.training.text import TextSource

Split: TypeAlias = Literal["train", "dev"]
Style: TypeAlias = Literal["first", "second"]

_POOL = 256  # lines sorted by width together, so that batches hold little padding
_COLUMNS = 18_000  # of all lines of a batch: about 16 full lines of a letter
_LEANING = "\u0e31\u0e33\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d"
_SCRAWLED = 0.03  # of the lines: handwriting that nobody can read, and is to be read as nothing
_SHORT = (8, 28)  # characters of a line while a network that knows nothing learns its first letters


@dataclass(frozen=True)
class Batch:
    """``frames`` (lines, 1, 48, columns) float32, +1 beyond a line's end; ``steps`` and ``lengths`` (lines,)
    int64; ``labels`` (sum of lengths,) int64."""

    frames: torch.Tensor
    steps: torch.Tensor
    labels: torch.Tensor
    lengths: torch.Tensor


def batch(frames: Sequence[Any], labels: Sequence[Sequence[int]]) -> Batch:
    """Frames (48, any width) uint8 side by side."""
    steps = [frame.shape[1] // STRIDE for frame in frames]
    together = np.ones((len(frames), 1, HEIGHT, max(steps) * STRIDE), np.float32)
    for one, frame, count in zip(together, frames, steps, strict=True):
        one[0, :, : count * STRIDE] = scaled(frame)[:, : count * STRIDE]
    return Batch(
        torch.from_numpy(together),
        torch.tensor(steps),
        torch.tensor([n for label in labels for n in label]),
        torch.tensor([len(label) for label in labels]),
    )


class Stream(IterableDataset[Batch]):
    """Batches of ``split``; ``short`` lines only for a beginner."""

    def __init__(
        self, seed: int, split: Split, style: Style, fonts: Path, known: Sequence[str], *, short: bool
    ) -> None:
        self._arguments = seed, split, style, fonts
        self._known, self._short, self._seed = known, short, seed

    def __iter__(self) -> Iterator[Batch]:
        seed, split, style, fonts = self._arguments
        source, maker = TextSource(seed, split), LineMaker(seed, split, fonts, style)
        pick = random.Random(seed)  # noqa: S311
        while True:
            pool: list[tuple[Any, list[int]]] = []
            while len(pool) < _POOL:
                text = source.line()
                if self._short:
                    start = pick.randrange(max(1, len(text) - _SHORT[0]))
                    text = text[start : start + pick.randint(*_SHORT)].lstrip(_LEANING).strip()
                frame: Any = None
                if pick.random() < _SCRAWLED and not self._short:
                    text, frame = "", maker.scrawl()
                elif text:
                    frame = maker.make(text)
                label = encoded(text, self._known)
                if frame is not None and len(label) * 1.15 < frame.shape[1] // STRIDE:
                    pool.append((frame, label))
            pool.sort(key=lambda item: item[0].shape[1])
            groups: list[list[tuple[Any, list[int]]]] = [[]]
            for item in pool:
                if item[0].shape[1] * (len(groups[-1]) + 1) > _COLUMNS:
                    groups.append([])
                groups[-1].append(item)
            pick.shuffle(groups)
            for group in groups:
                if group:
                    yield batch([f for f, _ in group], [label for _, label in group])


def loader(stream: Stream, workers: int = 1) -> Iterator[Batch]:
    """Batches made in a process beside the one that learns."""
    return iter(DataLoader(stream, batch_size=None, num_workers=workers, prefetch_factor=8))
