"""The manifest: everything known of a record on the day it was sealed, as one JSON document."""

from __future__ import annotations

from typing import Any

from records.retention import retention_until
from sarabun import dates
from sarabun.model import Description, Digest, Document, DocumentText, PreparedDocument, Sealed, to_json

FORMAT = "sarabun-manifest/1"


def build_manifest(
    document: Document,
    prepared: PreparedDocument,
    text: DocumentText,
    description: Description,
    sealed: Sealed,
    results: dict[str, Digest],
    retention_years: int,
) -> dict[str, Any]:
    """Plain JSON. Names every blob by SHA-256, so that the manifest's own digest covers them all."""
    received = dates.bangkok(document.received_at)
    return {
        "format": FORMAT,
        "id": document.id,
        "source": to_json(document.source),
        "received_at": received.isoformat(),
        "batch": document.batch_id,
        "box_no": document.box_no,
        "unit": document.unit,
        "prepared": {
            "findings": to_json(prepared)["findings"],
            "signed_original": prepared.signed_original,
            "pages": [
                {name: value for name, value in page.items() if name != "text_layer"}
                for page in to_json(prepared)["pages"]
            ],
        },
        "text": {
            "result": results["read"],
            "reader": sorted({page.reader for page in text.pages}),
            "confidence": round(text.confidence, 4),
        },
        "description": to_json(description),
        "sealed": to_json(sealed),
        "retention": {
            "class": f"{retention_years} ปี",
            "until": retention_until(description.value("date"), received.date(), retention_years),
            "rule": "ข้อ 57",
        },
    }
