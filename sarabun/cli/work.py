"""Commands that put paper to work: digitise, retry, read, describe, samples."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from sarabun import dates, views
from sarabun.cli import output
from sarabun.cli.common import Home, Json, actor, command, settings
from sarabun.cli.texts import t
from sarabun.errors import EXIT_SOME_QUARANTINED, InputError, SarabunError
from sarabun.model import DocumentText, PreparedDocument, State

# Companions of scans that scanners and people leave in a folder; never letters themselves.
SIDE_FILES = {".txt", ".json", ".jsonl", ".csv", ".xml", ".md", ".ini", ".db", ".log", ".lnk", ".toml"}

FINISHED = (State.INDEXED, State.QUARANTINED)

Paths = Annotated[
    list[Path],
    typer.Argument(help=t("แฟ้มสแกนหรือโฟลเดอร์ของแฟ้มสแกน", "scans, or folders of scans"), show_default=False),
]
File = Annotated[Path, typer.Argument(help=t("แฟ้มสแกน", "a scan"), show_default=False)]


def find_scans(paths: Sequence[Path]) -> tuple[list[Path], list[Path], list[Path]]:
    """(files to take, side files passed over, folders that hold nothing), in the order of names. Files named
    on the command line are always taken, whatever they are."""
    taken: list[Path] = []
    passed: list[Path] = []
    empty: list[Path] = []
    for path in paths:
        if not path.is_dir():
            taken.append(path)
            continue
        inside = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p.relative_to(path)))
        scans = [p for p in inside if p.suffix.lower() not in SIDE_FILES]
        passed += [p for p in inside if p.suffix.lower() in SIDE_FILES]
        taken += scans
        if not scans:
            empty.append(path)
    return list(dict.fromkeys(taken)), passed, empty


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _empty_folder(path: Path) -> InputError:
    return InputError(
        "FOLDER_EMPTY",
        f"ไม่มีแฟ้มสแกนในโฟลเดอร์ {path} โปรดตรวจสอบว่าเลือกโฟลเดอร์ถูกต้อง",
        f"there are no scans in the folder {path}: check that it is the right one",
    )


@command
def digitise(
    paths: Paths,
    batch: Annotated[
        str, typer.Option(help=t("ชื่องาน (ปกติคือวันที่วันนี้)", "name of the batch (default: today's date)"))
    ] = "",
    box: Annotated[str, typer.Option(help=t("เลขกล่อง", "number of the box"))] = "",
    unit: Annotated[str, typer.Option(help=t("รหัสหน่วยงานเจ้าของเอกสาร", "code of the unit"))] = "",
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Runs the main job over files and folders."""
    from flows import server  # late: Prefect takes seconds to import
    from sarabun import wiring

    configured = settings(home)
    files, passed, empty = find_scans(paths)
    if not files:
        raise _empty_folder(empty[0])
    started = time.monotonic()
    with wiring.services(configured) as services, server.running(configured.home):
        from flows.digitise import run_batch

        name = batch or dates.thai_date(dates.bangkok(dates.now()).date().isoformat())
        opened = services.registry.open_batch(name, box, unit, actor())
        with output.progress() as bar:
            task = bar.add_task(t("รับเข้า", "receiving"), total=len(files))

            def progress(what: str, stage: str) -> None:
                if stage == "begin":
                    words = t("อ่านและผนึก", "reading and sealing")
                    bar.update(task, description=words, completed=0, total=int(what))
                elif stage in ("receive", "index", "quarantined"):
                    bar.advance(task)

            arrived = run_batch(services, files, actor(), opened, progress=progress)
        rows: list[dict[str, Any]] = []
        seen: set[str] = set()
        for one in arrived:
            if one.document is None:
                rows.append(_refused(one.path, one.error))
                continue
            key = one.document.id
            # A document that was under way when an earlier run was killed is no duplicate.
            duplicate = key in seen or (not one.new and one.document.state in FINISHED)
            row = views.document(services.registry.document(key), duplicate=duplicate)
            rows.append(row | {"source": one.path})
            seen.add(key)
    rows += [_refused(str(folder), _empty_folder(folder)) for folder in empty]
    seconds = time.monotonic() - started
    _report(rows, {"batch": {"id": opened.id, "name": name, "box_no": box, "unit": unit},
                   "skipped": [str(p) for p in passed], "seconds": round(seconds, 2)}, as_json)  # fmt: skip


def _refused(path: str, error: SarabunError | None) -> dict[str, Any]:
    blank = dict.fromkeys(
        ("id", "sha256", "kind", "kind_th", "number", "date", "date_th", "subject", "confidence", "level")
    )
    return {**blank, "source": path, "state": "refused", "duplicate": False, "pages": 0,
            "error": error.as_dict() if error else None}  # fmt: skip


