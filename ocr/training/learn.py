"""Training: one network, from its starting weights to the end of its lines, resumable at any moment."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ocr.training.batches import Batch, Stream, Style, loader
from ocr.training.classes import NULL
from ocr.training.network import NETWORKS

_HEAD_ONLY = 0.02  # of the lines: new classes settle before old layers move
_WARM_UP = 0.02
_BEGINNER = 0.06  # of the lines, short ones, for a network from nothing
_MEAN_OF = 0.998  # moving average of the weights, which is what is kept in the end
_SAVE_SECONDS, _SHOW_SECONDS = 120, 20
_CLIP = 5.0
_STEPS_A_LETTER = 4


@dataclass(frozen=True)
class Plan:
    """One training run. ``lines`` is its length; ``rate`` the highest learning rate; ``from_nothing`` says
    that the weights start as noise."""

    style: Style
    seed: int
    lines: int
    rate: float
    from_nothing: bool


PLANS: dict[str, Plan] = {
    "first": Plan("first", 11, 150_000, 1e-3, from_nothing=False),
    "second": Plan("second", 12, 165_000, 2e-3, from_nothing=True),
}


class Learner:
    """The state of a run, as its checkpoint in ``folder`` keeps it."""

    def __init__(
        self, plan: Plan, known: Sequence[str], fonts: Path, folder: Path, start: dict[str, Any] | None
    ) -> None:
        """``start`` holds the starting weights of a network that does not begin from nothing."""
        self.plan, self.known, self.fonts, self.folder = plan, known, fonts, folder
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(plan.seed)
        self.network: nn.Module = NETWORKS[plan.style](len(known)).to(self.device)
        if start is not None:
            self.network.load_state_dict(start)
        self.mean = {k: v.detach().clone() for k, v in self.network.state_dict().items()}
        self.optimiser = torch.optim.Adam(self.network.parameters(), lr=plan.rate)
        self.seen, self.seconds, self.resumed = 0, 0.0, 0
        folder.mkdir(parents=True, exist_ok=True)
        if self._checkpoint.is_file():
            self._load()

    @property
    def _checkpoint(self) -> Path:
        return self.folder / "checkpoint.pt"

    def _load(self) -> None:
        kept = torch.load(self._checkpoint, map_location=self.device, weights_only=True)
        self.network.load_state_dict(kept["network"])
        self.mean = kept["mean"]
        self.optimiser.load_state_dict(kept["optimiser"])
        self.seen, self.seconds, self.resumed = kept["seen"], kept["seconds"], kept["resumed"] + 1

    def _save(self) -> None:
        new = self._checkpoint.with_suffix(".new")
        kept = {
            "network": self.network.state_dict(), "mean": self.mean, "seen": self.seen,
            "optimiser": self.optimiser.state_dict(), "seconds": self.seconds, "resumed": self.resumed,
        }  # fmt: skip
        torch.save(kept, new)
        new.replace(self._checkpoint)

    def averaged(self) -> nn.Module:
        """The network with the averaged weights, for reading."""
        network: nn.Module = NETWORKS[self.plan.style](len(self.known))
        network.load_state_dict({k: v.cpu() for k, v in self.mean.items()})
        return network.eval()

    def run(self) -> None:
        """Learns to the end of the plan, saving and showing where it is."""
        begun = saved = shown = time.monotonic()
        before, losses = self.seconds, []
        short = self._beginner()
        stream = self._stream(short)
        self.network.train()
        while self.seen < self.plan.lines:
            if short and not self._beginner():
                short, stream = False, self._stream(False)
            losses.append(self._step(next(stream)))
            now = time.monotonic()
            self.seconds = before + now - begun
            if now - shown > _SHOW_SECONDS:
                print(self._where(losses), flush=True)
                losses, shown = [], now
            if now - saved > _SAVE_SECONDS:
                self._save()
                saved = now
        self._save()
        print(f"{self.plan.style}: {self.seen} lines in {self.seconds / 60:.0f} min")

    def _beginner(self) -> bool:
        return self.plan.from_nothing and self.seen < _BEGINNER * self.plan.lines

    def _stream(self, short: bool) -> Any:
        # A resumed run must not see its first lines again.
        seed = self.plan.seed + 1_000 * self.resumed + 500 * (not short)
        return loader(Stream(seed, "train", self.plan.style, self.fonts, self.known, short=short))

    def _step(self, given: Batch) -> float:
        progress = self.seen / self.plan.lines
        warm = min(1.0, progress / _WARM_UP + 0.02)
        rate = self.plan.rate * warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        if not self.plan.from_nothing:
            for name, weight in self.network.named_parameters():
                weight.requires_grad_(progress >= _HEAD_ONLY or name.startswith("output"))
        loss = self._loss(given)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), _CLIP)
        self.optimiser.step()
        with torch.no_grad():
            keep = min(_MEAN_OF, 1 - 1 / (1 + self.seen / 100))
            for name, value in self.network.state_dict().items():
                if value.dtype.is_floating_point:
                    self.mean[name].lerp_(value, 1 - keep)
                else:
                    self.mean[name].copy_(value)
        self.seen += len(given.steps)
        return float(loss.detach())

    def _loss(self, given: Batch) -> torch.Tensor:
        with torch.autocast(self.device.type, torch.bfloat16):
            logits = self.network(given.frames.to(self.device), given.steps.to(self.device))
        chances = logits.float().log_softmax(-1).transpose(0, 1)
        losses = nn.functional.ctc_loss(
            chances,
            given.labels.to(self.device),
            given.steps,
            given.lengths,
            NULL,
            "none",
            zero_infinity=True,
        )
        # Each line counts alike, by the letter; one of scrawl as the letters it has room for.
        letters = torch.where(given.lengths > 0, given.lengths, given.steps // _STEPS_A_LETTER + 1)
        return (losses / letters.to(self.device)).mean()

    def _where(self, losses: list[float]) -> str:
        speed = self.seen / max(1.0, self.seconds)
        left = (self.plan.lines - self.seen) / max(0.1, speed) / 60
        return (
            f"{self.plan.style} {100 * self.seen / self.plan.lines:5.1f} %  {self.seen} lines  "
            f"loss {sum(losses) / max(1, len(losses)):.4f}  {speed:.1f} lines/s  {left:.0f} min left"
        )
