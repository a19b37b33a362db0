"""The web application, put together."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

import sarabun
from api import problems
from api.gate import Gate
from api.headers import SecurityHeaders
from api.openapi import DescribedAPI
from api.routes import docs, intake, records, search, searches, status, webhooks
from api.sessions import Sessions, load_key
from api.site import Site
from api.throttle import Throttle
from api.web import login, pages, record, upload
from api.web import searches as saved
from api.web.render import STATIC_FOLDER
from sarabun.archive import Archive
from sarabun.pipeline import Services
from sarabun.ports import WorkQueue

_ABOUT = (
    "สารบรรณ: ค้น ดู ตรวจสอบ และนำเข้าหนังสือราชการ · Finds, shows, verifies and takes in Thai official letters. "
    "Errors are problems (RFC 9457) with a stable `code` and a sentence in Thai and English."
)


def create_app(services: Services, queue: WorkQueue) -> FastAPI:
    """JSON under /api/v1, pages under /. Raises ConfigurationError where the session key cannot be kept."""
    settings = services.settings
    # FastAPI's own pages for the schema load scripts from elsewhere and are open to all.
    app = DescribedAPI(
        title="Sarabun", version=sarabun.__version__, description=_ABOUT,
        docs_url=None, redoc_url=None, openapi_url=None, responses={"default": problems.described()},
    )  # fmt: skip
    app.state.site = Site(
        services=services,
        archive=Archive(services),
        queue=queue,
        sessions=Sessions(load_key(settings.secrets_dir), settings.session_hours),
        gate=Gate(services.registry, Throttle()),
    )
    for module in (
        search,
        searches,
        records,
        intake,
        webhooks,
        status,
        docs,
        login,
        pages,
        saved,
        record,
        upload,
    ):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER), name="static")
    problems.install(app)
    app.add_middleware(SecurityHeaders)
    return app
