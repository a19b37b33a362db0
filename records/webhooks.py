"""The registry's webhooks, events and deliveries."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from records import audit as chain
from records.database import Database
from records.tables import deliveries, events, webhooks
from sarabun import dates
from sarabun.errors import InputError
from sarabun.notices import SENDER, Delivery, DeliveryState, Event, EventType, Webhook

_ERROR_CHARACTERS = 300
_DELIVERIES = select(deliveries, events.c.type, events.c.document_id, events.c.search_id, events.c.at).join(
    events
)


class Webhooks(Database):
    """Implements :class:`sarabun.notices.Webhooks`."""

    # --- webhooks

    def add_webhook(self, webhook: Webhook, actor: str, most: int) -> None:
        mine = select(func.count()).select_from(webhooks).where(webhooks.c.owner == webhook.owner)
        with self._write() as c:
            if c.execute(mine).scalar_one() >= most:
                raise InputError(
                    "WEBHOOK_LIMIT",
                    f"บัญชีหนึ่งมี webhook ได้ไม่เกิน {most} รายการ โปรดลบรายการที่ไม่ใช้แล้ว",
                    f"an account has at most {most} webhooks: delete one that is no longer used",
                )
            values = {f: getattr(webhook, f) for f in webhook.__dataclass_fields__}
            values["events"] = [event.value for event in webhook.events]
            c.execute(insert(webhooks).values(values))
            detail = {"owner": webhook.owner, "url": webhook.url, "events": values["events"]}
            chain.append(c, actor, "webhook.add", webhook.id, detail)

    def webhook(self, webhook_id: str) -> Webhook | None:
        with self._read() as c:
            row = c.execute(select(webhooks).where(webhooks.c.id == webhook_id)).first()
        return None if row is None else _webhook(row)

    def webhooks(self, owner: str | None = None) -> list[Webhook]:
        query = select(webhooks).order_by(webhooks.c.created_at, webhooks.c.id)
        if owner is not None:
            query = query.where(webhooks.c.owner == owner)
        with self._read() as c:
            return [_webhook(row) for row in c.execute(query)]

    def set_webhook_active(self, webhook_id: str, active: bool, actor: str) -> None:
        named = webhooks.c.id == webhook_id
        with self._write() as c:
            if c.execute(update(webhooks).where(named).values(active=active)).rowcount:
                chain.append(c, actor, "webhook.change", webhook_id, {"active": active})

    def remove_webhook(self, webhook_id: str, actor: str) -> None:
        with self._write() as c:
            c.execute(delete(deliveries).where(deliveries.c.webhook_id == webhook_id))
            if c.execute(delete(webhooks).where(webhooks.c.id == webhook_id)).rowcount:
                chain.append(c, actor, "webhook.remove", webhook_id, {})

    # --- events

    def announce(self, announced: Sequence[tuple[Event, Sequence[str]]]) -> int:
        new = 0
        with self._write() as c:
            for event, told in announced:
                if c.execute(select(events.c.seq).where(events.c.id == event.id)).first() is None:
                    values = {f: getattr(event, f) for f in event.__dataclass_fields__}
                    c.execute(insert(events).values(values))
                    for webhook_id in told:
                        self._deliver(c, webhook_id, event.id)
                    new += 1
        return new

    def events(self, since: datetime, after: int = 0, limit: int = 500) -> list[tuple[int, Event]]:
        query = select(events).where(events.c.at >= since, events.c.seq > after)
        with self._read() as c:
            rows = c.execute(query.order_by(events.c.seq).limit(limit)).all()
        return [(row.seq, _event(row.id, row)) for row in rows]

    def replay(self, webhook_id: str, event_ids: Sequence[str], actor: str) -> None:
        now = dates.now()
        with self._write() as c:
            for event_id in event_ids:
                mine = _of(webhook_id, event_id)
                again = {"state": DeliveryState.PENDING, "attempts": 0, "next_at": now, "updated_at": now}
                if not c.execute(update(deliveries).where(*mine).values(again)).rowcount:
                    self._deliver(c, webhook_id, event_id)
            chain.append(c, actor, "webhook.replay", webhook_id, {"events": len(event_ids)})

    def _deliver(self, c: Connection, webhook_id: str, event_id: str) -> None:
        now = dates.now()
        c.execute(
            insert(deliveries).values(
                webhook_id=webhook_id, event_id=event_id, state=DeliveryState.PENDING, attempts=0,
                next_at=now, updated_at=now, error="", claim="",
            )
        )  # fmt: skip

    # --- deliveries

    def claim(self, at: datetime, until: datetime, skip: Collection[str] = ()) -> Delivery | None:
        due = (
            select(deliveries.c.seq)
            .join(webhooks)
            .where(
                deliveries.c.state == DeliveryState.PENDING,
                deliveries.c.next_at <= at,
                or_(deliveries.c.claimed_until.is_(None), deliveries.c.claimed_until <= at),
                deliveries.c.webhook_id.not_in(skip),
                webhooks.c.active,
            )
            .order_by(deliveries.c.next_at, deliveries.c.seq)
            .limit(1)
        )
        with self._read() as c:  # mostly there is nothing, and looking must not hold up those who write
            if c.execute(due).first() is None:
                return None
        with self._write() as c:
            seq = c.execute(due).scalar()
            if seq is None:
                return None
            mark = {"claim": secrets.token_hex(16), "claimed_until": until}
            c.execute(
                update(deliveries)
                .where(deliveries.c.seq == seq)
                .values(mark | {"attempts": deliveries.c.attempts + 1})
            )
            return _delivery(c.execute(_DELIVERIES.where(deliveries.c.seq == seq)).one())

    def settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        at: datetime,
        *,
        next_at: datetime | None = None,
        status: int | None = None,
        error: str = "",
    ) -> bool:
        values: dict[str, Any] = {
            "state": state, "updated_at": at, "status": status, "error": error[:_ERROR_CHARACTERS],
            "claim": "", "claimed_until": None,
        }  # fmt: skip
        if next_at is not None:
            values["next_at"] = next_at
        mine = (deliveries.c.seq == delivery.seq) & (deliveries.c.claim == delivery.claim)
        with self._write() as c:
            if not c.execute(update(deliveries).where(mine).values(values)).rowcount:
                return False
            if state is not DeliveryState.PENDING:
                event = delivery.event
                detail = {
                    "webhook": delivery.webhook_id, "event": event.id, "type": event.type.value,
                    "attempts": delivery.attempts, "status": status,
                }  # fmt: skip
                action = "webhook.deliver" if state is DeliveryState.DELIVERED else "webhook.give_up"
                chain.append(c, SENDER, action, event.document_id, detail)
            return True

    def delivery(self, webhook_id: str, event_id: str) -> Delivery | None:
        with self._read() as c:
            row = c.execute(_DELIVERIES.where(*_of(webhook_id, event_id))).first()
        return None if row is None else _delivery(row)

    def deliveries(
        self,
        webhook_id: str,
        states: Sequence[DeliveryState] = (),
        before: int | None = None,
        limit: int = 50,
    ) -> list[Delivery]:
        query = _DELIVERIES.where(deliveries.c.webhook_id == webhook_id)
        if states:
            query = query.where(deliveries.c.state.in_(states))
        if before is not None:
            query = query.where(deliveries.c.seq < before)
        with self._read() as c:
            rows = c.execute(query.order_by(deliveries.c.seq.desc()).limit(limit)).all()
        return [_delivery(row) for row in rows]


def _of(webhook_id: str, event_id: str) -> tuple[Any, Any]:
    return deliveries.c.webhook_id == webhook_id, deliveries.c.event_id == event_id


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(**(row._asdict() | {"events": tuple(EventType(name) for name in row.events)}))


def _event(event_id: str, row: Row[Any]) -> Event:
    return Event(event_id, EventType(row.type), row.document_id, row.search_id, row.at)


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        seq=row.seq,
        webhook_id=row.webhook_id,
        event=_event(row.event_id, row),
        state=DeliveryState(row.state),
        attempts=row.attempts,
        next_at=row.next_at,
        updated_at=row.updated_at,
        status=row.status,
        error=row.error,
        claim=row.claim,
    )
