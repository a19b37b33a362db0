"""The way of the weights: Debian's model, PyTorch, ONNX and Tesseract again, all reading alike."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

torch = pytest.importorskip("torch", reason="training only: pip install -e '.[train]'")
pytest.importorskip("onnx", reason="training only: pip install -e '.[train]'")

from ocr.frame import BASELINE, HEIGHT  # noqa: E402
from ocr.recognise.reader import LineReader  # noqa: E402
from ocr.training import int8, weights  # noqa: E402
from ocr.training.__main__ import START, write_onnx  # noqa: E402
from ocr.training.batches import batch  # noqa: E402
from ocr.training.classes import NULL, classes, encoded  # noqa: E402
from ocr.training.network import NETWORKS  # noqa: E402
from ocr.training.tessdata import ModelFormatError, read_network, write_network  # noqa: E402
from ocr.training.text.alphabet import ALPHABET  # noqa: E402

pytestmark = pytest.mark.skipif(
    not START.is_file() or shutil.which("combine_tessdata") is None,
    reason="apt install tesseract-ocr tesseract-ocr-script-thai",
)
TEXT = "ขอแสดงความนับถือ"


def decoded(path: Sequence[int], known: Sequence[str]) -> str:
    """The text of a best path (one class a step): repeats and nulls left out."""
    kept = [b for a, b in zip((NULL, *path), path, strict=False) if a != b and b != NULL]
    return "".join(known[i] for i in kept).replace("\u0e4d\u0e32", "ำ")


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return weights.unpack(START, tmp_path_factory.mktemp("start"))


@pytest.fixture(scope="module")
def known(start: Path) -> tuple[str, ...]:
    return classes(Path(f"{start}.lstm-unicharset"), ALPHABET)


@pytest.fixture(scope="module")
def frame() -> np.ndarray:
    font = ImageFont.truetype("/usr/share/fonts/truetype/tlwg/Loma.ttf", 26)
    image = Image.new("L", (int(font.getlength(TEXT)) + 32, HEIGHT), 255)
    ImageDraw.Draw(image).text((16, BASELINE), TEXT, 0, font, anchor="ls")
    return np.asarray(image)


def test_every_character_has_a_class_and_stock_ones_keep_theirs(known: tuple[str, ...]) -> None:
    assert known[0] == " " and known[2] == "" and "๙" in known[182:]
    text = "น้ำ ๔๖๗๘๙ เปิด (ฉบับที่ ๒) – A-z"
    assert decoded([n for c in encoded(text, known) for n in (c, 2)], known) == text
    assert {c for c in ALPHABET if c != "ำ"} <= set(known)


def test_a_network_written_is_the_network_read(start: Path) -> None:
    data = Path(f"{start}.lstm").read_bytes()
    again = read_network(write_network(read_network(data)))
    for one, other in zip(read_network(data).weighted(), again.weighted(), strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one.weights, other.weights, strict=True))
    with pytest.raises(ModelFormatError):
        read_network(data[: len(data) // 2])


def test_pytorch_onnx_and_tesseract_read_the_imported_weights_alike(
    start: Path, known: tuple[str, ...], frame: np.ndarray, tmp_path: Path
) -> None:
    network = NETWORKS["first"](len(known)).eval()
    network.load_state_dict(weights.start_weights(Path(f"{start}.lstm"), len(known)))
    one = batch([frame], [[]])
    with torch.no_grad():
        path = network(one.frames, one.steps)[0].argmax(-1).tolist()
    assert TEXT in decoded(path, known)  # the stock network sees a bar in the empty margin now and then

    write_onnx(network, "first", known, tmp_path / "first.onnx", whole=False)
    assert LineReader(tmp_path / "first.onnx").read([frame])[0].text == decoded(path, known)

    weights.traineddata(network.state_dict(), known, start, tmp_path / "ours.traineddata")
    Image.fromarray(frame).save(tmp_path / "line.png")
    command = [
        "tesseract",
        tmp_path / "line.png",
        "-",
        "--psm",
        "13",
        "-l",
        "ours",
        "--tessdata-dir",
        tmp_path,
    ]
    read = subprocess.run(command, capture_output=True, text=True, check=True)
    assert TEXT in read.stdout


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_onnx_gives_the_chances_that_pytorch_gives(
    name: str, known: tuple[str, ...], frame: np.ndarray, tmp_path: Path
) -> None:
    torch.manual_seed(1)
    network = NETWORKS[name](len(known)).eval()
    write_onnx(network, name, known, tmp_path / "model.onnx", whole=False)
    reader = LineReader(tmp_path / "model.onnx")
    frames = [frame, frame[:, :150]]
    given = batch(frames, [[], []])
    with torch.no_grad():
        wanted = network(given.frames, given.steps).softmax(-1).numpy()
    for i, reading in enumerate(reader.read(frames)):
        assert np.allclose(reading.chances, wanted[i, : given.steps[i]], atol=1e-4)


def test_whole_numbers_give_nearly_the_same_chances(
    known: tuple[str, ...], frame: np.ndarray, tmp_path: Path
) -> None:
    torch.manual_seed(1)
    network = NETWORKS["second"](len(known)).eval()
    write_onnx(network, "second", known, tmp_path / "exact.onnx", whole=False)
    write_onnx(network, "second", known, tmp_path / "second.onnx")
    larger = (tmp_path / "second.onnx").stat().st_size
    int8.convolutions(tmp_path / "second.onnx", [frame, frame[:, :150]])
    exact, whole = (LineReader(tmp_path / f"{name}.onnx") for name in ("exact", "second"))
    assert whole.classes == exact.classes and whole.stride == exact.stride
    assert (tmp_path / "second.onnx").stat().st_size < 0.6 * larger
    wanted, got = (reader.read([frame])[0].chances for reader in (exact, whole))
    assert np.abs(np.log(got) - np.log(wanted)).max() < 0.2
