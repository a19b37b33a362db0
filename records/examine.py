"""The child's side of verification: everything that parses the file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation.errors import SignatureValidationError

from records import conformance, signatures
from sarabun.errors import InputError
from sarabun.model import to_json


def examine(question: dict[str, Any]) -> dict[str, Any]:
    """``question``: ``path``, ``moment``, and DER in hex: ``roots``, ``crls``, ``development`` (or None).

    Returns the JSON of Conformance and of Facts, and why the signatures could not be read, or "". Raises
    InputError NOT_A_PDF, PDF_PASSWORD or FILE_MISSING.
    """
    path = Path(question["path"])
    facts, problem = signatures.NOTHING, ""
    try:
        facts = _look_at_signatures(path, question)
    except (PdfError, SignatureValidationError, CMSExtractionError, ValueError, TypeError, KeyError) as error:
        problem = f"{type(error).__name__}: {error}"
    except OSError as error:
        raise InputError(
            "FILE_MISSING", "ไม่พบไฟล์ โปรดตรวจชื่อไฟล์", "there is no such file: check its name", str(error)
        ) from error
    try:
        found = conformance.look(path, signed=bool(facts.signatures))
    except pikepdf.PasswordError as error:
        raise InputError(
            "PDF_PASSWORD",
            "ไฟล์ PDF มีรหัสผ่าน จึงตรวจไม่ได้",
            "the PDF needs a password and cannot be verified",
            str(error),
        ) from error
    except pikepdf.PdfError as error:
        raise InputError(
            "NOT_A_PDF",
            "ไฟล์นี้ไม่ใช่ PDF หรือเสียหาย โปรดใช้สำเนาอื่น",
            "the file is not a PDF or is damaged: use another copy",
            str(error),
        ) from error
    return {
        "conformance": to_json(found),
        "signatures": to_json(facts),
        "signature_problem": problem,
    }


def _look_at_signatures(path: Path, question: dict[str, Any]) -> signatures.Facts:
    development = question["development"]
    with path.open("rb") as file:
        return signatures.look(
            file,
            [asn1_x509.Certificate.load(bytes.fromhex(root)) for root in question["roots"]],
            [asn1_crl.CertificateList.load(bytes.fromhex(crl)) for crl in question["crls"]],
            asn1_x509.Certificate.load(bytes.fromhex(development)) if development else None,
            datetime.fromisoformat(question["moment"]),
        )
