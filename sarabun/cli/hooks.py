"""Commands for webhooks: hooks add, list, remove, deliver, replay."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from sarabun import views
from sarabun.cli import output
from sarabun.cli.common import Home, Json, actor, command, settings
from sarabun.cli.texts import t
from sarabun.settings import Settings

Id = Annotated[str, typer.Argument(help=t("เลขของ webhook", "id of the webhook"), show_default=False)]


@contextmanager
def _registry(home: Path | None) -> Iterator[tuple[Any, Settings]]:
    from records.schema import open_registry

    configured = settings(home)
    registry = open_registry(configured)
    try:
        yield registry, configured
    finally:
        registry.close()


@command
def add(
    url: Annotated[str, typer.Argument(help=t("ที่อยู่ปลายทาง", "where to send"), show_default=False)],
    account: Annotated[
        str,
        typer.Option(
            help=t("บัญชีเจ้าของ: แจ้งเฉพาะที่บัญชีนี้เห็นได้", "the owner: it is told of what this account may see"),
            show_default=False,
        ),
    ],
    event: Annotated[
        list[str] | None,
        typer.Option(
            help=t("เหตุการณ์ (ไม่ใส่ = ทั้งหมด)", "events (none: all)") + ": record.sealed, search.matched"
        ),
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Makes a webhook and shows its secret."""
    from sarabun.hooks import manage, signing

    with _registry(home) as (registry, configured):
        key = signing.load_key(configured.secrets_dir)
        made = manage.add(
            registry, account, url, event or (), actor(), public_http=configured.webhook_public_http
        )
    secret = signing.shown(signing.secret_of(key, made.id))
    if as_json:
        output.print_json({**views.webhook(made), "secret": secret})
    else:
        output.out.print(t(f"สร้าง webhook {made.id} แล้ว", f"webhook {made.id} made"))
        output.out.print(t(f"รหัสลับสำหรับตรวจลายเซ็น: {secret}", f"secret to check signatures with: {secret}"))


@command
def list_hooks(home: Home = None, as_json: Json = False) -> None:
    """Lists the webhooks of all accounts."""
    with _registry(home) as (registry, _):
        found = [views.webhook(one) for one in registry.webhooks()]
    if as_json:
        output.print_json({"webhooks": found})
        return
    for one in found:
        line = f"{one['id']}  {one['owner']}  {one['url']}  {', '.join(one['events'])}"
        output.out.print(line + ("" if one["active"] else t("  (ปิด)", "  (off)")))


@command
def remove(id: Id, home: Home = None, as_json: Json = False) -> None:
    """Deletes a webhook and what is still to be sent to it."""
    from sarabun.hooks import manage

    with _registry(home) as (registry, _):
        registry.remove_webhook(manage.known(registry, id).id, actor())
    if as_json:
        output.print_json({"id": id, "removed": True})
    else:
        output.out.print(t(f"ลบ webhook {id} แล้ว", f"webhook {id} deleted"))


@command
def deliver(
    watch: Annotated[bool, typer.Option(help=t("ส่งต่อไปจนกว่าจะสั่งหยุด", "go on until stopped"))] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Sends what is due. `serve` does so too; several may run at once."""
    from sarabun.hooks.sender import Sender

    with _registry(home) as (registry, configured):
        sender = Sender(registry, configured)
        if watch:
            stop = threading.Event()
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: stop.set())
            sender.watch(stop)
            return
        attempts = sender.deliver()
    if as_json:
        output.print_json({"attempts": attempts})
    else:
        output.out.print(t(f"ส่ง {attempts} ครั้ง", f"{attempts} attempts"))


@command
def replay(
    id: Id,
    since: Annotated[
        str,
        typer.Option(help=t("ตั้งแต่เมื่อใด เช่น", "since when, as") + " 2026-01-31T08:30", show_default=False),
    ],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Tells again all events since a time, also those that were delivered."""
    from sarabun.hooks import manage

    with _registry(home) as (registry, _):
        count = manage.replay(registry, manage.known(registry, id), manage.moment(since), actor())
    if as_json:
        output.print_json({"events": count})
    else:
        output.out.print(t(f"จะส่งอีกครั้ง {count} เหตุการณ์", f"{count} events will be sent again"))
