"""Which of the two languages an answer speaks. Thai, unless English is asked for."""

from __future__ import annotations

from typing import Literal

from fastapi import Request

Language = Literal["th", "en"]
COOKIE = "sarabun_lang"


def of_api(request: Request) -> Language:
    """By ``Accept-Language``: English where it is ranked above Thai."""
    ranks = {"th": 0.0, "en": 0.0}
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, quality = part.strip().partition(";q=")
        name = tag.lower().split("-")[0]
        if name in ranks:
            ranks[name] = max(ranks[name], _quality(quality))
    return "en" if ranks["en"] > ranks["th"] else "th"


def of_page(request: Request, default: Language) -> Language:
    """By ``?lang``, then the cookie that remembers it. Never by the browser's own language: offices here run
    English browsers."""
    for asked in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if asked == "en":
            return "en"
        if asked == "th":
            return "th"
    return default


def _quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
