"""GET /api/v1/search, /search/export, /facets, /suggest"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from api import access, files, language
from api.auth import Caller, Require
from api.site import site_of
from sarabun import dates, lists, queries, views
from sarabun.accounts import Permission
from sarabun.errors import InputError
from sarabun.finding import Facet, Hit, Order, SearchQuery
from sarabun.lists import Format

router = APIRouter(prefix="/api/v1", tags=["search"])

MAX_WITH_BOXES = 20
FacetNames = Annotated[list[str], Query(description=f"to count, of {', '.join(Facet)}")]
After = Annotated[str, Query(description="next of the page before, with all else as it was")]
Offset = Annotated[int, Query(description=f"0 to {queries.MAX_OFFSET}")]
Limit = Annotated[int, Query(description=f"1 to {queries.MAX_LIMIT}")]
Exact = Annotated[bool, Query(description="counts every letter where very many answer; takes longer")]
Fields = Annotated[str, Query(description="of each hit, as id,page,subject; empty: all")]
Boxes = Annotated[
    bool, Query(description=f"where the words stand on the page image; limit at most {MAX_WITH_BOXES}")
]


def _asked(
    q: Annotated[str, Query(description="in the query language; empty: all, newest first")] = "",
    kind: Annotated[str, Query(description="kind of letter, as external or directive.order")] = "",
    year: Annotated[str, Query(description="year of the letter, พ.ศ. or C.E., Thai digits too")] = "",
    agency: Annotated[str, Query(description="words of the sending agency")] = "",
    choose: Annotated[
        list[str], Query(description="facet:value, as secrecy:ลับ; values of one facet are alternatives")
    ] = [],  # noqa: B006 (FastAPI copies it)
    order: Annotated[str, Query(description=f"one of {', '.join(Order)}")] = "",
) -> dict[str, Any]:
    """What a search and an export of its list have in common, as :func:`queries.search_query` takes it."""
    return {"q": q, "kind": kind, "year": year, "agency": agency, "choose": choose, "order": order}


Asked = Annotated[dict[str, Any], Depends(_asked)]


@router.get("/search", summary="ค้นหา · Search")
def search(
    request: Request,
    caller: Annotated[Caller, Depends(Require(Permission.SEARCH))],
    asked: Asked,
    facet: FacetNames = [],  # noqa: B006
    after: After = "",
    offset: Offset = 0,
    limit: Limit = 20,
    fields: Fields = "",
    boxes: Boxes = False,
    exact: Exact = False,
) -> dict[str, Any]:
    """Documents that answer, each once at its best page: ``{total, estimated, complete, took_ms, hits: [{id,
    page, pages, score, kind, number, date, subject, agency, snippet, highlights, terms, …}], next, meant,
    facets}``. ``complete`` of the ``total`` have all that was asked; the others come after them.
    ``highlights`` are character ranges of ``snippet``; ``facets`` holds, by name, ``[{value, count,
    estimated, label}]``. Where more than 10,000 letters answer one of eight is counted, and counts are
    ``estimated``, unless ``exact`` is asked for. With ``boxes`` each hit also has ``boxes: [{page, left, top,
    right, bottom}]`` and ``image: {width, height}``, in pixels of the page image, right and bottom exclusive;
    ``image`` is null where there is no page image. Letters with a grade of secrecy are found and counted only
    for roles that may see them.
    """
    query = queries.search_query(**asked, facets=facet, after=after, offset=offset, limit=limit, exact=exact)
    return answer(request, caller, query, fields, boxes=boxes)


def answer(
    request: Request, caller: Caller, query: SearchQuery, fields: str, *, boxes: bool = False
) -> dict[str, Any]:
    """What is found of what the account may see, hits with the ``fields`` named."""
    if boxes and query.limit > MAX_WITH_BOXES:
        raise _too_many_boxes()
    result = access.search(request, caller, query)
    found = views.search_result(result)
    if boxes:
        found["hits"] = [
            hit | _marked(request, one, query.text)
            for hit, one in zip(found["hits"], result.hits, strict=True)
        ]
    if wanted := [name.strip() for name in fields.split(",") if name.strip()]:
        found["hits"] = [{name: hit[name] for name in wanted if name in hit} for hit in found["hits"]]
    return found


@router.get(
    "/search/export",
    summary="ส่งออกผลการค้น · Export of a list",
    response_class=Response,
    responses={200: {"content": {media_type: {} for media_type in lists.MEDIA_TYPES.values()}}},
)
def export(
    request: Request,
    caller: Annotated[Caller, Depends(Require(Permission.SEARCH))],
    asked: Asked,
    format: Annotated[Format, Query(description="csv, or xlsx for Excel")],
    lang: Annotated[
        Literal["th", "en"] | None, Query(description="of the headings; without: as Accept-Language says")
    ] = None,
) -> Response:
    """The whole list that a search finds, one letter a row, as a file for a spreadsheet: id, kind, number,
    date, subject, sender, page, snippet and a link to the record. At most 100,000 letters. By date and by
    number a letter that was there throughout is there once, by relevance only while none comes or goes.
    """
    hits = access.every_hit(request, caller, queries.search_query(**asked))
    site, spoken = str(request.base_url), lang or language.of_api(request)
    name = f"sarabun-{dates.bangkok(dates.now()).date()}.{format}"
    if format is Format.CSV:
        return StreamingResponse(
            lists.csv_chunks(hits, site, spoken),
            media_type=lists.MEDIA_TYPES[format],
            headers={"content-disposition": f'attachment; filename="{name}"'},
        )
    with site_of(request).services.scratch() as scratch:
        path = Path(scratch) / name
        lists.write(path, format, hits, site, spoken)
        return files.answer(path, lists.MEDIA_TYPES[format], name, "attachment")


@router.get("/facets", summary="นับตามตัวกรอง · Counts")
def facets(
    request: Request,
    caller: Annotated[Caller, Depends(Require(Permission.SEARCH))],
    q: Annotated[str, Query(description="in the query language; empty: all")] = "",
    choose: Annotated[list[str], Query(description="facet:value, as secrecy:ลับ")] = [],  # noqa: B006
    facet: Annotated[list[str], Query(description=f"of {', '.join(Facet)}; none: all")] = [],  # noqa: B006
    exact: Exact = False,
) -> dict[str, Any]:
    """How many documents answer, and how many have each value: ``{total, estimated, facets: {name: [{value,
    count, estimated, label}]}}``, at most 100 values each, most frequent first; ``estimated`` as in a search.
    """
    query = queries.search_query(q, choose=choose, facets=facet or tuple(Facet), limit=1, exact=exact)
    answer = views.search_result(access.search(request, caller, query))
    return {name: answer[name] for name in ("total", "estimated", "facets")}


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


def _marked(request: Request, hit: Hit, typed: str) -> dict[str, Any]:
    return views.marked(*site_of(request).archive.marked(hit.id, hit.page, typed, hit.terms))


def _too_many_boxes() -> InputError:
    return InputError(
        "TOO_MANY_BOXES",
        f"ขอตำแหน่งคำได้ครั้งละไม่เกิน {MAX_WITH_BOXES} รายการ โปรดใช้ limit={MAX_WITH_BOXES} แล้วขอหน้าถัดไปด้วย after",
        f"boxes are told of at most {MAX_WITH_BOXES} hits at once: "
        f"ask with limit={MAX_WITH_BOXES} and go on with after",
    )
