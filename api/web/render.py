"""Templates to answers: the language, the menu that the role allows, and the form token."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from api import language
from api.auth import Caller
from api.site import site_of
from api.web import i18n
from sarabun import views
from sarabun.accounts import Permission
from sarabun.errors import SarabunError

STATIC_FOLDER = Path(__file__).with_name("static")
_YEAR_SECONDS = 365 * 24 * 3600


def language_of(request: Request) -> language.Language:
    """The language of pages for this request."""
    return language.of_page(request, site_of(request).services.settings.language or "th")


def page(
    request: Request,
    template: str,
    caller: Caller | None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """The page, in the language asked for by ``?lang`` or remembered, which it remembers."""
    site = site_of(request)
    spoken = language_of(request)
    form_token = site.sessions.form_token(caller.session.id) if caller and caller.session else ""
    body = _environment().get_template(template).render(
        context,
        language=spoken,
        t=partial(i18n.text, spoken),
        named=partial(i18n.named, spoken),
        day=partial(i18n.day, spoken),
        moment=partial(i18n.moment, spoken),
        in_language=lambda error: error["en" if spoken == "en" else "th"],
        url=url,
        static=_static,
        other_language=_other_language(request, spoken),
        caller=caller,
        may=lambda name: caller is not None and caller.may(Permission(name)),
        form_token=form_token,
    )  # fmt: skip
    response = HTMLResponse(body, status, dict(headers or {}))
    response.headers["content-language"] = spoken
    if request.query_params.get("lang") == spoken:
        response.set_cookie(
            language.COOKIE, spoken, max_age=_YEAR_SECONDS, httponly=True, samesite="lax",
            secure=request.url.scheme == "https",
        )  # fmt: skip
    return response


def error(request: Request, problem: SarabunError, status: int, headers: Mapping[str, str]) -> HTMLResponse:
    """A page that says what is wrong and what to do, for somebody who may not be signed in."""
    return page(request, "error.html", None, status, headers, error=problem.as_dict())


def url(path: str, **parameters: Any) -> str:
    """``path`` with those parameters that say something; a sequence is one parameter repeated."""
    said = {name: value for name, value in parameters.items() if value not in (None, "", 0, (), [])}
    return f"{path}?{urlencode(said, doseq=True)}" if said else path


def _other_language(request: Request, spoken: str) -> str:
    # A form that was posted has no address to come back to: the switch then opens the empty page again.
    asked = request.url.include_query_params(lang="th" if spoken == "en" else "en")
    return f"{asked.path}?{asked.query}"


@cache
def _static(name: str) -> str:
    """The address of a static file; it changes with the file, for caches keep it for a year."""
    digest = hashlib.sha256((STATIC_FOLDER / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("api.web"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["number"] = lambda value: f"{value:,}"
    made.filters["about"] = lambda value: f"{views.about(value):,}"
    made.filters["percent"] = lambda value: f"{value:.0%}"
    return made
