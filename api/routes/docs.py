"""GET /api/openapi.json: the API's description, for those who may use it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from api.auth import Caller, Require

router = APIRouter(prefix="/api", tags=["docs"])


@router.get("/openapi.json", summary="คำอธิบาย API · API description", include_in_schema=False)
def openapi(request: Request, caller: Annotated[Caller, Depends(Require(None))]) -> dict[str, Any]:
    """OpenAPI 3.1 of everything under /api/v1. /api/docs shows the same to people."""
    schema: dict[str, Any] = request.app.openapi()
    return schema
