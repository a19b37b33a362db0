"""What happened, whom it concerns, and what each may be told of it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from sarabun import accounts, dates, searches, views
from sarabun.accounts import Permission
from sarabun.errors import InputError, NotFoundError
from sarabun.finding import SearchQuery
from sarabun.model import Document
from sarabun.notices import Event, EventType, SavedSearch, Webhook
from sarabun.ports import Registry, SearchIndex, User

log = logging.getLogger("sarabun.hooks")

_RECORD = ("id", "kind", "number", "date", "subject", "agency", "secrecy", "sealed_at")


def event_id(type: EventType, *what: str) -> str:
    """Follows from what happened: ``msg_`` and 32 hex digits."""
    return "msg_" + hashlib.sha256("\0".join((type.value, *what)).encode()).hexdigest()[:32]


def announce(registry: Registry, index: SearchIndex, document_ids: Collection[str]) -> int:
    """Keeps the events of records that the index has had for the first time: that they are sealed, and which
    saved searches find them; each with deliveries to the webhooks whose owners may know. The number of new
    events. Doing it again adds nothing. Raises what the index raises when it does not answer.
    """
    if not document_ids:
        return 0
    documents = {key: registry.document(key) for key in sorted(document_ids)}
    users = {user.name: user for user in registry.users()}
    webhooks = [webhook for webhook in registry.webhooks() if webhook.active]

    def told(type: EventType, document: Document, owner: str | None = None) -> list[str]:
        return [
            webhook.id
            for webhook in webhooks
            if type in webhook.events
            and owner in (None, webhook.owner)
            and _may_be_told(users[webhook.owner], document)
        ]

    now = dates.now()
    announced = []
    type = EventType.RECORD_SEALED
    for key, document in documents.items():
        sealed = Event(event_id(type, key, document.pdf or ""), type, key, "", now)
        announced.append((sealed, told(type, document)))
    type = EventType.SEARCH_MATCHED
    for saved in registry.alerting_searches():
        for document in _found(index, saved, users[saved.owner], documents):
            id = event_id(type, document.id, document.pdf or "", saved.id)
            matched = Event(id, type, document.id, saved.id, now)
            announced.append((matched, told(type, document, saved.owner)))
    return registry.announce(announced)


def _found(
    index: SearchIndex, saved: SavedSearch, owner: User, documents: dict[str, Document]
) -> Iterator[Document]:
    """Those of the documents that the saved search finds and its owner may see."""
    if not accounts.may(owner, Permission.SEARCH):
        return
    allowed = accounts.access(owner)
    query: SearchQuery = replace(
        searches.query_of(saved),
        among=tuple(documents), strict=True, access=allowed, limit=len(documents),
    )  # fmt: skip
    try:
        hits = index.search(query).hits
    except InputError as error:
        # Kept by an older version whose language allowed it. The record must reach the index all the same.
        log.warning("the saved search %s of %s cannot be run: %s", saved.id, saved.owner, error)
        return
    for hit in hits:
        if accounts.allows(allowed, documents[hit.id]):
            yield documents[hit.id]


def data(registry: Registry, webhook: Webhook, event: Event) -> dict[str, Any] | None:
    """What the webhook is told of the event, as things are now: ``{record: {…}, search: {id, name}}``, each
    where it is concerned. None where the owner may not know, or the search is gone."""
    owner = registry.user(webhook.owner)
    if owner is None or not accounts.may(owner, Permission.HOOKS):
        return None
    if event.type is EventType.PING:
        return {}
    try:
        document = registry.document(event.document_id)
    except NotFoundError:
        return None
    if not _may_be_told(owner, document):
        return None
    row = views.document(document)
    told = {"record": {n: row[n] for n in _RECORD} | {"url": f"/api/v1/records/{document.id}"}}
    if event.search_id:
        saved = registry.saved_search(event.search_id)
        if saved is None or saved.owner != webhook.owner:
            return None
        told["search"] = {"id": saved.id, "name": saved.name}
    return told


def _may_be_told(owner: User, document: Document) -> bool:
    allowed = accounts.access(owner)
    return accounts.may(owner, Permission.HOOKS) and accounts.allows(allowed, document)
