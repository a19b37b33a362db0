"""What tests of webhooks say and look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from sarabun import accounts, dates, queries, searches
from sarabun.hooks import manage
from sarabun.model import Document
from sarabun.notices import Delivery, Webhook
from tests.api.receiver import Receiver
from tests.api.world import World

ADMIN = "admin.1"


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.ahead = timedelta(seconds=1)

    def __call__(self) -> datetime:
        return dates.now() + self.ahead


def hook(world: World, receiver: Receiver, *wanted: str, owner: str = ADMIN) -> Webhook:
    return manage.add(world.services.registry, owner, receiver.url, wanted, "test", public_http=False)


def letter(
    world: World, name: str = "a", secrecy: str | None = None, subject: str = "ขออนุมัติงบประมาณ"
) -> Document:
    return world.letter(
        f"{name}.pdf", [[f"งบประมาณ {name}"]], number="มท 0808.2/1", date="2024-07-24", subject=subject,
        agency="กองคลัง", secrecy=secrecy,
    )  # fmt: skip


def alert(world: World, text: str, owner: str = ADMIN, name: str = "งบ", **asked: Any) -> str:
    query = queries.search_query(text, **asked)
    return searches.save(world.services.registry, owner, name, query, alerts=True).id


def deliveries(world: World, webhook: Webhook) -> list[Delivery]:
    return world.services.registry.deliveries(webhook.id)


def happened(world: World) -> list[tuple[str, str]]:
    """Types of all events and whom they concern."""
    found = world.services.registry.events(dates.now() - timedelta(days=1))
    return [(event.type.value, event.search_id or event.document_id) for _, event in found]


def allow_hooks(world: World, name: str, monkeypatch: pytest.MonkeyPatch, **limits: Any) -> None:
    """Makes an account an administrator that sees no more than before."""
    user = world.services.registry.user(name)
    assert user is not None
    granted = accounts.PERMISSIONS[user.role] | {accounts.Permission.HOOKS}
    monkeypatch.setitem(accounts.PERMISSIONS, user.role, granted)
    world.services.registry.save_user(replace(user, **limits), "test")
