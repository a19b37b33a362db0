"""Local accounts: who they are, what each role may do, and how a password is kept and checked.

Passwords are kept as argon2id hashes with the parameters of RFC 9106, section 4 (the library's default).
There is no account and no password until ``add_user`` makes one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from sarabun.errors import InputError, NotFoundError
from sarabun.finding import Access
from sarabun.model import Document
from sarabun.ports import Registry, User


class Permission(StrEnum):
    """One thing that a role may do."""

    SEARCH = "search"
    VIEW = "view"  # a record, its pages, their text, the sealed PDF
    VERIFY = "verify"
    ORIGINAL = "original"  # the file as the scanner made it
    INTAKE = "intake"
    LIST = "list"  # documents at work, in quarantine, unread: what a search does not show
    FIGURES = "figures"
    SECRET = "secret"  # noqa: S105 (letters with a grade of secrecy)
    PERSONS = "persons"  # searches by the number of a person's identity card
    HOOKS = "hooks"  # webhooks: what is sealed is told to an address elsewhere


_READER = {Permission.SEARCH, Permission.VIEW, Permission.VERIFY}

# Least privilege: who scans sees what was scanned; who reads finds records; who manages sees figures too.
PERMISSIONS: dict[str, frozenset[Permission]] = {
    "clerk": frozenset(Permission) - {Permission.HOOKS},
    "official": frozenset(_READER),
    "manager": frozenset(_READER | {Permission.FIGURES}),
    "admin": frozenset(Permission),
}
ROLES: tuple[str, ...] = tuple(PERMISSIONS)
# Rising. ลับที่สุด must not enter an electronic records system (Regulation, amendment of 2564).
GRADES = ("ลับ", "ลับมาก")

MIN_PASSWORD, MAX_PASSWORD = 10, 256  # characters; the upper bound keeps hashing cheap to refuse
_MIN_DISTINCT = 5
_GUESSED_FIRST = ("12345678", "password", "qwerty", "sarabun", "สารบรรณ")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")

_hasher = PasswordHasher()


def may(user: User, permission: Permission) -> bool:
    """Whether the user's role has the permission; a deactivated account has none."""
    return user.active and permission in PERMISSIONS.get(user.role, frozenset())


def access(user: User) -> Access:
    """What the account may find and see."""
    units = user.units or None
    persons = may(user, Permission.PERSONS)
    if may(user, Permission.SECRET):
        return Access(grades=None, units=units, persons=persons)
    grades = GRADES[: GRADES.index(user.clearance) + 1] if user.clearance in GRADES else ()
    return Access(grades, units, persons=persons)


def allows(allowed: Access, document: Document) -> bool:
    """Whether a document of the registry is among what is allowed. One that is not described yet may carry a
    grade that nobody has read: it counts as of the highest."""
    if allowed.units is not None and document.unit not in allowed.units:
        return False
    if allowed.grades is None:
        return True
    return document.kind is not None and (not document.secrecy or document.secrecy in allowed.grades)


def add_user(
    registry: Registry,
    name: str,
    password: str,
    role: str,
    actor: str,
    *,
    units: Sequence[str] = (),
    clearance: str = "",
) -> User:
    """Makes a new, active account. Raises InputError: USER_NAME, USER_ROLE, USER_CLEARANCE, USER_EXISTS,
    PASSWORD_WEAK."""
    if not _NAME.fullmatch(name):
        raise InputError(
            "USER_NAME",
            "ชื่อบัญชีใช้ได้เฉพาะ a-z 0-9 . _ - ยาว 2 ถึง 64 ตัว และขึ้นต้นด้วยตัวอักษรหรือตัวเลข โปรดตั้งชื่อใหม่",
            "an account name has 2 to 64 characters a-z 0-9 . _ - and starts with a letter or digit: "
            "choose another name",
        )
    if role not in ROLES:
        raise InputError(
            "USER_ROLE",
            f"ไม่มีบทบาท {role} โปรดเลือกจาก {', '.join(ROLES)}",
            f"there is no role {role}: choose one of {', '.join(ROLES)}",
        )
    if registry.user(name) is not None:
        raise InputError(
            "USER_EXISTS",
            f"มีบัญชี {name} อยู่แล้ว โปรดตั้งชื่ออื่น หรือเปลี่ยนรหัสผ่านของบัญชีเดิม",
            f"there is an account {name} already: choose another name, or change that account's password",
        )
    if clearance and clearance not in GRADES:
        raise InputError(
            "USER_CLEARANCE",
            f"ไม่มีชั้นความลับ {clearance} โปรดเลือกจาก {', '.join(GRADES)}",
            f"there is no grade of secrecy {clearance}: choose one of {', '.join(GRADES)}",
        )
    named = tuple(dict.fromkeys(unit.strip() for unit in units if unit.strip()))
    user = User(name, role, _hash(name, password), active=True, units=named, clearance=clearance)
    registry.save_user(user, actor)
    return user


def set_password(registry: Registry, name: str, password: str, actor: str) -> User:
    """A new password; sessions opened with the old one end. Raises USER_NOT_FOUND, PASSWORD_WEAK."""
    user = replace(_existing(registry, name), password_hash=_hash(name, password))
    registry.save_user(user, actor)
    return user


def set_active(registry: Registry, name: str, active: bool, actor: str) -> User:
    """Opens or closes an account; a closed one keeps its name in the audit trail. Raises USER_NOT_FOUND."""
    user = replace(_existing(registry, name), active=active)
    registry.save_user(user, actor)
    return user


def authenticate(registry: Registry, name: str, password: str) -> User | None:
    """The account, where it is active and the password is right.

    An unknown or closed account costs the same work as a wrong password, so that time tells no names. A hash
    made with older parameters is renewed.
    """
    user = registry.user(name)
    known = user is not None and user.active
    try:
        _hasher.verify(user.password_hash if user and known else _dummy_hash(), _typed(password))
    except VerificationError:
        return None
    if user is None or not known:
        return None
    if _hasher.check_needs_rehash(user.password_hash):
        user = replace(user, password_hash=_hasher.hash(_typed(password)))
        registry.save_user(user, actor=name)
    return user


def _existing(registry: Registry, name: str) -> User:
    user = registry.user(name)
    if user is None:
        raise NotFoundError(
            "USER_NOT_FOUND",
            f"ไม่พบบัญชี {name} โปรดตรวจสอบชื่ออีกครั้ง",
            f"there is no account {name}: check the name",
        )
    return user


def _typed(password: str) -> str:
    """The same characters typed in another order or form are the same password. Too long: no password."""
    return unicodedata.normalize("NFC", password) if len(password) <= MAX_PASSWORD else ""


def _hash(name: str, password: str) -> str:
    typed = _typed(password)
    folded = typed.casefold()
    if (
        not MIN_PASSWORD <= len(typed) <= MAX_PASSWORD
        or len(set(folded)) < _MIN_DISTINCT
        or name in folded
        or any(guess in folded for guess in _GUESSED_FIRST)
    ):
        raise InputError(
            "PASSWORD_WEAK",
            f"รหัสผ่านเดาง่ายเกินไป โปรดใช้อย่างน้อย {MIN_PASSWORD} ตัวที่หลากหลาย ไม่มีชื่อบัญชีและคำที่เดาง่าย",
            f"the password is too easy to guess: use at least {MIN_PASSWORD} varied characters, "
            "without the account name and common words",
        )
    return _hasher.hash(typed)


@cache
def _dummy_hash() -> str:
    return _hasher.hash("no account has this password")
