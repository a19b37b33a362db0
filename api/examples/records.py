"""Records and their pages, scans sent in, and how the work goes."""

from __future__ import annotations

from typing import Any

from api.examples.example import ID, Example

_RECORD = f"/api/v1/records/{ID}"
_NO_RECORD = "/api/v1/records/0000000000000000"

_ROW = {
    "id": ID,
    "source": "004-order.pdf",
    "sha256": "ecd2ee8dc631500cb49ea736ed64ad2eb82598fd4781c4bb2c7fb80214ce2aba",
    "state": "indexed",
    "duplicate": False,
    "kind": "directive.order",
    "kind_th": "คำสั่ง",
    "number": "681/2567",
    "date": "2024-10-25",
    "date_th": "25 ตุลาคม 2567",
    "subject": "แต่งตั้งคณะกรรมการดำเนินงานโครงการอนุรักษ์แหล่งน้ำ",
    "agency": "สำนักงานสาธารณสุขจังหวัดน่าน",
    "urgency": None,
    "secrecy": None,
    "pages": 2,
    "confidence": 0.991,
    "level": "B-LTA",
    "batch": "2718a6282b513605",
    "box_no": "12",
    "unit": "0017",
    "received_at": "2026-11-25T09:00:49+07:00",
    "sealed_at": "2026-11-25T09:00:55+07:00",
}
_NOT_YET = dict.fromkeys(
    ("kind", "kind_th", "number", "date", "date_th", "subject", "agency", "confidence", "level", "sealed_at")
)
_READER = "sarabun-first 3 7dfa0790 + sarabun-second 3 4c13a2f1, calibration 0bdaf3f2"


def _field(value: str, raw: str, box: list[int], confidence: float) -> dict[str, Any]:
    return {"value": value, "raw": raw, "page": 1, "box": box, "confidence": confidence, "source": "ocr"}


