"""Composes letters: one function for each kind of :class:`sarabun.model.Kind`, all from a seed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from samples.blocks import Letter
from samples.letters import correspondence, directives, evidence, publicity
from samples.letters.common import FIELD_NAMES, Desk, open_desk
from sarabun.model import Kind

__all__ = ["FIELD_NAMES", "compose"]

_WRITERS: dict[Kind, Callable[[Desk, int], Letter]] = {
    Kind.EXTERNAL: correspondence.external,
    Kind.INTERNAL_MEMO: correspondence.memo,
    Kind.STAMPED: lambda desk, pages: correspondence.stamped(desk),
    Kind.ORDER: lambda desk, pages: directives.order(desk, 28 if pages > 1 else None),
    Kind.REGULATION: lambda desk, pages: directives.regulation(desk),
    Kind.BYLAW: lambda desk, pages: directives.bylaw(desk),
    Kind.ANNOUNCEMENT: lambda desk, pages: publicity.announcement(desk, listed=pages > 1),
    Kind.STATEMENT: lambda desk, pages: publicity.statement(desk),
    Kind.NEWS: lambda desk, pages: publicity.news(desk),
    Kind.CERTIFICATE: lambda desk, pages: evidence.certificate(desk),
    Kind.MINUTES: lambda desk, pages: evidence.minutes(desk),
    Kind.NOTE: lambda desk, pages: evidence.note(desk),
    Kind.OTHER: lambda desk, pages: evidence.other(desk),
}


def compose(kind: Kind, rng: np.random.Generator, *, pages: int = 1, secrecy: str = "") -> Letter:
    """A letter of ``kind``. ``pages`` asks external letters, memos, orders and announcements to run over
    that many pages, about; the other kinds are as long as they are. ``secrecy`` (ลับ, ลับมาก, ลับที่สุด)
    is marked on every page.
    """
    return _WRITERS[kind](open_desk(kind, rng, secrecy), pages)
