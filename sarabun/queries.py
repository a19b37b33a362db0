"""What people type, as values: cleaned, bounded, years in พ.ศ. or C.E."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sarabun import dates
from sarabun.errors import InputError
from sarabun.finding import Facet, Order, SearchQuery
from sarabun.model import KIND_TH, Kind, kind_named
from sarabun.thai import fold_digits, normalise

MAX_TEXT = 500
MAX_LIMIT = 100
MAX_OFFSET = 10_000
MAX_CHOSEN = 50
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def clean(text: str, name: str, longest: int) -> str:
    """``text`` normalised, on one line, without control characters. Raises InputError TEXT_TOO_LONG."""
    found = normalise(_CONTROL.sub(" ", text)).strip()
    if len(found) > longest:
        raise InputError(
            "TEXT_TOO_LONG",
            f"ข้อความในช่อง {name} ยาวเกิน {longest} ตัวอักษร โปรดย่อลง",
            f"{name} is longer than {longest} characters: shorten it",
        )
    return found


def search_query(
    q: str = "",
    *,
    kind: str = "",
    year: str = "",
    agency: str = "",
    choose: Sequence[str] = (),
    order: str = "",
    facets: Sequence[str] = (),
    after: str = "",
    offset: int = 0,
    limit: int = 20,
    exact: bool = False,
) -> SearchQuery:
    """``choose`` are values of facets, as ``secrecy:ลับ``; ``kind`` and ``year`` choose too. Raises
    InputError: TEXT_TOO_LONG, KIND_UNKNOWN, YEAR_INVALID, FACET_UNKNOWN, ORDER_UNKNOWN, PAGE_TOO_FAR."""
    if not (0 <= offset <= MAX_OFFSET and 1 <= limit <= MAX_LIMIT):
        raise InputError(
            "PAGE_TOO_FAR",
            f"แสดงผลได้ครั้งละไม่เกิน {MAX_LIMIT} รายการ และไม่เกินรายการที่ {MAX_OFFSET:,} โปรดค้นให้แคบลง",
            f"at most {MAX_LIMIT} hits at once, and none beyond {MAX_OFFSET:,}: narrow the search",
        )
    pairs = (text.partition(":") for text in (f"kind:{kind}", f"year:{year}", *choose[:MAX_CHOSEN]))
    return SearchQuery(
        text=clean(q, "q", MAX_TEXT),
        chosen=tuple((_facet(name), _value(_facet(name), text)) for name, _, text in pairs if text.strip()),
        agency=clean(agency, "agency", MAX_TEXT),
        order=_order(order),
        facets=tuple(dict.fromkeys(map(_facet, facets))),
        after=after,
        offset=offset,
        limit=limit,
        exact=exact,
    )


def _facet(name: str) -> Facet:
    try:
        return Facet(name)
    except ValueError:
        raise InputError(
            "FACET_UNKNOWN",
            f"ไม่มีตัวกรองชื่อนี้ โปรดเลือกจาก {', '.join(Facet)}",
            f"there is no such facet: choose one of {', '.join(Facet)}",
        ) from None


def _value(facet: Facet, text: str) -> str:
    if facet is Facet.KIND:
        return _kind(text).value
    return _year(text) if facet is Facet.YEAR else clean(text, facet.value, MAX_TEXT)


def _order(name: str) -> Order:
    try:
        return Order(name or Order.RELEVANCE)
    except ValueError:
        raise InputError(
            "ORDER_UNKNOWN",
            f"ไม่มีการเรียงแบบนี้ โปรดเลือกจาก {', '.join(Order)}",
            f"there is no such order: choose one of {', '.join(Order)}",
        ) from None


def _kind(text: str) -> Kind:
    if kind := kind_named(text):
        return kind
    raise InputError(
        "KIND_UNKNOWN",
        f"ไม่มีชนิดหนังสือนี้ โปรดเลือกจาก {', '.join(KIND_TH.values())}",
        f"there is no such kind of letter: choose one of {', '.join(Kind)}",
    )


def _year(text: str) -> str:
    typed = fold_digits(normalise(text)).strip()
    year = dates.ce_year(int(typed)) if re.fullmatch(r"[0-9]{2}|[0-9]{4}", typed) else None
    if year is None:
        raise InputError(
            "YEAR_INVALID",
            "ปีไม่ถูกต้อง โปรดใส่ปี พ.ศ. สี่หลัก เช่น 2567 (หรือ ค.ศ. เช่น 2024)",
            "the year is not valid: give four digits of the Buddhist era, as 2567 (or C.E., as 2024)",
        )
    return str(year)
