"""The networks at run time: frames of lines in, characters with places, chances and alternatives out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ocr.frame import HEIGHT
from ocr.picture import Pixels
from ocr.recognise.levels import scaled
from sarabun.errors import ConfigurationError

_COLUMNS = 2_500  # of all lines of a batch: one or two stay in the cache of a core, more wait for memory
_LEAST_STEPS = 4


Source: TypeAlias = Literal["one", "both", "vote", "language"]
"""Who says that a character is there: one reader, both, the likelier of two that differ, the language."""


class Character(NamedTuple):
    """A character, the steps it was seen in (``end`` exclusive), its chance 0..1, and the runners-up at its
    surest step, likeliest first ("" is nothing). ``alone`` is the chance that its own reader gave, where
    another one saw something else. ``lost``: something may be printed right behind it that was left out."""

    text: str
    start: int
    end: int
    chance: float
    others: tuple[tuple[str, float], ...] = ()
    alone: float = 0.0
    source: Source = "one"
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a network saw in a frame: ``chances`` (steps, classes) float32, and the ``characters`` of its best
    path."""

    characters: tuple[Character, ...]
    chances: NDArray[np.float32]

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.characters)


class LineReader:
    """One network, loaded once; one thread."""

    def __init__(self, model: Path) -> None:
        """Raises ConfigurationError MODEL_MISSING or MODEL_BROKEN."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Else products of 8 bits overflow on processors without VNNI, and digits are misread.
        options.add_session_config_entry("session.x64quantprecision", "1")
        if not model.is_file():
            raise ConfigurationError(
                "MODEL_MISSING",
                f"ไม่พบแฟ้มแบบจำลองการอ่าน {model.name} โปรดติดตั้งโปรแกรมใหม่ หรือสร้างด้วย scripts/train-reader",
                f"the reading model {model.name} is missing: install again, "
                "or make it with scripts/train-reader",
            )
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(model), options, providers=["CPUExecutionProvider"]
            )
            notes = self._session.get_modelmeta().custom_metadata_map
            self.classes: tuple[str, ...] = tuple(json.loads(notes["classes"]))
            self._numbers = {text: i for i, text in enumerate(self.classes) if text}
            self.name, self.null, self.stride = notes["name"], int(notes["null"]), int(notes["stride"])
        except Exception as error:  # onnxruntime raises a class of its own for each fault
            raise ConfigurationError(
                "MODEL_BROKEN",
                f"แฟ้มแบบจำลองการอ่าน {model.name} เสียหายหรือไม่ใช่ของระบบนี้ โปรดติดตั้งโปรแกรมใหม่",
                f"the reading model {model.name} is damaged or not one of ours: install again",
                str(error),
            ) from error

    def encoded(self, text: str) -> list[int] | None:
        """The classes that spell ``text``, or ``None`` where a character has none."""
        numbers = [self._numbers.get(char) for char in text]
        return None if None in numbers else [n for n in numbers if n is not None]

    def characters(self, frames: Sequence[Pixels]) -> list[tuple[Character, ...]]:
        """The best path through each frame (48, any width) uint8."""
        return [reading.characters for reading in self.read(frames)]

    def read(self, frames: Sequence[Pixels]) -> list[Reading]:
        """Readings of frames (48, any width) uint8, in their order."""
        order = sorted(range(len(frames)), key=lambda i: frames[i].shape[1])
        made: dict[int, Reading] = {}
        group: list[int] = []
        for i in order:
            if group and frames[i].shape[1] * (len(group) + 1) > _COLUMNS:
                made.update(self._batch(frames, group))
                group = []
            group.append(i)
        if group:
            made.update(self._batch(frames, group))
        return [made[i] for i in range(len(frames))]

    def _batch(self, frames: Sequence[Pixels], group: Sequence[int]) -> dict[int, Reading]:
        steps = np.array([max(_LEAST_STEPS, frames[i].shape[1] // self.stride) for i in group], np.int32)
        together = np.ones((len(group), 1, HEIGHT, int(steps.max()) * self.stride), np.float32)
        for row, i in enumerate(group):
            columns = min(frames[i].shape[1], together.shape[3])
            together[row, 0, :, :columns] = scaled(frames[i])[:, :columns]
        chances: Any = self._session.run(None, {"frames": together, "steps": steps})[0]
        return {i: self._reading(chances[row, : steps[row]]) for row, i in enumerate(group)}

    def _reading(self, chances: NDArray[np.float32]) -> Reading:
        best: Any = chances.argmax(axis=1)
        starts = np.flatnonzero(np.diff(best, prepend=-1))
        ends = np.append(starts[1:], len(best))
        characters = []
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            number = int(best[start])
            if number == self.null:
                continue
            peak = start + int(chances[start:end, number].argmax())
            row = chances[peak]
            near: Any = np.argpartition(row, -4)[-4:]
            others = sorted(((float(row[i]), int(i)) for i in near if i != number), reverse=True)
            characters.append(
                Character(
                    self.classes[number], start, end, float(row[number]),
                    tuple((self.classes[i], chance) for chance, i in others),
                )
            )  # fmt: skip
        return Reading(tuple(characters), chances)
