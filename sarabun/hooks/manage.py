"""Webhooks are made, tried, and told again of what they missed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from sarabun import accounts, dates
from sarabun.accounts import Permission
from sarabun.errors import InputError, NotFoundError
from sarabun.hooks import addresses, events
from sarabun.notices import Event, EventType, Webhook
from sarabun.ports import Registry

CHOICES = (EventType.RECORD_SEALED, EventType.SEARCH_MATCHED)
MOST = 20  # webhooks of one account


def add(
    registry: Registry, owner: str, url: str, wanted: Sequence[str], actor: str, *, public_http: bool
) -> Webhook:
    """A new, active webhook that is told of the ``wanted`` types of events; none stands for all.

    Raises InputError: WEBHOOK_OWNER, WEBHOOK_EVENT, WEBHOOK_URL, WEBHOOK_LIMIT.
    """
    user = registry.user(owner)
    if user is None or not accounts.may(user, Permission.HOOKS):
        raise InputError(
            "WEBHOOK_OWNER",
            f"บัญชี {owner} ไม่มี ถูกปิด หรือไม่มีสิทธิ์ใช้ webhook โปรดเลือกบัญชีผู้ดูแลระบบ",
            f"the account {owner} is not there, is closed or may not have webhooks: name an administrator",
        )
    webhook = Webhook(
        id=secrets.token_hex(16),
        owner=owner,
        url=url.strip(),
        events=_chosen(wanted),
        active=True,
        created_at=dates.now(),
    )
    addresses.check(webhook.url, public_http=public_http)
    registry.add_webhook(webhook, actor, MOST)
    return webhook


def _chosen(wanted: Sequence[str]) -> tuple[EventType, ...]:
    for name in wanted:
        if name not in CHOICES:
            raise InputError(
                "WEBHOOK_EVENT",
                f"ไม่มีเหตุการณ์ {name} โปรดเลือกจาก {', '.join(CHOICES)}",
                f"there is no event {name}: choose from {', '.join(CHOICES)}",
            )
    return tuple(choice for choice in CHOICES if choice in wanted) or CHOICES


def known(registry: Registry, webhook_id: str, owner: str | None = None) -> Webhook:
    """The webhook, where it is the owner's; of anybody where none is named. Raises NotFoundError
    WEBHOOK_NOT_FOUND."""
    found = registry.webhook(webhook_id)
    if found is None or owner not in (None, found.owner):
        raise NotFoundError(
            "WEBHOOK_NOT_FOUND",
            "ไม่พบ webhook นี้ โปรดดูรายการด้วย sarabun hooks list หรือ GET /api/v1/webhooks",
            "there is no such webhook: see with sarabun hooks list or GET /api/v1/webhooks which there are",
        )
    return found


def ping(registry: Registry, webhook: Webhook, actor: str) -> Event:
    """Has a ``ping`` delivered. Raises InputError WEBHOOK_OFF."""
    _is_on(webhook)
    type = EventType.PING
    event = Event(events.event_id(type, webhook.id, secrets.token_hex(16)), type, "", "", dates.now())
    registry.announce([(event, [webhook.id])])
    registry.audit(actor, "webhook.ping", webhook.id, {"event": event.id})
    return event


def moment(text: str) -> datetime:
    """A time that a person gives, ISO 8601; without a zone it is the office's. Raises InputError
    SINCE_INVALID."""
    try:
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=dates.BANGKOK)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InputError(
            "SINCE_INVALID",
            "ไม่เข้าใจวันเวลาที่ให้เริ่ม โปรดใส่แบบ 2026-01-31 หรือ 2026-01-31T08:30",
            "the time to begin at is not understood: write it as 2026-01-31 or 2026-01-31T08:30",
        ) from None


def replay(registry: Registry, webhook: Webhook, since: datetime, actor: str) -> int:
    """Tells again all that happened since, also what was delivered and what happened while the webhook was
    not there, as far as its owner may know now. The number of events. Raises InputError WEBHOOK_OFF."""
    _is_on(webhook)
    count = after = 0
    while page := registry.events(since, after):
        after = page[-1][0]
        wanted = [
            event.id
            for _, event in page
            if event.type in webhook.events and events.data(registry, webhook, event) is not None
        ]
        if wanted:
            registry.replay(webhook.id, wanted, actor)
        count += len(wanted)
    return count


def replay_one(registry: Registry, webhook: Webhook, event_id: str, actor: str) -> None:
    """Tells again one event that it was told. Raises InputError WEBHOOK_OFF, NotFoundError
    DELIVERY_NOT_FOUND."""
    if registry.delivery(webhook.id, event_id) is None:
        raise NotFoundError(
            "DELIVERY_NOT_FOUND",
            "ไม่พบการส่งนี้ โปรดดูรายการการส่งของ webhook",
            "there is no such delivery: see the deliveries of the webhook",
        )
    _is_on(webhook)
    registry.replay(webhook.id, [event_id], actor)


def _is_on(webhook: Webhook) -> None:
    if not webhook.active:
        raise InputError(
            "WEBHOOK_OFF",
            "webhook นี้ปิดอยู่ โปรดเปิดก่อน (PATCH active: true)",
            "this webhook is off: switch it on first (PATCH active: true)",
        )
