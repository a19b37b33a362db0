"""The upload page, on the same work as POST /api/v1/intake."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.auth import Caller, Require
from api.routes.intake import Taken, take
from api.site import site_of
from api.uploads import MAX_FILES, REQUEST_FILES
from api.web import render
from sarabun.accounts import Permission
from sarabun.errors import InputError

router = APIRouter(include_in_schema=False)

_MEGABYTE = 2**20


@router.get("/intake", summary="Upload scans")
def upload_page(request: Request, caller: Annotated[Caller, Depends(Require(Permission.INTAKE))]) -> Response:
    """The upload form."""
    return _page(request, caller)


@router.post("/intake", summary="Upload scans")
async def upload(
    request: Request, caller: Annotated[Caller, Depends(Require(Permission.INTAKE))]
) -> Response:
    """Takes the files and says what became of each, above a fresh form."""
    try:
        return _page(request, caller, await take(request, caller, form_token=True))
    except InputError as error:
        return _page(request, caller, error=error)


def _page(
    request: Request, caller: Caller, taken: Taken | None = None, error: InputError | None = None
) -> Response:
    most = site_of(request).services.settings.upload_max_bytes
    return render.page(
        request, "intake.html", caller, error.http_status if error else 200,
        taken=taken.as_json() if taken else None, error=error.as_dict() if error else None,
        megabytes=most // _MEGABYTE, total=REQUEST_FILES * most // _MEGABYTE, files=MAX_FILES,
    )  # fmt: skip
