"""The type of a file by its first bytes; names and extensions are never believed."""

from __future__ import annotations

from pathlib import Path

from ocr.problems import problem

PDF, TIFF, JPEG, PNG, WEBP = "application/pdf", "image/tiff", "image/jpeg", "image/png", "image/webp"

_PDF_HEADER_WITHIN = 1024  # ISO 32000-1, annex H.3.4.1: readers look for %PDF- in the first 1024 bytes

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "ZIP, DOCX, XLSX"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC, XLS"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x1f\x8b", "GZIP"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
)


def media_type(path: Path) -> str:
    """The media type of a file that we take. Raises InputError FILE_EMPTY or FILE_TYPE."""
    with path.open("rb") as file:
        head = file.read(_PDF_HEADER_WITHIN)
    if not head:
        raise problem("FILE_EMPTY")
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return TIFF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    for magic, name in _OTHERS:
        if head.startswith(magic):
            raise problem("FILE_TYPE", found=name)
    if b"%PDF-" in head:
        return PDF
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        raise problem("FILE_TYPE", found="HEIC, AVIF")
    raise problem("FILE_TYPE", found="?")
