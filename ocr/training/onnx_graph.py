"""The networks as ONNX graphs.

Drawn by hand: the standard's LSTM knows the length of every line, so the lines of a batch do not see each
other's padding.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from ocr.frame import HEIGHT
from ocr.training.network import STRIDE

_OPSET, _IR = 17, 8
_GATES = (0, 3, 1, 2)  # ONNX: input, output, forget, cell; PyTorch: input, forget, cell, output


class Graph:
    """A graph that grows from its input to its output."""

    def __init__(self, state: dict[str, Tensor]) -> None:
        self.state = {k: np.asarray(v.detach().float().numpy()) for k, v in state.items()}
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: Any) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"x{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def lstm(self, x: str, layer: str, steps: str = "", *, back: bool = False) -> str:
        """(steps, lines, inputs) -> (steps, 1, lines, outputs)"""
        inside, outside = self.state[f"{layer}.weight_ih_l0"], self.state[f"{layer}.weight_hh_l0"]
        bias = np.concatenate(
            [
                _gates(self.state[f"{layer}.bias_ih_l0"]),
                _gates(self.state[f"{layer}.bias_hh_l0"]),
            ]
        )
        weights = (_gates(inside)[None], _gates(outside)[None], bias[None])
        node = [f"x{len(self.nodes)}", f"x{len(self.nodes)}last"]
        self.nodes.append(
            helper.make_node(
                "LSTM", [x, *(self.constant(w) for w in weights), steps], node,
                hidden_size=outside.shape[1], direction="reverse" if back else "forward",
            )
        )  # fmt: skip
        return node[0]

    def line(self, x: str, layer: str, steps: str, *, back: bool = False) -> str:
        """(steps, lines, inputs) -> (steps, lines, outputs)"""
        return self.op("Squeeze", self.lstm(x, layer, steps, back=back), self.constant(np.array([1])))


def _gates(rows: Any) -> Any:
    parts = np.split(rows, 4)
    return np.concatenate([parts[i] for i in _GATES])


def build(network: Any, notes: dict[str, str], *, first: bool, null: int) -> bytes:
    """The serialised model. ``notes`` become its metadata."""
    graph = Graph(network.state_dict())
    x = _first(graph) if first else _second(graph)
    x = graph.op("MatMul", x, graph.constant(graph.state["output.weight"].T))
    x = graph.op("Add", x, graph.constant(graph.state["output.bias"]))
    x = graph.op("Softmax", x, axis=-1)
    graph.nodes.append(helper.make_node("Transpose", [x], ["chances"], perm=[1, 0, 2]))
    classes = len(graph.state["output.bias"])
    made = helper.make_graph(
        graph.nodes, "reader",
        [
            helper.make_tensor_value_info("frames", TensorProto.FLOAT, ["lines", 1, HEIGHT, "columns"]),
            helper.make_tensor_value_info("steps", TensorProto.INT32, ["lines"]),
        ],
        [helper.make_tensor_value_info("chances", TensorProto.FLOAT, ["lines", "steps", classes])],
        graph.constants,
    )  # fmt: skip
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    helper.set_model_props(model, {**notes, "null": str(null), "stride": str(STRIDE)})
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _first(graph: Graph) -> str:
    weight, bias = graph.state["convolution.weight"], graph.state["convolution.bias"]
    x = graph.op(
        "Conv", "frames", graph.constant(weight), graph.constant(bias), kernel_shape=[3, 3], pads=[1, 1, 1, 1]
    )
    x = graph.op("Tanh", x)
    x = graph.op("MaxPool", x, kernel_shape=[STRIDE, STRIDE], strides=[STRIDE, STRIDE])
    # (lines, 16, rows, columns) -> (rows, columns * lines, 16): down every column of every line at once
    x = graph.op("Transpose", x, perm=[2, 3, 0, 1])
    shape = graph.op("Shape", x)
    x = graph.op("Reshape", x, graph.constant(np.array([HEIGHT // STRIDE, -1, weight.shape[0]])))
    graph.lstm(x, "down")
    last = f"{graph.nodes[-1].output[0]}last"
    steps_lines = graph.op("Slice", shape, *(graph.constant(np.array([n])) for n in (1, 3)))
    size = graph.state["down.weight_hh_l0"].shape[1]
    shape = graph.op("Concat", steps_lines, graph.constant(np.array([size])), axis=0)
    x = graph.op("Reshape", last, shape)
    x = graph.line(x, "forth", "steps")
    x = graph.line(x, "back", "steps", back=True)
    return graph.line(x, "along", "steps")


def _folded(graph: Graph, convolution: str, norm: str) -> tuple[str, str]:
    """Weight and bias of a convolution with the batch norm behind it."""
    state = graph.state
    scale = state[f"{norm}.weight"] / np.sqrt(state[f"{norm}.running_var"] + 1e-5)
    weight = state[f"{convolution}.weight"]
    bias = state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * scale
    return graph.constant(weight * scale.reshape(-1, *[1] * (weight.ndim - 1))), graph.constant(bias)


def _second(graph: Graph) -> str:
    x = "frames"
    shapes: list[dict[str, Any]] = [
        {"kernel_shape": [5, 5], "strides": [2, STRIDE], "pads": [2, 1, 2, 1]},
        {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]},
        {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]},
    ]
    for i, (name, shape) in enumerate(zip(("one", "two", "three"), shapes, strict=True)):
        x = graph.op("Conv", x, *_folded(graph, name, f"norms.{i}"), **shape)
        x = graph.op("Relu", x)
        x = graph.op("MaxPool", x, kernel_shape=[2, 1], strides=[2, 1])
    channels = graph.state["flat.weight"].shape[1]
    x = graph.op("Reshape", x, graph.constant(np.array([0, channels, -1])))
    x = graph.op("Relu", graph.op("Conv", x, *_folded(graph, "flat", "flat_norm"), kernel_shape=[1]))
    for i, reach in enumerate((1, 2, 4, 1)):
        y = graph.op(
            "Conv", x, *_folded(graph, f"near.{i}.spread", f"near.{i}.norm"), kernel_shape=[7],
            pads=[3 * reach, 3 * reach], dilations=[reach], group=graph.state["flat_norm.bias"].size,
        )  # fmt: skip
        weight, bias = (graph.constant(graph.state[f"near.{i}.mix.{part}"]) for part in ("weight", "bias"))
        x = graph.op("Add", x, graph.op("Relu", graph.op("Conv", y, weight, bias, kernel_shape=[1])))
    x = graph.op("Transpose", x, perm=[2, 0, 1])
    forth, back = graph.line(x, "forth", "steps"), graph.line(x, "back", "steps", back=True)
    return graph.op("Concat", x, forth, back, axis=2)
