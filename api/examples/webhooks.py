"""Webhooks and what was sent to them: /api/v1/webhooks."""

from __future__ import annotations

from typing import Any

from api.examples.example import DELIVERY, ID, WEBHOOK, WEBHOOK_OFF, Example

_WEBHOOKS = "/api/v1/webhooks"
_ONE = f"{_WEBHOOKS}/{WEBHOOK}"
_UNKNOWN = f"{_WEBHOOKS}/{'0' * 32}"
_URL = "https://eoffice.example.go.th/sarabun"
_MADE = {
    "id": WEBHOOK,
    "owner": "chief",
    "url": _URL,
    "events": ["record.sealed", "search.matched"],
    "active": True,
    "created_at": "2026-11-25T09:20:41+07:00",
}
_SECRET = {"secret": "whsec_c2FyYWJ1biBleGFtcGxlLCBubyByZWFsIHNlY3JldCE="}
_DELIVERED = {
    "id": DELIVERY,
    "type": "record.sealed",
    "record": ID,
    "search": None,
    "state": "delivered",
    "attempts": 1,
    "next_attempt_at": None,
    "updated_at": "2026-11-25T09:31:07+07:00",
    "status": 204,
    "error": None,
}


def _refused(rest: str = "") -> dict[str, str | dict[str, Any]]:
    """What every operation on one webhook refuses."""
    return {"NOT_ALLOWED": f"{_ONE}{rest}", "WEBHOOK_NOT_FOUND": f"{_UNKNOWN}{rest}"}


EXAMPLES = {
    "GET /api/v1/webhooks": Example(_WEBHOOKS, {"webhooks": [_MADE]}, refused={"NOT_ALLOWED": _WEBHOOKS}),
    "POST /api/v1/webhooks": Example(
        _WEBHOOKS,
        _MADE | _SECRET,
        body={"url": _URL, "events": ["record.sealed", "search.matched"]},
        refused={
            "NOT_ALLOWED": _WEBHOOKS,
            "WEBHOOK_URL": {"url": "http://203.0.113.7/sarabun"},
            "WEBHOOK_EVENT": {"url": _URL, "events": ["record.deleted"]},
        },
    ),
    "GET /api/v1/webhooks/{webhook_id}": Example(_ONE, _MADE, refused=_refused()),
    "PATCH /api/v1/webhooks/{webhook_id}": Example(
        _ONE, _MADE | {"active": False}, body={"active": False}, refused=_refused()
    ),
    "DELETE /api/v1/webhooks/{webhook_id}": Example(_ONE, refused=_refused()),
    "GET /api/v1/webhooks/{webhook_id}/secret": Example(
        f"{_ONE}/secret", _SECRET, refused=_refused("/secret")
    ),
    "POST /api/v1/webhooks/{webhook_id}/ping": Example(
        f"{_ONE}/ping",
        {"id": DELIVERY},
        refused={**_refused("/ping"), "WEBHOOK_OFF": f"{_WEBHOOKS}/{WEBHOOK_OFF}/ping"},
    ),
    "GET /api/v1/webhooks/{webhook_id}/deliveries": Example(
        f"{_ONE}/deliveries?state=failed&state=delivered&limit=50",
        {"deliveries": [_DELIVERED], "next": None},
        refused={**_refused("/deliveries"), "REQUEST_INVALID": f"{_ONE}/deliveries?limit=0"},
    ),
    "POST /api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/replay": Example(
        f"{_ONE}/deliveries/{DELIVERY}/replay",
        {"events": 1},
        refused={
            **_refused(f"/deliveries/{DELIVERY}/replay"),
            "DELIVERY_NOT_FOUND": f"{_ONE}/deliveries/msg_{'0' * 32}/replay",
        },
    ),
    "POST /api/v1/webhooks/{webhook_id}/replay": Example(
        f"{_ONE}/replay?since=2026-11-25T08:30",
        {"events": 12},
        refused={
            **_refused("/replay?since=2026-11-25"),
            "WEBHOOK_OFF": f"{_WEBHOOKS}/{WEBHOOK_OFF}/replay?since=2026-11-25",
            "SINCE_INVALID": f"{_ONE}/replay?since=yesterday",
        },
    ),
}
