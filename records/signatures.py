"""Looks at the signatures of a PDF, from any producer. Runs in a child process: the file may be hostile.

Validation follows ETSI EN 319 102-1 with what the file and this installation hold; nothing is fetched.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, BinaryIO

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from asn1crypto.ocsp import OCSPResponse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import ades
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_timestamp
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from records.keys import name_of
from sarabun.model import Level

_OFFLINE = RevocationInfoGatheringSpec(
    online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
    certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
)
_TAIL = 1 << 16


class Later(StrEnum):
    """What was appended after a signature."""

    NOTHING = "nothing"
    VALIDATION_DATA = "validation data"
    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """One signature. ``issuer`` and ``signer`` as people read them; times ISO 8601, empty where unknown.

    ``sound``: the signed bytes and the signature fit together, and what came after is allowed. ``trusted``:
    the certificates lead to a trusted root, as of ``as_of``: today, or the day of the newest valid time stamp
    where nothing newer is known about revocation. ``stamped``: None without a time stamp, else whether it is
    valid.
    """

    signer: str
    issuer: str
    subfilter: str
    claimed_time: str
    sound: bool
    trusted: bool
    revocation_checked: bool
    stamped: bool | None
    stamp_time: str
    stamp_authority: str
    development: bool
    detail: str
    as_of: str
    later: Later


@dataclass(frozen=True, slots=True)
class StampFacts:
    """A document time stamp (archive time stamp)."""

    valid: bool
    covers_whole_file: bool
    authority: str
    time: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All signatures of a file, oldest first.

    ``level`` is what the last one reaches, if it is sound. ``uncovered`` counts the bytes at the end of the
    file that no signature or time stamp covers; ``stray`` says that there is something behind the last
    end-of-file mark, where no reader looks.
    """

    signatures: tuple[SignatureFacts, ...]
    stamps: tuple[StampFacts, ...]
    level: Level | None
    uncovered: int
    stray: bool


NOTHING = Facts((), (), None, 0, False)


def look(
    file: BinaryIO,
    roots: Sequence[asn1_x509.Certificate],
    crls: Sequence[asn1_crl.CertificateList],
    development: asn1_x509.Certificate | None,
    moment: datetime,
) -> Facts:
    """Validates all signatures as of ``moment``. Raises what pyHanko raises for files it cannot read."""
    return asyncio.run(_look(file, roots, crls, development, moment))


async def _look(
    file: BinaryIO,
    roots: Sequence[asn1_x509.Certificate],
    crls: Sequence[asn1_crl.CertificateList],
    development: asn1_x509.Certificate | None,
    moment: datetime,
) -> Facts:
    reader = PdfFileReader(file)
    stamps = [await _stamp(s, reader, roots, crls) for s in reader.embedded_timestamp_signatures]
    known = _known(reader, crls)
    found = []
    for signature in reader.embedded_regular_signatures:
        facts = await _signature(signature, known, roots, development, moment)
        if not facts.trusted and facts.sound:
            stamped = _newest_stamp(signature, stamps)
            if stamped is not None:
                then = await _signature(signature, known, roots, development, stamped)
                facts = then if then.trusted else facts
        found.append(facts)
    size = file.seek(0, 2)
    ends = [int(s.byte_range[2]) + int(s.byte_range[3]) for s in reader.embedded_signatures]
    return Facts(
        signatures=tuple(found),
        stamps=tuple(stamps),
        level=_level(found[-1], known, stamps) if found and found[-1].sound else None,
        uncovered=size - max(ends, default=0),
        stray=_stray(file),
    )


def _stray(file: BinaryIO) -> bool:
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    _, mark, rest = file.read().rpartition(b"%%EOF")
    return not mark or bool(rest.strip())


