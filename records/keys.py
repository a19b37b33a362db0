"""Signing keys in memory, loaded once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from sarabun.errors import ConfigurationError

_DIGESTS = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}


class KeyInMemory(SimpleSigner):
    """Like pyHanko's SimpleSigner, which parses (and for RSA checks) its key again for each signature."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._loaded = serialization.load_der_private_key(self.signing_key.dump(), None)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        digest = _DIGESTS[digest_algorithm]
        if isinstance(self._loaded, ec.EllipticCurvePrivateKey):
            return self._loaded.sign(data, ec.ECDSA(digest))
        if isinstance(self._loaded, rsa.RSAPrivateKey):
            return self._loaded.sign(data, padding.PKCS1v15(), digest)
        return super().sign_raw(data, digest_algorithm)


def name_of(certificate: asn1_x509.Certificate) -> str:
    """The common name, as people know the holder; the whole subject where there is none."""
    return str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)


def certificates(*files: Path) -> list[asn1_x509.Certificate]:
    """The certificates of PEM or DER files. Raises OSError, ValueError."""
    found = []
    for file in files:
        data = file.read_bytes()
        parts = pem.unarmor(data, multiple=True) if pem.detect(data) else [("", {}, data)]
        found += [asn1_x509.Certificate.load(der) for _, _, der in parts]
    return found


def from_pem(certificate: Path, key: Path, others: Iterable[Path]) -> KeyInMemory:
    """A key without a password, and the certificates of its chain."""
    (subject,) = certificates(certificate)
    (_, _, der) = pem.unarmor(key.read_bytes())
    return _loaded(subject, asn1_keys.PrivateKeyInfo.load(der), certificates(*others))


def _loaded(
    subject: asn1_x509.Certificate,
    key: asn1_keys.PrivateKeyInfo,
    others: Iterable[asn1_x509.Certificate],
) -> KeyInMemory:
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    for other in others:
        registry.register(other)
    return KeyInMemory(signing_cert=subject, signing_key=key, cert_registry=registry)


def from_pkcs12(file: Path, password_file: Path | None) -> tuple[KeyInMemory, list[asn1_x509.Certificate]]:
    """A key from a PKCS#12 file, and the other certificates in it.

    Raises ConfigurationError SIGNER_KEY.
    """
    try:
        password = password_file.read_bytes().strip() if password_file else None
        key, certificate, others = pkcs12.load_key_and_certificates(file.read_bytes(), password)
        if key is None or certificate is None:
            raise ValueError("the file holds no key with a certificate")
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            "SIGNER_KEY",
            "อ่านกุญแจลงนามไม่ได้ โปรดตรวจ signer_pkcs12_file และ signer_password_file",
            "the signing key cannot be read: check signer_pkcs12_file and signer_password_file",
            str(error),
        ) from error
    chain = [_asn1(other) for other in others]
    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return _loaded(_asn1(certificate), asn1_keys.PrivateKeyInfo.load(der), chain), chain


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
