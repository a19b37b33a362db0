"""Who asks, and whether they may: HTTP Basic for programs, a session cookie for browsers.

Every route but health, login and the static files depends on :class:`Require`; a test holds them to it.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.openapi.models import HTTPBase
from fastapi.security.base import SecurityBase

from api.errors import FormExpired, LoginFailed, LoginNeeded, NotAllowed
from api.sessions import Session, Sessions
from api.site import site_of
from sarabun import accounts
from sarabun.accounts import Permission
from sarabun.ports import User

COOKIE = "sarabun_session"
CSRF_HEADER = "x-csrf-token"
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. ``session`` is None for a program that sent its password."""

    user: User
    session: Session | None

    @property
    def name(self) -> str:
        return self.user.name

    def may(self, permission: Permission) -> bool:
        return accounts.may(self.user, permission)


class Require(SecurityBase):
    """Depend on an instance of it: the caller, if signed in and permitted.

    Raises LoginNeeded, LoginFailed, LoginThrottled, NotAllowed, and FormExpired for a change that comes from
    another site or, with a cookie, without the form token (header ``X-CSRF-Token``; pages send it as a field
    and call :func:`check_form`).
    """

    def __init__(self, permission: Permission | None) -> None:
        self.permission = permission
        self.model = HTTPBase(scheme="basic", description="local account (sarabun user add)")
        self.scheme_name = "account"

    def __call__(self, request: Request) -> Caller:
        if request.method not in _SAFE:
            check_same_site(request)
        caller = self._caller(request)
        if self.permission is not None and not caller.may(self.permission):
            site_of(request).services.registry.audit(
                caller.name, "access.refuse", request.url.path, {"permission": self.permission.value}
            )
            raise NotAllowed(caller.user.role)
        if request.method not in _SAFE and request.url.path.startswith("/api/") and caller.session:
            check_form(request, caller, request.headers.get(CSRF_HEADER, ""))
        return caller

    def _caller(self, request: Request) -> Caller:
        site = site_of(request)
        if given := _basic(request):
            return Caller(site.gate.basic(*given, address_of(request)), None)
        session = site.sessions.read(request.cookies.get(COOKIE, ""), site.services.registry)
        if session is None:
            raise LoginNeeded
        return Caller(session.user, session)


def check_form(request: Request, caller: Caller, token: str) -> None:
    """Raises FormExpired where ``token`` is not of the caller's session."""
    sessions: Sessions = site_of(request).sessions
    if caller.session is None or not sessions.is_form_token(caller.session.id, token):
        raise FormExpired


def check_same_site(request: Request) -> None:
    """Raises FormExpired for a change that a browser sends on behalf of another site: it would carry a Basic
    password that the browser remembers.

    Browsers send ``Origin: null`` with our own forms, since our pages give no referrer; those are left to the
    form token, which a Basic password does not have.
    """
    headers = request.headers
    fetch_site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if fetch_site is not None:
        foreign = fetch_site not in ("same-origin", "none")
    elif origin == "null":
        foreign = "authorization" in headers
    else:
        foreign = origin is not None and urlsplit(origin).netloc != headers.get("host")
    if foreign:
        raise FormExpired


def address_of(request: Request) -> str:
    """The address that the throttle counts; behind a proxy uvicorn puts the client's here."""
    return request.client.host if request.client else "local"


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (ValueError, binascii.Error):
        raise LoginFailed from None
    if not colon:
        raise LoginFailed
    return name, password
