"""GET /api/v1/search"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from api import access
from api.auth import Caller, Require
from sarabun import queries, views
from sarabun.accounts import Permission

router = APIRouter(prefix="/api/v1", tags=["search"])


@router.get("/search", summary="ค้นหา · Search")
def search(
    request: Request,
    caller: Annotated[Caller, Depends(Require(Permission.SEARCH))],
    q: Annotated[str, Query(description="words, a phrase or a document number; empty: newest first")] = "",
    kind: Annotated[str, Query(description="kind of letter, as external or directive.order")] = "",
    year: Annotated[str, Query(description="year of the letter, พ.ศ. or C.E., Thai digits too")] = "",
    agency: Annotated[str, Query(description="words of the sending agency")] = "",
    offset: Annotated[int, Query(description=f"0 to {queries.MAX_OFFSET}")] = 0,
    limit: Annotated[int, Query(description=f"1 to {queries.MAX_LIMIT}")] = 20,
) -> dict[str, Any]:
    """Documents that answer, best first, each at its best page: ``{total, took_ms, hits: [{id, page, score,
    kind, number, date, subject, agency, snippet, highlights, terms, …}]}``. ``highlights`` are character
    ranges of ``snippet``. Letters with a grade of secrecy are found only by roles that may see them.
    """
    query = queries.search_query(q, kind, year, agency, offset, limit)
    return views.search_result(access.search(request, caller, query))
