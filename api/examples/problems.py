"""The problems that examples of refused requests end in, word for word."""

from __future__ import annotations

from api.errors import LoginNeeded, LoginThrottled, NotAllowed, TooLarge, document_not_found
from api.examples.example import ID
from sarabun.errors import ExternalError, InputError, NotFoundError, SarabunError

# What every operation that needs an account may answer.
ANYWHERE = ("LOGIN_NEEDED", "LOGIN_THROTTLED", "REGISTRY_UNAVAILABLE")

PROBLEMS: dict[str, SarabunError] = {
    error.code: error
    for error in (
        LoginNeeded(),
        LoginThrottled(900),
        NotAllowed("official"),
        document_not_found(),
        NotFoundError(
            "PAGE_NOT_FOUND",
            f"เอกสาร {ID} ไม่มีหน้า 9 หรือยังไม่ได้อ่าน",
            f"document {ID} has no page 9, or it is not read yet: ask for another page, or wait",
        ),
        NotFoundError(
            "REVISION_NOT_FOUND",
            "ระเบียนนี้ไม่มีฉบับอ่านที่ 9 โปรดดูรายการด้วย sarabun show",
            "this record has no revision 9: see with sarabun show which there are",
        ),
        TooLarge(
            "UPLOAD_TOO_LARGE",
            "ส่งได้ครั้งละไม่เกิน 512 MB โปรดแบ่งส่งหลายครั้ง",
            "at most 512 MB at once: send the files in parts",
        ),
        InputError(
            "UPLOAD_INVALID",
            "อ่านแฟ้มที่ส่งมาไม่ได้ครบถ้วน โปรดเลือกแฟ้มแล้วส่งใหม่ (multipart/form-data)",
            "the upload could not be read to its end: choose the files and send again (multipart/form-data)",
        ),
        InputError(
            "QUERY_SYNTAX",
            "คำค้นยังไม่จบ โปรดเติมคำ (ตัวอักษรที่ 9)",
            "the query ends too early: add a word (character 9)",
        ),
        InputError(
            "TOO_MANY_BOXES",
            "ขอตำแหน่งคำได้ครั้งละไม่เกิน 20 รายการ โปรดใช้ limit=20 แล้วขอหน้าถัดไปด้วย after",
            "boxes are told of at most 20 hits at once: ask with limit=20 and go on with after",
        ),
        InputError(
            "ORDER_UNKNOWN",
            "ไม่มีการเรียงแบบนี้ โปรดเลือกจาก relevance, newest, oldest, number",
            "there is no such order: choose one of relevance, newest, oldest, number",
        ),
        InputError(
            "FACET_UNKNOWN",
            "ไม่มีตัวกรองชื่อนี้ โปรดเลือกจาก kind, agency, year, urgency, secrecy, unit, box, batch",
            "there is no such facet: choose one of kind, agency, year, urgency, secrecy, unit, box, batch",
        ),
        InputError(
            "REQUEST_INVALID",
            "ค่าที่ส่งมาไม่ถูกต้อง (limit) โปรดแก้ไขแล้วส่งใหม่ วิธีใช้อยู่ที่ /api/docs",
            "a value is not valid (limit): correct it and send again; /api/docs says how",
        ),
        NotFoundError(
            "SAVED_SEARCH_NOT_FOUND",
            "ไม่พบการค้นหาที่บันทึกไว้นี้ โปรดดูรายการที่มีในหน้าค้นหา",
            "there is no such saved search: see on the search page which there are",
        ),
        InputError(
            "SAVED_SEARCH_EXISTS",
            "มีการค้นหาที่บันทึกไว้ชื่อ งบประมาณของกรม อยู่แล้ว โปรดตั้งชื่ออื่น หรือลบของเดิมก่อน",
            "you have a saved search งบประมาณของกรม already: choose another name, or delete that one",
        ),
        NotFoundError(
            "WEBHOOK_NOT_FOUND",
            "ไม่พบ webhook นี้ โปรดดูรายการด้วย sarabun hooks list หรือ GET /api/v1/webhooks",
            "there is no such webhook: see with sarabun hooks list or GET /api/v1/webhooks which there are",
        ),
        NotFoundError(
            "DELIVERY_NOT_FOUND",
            "ไม่พบการส่งนี้ โปรดดูรายการการส่งของ webhook",
            "there is no such delivery: see the deliveries of the webhook",
        ),
        InputError(
            "WEBHOOK_URL",
            "ที่อยู่ของ webhook ใช้ไม่ได้: http ใช้ได้เฉพาะเครื่องนี้และเครือข่ายภายใน โปรดใช้ https",
            "the address of the webhook cannot be used: "
            "http goes to this machine and private networks only: use https",
        ),
        InputError(
            "WEBHOOK_EVENT",
            "ไม่มีเหตุการณ์ record.deleted โปรดเลือกจาก record.sealed, search.matched",
            "there is no event record.deleted: choose from record.sealed, search.matched",
        ),
        InputError(
            "WEBHOOK_OFF",
            "webhook นี้ปิดอยู่ โปรดเปิดก่อน (PATCH active: true)",
            "this webhook is off: switch it on first (PATCH active: true)",
        ),
        InputError(
            "SINCE_INVALID",
            "ไม่เข้าใจวันเวลาที่ให้เริ่ม โปรดใส่แบบ 2026-01-31 หรือ 2026-01-31T08:30",
            "the time to begin at is not understood: write it as 2026-01-31 or 2026-01-31T08:30",
        ),
        ExternalError(
            "REGISTRY_UNAVAILABLE",
            "ติดต่อฐานข้อมูลทะเบียนไม่ได้ โปรดตรวจสอบเนื้อที่ดิสก์หรือบริการฐานข้อมูล แล้วลองอีกครั้ง",
            "the registry database does not answer: check disk space or the database service, then try again",
        ),
    )
}  # fmt: skip
