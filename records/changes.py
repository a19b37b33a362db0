"""What sealing may change between the original and the sealed copy, in words for the manifest.

The original is always kept bit for bit; these sentences say how the copy differs from it.
"""

from __future__ import annotations

from sarabun.model import Finding

_WORDS: dict[str, tuple[str, str]] = {
    "SIGNATURE_NOT_COPIED": (
        "ต้นฉบับมีลายมือชื่ออิเล็กทรอนิกส์ ซึ่งยังอยู่ครบในไฟล์ต้นฉบับ สำเนาที่ค้นได้นี้ไม่มีลายมือชื่อนั้น",
        "the original carries a digital signature, which stays whole in the kept original; this searchable "
        "copy does not carry it",
    ),
    "FORM_FLATTENED": (
        "แบบฟอร์มที่กรอกได้ถูกทำเป็นภาพนิ่งตามที่เห็น",
        "a form that can be filled in was fixed as it looks",
    ),
    "XFA_DROPPED": (
        "ไม่นำแบบฟอร์ม XFA มาด้วย เหลือเฉพาะหน้าที่แสดง",
        "an XFA form was left out; only the pages it shows remain",
    ),
    "JAVASCRIPT_DROPPED": ("ไม่นำสคริปต์ JavaScript มาด้วย", "JavaScript was left out"),
    "ACTIONS_DROPPED": (
        "ไม่นำคำสั่งอัตโนมัติของไฟล์มาด้วย",
        "automatic actions of the file were left out",
    ),
    "OUTLINE_DROPPED": ("ไม่นำสารบัญ (bookmark) มาด้วย", "bookmarks were left out"),
    "TAGS_DROPPED": (
        "ไม่นำโครงสร้างสำหรับโปรแกรมอ่านหน้าจอ (tagged PDF) มาด้วย",
        "the structure for screen readers (tagged PDF) was left out",
    ),
    "LAYERS_FIXED": (
        "ชั้นภาพที่เปิดปิดได้ถูกทำเป็นภาพนิ่งตามที่เห็น",
        "layers that can be switched were fixed as they look",
    ),
    "TEXT_LAYER_REPLACED": (
        "ชั้นข้อความที่ซ่อนอยู่เดิมถูกแทนด้วยข้อความที่อ่านใหม่ (หน้า {pages})",
        "a hidden text layer was replaced by the words read (page {pages})",
    ),
    "OWN_TEXT_KEPT": (
        "ใช้ข้อความเดิมของไฟล์ เพราะตรงกับที่อ่านได้ (หน้า {pages})",
        "the file's own text was kept, because it agrees with what was read (page {pages})",
    ),
    "OWN_TEXT_WRONG": (
        "ข้อความในไฟล์ไม่ตรงกับที่เห็น จึงใช้ภาพของหน้าแทน (หน้า {pages})",
        "the file's own text does not say what is seen, so the page became its picture (page {pages})",
    ),
    "PAGE_REBUILT": (
        "หน้านี้มีสิ่งที่ PDF/A ไม่รับ จึงใช้ภาพของหน้าแบบไม่สูญเสีย (หน้า {pages})",
        "the page holds something PDF/A does not take, so it became its lossless picture (page {pages})",
    ),
    "CMYK_TO_RGB": (
        "ภาพสี CMYK ไม่มีโปรไฟล์สี จึงแปลงเป็น RGB แบบไม่บีบอัดสูญเสีย (หน้า {pages})",
        "a CMYK picture without a colour profile was converted to RGB, stored losslessly (page {pages})",
    ),
    "ALPHA_FLATTENED": (
        "ภาพโปร่งใสถูกวางบนพื้นขาว (หน้า {pages})",
        "a transparent picture was laid on white (page {pages})",
    ),
    "PICTURE_REPACKED": (
        "ภาพถูกเก็บในรูปแบบที่ PDF/A รับได้ โดยจุดภาพไม่เปลี่ยน (หน้า {pages})",
        "the picture was stored in a way PDF/A takes, pixel for pixel the same (page {pages})",
    ),
    "FONT_REPAIRED": (
        "ตัดตารางที่เสียหายและไม่ได้ใช้ออกจากฟอนต์ รูปลักษณ์ไม่เปลี่ยน",
        "a damaged table that nothing uses was taken out of a font; nothing looks different",
    ),
}


class Changes:
    """Collects changes; each code once, with the pages it happened on."""

    def __init__(self) -> None:
        self._pages: dict[str, set[int]] = {}

    def add(self, code: str, *pages: int) -> None:
        """``pages`` count from 1; none where the file as a whole is meant."""
        if code not in _WORDS:
            raise KeyError(code)
        self._pages.setdefault(code, set()).update(pages)

    def findings(self) -> list[Finding]:
        """In order of first mention."""
        return [
            Finding(code, *(words.format(pages=_ranges(pages)) for words in _WORDS[code]))
            for code, pages in self._pages.items()
        ]


def _ranges(pages: set[int]) -> str:
    """{1, 2, 3, 7} as ``1-3, 7``."""
    parts: list[list[int]] = []
    for page in sorted(pages):
        if parts and parts[-1][-1] == page - 1:
            parts[-1][1:] = [page]
        else:
            parts.append([page])
    return ", ".join("-".join(map(str, part)) for part in parts)
