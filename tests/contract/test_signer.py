"""What every Signer does, whichever way it keeps its key."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from records.sign import make_signer
from records.verify import verify_file
from sarabun.errors import InputError
from sarabun.model import Level
from sarabun.ports import Signer
from sarabun.settings import Settings
from tests.unit.records.making import paper, scan, settings
from tests.unit.records.test_sign import own_key


@pytest.fixture(scope="module")
def unsigned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unsigned")
    scan(folder, paper()).build(folder / "out.pdf")
    return folder / "out.pdf"


@pytest.fixture(params=["development", "pkcs12"])
def given(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    if request.param == "development":
        return settings(tmp_path)
    return settings(tmp_path, signature_level=Level.B_T, **own_key(tmp_path))


@pytest.fixture
def signer(given: Settings) -> Signer:
    return make_signer(given)


def test_it_has_a_name_that_stays(given: Settings, signer: Signer) -> None:
    assert signer.name and signer.name == make_signer(given).name


def test_it_appends_and_changes_nothing(signer: Signer, unsigned: Path, tmp_path: Path) -> None:
    before = unsigned.read_bytes()
    signer.sign(unsigned, tmp_path / "signed.pdf")
    after = (tmp_path / "signed.pdf").read_bytes()
    assert unsigned.read_bytes() == before and after.startswith(before) and len(after) > len(before)


def test_what_it_signs_verifies(given: Settings, signer: Signer, unsigned: Path, tmp_path: Path) -> None:
    signer.sign(unsigned, tmp_path / "signed.pdf")
    found = verify_file(tmp_path / "signed.pdf", given, expected_level=given.signature_level)
    assert found.ok, found
    assert any(signer.name in check.en for check in found.checks)


def test_it_replaces_an_old_result_and_leaves_nothing_beside(
    signer: Signer, unsigned: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "signed.pdf").write_bytes(b"from an attempt that was cut off")
    signer.sign(unsigned, target / "signed.pdf")
    assert [p.name for p in target.iterdir()] == ["signed.pdf"]
    with pikepdf.open(target / "signed.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_a_failure_leaves_no_file(signer: Signer, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing else")
    with pytest.raises(InputError):
        signer.sign(tmp_path / "broken.pdf", target / "signed.pdf")
    assert list(target.iterdir()) == []
