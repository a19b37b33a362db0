"""The development authorities: made once, private, with revocation lists that do not go stale."""

from __future__ import annotations

import stat
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from records import devpki
from sarabun.dates import now


def load(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_the_names_say_that_they_are_not_official(tmp_path: Path) -> None:
    pki = devpki.ensure(tmp_path)
    for path in (pki.root, pki.signer, pki.tsa):
        (name,) = load(path).subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        assert "not for official use" in str(name.value)


def test_certificates_are_for_their_purpose(tmp_path: Path) -> None:
    pki = devpki.ensure(tmp_path)
    root, signer, tsa = load(pki.root), load(pki.signer), load(pki.tsa)
    for leaf in (signer, tsa):
        leaf.verify_directly_issued_by(root)
        usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
        assert usage.digital_signature and usage.content_commitment and not usage.key_cert_sign
    purpose = tsa.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert purpose.critical and list(purpose.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_nobody_else_can_read_the_keys(tmp_path: Path) -> None:
    home = devpki.ensure(tmp_path).root.parent
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in home.iterdir()} == {0o600}


def test_a_second_call_changes_nothing(tmp_path: Path) -> None:
    first = devpki.ensure(tmp_path)
    before = {p.name: p.read_bytes() for p in first.root.parent.iterdir()}
    assert devpki.ensure(tmp_path) == first
    assert {p.name: p.read_bytes() for p in first.root.parent.iterdir()} == before


def _ensure(folder: Path) -> bytes:
    return devpki.ensure(folder).root.read_bytes()


def test_processes_that_start_together_end_with_the_same_root(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4) as pool:
        roots = set(pool.map(_ensure, [tmp_path / "pki"] * 8))
    assert len(roots) == 1
    assert [p.name for p in (tmp_path / "pki").iterdir()] == ["development"]


@pytest.mark.parametrize(("days", "renewed"), [(0, False), (22, False), (24, True), (400, True)])
def test_the_revocation_list_is_renewed_a_week_before_it_expires(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, renewed: bool
) -> None:
    pki = devpki.ensure(tmp_path)
    before = pki.crl.read_bytes()
    later = now() + timedelta(days=days)
    monkeypatch.setattr(devpki, "now", lambda: later)
    again = devpki.ensure(tmp_path)
    assert (pki.crl.read_bytes() != before) is renewed
    crl = x509.load_der_x509_crl(pki.crl.read_bytes())
    assert crl.is_signature_valid(load(pki.root).public_key())
    assert again.crl_renewal > later
    assert load(again.root) == load(pki.root)
