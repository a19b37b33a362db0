"""The page of a record: a page image with what was searched marked on it, beside what was read from it."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api import access
from api.auth import Caller, Require
from api.routes.records import DocumentId
from api.site import site_of
from api.web import render
from sarabun import queries, views
from sarabun.accounts import Permission
from sarabun.errors import NotFoundError
from sarabun.model import Box

router = APIRouter(include_in_schema=False)

IMAGE_WIDTH = 1200
# A field that is less sure is pointed out. Of those read and surer, 99.5 % are right (docs/reading.md);
# how sure a seal or a signature is was not counted.
_LEAST_SURE = {"ocr": 0.97, "image": 0.8}
_MAX_TERMS = 50
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@router.get("/records/{document_id}", summary="A record")
def record_page(
    request: Request,
    document_id: DocumentId,
    caller: Annotated[Caller, Depends(Require(Permission.VIEW))],
    page: Annotated[int, Query(ge=1)] = 1,
    q: Annotated[str, Query(max_length=queries.MAX_TEXT)] = "",
    t: Annotated[list[str] | None, Query(max_length=_MAX_TERMS)] = None,
    field: Annotated[str, Query(max_length=64)] = "",
    back: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """One page of a document with its words marked; ``field`` shows where that field was read; ``back`` is
    the query of the search page that led here."""
    document = access.visible_document(request, caller, document_id)
    site = site_of(request)
    record = site.archive.record(document.id, caller.name)
    images = {p["page"]: p for p in record.get("page_images", [])}
    if images and page not in images:
        raise NotFoundError(
            "PAGE_NOT_FOUND",
            f"เอกสารนี้มี {len(images)} หน้า ไม่มีหน้า {page} โปรดเลือกหน้าอื่น",
            f"this document has {len(images)} pages, there is no page {page}: choose another",
        )
    text, found = site.archive.marked(document.id, page, q, t or ())
    fields = _fields(record)
    evidence = [Box(*f["box"]) for f in fields if f["id"] == field and f["box"] and f["page"] == page]
    return render.page(
        request, "record.html", caller,
        record=record, page=page, pages=len(images), image=images.get(page), image_width=IMAGE_WIDTH,
        fields=fields, lines=text.text if text else "", found=found, evidence=evidence,
        findings=_findings(record), here={"q": q, "t": tuple(t or ()), "back": back},
        back=f"/?{back}" if back else "/", q=q,
    )  # fmt: skip


@router.get("/records/{document_id}/verification", summary="Verification of a record")
def verification_page(
    request: Request,
    document_id: DocumentId,
    caller: Annotated[Caller, Depends(Require(Permission.VERIFY))],
) -> Response:
    """The checks of a record, made now, line by line."""
    document = access.visible_document(request, caller, document_id)
    done = views.verification(site_of(request).archive.verify(document.id, caller.name))
    return render.page(request, "verification.html", caller, done=done, document=views.document(document))


def _fields(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields that were found, in the order of the description; those of a list one by one."""
    fields: dict[str, Any] = record.get("description", {}).get("fields", {})
    found = []
    for name, value in fields.items():
        for i, one in enumerate(value if isinstance(value, list) else [value]):
            if one is not None:
                found.append(
                    {
                        **one,
                        "name": name,
                        "id": f"{name}.{i}" if isinstance(value, list) else name,
                        "is_date": isinstance(one["value"], str) and bool(_ISO_DATE.fullmatch(one["value"])),
                        "shown": one["value"] if isinstance(one["value"], str) else one["raw"],
                        "flags": one.get("flags", []),
                        "unsure": one["confidence"] < _LEAST_SURE.get(one["source"], 0.0),
                    }
                )
    return found


def _findings(record: dict[str, Any]) -> list[dict[str, Any]]:
    """What a person should know, of the file (page None) and of its pages."""
    of_file = [{"page": None, **finding} for finding in record.get("findings", [])]
    return of_file + [
        {"page": image["page"], **finding}
        for image in record.get("page_images", [])
        for finding in image["findings"]
    ]
