"""Searching: /api/v1/search, its export, facets, suggestions."""

from __future__ import annotations

from typing import Any

from api.examples.example import ID, Example

_FACETS = {
    "kind": [{"value": "directive.order", "count": 1, "estimated": False, "label": "คำสั่ง"}],
    "year": [{"value": "2024", "count": 1, "estimated": False, "label": "2567"}],
}
FOUND: dict[str, Any] = {
    "total": 1,
    "estimated": False,
    "complete": 1,
    "took_ms": 4.21,
    "hits": [
        {
            "id": ID,
            "page": 1,
            "pages": [1, 2],
            "score": 0.0,
            "kind": "directive.order",
            "kind_th": "คำสั่ง",
            "number": "681/2567",
            "date": "2024-10-25",
            "date_th": "25 ตุลาคม 2567",
            "subject": "แต่งตั้งคณะกรรมการดำเนินงานโครงการอนุรักษ์แหล่งน้ำ",
            "agency": "สำนักงานสาธารณสุขจังหวัดน่าน",
            "snippet": "…โครงการอนุรักษ์แหล่งน้ำชุมชน ประจำปีงบประมาณ ๒๕๖๗ เพื่อให้…",
            "highlights": [[37, 45]],
            "terms": ["งบประมาณ"],
            "boxes": [{"page": 1, "left": 402, "top": 812, "right": 498, "bottom": 846}],
            "image": {"width": 1654, "height": 2339},
        }
    ],
    "next": "WyJuZXdlc3QiLDAuMCw4NTg5OTM0NTkyLDEsMF0",
    "meant": None,
    "facets": _FACETS,
}

EXAMPLES = {
    "GET /api/v1/search": Example(
        "/api/v1/search?q=งบประมาณ&choose=year:2567&order=newest&facet=kind&facet=year&limit=1&boxes=true",
        FOUND,
        refused={
            "QUERY_SYNTAX": "/api/v1/search?q=พัสดุ OR",
            "TOO_MANY_BOXES": "/api/v1/search?q=พัสดุ&boxes=true&limit=100",
        },
    ),
    "GET /api/v1/search/export": Example(
        "/api/v1/search/export?format=csv&q=งบประมาณ&order=newest&lang=en",
        "id,kind (Thai),kind,number,date,date (B.E.),subject,from,page,snippet,record\r\n"
        f"{ID},คำสั่ง,directive.order,681/2567,2024-10-25,25 ตุลาคม 2567,"
        "แต่งตั้งคณะกรรมการดำเนินงานโครงการอนุรักษ์แหล่งน้ำ,สำนักงานสาธารณสุขจังหวัดน่าน,1,"
        f"…โครงการอนุรักษ์แหล่งน้ำชุมชน ประจำปีงบประมาณ ๒๕๖๗ เพื่อให้…,http://127.0.0.1:8460/records/{ID}?page=1\r\n",
        refused={"ORDER_UNKNOWN": "/api/v1/search/export?format=xlsx&order=best"},
    ),
    "GET /api/v1/facets": Example(
        "/api/v1/facets?q=งบประมาณ&choose=year:2567&facet=kind&facet=year",
        {"total": 1, "estimated": False, "facets": _FACETS},
        refused={"FACET_UNKNOWN": "/api/v1/facets?facet=colour"},
    ),
    "GET /api/v1/suggest": Example(
        "/api/v1/suggest?q=งบประมาณ&limit=5",
        {
            "subjects": [{"text": "ขออนุมัติงบประมาณโครงการ", "count": 0}],
            "agencies": [{"text": "สำนักงบประมาณ", "count": 12}],
            "numbers": [],
        },
        refused={"REQUEST_INVALID": "/api/v1/suggest?q=งบ&limit=0"},
    ),
}
