"""Commands of the reading side: search, show, export, verify, status."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sarabun import lists, views
from sarabun.cli import output
from sarabun.cli.common import Home, Json, actor, archive, command, settings
from sarabun.cli.texts import LANGUAGE, t
from sarabun.errors import InputError, IntegrityError
from sarabun.finding import Facet, Order, SearchQuery
from sarabun.model import State
from sarabun.queries import MAX_LIMIT, search_query

Id = Annotated[str, typer.Argument(help=t("เลขประจำเอกสาร", "id of a document"), show_default=False)]


@command
def search(
    query: Annotated[str, typer.Argument(help=t("คำที่ต้องการค้น", "what to look for"), show_default=False)],
    kind: Annotated[str, typer.Option(help=t("ชนิดหนังสือ", "kind of letter"))] = "",
    year: Annotated[str, typer.Option(help=t("ปี พ.ศ. ของหนังสือ", "year of the letter, พ.ศ. or C.E."))] = "",
    agency: Annotated[str, typer.Option(help=t("ส่วนราชการเจ้าของหนังสือ", "agency that wrote it"))] = "",
    limit: Annotated[int, typer.Option(min=1, max=MAX_LIMIT, help=t("จำนวนที่แสดง", "hits to show"))] = 20,
    offset: Annotated[int, typer.Option(min=0, help=t("ข้ามกี่รายการแรก", "hits to pass over"))] = 0,
    choose: Annotated[
        list[str] | None,
        typer.Option(help=t("เฉพาะที่มีค่านี้ เช่น secrecy:ลับ", "only with this value of a facet, as secrecy:ลับ")),
    ] = None,
    order: Annotated[str, typer.Option(help=t("การเรียง", "order") + f": {', '.join(Order)}")] = "",
    facet: Annotated[
        list[str] | None, typer.Option(help=t("นับตามอะไร", "what to count by") + f": {', '.join(Facet)}")
    ] = None,
    after: Annotated[str, typer.Option(help=t("next ของหน้าก่อน", "next of the page before"))] = "",
    csv: Annotated[
        Path | None, typer.Option(help=t("เขียนทั้งรายการลงแฟ้ม CSV", "write the whole list as CSV"))
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(help=t("เขียนทั้งรายการลงแฟ้ม Excel", "write the whole list for Excel"))
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Finds letters; with --csv or --xlsx the whole list goes into a file."""
    wanted = search_query(
        query, kind=kind, year=year, agency=agency, choose=choose or (), order=order, facets=facet or (),
        after=after, offset=offset, limit=limit,
    )  # fmt: skip
    files = {form: path for form, path in ((lists.Format.CSV, csv), (lists.Format.XLSX, xlsx)) if path}
    if files:
        _write_lists(files, wanted, home, as_json)
        return
    with archive(home) as a:
        result = views.search_result(a.search(wanted, actor()))
    if as_json:
        output.print_json({"query": query, **result})
    else:
        output.hits(result)


def _write_lists(
    files: dict[lists.Format, Path], query: SearchQuery, home: Path | None, as_json: bool
) -> None:
    """Links lead to the pages as ``sarabun serve`` shows them."""
    configured = settings(home)
    site = f"http://{configured.host}:{configured.port}"
    with archive(home) as a:
        made = [
            {"file": str(path), "rows": lists.write(path, form, a.every_hit(query, actor()), site, LANGUAGE)}
            for form, path in files.items()
        ]
    if as_json:
        output.print_json({"query": query.text, "files": made})
    else:
        for one in made:
            output.out.print(t(f"{one['file']}: {one['rows']} ฉบับ", f"{one['file']}: {one['rows']} letters"))


@command
def show(
    id: Id,
    revision: Annotated[
        int | None,
        typer.Option(min=1, help=t("อย่างที่อ่านไว้ครั้งก่อน", "as an earlier reading had it"), show_default=False),
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Shows a record."""
    with archive(home) as a:
        record = a.record(id, actor(), revision)
    if as_json:
        output.print_json(record)
        return
    output.documents([record])
    if "description" in record:
        output.description(record["description"])
    for page in record.get("page_images", []):
        for finding in page["findings"]:
            output.out.print(f"  {t('หน้า', 'page')} {page['page']}: {output.says(finding)}", style="yellow")
    output.revisions(record)


@command
def export(
    id: Id,
    folder: Annotated[Path, typer.Argument(help=t("โฟลเดอร์ปลายทาง", "where to"), show_default=False)],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Writes record, manifest and original into a folder."""
    with archive(home) as a:
        made = [str(path) for path in a.export(id, folder, actor())]
    if as_json:
        output.print_json({"id": id, "files": made})
    else:
        for path in made:
            output.out.print(path)


@command
def verify(
    subjects: Annotated[
        list[str] | None,
        typer.Argument(help=t("เลขประจำเอกสารหรือแฟ้ม PDF", "ids, or PDF files"), show_default=False),
    ] = None,
    all_records: Annotated[
        bool, typer.Option("--all", help=t("ทุกระเบียนที่ผนึกแล้ว", "every sealed record"))
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Checks records or files, and says every check by name."""
    with archive(home) as a:
        wanted = list(subjects or [])
        if all_records:
            wanted += [d.id for d in a.documents(states=[State.SEALED, State.INDEXED])]
        if not wanted:
            raise InputError(
                "NOTHING_TO_VERIFY",
                "ไม่มีสิ่งที่จะตรวจ โปรดระบุเลขประจำเอกสารหรือแฟ้ม PDF หรือใช้ --all",
                "there is nothing to verify: name ids or PDF files, or use --all",
            )
        results = [views.verification(_verify_one(a, subject)) for subject in wanted]
    ok = all(r["ok"] for r in results)
    if as_json:
        every = [{"subject": r["subject"], **c} for r in results for c in r["checks"]]
        output.print_json({"ok": ok, "checks": every, "subjects": [r["subject"] for r in results]})
    else:
        for result in results:
            output.checks(result)
    if not ok:
        raise typer.Exit(IntegrityError.exit_code)


def _verify_one(a: Any, subject: str) -> Any:
    path = Path(subject)
    return a.verify_file(path) if path.exists() else a.verify(subject, actor())


@command
def status(home: Home = None, as_json: Json = False) -> None:
    """Shows pages and documents by state, a day, time by stage, and why documents are held."""
    with archive(home) as a:
        figures = a.figures()
    if as_json:
        output.print_json(figures)
    else:
        output.figures(figures)
