"""Commands that keep an installation: check, serve, index rebuild, user add."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from sarabun.cli import output
from sarabun.cli.common import Home, Json, actor, archive, command, settings
from sarabun.cli.texts import t
from sarabun.errors import ConfigurationError, InputError, IntegrityError
from sarabun.model import to_json

Name = Annotated[str, typer.Argument(help=t("ชื่อบัญชี", "name of the account"), show_default=False)]


@command
def check(home: Home = None, as_json: Json = False) -> None:
    """Looks whether every tool and service is there, and says how to get what is missing."""
    from sarabun import wiring

    configured = settings(home)
    checks = wiring.probe(configured)
    ok = all(c.ok for c in checks)
    result = {
        "subject": str(configured.home),
        "ok": ok,
        "checks": [{"name": c.name, "ok": c.ok, "detail": c.en, "th": c.th, "en": c.en} for c in checks],
    }
    if as_json:
        output.print_json(result)
    else:
        output.checks(result)
    if not ok:
        raise typer.Exit(ConfigurationError.exit_code)


@command
def serve(
    host: Annotated[str | None, typer.Option(help=t("ที่อยู่ที่จะรับฟัง", "address to listen on"))] = None,
    port: Annotated[int | None, typer.Option(help=t("พอร์ต", "port"))] = None,
    home: Home = None,
) -> None:
    """Starts the web pages and the API, and sends webhooks."""
    import uvicorn

    from api.app import create_app
    from flows import server
    from sarabun import wiring
    from sarabun.hooks import sender
    from search.open import warm_up

    configured = settings(home, host=host, port=port)
    server.prepare_environment(configured.home)
    with wiring.services(configured) as services:
        from flows.intake import LocalQueue, WorkerQueue

        if not services.registry.users():
            output.err.print(
                t(
                    "ยังไม่มีบัญชีผู้ใช้ โปรดสร้างด้วย sarabun user add ชื่อ --role clerk",
                    "there is no account yet: make one with sarabun user add NAME --role clerk",
                ),
                style="yellow",
            )
        queue = LocalQueue(services) if configured.uploads == "here" else WorkerQueue(services)
        queue.start()
        warm_up()
        output.err.print(f"http://{configured.host}:{configured.port}/", style="bold")
        try:
            with sender.in_background(sender.Sender(services.registry, configured)):
                uvicorn.run(
                    create_app(services, queue),
                    host=configured.host, port=configured.port, log_level="warning", server_header=False,
                )  # fmt: skip
        finally:
            queue.stop()


@command
def index_rebuild(home: Home = None, as_json: Json = False) -> None:
    """Makes a fresh search index from the records; searches go on meanwhile."""
    with archive(home) as a:
        count = a.rebuild_index(actor())
    if as_json:
        output.print_json({"documents": count})
    else:
        output.out.print(t(f"สร้างดัชนีใหม่แล้ว {count} ฉบับ", f"{count} documents in a fresh index"))


@command
def index_check(
    repair: Annotated[bool, typer.Option(help=t("แก้ไขให้ตรงกับทะเบียน", "bring it in order"))] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Compares the search index with the registry."""
    with archive(home) as a:
        found = a.check_index(actor(), repair=repair)
    if as_json:
        output.print_json({"ok": found.ok, "repaired": repair and not found.ok, **to_json(found)})
    else:
        output.out.print(
            t(
                f"ระเบียน {found.documents:,} ฉบับ ไม่มีในดัชนี {len(found.missing):,} "
                f"ไม่ตรงกัน {len(found.stale):,} เกินมา {len(found.extra):,}",
                f"{found.documents:,} records: {len(found.missing):,} missing in the index, "
                f"{len(found.stale):,} stale, {len(found.extra):,} left over",
            )
        )
    if not found.ok and not repair:
        raise typer.Exit(IntegrityError.exit_code)


def _password(file: Path | None) -> str:
    if file is not None:
        return file.read_text(encoding="utf-8").rstrip("\n")
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass(t("รหัสผ่าน: ", "password: "))
    if getpass.getpass(t("รหัสผ่านอีกครั้ง: ", "again: ")) != first:
        raise InputError(
            "PASSWORD_DIFFERS", "รหัสผ่านสองครั้งไม่ตรงกัน โปรดลองใหม่", "the two passwords differ: try again"
        )
    return first


@command
def user_add(
    name: Name,
    role: Annotated[
        str, typer.Option(help="clerk | official | manager | admin", metavar="ROLE")
    ] = "official",
    password_file: Annotated[
        Path | None,
        typer.Option(help=t("แฟ้มที่มีรหัสผ่าน (ปกติจะถาม)", "file with the password (default: ask)")),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            help=t("เห็นเฉพาะหนังสือของหน่วยงานนี้ (ใส่ได้หลายครั้ง)", "sees letters of this unit only (repeat)")
        ),
    ] = None,
    clearance: Annotated[
        str, typer.Option(help=t("เห็นหนังสือถึงชั้นความลับนี้", "sees letters up to this grade") + ": ลับ | ลับมาก")
    ] = "",
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Makes an account. There is no default password."""
    from records.schema import open_registry
    from sarabun.accounts import add_user

    configured = settings(home)
    configured.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    registry = open_registry(configured)
    try:
        password = _password(password_file)
        user = add_user(registry, name, password, role, actor(), units=unit or (), clearance=clearance)
    finally:
        registry.close()
    if as_json:
        output.print_json({"name": user.name, "role": user.role})
    else:
        output.out.print(
            t(f"สร้างบัญชี {user.name} ({user.role}) แล้ว", f"account {user.name} ({user.role}) made")
        )


@command
def user_list(home: Home = None, as_json: Json = False) -> None:
    """Lists the accounts."""
    from records.schema import open_registry

    registry = open_registry(settings(home))
    try:
        users = registry.users()
    finally:
        registry.close()
    if as_json:
        names = ("name", "role", "active", "units", "clearance")
        output.print_json({"users": [{name: getattr(user, name) for name in names} for user in users]})
        return
    for user in users:
        limits = "  ".join(filter(None, (user.name, user.role, ", ".join(user.units), user.clearance)))
        output.out.print(limits + ("" if user.active else t("  (ปิด)", "  (closed)")))


@command
def user_close(name: Name, home: Home = None, as_json: Json = False) -> None:
    """Closes an account; what it did stays in the audit trail."""
    from records.schema import open_registry
    from sarabun.accounts import set_active

    registry = open_registry(settings(home))
    try:
        set_active(registry, name, False, actor())
    finally:
        registry.close()
    if as_json:
        output.print_json({"name": name, "active": False})
    else:
        output.out.print(t(f"ปิดบัญชี {name} แล้ว", f"account {name} closed"))
