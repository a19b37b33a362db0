"""Signing: what is appended, with which key, and what happens when something is missing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from records import devpki, keys, sign, timestamp
from records.sign import make_signer
from records.verify import verify_file
from sarabun.dates import now
from sarabun.errors import ConfigurationError, ExternalError, InputError
from sarabun.model import Level
from sarabun.settings import Settings
from tests.unit.records.making import paper, scan, settings


@pytest.fixture(scope="module")
def unsigned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unsigned")
    scan(folder, paper()).build(folder / "out.pdf")
    return folder / "out.pdf"


def level_of(path: Path, given: Settings) -> str:
    return next(c.en for c in verify_file(path, given).checks if c.name == "level")


@pytest.mark.parametrize("level", list(Level))
def test_every_level_is_reached_and_the_approved_file_is_a_prefix(
    tmp_path: Path, unsigned: Path, level: Level
) -> None:
    given = settings(tmp_path, signature_level=level)
    make_signer(given).sign(unsigned, tmp_path / "signed.pdf")
    assert (tmp_path / "signed.pdf").read_bytes().startswith(unsigned.read_bytes())
    found = verify_file(tmp_path / "signed.pdf", given, expected_level=level)
    assert found.ok, found
    assert level_of(tmp_path / "signed.pdf", given).endswith(f"PAdES {level}")


def test_signing_keeps_the_pdf_version_of_pdfa(tmp_path: Path, unsigned: Path) -> None:
    """PDF/A-2 is PDF 1.7; elliptic curve keys would make pyHanko declare 2.0."""
    make_signer(settings(tmp_path)).sign(unsigned, tmp_path / "signed.pdf")
    with pikepdf.open(tmp_path / "signed.pdf") as pdf:
        assert "/Version" not in pdf.Root or str(pdf.Root.Version) <= "/1.7"
        assert set(pdf.Root.Extensions.keys()) <= {"/ESIC", "/Type"}


def test_the_signature_says_why_and_is_invisible(tmp_path: Path, unsigned: Path) -> None:
    make_signer(settings(tmp_path)).sign(unsigned, tmp_path / "signed.pdf")
    with pikepdf.open(tmp_path / "signed.pdf") as pdf:
        (field,) = [f for f in pdf.Root.AcroForm.Fields if f.V.Type == "/Sig"]
        assert str(field.V.Reason) == sign.REASON
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        assert [float(v) for v in field.get("/Rect", [0, 0, 0, 0])] == [0, 0, 0, 0]


def test_threads_share_one_signer(tmp_path: Path, unsigned: Path) -> None:
    given = settings(tmp_path, signature_level=Level.B_LT)
    signer = make_signer(given)
    outs = [tmp_path / f"{n}.pdf" for n in range(6)]
    threads = [threading.Thread(target=signer.sign, args=(unsigned, out)) for out in outs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(verify_file(out, given).ok for out in outs)


# --- a key of the office's own ----------------------------------------------------------------------------


def own_key(folder: Path, password: bytes = b"secret", days: int = 365) -> dict[str, Path]:
    """A root and a signer with an RSA key in PKCS#12, as an office would have them."""

    def issue(name: str, key, issuer: x509.Name, issuer_key, ca: bool) -> x509.Certificate:
        usage = dict.fromkeys(
            ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"),
            False,
        )
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now() - timedelta(days=400))
            .not_valid_after(now() + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca, None), True)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=not ca,
                    content_commitment=not ca,
                    key_cert_sign=ca,
                    crl_sign=ca,
                    **usage,
                ),
                True,
            )
            .sign(issuer_key, hashes.SHA256())
        )

    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Office Root")])
    root = issue("Office Root", root_key, name, root_key, True)
    signer = issue("สำนักงานทดสอบ", key, name, root_key, False)
    bundle = pkcs12.serialize_key_and_certificates(
        b"signer", key, signer, [root], serialization.BestAvailableEncryption(password)
    )
    roots = folder / "roots"
    roots.mkdir(exist_ok=True)
    (roots / "root.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    (folder / "signer.p12").write_bytes(bundle)
    (folder / "password").write_bytes(password + b"\n")
    return {
        "signer_pkcs12_file": folder / "signer.p12",
        "signer_password_file": folder / "password",
        "trust_roots_dir": roots,
    }


def test_a_key_from_pkcs12_signs_and_is_trusted_by_its_root(tmp_path: Path, unsigned: Path) -> None:
    given = settings(tmp_path, signature_level=Level.B_T, **own_key(tmp_path))
    signer = make_signer(given)
    assert signer.name == "สำนักงานทดสอบ"
    signer.sign(unsigned, tmp_path / "signed.pdf")
    found = {c.name: c for c in verify_file(tmp_path / "signed.pdf", given).checks}
    assert found["signature_trusted"].ok and "development" not in found["signature_trusted"].en
    assert found["timestamp"].ok


def test_revocation_that_cannot_be_asked_is_an_external_fault(tmp_path: Path, unsigned: Path) -> None:
    given = settings(tmp_path, signature_level=Level.B_LT, **own_key(tmp_path))
    with pytest.raises(ExternalError, match="REVOCATION_UNAVAILABLE"):
        make_signer(given).sign(unsigned, tmp_path / "signed.pdf")
    assert not (tmp_path / "signed.pdf").exists()


def test_a_key_without_a_trusted_root_is_a_fault_of_the_settings(tmp_path: Path, unsigned: Path) -> None:
    own = own_key(tmp_path)
    given = settings(tmp_path, signature_level=Level.B_LT, **(own | {"trust_roots_dir": None}))
    with pytest.raises(ConfigurationError, match="SIGNER_UNTRUSTED"):
        make_signer(given).sign(unsigned, tmp_path / "signed.pdf")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda own: own["signer_password_file"].write_bytes(b"wrong"),
        lambda own: own["signer_pkcs12_file"].write_bytes(b"not a key"),
        lambda own: own["signer_pkcs12_file"].unlink(),
        lambda own: own["signer_password_file"].unlink(),
    ],
)
def test_a_key_that_cannot_be_read_refuses_to_start(tmp_path: Path, spoil: Callable) -> None:
    own = own_key(tmp_path)
    spoil(own)
    with pytest.raises(ConfigurationError, match="SIGNER_KEY"):
        make_signer(settings(tmp_path, **own))


