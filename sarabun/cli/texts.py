"""Thai or English, by locale; the choice is made once, before help texts are built."""

from __future__ import annotations

import os


def language() -> str:
    """``th`` or ``en``: SARABUN_LANGUAGE, else the locale of messages (LC_ALL, LC_MESSAGES, LANG)."""
    chosen = os.environ.get("SARABUN_LANGUAGE", "")
    if chosen in ("th", "en"):
        return chosen
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "th" if value.lower().startswith("th") else "en"
    return "en"


LANGUAGE = language()


def t(th: str, en: str) -> str:
    """The sentence in the user's language."""
    return th if LANGUAGE == "th" else en
