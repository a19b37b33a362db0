"""What an example is, and the ids that examples have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ID = "ecd2ee8dc631500c"
SAVED_SEARCH = "9d3e4c0b7a51f2864bd09c3e18f7a625"
WEBHOOK = "4f8a1c96d27b3e50a9c4d6f1083b7e2d"
WEBHOOK_OFF = "b71e05d8c39a462f9e10bb5d7c48a3f6"
DELIVERY = "msg_5f0c2b9e7d1a4836c0b5e94f27d8a613"


@dataclass(frozen=True, slots=True)
class Example:
    """``request`` is a path with its query, for people unquoted; ``form`` and ``file`` are what a form sends,
    ``body`` is JSON that is sent. ``answer`` is JSON or text; None for a file or for nothing. ``refused`` are
    requests that end in a problem, by its code: another path, or another body sent to the same path.
    """

    request: str
    answer: Any = None
    form: dict[str, str] = field(default_factory=dict)
    file: str = ""
    body: dict[str, Any] | None = None
    refused: dict[str, str | dict[str, Any]] = field(default_factory=dict)
