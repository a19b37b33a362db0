"""Which documents an account may see: by its units, its clearance, and the SECRET permission."""

from __future__ import annotations

from dataclasses import replace

from fastapi import Request

from api.auth import Caller
from api.errors import document_not_found
from api.site import site_of
from sarabun import accounts
from sarabun.errors import NotFoundError
from sarabun.model import EVERYTHING, Document, SearchQuery, SearchResult, Suggestions


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
    site = site_of(request)
    query = replace(query, access=accounts.access(caller.user))
    result = site.archive.search(query, caller.name)
    if query.access == EVERYTHING:
        return result
    hits = tuple(h for h in result.hits if _still_visible(request, caller, h.id))
    return replace(result, hits=hits, total=result.total - (len(result.hits) - len(hits)))


def suggest(request: Request, caller: Caller, typed: str, limit: int) -> Suggestions:
    """From letters that the account may see."""
    query = SearchQuery("", access=accounts.access(caller.user))
    return site_of(request).archive.suggest(typed, query, limit)


def _still_visible(request: Request, caller: Caller, document_id: str) -> bool:
    try:
        return visible(caller, site_of(request).archive.document(document_id))
    except NotFoundError:
        return False
