"""What every request needs, built once by ``api.app.create_app`` and reached through the request."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from api.gate import Gate
from api.sessions import Sessions
from sarabun.archive import Archive
from sarabun.pipeline import Services
from sarabun.ports import WorkQueue


@dataclass(frozen=True, slots=True)
class Site:
    services: Services
    archive: Archive
    queue: WorkQueue
    sessions: Sessions
    gate: Gate


def site_of(request: Request) -> Site:
    site: Site = request.app.state.site
    return site