def _newest_stamp(signature: EmbeddedPdfSignature, stamps: Sequence[StampFacts]) -> datetime | None:
    """When the newest time stamp says it was; the stamp itself is validated as of that moment too."""
    times = [datetime.fromisoformat(stamp.time) for stamp in stamps if stamp.valid]
    for token in extract_tst_data_iter(signature.signer_info, signed=False):
        times.append(token["encap_content_info"]["content"].parsed["gen_time"].native)
    return max(times, default=None)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the file brings along for its own validation, and the revocation lists of this installation."""

    knowledge: LocalKnowledge
    has_store: bool
    has_stamps: bool
    local_issuers: frozenset[bytes]


def _known(reader: PdfFileReader, crls: Sequence[asn1_crl.CertificateList]) -> _Known:
    lists = [CRLContainer(crl) for crl in crls]
    answers: list[OCSPContainer] = []
    certificates: list[asn1_x509.Certificate] = []
    has_store = False
    with suppress(NoDSSFoundError):
        store = DocumentSecurityStore.read_dss(reader)
        certificates = list(store.load_certs())
        for reference in store.crls:
            lists.append(CRLContainer(asn1_crl.CertificateList.load(reference.get_object().data)))
        for reference in store.ocsps:
            answers += OCSPContainer.load_multi(OCSPResponse.load(reference.get_object().data))
        has_store = bool(store.crls or store.ocsps)
    return _Known(
        LocalKnowledge(known_crls=lists, known_ocsps=answers, known_certs=certificates),
        has_store,
        bool(reader.embedded_timestamp_signatures),
        frozenset(crl.issuer.dump() for crl in crls),
    )


async def _signature(
    signature: EmbeddedPdfSignature,
    known: _Known,
    roots: Sequence[asn1_x509.Certificate],
    development: asn1_x509.Certificate | None,
    moment: datetime,
) -> SignatureFacts:
    certificate = signature.signer_cert
    checked = known.has_store or certificate.issuer.dump() in known.local_issuers
    result = await _validate(signature, _spec(roots, known.knowledge, checked), known, moment)
    status = result.api_status
    assert status is not None  # noqa: S101 (there is one unless the CMS cannot be read, which raises)
    later = _later_changes(signature)
    allowed = later != Later.FORBIDDEN
    stamp = status.timestamp_validity
    claimed = signature.self_reported_timestamp
    issuers = {certificate.issuer.dump()}
    return SignatureFacts(
        signer=name_of(certificate),
        issuer=certificate.issuer.human_friendly,
        subfilter=str(signature.sig_object.get("/SubFilter", "")).lstrip("/"),
        claimed_time=claimed.isoformat() if claimed else "",
        # A passed sub-indication survives an illegal later edit; the bottom line and our look do not.
        sound=bool(status.intact and status.valid and allowed),
        trusted=isinstance(result.ades_subindic, AdESPassed) and status.bottom_line and allowed,
        revocation_checked=checked,
        stamped=None if stamp is None else bool(stamp.valid and stamp.intact and stamp.trusted),
        stamp_time=stamp.timestamp.isoformat() if stamp else "",
        stamp_authority=name_of(stamp.signing_cert) if stamp else "",
        development=development is not None and development.subject.dump() in issuers,
        detail=str(result.failure_msg or getattr(result.ades_subindic, "name", "")),
        as_of=moment.isoformat(),
        later=later,
    )


async def _validate(
    signature: EmbeddedPdfSignature, spec: SignatureValidationSpec, known: _Known, moment: datetime
) -> ades.AdESBasicValidationResult[Any]:
    """With the proofs of time that the file has; without a time stamp as of ``moment``."""
    timing = ValidationTimingInfo(moment, moment, point_in_time_validation=False)
    stamped = any(True for _ in extract_tst_data_iter(signature.signer_info, signed=False))
    if stamped and known.has_stamps:
        return await ades.ades_lta_validation(signature, PdfSignatureValidationSpec(spec), timing_info=timing)
    digest = signature.compute_digest()
    if stamped:
        return await ades.ades_with_time_validation(
            signature.signed_data, spec, timing_info=timing, raw_digest=digest
        )
    return await ades.ades_basic_validation(
        signature.signed_data, spec, timing_info=timing, raw_digest=digest
    )


def _later_changes(signature: EmbeddedPdfSignature) -> Later:
    signature.compute_integrity_info()  # type: ignore[no-untyped-call]
    covered = signature.summarise_integrity_info()
    if covered["coverage"] == SignatureCoverageLevel.ENTIRE_FILE:
        return Later.NOTHING
    found = covered["diff_result"]
    if covered["coverage"] < SignatureCoverageLevel.ENTIRE_REVISION or not covered["docmdp_ok"]:
        return Later.FORBIDDEN
    if isinstance(found, DiffResult) and found.modification_level <= ModificationLevel.LTA_UPDATES:
        return Later.VALIDATION_DATA
    return Later.ALLOWED


def _spec(
    roots: Sequence[asn1_x509.Certificate], knowledge: LocalKnowledge, checked: bool
) -> SignatureValidationSpec:
    """Revocation is required where there is any information about it; without any it cannot be."""
    rule = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED if checked else RevocationCheckingRule.NO_CHECK
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(list(roots)),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy(rule, rule)),
    )
    return SignatureValidationSpec(
        cert_validation_policy=policy,
        revinfo_gathering_policy=_OFFLINE,
        local_knowledge=knowledge,
        key_usage_settings=KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}),
    )


async def _stamp(
    signature: EmbeddedPdfSignature,
    reader: PdfFileReader,
    roots: Sequence[asn1_x509.Certificate],
    crls: Sequence[asn1_crl.CertificateList],
) -> StampFacts:
    try:
        store = DocumentSecurityStore.read_dss(reader)
        context = store.as_validation_context({"trust_roots": list(roots), "crls": list(crls)})
    except NoDSSFoundError:
        context = ValidationContext(trust_roots=list(roots), crls=list(crls))
    status = await async_validate_pdf_timestamp(signature, context)
    return StampFacts(
        valid=bool(status.valid and status.intact and status.trusted),
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        authority=name_of(status.signing_cert),
        time=status.timestamp.isoformat(),
    )


def _level(last: SignatureFacts, known: _Known, stamps: list[StampFacts]) -> Level:
    """ETSI EN 319 142-1, 6.3: each level adds to the one below."""
    if not last.stamped:
        return Level.B_B
    if not known.has_store:
        return Level.B_T
    return Level.B_LTA if stamps and stamps[-1].valid else Level.B_LT
