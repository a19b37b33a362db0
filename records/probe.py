"""Whether what sealing needs is there, and what to do where it is not."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import ocrmypdf

from records import sign
from sarabun.dates import now
from sarabun.errors import SarabunError
from sarabun.model import Check
from sarabun.settings import Settings

_FEW_DAYS = 30


def probe(settings: Settings) -> list[Check]:
    """Versions, the signing certificate with the days it has left, and where time stamps come from. Makes
    the development authorities where the settings name no others."""
    checks = [_version(name) for name in ("ocrmypdf", "pikepdf", "pyhanko")]
    font = Path(ocrmypdf.__file__).parent / "data" / "Occulta.ttf"
    checks.append(
        Check("glyphless_font", True, "พบฟอนต์ของชั้นข้อความ", "the font of the text layer is there")
        if font.exists()
        else Check(
            "glyphless_font",
            False,
            "ไม่พบฟอนต์ของชั้นข้อความ โปรดติดตั้ง ocrmypdf ใหม่",
            "the font of the text layer is missing: install ocrmypdf again",
        )
    )
    return [*checks, _signer(settings), _stamps(settings)]


def _version(name: str) -> Check:
    found = version(name)
    return Check(name, True, f"{name} รุ่น {found}", f"{name} {found}")


def _signer(settings: Settings) -> Check:
    try:
        signer = sign.PadesSigner(settings)
    except SarabunError as error:
        return Check("signer", False, error.th, error.en)
    days = (signer.expires - now()).days
    development = settings.signer_pkcs12_file is None
    th = f"ลงนามด้วยใบรับรอง {signer.name} เหลือ {days} วัน"
    en = f"signing as {signer.name}; days left: {days}"
    if development:
        th, en = f"{th} (สำหรับพัฒนา ไม่ใช่เพื่อใช้งานทางราชการ)", f"{en} (development CA, not for official use)"
    if days < _FEW_DAYS:
        th, en = f"{th} โปรดต่ออายุใบรับรอง", f"{en}: renew the certificate"
    return Check("signer", days >= _FEW_DAYS, th, en)


def _stamps(settings: Settings) -> Check:
    if settings.timestamp_url:
        return Check(
            "timestamp",
            True,
            f"ประทับเวลาจาก {settings.timestamp_url}",
            f"time stamps come from {settings.timestamp_url}",
        )
    return Check(
        "timestamp",
        True,
        "ประทับเวลาด้วยเครื่องนี้ (สำหรับพัฒนา) ตั้ง timestamp_url เพื่อใช้งานทางราชการ",
        "time stamps are made on this machine (development): set timestamp_url for official use",
    )
