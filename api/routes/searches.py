"""/api/v1/searches: the searches that an account keeps under names."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field

from api.auth import Caller, Require
from api.forms import described, json_body
from api.routes.search import After, Boxes, FacetNames, Fields, Limit, Offset, answer
from api.site import site_of
from sarabun import queries, searches, views
from sarabun.accounts import Permission

router = APIRouter(prefix="/api/v1", tags=["searches"])

Searcher = Annotated[Caller, Depends(Require(Permission.SEARCH))]
SearchId = Annotated[str, InPath(pattern="^[0-9a-f]{32}$", description="id of a saved search")]


class NewSearch(BaseModel):
    """A search to be kept; ``q`` to ``order`` as /api/v1/search takes them."""

    model_config = ConfigDict(extra="forbid")

    name: str
    q: str = ""
    kind: str = ""
    year: str = ""
    agency: str = ""
    choose: list[str] = Field(default_factory=list, max_length=queries.MAX_CHOSEN)
    order: str = ""
    alerts: bool = False


@router.get("/searches", summary="การค้นหาที่บันทึกไว้ · Saved searches")
def list_searches(request: Request, caller: Searcher) -> dict[str, Any]:
    """One's own, by name: ``{searches: [{id, name, q, choose, agency, order, alerts, created_at}]}``."""
    found = site_of(request).services.registry.saved_searches(caller.name)
    return {"searches": [views.saved_search(one) for one in found]}


@router.post(
    "/searches",
    summary="บันทึกการค้นหา · Save a search",
    status_code=201,
    openapi_extra=described(NewSearch),
)
def save_search(
    request: Request, caller: Searcher, asked: Annotated[NewSearch, Depends(json_body(NewSearch))]
) -> dict[str, Any]:
    """Keeps ``{name, q, kind, year, agency, choose, order, alerts}`` and answers with what is kept. What a
    search would refuse is refused here. ``alerts``: webhooks of the account are told of each new record that
    it finds. With a session cookie send ``X-CSRF-Token``."""
    query = queries.search_query(
        asked.q, kind=asked.kind, year=asked.year, agency=asked.agency, choose=asked.choose, order=asked.order
    )
    registry = site_of(request).services.registry
    return views.saved_search(searches.save(registry, caller.name, asked.name, query, alerts=asked.alerts))


@router.get("/searches/{search_id}", summary="การค้นหาหนึ่งรายการ · One saved search")
def saved_search(request: Request, search_id: SearchId, caller: Searcher) -> dict[str, Any]:
    """One of one's own, as the list has it."""
    return views.saved_search(searches.own(site_of(request).services.registry, caller.name, search_id))


@router.delete("/searches/{search_id}", summary="ลบการค้นหา · Delete a saved search", status_code=204)
def remove_search(request: Request, search_id: SearchId, caller: Searcher) -> Response:
    """Forgets it; nothing is told of it any more."""
    registry = site_of(request).services.registry
    registry.remove_search(searches.own(registry, caller.name, search_id).id, caller.name)
    return Response(status_code=204)


@router.get("/searches/{search_id}/results", summary="ค้นตามที่บันทึกไว้ · Run a saved search")
def results(
    request: Request,
    search_id: SearchId,
    caller: Searcher,
    facet: FacetNames = [],  # noqa: B006 (FastAPI copies it)
    after: After = "",
    offset: Offset = 0,
    limit: Limit = 20,
    fields: Fields = "",
    boxes: Boxes = False,
) -> dict[str, Any]:
    """What it finds now, with the rights that the account has now; the answer is that of /api/v1/search,
    also with ``boxes``."""
    saved = searches.own(site_of(request).services.registry, caller.name, search_id)
    page = queries.search_query(facets=facet, after=after, offset=offset, limit=limit)
    query = replace(searches.query_of(saved), facets=page.facets, after=after, offset=offset, limit=limit)
    return answer(request, caller, query, fields, boxes=boxes)
