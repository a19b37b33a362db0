"""What can be wrong with a file: each stable code with its Thai and its English sentence, once."""

from __future__ import annotations

from sarabun.errors import InputError
from sarabun.model import Finding

_ERRORS: dict[str, tuple[str, str]] = {
    "FILE_EMPTY": (
        "ไฟล์ว่างเปล่า (0 ไบต์) โปรดสแกนหรือส่งไฟล์ใหม่อีกครั้ง",
        "the file is empty (0 bytes): scan or send it again",
    ),
    "FILE_TYPE": (
        "ไฟล์ชนิดนี้ ({found}) ไม่รองรับ โปรดสแกนเป็น PDF, TIFF, JPEG, PNG หรือ WebP",
        "files of this type ({found}) are not taken: scan to PDF, TIFF, JPEG, PNG or WebP",
    ),
    "FILE_TOO_LARGE": (
        "ไฟล์ใหญ่ {size} MB เกินกำหนด {limit} MB โปรดแบ่งเป็นหลายไฟล์หรือลดความละเอียดให้ไม่เกิน 300 dpi",
        "the file has {size} MB and the limit is {limit} MB: split it, or scan at no more than 300 dpi",
    ),
    "FILE_BROKEN": (
        "ไฟล์เสียหรือมาไม่ครบ โปรดสแกนหรือส่งไฟล์ใหม่อีกครั้ง",
        "the file is damaged or incomplete: scan or send it again",
    ),
    "PAGE_BROKEN": (
        "หน้าที่ {page} ของไฟล์เสียหรือมาไม่ครบ โปรดสแกนหรือส่งไฟล์ใหม่อีกครั้ง",
        "page {page} of the file is damaged or incomplete: scan or send the file again",
    ),
    "PDF_PASSWORD": (
        "ไฟล์ PDF ตั้งรหัสผ่านไว้ โปรดเอารหัสผ่านออกแล้วส่งใหม่",
        "the PDF is locked with a password: remove the password and send it again",
    ),
    "ATTACHMENT": (
        "ไฟล์ PDF มีไฟล์อื่นแนบอยู่ {count} ไฟล์ โปรดนำไฟล์แนบออก แล้วสแกนหรือส่งแยกต่างหาก",
        "the PDF has {count} attached file(s): take the attachment out and scan or send it separately",
    ),
    "NO_PAGES": (
        "ไฟล์ไม่มีหน้าเลย โปรดสแกนใหม่อีกครั้ง",
        "the file has no pages: scan it again",
    ),
    "TOO_MANY_PAGES": (
        "ไฟล์มี {pages} หน้า เกินกำหนด {limit} หน้า โปรดแบ่งเป็นหลายไฟล์",
        "the file has {pages} pages and the limit is {limit}: split it into several files",
    ),
    "PAGE_TOO_BIG": (
        "หน้าที่ {page} ใหญ่เกินไป ({width} × {height} พิกเซล) โปรดสแกนที่ 300 dpi บนกระดาษไม่เกิน A3",
        "page {page} is too big ({width} × {height} pixels): scan it at 300 dpi on paper no larger than A3",
    ),
    "PAGE_TOO_SMALL": (
        "หน้าที่ {page} เล็กเกินไป ({width} × {height} พิกเซล) จนอ่านไม่ได้ โปรดสแกนที่ 300 dpi",
        "page {page} is too small to read ({width} × {height} pixels): scan it at 300 dpi",
    ),
    "ANIMATED": (
        "ไฟล์เป็นภาพเคลื่อนไหว ไม่ใช่ภาพสแกน โปรดสแกนเป็น PDF หรือ TIFF",
        "the file is an animation and not a scan: scan to PDF or TIFF",
    ),
    "CONVERT_TIMEOUT": (
        "แปลงไฟล์ไม่เสร็จใน {seconds} วินาที โปรดแบ่งไฟล์หรือสแกนใหม่ที่ 300 dpi",
        "the file could not be converted in {seconds} s: split it or scan it again at 300 dpi",
    ),
    "CONVERT_MEMORY": (
        "แปลงไฟล์ไม่ได้เพราะใช้หน่วยความจำเกินกำหนด โปรดแบ่งไฟล์หรือสแกนใหม่ที่ 300 dpi",
        "converting the file needs more memory than allowed: split it or scan it again at 300 dpi",
    ),
}

