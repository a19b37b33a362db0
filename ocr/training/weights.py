"""Weights on their way: from Debian's model into PyTorch, and out again as a ``.traineddata`` and as ONNX."""

from __future__ import annotations

import struct
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ocr.training import int8
from ocr.training.classes import NULL
from ocr.training.network import First
from ocr.training.onnx_graph import build
from ocr.training.tessdata import Layer, Network, read_network, write_network

_GATE_ORDER = (1, 2, 0, 3)  # PyTorch: input, forget, cell, output; the file: cell, input, forget, output
_LSTMS = ("down", "forth", "back", "along")


def unpack(model: Path, folder: Path) -> Path:
    """The components of a ``.traineddata``; returns their common prefix. Raises CalledProcessError."""
    prefix = folder / "start"
    subprocess.run(["combine_tessdata", "-u", model, f"{prefix}."], check=True, capture_output=True)
    return prefix


def start_weights(lstm: Path, classes: int) -> dict[str, Tensor]:
    """The state of a :class:`First` as the model has learnt it; new classes start as the mean of the old."""
    layers = read_network(lstm.read_bytes()).weighted()
    convolution, *recurrent, output = layers
    state: dict[str, Tensor] = {}
    kernel = _tensor(convolution.weights[0])
    # The file's patches go column by column.
    state["convolution.weight"] = kernel[:, :-1].reshape(-1, 1, 3, 3).transpose(2, 3).contiguous()
    state["convolution.bias"] = kernel[:, -1].clone()
    for name, layer in zip(_LSTMS, recurrent, strict=True):
        gates = torch.cat([_tensor(layer.weights[i]) for i in _GATE_ORDER])
        inside = gates.shape[1] - 1 - layer.weights[0].shape[0]
        state[f"{name}.weight_ih_l0"] = gates[:, :inside].clone()
        state[f"{name}.weight_hh_l0"] = gates[:, inside:-1].clone()
        state[f"{name}.bias_ih_l0"] = gates[:, -1].clone()
        state[f"{name}.bias_hh_l0"] = torch.zeros(len(gates))
    rows = _tensor(output.weights[0])
    new = rows[3:].mean(dim=0, keepdim=True).expand(classes - len(rows), -1)
    rows = torch.cat([rows, new])
    state["output.weight"], state["output.bias"] = rows[:, :-1].clone(), rows[:, -1].clone()
    return state


def _tensor(values: Any) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(values)).float()


def traineddata(state: dict[str, Tensor], known: Sequence[str], prefix: Path, made: Path) -> None:
    """Writes ``made``, an int8 model that stock Tesseract loads.

    It is the network of ``prefix`` with the weights of ``state`` and the classes ``known``. Raises
    CalledProcessError where ``combine_tessdata`` refuses it.
    """
    network = read_network(Path(f"{prefix}.lstm").read_bytes())
    convolution, *recurrent, output = network.weighted()
    kernel = state["convolution.weight"].transpose(2, 3).reshape(16, 9)
    convolution.weights = [_rows(kernel, state["convolution.bias"])]
    for name, layer in zip(_LSTMS, recurrent, strict=True):
        both = torch.cat([state[f"{name}.weight_ih_l0"], state[f"{name}.weight_hh_l0"]], dim=1)
        bias = state[f"{name}.bias_ih_l0"] + state[f"{name}.bias_hh_l0"]
        gates = np.split(_rows(both, bias), 4)
        layer.weights = [gates[_GATE_ORDER.index(i)] for i in range(4)]
    output.weights = [_rows(state["output.weight"], state["output.bias"])]
    _widen(network, output, len(known))
    work = made.with_suffix("")
    Path(f"{work}.lstm").write_bytes(write_network(network))
    Path(f"{work}.lstm-unicharset").write_text(_unicharset(prefix, known), encoding="utf-8")
    recoder = struct.pack("<I", len(known)) + b"".join(
        struct.pack("<bii", 1, 1, i) for i in range(len(known))
    )
    Path(f"{work}.lstm-recoder").write_bytes(recoder)
    Path(f"{work}.config").write_text("preserve_interword_spaces 1\n", encoding="utf-8")
    subprocess.run(["combine_tessdata", f"{work}."], check=True, capture_output=True)
    subprocess.run(["combine_tessdata", "-c", made], check=True, capture_output=True)
    for part in ("lstm", "lstm-unicharset", "lstm-recoder", "config"):
        Path(f"{work}.{part}").unlink()


def _rows(weight: Tensor, bias: Tensor) -> Any:
    return torch.cat([weight, bias[:, None]], dim=1).double().contiguous().numpy()


def _widen(network: Network, output: Layer, classes: int) -> None:
    """The number of classes stands in the headers of the output and of the whole."""
    more = (classes - struct.unpack_from("<i", output.header, 10)[0]) * output.weights[0].shape[1]
    for layer in (output, network.root):
        flags, inputs, _, weights = struct.unpack_from("<4i", layer.header, 2)
        layer.header = layer.header[:2] + struct.pack("<4i", flags, inputs, classes, weights + more)


def _unicharset(prefix: Path, known: Sequence[str]) -> str:
    """The stock table, then a line for each new class (properties: digit, punctuation or letter)."""
    lines = Path(f"{prefix}.lstm-unicharset").read_text(encoding="utf-8").splitlines()[1:]
    for i, char in enumerate(known[len(lines) :], len(lines)):
        kind = 8 if char.isdigit() else 1 if char.isalpha() else 10
        script = "Thai" if "\u0e00" <= char <= "\u0e7f" else "Common"
        lines.append(f"{char} {kind:x} 0,255,0,255,0,0,0,0,0,0 {script} {i} 0 {i} {char}\t# {char}")
    return "\n".join([str(len(known)), *lines]) + "\n"


def onnx(network: nn.Module, made: Path, notes: dict[str, str], *, whole: bool = True) -> None:
    """Writes ``network`` as ONNX: ``frames`` (lines, 1, 48, columns) and ``steps`` (lines,) int32 in,
    ``chances`` (lines, steps, classes) out, each step a probability distribution.

    ``whole``: the products of the recurrent layers and the output in whole numbers, a third less time and a
    quarter of the size for the same errors.
    """
    data = build(network, notes, first=isinstance(network, First), null=NULL)
    if not whole:
        made.write_bytes(data)
        return
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "exact.onnx"
        exact.write_bytes(data)
        int8.products(exact, made)
