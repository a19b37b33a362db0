"""Saved searches, webhooks and what they are told: the values, and the registry's part in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from sarabun.finding import Facet, Order

SENDER = "webhooks"  # who delivers, in the audit trail


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that an account keeps under a name. ``text`` to ``order`` are as in ``SearchQuery``;
    ``alerts``: its owner wants to be told of new records that it finds."""

    id: str
    owner: str
    name: str
    text: str
    chosen: tuple[tuple[Facet, str], ...]
    agency: str
    order: Order
    alerts: bool
    created_at: datetime


class EventType(StrEnum):
    """What webhooks are told of."""

    RECORD_SEALED = "record.sealed"  # a record is there, and searches find it
    SEARCH_MATCHED = "search.matched"  # a saved search finds a new record
    PING = "ping"  # somebody tries a webhook


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened once. ``id`` follows from what happened, so that told twice it is one event.
    ``document_id`` is "" for a ping, ``search_id`` where no search is concerned."""

    id: str
    type: EventType
    document_id: str
    search_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told of events of the types ``events``, as far as the account ``owner`` may know."""

    id: str
    owner: str
    url: str
    events: tuple[EventType, ...]
    active: bool
    created_at: datetime


class DeliveryState(StrEnum):
    """``FAILED``: given up."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event on its way to a webhook. ``attempts`` were begun; while it is pending, the next is due at
    ``next_at``. ``status`` is the last HTTP status, ``error`` what was wrong with the last attempt. ``claim``
    is the mark of the sender that is at it; ``seq`` rises in the order in which deliveries were made."""

    seq: int
    webhook_id: str
    event: Event
    state: DeliveryState
    attempts: int
    next_at: datetime
    updated_at: datetime
    status: int | None = None
    error: str = ""
    claim: str = ""


class SavedSearches(Protocol):
    """The registry's saved searches. Every method commits; changes are audited."""

    def save_search(self, search: SavedSearch, most: int) -> None:
        """Raises InputError SAVED_SEARCH_EXISTS where the owner has one of this name, SAVED_SEARCH_LIMIT
        where it has ``most`` already."""
        ...

    def saved_search(self, search_id: str) -> SavedSearch | None: ...

    def saved_searches(self, owner: str) -> list[SavedSearch]:
        """By name."""
        ...

    def alerting_searches(self) -> list[SavedSearch]:
        """Those of all owners that want alerts."""
        ...

    def remove_search(self, search_id: str, actor: str) -> None:
        """Does nothing where there is none."""
        ...


class Webhooks(Protocol):
    """The registry's webhooks, events and deliveries. Every method commits; changes are audited."""

    def add_webhook(self, webhook: Webhook, actor: str, most: int) -> None:
        """Raises InputError WEBHOOK_LIMIT where the owner has ``most`` already."""
        ...

    def webhook(self, webhook_id: str) -> Webhook | None: ...

    def webhooks(self, owner: str | None = None) -> list[Webhook]:
        """Of the owner, or of all; oldest first."""
        ...

    def set_webhook_active(self, webhook_id: str, active: bool, actor: str) -> None:
        """What is pending for one that is off waits until it is on again."""
        ...

    def remove_webhook(self, webhook_id: str, actor: str) -> None:
        """With its deliveries. Does nothing where there is none."""
        ...

    def announce(self, announced: Sequence[tuple[Event, Sequence[str]]]) -> int:
        """Keeps each event with a pending delivery for each of the webhooks named beside it; an event that is
        there already stays as it is. One transaction; the number of new events."""
        ...

    def events(self, since: datetime, after: int = 0, limit: int = 500) -> list[tuple[int, Event]]:
        """Events with their numbers, in order, from a time and after a number on."""
        ...

    def replay(self, webhook_id: str, event_ids: Sequence[str], actor: str) -> None:
        """Has events delivered to a webhook (again), now, with all attempts before them."""
        ...

    def claim(self, at: datetime, until: datetime, skip: Collection[str] = ()) -> Delivery | None:
        """The delivery that is due first at the time ``at``, of an active webhook that is not in ``skip``; no
        other sender gets it before ``until`` unless it is settled. Counts as an attempt."""
        ...

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
        """What became of a claimed delivery; ``next_at`` says when a pending one is tried again. False, and
        nothing changes, where another sender has claimed it since."""
        ...

    def delivery(self, webhook_id: str, event_id: str) -> Delivery | None: ...

    def deliveries(
        self,
        webhook_id: str,
        states: Sequence[DeliveryState] = (),
        before: int | None = None,
        limit: int = 50,
    ) -> list[Delivery]:
        """Newest first, from below the number ``before`` on."""
        ...
