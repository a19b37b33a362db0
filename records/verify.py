"""Verifies a file, sealed here or anywhere, and says what was found line by line.

The file may be hostile: it is parsed in a child process with limits, and nothing it does is an exception
here. What validation cannot see (bytes cut off, a whole older revision put in its place) shows in the hash
and the level that the registry expects.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from records import examine, trust
from records.conformance import Conformance
from records.signatures import Facts, Later, SignatureFacts
from sarabun.dates import bangkok, now
from sarabun.errors import InputError
from sarabun.isolation import ChildError, ChildPool
from sarabun.model import Check, Digest, Level, Sealed, Verification, from_json
from sarabun.settings import Settings

_ORDER = list(Level)


def verify_file(
    path: Path,
    settings: Settings,
    expected_sha256: Digest | None = None,
    expected_level: Level | None = None,
    sealed: Sealed | None = None,
) -> Verification:
    """All checks on one file. ``subject`` is its name.

    Names of checks: file_readable, sha256, unsigned_prefix, pdfa_claim, pdfa_structure, to_unicode,
    signature_intact, signature_trusted, signature_covers_file, timestamp, archive_timestamp, level. Those
    that have no meaning for the file are left out (sha256 and unsigned_prefix without an expectation; all
    below a missing signature). Never raises for what is wrong with the file; raises ConfigurationError
    TRUST_ROOTS.
    """
    checks: list[Check] = []
    if expected_sha256 is not None:
        checks.append(_hash(path, expected_sha256))
    if sealed is not None:
        checks.append(_prefix(path, sealed))
    known = trust.load(settings)
    question = {
        "path": str(path.absolute()),
        "roots": [root.dump().hex() for root in known.roots],
        "crls": [crl.dump().hex() for crl in known.crls],
        "development": known.development.dump().hex() if known.development else None,
        "moment": now().isoformat(),
    }
    try:
        pool = _pool(settings.child_memory_bytes, float(settings.child_seconds))
        answer: dict[str, Any] = pool.call(examine.examine, question).value
    except InputError as error:
        return Verification(path.name, (Check("file_readable", False, error.th, error.en), *checks))
    except ChildError as error:
        return Verification(path.name, (_unreadable(error), *checks))
    conformance = from_json(Conformance, answer["conformance"])
    checks.insert(0, _readable(conformance))
    checks += _pdfa(conformance)
    checks += _signatures(from_json(Facts, answer["signatures"]), answer["signature_problem"], expected_level)
    return Verification(path.name, tuple(checks))


@cache
def _pool(memory_bytes: int, seconds: float) -> ChildPool:
    """One child for verifications, kept warm."""
    return ChildPool(1, memory_bytes, seconds)


def _hash(path: Path, expected: Digest) -> Check:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        found = ""
    if found == expected:
        return Check("sha256", True, "ค่าแฮช SHA-256 ตรงกับทะเบียน", "the SHA-256 is the one in the register")
    return Check(
        "sha256",
        False,
        "ค่าแฮช SHA-256 ไม่ตรงกับทะเบียน ไฟล์ถูกเปลี่ยนหลังลงนาม โปรดแจ้งผู้ดูแลระบบ",
        "the SHA-256 is not the one in the register, the file has changed: tell the administrator",
    )


def _prefix(path: Path, sealed: Sealed) -> Check:
    """Signing only appends, so the PDF/A file that was approved must still be there, byte for byte."""
    try:
        with path.open("rb") as file:
            same = hashlib.sha256(file.read(sealed.unsigned_size)).hexdigest() == sealed.unsigned_pdf
    except OSError:
        same = False
    return Check(
        "unsigned_prefix",
        same,
        "ไฟล์ PDF/A ที่ตรวจผ่านก่อนลงนามยังอยู่ครบทุกไบต์" if same else "ไฟล์ PDF/A ที่ตรวจผ่านก่อนลงนามถูกเปลี่ยน",
        "the PDF/A file approved before signing is there byte for byte"
        if same
        else "the PDF/A file approved before signing has been changed",
    )


def _readable(conformance: Conformance) -> Check:
    return Check(
        "file_readable",
        True,
        f"เปิดไฟล์ PDF ได้ มี {conformance.pages} หน้า",
        f"the PDF can be opened; pages: {conformance.pages}",
    )


def _unreadable(error: ChildError) -> Check:
    return Check(
        "file_readable",
        False,
        "เปิดไฟล์ไม่ได้ ไฟล์เสียหายหรือใช้ทรัพยากรเกินกำหนด โปรดใช้สำเนาอื่น",
        f"the file cannot be opened, it is damaged or needs too much: use another copy ({error.args[0]})",
    )


def _pdfa(found: Conformance) -> list[Check]:
    claimed = bool(found.claim)
    name = f"PDF/A-{found.claim[:1]}{found.claim[1:].lower()}"
    checks = [
        Check(
            "pdfa_claim",
            claimed,
            f"ไฟล์ระบุว่าเป็น {name}" if claimed else "ไฟล์ไม่ได้ระบุว่าเป็น PDF/A",
            f"the file says that it is {name}" if claimed else "the file does not say that it is PDF/A",
        )
    ]
    if claimed:
        passed = not found.problems
        checks.append(
            Check(
                "pdfa_structure",
                passed,
                f"โครงสร้างเป็นไปตาม {name}" if passed else f"โครงสร้างไม่ผ่านการตรวจ {name}",
                f"the structure is that of {name}"
                if passed
                else f"the structure was not approved as {name}: {found.problems[0]}",
            )
        )
    mapped = not found.unmapped
    checks.append(
        Check(
            "to_unicode",
            mapped,
            "ข้อความคัดลอกและค้นได้ทุกฟอนต์" if mapped else "มีฟอนต์ที่คัดลอกข้อความไม่ได้",
            f"text can be copied and searched; fonts: {found.fonts}"
            if mapped
            else f"text in these fonts cannot be copied: {', '.join(found.unmapped[:3])}",
        )
    )
    return checks


def _signatures(facts: Facts, problem: str, expected: Level | None) -> list[Check]:
    if problem or not facts.signatures:
        return [
            Check(
                "signature_intact",
                False,
                "อ่านลายมือชื่ออิเล็กทรอนิกส์ไม่ได้" if problem else "ไฟล์ไม่มีลายมือชื่ออิเล็กทรอนิกส์",
                f"the signature cannot be read ({problem})" if problem else "the file carries no signature",
            ),
            *([_level(None, expected)] if expected else []),
        ]
    checks = [check for one in facts.signatures for check in _one(one)]
    checks.append(_covers(facts))
    checks += _stamps(facts, expected)
    checks.append(_level(facts.level, expected))
    return checks


def _one(one: SignatureFacts) -> list[Check]:
    revocation = (
        ("", "") if one.revocation_checked else (" (ไม่มีข้อมูลเพิกถอนให้ตรวจ)", " (no revocation data to check)")
    )
    if one.trusted:
        day = _day(one.as_of)
        th = f"ใบรับรองเชื่อถือได้ ณ วันที่ {day}{revocation[0]}"
        en = f"the certificate is trusted as of {day}{revocation[1]}"
        if one.development:
            th = f"ใบรับรองออกโดย CA สำหรับพัฒนา ไม่ใช่เพื่อใช้งานทางราชการ ณ วันที่ {day}{revocation[0]}"
            en = f"development CA, not for official use; valid as of {day}{revocation[1]}"
    else:
        th = "ใบรับรองไม่นำไปสู่รากที่เชื่อถือ หรือตรวจไม่ผ่าน โปรดตรวจ trust_roots_dir"
        en = f"the certificate leads to no trusted root or failed ({one.detail}): check trust_roots_dir"
    return [
        Check(
            "signature_intact",
            one.sound,
            f"ลายมือชื่อของ {one.signer} ครบถ้วน" if one.sound else f"เนื้อหาถูกแก้หลังลงนามโดย {one.signer}",
            f"the signature of {one.signer} is intact ({one.subfilter})"
            if one.sound
            else f"the content was changed after {one.signer} signed it",
        ),
        Check("signature_trusted", one.trusted, th, en),
    ]


def _covers(facts: Facts) -> Check:
    clean = facts.signatures[-1].later in (Later.NOTHING, Later.VALIDATION_DATA)
    ok = clean and not facts.stray
    return Check(
        "signature_covers_file",
        ok,
        "ลายมือชื่อครอบคลุมทั้งไฟล์" if ok else "มีข้อมูลต่อท้ายที่ลายมือชื่อไม่ครอบคลุม",
        "the signature covers the whole file"
        if ok
        else f"something was appended that the signature does not cover ({facts.uncovered} bytes)",
    )


def _stamps(facts: Facts, expected: Level | None) -> list[Check]:
    last = facts.signatures[-1]
    checks = []
    if last.stamped is not None or _needs(expected, Level.B_T):
        checks.append(
            Check(
                "timestamp",
                bool(last.stamped),
                f"มีการประทับรับรองเวลา {_moment(last.stamp_time)} โดย {last.stamp_authority}"
                if last.stamped
                else "ไม่มีการประทับรับรองเวลาที่ใช้ได้",
                f"time-stamped at {_moment(last.stamp_time)} by {last.stamp_authority}"
                if last.stamped
                else "there is no valid time stamp",
            )
        )
    if facts.stamps or _needs(expected, Level.B_LTA):
        newest = facts.stamps[-1] if facts.stamps else None
        ok = newest is not None and newest.valid
        checks.append(
            Check(
                "archive_timestamp",
                ok,
                f"มีการประทับเวลาเพื่อเก็บระยะยาว {_moment(newest.time)}"
                if ok and newest
                else "ไม่มีการประทับเวลาเพื่อเก็บระยะยาวที่ใช้ได้",
                f"archive time stamp at {_moment(newest.time)}"
                if ok and newest
                else "there is no valid archive time stamp",
            )
        )
    return checks


def _level(found: Level | None, expected: Level | None) -> Check:
    if expected is None:
        return Check(
            "level", found is not None, f"ระดับลายมือชื่อ PAdES {found}", f"the signature reaches PAdES {found}"
        )
    ok = found is not None and _ORDER.index(found) >= _ORDER.index(expected)
    return Check(
        "level",
        ok,
        f"ระดับลายมือชื่อ PAdES {found or '-'} (ทะเบียนระบุ {expected})",
        f"the signature reaches PAdES {found or '-'} (the register says {expected})",
    )


def _needs(expected: Level | None, level: Level) -> bool:
    return expected is not None and _ORDER.index(expected) >= _ORDER.index(level)


def _day(iso: str) -> str:
    return f"{bangkok(datetime.fromisoformat(iso)):%Y-%m-%d}"


def _moment(iso: str) -> str:
    return f"{bangkok(datetime.fromisoformat(iso)):%Y-%m-%d %H:%M:%S} (+07:00)" if iso else "-"
