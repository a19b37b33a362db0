"""Saved searches on the search page: its list of them, and the forms that save and delete."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.auth import Caller, Require, check_form
from api.forms import small_form
from api.routes.searches import SearchId
from api.site import site_of
from api.web import render
from sarabun import queries, searches, views
from sarabun.accounts import Permission
from sarabun.finding import SearchQuery

router = APIRouter(include_in_schema=False)

Searcher = Annotated[Caller, Depends(Require(Permission.SEARCH))]
_ASKED = ("q", "kind", "year", "agency", "choose", "order")


def saved_links(request: Request, caller: Caller) -> list[dict[str, Any]]:
    """The caller's saved searches, each with the ``url`` that runs it."""
    found = map(views.saved_search, site_of(request).services.registry.saved_searches(caller.name))
    return [
        {**one, "url": render.url("/", **{name: one[name] for name in _ASKED if name in one})}
        for one in found
    ]


@router.post("/searches", summary="Save a search")
async def save(request: Request, caller: Searcher) -> Response:
    """Keeps the search of the page under a name and leads back to it."""
    form = await small_form(request)
    check_form(request, caller, form.get("token", ""))
    registry = site_of(request).services.registry
    await run_in_threadpool(
        searches.save, registry, caller.name, form.get("name", ""), _query(form.get("search", "")),
        alerts="alerts" in form,
    )  # fmt: skip
    return _back(form)


@router.post("/searches/{search_id}/delete", summary="Delete a saved search")
async def delete(request: Request, search_id: SearchId, caller: Searcher) -> Response:
    """Forgets one of one's own and leads back to the search."""
    form = await small_form(request)
    check_form(request, caller, form.get("token", ""))
    registry = site_of(request).services.registry

    def remove() -> None:
        registry.remove_search(searches.own(registry, caller.name, search_id).id, caller.name)

    await run_in_threadpool(remove)
    return _back(form)


def _query(search: str) -> SearchQuery:
    """What the address of a search page asks."""
    asked = parse_qs(search)
    q, kind, year, agency, order = (asked.get(n, [""])[0] for n in ("q", "kind", "year", "agency", "order"))
    return queries.search_query(
        q, kind=kind, year=year, agency=agency, choose=asked.get("choose", []), order=order
    )


def _back(form: dict[str, str]) -> Response:
    search = form.get("search", "")
    return RedirectResponse(f"/?{search}" if search else "/", HTTPStatus.SEE_OTHER)
