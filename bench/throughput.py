"""Time and memory a page of the whole line against plain OCRmyPDF on the same pages, in one run.

    python -m bench.throughput [--json FILE] [PATH…]

Without PATH a box of generated scans is used. Plain OCRmyPDF (``-l tha --output-type pdfa-2 --force-ocr``)
reads and converts only; Sarabun reads, describes, seals, signs and indexes. Files that plain OCRmyPDF does
not take are left out for both. The ratio of CPU seconds a page is what counts: it must stay under 1.5.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

from bench.measure import Cost, run

TARGET = 1.5
SUFFIXES = {".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"}


def pages(path: Path) -> int:
    """The number of pages of a scan."""
    if path.suffix.lower() == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    with Image.open(path) as image:
        return int(getattr(image, "n_frames", 1))


def plain(path: Path, out: Path) -> Cost:
    """Plain OCRmyPDF on one file."""
    command = [sys.executable, "-m", "ocrmypdf", "-l", "tha", "--output-type", "pdfa-2", "--force-ocr",
               "--image-dpi", "300", "-q", str(path), str(out)]  # fmt: skip
    return run(command, os.environ | {"OMP_THREAD_LIMIT": "1"})


def main() -> None:
    """Prints the table, and writes it as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=12, help="letters of the generated box")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [p for path in given.paths for p in ([path] if path.is_file() else sorted(path.iterdir()))]
        if not given.paths:
            from samples.box import make_box

            make_box(folder / "made", seed=2026, count=given.count)
            sources = sorted((folder / "made").iterdir())
        box = folder / "box"
        box.mkdir()
        total = Cost(0, 0, 0, 0)
        count = 0
        for source in sources:
            if source.suffix.lower() not in SUFFIXES:
                continue
            cost = plain(source, folder / "plain.pdf")
            if cost.returncode != 0:
                print(f"left out: {source.name} (OCRmyPDF ended with {cost.returncode})")
                continue
            shutil.copy(source, box / source.name)
            count += pages(source)
            total = Cost(total.cpu + cost.cpu, total.wall + cost.wall, max(total.memory, cost.memory), 0)
        home = {"SARABUN_HOME": str(folder / "home")}
        ours = run([sys.executable, "-m", "sarabun", "digitise", str(box)], os.environ | home)
    if ours.returncode != 0:
        sys.exit(f"sarabun digitise ended with {ours.returncode}")
    ratio = ours.cpu / total.cpu
    print(f"{count} pages                     CPU s/page  wall s/page  peak MB")
    for label, cost in (("plain OCRmyPDF", total), ("sarabun digitise", ours)):
        print(f"{label:<26} {cost.cpu / count:>10.2f} {cost.wall / count:>12.2f} {cost.memory / 2**20:>8.0f}")
    print(
        f"ratio of CPU               {ratio:>10.2f}  (at most {TARGET}: {'yes' if ratio <= TARGET else 'NO'})"
    )
    if given.json:
        result = {
            "pages": count,
            "plain": {"cpu": total.cpu, "wall": total.wall, "memory": total.memory},
            "sarabun": {"cpu": ours.cpu, "wall": ours.wall, "memory": ours.memory},
            "ratio": ratio,
        }
        given.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