EXAMPLES = {
    "GET /api/v1/records": Example(
        "/api/v1/records?state=quarantined&limit=50",
        {
            "documents": [
                _ROW
                | _NOT_YET
                | {
                    "source": "005-locked.pdf",
                    "state": "quarantined",
                    "pages": 0,
                    "error": {
                        "code": "PDF_RESTRICTED",
                        "th": "ไฟล์ PDF ถูกล็อกไม่ให้คัดลอกหรือแก้ไข โปรดขอไฟล์ที่ไม่ล็อก หรือพิมพ์แล้วสแกนใหม่",
                        "en": "the PDF is locked against copying or changing: ask for an unlocked file, "
                        "or print and scan it",
                        "stage": "prepare",
                    },
                }
            ],
            "next_offset": None,
        },
        refused={
            "NOT_ALLOWED": "/api/v1/records",
            "REQUEST_INVALID": "/api/v1/records?state=quarantined&limit=0",
        },
    ),
    "GET /api/v1/records/{document_id}": Example(
        _RECORD,
        _ROW
        | {
            "page_images": [
                {
                    "page": 1,
                    "width": 1654,
                    "height": 2339,
                    "dpi": 200,
                    "colour_mode": "grey",
                    "skew": -0.9,
                    "rotation": 0,
                    "sharpness": 855.6,
                    "blank": False,
                    "findings": [
                        {
                            "code": "LOW_DPI",
                            "th": "ความละเอียดต่ำกว่าเกณฑ์",
                            "en": "resolution below the minimum",
                        }
                    ],
                }
            ],
            "findings": [],
            "signed_original": False,
            "reader": _READER,
            "revisions": [
                {
                    "revision": 1,
                    "at": "2026-11-25T09:00:55+07:00",
                    "actor": "clerk.1",
                    "reader": _READER,
                    "describer": "classify 4",
                }
            ],
            "description": {
                "kind": "directive.order",
                "kind_th": "คำสั่ง",
                "kind_confidence": 0.9987,
                "circular": False,
                "fields": {
                    "number": _field("681/2567", "๖๘๑/๒๕๖๗", [805, 448, 944, 472], 0.9889),
                    "date": _field("2024-10-25", "๒๕ ตุลาคม พ.ศ. ๒๕๖๗", [702, 1980, 1010, 2012], 0.9921),
                    "subject": _field(
                        "แต่งตั้งคณะกรรมการดำเนินงานโครงการอนุรักษ์แหล่งน้ำ",
                        "แต่งตั้งคณะกรรมการดำเนินงานโครงการอนุรักษ์แหล่งน้ำ",
                        [380, 500, 1280, 532],
                        0.9874,
                    ),
                    "from": _field(
                        "สำนักงานสาธารณสุขจังหวัดน่าน", "สำนักงานสาธารณสุขจังหวัดน่าน", [560, 400, 1090, 432], 0.9902
                    ),
                    "secrecy": None,
                    "phone": [
                        _field("054600070", "โทร. ๐ ๕๔๖๐ ๐๐๗๐", [180, 2210, 470, 2240], 0.91)
                        | {"flags": ["unusual_length"]}
                    ],
                },
                "flags": {},
                "describer": "classify 4",
            },
            "sealed": {
                "pdf": "a6dd689f995a93af0516de96bbb1efa1066296349329db3980ac607ed6a17682",
                "unsigned_pdf": "7d6fd7774f0d87624da6dcf16d0d3d104c3191e771fbe2f39c86aed4b2bf1a0f",
                "unsigned_size": 402118,
                "size": 468204,
                "pages": 2,
                "pdfa": "PDF/A-2b",
                "level": "B-LTA",
                "signer": "CN=งานสารบรรณ",
                "sealed_at": "2026-11-25T02:00:55.740906Z",
                "changes": [],
                "tools": {},
            },
            "retention": {"until": "2034-12-31"},
        },
        refused={
            "DOCUMENT_NOT_FOUND": _NO_RECORD,
            "REVISION_NOT_FOUND": f"{_RECORD}?revision=9",
        },
    ),
    "GET /api/v1/records/{document_id}/pages/{page}/image": Example(
        f"{_RECORD}/pages/1/image?width=800",
        refused={
            "DOCUMENT_NOT_FOUND": f"{_NO_RECORD}/pages/1/image",
            "PAGE_NOT_FOUND": f"{_RECORD}/pages/9/image",
        },
    ),
    "GET /api/v1/records/{document_id}/pages/{page}/text": Example(
        f"{_RECORD}/pages/1/text",
        {
            "page": 1,
            "width": 1654,
            "height": 2339,
            "dpi": 200,
            "text": "คำสั่ง",
            "confidence": 0.991,
            "reader": _READER,
            "lines": [
                {
                    "text": "คำสั่ง",
                    "box": [740, 400, 910, 436],
                    "confidence": 0.9987,
                    "words": [{"text": "คำสั่ง", "box": [740, 400, 910, 436], "confidence": 0.9987}],
                }
            ],
        },
        refused={
            "DOCUMENT_NOT_FOUND": f"{_NO_RECORD}/pages/1/text",
            "PAGE_NOT_FOUND": f"{_RECORD}/pages/9/text",
        },
    ),
    "GET /api/v1/records/{document_id}/pdf": Example(
        f"{_RECORD}/pdf", refused={"DOCUMENT_NOT_FOUND": f"{_NO_RECORD}/pdf"}
    ),
    "GET /api/v1/records/{document_id}/original": Example(
        f"{_RECORD}/original",
        refused={"NOT_ALLOWED": f"{_RECORD}/original", "DOCUMENT_NOT_FOUND": f"{_NO_RECORD}/original"},
    ),
    "GET /api/v1/records/{document_id}/verification": Example(
        f"{_RECORD}/verification",
        {
            "subject": ID,
            "ok": True,
            "checks": [
                {
                    "name": "sha256",
                    "ok": True,
                    "detail": "the SHA-256 is the one in the register",
                    "th": "ค่าแฮช SHA-256 ตรงกับทะเบียน",
                    "en": "the SHA-256 is the one in the register",
                }
            ],
        },
        refused={"DOCUMENT_NOT_FOUND": f"{_NO_RECORD}/verification"},
    ),
    "POST /api/v1/intake": Example(
        "/api/v1/intake",
        {
            "batch": {
                "id": "60d9d3334bd32d5a",
                "name": "กล่อง ๑๒",
                "box_no": "12",
                "unit": "0017",
                "created_at": "2026-11-25T02:00:17.501170Z",
                "actor": "clerk.1",
            },
            "documents": [_ROW | _NOT_YET | {"state": "received", "pages": 0}],
            "refused": [],
        },
        form={"batch": "กล่อง ๑๒", "box_no": "12", "unit": "0017"},
        file="004-order.pdf",
        refused={
            "NOT_ALLOWED": "/api/v1/intake",
            "UPLOAD_TOO_LARGE": "/api/v1/intake",
            "UPLOAD_INVALID": "/api/v1/intake",
        },
    ),
    "GET /api/v1/status": Example(
        "/api/v1/status",
        {
            "documents": {"indexed": 3, "quarantined": 1, "received": 1},
            "pages": {"indexed": 4, "quarantined": 0, "received": 0},
            "days": [
                {
                    "day": "2026-11-25",
                    "received": {"documents": 5, "pages": 4},
                    "sealed": {"documents": 3, "pages": 4},
                    "quarantined": {"documents": 1, "pages": 0},
                }
            ],
            "quarantine": [
                {
                    "code": "FILE_BROKEN",
                    "th": "ไฟล์เสียหาย โปรดสแกนหรือส่งออกใหม่",
                    "en": "the file is damaged: scan or export it again",
                    "documents": 1,
                    "pages": 0,
                }
            ],
            "stages": [{"stage": "read", "documents": 3, "seconds": 4.5, "mean_seconds": 1.5}],
            "confidence": {"mean": 0.93, "histogram": [0, 0, 0, 0, 0, 0, 0, 0, 0, 3]},
            "kinds": {"external": 2, "pr.announcement": 1},
            "pending": 0,
        },
        refused={"NOT_ALLOWED": "/api/v1/status"},
    ),
    "GET /api/v1/health": Example("/api/v1/health", {"ok": True, "version": "0.1.0"}),
}
