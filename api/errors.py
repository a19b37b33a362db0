"""Errors that only the web has; each knows its HTTP status."""

from __future__ import annotations

from typing import ClassVar

from sarabun.errors import InputError, NotFoundError


class LoginNeeded(InputError):
    """Nobody is signed in; pages lead to the login form, the API answers 401."""

    http_status = 401

    def __init__(self) -> None:
        super().__init__(
            "LOGIN_NEEDED",
            "ต้องเข้าสู่ระบบก่อน โปรดใช้ชื่อบัญชีและรหัสผ่านของท่าน",
            "you are not signed in: use your account name and password",
        )


class LoginFailed(InputError):
    """One error for an unknown name, a closed account and a wrong password."""

    http_status = 401

    def __init__(self) -> None:
        super().__init__(
            "LOGIN_FAILED",
            "ชื่อบัญชีหรือรหัสผ่านไม่ถูกต้อง โปรดลองอีกครั้ง หากลืมรหัสผ่านให้ติดต่อผู้ดูแลระบบ",
            "the account name or the password is wrong: try again, or ask the administrator for a new one",
        )


class LoginThrottled(InputError):
    """Too many failures; ``retry_after`` in seconds."""

    http_status = 429

    def __init__(self, retry_after: int) -> None:
        minutes = -(-retry_after // 60)
        super().__init__(
            "LOGIN_THROTTLED",
            f"เข้าสู่ระบบผิดหลายครั้งเกินไป โปรดรอ {minutes} นาทีแล้วลองอีกครั้ง",
            f"too many failed logins: wait {minutes} min, then try again",
        )
        self.retry_after = retry_after


class NotAllowed(InputError):
    """The role does not have the permission."""

    http_status = 403

    def __init__(self, role: str) -> None:
        super().__init__(
            "NOT_ALLOWED",
            "บทบาทของบัญชีนี้ไม่มีสิทธิ์ทำรายการนี้ หากจำเป็นต้องใช้ โปรดขอสิทธิ์จากผู้ดูแลระบบ",
            "the role of this account may not do this: ask the administrator if you need it",
            role,
        )


class FormExpired(InputError):
    """The form's token is missing or not of this session, or the request comes from another site."""

    http_status = 403

    def __init__(self) -> None:
        super().__init__(
            "FORM_EXPIRED",
            "แบบฟอร์มนี้หมดอายุหรือไม่ได้มาจากระบบนี้ โปรดเปิดหน้าใหม่แล้วส่งอีกครั้ง",
            "this form has expired or was not made by this site: open the page again and resubmit",
        )


class TooLarge(InputError):
    """The body of a request is larger than is taken."""

    http_status: ClassVar[int] = 413


def document_not_found() -> NotFoundError:
    """The same for a document that is not there and for one that this account may not see."""
    return NotFoundError(
        "DOCUMENT_NOT_FOUND",
        "ไม่พบเอกสารนี้ โปรดตรวจสอบเลขเอกสาร หรือค้นหาใหม่",
        "there is no such document: check its id, or search again",
    )
