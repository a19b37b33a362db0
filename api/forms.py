"""Small forms that pages send back, read with a bound."""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import Request

from api.errors import FormExpired, TooLarge

_MAX_BYTES = 16 * 1024
_MAX_FIELDS = 20


async def small_form(request: Request) -> dict[str, str]:
    """The fields of a urlencoded form, the first of each name. Raises TooLarge, FormExpired."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BYTES:
            raise TooLarge(
                "FORM_TOO_LARGE",
                "แบบฟอร์มใหญ่เกินไป โปรดเปิดหน้าใหม่แล้วส่งอีกครั้ง",
                "the form is too large: open the page again and resubmit",
            )
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise FormExpired from None
    return {name: values[0] for name, values in fields.items()}
