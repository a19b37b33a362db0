"""Saved searches (การค้นหาที่บันทึกไว้): kept under a name, run with the rights that the account has then."""

from __future__ import annotations

import secrets

import search.plan
from sarabun import dates, persons, queries
from sarabun.errors import InputError, NotFoundError
from sarabun.finding import SearchQuery
from sarabun.notices import SavedSearch, SavedSearches

MAX_NAME = 100  # characters
MOST = 100  # searches of one account


def save(
    registry: SavedSearches, owner: str, name: str, query: SearchQuery, *, alerts: bool = False
) -> SavedSearch:
    """Keeps text, chosen facets, agency and order of ``query`` for the account ``owner``.

    Raises InputError: SAVED_SEARCH_NAME, SAVED_SEARCH_PERSON, TEXT_TOO_LONG, SAVED_SEARCH_EXISTS,
    SAVED_SEARCH_LIMIT, and what the search itself would raise (QUERY_SYNTAX, QUERY_VALUE, QUERY_TOO_LONG).
    """
    name = queries.clean(name, "name", MAX_NAME)
    if not name:
        raise InputError(
            "SAVED_SEARCH_NAME",
            "ยังไม่ได้ตั้งชื่อการค้นหา โปรดใส่ชื่อ แล้วบันทึกอีกครั้ง",
            "the search has no name: give it one, then save again",
        )
    if any(persons.find_national_ids(query.text)):
        raise InputError(
            "SAVED_SEARCH_PERSON",
            "บันทึกการค้นหาที่มีเลขประจำตัวประชาชนไม่ได้ โปรดใช้คำค้นอื่น หรือค้นโดยไม่บันทึก",
            "a search with a national ID number is not kept: use other words, or search without saving",
        )
    search.plan.make(query)
    saved = SavedSearch(
        id=secrets.token_hex(16),
        owner=owner,
        name=name,
        text=query.text,
        chosen=query.chosen,
        agency=query.agency,
        order=query.order,
        alerts=alerts,
        created_at=dates.now(),
    )
    registry.save_search(saved, MOST)
    return saved


def own(registry: SavedSearches, owner: str, search_id: str) -> SavedSearch:
    """The owner's search of this id. Raises NotFoundError SAVED_SEARCH_NOT_FOUND, also for one of others."""
    found = registry.saved_search(search_id)
    if found is None or found.owner != owner:
        raise NotFoundError(
            "SAVED_SEARCH_NOT_FOUND",
            "ไม่พบการค้นหาที่บันทึกไว้นี้ โปรดดูรายการที่มีในหน้าค้นหา",
            "there is no such saved search: see on the search page which there are",
        )
    return found


def query_of(saved: SavedSearch) -> SearchQuery:
    """What it asks, of nobody's rights yet."""
    return SearchQuery(saved.text, chosen=saved.chosen, agency=saved.agency, order=saved.order)