def test_an_expired_certificate_refuses_to_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="SIGNER_KEY"):
        make_signer(settings(tmp_path, **own_key(tmp_path, days=-1)))


def test_roots_that_cannot_be_read_refuse_to_start(tmp_path: Path) -> None:
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / "bad.pem").write_bytes(
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    )
    with pytest.raises(ConfigurationError, match="TRUST_ROOTS"):
        make_signer(settings(tmp_path, trust_roots_dir=tmp_path / "roots"))


# --- time stamps -------------------------------------------------------------------------------------------


class _Service(BaseHTTPRequestHandler):
    """An RFC 3161 service over HTTP around a real local authority."""

    authority: timestamp.LocalTimeStamper
    broken = False

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = b"not a token"
        if not self.broken:
            made = asyncio.run(self.authority.async_request_tsa_response(tsp.TimeStampReq.load(body)))
            answer = made.dump()
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if self.broken else "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service(tmp_path: Path):
    pki = devpki.ensure(tmp_path / "home" / "pki")
    handler = type(
        "Service",
        (_Service,),
        {"authority": timestamp.LocalTimeStamper(keys.from_pem(pki.tsa, pki.tsa_key, [pki.root]))},
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", handler
    server.shutdown()
    server.server_close()


def test_time_stamps_come_from_the_service_of_the_settings(tmp_path: Path, unsigned: Path, service) -> None:
    url, _ = service
    given = settings(tmp_path, timestamp_url=url)
    make_signer(given).sign(unsigned, tmp_path / "signed.pdf")
    assert verify_file(tmp_path / "signed.pdf", given, expected_level=Level.B_LTA).ok


def test_a_service_that_answers_nonsense_is_an_external_fault(
    tmp_path: Path, unsigned: Path, service
) -> None:
    url, handler = service
    handler.broken = True
    with pytest.raises(ExternalError, match="TIMESTAMP_UNAVAILABLE"):
        make_signer(settings(tmp_path, timestamp_url=url)).sign(unsigned, tmp_path / "signed.pdf")
    assert not (tmp_path / "signed.pdf").exists()


def test_a_service_that_is_down_is_an_external_fault(tmp_path: Path, unsigned: Path) -> None:
    signer = make_signer(settings(tmp_path, timestamp_url="http://127.0.0.1:9/"))
    with pytest.raises(ExternalError, match="TIMESTAMP_UNAVAILABLE"):
        signer.sign(unsigned, tmp_path / "signed.pdf")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["home"]


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.pdf").write_bytes(b"no pdf")
    with pytest.raises(InputError, match="FILE_BROKEN"):
        make_signer(settings(tmp_path)).sign(tmp_path / "no.pdf", tmp_path / "signed.pdf")
    assert not (tmp_path / "signed.pdf").exists()


def test_a_long_running_signer_renews_its_revocation_lists(
    tmp_path: Path, unsigned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = settings(tmp_path, signature_level=Level.B_LT)
    signer = make_signer(given)
    pki = devpki.ensure(given.pki_dir)
    before = pki.crl.read_bytes()
    for module in (devpki, sign, timestamp):
        monkeypatch.setattr(module, "now", lambda: now() + timedelta(days=26))
    signer._context()
    assert pki.crl.read_bytes() != before
