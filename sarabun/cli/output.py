"""What people see: tables and lines on the terminal, or one JSON document on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from sarabun.cli.texts import LANGUAGE, t
from sarabun.dates import thai_date
from sarabun.errors import SarabunError
from sarabun.views import about

out = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
err = Console(stderr=True, highlight=False)

STATES = {
    "received": t("รับแล้ว", "received"),
    "prepared": t("เตรียมแล้ว", "prepared"),
    "read": t("อ่านแล้ว", "read"),
    "described": t("ลงรายการแล้ว", "described"),
    "sealed": t("ผนึกแล้ว", "sealed"),
    "indexed": t("ค้นได้แล้ว", "searchable"),
    "quarantined": t("กักไว้", "quarantined"),
    "refused": t("ไม่รับ", "refused"),
}


def print_json(value: Any) -> None:
    """The one JSON document of a command."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


def print_error(error: SarabunError) -> None:
    """The sentence in the user's language, its code, and what the tool said."""
    err.print(Text.assemble((f"{error.code}: ", "bold red"), error.th if LANGUAGE == "th" else error.en))
    if error.detail:
        err.print(Text(error.detail[-400:], style="dim"))


def says(problem: dict[str, str]) -> str:
    """An error's sentence in the user's language."""
    return problem["th" if LANGUAGE == "th" else "en"]


