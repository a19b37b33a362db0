"""Which roots are trusted, and what the development authority has revoked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509

from records import devpki, keys
from sarabun.errors import ConfigurationError
from sarabun.settings import Settings


@dataclass(frozen=True, slots=True)
class Trust:
    """Roots, and revocation lists that need no network. ``development`` is the root of the development CA,
    None where the installation has none."""

    roots: tuple[asn1_x509.Certificate, ...]
    crls: tuple[asn1_crl.CertificateList, ...]
    development: asn1_x509.Certificate | None


def load(settings: Settings) -> Trust:
    """The development root of the installation, where it has one, and the PEM files of
    ``settings.trust_roots_dir``. Raises ConfigurationError TRUST_ROOTS."""
    roots = _from_folder(settings.trust_roots_dir) if settings.trust_roots_dir else []
    home = settings.pki_dir / "development"
    if not (home / "root.pem").exists():
        return Trust(tuple(roots), (), None)
    pki = devpki.ensure(settings.pki_dir)
    (root,) = keys.certificates(pki.root)
    crl = asn1_crl.CertificateList.load(pki.crl.read_bytes())
    return Trust((*roots, root), (crl,), root)


def _from_folder(folder: Path) -> list[asn1_x509.Certificate]:
    try:
        return keys.certificates(
            *(path for path in sorted(folder.iterdir()) if path.suffix in (".pem", ".crt", ".cer"))
        )
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            "TRUST_ROOTS",
            f"อ่านใบรับรองรากใน {folder} ไม่ได้ โปรดตรวจ trust_roots_dir",
            f"the root certificates in {folder} cannot be read: check trust_roots_dir",
            str(error),
        ) from error
