"""Signing in and out."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.auth import COOKIE, Caller, Require, address_of, check_form, check_same_site
from api.errors import FormExpired, LoginFailed, LoginThrottled
from api.forms import small_form
from api.site import site_of
from api.web import render

router = APIRouter(include_in_schema=False)

_FORM_COOKIE = "sarabun_form"  # ties the login form to the browser that asked for it
_FORM_SECONDS = 3600


@router.get("/login", summary="Sign in")
def login_page(request: Request) -> Response:
    """The login form; ``next`` is the page to open then."""
    return _form(request, request.query_params.get("next", ""))


@router.post("/login", summary="Sign in")
async def login(request: Request) -> Response:
    """Opens a session and leads to ``next``."""
    check_same_site(request)
    form = await small_form(request)
    site = site_of(request)
    nonce = request.cookies.get(_FORM_COOKIE, "")
    if not nonce or not site.sessions.is_form_token(nonce, form.get("token", "")):
        raise FormExpired
    try:
        user = await run_in_threadpool(
            site.gate.login, form.get("name", "").strip(), form.get("password", ""), address_of(request)
        )
    except (LoginFailed, LoginThrottled) as error:
        return _form(request, form.get("next", ""), error)
    response = RedirectResponse(_own_page(form.get("next", "")), HTTPStatus.SEE_OTHER)
    response.delete_cookie(_FORM_COOKIE, path="/login")
    response.set_cookie(
        COOKIE, site.sessions.open(user), max_age=site.sessions.seconds,
        httponly=True, samesite="strict", secure=request.url.scheme == "https",
    )  # fmt: skip
    return response


@router.post("/logout", summary="Sign out")
async def logout(request: Request, caller: Annotated[Caller, Depends(Require(None))]) -> Response:
    """Ends the session."""
    form = await small_form(request)
    check_form(request, caller, form.get("token", ""))
    site = site_of(request)
    if caller.session is not None:
        site.sessions.close(caller.session)
        await run_in_threadpool(site.services.registry.audit, caller.name, "user.logout", caller.name)
    response = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
    response.delete_cookie(COOKIE)
    return response


def _form(request: Request, after: str, error: LoginFailed | LoginThrottled | None = None) -> Response:
    nonce = secrets.token_urlsafe(18)
    headers = {"retry-after": str(error.retry_after)} if isinstance(error, LoginThrottled) else {}
    response = render.page(
        request, "login.html", None, error.http_status if error else 200, headers,
        token=site_of(request).sessions.form_token(nonce),
        next=_own_page(after), error=error.as_dict() if error else None,
    )  # fmt: skip
    response.set_cookie(
        _FORM_COOKIE, nonce, max_age=_FORM_SECONDS, path="/login",
        httponly=True, samesite="strict", secure=request.url.scheme == "https",
    )  # fmt: skip
    return response


def _own_page(path: str) -> str:
    """``path`` if it is one of ours, else the search page: a login must not lead to another site."""
    own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if own else "/"
