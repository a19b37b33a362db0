"""The pages for reading: search, figures, and how to use the API. Records: see :mod:`api.web.record`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api import access
from api.auth import Caller, Require
from api.examples import EXAMPLES
from api.openapi import problems_of, sent_with, status_of
from api.site import site_of
from api.web import i18n, render
from api.web.chart import grouped_bars
from api.web.searches import saved_links
from sarabun import lists, queries, views
from sarabun.accounts import Permission
from sarabun.errors import InputError
from sarabun.finding import Hit, Order, SearchResult
from sarabun.model import Kind

router = APIRouter(include_in_schema=False)

PAGE_SIZE = 20
_FACETS = ("kind", "year", "agency", "urgency", "secrecy", "box")
_FACET_VALUES = 8
_DAYS = 30
_SERIES = ("received", "sealed", "quarantined")


@router.get("/", summary="Search")
def search_page(
    request: Request,
    caller: Annotated[Caller, Depends(Require(Permission.SEARCH))],
    q: str = "",
    kind: str = "",
    year: str = "",
    agency: str = "",
    choose: Annotated[list[str], Query()] = [],  # noqa: B006 (FastAPI copies it)
    order: str = "",
    offset: int = 0,
    exact: bool = False,
) -> Response:
    """The search box, the filters, and the letters that answer, with what they can be narrowed to; with
    nothing asked all, newest first."""
    asked: dict[str, Any] = {
        "q": q, "kind": kind, "year": year, "agency": agency, "choose": choose, "order": order,
        "offset": offset, "exact": exact,
    }  # fmt: skip
    result: SearchResult | None = None
    error: InputError | None = None
    try:
        query = queries.search_query(**asked, facets=_FACETS, limit=PAGE_SIZE)
        result = access.search(request, caller, query)
    except InputError as found:
        error = found
    total, complete = (result.total, result.complete) if result else (0, 0)
    reachable = min(total, queries.MAX_OFFSET + PAGE_SIZE)
    return render.page(
        request, "search.html", caller, error.http_status if error else 200,
        asked=asked, kinds=list(Kind), orders=_orders(q), total=total, complete=complete, offset=offset,
        estimated=result is not None and result.estimated,
        ordered=order or _orders(q)[0],
        facets=_facets(result, asked) if result else {},
        meant=result.meant if result else "",
        formats=list(lists.Format), most=lists.MAX_ROWS,
        hits=[
            {**views.hit(h), "parts": list(snippet_parts(h)), "url": _record_url(h, asked)}
            for h in (result.hits if result else ())
        ],
        error=error.as_dict() if error else None, saved=saved_links(request, caller),
        search=render.url("", **(asked | {"offset": 0})).removeprefix("?"),
        previous=None if offset <= 0 else max(0, offset - PAGE_SIZE),
        next=offset + PAGE_SIZE if offset + PAGE_SIZE < reachable else None,
    )  # fmt: skip


@router.get("/figures", summary="Figures")
def figures_page(
    request: Request, caller: Annotated[Caller, Depends(Require(Permission.FIGURES))]
) -> Response:
    """What managers look at: pages a day, states, held documents by reason, confidence, time by stage."""
    site = site_of(request)
    figures = site.archive.figures()
    days = figures["days"][-_DAYS:]
    histogram = figures["confidence"]["histogram"]
    ranges = [f"{n * 10}–{n * 10 + 10}%" for n in range(len(histogram))]
    language = render.language_of(request)
    chart = grouped_bars(
        [i18n.day(language, d["day"], short=True) for d in days],
        {name: (i18n.text(language, f"series.{name}"), [d[name]["pages"] for d in days]) for name in _SERIES},
    )
    words = i18n.text(language, "figures.documents")
    return render.page(
        request, "figures.html", caller,
        figures=figures, days=days, series=_SERIES, chart=chart, pending=site.queue.pending(),
        ranges=list(zip(ranges, histogram, strict=True)),
        confidence_chart=grouped_bars(ranges, {"confidence": (words, histogram)}),
    )  # fmt: skip


@router.get("/api/docs", summary="How to use the API")
def docs_page(request: Request, caller: Annotated[Caller, Depends(Require(None))]) -> Response:
    """Every operation of the API, from its OpenAPI description."""
    schema: dict[str, Any] = request.app.openapi()
    operations = [
        {"method": method.upper(), "path": path, **operation, **_example(method.upper(), path, operation)}
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render.page(request, "docs.html", caller, operations=operations)


def _example(method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """``{request, sent, status, answer, problems}``; ``sent`` and ``answer`` as text, empty where there is
    none and where a file comes."""
    example = EXAMPLES[f"{method} {path}"]
    return {
        "request": example.request,
        "sent": _as_text(sent_with(example)),
        "status": status_of(operation),
        "answer": _as_text(example.answer),
        "problems": problems_of(example, open_to_all="security" not in operation),
    }


def _as_text(shown: Any) -> str:
    if shown is None or isinstance(shown, str):
        return shown or ""
    return json.dumps(shown, ensure_ascii=False, indent=2)


def snippet_parts(hit: Hit) -> Iterator[tuple[str, bool]]:
    """The snippet cut at its highlights: ``(text, whether it matched)``."""
    end = 0
    for start, stop in sorted(hit.highlights):
        start = max(start, end)
        if start >= stop:
            continue
        if start > end:
            yield hit.snippet[end:start], False
        yield hit.snippet[start:stop], True
        end = stop
    if end < len(hit.snippet):
        yield hit.snippet[end:], False


def _facets(result: SearchResult, asked: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The values of each facet that there is a choice of, each with the link that takes or leaves it."""
    shown: dict[str, list[dict[str, Any]]] = {}
    for name, counted in views.search_result(result)["facets"].items():
        values = []
        for value in counted[:_FACET_VALUES]:
            pair = f"{name}:{value['value']}"
            chosen = pair in asked["choose"]
            left = [c for c in asked["choose"] if c != pair] if chosen else [*asked["choose"], pair]
            url = render.url("/", **(asked | {"choose": left, "offset": 0}))
            values.append({**value, "chosen": chosen, "url": url})
        if len(values) > 1 or any(value["chosen"] for value in values):
            shown[name] = values
    return shown


def _orders(q: str) -> list[Order]:
    """Those that there is a choice of, first the one that comes unasked; without words none matches best."""
    return [order for order in Order if q or order is not Order.RELEVANCE]


def _record_url(hit: Hit, asked: dict[str, Any]) -> str:
    """The record at the hit; ``t`` and ``back`` say what to mark there and where Esc leads."""
    back = render.url("", **asked).removeprefix("?")
    terms = hit.terms[:12] if asked["q"] else ()
    return render.url(f"/records/{hit.id}", page=hit.page, q=asked["q"], t=terms, back=back)
