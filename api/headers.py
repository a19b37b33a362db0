"""Headers that every answer carries: nothing is framed, sniffed, referred to elsewhere or kept in a cache."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = "/static/"

# No inline script or style, nothing from elsewhere.
_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def security_headers(path: str, https: bool) -> dict[str, str]:
    """The headers for an answer to ``path``."""
    made = {
        "content-security-policy": _POLICY,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "public, max-age=31536000, immutable" if path.startswith(STATIC) else "no-store",
    }
    if https:
        made["strict-transport-security"] = "max-age=31536000"
    return made


class SecurityHeaders:
    """ASGI middleware that adds :func:`security_headers`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(
                    security_headers(scope["path"], scope["scheme"] == "https")
                )
            await send(message)

        await self._app(scope, receive, send_with_headers)
