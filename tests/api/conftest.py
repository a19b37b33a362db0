from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from sarabun import accounts
from sarabun.hooks.sender import Sender
from sarabun.model import Document, Kind
from tests.api.hooks import Clock
from tests.api.receiver import Receiver, receiving
from tests.api.world import World, make_services


@pytest.fixture(scope="module", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """The real parameters take 64 MiB a login; tests/unit/sarabun/test_accounts.py holds the code to them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        accounts._dummy_hash.cache_clear()
        yield
    accounts._dummy_hash.cache_clear()


@dataclass(frozen=True)
class Letters:
    """The documents that :func:`letters` made."""

    budget: Document
    training: Document
    secret: Document
    held: Document
    waiting: Document


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """An empty installation with one account for each role, shared by the tests of a module."""
    services = make_services(tmp_path_factory.mktemp("home"))
    yield World(services)
    services.pool.close()
    services.registry.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[World]:
    """An installation of its own, for a test that changes accounts or counts."""
    services = make_services(tmp_path / "home", upload_max_bytes=2**20)
    yield World(services)
    services.pool.close()
    services.registry.close()


@pytest.fixture(scope="module")
def letters(world: World) -> Letters:
    return Letters(
        budget=world.letter(
            "งบ.pdf",
            [
                ["ที่ มท 0808.2/ว 1234", "เรื่อง ขออนุมัติงบประมาณโครงการ", "งบประมาณรายจ่ายประจำปี"],
                ["หน้าสอง มีรายละเอียดงบประมาณ"],
            ],
            number="มท 0808.2/ว 1234", date="2024-07-24",
            subject="ขออนุมัติงบประมาณโครงการ", agency="กรมส่งเสริมการปกครองท้องถิ่น",
        ),
        training=world.letter(
            "อบรม.pdf", [["เรื่อง ขอเชิญอบรม <b>งบประมาณ</b>", "ด่วน"]],
            number="ศธ 0201/99", date="2023-01-05", subject="ขอเชิญอบรม <script>alert(1)</script>",
            agency="กระทรวงศึกษาธิการ", kind=Kind.ANNOUNCEMENT,
        ),
        secret=world.letter(
            "ลับ.pdf", [["ลับ", "เรื่อง งบประมาณลับของหน่วย"]],
            number="กห 0301/1", date="2024-02-01", subject="งบประมาณลับ", agency="กระทรวงกลาโหม",
            secrecy="ลับ",
        ),
        held=world.quarantine("ล็อก.pdf"),
        waiting=world.receive("รอ.pdf"),
    )  # fmt: skip


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sending(fresh: World, clock: Clock) -> Sender:
    return Sender(
        fresh.services.registry, fresh.services.settings,
        attempt_seconds=0.5, clock=clock, jitter=lambda pause: pause,
    )  # fmt: skip
