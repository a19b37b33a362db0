"""Trains the readers and writes the models that the product ships.

    python -m ocr.training --work FOLDER [--only first|second]
        [--export-only | --learn-only | --evaluate-only]

Everything it needs is in FOLDER afterwards: fonts, the starting model, checkpoints. Interrupted at any time,
the same command goes on where it stopped. At the end it prints what the written models reach.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn

from ocr.training import evaluate, fonts, int8, weights
from ocr.training.classes import classes
from ocr.training.learn import PLANS, Learner
from ocr.training.text.alphabet import ALPHABET

MODELS = Path(__file__).parents[1] / "models"
START = Path("/usr/share/tesseract-ocr/5/tessdata/Thai.traineddata")
_VERSION = "3"


def learner(name: str, work: Path, start: Path) -> Learner:
    """The run ``name`` as it stands in ``work``."""
    known = classes(Path(f"{start}.lstm-unicharset"), ALPHABET)
    plan = PLANS[name]
    begin = None if plan.from_nothing else weights.start_weights(Path(f"{start}.lstm"), len(known))
    return Learner(plan, known, work / "fonts", work / name, begin)


def export(run: Learner, start: Path, models: Path) -> None:
    """Writes the models of a run: ONNX, and for the first network what Tesseract loads too."""
    models.mkdir(parents=True, exist_ok=True)
    name = run.plan.style
    network = run.averaged()
    write_onnx(network, name, run.known, models / f"{name}.onnx")
    if name == "second":  # hardly any of the first one's time goes into its convolution
        int8.convolutions(models / f"{name}.onnx", int8.training_lines(run.fonts))
    if name == "first":
        weights.traineddata(network.state_dict(), run.known, start, models / "sarabun.traineddata")


def write_onnx(
    network: nn.Module, name: str, known: Sequence[str], made: Path, *, whole: bool = True
) -> None:
    """Writes what :class:`ocr.recognise.reader.LineReader` loads."""
    notes = {"name": f"sarabun-{name} {_VERSION}", "classes": json.dumps(known, ensure_ascii=False)}
    weights.onnx(network, made, notes, whole=whole)


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--only", choices=sorted(PLANS))
    parser.add_argument("--export-only", action="store_true", help="write the models as far as they are")
    parser.add_argument("--learn-only", action="store_true", help="write no models")
    parser.add_argument("--evaluate-only", action="store_true", help="only print what the models reach")
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--start", type=Path, default=START, help="Debian's script/Thai model")
    given = parser.parse_args()
    work: Path = given.work.absolute()
    work.mkdir(parents=True, exist_ok=True)
    fonts.fetch(work / "fonts")
    if given.evaluate_only:
        print(evaluate.report(given.models, work / "fonts"))
        return
    start = weights.unpack(given.start, work)
    names = [given.only] if given.only else list(PLANS)
    if len(names) > 1 and not given.export_only and not torch.cuda.is_available():
        _side_by_side(names, given)
    for name in names:
        run = learner(name, work, start)
        if not given.export_only:
            run.run()
        if not given.learn_only:
            export(run, start, given.models)
    if not given.learn_only:
        print(evaluate.report(given.models, work / "fonts"))


def _side_by_side(names: list[str], given: argparse.Namespace) -> None:
    """Two cores, two networks: each learns in a process of its own."""
    command = [sys.executable, "-m", "ocr.training", "--work", str(given.work), "--start", str(given.start)]
    running = [subprocess.Popen([*command, "--learn-only", "--only", name]) for name in names]
    failed = [name for name, process in zip(names, running, strict=True) if process.wait()]
    if failed:
        sys.exit(f"training failed: {', '.join(failed)}; the same command goes on where it stopped")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
