"""The command ``reread``: sealed records read again with the reader of today."""

from __future__ import annotations

import time
from typing import Annotated, Any

import typer

from sarabun import views
from sarabun.cli import output
from sarabun.cli.common import Home, Json, actor, command, settings
from sarabun.cli.texts import t
from sarabun.errors import EXIT_SOME_QUARANTINED, InputError


@command
def reread(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help=t("เลขประจำเอกสาร", "ids of documents"), show_default=False),
    ] = None,
    all_records: Annotated[
        bool, typer.Option("--all", help=t("ทุกระเบียนที่ผนึกแล้ว", "every sealed record"))
    ] = False,
    reader_not_current: Annotated[
        bool,
        typer.Option(
            "--reader-not-current",
            help=t("เฉพาะระเบียนที่ตัวอ่านอื่นอ่านไว้", "only records that another reader read"),
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=t("บอกว่าจะทำอะไร โดยไม่ทำ", "say what would be done; do nothing"))
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help=t("อ่านอีกครั้งแม้ตัวอ่านเดิมอ่านไว้แล้ว", "read again what the same reader read")),
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Reads records again into a new revision of text, fields and index; sealed files stay as they are."""
    from flows import server
    from sarabun import reread as rereading
    from sarabun import wiring

    if not (ids or all_records or reader_not_current):
        raise InputError(
            "NOTHING_TO_REREAD",
            "ไม่ได้บอกว่าจะอ่านระเบียนใดอีกครั้ง โปรดระบุเลขประจำเอกสาร หรือใช้ --all หรือ --reader-not-current",
            "nothing was named to be read again: give ids, or --all or --reader-not-current",
        )
    configured = settings(home)
    started = time.monotonic()
    with wiring.services(configured) as services:
        chosen = list(rereading.records(services, ids or (), reader_not_current=reader_not_current))
        if dry_run:
            _say_plan(services, chosen, force, as_json)
            return
        with server.running(configured.home):
            from flows.reread import run_reread

            with output.progress() as bar:
                task = bar.add_task(t("อ่านอีกครั้ง", "reading again"), total=len(chosen))
                done = run_reread(
                    services, [document.id for document, _ in chosen], actor(),
                    force=force, progress=lambda _one: bar.advance(task),
                )  # fmt: skip
    _report([_row(one) for one in done], services.engine.name, time.monotonic() - started, as_json)


def _say_plan(services: Any, chosen: list[Any], force: bool, as_json: bool) -> None:
    from sarabun.pipeline import not_sealed
    from sarabun.reread import is_current

    rows = []
    for document, last in chosen:
        row: dict[str, Any] = {"id": document.id, "subject": document.subject}
        if last is None:
            row["error"] = not_sealed(document.id).as_dict()
        else:
            row |= {"before": last.reader, "would_read": force or not is_current(services, last)}
        rows.append(row)
    if as_json:
        output.print_json({"reader": services.engine.name, "dry_run": True, "records": rows})
        return
    for row in rows:
        if "error" in row:
            what = output.says(row["error"])
        elif row["would_read"]:
            what = f"{row['before'] or '?'} → {services.engine.name}"
        else:
            what = t("ตัวอ่านปัจจุบันอ่านไว้แล้ว", "the present reader read it")
        output.out.print(f"{row['id']}  {what}", markup=False)
    count = sum(row.get("would_read", False) for row in rows)
    output.out.print(t(f"จะอ่านอีกครั้ง {count} ระเบียน", f"{count} records would be read again"), style="bold")


def _row(one: Any) -> dict[str, Any]:
    """``{id, state, before, revision?, changed: {field: [before, after]}, error?}``."""
    state = "failed" if one.error else "revised" if one.new else "unchanged"
    row: dict[str, Any] = {"id": one.document_id, "state": state, "before": one.before or None}
    if one.error:
        return row | {"changed": {}, "error": one.error.as_dict()}
    return row | {
        "revision": views.revision(one.revision),
        "changed": {name: list(values) for name, values in one.changed.items()},
    }


def _report(rows: list[dict[str, Any]], reader: str, seconds: float, as_json: bool) -> None:
    failed = [row for row in rows if row["state"] == "failed"]
    if as_json:
        output.print_json({"reader": reader, "records": rows, "seconds": round(seconds, 2)})
    else:
        for row in rows:
            if row["state"] == "failed":
                output.err.print(
                    f"{row['id']}  {row['error']['code']}: {output.says(row['error'])}", style="red"
                )
            for name, (before, after) in row["changed"].items():
                output.out.print(f"{row['id']}  {name}: {before} → {after}", markup=False)
        revised = sum(row["state"] == "revised" for row in rows)
        output.out.print(
            t(
                f"{len(rows)} ระเบียนใน {seconds:.0f} วินาที: อ่านใหม่ {revised} ไม่สำเร็จ {len(failed)} ({reader})",
                f"{len(rows)} records in {seconds:.0f} s: {revised} revised, {len(failed)} failed ({reader})",
            ),
            style="bold",
        )
    if failed:
        raise typer.Exit(EXIT_SOME_QUARANTINED)
