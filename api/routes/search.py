"""GET /api/v1/search, /facets, /suggest"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from api import access
from api.auth import Caller, Require
from sarabun import queries, views
from sarabun.accounts import Permission
from sarabun.model import Facet, Order, SearchQuery

router = APIRouter(prefix="/api/v1", tags=["search"])

FacetNames = Annotated[list[str], Query(description=f"to count, of {', '.join(Facet)}")]
After = Annotated[str, Query(description="next of the page before, with all else as it was")]
Offset = Annotated[int, Query(description=f"0 to {queries.MAX_OFFSET}")]
Limit = Annotated[int, Query(description=f"1 to {queries.MAX_LIMIT}")]
Fields = Annotated[str, Query(description="of each hit, as id,page,subject; empty: all")]


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
    facet: FacetNames = [],  # noqa: B006
    after: After = "",
    offset: Offset = 0,
    limit: Limit = 20,
    fields: Fields = "",
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
    return answer(request, caller, query, fields)


def answer(request: Request, caller: Caller, query: SearchQuery, fields: str) -> dict[str, Any]:
    """What is found of what the account may see, hits with the ``fields`` named."""
    found = views.search_result(access.search(request, caller, query))
    if wanted := [name.strip() for name in fields.split(",") if name.strip()]:
        found["hits"] = [{name: hit[name] for name in wanted if name in hit} for hit in found["hits"]]
    return found


@router.get("/facets", summary="นับตามตัวกรอง · Counts")
def facets(
    request: Request,
    caller: Annotated[Caller, Depends(Require(Permission.SEARCH))],
    q: Annotated[str, Query(description="in the query language; empty: all")] = "",
    choose: Annotated[list[str], Query(description="facet:value, as secrecy:ลับ")] = [],  # noqa: B006
    facet: Annotated[list[str], Query(description=f"of {', '.join(Facet)}; none: all")] = [],  # noqa: B006
) -> dict[str, Any]:
    """How many documents answer, and how many have each value: ``{total, facets: {name: [{value, count,
    label}]}}``, at most 100 values each, most frequent first."""
    query = queries.search_query(q, choose=choose, facets=facet or tuple(Facet), limit=1)
    answer = views.search_result(access.search(request, caller, query))
    return {name: answer[name] for name in ("total", "facets")}


@router.get("/suggest", summary="คำแนะนำขณะพิมพ์ · Suggestions")
def suggest(
    request: Request,
    caller: Annotated[Caller, Depends(Require(Permission.SEARCH))],
    q: Annotated[str, Query(description="what is typed so far; its last word may be unfinished")] = "",
    limit: Annotated[int, Query(ge=1, le=20, description="of each")] = 8,
) -> dict[str, Any]:
    """``{subjects: [{text, count}], agencies, numbers}`` of letters that the account may see; from two
    letters on. ``count`` is 0 where letters were not counted."""
    return views.suggestions(access.suggest(request, caller, q, limit))
