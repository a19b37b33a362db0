"""POST /api/v1/intake, and the work behind the upload page."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api import problems
from api.auth import Caller, Require, check_form
from api.errors import TooLarge
from api.site import Site, site_of
from api.uploads import MAX_FILES, Upload, read_upload
from sarabun import dates, queries, views
from sarabun.accounts import Permission
from sarabun.errors import InputError
from sarabun.model import Batch, Document, State, to_json
from sarabun.pipeline import receive

router = APIRouter(prefix="/api/v1", tags=["intake"])

_MAX_WORDS = 200  # characters of batch, box_no and unit
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "maxItems": MAX_FILES,
                            "items": {"type": "string", "format": "binary"},
                        },
                        "batch": {"type": "string", "description": "name of the batch; default: today"},
                        "box_no": {"type": "string", "description": "number of the box of paper"},
                        "unit": {"type": "string", "description": "unit that holds the paper"},
                    },
                }
            }
        },
    }
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an upload: documents with whether each is new, and files refused with the reason."""

    batch: Batch
    documents: list[tuple[Document, bool]] = field(default_factory=list)
    refused: list[tuple[str, InputError]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "batch": to_json(self.batch),
            "documents": [views.document(d, duplicate=not new) for d, new in self.documents],
            "refused": [{"name": name, "error": error.as_dict()} for name, error in self.refused],
        }


@router.post("/intake", summary="นำเข้าแฟ้มสแกน · Upload scans", status_code=202, openapi_extra=_FORM)
async def intake(
    request: Request, caller: Annotated[Caller, Depends(Require(Permission.INTAKE))]
) -> Response:
    """Keeps scanned files (PDF, TIFF, JPEG, PNG, WebP) and has them digitised in the background; a file that
    turns out to be something else is kept and held with the reason. The answer comes once every accepted file
    is safe: ``{batch, documents, refused}``; a file seen before is there with ``duplicate: true``. 422 where
    every file was refused. With a session cookie send ``X-CSRF-Token``.
    """
    taken = await take(request, caller)
    body = taken.as_json()
    if taken.refused and not taken.documents:
        return problems.answer(request, _all_refused(), refused=body["refused"])
    return JSONResponse(body, 202)


async def take(request: Request, caller: Caller, *, form_token: bool = False) -> Taken:
    """Reads an upload, keeps its files and asks for their digitisation.

    ``form_token``: the form must carry the session's token in ``token``. Raises InputError for a request that
    holds no file, FormExpired, and ExternalError where files cannot be kept.
    """
    site = site_of(request)
    with site.services.scratch() as scratch:
        upload = await read_upload(request, Path(scratch), site.services.settings.upload_max_bytes)
        if form_token:
            check_form(request, caller, upload.fields.get("token", ""))
        return await run_in_threadpool(_keep, site, upload, caller.name)


def _keep(site: Site, upload: Upload, actor: str) -> Taken:
    if not upload.files:
        raise InputError(
            "NO_FILES",
            "ยังไม่ได้เลือกแฟ้ม โปรดเลือกแฟ้มสแกนอย่างน้อยหนึ่งแฟ้ม",
            "no file was sent: choose at least one scanned file",
        )
    words = {n: queries.clean(upload.fields.get(n, ""), n, _MAX_WORDS) for n in ("batch", "box_no", "unit")}
    today = dates.bangkok(dates.now()).date().isoformat()
    batch = site.services.registry.open_batch(
        words["batch"] or f"upload {today}", words["box_no"], words["unit"], actor
    )
    taken = Taken(batch)
    try:
        for file in upload.files:
            try:
                if file.path is None:
                    raise _file_too_large(site.services.settings.upload_max_bytes)
                taken.documents.append(receive(site.services, file.path, batch, actor, name=file.name))
            except InputError as error:
                taken.refused.append((file.name, error))
                site.services.registry.audit(actor, "source.refused", file.name, {"code": error.code})
    finally:
        # What is kept is worked on even where a later file failed for a reason of ours.
        waiting = [d.id for d, new in taken.documents if new or d.state is State.RECEIVED]
        if waiting:
            site.queue.submit(batch.id, list(dict.fromkeys(waiting)))
    return taken


def _file_too_large(most: int) -> InputError:
    return TooLarge(
        "FILE_TOO_LARGE",
        f"แฟ้มใหญ่กว่า {most // 2**20} MB โปรดแบ่งสแกนเป็นหลายแฟ้ม",
        f"the file is larger than {most // 2**20} MB: scan it in several files",
    )


def _all_refused() -> InputError:
    return InputError(
        "ALL_REFUSED",
        "ไม่มีแฟ้มใดรับไว้ได้ โปรดดูเหตุผลของแต่ละแฟ้ม แก้ไข แล้วส่งใหม่",
        "none of the files could be taken: see the reason for each, then send them again",
    )
