"""A certificate authority and a time-stamp authority for development and demonstration.

Real certificates, real revocation lists and real RFC 3161 tokens, made on this machine without a network; the
name of the root says that they mean nothing to anyone else. For official use a certificate of a recognised
authority and an official time-stamp service are set in the settings.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sarabun.dates import now

ROOT_NAME = "Sarabun Development Root (not for official use)"
_SIGNER_NAME = "Sarabun Development Signer (not for official use)"
_TSA_NAME = "Sarabun Development Time Stamping (not for official use)"
_FOLDER = "development"
_ROOT_DAYS, _LEAF_DAYS = 20 * 365, 10 * 365
_CRL_DAYS, _CRL_RENEW_DAYS = 30, 7


@dataclass(frozen=True, slots=True)
class DevelopmentPki:
    """Files of the development authorities: certificates and keys in PEM, the revocation list in DER.
    ``crl_renewal`` is when the list should be made anew."""

    root: Path
    signer: Path
    signer_key: Path
    tsa: Path
    tsa_key: Path
    crl: Path
    crl_renewal: datetime


def ensure(folder: Path) -> DevelopmentPki:
    """The development authorities of an installation, made once in ``folder``/development.

    Safe when several processes do it at the same time: they all end with the same one. Renews the revocation
    list a week before it expires. Files are readable by their owner only.
    """
    home = folder / _FOLDER
    if not (home / "root.pem").exists():
        _create(folder, home)
    crl = x509.load_der_x509_crl((home / "root.crl").read_bytes())
    expires = crl.next_update_utc
    if expires is None or expires - now() < timedelta(days=_CRL_RENEW_DAYS):
        expires = _write_crl(home)
    return DevelopmentPki(
        root=home / "root.pem",
        signer=home / "signer.pem",
        signer_key=home / "signer.key",
        tsa=home / "tsa.pem",
        tsa_key=home / "tsa.key",
        crl=home / "root.crl",
        crl_renewal=expires - timedelta(days=_CRL_RENEW_DAYS),
    )


def _create(folder: Path, home: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = Path(tempfile.mkdtemp(prefix=".development-", dir=folder))
    try:
        root_key = generate_private_key(SECP256R1())
        root = _certificate(ROOT_NAME, root_key, None, root_key, _ROOT_DAYS, [])
        _keep(draft, "root", root, root_key)
        for stem, name, purposes in (
            ("signer", _SIGNER_NAME, []),
            ("tsa", _TSA_NAME, [ExtendedKeyUsageOID.TIME_STAMPING]),
        ):
            key = generate_private_key(SECP256R1())
            _keep(draft, stem, _certificate(name, key, root, root_key, _LEAF_DAYS, purposes), key)
        _write_crl(draft)
        try:
            draft.rename(home)
        except OSError:
            if not (home / "root.pem").exists():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _certificate(
    name: str,
    key: EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: EllipticCurvePrivateKey,
    days: int,
    purposes: list[x509.ObjectIdentifier],
) -> x509.Certificate:
    """Self-signed where there is no issuer. Purposes are critical, as RFC 3161, 2.3 wants for time stamps."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "TH"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Sarabun Development"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    authority = issuer is None
    start = now() - timedelta(minutes=5)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), True)
        .add_extension(_key_usage(authority), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False)
    )
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), True)
    return builder.sign(issuer_key, hashes.SHA256())


def _key_usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _write_crl(home: Path) -> datetime:
    """An empty revocation list of the root; returns when it expires."""
    root = x509.load_pem_x509_certificate((home / "root.pem").read_bytes())
    key = serialization.load_pem_private_key((home / "root.key").read_bytes(), None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise TypeError("the development root has an elliptic curve key")
    start = now() - timedelta(minutes=5)
    expires = (start + timedelta(days=_CRL_DAYS)).replace(microsecond=0)
    crl = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(start)
        .next_update(expires)
        .add_extension(x509.CRLNumber(int(start.timestamp())), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), False)
        .sign(key, hashes.SHA256())
    )
    _write(home / "root.crl", crl.public_bytes(serialization.Encoding.DER))
    return expires


def _keep(home: Path, stem: str, certificate: x509.Certificate, key: EllipticCurvePrivateKey) -> None:
    _write(home / f"{stem}.pem", certificate.public_bytes(serialization.Encoding.PEM))
    _write(
        home / f"{stem}.key",
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all; mkstemp files are 0600."""
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(path)
