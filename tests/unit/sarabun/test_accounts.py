from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from records.registry import SqlRegistry
from records.schema import open_registry
from sarabun import accounts
from sarabun.accounts import (
    GRADES,
    PERMISSIONS,
    ROLES,
    Permission,
    access,
    add_user,
    authenticate,
    may,
    set_active,
    set_password,
)
from sarabun.errors import InputError, NotFoundError
from sarabun.finding import EVERYTHING, Access
from sarabun.ports import User
from sarabun.settings import Settings

PASSWORD = "ฝนตกที่เชียงราย-๒๕๖๗"


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[SqlRegistry]:
    opened = open_registry(Settings(home=tmp_path))
    yield opened
    opened.close()


def test_there_is_no_account_until_one_is_made(registry: SqlRegistry) -> None:
    assert registry.users() == []
    assert all(authenticate(registry, name, "") is None for name in ("admin", "root", ""))


def test_an_account_is_kept_as_an_argon2id_hash_and_audited(registry: SqlRegistry) -> None:
    user = add_user(registry, "somchai.j", PASSWORD, "clerk", "root")
    parameters = extract_parameters(user.password_hash)
    assert parameters.type is Type.ID and parameters.memory_cost >= 64 * 1024 and parameters.time_cost >= 3
    assert PASSWORD not in user.password_hash and registry.user("somchai.j") == user
    assert [(e.actor, e.action, e.subject) for e in registry.audit_entries()] == [
        ("root", "user.add", "somchai.j")
    ]


def test_only_the_right_password_of_an_active_account_opens(registry: SqlRegistry) -> None:
    user = add_user(registry, "clerk", PASSWORD, "clerk", "root")
    assert authenticate(registry, "clerk", PASSWORD) == user
    for name, password in [("clerk", PASSWORD + "x"), ("clerk", ""), ("Clerk", PASSWORD), ("x", PASSWORD)]:
        assert authenticate(registry, name, password) is None
    assert authenticate(registry, "clerk", PASSWORD + "x" * 10_000) is None
    set_active(registry, "clerk", False, "root")
    assert authenticate(registry, "clerk", PASSWORD) is None
    set_active(registry, "clerk", True, "root")
    set_password(registry, "clerk", "another long phrase", "root")
    assert authenticate(registry, "clerk", PASSWORD) is None
    assert authenticate(registry, "clerk", "another long phrase") is not None


def test_the_same_thai_typed_in_another_form_is_the_same_password(registry: SqlRegistry) -> None:
    add_user(registry, "clerk", "caf\u00e9 ที่เชียงราย", "clerk", "root")
    assert authenticate(registry, "clerk", "cafe\u0301 ที่เชียงราย") is not None


