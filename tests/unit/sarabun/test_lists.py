"""Lists of hits as CSV and XLSX: what spreadsheets make of them."""

from __future__ import annotations

import csv
import io
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sarabun import lists
from sarabun.errors import InputError
from sarabun.finding import Hit
from sarabun.lists import COLUMNS, Format
from sarabun.model import Kind

SITE = "https://sarabun.example/"
HIT = Hit(
    "0123456789abcdef", 2, 1.0, Kind.EXTERNAL, "มท 0808.2/ว 1234", "2024-07-24", "ขออนุมัติ, “งบ” \"ก\"",
    "กรมที่ดิน", "บรรทัด\nสอง", (), pages=(2,),
)  # fmt: skip
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def csv_rows(*hits: Hit, language: str = "th") -> list[list[str]]:
    data = b"".join(lists.csv_chunks(hits, SITE, language))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(path: Path) -> ElementTree.Element:
    with zipfile.ZipFile(path) as book:
        return ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))


def cells(path: Path, row: int) -> list[tuple[str | None, str]]:
    """Type and value of each cell of a row, counted from 1."""
    found = sheet(path).find(f".//{NAMESPACE}row[@r='{row}']")
    assert found is not None
    return [(cell.get("t"), "".join(cell.itertext())) for cell in found]


def test_a_row_says_what_is_known_of_a_letter() -> None:
    headings, row = csv_rows(HIT)
    assert headings == [column.th for column in COLUMNS]
    assert row == [
        "0123456789abcdef", "หนังสือภายนอก", "external", "มท 0808.2/ว 1234", "2024-07-24", "24 กรกฎาคม 2567",
        "ขออนุมัติ, “งบ” \"ก\"", "กรมที่ดิน", "2", "บรรทัด สอง",
        "https://sarabun.example/records/0123456789abcdef?page=2",
    ]  # fmt: skip
    assert csv_rows(language="en") == [[column.en for column in COLUMNS]]
    assert csv_rows(replace(HIT, date=""))[1][4:6] == ["", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r@", "\n-", " =", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(tmp_path: Path, start: str) -> None:
    """OWASP, CSV Injection."""
    nasty = start + 'cmd|" /C calc"!A0'
    hit = replace(HIT, number=nasty, subject=nasty, agency=nasty, snippet=nasty)
    for cell in csv_rows(hit)[1]:
        assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)
    assert csv_rows(hit)[1][6] == "'" + nasty.strip()
    path = tmp_path / "list.xlsx"
    lists.write(path, Format.XLSX, [hit], SITE, "th")
    assert cells(path, 2)[6] == ("inlineStr", nasty.strip())
    assert sheet(path).find(f".//{NAMESPACE}f") is None


def test_a_workbook_has_real_days_and_numbers_and_the_rest_is_text(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    texts = {"number": "1/2567", "subject": "0012", "agency": "https://x.example"}
    old = replace(HIT, date="1890-01-01")
    assert lists.write(path, Format.XLSX, [replace(HIT, **texts), old], SITE, "en") == 2
    assert cells(path, 1) == [("inlineStr", column.en) for column in COLUMNS]
    row = cells(path, 2)
    assert row[4] == (None, "45497") and row[8] == (None, "2")  # 24 July 2024, in days
    assert [t for i, (t, _) in enumerate(row) if i not in (4, 8)] == ["inlineStr"] * 9
    assert [row[i][1] for i in (3, 6, 7)] == list(texts.values())
    assert cells(path, 3)[4] == ("inlineStr", "1890-01-01")
    made = sheet(path)
    pane = made.find(f".//{NAMESPACE}pane")
    assert pane is not None and (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    assert made.find(f"{NAMESPACE}autoFilter").get("ref") == "A1:K3"
    with zipfile.ZipFile(path) as book:
        assert 'formatCode="yyyy-mm-dd"' in book.read("xl/styles.xml").decode()


def test_what_a_page_may_hold_breaks_no_file(tmp_path: Path) -> None:
    hit = replace(HIT, snippet="ก\x00\x0b\ud800\uffffข\x85ค", subject="<b>&amp;</b>")
    assert csv_rows(hit)[1][9] == "ก ข ค"
    path = tmp_path / "list.xlsx"
    lists.write(path, Format.XLSX, [hit], SITE, "th")
    assert cells(path, 2)[6][1] == "<b>&amp;</b>" and cells(path, 2)[9][1] == "ก ข ค"


@pytest.mark.parametrize("form", Format)
def test_a_list_is_written_whole_or_not_at_all(tmp_path: Path, form: Format) -> None:
    def breaks() -> Iterator[Hit]:
        yield HIT
        raise RuntimeError("the index is gone")

    path = tmp_path / f"list.{form}"
    path.write_text("an earlier list")
    with pytest.raises(RuntimeError):
        lists.write(path, form, breaks(), SITE, "th")
    assert path.read_text() == "an earlier list" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("form", Format)
def test_rows_are_not_held_in_memory(tmp_path: Path, form: Format) -> None:
    lists.write(tmp_path / "warm", form, [HIT], SITE, "th")
    hits = (replace(HIT, subject=str(n) + "ก" * 1000) for n in range(5000))  # 10 MB of text
    tracemalloc.start()
    assert lists.write(tmp_path / "list", form, hits, SITE, "th") == 5000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


def test_a_list_that_is_too_long_is_refused() -> None:
    lists.check_length(lists.MAX_ROWS)
    with pytest.raises(InputError, match="LIST_TOO_LONG"):
        lists.check_length(lists.MAX_ROWS + 1)