def _report(rows: list[dict[str, Any]], more: dict[str, Any], as_json: bool) -> None:
    if as_json:
        output.print_json({"documents": rows, **more})
    else:
        output.documents(rows)
        for path in more.get("skipped", []):
            output.err.print(t(f"ข้าม {path} (ไม่ใช่แฟ้มสแกน)", f"passed over {path} (not a scan)"), style="dim")
        pages = sum(row["pages"] or 0 for row in rows)
        held = sum("error" in row for row in rows)
        output.out.print(
            t(
                f"{len(rows)} ฉบับ {pages} หน้า ใน {more['seconds']:.0f} วินาที กักไว้ {held} ฉบับ",
                f"{len(rows)} documents, {pages} pages in {more['seconds']:.0f} s; {held} set aside",
            ),
            style="bold",
        )
    if any("error" in row for row in rows):
        raise typer.Exit(EXIT_SOME_QUARANTINED)


@command
def retry(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help=t("เลขประจำเอกสาร (ปกติคือทุกฉบับที่กักไว้)", "ids (default: all in quarantine)")),
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Takes up documents in quarantine again."""
    from flows import server
    from sarabun import wiring

    configured = settings(home)
    started = time.monotonic()
    with wiring.services(configured) as services, server.running(configured.home):
        from flows.digitise import run_batch

        held = services.registry.documents(states=[State.QUARANTINED])
        chosen = [services.registry.document(i) for i in ids] if ids else held
        keys = [d.id for d in chosen if d.state is State.QUARANTINED]
        for key in keys:
            services.registry.update(key, actor(), "document.retry", state=State.RECEIVED)
        if keys:
            run_batch(services, [], actor(), document_ids=keys)
        rows = [views.document(services.registry.document(d.id)) for d in chosen]
    _report(rows, {"seconds": round(time.monotonic() - started, 2)}, as_json)


@contextmanager
def _read_only(file: Path, home: Path | None) -> Iterator[tuple[PreparedDocument, DocumentText]]:
    """Prepares and reads a file in a temporary store that ends with the context."""
    import ocr.prepare
    import ocr.read
    from ocr.engines import choose
    from records.store import LocalStore
    from sarabun.isolation import ChildPool

    configured = settings(home)
    if not file.is_file():
        raise InputError(
            "FILE_MISSING", f"ไม่พบแฟ้ม {file} โปรดตรวจสอบชื่อแฟ้ม", f"there is no file {file}: check its name"
        )
    pool = ChildPool(1, configured.child_memory_bytes, configured.child_seconds)
    try:
        with tempfile.TemporaryDirectory(prefix="sarabun-") as folder:
            work = Path(folder) / "work"
            work.mkdir()
            store = LocalStore(Path(folder) / "objects")
            prepared = ocr.prepare.prepare(file, store, configured, pool, work)
            yield prepared, ocr.read.read_document(prepared, store, choose.make(configured))
    finally:
        pool.close()


@command
def read(
    file: File,
    format: Annotated[
        str, typer.Option(help=t("text หรือ json", "text or json"), metavar="text|json")
    ] = "text",
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Reads the pages of a file; keeps nothing."""
    with _read_only(file, home) as (_prepared, text):
        if as_json or format == "json":
            output.print_json({"source": str(file), "pages": [views.page_text(p) for p in text.pages]})
        else:
            typer.echo("\f\n".join(page.text + "\n" for page in text.pages), nl=False)


@command
def describe(file: File, home: Home = None, as_json: Json = False) -> None:
    """Reads and describes a file; keeps nothing."""
    import classify.describe

    with _read_only(file, home) as (prepared, text):
        described = views.description(classify.describe.describe(text, prepared.pages))
    if as_json:
        output.print_json({"source": str(file), **described})
    else:
        output.description(described)


@command
def samples(
    folder: Annotated[
        Path, typer.Argument(help=t("โฟลเดอร์ปลายทาง", "where to put them"), show_default=False)
    ],
    seed: Annotated[
        int, typer.Option(help=t("เลขตั้งต้น: เลขเดียวกันได้ชุดเดียวกัน", "the same seed gives the same box"))
    ] = 1,
    count: Annotated[int, typer.Option(min=1, max=500, help=t("จำนวนฉบับ", "number of letters"))] = 30,
    as_json: Json = False,
) -> None:
    """Makes a box of sample scans with their ground truth."""
    from samples.box import make_box

    made = make_box(folder, seed=seed, count=count)
    if as_json:
        output.print_json(
            {"folder": str(folder), "documents": [
                {"file": s.file, "kind": s.kind, "pages": s.pages, "degradation": s.degradation} for s in made
            ]}
        )  # fmt: skip
    else:
        output.out.print(t(f"สร้าง {len(made)} ฉบับใน {folder}", f"{len(made)} letters in {folder}"))
