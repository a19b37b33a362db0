"""Which documents an account may see: by its units, its clearance, and the SECRET permission."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from fastapi import Request

from api.auth import Caller
from api.errors import document_not_found
from api.site import site_of
from sarabun import accounts
from sarabun.errors import NotFoundError
from sarabun.finding import EVERYTHING, Hit, SearchQuery, SearchResult, Suggestions
from sarabun.model import Document


def visible(caller: Caller, document: Document) -> bool:
    return accounts.allows(accounts.access(caller.user), document)


def visible_document(request: Request, caller: Caller, document_id: str) -> Document:
    """Raises NotFoundError, the same where the document is not there and where it is not for this account."""
    try:
        document = site_of(request).archive.document(document_id)
    except NotFoundError:
        raise document_not_found() from None
    if not visible(caller, document):
        raise document_not_found()
    return document


def search(request: Request, caller: Caller, query: SearchQuery) -> SearchResult:
    """Searches what the account may see. Raises InputError for a query that cannot be understood.

    The index leaves out what is not for the account; the registry is asked again for each hit, since the
    index may lag behind a grade that was corrected.
    """
    result = site_of(request).archive.search(_allowed(caller, query), caller.name)
    hits = tuple(_still_visible(request, caller, result.hits))
    total = result.total - (len(result.hits) - len(hits))
    return replace(result, hits=hits, total=total, complete=min(result.complete, total))


def every_hit(request: Request, caller: Caller, query: SearchQuery) -> Iterator[Hit]:
    """The whole list that :func:`search` begins. Raises InputError: LIST_TOO_LONG, or as a search does."""
    found = site_of(request).archive.every_hit(_allowed(caller, query), caller.name)
    return _still_visible(request, caller, found)


def suggest(request: Request, caller: Caller, typed: str, limit: int) -> Suggestions:
    """From letters that the account may see."""
    query = _allowed(caller, SearchQuery(""))
    return site_of(request).archive.suggest(typed, query, limit)


def _allowed(caller: Caller, query: SearchQuery) -> SearchQuery:
    return replace(query, access=accounts.access(caller.user))


def _still_visible(request: Request, caller: Caller, hits: Iterable[Hit]) -> Iterator[Hit]:
    if accounts.access(caller.user) == EVERYTHING:
        return iter(hits)
    return (hit for hit in hits if _visible_id(request, caller, hit.id))


def _visible_id(request: Request, caller: Caller, document_id: str) -> bool:
    try:
        return visible(caller, site_of(request).archive.document(document_id))
    except NotFoundError:
        return False
