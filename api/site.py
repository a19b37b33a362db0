"""What every request needs, built once by ``api.app.create_app`` and reached through the request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request

from sarabun.archive import Archive
from sarabun.pipeline import Services
from sarabun.ports import WorkQueue

if TYPE_CHECKING:
    from api.auth import Gate
    from api.sessions import Sessions


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
