"""The console script: ``sarabun``. Thai or English by locale; see each command's ``--help``."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Annotated

import typer

from sarabun import __version__
from sarabun.cli import find, hooks, office, work
from sarabun.cli.common import Home
from sarabun.cli.reread import reread
from sarabun.cli.texts import t

app = typer.Typer(
    name="sarabun",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=t(
        "สารบรรณ: จากกล่องเอกสารสแกน เป็นระเบียน PDF/A ที่ลงลายมือชื่อและค้นได้",
        "Sarabun: from boxes of scanned Thai letters to signed PDF/A records that can be searched",
    ),
    epilog=t(
        "รหัสออก: 0 เรียบร้อย, 2 ใช้คำสั่งผิด, 3 มีเอกสารที่กักไว้, 4 แฟ้มหรือคำสั่งผิด, 5 ไม่พบ, "
        "6 เครื่องมือหรือบริการขัดข้อง, 7 ของที่เก็บไว้ถูกแก้ไข, 8 การติดตั้งไม่ครบ",
        "Exit codes: 0 all well, 2 wrong usage, 3 some documents set aside, 4 wrong input, 5 not found, "
        "6 a tool or service failed, 7 something kept was changed, 8 the installation is incomplete",
    ),
)

_COMMANDS: dict[str, tuple[Callable[..., None], str]] = {
    "digitise": (
        work.digitise,
        t("แปลงแฟ้มสแกนเป็นระเบียนที่ลงลายมือชื่อและค้นได้", "turn scans into signed, searchable records"),
    ),
    "read": (
        work.read,
        t("อ่านข้อความในแฟ้มสแกน โดยไม่เก็บอะไรไว้", "read the pages of a scan; keep nothing"),
    ),
    "describe": (
        work.describe,
        t("บอกชนิดและรายการของหนังสือ โดยไม่เก็บอะไรไว้", "tell kind and fields of a scan; keep nothing"),
    ),
    "search": (
        find.search,
        t("ค้นหนังสือ", "find letters"),
    ),
    "show": (
        find.show,
        t("แสดงระเบียน", "show a record"),
    ),
    "export": (
        find.export,
        t("ส่งออกระเบียน บัญชีข้อมูล และต้นฉบับ", "write record, manifest and original to a folder"),
    ),
    "verify": (
        find.verify,
        t("ตรวจว่าระเบียนไม่ถูกแก้ไขและลายมือชื่อถูกต้อง", "check that a record is unchanged and its signature good"),
    ),
    "status": (
        find.status,
        t("ตัวเลขของงาน: ฉบับ หน้า เวลา และที่กักไว้", "figures: documents, pages, time, quarantine"),
    ),
    "retry": (
        work.retry,
        t("ทำเอกสารที่กักไว้อีกครั้ง", "take up quarantined documents again"),
    ),
    "reread": (
        reread,
        t("อ่านระเบียนเก่าอีกครั้งด้วยตัวอ่านปัจจุบัน", "read old records again with the present reader"),
    ),
    "check": (
        office.check,
        t("ตรวจว่าติดตั้งครบ", "see whether the installation is complete"),
    ),
    "samples": (
        work.samples,
        t("สร้างกล่องหนังสือตัวอย่าง", "make a box of sample scans"),
    ),
    "serve": (
        office.serve,
        t("เปิดหน้าเว็บและ API", "start the web pages and the API"),
    ),
}
for _name, (_function, _help) in _COMMANDS.items():
    app.command(_name, help=_help)(_function)

_index = typer.Typer(no_args_is_help=True, help=t("ดัชนีค้นหา", "the search index"))
_index.command("rebuild", help=t("สร้างดัชนีใหม่จากระเบียน", "make a fresh index from the records"))(
    office.index_rebuild
)
_index.command("check", help=t("เทียบดัชนีกับทะเบียน", "compare the index with the registry"))(office.index_check)
app.add_typer(_index, name="index")

_user = typer.Typer(no_args_is_help=True, help=t("บัญชีผู้ใช้", "accounts"))
_user.command("add", help=t("สร้างบัญชี", "make an account"))(office.user_add)
_user.command("list", help=t("รายชื่อบัญชี", "list the accounts"))(office.user_list)
_user.command("close", help=t("ปิดบัญชี", "close an account"))(office.user_close)
app.add_typer(_user, name="user")

_hooks = typer.Typer(no_args_is_help=True, help=t("webhook: แจ้งระบบอื่น", "webhooks: other systems are told"))
_hooks.command("add", help=t("สร้าง webhook", "make a webhook"))(hooks.add)
_hooks.command("list", help=t("รายการ webhook", "list the webhooks"))(hooks.list_hooks)
_hooks.command("remove", help=t("ลบ webhook", "delete a webhook"))(hooks.remove)
_hooks.command("deliver", help=t("ส่งที่ถึงกำหนด", "send what is due"))(hooks.deliver)
_hooks.command("replay", help=t("ส่งเหตุการณ์ที่ผ่านมาอีกครั้ง", "tell past events again"))(hooks.replay)
app.add_typer(_hooks, name="hooks")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sarabun {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    home: Home = None,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=t("รุ่นของโปรแกรม", "the version")),
    ] = False,
) -> None:
    if home is not None:
        os.environ["SARABUN_HOME"] = str(home)  # the commands' own --home has it as default


def main() -> None:
    """Entry point of the console script."""
    app()
