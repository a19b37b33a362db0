"""GET /api/v1/records…: documents, their pages and their files."""

from __future__ import annotations

import hashlib
import mimetypes
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi import Path as InPath
from starlette.responses import JSONResponse

from api import access, files
from api.auth import Caller, Require
from api.site import site_of
from sarabun import queries, views
from sarabun.accounts import Permission
from sarabun.model import State

router = APIRouter(prefix="/api/v1", tags=["records"])

DocumentId = Annotated[str, InPath(pattern="^[0-9a-f]{16}$", description="the document's id, 16 hex digits")]
PageNumber = Annotated[int, InPath(ge=1, le=100_000, description="page, from 1")]
RevisionNumber = Annotated[
    int | None, Query(ge=1, description="as an earlier reading had it; without: what counts now")
]


@router.get("/records", summary="รายการเอกสาร · List documents")
def list_records(
    request: Request,
    caller: Annotated[Caller, Depends(Require(Permission.LIST))],
    state: Annotated[list[State] | None, Query(description="only these states; may be repeated")] = None,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=queries.MAX_LIMIT)] = 50,
) -> dict[str, Any]:
    """Documents in order of receipt, whatever their state: ``{documents: […], next_offset}``;
    ``next_offset`` is null at the end. A quarantined document says why in ``error``.
    """
    site = site_of(request)
    found = site.services.registry.documents(states=state or (), offset=offset, limit=limit + 1)
    site.services.registry.audit(caller.name, "record.list", "", {"state": [s.value for s in state or ()]})
    return {
        "documents": [views.document(d) for d in found[:limit] if access.visible(caller, d)],
        "next_offset": offset + limit if len(found) > limit else None,
    }


@router.get(
    "/records/{document_id}",
    summary="เอกสารหนึ่งฉบับ · One document",
    response_model=dict[str, Any],
    responses={304: {"description": "as the ETag of If-None-Match says: nothing changed"}},
)
def record(
    request: Request,
    document_id: DocumentId,
    caller: Annotated[Caller, Depends(Require(Permission.VIEW))],
    revision: RevisionNumber = None,
    if_none_match: Annotated[str, Header(description="ETags that the caller has")] = "",
) -> Response:
    """Everything known of a document: state, description with fields and confidence, who read it, revisions,
    pages, findings, seal, retention. Answers with an ETag."""
    document = access.visible_document(request, caller, document_id)
    answer: Response = JSONResponse(site_of(request).archive.record(document.id, caller.name, revision))
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    known = {given.strip().removeprefix("W/") for given in if_none_match.split(",")}
    if tag in known or "*" in known:
        answer = Response(status_code=304)
    answer.headers["etag"] = tag
    return answer


@router.get(
    "/records/{document_id}/pages/{page}/image",
    summary="ภาพหน้า · Page image",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}},
)
def page_image(
    request: Request,
    document_id: DocumentId,
    page: PageNumber,
    caller: Annotated[Caller, Depends(Require(Permission.VIEW))],
    width: Annotated[int, Query(ge=100, le=3000, description="at most this wide, in pixels")] = 1200,
) -> Response:
    """The page as scanned, upright, as a JPEG for looking at. Boxes of words are in pixels of the full page
    image, whose size the page's text gives."""
    document = access.visible_document(request, caller, document_id)
    image = site_of(request).archive.page_image(document.id, page, width, caller.name)
    return Response(image, media_type="image/jpeg")


@router.get("/records/{document_id}/pages/{page}/text", summary="ข้อความในหน้า · Page text")
def page_text(
    request: Request,
    document_id: DocumentId,
    page: PageNumber,
    caller: Annotated[Caller, Depends(Require(Permission.VIEW))],
    revision: RevisionNumber = None,
) -> dict[str, Any]:
    """What was read on a page: lines and words, each with its box (left, top, right, bottom in pixels of the
    page image) and confidence."""
    document = access.visible_document(request, caller, document_id)
    site = site_of(request)
    text = site.archive.page_text(document.id, page, revision)
    site.services.registry.audit(caller.name, "record.view_text", document.id, {"page": page})
    return views.page_text(text)


@router.get(
    "/records/{document_id}/pdf",
    summary="ระเบียนที่ผนึกแล้ว · Sealed record",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
def pdf(
    request: Request, document_id: DocumentId, caller: Annotated[Caller, Depends(Require(Permission.VIEW))]
) -> Response:
    """The signed PDF/A file, as it was sealed."""
    document = access.visible_document(request, caller, document_id)
    with site_of(request).archive.pdf(document.id, caller.name) as path:
        return files.answer(path, "application/pdf", f"{document.id}.pdf", "inline")


@router.get(
    "/records/{document_id}/original",
    summary="แฟ้มต้นฉบับที่สแกน · Original scan",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def original(
    request: Request,
    document_id: DocumentId,
    caller: Annotated[Caller, Depends(Require(Permission.ORIGINAL))],
) -> Response:
    """The file as the scanner made it, bit for bit, always as a download."""
    document = access.visible_document(request, caller, document_id)
    with site_of(request).archive.original(document.id, caller.name) as (path, media_type):
        suffix = mimetypes.guess_extension(media_type) or ""
        return files.answer(path, media_type, f"{document.id}.original{suffix}", "attachment")


@router.get("/records/{document_id}/verification", summary="ผลตรวจสอบระเบียน · Verification")
def verification(
    request: Request, document_id: DocumentId, caller: Annotated[Caller, Depends(Require(Permission.VERIFY))]
) -> dict[str, Any]:
    """Checks the record now: what is kept against its hashes, the PDF/A, the signature and its time stamp.
    ``{subject, ok, checks: [{name, ok, detail, th, en}]}``."""
    document = access.visible_document(request, caller, document_id)
    return views.verification(site_of(request).archive.verify(document.id, caller.name))