def progress() -> Progress:
    """A bar on standard error, silent where that is no terminal."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
    )


_WIDE = 130
# Which of the nine columns share one where the window is narrow, one under the other.
_NARROW = ((0, 1), (2, 3), (4,), (5, 6), (7, 8))


def documents(rows: Iterable[dict[str, Any]]) -> None:
    """A table of documents: kind, number, date in พ.ศ., subject, pages, confidence, level, state."""
    headings = (
        t("เลขประจำ", "id"), t("ชนิด", "kind"), t("ที่", "number"), t("วันที่", "date"), t("เรื่อง", "subject"),
        t("หน้า", "pages"), t("ความเชื่อมั่น", "conf."), t("ลายมือชื่อ", "level"), t("สถานะ", "state"),
    )  # fmt: skip
    groups = tuple((i,) for i in range(len(headings))) if out.width >= _WIDE else _NARROW
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    for group in groups:
        table.add_column(
            "\n".join(headings[i] for i in group), min_width=16 if 4 in group else None, overflow="fold"
        )
    for row in rows:
        cells = _cells(row)
        style = "yellow" if "error" in row else None
        table.add_row(*("\n".join(cells[i] for i in group) for group in groups), style=style)
    out.print(table)


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    state = STATES.get(row["state"], row["state"]) + (
        t(" (ซ้ำ)", " (duplicate)") if row.get("duplicate") else ""
    )
    if "error" in row:
        reason = f"{row['source']}: {says(row['error'])}"
        return (row["id"] or "–", "", "", "", reason, str(row.get("pages") or "–"), "", "", state)
    confidence = row["confidence"]
    return (
        row["id"],
        row["kind_th"] or "–",
        row["number"] or "–",
        row["date_th"] or "–",
        row["subject"] or "–",
        str(row["pages"]),
        "–" if confidence is None else f"{100 * confidence:.0f} %",
        row["level"] or "–",
        state,
    )


def hits(result: dict[str, Any]) -> None:
    """Ranked hits with the matching words marked."""
    out.print(_counted(result["total"], result["complete"], estimated=result["estimated"]), style="bold")
    if result["meant"]:
        out.print(Text.assemble((t("หรือคุณหมายถึง ", "did you mean "), "dim"), result["meant"]))
    for number, hit in enumerate(result["hits"], 1):
        head = Text.assemble(
            (f"{number:>3}. ", "dim"), (hit["subject"] or hit["kind_th"], "bold"),
            f"  {hit['number']}".rstrip(), f"  {hit['date_th'] or ''}".rstrip(),
        )  # fmt: skip
        out.print(head)
        out.print(Text.assemble("     ", _marked(hit["snippet"], hit["highlights"])))
        out.print(Text(f"     {hit['id']}  {t('หน้า', 'page')} {hit['page']}", style="dim"))
    for name, counted in result["facets"].items():
        found = ", ".join(f"{value['label']} {_number(**value)}" for value in counted)
        out.print(Text.assemble((f"{name}: ", "bold"), found or "-"))
    if result["next"]:
        out.print(Text(f"--after {result['next']}", style="dim"))


def _number(count: int, *, estimated: bool, **_: Any) -> str:
    return f"≈ {about(count):,}" if estimated else f"{count:,}"


def _counted(total: int, complete: int, *, estimated: bool) -> str:
    near = total - complete
    if estimated:
        return t(f"พบประมาณ {about(total):,} ฉบับ", f"Letters found: about {about(total):,}")
    if not near:
        return t(f"พบ {total:,} ฉบับ", f"Letters found: {total:,}")
    if not complete:
        return t(
            f"ไม่มีฉบับที่ตรงครบทุกคำ แสดงฉบับที่ใกล้เคียง {near:,} ฉบับ",
            f"No letter has every word · near ones: {near:,}",
        )
    return t(
        f"ตรงครบทุกคำ {complete:,} ฉบับ · ใกล้เคียงอีก {near:,} ฉบับ",
        f"Letters that have every word: {complete:,} · near ones: {near:,}",
    )


def _marked(snippet: str, highlights: list[list[int]]) -> Text:
    """The matching words on yellow, or between «» where the output knows no colours."""
    marked, at = Text(), 0
    for start, end in highlights:
        marked.append(snippet[at:start])
        word = snippet[start:end]
        marked.append(*((word, "black on yellow") if out.is_terminal else (f"«{word}»",)))
        at = end
    return marked.append(snippet[at:])


def checks(result: dict[str, Any]) -> None:
    """A verification, line by line."""
    verdict = t("ถูกต้องทุกข้อ", "all checks passed") if result["ok"] else t("ไม่ผ่าน", "FAILED")
    out.print(
        Text.assemble((result["subject"], "bold"), "  ", (verdict, "green" if result["ok"] else "bold red"))
    )
    for check in result["checks"]:
        mark = ("  ✓ ", "green") if check["ok"] else ("  ✗ ", "bold red")
        out.print(Text.assemble(mark, f"{check['name']}: {says(check)}"))


def description(described: dict[str, Any]) -> None:
    """Kind and fields of a letter, each with its confidence and page."""
    out.print(Text.assemble((described["kind_th"], "bold"), f"  {100 * described['kind_confidence']:.0f} %"))
    for name, value in described["fields"].items():
        for field in value if isinstance(value, list) else [value]:
            if field is not None:
                shown = field["value"]
                if isinstance(shown, dict):
                    shown = "  ".join(f"{k}={v}" for k, v in shown.items() if v)
                elif isinstance(shown, bool):
                    shown = t("มี", "there") if shown else t("ไม่พบ", "not found")
                place = f"{100 * field['confidence']:.0f} %, {t('หน้า', 'page')} {field['page']}"
                out.print(Text.assemble((f"  {name}: ", "bold"), str(shown), (f"  ({place})", "dim")))


def revisions(record: dict[str, Any]) -> None:
    """Who read a record; and when and for whom, where it was read more than once."""
    if record["reader"]:
        out.print(Text.assemble((t("อ่านโดย ", "read by "), "dim"), record["reader"]))
    if len(record["revisions"]) > 1:
        for found in record["revisions"]:
            line = f"  {found['revision']}. {found['at']}  {found['actor']}  {found['reader']}"
            out.print(Text(line, style="dim"))


def figures(found: dict[str, Any]) -> None:
    """The figures of ``records.figures`` as tables."""
    states = Table(t("สถานะ", "state"), t("ฉบับ", "documents"), t("หน้า", "pages"), box=None, pad_edge=False)
    for state, count in found["documents"].items():
        states.add_row(STATES.get(state, state), str(count), str(found["pages"][state]))
    out.print(states)
    days = Table(t("วันที่", "day"), t("รับ (หน้า)", "received (pages)"), t("ผนึก (หน้า)", "sealed (pages)"),
                 t("กักไว้ (หน้า)", "held (pages)"), box=None, pad_edge=False)  # fmt: skip
    for day in found["days"]:
        days.add_row(
            thai_date(day["day"], short=True),
            *(f"{day[w]['documents']} ({day[w]['pages']})" for w in ("received", "sealed", "quarantined")),
        )
    out.print(days)
    stages = Table(
        t("ขั้นตอน", "stage"), t("ฉบับ", "documents"), t("วินาทีต่อฉบับ", "seconds each"), box=None, pad_edge=False
    )
    for stage in found["stages"]:
        stages.add_row(stage["stage"], str(stage["documents"]), f"{stage['mean_seconds']:.2f}")
    out.print(stages)
    if found["confidence"]["mean"] is not None:
        mean = 100 * found["confidence"]["mean"]
        out.print(t(f"ความเชื่อมั่นเฉลี่ย {mean:.0f} %", f"mean confidence {mean:.0f} %"))
    for reason in found["quarantine"]:
        out.print(Text(f"{reason['code']} × {reason['documents']}: {says(reason)}", style="yellow"))
