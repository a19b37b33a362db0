"""Where the next page of a list begins: the place of the last hit shown, in a form that links carry."""

from __future__ import annotations

import base64
import json
from typing import NamedTuple

from sarabun.errors import InputError
from sarabun.finding import SearchQuery


class Place(NamedTuple):
    """The last hit shown: its ``key`` in the order of the list (a score, a day, a number) and its ``sort``;
    ``shown`` are the hits up to it, ``tier`` the one of the plan that found them, ``in_brief`` whether
    they were listed so (:class:`search.plan.Tier`)."""

    key: float
    sort: int
    shown: int
    tier: int
    in_brief: bool


WINDOW = 10_000  # how far a list can be skipped into


def check(query: SearchQuery) -> None:
    """Raises InputError QUERY_TOO_DEEP where more is to be skipped than can be."""
    if query.offset < 0 or query.limit < 0 or query.offset + query.limit > WINDOW:
        raise InputError(
            "QUERY_TOO_DEEP",
            f"ข้ามไปได้ไม่เกินลำดับที่ {WINDOW:,} โปรดเปิดทีละหน้า หรือเพิ่มคำค้นหรือตัวกรอง",
            f"one cannot skip beyond number {WINDOW:,}: go page by page, or add words or filters",
        )


def write(query: SearchQuery, place: Place) -> str:
    """For :attr:`SearchResult.next`."""
    text = json.dumps([query.order.value, *place], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(query: SearchQuery) -> Place | None:
    """The place in ``query.after``, None where it is the first page. Raises InputError CURSOR_INVALID."""
    if not query.after:
        return None
    try:
        text = base64.urlsafe_b64decode(query.after + "=" * (-len(query.after) % 4))
        order, key, sort, shown, tier, in_brief = json.loads(text)
        whole = all(type(n) is int and 0 <= n < 2**63 for n in (sort, shown, tier))
        if order == query.order.value and type(key) in (int, float) and whole and type(in_brief) is bool:
            return Place(key, sort, shown, tier, in_brief)
    except ValueError:
        pass
    raise InputError(
        "CURSOR_INVALID",
        "ตำแหน่งของหน้าถัดไปไม่ถูกต้อง โปรดค้นใหม่ตั้งแต่หน้าแรก",
        "the place of the next page is not valid: search again from the first page",
    )