_FINDINGS: dict[str, tuple[str, str]] = {
    # files
    "PDF_RESTRICTED": (
        "ไฟล์ PDF มีรหัสผ่านเจ้าของ (จำกัดการพิมพ์หรือแก้ไข) แต่เปิดอ่านได้",
        "the PDF has an owner password (it restricts printing or editing) but can be read",
    ),
    "PDF_REPAIRED": (
        "โครงสร้างไฟล์ PDF ชำรุด ระบบซ่อมเพื่ออ่าน โปรดตรวจว่าหน้าครบ",
        "the structure of the PDF was damaged and was mended for reading: check that no page is missing",
    ),
    "PDF_SCRIPT": (
        "ไฟล์ PDF มีคำสั่ง JavaScript ซึ่งไม่ถูกเรียกใช้และไม่ถูกเก็บไว้",
        "the PDF holds JavaScript; it is not run and not kept",
    ),
    "PDF_XFA": (
        "ไฟล์ PDF เป็นแบบฟอร์ม XFA หน้าที่เห็นอาจไม่ครบ โปรดพิมพ์แล้วสแกน",
        "the PDF is an XFA form and what is shown may be incomplete: print it and scan the print",
    ),
    "SIGNED_ORIGINAL": (
        "ไฟล์ต้นฉบับมีลายมือชื่ออิเล็กทรอนิกส์ ระบบเก็บต้นฉบับไว้ทุกไบต์",
        "the original carries an electronic signature; the original is kept byte for byte",
    ),
    # pages
    "DPI_LOW": (
        "ความละเอียด {dpi} dpi ต่ำกว่าขั้นต่ำ {minimum} dpi ของภาพ{mode_th} "
        "ตามประกาศ คธอ. พ.ศ. 2553 โปรดสแกนใหม่",
        "{dpi} dpi is below the minimum of {minimum} dpi for {mode_en} images "
        "(notification of B.E. 2553): scan the page again",
    ),
    "DPI_UNKNOWN": (
        "ไฟล์ไม่บอกความละเอียดที่เชื่อได้ จึงถือว่าเป็นกระดาษ A4 ({dpi} dpi) โปรดตรวจขนาดกระดาษ",
        "the file gives no credible resolution; A4 paper is assumed ({dpi} dpi): check the paper size",
    ),
    "SKEWED": (
        "หน้าเอียง {skew}° (เกิน 1°) หากอ่านยากโปรดสแกนใหม่",
        "the page is askew by {skew}° (more than 1°): scan it again if it is hard to read",
    ),
    "BLURRED": (
        "ภาพไม่คมชัด โปรดตรวจว่าอ่านได้ หรือสแกนใหม่",
        "the page is blurred: check that it can be read, or scan it again",
    ),
    "BLANK": (
        "หน้าว่าง โปรดตรวจว่าเป็นหน้าว่างจริง",
        "the page is blank: check that it should be",
    ),
    "ROTATED": (
        "หน้าวางผิดทิศ ระบบหมุนให้ {turn}° ตามเข็มนาฬิกา",
        "the page lay the wrong way; it was turned {turn}° clockwise",
    ),
    "ORIENTATION_UNSURE": (
        "ไม่แน่ใจว่าหน้าวางถูกทิศ โปรดตรวจ",
        "it is not certain that the page is upright: check it",
    ),
    "TEXT_LAYER_UNTRUSTED": (
        "ไฟล์มีชั้นข้อความมาด้วย เก็บไว้เทียบเท่านั้น ข้อความที่ใช้อ่านจากภาพ",
        "the file brought a text layer along; it is kept for comparison, the words are read from the image",
    ),
}  # fmt: skip


def problem(code: str, detail: str = "", **values: object) -> InputError:
    """The error of ``code`` with its sentences filled in."""
    th, en = _ERRORS[code]
    return InputError(code, th.format(**values), en.format(**values), detail)


def finding(code: str, **values: object) -> Finding:
    """The finding of ``code`` with its sentences filled in."""
    th, en = _FINDINGS[code]
    return Finding(code, th.format(**values), en.format(**values))


# Sides longer than this are no office paper at any resolution (A0 at 400 dpi is 18,700 pixels long).
MAX_SIDE = 20_000


def refuse_absurd_size(page: int, width: int, height: int, max_pixels: int) -> None:
    """Raises InputError PAGE_TOO_BIG where a page of ``width`` × ``height`` pixels is not to be decoded."""
    if width * height > max_pixels or max(width, height) > MAX_SIDE:
        raise problem("PAGE_TOO_BIG", page=page, width=width, height=height)
