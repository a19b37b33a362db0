"""GET /api/v1/health and /api/v1/status"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

import sarabun
from api.auth import Caller, Require
from api.site import site_of
from sarabun.accounts import Permission

router = APIRouter(prefix="/api/v1", tags=["status"])


@router.get("/health", summary="ระบบทำงานอยู่หรือไม่ · Health")
def health() -> dict[str, Any]:
    """Whether the server answers, and its version. Open to all; says nothing else."""
    return {"ok": True, "version": sarabun.__version__}


@router.get("/status", summary="ตัวเลขของงาน · Figures")
def status(
    request: Request, caller: Annotated[Caller, Depends(Require(Permission.FIGURES))]
) -> dict[str, Any]:
    """Documents and pages by state and by day, quarantine by reason, confidence, time by stage, and
    ``pending``: documents that wait or are being worked on."""
    site = site_of(request)
    return {**site.archive.figures(), "pending": site.queue.pending()}
