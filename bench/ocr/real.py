"""Real letters and forms, where ``../shared/samples`` stands beside the checkout (its README tells more).

Text is scored on pages with a reference text, fields on the first page of every file in ``fields.jsonl``.
What a person could not be sure of either (``unsure``) is left out, what a hand wrote is reported apart.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pypdfium2

from bench.ocr.cases import Case, RefLine, RefPage
from sarabun.model import Kind

FOLDER = Path(__file__).parents[3] / "shared/samples/real"

_KINDS = {
    "memo": Kind.INTERNAL_MEMO,
    "external letter": Kind.EXTERNAL,
    "order": Kind.ORDER,
    "stamped letter (หนังสือประทับตรา)": Kind.STAMPED,
}
_PAGE_OF = re.compile(r"(?P<stem>.+?)(?:\.p(?P<page>\d+))?(?P<stamps>\.stamps)?\.txt")
_BY_HAND = re.compile(r"by hand|handwritten")
# Written by hand as well, though no note says so.
_HAND_TOO = {
    "court_ffc74fd9.pdf": {"number", "date"},
    "kalasin3_order_2559.pdf": {"number", "date"},
    "obec_memo_eo5261_2558.pdf": {"number", "date"},
}
_NOT_FILLED_IN = re.compile(r"/\s*-$")
_REMARK = re.compile(r"\[[^\]]*\]")


def cases() -> list[Case]:
    """Files with a reference text or fields; empty where the folder is absent."""
    if not FOLDER.is_dir():
        return []
    pages = _pages()
    known = [json.loads(line) for line in (FOLDER / "fields.jsonl").read_text(encoding="utf-8").splitlines()]
    entries: dict[str, dict[str, Any]] = {Path(entry["file"]).stem: entry for entry in known}
    found = []
    for path in sorted(p for p in FOLDER.iterdir() if p.suffix in (".pdf", ".jpg")):
        if path.stem in pages or path.stem in entries:
            entry = entries.get(path.stem)
            kind = _KINDS[entry["kind"]].value if entry else None
            truth, by_hand = _fields(entry) if entry else ({}, ())
            found.append(Case(path.stem, path, _count(path), pages.get(path.stem, ()), kind, truth, by_hand))
    return found


def _pages() -> dict[str, tuple[RefPage, ...]]:
    texts: dict[str, dict[int, list[str]]] = {}
    stamps: dict[str, dict[int, list[str]]] = {}
    for path in sorted((FOLDER / "text").glob("*.txt")):
        match = _PAGE_OF.fullmatch(path.name)
        if match is None:
            raise ValueError(f"{path}: which page?")
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        (stamps if match["stamps"] else texts).setdefault(match["stem"], {})[int(match["page"] or 1)] = lines
    return {
        stem: tuple(
            RefPage(number, tuple(map(RefLine, lines)), _stamped(stamps.get(stem, {}).get(number, [])))
            for number, lines in sorted(of.items())
        )
        for stem, of in texts.items()
    }


def _stamped(lines: list[str]) -> tuple[str, ...]:
    """The pieces of a description like ``[stamp, violet] office / number ; signer``."""
    pieces = (piece.strip() for line in lines for piece in re.split(r" [/;] ", _REMARK.sub("", line)))
    return tuple(piece for piece in pieces if piece)


def _fields(entry: dict[str, Any]) -> tuple[dict[str, str | None], tuple[str, ...]]:
    """What is certain: doubts that start with ``stamp`` are about the stamp, with ``day`` about the date, all
    others about the number."""
    number = entry["doc_no"] and _NOT_FILLED_IN.sub("/", entry["doc_no"])
    truth = {"number": number, "date": entry["date_iso"], "subject": entry["subject"]}
    for doubt in entry["unsure"]:
        if not doubt.startswith("stamp"):
            truth.pop("date" if doubt.startswith("day") else "number", None)
    remarks = [r for r in re.split(r"[;,]", entry.get("note", "")) if _BY_HAND.search(r)]
    words = {"number": "number", "date": "day"}
    noted = {name for name, word in words.items() if any(word in r for r in remarks)}
    return truth, tuple(sorted(noted | _HAND_TOO.get(entry["file"], set())))


def _count(path: Path) -> int:
    if path.suffix != ".pdf":
        return 1
    with pypdfium2.PdfDocument(path) as document:
        return len(document)
