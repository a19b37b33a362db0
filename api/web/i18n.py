"""Every word of the pages, in Thai and English, and numbers and dates as each language writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from api.language import Language
from sarabun import dates
from sarabun.model import KIND_TH, Kind


class Words(NamedTuple):
    th: str
    en: str


_KIND_EN: dict[Kind, str] = {
    Kind.EXTERNAL: "External letter",
    Kind.INTERNAL_MEMO: "Internal memorandum",
    Kind.STAMPED: "Stamped letter",
    Kind.ORDER: "Order",
    Kind.REGULATION: "Regulation",
    Kind.BYLAW: "By-law",
    Kind.ANNOUNCEMENT: "Announcement",
    Kind.STATEMENT: "Official statement",
    Kind.NEWS: "News release",
    Kind.CERTIFICATE: "Certificate",
    Kind.MINUTES: "Minutes of a meeting",
    Kind.NOTE: "Note",
    Kind.OTHER: "Other document",
}

STRINGS: dict[str, Words] = {
    # the frame of every page
    "site": Words("สารบรรณ", "Sarabun"),
    "skip": Words("ข้ามไปยังเนื้อหา", "Skip to content"),
    "nav": Words("เมนูหลัก", "Main menu"),
    "nav.search": Words("ค้นหา", "Search"),
    "nav.intake": Words("นำเข้า", "Upload"),
    "nav.figures": Words("ตัวเลขงาน", "Figures"),
    "other_language": Words("English", "ภาษาไทย"),
    "logout": Words("ออกจากระบบ", "Sign out"),
    # sign in
    "login.title": Words("เข้าสู่ระบบ", "Sign in"),
    "login.name": Words("ชื่อบัญชี", "Account name"),
    "login.password": Words("รหัสผ่าน", "Password"),
    "login.submit": Words("เข้าสู่ระบบ", "Sign in"),
    "login.help": Words(
        "ยังไม่มีบัญชีหรือลืมรหัสผ่าน โปรดติดต่อผู้ดูแลระบบ",
        "No account, or password forgotten? Ask the administrator.",
    ),
    # search
    "search.title": Words("ค้นหาหนังสือราชการ", "Search official letters"),
    "search.box": Words("คำ ข้อความ หรือเลขที่หนังสือ", "Words, a phrase or a document number"),
    "search.hint": Words(
        "เช่น งบประมาณ, “ขออนุมัติ”, มท 0808.2/ว 1234",
        "For example งบประมาณ, “ขออนุมัติ”, มท 0808.2/ว 1234",
    ),
    "search.submit": Words("ค้นหา", "Search"),
    "search.kind": Words("ชนิดหนังสือ", "Kind of letter"),
    "search.any_kind": Words("ทุกชนิด", "Any kind"),
    "search.year": Words("ปี พ.ศ.", "Year (พ.ศ.)"),
    "search.agency": Words("หน่วยงานที่ออก", "Sending agency"),
    "search.results": Words("ผลการค้น", "Results"),
    "search.count": Words("พบ {total} ฉบับ", "Letters found: {total}"),
    "search.count_about": Words("พบประมาณ {total} ฉบับ", "Letters found: about {total}"),
    "search.count_all": Words("นับทุกฉบับ", "count them all"),
    "search.about": Words("ประมาณ {count}", "about {count}"),
    "search.count_near": Words(
        "ตรงครบทุกคำ {complete} ฉบับ · ใกล้เคียงอีก {near} ฉบับ",
        "Letters that have every word: {complete} · near ones: {near}",
    ),
    "search.count_only_near": Words(
        "ไม่มีฉบับที่ตรงครบทุกคำ แสดงฉบับที่ใกล้เคียง {near} ฉบับ",
        "No letter has every word · near ones: {near}",
    ),
    "search.none": Words(
        "ไม่พบหนังสือที่ตรงกับคำค้น ลองใช้คำที่สั้นลง หรือเอาตัวกรองออก",
        "Nothing found. Try fewer or shorter words, or remove the filters.",
    ),
    "search.pages": Words("หน้าผลการค้น", "Pages of results"),
    "search.previous": Words("ก่อนหน้า", "Previous"),
    "search.next": Words("ถัดไป", "Next"),
    "search.meant": Words("หรือคุณหมายถึง", "Did you mean"),
    "search.export": Words("ดาวน์โหลดทั้งรายการ", "Download the whole list"),
    "search.export_limit": Words(
        "ดาวน์โหลดได้เมื่อมีไม่เกิน {most} ฉบับ โปรดจำกัดผลการค้น",
        "Lists of at most {most} documents can be downloaded: narrow the results.",
    ),
    "search.order": Words("เรียงตาม", "Order"),
    "order.relevance": Words("ตรงคำค้นที่สุด", "Best match"),
    "order.newest": Words("ใหม่สุด", "Newest"),
    "order.oldest": Words("เก่าสุด", "Oldest"),
    "order.number": Words("เลขที่หนังสือ", "Document number"),
    "search.narrow": Words("จำกัดผลการค้น", "Narrow the results"),
    "search.widen": Words("เลิกจำกัด", "Show the others again"),
    "facet.kind": Words("ชนิดหนังสือ", "Kind"),
    "facet.year": Words("ปี พ.ศ.", "Year (พ.ศ.)"),
    "facet.agency": Words("ส่วนราชการ", "Agency"),
    "facet.urgency": Words("ชั้นความเร็ว", "Urgency"),
    "facet.secrecy": Words("ชั้นความลับ", "Secrecy"),
    "facet.box": Words("กล่อง", "Box"),
    "search.range": Words("รายการที่ {first}–{last} จาก {total}", "{first}–{last} of {total}"),
    "saved.title": Words("การค้นหาที่บันทึกไว้", "Saved searches"),
    "saved.save": Words("บันทึกการค้นหานี้", "Save this search"),
    "saved.name": Words("ชื่อ", "Name"),
    "saved.alerts": Words(
        "แจ้ง webhook ของข้าพเจ้าเมื่อมีระเบียนใหม่ที่ตรงกับการค้นหานี้",
        "Tell my webhooks of new records that this search finds",
    ),
    "saved.alerts_on": Words("แจ้งเมื่อมีระเบียนใหม่", "tells of new records"),
    "saved.submit": Words("บันทึก", "Save"),
    "saved.delete": Words("ลบ", "Delete"),
    "saved.delete_named": Words("ลบการค้นหา {name}", "Delete the search {name}"),
    "hit.no_subject": Words("(ไม่พบชื่อเรื่อง)", "(no subject found)"),
    "hit.page": Words("หน้า {page}", "page {page}"),
    # record
    "record.back": Words("กลับไปผลการค้น", "Back to results"),
    "record.page": Words("หน้า {page} จาก {pages}", "Page {page} of {pages}"),
    "record.pages": Words("หน้าของเอกสาร", "Pages of the document"),
    "record.previous": Words("หน้าก่อน", "Previous page"),
    "record.next": Words("หน้าถัดไป", "Next page"),
    "record.image": Words("ภาพสแกนหน้า {page} ของ {subject}", "Scan of page {page} of {subject}"),
    "record.marked": Words("ทำเครื่องหมายคำที่ค้น {count} แห่งในหน้านี้", "{count} matches marked on this page"),
    "record.unmarked": Words("ไม่พบคำที่ค้นในหน้านี้", "No match on this page"),
    "record.no_image": Words(
        "ยังไม่มีภาพหน้า เอกสารอยู่ระหว่างเตรียมหรือถูกกักไว้",
        "There are no page images: the document is still being prepared, or it is held.",
    ),
    "record.facts": Words("ข้อมูลระเบียน", "Record"),
    "record.fields": Words("ข้อมูลที่อ่านได้จากเอกสาร", "What the document says"),
    "record.field": Words("ข้อมูล", "Field"),
    "record.value": Words("ค่าที่อ่านได้", "Value"),
    "record.confidence": Words("ความมั่นใจ", "Confidence"),
    "record.unsure": Words("ไม่มั่นใจ", "unsure"),
    "record.show": Words("ดูในหน้า {page}", "show on page {page}"),
    "record.no_fields": Words("ยังไม่ได้อ่านข้อมูลจากเอกสารนี้", "Nothing was read from this document yet."),
    "record.text": Words("ข้อความที่อ่านได้ในหน้านี้", "Text read on this page"),
    "record.no_text": Words("ไม่มีข้อความในหน้านี้", "There is no text on this page."),
    "record.findings": Words("ข้อสังเกต", "Findings"),
    "record.finding_page": Words("หน้า {page}:", "Page {page}:"),
    "record.held": Words("เอกสารถูกกักไว้", "This document is held"),
    "record.pdf": Words("เปิดระเบียน PDF/A ที่ลงลายมือชื่อ", "Open the signed PDF/A record"),
    "record.original": Words("ดาวน์โหลดต้นฉบับที่สแกน", "Download the original scan"),
    "record.verify": Words("ตรวจสอบระเบียนและลายมือชื่อ", "Verify record and signature"),
    "record.keys": Words(
        "แป้นลัด: ← → เปลี่ยนหน้า · / ไปช่องค้นหา · Esc กลับไปผลการค้น",
        "Keys: ← → turn pages · / to the search box · Esc back to the results",
    ),
    "record.circular": Words("หนังสือเวียน", "circular"),
    "record.other_documents": Words(
        "อาจมีหนังสือฉบับอื่นเริ่มที่หน้า {pages} โปรดตรวจสอบ",
        "another document may begin on page {pages}: please check",
    ),
    "fact.state": Words("สถานะ", "State"),
    "fact.kind": Words("ชนิด", "Kind"),
    "fact.level": Words("ระดับลายมือชื่อ", "Signature level"),
    "fact.sealed_at": Words("ผนึกเมื่อ", "Sealed"),
    "fact.received_at": Words("รับเมื่อ", "Received"),
    "fact.reader": Words("อ่านโดย", "Read by"),
    "fact.revisions": Words("อ่านแล้ว {count} ครั้ง", "Read {count} times"),
    "fact.source": Words("แฟ้มต้นฉบับ", "Original file"),
    "fact.box_no": Words("กล่อง", "Box"),
    "fact.unit": Words("หน่วยงานเจ้าของ", "Unit"),
    "fact.id": Words("เลขระเบียน", "Record id"),
    "fact.sha256": Words("SHA-256 ของต้นฉบับ", "SHA-256 of the original"),
    # verification
    "verify.title": Words("ผลการตรวจสอบระเบียน", "Verification of the record"),
    "verify.ok": Words("ผ่านการตรวจสอบทุกข้อ", "All checks passed"),
    "verify.failed": Words("มีข้อที่ไม่ผ่าน โปรดแจ้งผู้ดูแลระบบ", "A check failed: tell the administrator"),
    "verify.check": Words("การตรวจ", "Check"),
    "verify.outcome": Words("ผล", "Outcome"),
    "verify.detail": Words("รายละเอียด", "Detail"),
    "verify.pass": Words("ผ่าน", "passed"),
    "verify.fail": Words("ไม่ผ่าน", "failed"),
    "verify.back": Words("กลับไปที่ระเบียน", "Back to the record"),
    # intake
    "intake.title": Words("นำเข้าแฟ้มสแกน", "Upload scans"),
    "intake.files": Words(
        "แฟ้มสแกน (PDF, TIFF, JPEG, PNG, WebP)", "Scanned files (PDF, TIFF, JPEG, PNG, WebP)"
    ),
    "intake.limits": Words(
        "แฟ้มละไม่เกิน {megabytes} MB รวมไม่เกิน {total} MB และ {files} แฟ้มต่อครั้ง",
        "At most {megabytes} MB a file, {total} MB and {files} files at once.",
    ),
    "intake.batch": Words("ชื่อชุดงาน (ถ้าไม่ใส่ ใช้วันที่วันนี้)", "Name of the batch (default: today)"),
    "intake.box_no": Words("เลขกล่อง", "Box number"),
    "intake.unit": Words("หน่วยงานเจ้าของเอกสาร", "Unit that holds the paper"),
    "intake.submit": Words("ส่งแฟ้ม", "Upload"),
    "intake.taken": Words("รับไว้แล้ว", "Received"),
    "intake.refused": Words("รับไว้ไม่ได้", "Refused"),
    "intake.new": Words("ใหม่ กำลังเข้าคิวอ่าน", "new, waiting to be read"),
    "intake.duplicate": Words("เคยรับไว้แล้ว ({state})", "received before ({state})"),
    "intake.file": Words("แฟ้ม", "File"),
    "intake.outcome": Words("ผล", "Outcome"),
    "intake.safe": Words(
        "แฟ้มที่รับไว้ถูกเก็บครบถ้วนแล้ว ระบบจะอ่านและผนึกให้เอง ปิดหน้านี้ได้",
        "What was received is safe. It is read and sealed in the background; you may close this page.",
    ),
    # figures
    "figures.title": Words("ตัวเลขงาน", "Figures"),
    "figures.pending": Words("กำลังทำหรือรออยู่ {count} เอกสาร", "{count} documents waiting or at work"),
    "figures.days": Words("จำนวนหน้าต่อวัน", "Pages a day"),
    "figures.days_about": Words(
        "แท่งแสดงจำนวนหน้าที่รับ ผนึก และกัก ในแต่ละวัน {count} วันล่าสุดที่มีงาน",
        "Bars show pages received, sealed and held on each of the last {count} days with work.",
    ),
    "figures.as_table": Words("ดูเป็นตาราง", "As a table"),
    "figures.day": Words("วันที่", "Day"),
    "figures.states": Words("เอกสารและหน้าตามสถานะ", "Documents and pages by state"),
    "figures.documents": Words("เอกสาร", "Documents"),
    "figures.pages": Words("หน้า", "Pages"),
    "figures.quarantine": Words("เอกสารที่กักไว้ตามเหตุผล", "Held documents by reason"),
    "figures.reason": Words("เหตุผลและสิ่งที่ต้องทำ", "Reason and what to do"),
    "figures.no_quarantine": Words("ไม่มีเอกสารที่ถูกกัก", "No document is held."),
    "figures.confidence": Words("ความมั่นใจในการอ่าน", "Confidence of reading"),
    "figures.confidence_about": Words(
        "จำนวนเอกสารตามช่วงความมั่นใจ เฉลี่ย {mean}", "Documents by confidence; mean {mean}"
    ),
    "figures.confidence_range": Words("ช่วง", "Range"),
    "figures.stages": Words("เวลาเฉลี่ยต่อขั้น", "Mean time a stage"),
    "figures.stage": Words("ขั้น", "Stage"),
    "figures.mean_seconds": Words("วินาทีต่อเอกสาร", "Seconds a document"),
    "figures.kinds": Words("เอกสารตามชนิด", "Documents by kind"),
    "figures.none": Words("ยังไม่มีเอกสารในระบบ", "There are no documents yet."),
    "series.received": Words("รับเข้า", "Received"),
    "series.sealed": Words("ผนึกแล้ว", "Sealed"),
    "series.quarantined": Words("กักไว้", "Held"),
    # the API's description
    "docs.title": Words("วิธีใช้ API", "How to use the API"),
    "docs.about": Words(
        "เรียกด้วย HTTP Basic (curl -u ชื่อบัญชี) คำอธิบายฉบับเต็มสำหรับโปรแกรมอยู่ที่",
        "Call it with HTTP Basic (curl -u account). The full description for programs is at",
    ),
    "docs.parameters": Words("พารามิเตอร์", "Parameters"),
    "docs.operations": Words("คำสั่ง", "Operations"),
    "docs.example": Words("ตัวอย่าง", "Example"),
    "docs.answer": Words("คำตอบ (HTTP {status})", "Answer (HTTP {status})"),
    "docs.problems": Words("ข้อผิดพลาดที่อาจได้รับ", "Problems"),
    # errors
    "error.title": Words("ทำรายการไม่ได้", "This did not work"),
    "error.code": Words("รหัส", "Code"),
    "error.home": Words("กลับไปหน้าค้นหา", "Back to the search page"),
    # states and stages
    "state.received": Words("รับไว้แล้ว", "received"),
    "state.prepared": Words("เตรียมภาพแล้ว", "prepared"),
    "state.read": Words("อ่านแล้ว", "read"),
    "state.described": Words("ระบุข้อมูลแล้ว", "described"),
    "state.sealed": Words("ผนึกแล้ว", "sealed"),
    "state.indexed": Words("ผนึกแล้วและค้นได้", "sealed and searchable"),
    "state.quarantined": Words("กักไว้", "held"),
    "stage.prepare": Words("เตรียมภาพ", "Prepare"),
    "stage.read": Words("อ่านข้อความ", "Read"),
    "stage.describe": Words("ระบุข้อมูล", "Describe"),
    "stage.seal": Words("ผนึกและลงลายมือชื่อ", "Seal"),
    "stage.index": Words("เข้าดัชนีค้นหา", "Index"),
    # fields of a description
    "field.number": Words("ที่", "Number"),
    "field.date": Words("วันที่", "Date"),
    "field.subject": Words("เรื่อง", "Subject"),
    "field.from": Words("จาก", "From"),
    "field.issuer_address": Words("ที่อยู่ผู้ออก", "Address"),
    "field.salutation": Words("คำขึ้นต้น", "Salutation"),
    "field.to": Words("ถึง", "To"),
    "field.reference": Words("อ้างถึง", "Refers to"),
    "field.references": Words("อ้างถึง (รายการ)", "References"),
    "field.enclosures": Words("สิ่งที่ส่งมาด้วย", "Enclosures"),
    "field.closing": Words("คำลงท้าย", "Closing"),
    "field.signer_name": Words("ผู้ลงนาม", "Signed by"),
    "field.signer_position": Words("ตำแหน่งผู้ลงนาม", "Position"),
    "field.acting_capacity": Words("การปฏิบัติราชการแทน", "Acting for"),
    "field.owner_unit": Words("ส่วนราชการเจ้าของเรื่อง", "Unit in charge"),
    "field.phone": Words("โทรศัพท์", "Telephone"),
    "field.fax": Words("โทรสาร", "Fax"),
    "field.email": Words("อีเมล", "E-mail"),
    "field.cc": Words("สำเนาส่ง", "Copies to"),
    "field.urgency": Words("ชั้นความเร็ว", "Urgency"),
    "field.urgency_deadline": Words("กำหนดเวลา", "Deadline"),
    "field.secrecy": Words("ชั้นความลับ", "Secrecy"),
    "field.received_stamps": Words("ตรารับ", "Received stamps"),
    "field.retention_until": Words("เก็บไว้ถึง", "Keep until"),
    "field.file_code": Words("รหัสแฟ้ม", "File code"),
    "field.meeting_no": Words("ครั้งที่ประชุม", "Meeting"),
    "field.copy_type": Words("ชนิดสำเนา", "Kind of copy"),
    "field.retention_class": Words("อายุการเก็บ", "Retention"),
    "field.has_garuda": Words("ตราครุฑ", "Garuda"),
    "field.has_red_seal": Words("ตราประทับสีแดง", "Red seal"),
    "field.has_signature": Words("ลายมือชื่อ", "Signature"),
    "value.true": Words("มี", "there"),
    "value.false": Words("ไม่พบ", "not found"),
    # doubts about a field
    "flag.after_received": Words("วันที่อยู่หลังวันรับ", "later than the received stamp"),
    "flag.before_regulation": Words("วันที่อยู่ก่อนระเบียบ พ.ศ. 2526", "earlier than the Regulation of 2526"),
    "flag.code_missing": Words("ไม่พบรหัสหน่วยงาน", "agency code missing"),
    "flag.code_unknown": Words("ไม่รู้จักรหัสหน่วยงาน", "agency code unknown"),
    "flag.date_unreadable": Words("อ่านวันที่ไม่ออก", "date unreadable"),
    "flag.day_missing": Words("ไม่มีวันที่", "day missing"),
    "flag.day_unreadable": Words("อ่านวันไม่ออก", "day unreadable"),
    "flag.label_missing": Words("ไม่พบป้ายชื่อช่อง", "label missing"),
    "flag.long_before_received": Words("วันที่อยู่ก่อนวันรับนานมาก", "long before the received stamp"),
    "flag.misread": Words("อาจอ่านผิด", "perhaps misread"),
    "flag.month_misread": Words("อาจอ่านเดือนผิด", "month perhaps misread"),
    "flag.number_unreadable": Words("อ่านเลขไม่ออก", "number unreadable"),
    "flag.repaired": Words("แก้จากที่อ่านได้", "put right from what was read"),
    "flag.running_missing": Words("ไม่พบเลขลำดับ", "running number missing"),
    "flag.unparsed": Words("แยกส่วนไม่ได้", "not understood"),
    "flag.unusual_length": Words("จำนวนหลักผิดปกติ", "unusual number of digits"),
    "flag.weekday_differs": Words("วันในสัปดาห์ไม่ตรงกับวันที่", "weekday does not fit the date"),
    "flag.year_differs": Words("ปีในเลขที่กับปีของวันที่ไม่ตรงกัน", "the years of number and date differ"),
    "flag.year_unreadable": Words("อ่านปีไม่ออก", "year unreadable"),
    **{f"kind.{kind.value}": Words(KIND_TH[kind], en) for kind, en in _KIND_EN.items()},
}


def text(language: Language, key: str, **values: object) -> str:
    """The words of ``key``. Raises KeyError for a key that is not in the table."""
    return getattr(STRINGS[key], language).format(**values)  # type: ignore[no-any-return]


def named(language: Language, group: str, name: str) -> str:
    """The words of a name that comes from the data (a field, a flag), or the name itself if it is new."""
    found = STRINGS.get(f"{group}.{name}")
    return name if found is None else getattr(found, language)


def day(language: Language, iso: str, *, short: bool = False) -> str:
    """An ISO date: ``24 กรกฎาคม 2567`` or ``24 July 2024``."""
    if language == "th":
        return dates.thai_date(iso, short=short)
    return date.fromisoformat(iso).strftime("%-d %b %Y" if short else "%-d %B %Y")


def moment(language: Language, iso: str) -> str:
    """An ISO time as the office's clock has it: ``24 กรกฎาคม 2567 09:30 น.``"""
    at = dates.bangkok(datetime.fromisoformat(iso))
    clock = f"{at:%H:%M}"
    return f"{day(language, at.date().isoformat())} {clock}" + (" น." if language == "th" else "")
