"""Saved searches: /api/v1/searches."""

from __future__ import annotations

from typing import Any

from api.examples.example import SAVED_SEARCH, Example
from api.examples.search import FOUND

_SEARCHES = "/api/v1/searches"
_ONE = f"{_SEARCHES}/{SAVED_SEARCH}"
_UNKNOWN = f"{_SEARCHES}/{'0' * 32}"


def _kept(id: str, name: str, q: str, choose: list[str], order: str) -> dict[str, Any]:
    return {
        "id": id,
        "name": name,
        "q": q,
        "choose": choose,
        "agency": "",
        "order": order,
        "alerts": True,
        "created_at": "2026-11-25T09:12:03+07:00",
    }


_BUDGET = _kept(SAVED_SEARCH, "งบประมาณของกรม", "งบประมาณ", ["year:2024"], "newest")

EXAMPLES = {
    "GET /api/v1/searches": Example(_SEARCHES, {"searches": [_BUDGET]}),
    "POST /api/v1/searches": Example(
        _SEARCHES,
        _kept(
            "c25b7f0e94d81a6353fe08b7a9d41c62",
            "คำสั่งเรื่องอุทกภัย",
            "เรื่อง:อุทกภัย OR เรื่อง:น้ำท่วม",
            ["kind:directive.order", "year:2024"],
            "relevance",
        ),
        body={
            "name": "คำสั่งเรื่องอุทกภัย",
            "q": "เรื่อง:อุทกภัย OR เรื่อง:น้ำท่วม",
            "choose": ["kind:directive.order", "year:2567"],
            "alerts": True,
        },
        refused={
            "SAVED_SEARCH_EXISTS": {"name": "งบประมาณของกรม", "q": "งบประมาณ"},
            "QUERY_SYNTAX": {"name": "พัสดุ", "q": "พัสดุ OR"},
            "REQUEST_INVALID": {"name": "พัสดุ", "q": "พัสดุ", "limit": 50},
        },
    ),
    "GET /api/v1/searches/{search_id}": Example(_ONE, _BUDGET, refused={"SAVED_SEARCH_NOT_FOUND": _UNKNOWN}),
    "DELETE /api/v1/searches/{search_id}": Example(_ONE, refused={"SAVED_SEARCH_NOT_FOUND": _UNKNOWN}),
    "GET /api/v1/searches/{search_id}/results": Example(
        f"{_ONE}/results?facet=kind&facet=year&limit=1&boxes=true",
        FOUND,
        refused={
            "SAVED_SEARCH_NOT_FOUND": f"{_UNKNOWN}/results",
            "TOO_MANY_BOXES": f"{_ONE}/results?boxes=true&limit=100",
        },
    ),
}
