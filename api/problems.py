"""Errors as answers: RFC 9457 problems under /api/, pages elsewhere, and the login form where it helps."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from api import language
from api.errors import LoginFailed, LoginNeeded, LoginThrottled
from api.headers import security_headers
from api.web import render
from sarabun.errors import ExternalError, InputError, NotFoundError, SarabunError

log = logging.getLogger("sarabun.api")

MEDIA_TYPE = "application/problem+json"

# Of every problem, as OpenAPI describes it.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code", "th", "en"],
    "properties": {
        "type": {"type": "string", "description": "urn:sarabun:problem:CODE"},
        "title": {"type": "string", "description": "th or en, by Accept-Language"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "stable, as FILE_TOO_LARGE"},
        "th": {"type": "string", "description": "what is wrong and what to do"},
        "en": {"type": "string"},
    },
}


def described(errors: Sequence[SarabunError] = ()) -> dict[str, Any]:
    """A response of OpenAPI: a problem, with these as examples."""
    content: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Problem"}}
    if errors:
        content["examples"] = {
            error.code: {"summary": error.en, "value": body(error, "th", error.http_status)}
            for error in errors
        }
    return {"description": "problem (RFC 9457)", "content": {MEDIA_TYPE: content}}


def install(app: FastAPI) -> None:
    """Sets the handlers of ``app``."""

    async def known(request: Request, error: Exception) -> Response:
        if not isinstance(error, SarabunError):
            return crash(request, error)
        if not isinstance(error, InputError):
            log.error("%s %s: %s", request.method, request.url.path, error)
        return answer(request, error)

    async def invalid(request: Request, error: Exception) -> Response:
        found = error.errors() if isinstance(error, RequestValidationError) else []
        return answer(request, _invalid(found))

    async def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = error.headers if isinstance(error, HTTPException) else None
        return answer(request, _http(status), status, dict(headers or {}))

    async def crashed(request: Request, error: Exception) -> Response:
        return crash(request, error)

    app.add_exception_handler(SarabunError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, crashed)


def answer(
    request: Request,
    error: SarabunError,
    status: int | None = None,
    headers: dict[str, str] | None = None,
    **members: Any,
) -> Response:
    """The answer to an error: ``{type, title, status, code, th, en, …members}``, or a page that says it."""
    status = status or error.http_status
    headers = headers or {}
    if isinstance(error, LoginThrottled):
        headers["retry-after"] = str(error.retry_after)
    if isinstance(error, ExternalError):
        headers.setdefault("retry-after", "30")
    if not request.url.path.startswith("/api/"):
        if isinstance(error, LoginNeeded):
            return _to_login(request)
        return render.error(request, error, status, headers)
    if isinstance(error, LoginNeeded | LoginFailed):
        headers["www-authenticate"] = 'Basic realm="sarabun", charset="UTF-8"'
    spoken = language.of_api(request)
    headers |= {"content-language": spoken, "vary": "accept-language"}
    return JSONResponse(body(error, spoken, status) | members, status, headers, MEDIA_TYPE)


def body(error: SarabunError, spoken: language.Language, status: int) -> dict[str, Any]:
    """``{type, title, status, code, th, en}``"""
    return {
        "type": f"urn:sarabun:problem:{error.code}",
        "title": error.en if spoken == "en" else error.th,
        "status": status,
        **error.as_dict(),
    }


def crash(request: Request, error: Exception) -> Response:
    """What nobody foresaw: logged in full, told without detail."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    told = SarabunError(
        "INTERNAL_ERROR",
        "ระบบทำงานผิดพลาด เอกสารที่รับไว้ยังอยู่ครบ โปรดลองอีกครั้ง หากยังเป็นอยู่ให้แจ้งผู้ดูแลระบบ",
        "the system failed; what was received is safe: try again, and tell the administrator if it stays",
    )
    # This handler stands outside the middleware that adds them.
    return answer(request, told, 500, security_headers(request.url.path, request.url.scheme == "https"))


def _to_login(request: Request) -> Response:
    if request.method != "GET":
        return RedirectResponse("/login", HTTPStatus.SEE_OTHER)
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    query = "" if path == "/" else "?" + urlencode({"next": path})
    return RedirectResponse(f"/login{query}", HTTPStatus.SEE_OTHER)


def _invalid(found: Any) -> InputError:
    names = ", ".join(sorted({str(e["loc"][-1]) for e in found}))
    return InputError(
        "REQUEST_INVALID",
        f"ค่าที่ส่งมาไม่ถูกต้อง ({names}) โปรดแก้ไขแล้วส่งใหม่ วิธีใช้อยู่ที่ /api/docs",
        f"a value is not valid ({names}): correct it and send again; /api/docs says how",
        str(found),
    )


def _http(status: int) -> InputError:
    if status == HTTPStatus.NOT_FOUND:
        return NotFoundError(
            "NOT_FOUND",
            "ไม่พบหน้านี้ โปรดตรวจสอบที่อยู่ หรือกลับไปหน้าค้นหา",
            "there is nothing at this address: check it, or go back to the search page",
        )
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return InputError(
            "METHOD_NOT_ALLOWED",
            "ที่อยู่นี้ไม่รับคำสั่งแบบนี้ โปรดดูวิธีใช้ที่ /api/docs",
            "this address does not take that method: see /api/docs",
        )
    return InputError(
        "REQUEST_INVALID",
        f"ระบบไม่รับคำขอนี้ (HTTP {status}) โปรดตรวจสอบแล้วส่งใหม่",
        f"the request was not accepted (HTTP {status}): check it and send again",
    )
