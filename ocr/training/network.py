"""The two networks, as PyTorch trains them.

Both see a frame of 48 rows and answer every third column. The first is the one that Tesseract's models hold
(convolution, LSTM down each column, three LSTMs along the line), so its weights go into a ``.traineddata``;
the second is built otherwise, mostly of convolutions, so that its errors are others.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from ocr.frame import HEIGHT

STRIDE = 3


class First(nn.Module):
    """``1,48,0,1 Ct3,3,16 Mp3,3 Lfys64 Lfx96 Lrx96 Lfx192 O1c``, as in Debian's ``script/Thai``."""

    def __init__(self, classes: int, wide: int = 192) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(1, 16, 3, padding=1)
        self.down = nn.LSTM(16, 64, batch_first=True)
        self.forth = nn.LSTM(64, 96, batch_first=True)
        self.back = nn.LSTM(96, 96, batch_first=True)
        self.along = nn.LSTM(96, wide, batch_first=True)
        self.output = nn.Linear(wide, classes)

    def forward(self, frames: Tensor, steps: Tensor) -> Tensor:
        """Logits (lines, steps, classes) of ``frames`` (lines, 1, 48, columns), white beyond a line's end;
        ``steps`` (lines,) are the columns of each line over 3."""
        x = nn.functional.pad(frames, (1, 1, 1, 1), value=0.0)
        x = torch.tanh(nn.functional.conv2d(x, self.convolution.weight, self.convolution.bias))
        x = nn.functional.max_pool2d(x, STRIDE)
        lines, channels, rows, columns = x.shape
        x = x.permute(0, 3, 2, 1).reshape(lines * columns, rows, channels)
        _, (last, _) = self.down(x)
        x = last[0].reshape(lines, columns, -1)
        x, _ = self.forth(x)
        x = _turned(self.back(_turned(x, steps))[0], steps)
        x, _ = self.along(x)
        return self.output(x)  # type: ignore[no-any-return]


def _turned(x: Tensor, steps: Tensor) -> Tensor:
    """Each line's own steps from last to first; what is beyond its end stays."""
    at = torch.arange(x.shape[1], device=x.device)[None]
    at = torch.where(at < steps[:, None], steps[:, None] - 1 - at, at)
    return x.gather(1, at[:, :, None].expand_as(x))


class _Near(nn.Module):
    """What stands within three times ``reach`` steps to both sides, added to what is there."""

    def __init__(self, channels: int, reach: int) -> None:
        super().__init__()
        self.spread = nn.Conv1d(
            channels, channels, 7, padding=3 * reach, dilation=reach, groups=channels, bias=False
        )
        self.norm = nn.BatchNorm1d(channels)
        self.mix = nn.Conv1d(channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x + torch.relu(self.mix(self.norm(self.spread(x))))


class Second(nn.Module):
    """Three convolutions that keep the rows apart, one vector a step of them, its neighbours, an LSTM each
    way."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.one = nn.Conv2d(1, 24, 5, (2, STRIDE), (2, 1), bias=False)
        self.two = nn.Conv2d(24, 48, 3, padding=1, bias=False)
        self.three = nn.Conv2d(48, 64, 3, padding=1, bias=False)
        self.norms = nn.ModuleList(nn.BatchNorm2d(n) for n in (24, 48, 64))
        self.flat = nn.Conv1d(64 * HEIGHT // 16, 192, 1, bias=False)
        self.flat_norm = nn.BatchNorm1d(192)
        self.near = nn.Sequential(*(_Near(192, reach) for reach in (1, 2, 4, 1)))
        self.forth = nn.LSTM(192, 64, batch_first=True)
        self.back = nn.LSTM(192, 64, batch_first=True)
        self.output = nn.Linear(192 + 128, classes)

    def forward(self, frames: Tensor, steps: Tensor) -> Tensor:
        """As :meth:`First.forward`."""
        x = frames
        for convolution, norm in zip((self.one, self.two, self.three), self.norms, strict=True):
            x = nn.functional.max_pool2d(torch.relu(norm(convolution(x))), (2, 1))
        x = torch.relu(self.flat_norm(self.flat(x.flatten(1, 2))))
        x = self.near(x).transpose(1, 2)
        back = _turned(self.back(_turned(x, steps))[0], steps)
        x = torch.cat([x, self.forth(x)[0], back], dim=2)
        return self.output(x)  # type: ignore[no-any-return]


NETWORKS: dict[str, Any] = {"first": First, "second": Second}
