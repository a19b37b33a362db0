"""PAdES signatures (ETSI EN 319 142-1), from B-B to B-LTA, invisible, as an incremental update."""

from __future__ import annotations

import os
import tempfile
import threading
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import (
    CRLFetchError,
    InsufficientRevinfoError,
    OCSPFetchError,
    PathError,
    ValidationError,
)

from records import devpki, keys, timestamp, trust
from sarabun.dates import now
from sarabun.errors import ConfigurationError, ExternalError, InputError
from sarabun.model import Level
from sarabun.ports import Signer
from sarabun.settings import Settings

REASON = "จัดเก็บเอกสารในรูปของข้อมูลอิเล็กทรอนิกส์"
_FIELD = "Sarabun"


class _Appendix(IncrementalPdfFileWriter):
    """An incremental update that stays PDF 1.7, which PDF/A-2 is based on (ISO 19005-2, 6.1.2).

    pyHanko declares PDF 2.0 for elliptic curve keys (ISO/TS 32002); the signature itself does not need it.
    """

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        if version <= (1, 7):
            super().ensure_output_version(version)  # type: ignore[no-untyped-call]

    def register_extension(self, ext: DeveloperExtension) -> None:
        if str(ext.base_version) != "/2.0":
            super().register_extension(ext)


class PadesSigner:
    """Signs with a key that was loaded once; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._level = settings.signature_level
        self._lock = threading.Lock()
        self._pki: devpki.DevelopmentPki | None = None
        self._others: list[asn1_x509.Certificate] = []
        if settings.signer_pkcs12_file is None or not settings.timestamp_url:
            self._pki = devpki.ensure(settings.pki_dir)
        if settings.signer_pkcs12_file is None:
            assert self._pki is not None  # noqa: S101 (made in the line above)
            self._key = keys.from_pem(self._pki.signer, self._pki.signer_key, [self._pki.root])
        else:
            self._key, self._others = keys.from_pkcs12(
                settings.signer_pkcs12_file, settings.signer_password_file
            )
        self._check_dates()
        self._timestamper = timestamp.make(settings, self._pki) if self._level != Level.B_B else None
        self._trust = trust.load(settings)

    @property
    def name(self) -> str:
        """The holder of the certificate."""
        return keys.name_of(self._key.signing_cert)

    @property
    def expires(self) -> datetime:
        """When the certificate stops being valid."""
        certificate: asn1_x509.Certificate = self._key.signing_cert
        return cast(datetime, certificate.not_valid_after)

    def sign(self, pdf: Path, signed: Path) -> None:
        """Writes ``pdf`` plus the signature; ``signed`` appears whole or not at all.

        Raises ExternalError TIMESTAMP_UNAVAILABLE or REVOCATION_UNAVAILABLE, ConfigurationError SIGNER_KEY
        or SIGNER_UNTRUSTED, InputError FILE_BROKEN.
        """
        self._check_dates()
        descriptor, name = tempfile.mkstemp(prefix=".signed-", dir=signed.parent)
        draft = Path(name)
        try:
            with os.fdopen(descriptor, "w+b") as output, pdf.open("rb") as source:
                self._write(source, output)
                output.flush()
                os.fsync(output.fileno())
            draft.replace(signed)
        finally:
            draft.unlink(missing_ok=True)

    def _write(self, source: BinaryIO, output: BinaryIO) -> None:
        try:
            PdfSigner(self._metadata(), self._key, timestamper=self._timestamper).sign_pdf(
                _Appendix(source), output=output
            )
        except TimestampRequestError as error:
            raise ExternalError(
                "TIMESTAMP_UNAVAILABLE",
                "ขอการประทับรับรองเวลาไม่ได้ ระบบจะลองใหม่ หากยังไม่ได้โปรดตรวจ timestamp_url",
                "no time stamp could be had: it is tried again; if it fails again check timestamp_url",
                str(error),
            ) from error
        except (SigningError, PathError, ValidationError, CRLFetchError, OCSPFetchError) as error:
            raise _signing_failed(error) from error
        except PdfError as error:
            raise InputError(
                "FILE_BROKEN",
                "อ่านไฟล์ที่จะลงนามไม่ได้ โปรดสร้างไฟล์ใหม่",
                "the file to be signed cannot be read: make it again",
                str(error),
            ) from error

    def _metadata(self) -> PdfSignatureMetadata:
        long_term = self._level in (Level.B_LT, Level.B_LTA)
        return PdfSignatureMetadata(
            field_name=_FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=REASON,
            embed_validation_info=long_term,
            use_pades_lta=self._level == Level.B_LTA,
            validation_context=self._context() if long_term else None,
            # All validation data before the last signature or time stamp, so that the file is covered whole.
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        )

    def _context(self) -> ValidationContext:
        """Fresh for each signature, because it collects what it meets. Certificates of the development
        authority name no place to fetch from, so for them nothing leaves this machine."""
        with self._lock:
            if self._pki is not None and now() >= self._pki.crl_renewal:
                self._pki = devpki.ensure(self._settings.pki_dir)
                self._trust = trust.load(self._settings)
        return ValidationContext(
            trust_roots=list(self._trust.roots),
            other_certs=self._others,
            crls=list(self._trust.crls),
            allow_fetching=True,
            revocation_mode="require",
        )

    def _check_dates(self) -> None:
        certificate: asn1_x509.Certificate = self._key.signing_cert
        if not certificate.not_valid_before <= now() <= certificate.not_valid_after:
            raise ConfigurationError(
                "SIGNER_KEY",
                "ใบรับรองที่ใช้ลงนามหมดอายุหรือยังไม่ถึงวันเริ่มใช้ โปรดเปลี่ยนใบรับรอง",
                "the signing certificate has expired or is not valid yet: replace it",
                f"{certificate.not_valid_before} to {certificate.not_valid_after}",
            )


def _signing_failed(error: Exception) -> ExternalError | ConfigurationError:
    """Which side is at fault, from the chain of causes."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, InsufficientRevinfoError | CRLFetchError | OCSPFetchError):
            return ExternalError(
                "REVOCATION_UNAVAILABLE",
                "ตรวจสถานะเพิกถอนของใบรับรองไม่ได้ ระบบจะลองใหม่ หากยังไม่ได้โปรดตรวจเครือข่าย",
                "the revocation status of a certificate is missing: it is tried again; check the network",
                str(error),
            )
        cause = cause.__cause__ or cause.__context__
    return ConfigurationError(
        "SIGNER_UNTRUSTED",
        "ใบรับรองที่ใช้ลงนามหรือประทับเวลาไม่ได้ออกโดยรากที่เชื่อถือ โปรดใส่ใบรับรองรากใน trust_roots_dir",
        "the signing or time-stamp certificate leads to no trusted root: put its root in trust_roots_dir",
        str(error),
    )


def make_signer(settings: Settings) -> Signer:
    """The signer that the settings ask for: ``signer_pkcs12_file``, else the development authority.

    Raises ConfigurationError SIGNER_KEY, TRUST_ROOTS.
    """
    return PadesSigner(settings)
