"""Networks in whole numbers of 8 bits: a quarter of the size and half the time for the same errors."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_dynamic,
    quantize_static,
)

from ocr.picture import Pixels
from ocr.recognise.levels import scaled
from ocr.training.network import STRIDE
from ocr.training.render import LineMaker
from ocr.training.text import TextSource

_SEED, _LINES = 5_001, 96


def products(exact: Path, made: Path) -> None:
    """Writes the model ``exact`` with the products of its recurrent layers and its output in whole numbers;
    their ranges are taken anew from every batch."""
    quantize_dynamic(exact, made, op_types_to_quantize=["LSTM", "MatMul"], weight_type=QuantType.QInt8)


def convolutions(model: Path, frames: Sequence[Pixels]) -> None:
    """Puts the convolutions of ``model`` into whole numbers too, in place; their ranges are those that they
    have on ``frames``, lines as they are read (48, any width) uint8."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.onnx"
        quantize_static(
            model, made, _Lines(frames), quant_format=QuantFormat.QOperator, op_types_to_quantize=["Conv"],
            per_channel=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        )  # fmt: skip
        model.write_bytes(made.read_bytes())


def training_lines(fonts: Path, count: int = _LINES) -> list[Pixels]:
    """Frames of ``count`` lines such as the second network learns from."""
    source, maker = TextSource(_SEED, "train"), LineMaker(_SEED, "train", fonts, "second")
    made: list[Pixels] = []
    while len(made) < count:
        frame = maker.make(source.line())
        if frame is not None:
            made.append(frame)
    return made


class _Lines(CalibrationDataReader):
    """Frames one by one, as the models take them."""

    def __init__(self, frames: Sequence[Pixels]) -> None:
        self._rest: Iterator[Pixels] = iter(frames)

    def get_next(self) -> dict[str, Any] | None:
        frame = next(self._rest, None)
        if frame is None:
            return None
        steps = frame.shape[1] // STRIDE
        return {
            "frames": scaled(frame)[None, None, :, : steps * STRIDE],
            "steps": np.array([steps], np.int32),
        }