def test_an_unknown_or_closed_account_costs_the_same_work(
    registry: SqlRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_user(registry, "clerk", PASSWORD, "clerk", "root")
    add_user(registry, "gone", PASSWORD, "clerk", "root")
    set_active(registry, "gone", False, "root")
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            verified.append(str(hash).rsplit("$", 2)[0])
            return super().verify(hash, password)

    monkeypatch.setattr(accounts, "_hasher", Counting())
    accounts._dummy_hash.cache_clear()
    for name in ("clerk", "gone", "nobody"):
        assert authenticate(registry, name, "wrong password") is None
    assert len(verified) == 3 and len(set(verified)) == 1  # one verification each, of equal parameters


def test_a_hash_with_older_parameters_is_renewed_at_login(registry: SqlRegistry) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    registry.save_user(User("clerk", "clerk", weak, True), "root")
    authenticate(registry, "clerk", "wrong password")
    assert registry.user("clerk").password_hash == weak
    renewed = authenticate(registry, "clerk", PASSWORD)
    assert renewed is not None and renewed.password_hash != weak
    assert registry.user("clerk") == renewed and authenticate(registry, "clerk", PASSWORD) == renewed


@pytest.mark.parametrize(
    "password",
    ["", "short", "aaaaaaaaaaaaa", "abababababab", "1234567890", "Password-2567", "my somsri pass",
     "x1y2z" * 60, "สารบรรณ๒๕๖๗ก"],
)  # fmt: skip
def test_weak_passwords_are_refused(registry: SqlRegistry, password: str) -> None:
    with pytest.raises(InputError) as caught:
        add_user(registry, "somsri", password, "clerk", "root")
    assert caught.value.code == "PASSWORD_WEAK" and registry.users() == []


@pytest.mark.parametrize("name", ["", "a", "-ab", ".ab", "Somchai", "สมชาย", "a b", "a" * 65, "ab\n", "a/b"])
def test_bad_names_are_refused(registry: SqlRegistry, name: str) -> None:
    with pytest.raises(InputError) as caught:
        add_user(registry, name, PASSWORD, "clerk", "root")
    assert caught.value.code == "USER_NAME"


def test_unknown_roles_and_taken_names_are_refused(registry: SqlRegistry) -> None:
    with pytest.raises(InputError) as caught:
        add_user(registry, "clerk", PASSWORD, "superuser", "root")
    assert caught.value.code == "USER_ROLE"
    first = add_user(registry, "clerk", PASSWORD, "official", "root")
    with pytest.raises(InputError) as caught:
        add_user(registry, "clerk", "another long phrase", "admin", "root")
    assert caught.value.code == "USER_EXISTS" and registry.user("clerk") == first


def test_changing_nobody_is_an_error(registry: SqlRegistry) -> None:
    with pytest.raises(NotFoundError):
        set_active(registry, "nobody", False, "root")
    with pytest.raises(NotFoundError):
        set_password(registry, "nobody", PASSWORD, "root")


def test_least_privilege() -> None:
    assert ROLES == ("clerk", "official", "manager", "admin")
    holders = {p: {r for r in ROLES if p in PERMISSIONS[r]} for p in Permission}
    assert holders[Permission.SEARCH] == holders[Permission.VIEW] == holders[Permission.VERIFY] == set(ROLES)
    assert holders[Permission.FIGURES] == {"clerk", "manager", "admin"}
    clerks = (Permission.SECRET, Permission.ORIGINAL, Permission.INTAKE, Permission.LIST, Permission.PERSONS)
    for narrow in clerks:
        assert holders[narrow] == {"clerk", "admin"}
    assert holders[Permission.HOOKS] == {"admin"}


def test_a_closed_account_or_an_unknown_role_may_nothing() -> None:
    assert not any(may(User("a", "admin", "", False), p) for p in Permission)
    assert not any(may(User("a", "root", "", True), p) for p in Permission)


def test_what_an_account_may_find() -> None:
    assert access(User("a", "official", "", True)) == Access()
    assert access(User("a", "official", "", True, (), "ลับ")) == Access(("ลับ",))
    assert access(User("a", "manager", "", True, ("กองคลัง",), "ลับมาก")) == Access(GRADES, ("กองคลัง",))
    assert access(User("a", "clerk", "", True)) == EVERYTHING
    assert access(User("a", "clerk", "", True, ("กองช่าง",))) == Access(None, ("กองช่าง",), persons=True)
    assert access(User("a", "clerk", "", False)) == Access()
    assert access(User("a", "official", "", True, (), "ลับที่สุด")) == Access()


def test_a_clearance_that_is_no_grade_is_refused(registry: SqlRegistry) -> None:
    for grade in ("ลับที่สุด", "secret"):
        with pytest.raises(InputError) as caught:
            add_user(registry, "somsri", PASSWORD, "official", "root", clearance=grade)
        assert caught.value.code == "USER_CLEARANCE"
    user = add_user(registry, "somsri", PASSWORD, "official", "root", units=[" กองคลัง ", "", "กองคลัง"])
    assert registry.user("somsri") == user and user.units == ("กองคลัง",)
