"""Options that every command takes, the way errors end a command, and who is at the keyboard."""

from __future__ import annotations

import functools
import getpass
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, ParamSpec, TypeVar

import typer

from sarabun import settings as configuration
from sarabun.cli import output
from sarabun.cli.texts import t
from sarabun.errors import ExternalError, SarabunError
from sarabun.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")

Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help=t("โฟลเดอร์ที่เก็บข้อมูลทั้งหมด", "the folder that holds all data"),
        envvar="SARABUN_HOME",
        show_default=False,
        file_okay=False,
    ),
]
Json = Annotated[
    bool,
    typer.Option("--json", help=t("พิมพ์ผลเป็น JSON หนึ่งฉบับ", "print the result as one JSON document")),
]


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Ends a command on one of our errors: the sentence on standard error, ``{"error": …}`` as JSON, and the
    exit code of the error's class."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
        try:
            return function(*args, **kwargs)
        except SarabunError as error:
            output.print_error(error)
            if kwargs.get("as_json"):
                output.print_json({"error": error.as_dict()})
            raise typer.Exit(error.exit_code) from error
        except OSError as error:
            failed = ExternalError(
                "SYSTEM",
                "ระบบปฏิบัติการไม่ยอมให้ทำ โปรดตรวจสอบเนื้อที่ดิสก์และสิทธิ์ของแฟ้ม",
                "the operating system refused: check disk space and the rights on the files",
                str(error),
            )
            output.print_error(failed)
            if kwargs.get("as_json"):
                output.print_json({"error": failed.as_dict()})
            raise typer.Exit(failed.exit_code) from error

    return run


def actor() -> str:
    """Who works at this terminal, for the audit trail."""
    try:
        return f"os:{getpass.getuser()}"
    except (KeyError, OSError):
        return "os:unknown"


def settings(home: Path | None, **values: Any) -> Settings:
    """The installation's settings; options given on the command line win."""
    return configuration.load(home, **{k: v for k, v in values.items() if v is not None})


@contextmanager
def archive(home: Path | None) -> Iterator[Any]:
    """The reading side of the installation."""
    from sarabun import wiring  # late: help and mistakes must not wait for OpenCV and pyHanko
    from sarabun.archive import Archive

    with wiring.services(settings(home)) as services:
        yield Archive(services)
