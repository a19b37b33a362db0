"""Small forms that pages send back and small JSON that programs send, read with a bound."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import parse_qs

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from api.errors import FormExpired, TooLarge

Model = TypeVar("Model", bound=BaseModel)

_MAX_BYTES = 16 * 1024
_MAX_FIELDS = 20


async def small_form(request: Request) -> dict[str, str]:
    """The fields of a urlencoded form, the first of each name. Raises TooLarge, FormExpired."""
    body = await _bounded(request)
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise FormExpired from None
    return {name: values[0] for name, values in fields.items()}


def json_body(model: type[Model]) -> Callable[[Request], Awaitable[Model]]:
    """Depend on it, after the caller: the body as ``model``. Nothing of it is read before one is signed in.
    Raises TooLarge, and RequestValidationError where it does not fit."""

    async def read(request: Request) -> Model:
        try:
            return model.model_validate_json(await _bounded(request))
        except ValidationError as error:
            found = [{**problem, "loc": ("body", *problem["loc"])} for problem in error.errors()]
            raise RequestValidationError(found) from None

    return read


def described(model: type[BaseModel]) -> dict[str, Any]:
    """How OpenAPI is told of a :func:`json_body`."""
    content = {"application/json": {"schema": model.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


async def _bounded(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BYTES:
            raise TooLarge(
                "FORM_TOO_LARGE",
                "แบบฟอร์มใหญ่เกินไป โปรดเปิดหน้าใหม่แล้วส่งอีกครั้ง",
                "the form is too large: open the page again and resubmit",
            )
    return bytes(body)
