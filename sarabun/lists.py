"""Lists of hits as files for spreadsheets: CSV and XLSX, written without holding all rows in memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from sarabun import dates
from sarabun.errors import InputError
from sarabun.finding import Hit
from sarabun.model import KIND_TH

MAX_ROWS = 100_000


class Format(StrEnum):
    """``CSV``: UTF-8 with a byte order mark, by which Excel knows Thai. ``XLSX``: an Excel workbook."""

    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Column(NamedTuple):
    """Headings, and the width in a workbook, in characters."""

    th: str
    en: str
    width: int


COLUMNS = (
    Column("เลขประจำเอกสาร", "id", 19),
    Column("ชนิดหนังสือ", "kind (Thai)", 18),
    Column("รหัสชนิด", "kind", 20),
    Column("ที่", "number", 22),
    Column("วันที่ (ค.ศ.)", "date", 12),
    Column("วันที่ (พ.ศ.)", "date (B.E.)", 18),
    Column("เรื่อง", "subject", 50),
    Column("จาก", "from", 36),
    Column("หน้า", "page", 6),
    Column("ข้อความที่พบ", "snippet", 60),
    Column("ระเบียน", "record", 50),
)

Cell = str | int | date

# What a spreadsheet takes for a formula, wide forms of the signs too (OWASP, CSV Injection).
_FORMULA = re.compile("[=+@＝＋＠－-]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_CHUNK = 64 * 1024  # characters
_FIRST_DAY = date(1900, 3, 1)  # Excel knows none before 1900, and takes 1900 for a leap year


def check_length(rows: int) -> None:
    """Raises InputError LIST_TOO_LONG where a list has more than :data:`MAX_ROWS`."""
    if rows > MAX_ROWS:
        raise InputError(
            "LIST_TOO_LONG",
            f"ผลการค้นมี {rows:,} ฉบับ ส่งออกได้ครั้งละไม่เกิน {MAX_ROWS:,} โปรดจำกัดด้วยปี ชนิด หรือคำค้น แล้วส่งออกทีละส่วน",
            f"{rows:,} letters were found and a list holds at most {MAX_ROWS:,}: "
            "narrow the search by year, kind or words, and export it in parts",
        )


def write(path: Path, form: Format, hits: Iterable[Hit], site: str, language: str) -> int:
    """Makes the file ``path``, whole or not at all; returns the number of hits. ``site`` is the address of
    the web pages, with which links begin; ``language`` of the headings is ``th`` or ``en``."""
    counted = _Counted(hits)
    part = path.with_name(f"{path.name}.part")
    try:
        if form is Format.CSV:
            with part.open("wb") as file:
                file.writelines(csv_chunks(counted, site, language))
        else:
            _write_xlsx(part, counted, site, language)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return counted.count


def csv_chunks(hits: Iterable[Hit], site: str, language: str) -> Iterator[bytes]:
    """The bytes of a CSV file (RFC 4180), as they are made. A cell that a spreadsheet would take for a
    formula begins with an apostrophe. Arguments as :func:`write` has them."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    out = csv.writer(buffer)
    out.writerow(_headings(language))
    for hit in hits:
        out.writerow(_harmless(cell) for cell in _row(hit, site))
        if buffer.tell() >= _CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _write_xlsx(path: Path, hits: Iterable[Hit], site: str, language: str) -> None:
    """Text is written as text whatever it says; a day is a day."""
    import xlsxwriter  # late: the command line must not wait for it

    options = {"constant_memory": True, "tmpdir": str(path.parent), "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("ผลการค้น" if language == "th" else "Results")
        bold = book.add_format({"bold": True})
        for i, (column, heading) in enumerate(zip(COLUMNS, _headings(language), strict=True)):
            sheet.set_column(i, i, column.width)
            sheet.write_string(0, i, heading, bold)
        sheet.freeze_panes(1, 0)
        last = 0
        for last, hit in enumerate(hits, 1):
            for i, cell in enumerate(_row(hit, site)):
                if isinstance(cell, date):
                    sheet.write_datetime(last, i, cell)
                elif isinstance(cell, int):
                    sheet.write_number(last, i, cell)
                else:
                    sheet.write_string(last, i, cell)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)


def _headings(language: str) -> list[str]:
    return [column.th if language == "th" else column.en for column in COLUMNS]


def _row(hit: Hit, site: str) -> Iterator[Cell]:
    """In the order of :data:`COLUMNS`."""
    yield hit.id
    yield KIND_TH[hit.kind]
    yield hit.kind.value
    yield _clean(hit.number)
    day = date.fromisoformat(hit.date) if hit.date else None
    yield day if day and day >= _FIRST_DAY else hit.date
    yield dates.thai_date(hit.date) if hit.date else ""
    yield _clean(hit.subject)
    yield _clean(hit.agency)
    yield hit.page
    yield _clean(hit.snippet)
    yield f"{site.rstrip('/')}/records/{hit.id}?page={hit.page}"


def _clean(text: str) -> str:
    """On one line, without control characters, which neither format can hold."""
    return _CONTROL.sub(" ", text).strip()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


class _Counted:
    """Hits, counted as they go by."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._hits = hits
        self.count = 0

    def __iter__(self) -> Iterator[Hit]:
        for hit in self._hits:
            self.count += 1
            yield hit
