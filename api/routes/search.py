"""GET /api/v1/search"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from api import access
from api.auth import Caller, Require
from sarabun import queries, views
from sarabun.accounts import Permission
from sarabun.model import Facet, Order

router = APIRouter(prefix="/api/v1", tags=["search"])


@router.get("/search", summary="ค้นหา · Search")
def search(
    request: Request,
    caller: Annotated[Caller, Depends(Require(Permission.SEARCH))],
    q: Annotated[str, Query(description="in the query language; empty: all, newest first")] = "",
    kind: Annotated[str, Query(description="kind of letter, as external or directive.order")] = "",
    year: Annotated[str, Query(description="year of the letter, พ.ศ. or C.E., Thai digits too")] = "",
    agency: Annotated[str, Query(description="words of the sending agency")] = "",
    choose: Annotated[
        list[str], Query(description="facet:value, as secrecy:ลับ; values of one facet are alternatives")
    ] = [],  # noqa: B006 (FastAPI copies it)
    order: Annotated[str, Query(description=f"one of {', '.join(Order)}")] = "",
    facet: Annotated[list[str], Query(description=f"to count, of {', '.join(Facet)}")] = [],  # noqa: B006
    after: Annotated[str, Query(description="next of the page before, with all else as it was")] = "",
    offset: Annotated[int, Query(description=f"0 to {queries.MAX_OFFSET}")] = 0,
    limit: Annotated[int, Query(description=f"1 to {queries.MAX_LIMIT}")] = 20,
) -> dict[str, Any]:
    """Documents that answer, each once at its best page: ``{total, took_ms, hits: [{id, page, pages, score,
    kind, number, date, subject, agency, snippet, highlights, terms, …}], next, facets}``. ``highlights`` are
    character ranges of ``snippet``; ``facets`` holds, by name, ``[{value, count, label}]``. Letters with a
    grade of secrecy are found and counted only for roles that may see them.
    """
    query = queries.search_query(
        q, kind=kind, year=year, agency=agency, choose=choose, order=order, facets=facet, after=after,
        offset=offset, limit=limit,
    )  # fmt: skip
    return views.search_result(access.search(request, caller, query))
