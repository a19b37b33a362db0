"""Where time stamps (RFC 3161) come from: a service on the network, or the development authority."""

from __future__ import annotations

import secrets

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from records import keys
from records.devpki import DevelopmentPki
from sarabun.dates import now
from sarabun.settings import Settings

_POLICY = "2.25.217466087291530158734183268117012352"  # a UUID of our own: "development, no assurance"
_SECONDS = 30


class LocalTimeStamper(TimeStamper):
    """A time-stamp authority in this process. Its tokens are real; its clock is this machine's."""

    def __init__(self, authority: keys.KeyInMemory) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._authority = authority
        self._certificate: asn1_x509.Certificate = authority.signing_cert

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        stamp = {
            "version": "v1",
            "policy": _POLICY,
            "message_imprint": req["message_imprint"],
            "serial_number": secrets.randbits(63),
            "gen_time": now().replace(microsecond=0),
            "tsa": asn1_x509.GeneralName("directory_name", self._certificate.subject),
        }
        if req["nonce"].native is not None:
            stamp["nonce"] = req["nonce"]
        content = cms.EncapsulatedContentInfo(
            {"content_type": "tst_info", "content": cms.ParsableOctetString(tsp.TSTInfo(stamp).dump())}
        )
        token = await self._authority.async_sign_general_data(
            content,
            "sha256",
            detached=False,
            signed_attr_settings=PdfCMSSignedAttributes(signing_time=now()),
        )
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})


def make(settings: Settings, pki: DevelopmentPki | None) -> TimeStamper:
    """The service at ``settings.timestamp_url``, else the development authority in ``pki``."""
    if settings.timestamp_url:
        return RequestsHTTPTimeStamper(settings.timestamp_url, timeout=_SECONDS)  # type: ignore[no-untyped-call]
    if pki is None:
        raise ValueError("without a time-stamp service the development authority is needed")
    return LocalTimeStamper(keys.from_pem(pki.tsa, pki.tsa_key, [pki.root]))
