"""What a reader is given, and what it should have read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RefLine:
    """A printed line: ``text`` with a TAB between cells that stand apart; ``hand``: ranges (start, end) of it
    that a hand wrote, which nobody is asked to read."""

    text: str
    hand: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RefPage:
    """Page ``number`` (from 1): its printed lines in reading order, and what stamps and hands put beside."""

    number: int
    lines: tuple[RefLine, ...]
    stamped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A file with its truth. ``count`` is its pages; ``pages`` those with a reference text.

    ``fields`` holds what is to be scored, ``None`` where the letter has none.
    ``by_hand`` names fields that a hand wrote, all or in part: reported apart.
    """

    name: str
    file: Path
    count: int
    pages: tuple[RefPage, ...]
    kind: str | None
    fields: dict[str, str | None]
    by_hand: tuple[str, ...] = ()
