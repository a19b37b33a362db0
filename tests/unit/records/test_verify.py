"""Verification says line by line what it found, for files sealed here and for any others."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from records import devpki, keys, trust, verify
from records.sign import make_signer
from records.signatures import look
from records.verify import verify_file
from sarabun.dates import now
from sarabun.model import Level, Sealed, Verification
from tests.unit.records.making import lines_of, paper, scan, settings

ALL = [
    "file_readable", "sha256", "unsigned_prefix", "pdfa_claim", "pdfa_structure", "to_unicode",
    "signature_intact", "signature_trusted", "signature_covers_file", "timestamp", "archive_timestamp",
    "level",
]  # fmt: skip


class Record:
    """A sealed record, what the registry knows of it, and the settings it was sealed under."""

    def __init__(self, folder: Path) -> None:
        self.settings = settings(folder)
        self.unsigned, self.path = folder / "unsigned.pdf", folder / "sealed.pdf"
        built = scan(folder, paper(), lines_of(["หนังสือราชการ"])).build(self.unsigned)
        signer = make_signer(self.settings)
        signer.sign(self.unsigned, self.path)
        self.digest = sha256(self.path.read_bytes()).hexdigest()
        self.sealed = Sealed(
            pdf=self.digest,
            unsigned_pdf=built.sha256,
            unsigned_size=built.size,
            size=self.path.stat().st_size,
            pages=1,
            pdfa="PDF/A-2b",
            level=Level.B_LTA,
            signer=signer.name,
            sealed_at=now(),
            changes=(),
            tools={},
        )

    def verify(self, path: Path) -> Verification:
        return verify_file(path, self.settings, self.digest, Level.B_LTA, self.sealed)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return Record(tmp_path_factory.mktemp("record"))


def failed(found: Verification) -> set[str]:
    return {check.name for check in found.checks if not check.ok}


def line(found: Verification, name: str) -> str:
    return next(check.en for check in found.checks if check.name == name)


def test_a_sealed_record_passes_line_by_line(record: Record) -> None:
    found = record.verify(record.path)
    assert [check.name for check in found.checks] == ALL
    assert found.ok and found.subject == "sealed.pdf"
    assert "development CA, not for official use" in line(found, "signature_trusted")
    assert all(check.th and check.en and check.th != check.en for check in found.checks)


def test_a_changed_byte_is_found(record: Record, tmp_path: Path) -> None:
    data = bytearray(record.path.read_bytes())
    data[len(data) // 3] ^= 1
    (tmp_path / "changed.pdf").write_bytes(data)
    found = failed(record.verify(tmp_path / "changed.pdf"))
    assert {"sha256", "signature_intact", "signature_trusted", "level"} <= found


def test_bytes_behind_the_end_are_found_even_without_a_register(record: Record, tmp_path: Path) -> None:
    """Validation alone does not see them."""
    (tmp_path / "longer.pdf").write_bytes(record.path.read_bytes() + b"\n% one more thing\n")
    assert failed(verify_file(tmp_path / "longer.pdf", record.settings)) == {"signature_covers_file"}
    assert failed(record.verify(tmp_path / "longer.pdf")) == {"sha256", "signature_covers_file"}


def test_an_older_revision_in_its_place_is_found_by_hash_and_level(record: Record, tmp_path: Path) -> None:
    """Cut back to its first revision the file is a sound B-LT one: only the register knows better."""
    data = record.path.read_bytes()
    ends = [i + 6 for i in range(len(data)) if data.startswith(b"%%EOF", i)]
    (tmp_path / "older.pdf").write_bytes(data[: ends[-2]])
    assert verify_file(tmp_path / "older.pdf", record.settings).ok
    found = record.verify(tmp_path / "older.pdf")
    assert failed(found) == {"sha256", "archive_timestamp", "level"}


def test_the_unsigned_file_in_its_place_is_found(record: Record) -> None:
    found = record.verify(record.unsigned)
    assert failed(found) == {"sha256", "signature_intact", "level"}


def test_a_page_added_later_is_not_allowed(record: Record, tmp_path: Path) -> None:
    with (tmp_path / "edited.pdf").open("wb") as output, record.path.open("rb") as source:
        writer = IncrementalPdfFileWriter(source)
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 g 0 0 200 200 re f"))
        writer.update_container(page)
        writer.write(output)
    found = failed(verify_file(tmp_path / "edited.pdf", record.settings))
    assert {"signature_intact", "signature_trusted", "signature_covers_file"} <= found


def test_a_rewritten_file_has_lost_its_signature(record: Record, tmp_path: Path) -> None:
    with pikepdf.open(record.path) as pdf:
        pdf.save(tmp_path / "saved.pdf")
    assert {"sha256", "unsigned_prefix", "signature_intact"} <= failed(record.verify(tmp_path / "saved.pdf"))


def test_the_archive_stamp_outlives_the_revocation_data(record: Record) -> None:
    """Years later, on a machine that has only the root: as of the archive time stamp."""
    known = trust.load(record.settings)
    later = now() + timedelta(days=1000)
    with record.path.open("rb") as file:
        facts = look(file, known.roots, (), known.development, later)
    (one,) = facts.signatures
    assert one.trusted and facts.level == Level.B_LTA
    assert one.as_of == facts.stamps[-1].time


def test_years_later_where_the_authority_still_publishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Record(tmp_path)
    later = now() + timedelta(days=1000)
    for module in (devpki, verify):
        monkeypatch.setattr(module, "now", lambda: later)
    found = record.verify(record.path)
    assert found.ok
    assert f"{later:%Y}" in line(found, "signature_trusted")


def test_another_installation_does_not_trust_the_development_root(record: Record, tmp_path: Path) -> None:
    found = verify_file(record.path, settings(tmp_path))
    assert {"signature_trusted"} <= failed(found) and "signature_intact" not in failed(found)
    assert "trust_roots_dir" in line(found, "signature_trusted")


def test_signatures_of_the_old_kind_are_read_too(record: Record, tmp_path: Path) -> None:
    """adbe.pkcs7.detached without a time stamp, as Thai agencies use it: sound, and B-B."""
    pki = devpki.ensure(record.settings.pki_dir)
    with record.unsigned.open("rb") as source, (tmp_path / "legacy.pdf").open("w+b") as output:
        PdfSigner(
            PdfSignatureMetadata(field_name="Old", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED),
            keys.from_pem(pki.signer, pki.signer_key, [pki.root]),
        ).sign_pdf(IncrementalPdfFileWriter(source), output=output)
    found = verify_file(tmp_path / "legacy.pdf", record.settings)
    assert failed(found) == {"pdfa_structure"}  # plain pyHanko declares PDF 2.0
    assert "adbe.pkcs7.detached" in line(found, "signature_intact")
    assert line(found, "level").endswith("B-B")
    assert "timestamp" not in {check.name for check in found.checks}


def test_a_second_signature_is_reported_beside_the_first(record: Record, tmp_path: Path) -> None:
    pki = devpki.ensure(record.settings.pki_dir)
    with record.path.open("rb") as source, (tmp_path / "two.pdf").open("w+b") as output:
        PdfSigner(
            PdfSignatureMetadata(field_name="Second", subfilter=SigSeedSubFilter.PADES),
            keys.from_pem(pki.signer, pki.signer_key, [pki.root]),
        ).sign_pdf(IncrementalPdfFileWriter(source), output=output)
    found = verify_file(tmp_path / "two.pdf", record.settings)
    assert [c.name for c in found.checks].count("signature_intact") == 2
    assert "signature_intact" not in failed(found)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.pdf", b""),
        ("text.pdf", b"just some words\n" * 50),
        ("cut.pdf", None),
        ("zip.pdf", b"PK\x03\x04" + b"\0" * 500),
    ],
)
def test_files_that_are_no_pdf_are_lines_not_exceptions(
    record: Record, tmp_path: Path, name: str, data: bytes | None
) -> None:
    (tmp_path / name).write_bytes(record.path.read_bytes()[:700] if data is None else data)
    found = record.verify(tmp_path / name)
    assert not found.ok
    assert {"file_readable", "sha256"} <= failed(found)


def test_a_missing_file_is_a_line_too(record: Record, tmp_path: Path) -> None:
    assert failed(verify_file(tmp_path / "gone.pdf", record.settings)) == {"file_readable"}


def test_an_encrypted_file_says_so(record: Record, tmp_path: Path) -> None:
    with pikepdf.open(record.unsigned) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    assert "password" in line(verify_file(tmp_path / "locked.pdf", record.settings), "file_readable")


def test_a_false_claim_of_pdfa_is_found(record: Record, tmp_path: Path) -> None:
    with pikepdf.open(record.unsigned) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))
        pdf.save(tmp_path / "false.pdf")
    found = verify_file(tmp_path / "false.pdf", record.settings)
    assert "pdfa_structure" in failed(found) and "pdfa_claim" not in failed(found)


def test_a_claim_made_false_by_a_later_revision_is_found(record: Record, tmp_path: Path) -> None:
    """The approved prefix alone would pass."""
    with (tmp_path / "script.pdf").open("wb") as output, record.path.open("rb") as source:
        writer = IncrementalPdfFileWriter(source)
        writer.root["/OpenAction"] = generic.DictionaryObject(
            {generic.NameObject("/S"): generic.NameObject("/JavaScript"),
             generic.NameObject("/JS"): generic.TextStringObject("1")}
        )  # fmt: skip
        writer.update_root()
        writer.write(output)
    assert "pdfa_structure" in failed(verify_file(tmp_path / "script.pdf", record.settings))


def test_text_that_cannot_be_copied_is_found(record: Record, tmp_path: Path) -> None:
    with pikepdf.open(record.unsigned) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                del thing["/ToUnicode"]
        pdf.save(tmp_path / "mute.pdf")
    assert "to_unicode" in failed(verify_file(tmp_path / "mute.pdf", record.settings))
