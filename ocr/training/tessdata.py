"""Tesseract's model files: a network's weights out of one and into one.

Formats as Tesseract 5 writes them (src/lstm: ``Network``, ``WeightMatrix``, ``LSTMRecognizer``; src/ccutil:
``TessdataManager``, ``UNICHARSET``, ``UnicharCompress``). Debian's models hold int8 weights; they are read as
floats (w = integer x scale of its row) and written as floats, which ``combine_tessdata -c`` makes int8 again.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

_DOUBLE, _INT8 = 128, 1  # bits of a weight matrix's mode
_INT_MODE = 1  # bit of the training flags


class ModelFormatError(ValueError):
    """A model file is not what this module knows how to read."""


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, size: int) -> bytes:
        part = self.data[self.at : self.at + size]
        if len(part) != size:
            raise ModelFormatError(f"the file ends at byte {len(self.data)}, inside a field")
        self.at += size
        return part

    def unpack(self, form: str) -> Any:
        values = struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))
        return values[0] if len(values) == 1 else values

    def text(self) -> str:
        return self.take(self.unpack("I")).decode()


@dataclass
class Layer:
    """A layer of the network. ``extra`` is what its kind stores beside its weights; ``weights`` are
    (outputs, inputs + 1) with the bias last: one for a full layer, cell input, input gate, forget gate and
    output gate for an LSTM."""

    kind: str
    name: str
    header: bytes
    extra: bytes = b""
    weights: list[Floats] = field(default_factory=list)
    parts: list[Layer] = field(default_factory=list)

    def walk(self) -> Iterator[Layer]:
        """This layer and all inside it, in the order of the file."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass
class Network:
    """The ``lstm`` component: the network, what stands after it, and its number of classes."""

    root: Layer
    spec: str
    training_flags: int
    tail: bytes

    def weighted(self) -> list[Layer]:
        """Layers that have weights, from the input to the output."""
        return [layer for layer in self.root.walk() if layer.weights]


_GATES = 4
_FULL = {"Logistic", "Tanh", "LinSigmoid", "Relu", "Softmax", "SoftmaxNoCTC", "Linear", "Posclip", "Symclip"}
_HOLDERS = {"Series", "Parallel", "ParBidiLSTM", "DepParUDLSTM", "Par2dLSTM", "RTLReversed", "TTBReversed",
            "XYTranspose"}  # fmt: skip
_FIXED: dict[str, int] = {"Input": 20, "Convolve": 8, "Maxpool": 8, "Reconfig": 8}


def read_network(data: bytes) -> Network:
    """Parses an ``lstm`` component. Raises ModelFormatError."""
    reader = _Reader(data)
    root = _read_layer(reader)
    spec = reader.text()
    flags = reader.unpack("I")
    return Network(root, spec, flags, data[reader.at :])


def _read_layer(reader: _Reader) -> Layer:
    if reader.unpack("b") != 0:
        raise ModelFormatError("a layer of the old format")
    kind = reader.text()
    header = reader.take(2 + 16)
    layer = Layer(kind, reader.text(), header)
    if kind in _HOLDERS:
        layer.parts = [_read_layer(reader) for _ in range(reader.unpack("I"))]
        if struct.unpack_from("<i", header, 2)[0] & 64:  # NF_LAYER_SPECIFIC_LR
            start = reader.at
            reader.take(4 * reader.unpack("I"))
            layer.extra = reader.data[start : reader.at]
    elif kind in _FIXED:
        layer.extra = reader.take(_FIXED[kind])
    elif kind in ("LSTM", "SummLSTM"):
        layer.extra = reader.take(4)
        layer.weights = [_read_matrix(reader) for _ in range(_GATES)]
    elif kind in _FULL:
        layer.weights = [_read_matrix(reader)]
    else:
        raise ModelFormatError(f"a layer of the unknown kind {kind}")
    return layer


def _read_matrix(reader: _Reader) -> Floats:
    mode = reader.unpack("B")
    if not mode & _DOUBLE:
        raise ModelFormatError("weights of the old format")
    rows, columns = reader.unpack("II")
    if mode & _INT8:
        reader.take(1)  # the value of empty cells
        whole: Any = np.frombuffer(reader.take(rows * columns), np.int8).reshape(rows, columns)
        scales: Any = np.frombuffer(reader.take(8 * reader.unpack("I")), np.float64)
        return np.asarray(whole * scales[:rows, None], np.float64)
    reader.take(8)
    values: Any = np.frombuffer(reader.take(8 * rows * columns), np.float64).reshape(rows, columns)
    return np.array(values)


def write_network(network: Network) -> bytes:
    """The ``lstm`` component with float weights."""
    flags = network.training_flags & ~_INT_MODE
    return _written(network.root) + _text(network.spec) + struct.pack("<I", flags) + network.tail


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text.encode())) + text.encode()


def _written(layer: Layer) -> bytes:
    out = b"\0" + _text(layer.kind) + layer.header + _text(layer.name)
    if layer.parts:
        return out + struct.pack("<I", len(layer.parts)) + b"".join(map(_written, layer.parts)) + layer.extra
    for matrix in layer.weights:
        out += b"" if matrix is not layer.weights[0] else layer.extra
        out += struct.pack("<BII", _DOUBLE, *matrix.shape) + struct.pack("<d", 0.0) + matrix.tobytes()
    return out if layer.weights else out + layer.extra
