"""Whether search works here: which engine, which version, and whether it answers."""

from __future__ import annotations

from sarabun.errors import SarabunError
from sarabun.model import Check
from sarabun.settings import Settings
from search.open import open_index


def probe(settings: Settings) -> list[Check]:
    """One check; asks the engine for the number of documents, changes nothing."""
    try:
        index = open_index(settings)
        name, count = index.name, index.count()
    except SarabunError as error:
        detail = f" ({error.detail})" if error.detail else ""
        return [Check("search", False, error.th + detail, error.en + detail)]
    return [Check("search", True, f"{name}: มีเอกสาร {count:,} ฉบับ", f"{name}: {count:,} documents")]
