"""What a PDF claims to be, and whether its structure bears that out. Runs in a child process.

The validator of pikepdf cannot judge what a signature adds (a form, validation data, a later revision). The
sound gate without veraPDF: the file as it was before the first signature passes, and in the whole file
nothing but those additions is left open.
"""

from __future__ import annotations

import io
import mmap
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, pdfa

_CLAIMS = {"1B", "2B", "3B", "1A", "2A", "3A", "2U", "3U", "4", "4E", "4F"}
_ADDED_BY_SIGNING = ("/AcroForm", "/DSS", "/Extensions", "/Perms")


@dataclass(frozen=True, slots=True)
class Conformance:
    """``claim`` like ``2B``, empty where there is none; ``problems`` of the structure (empty: it passed);
    ``fonts`` that draw text, ``unmapped`` those that do not say which characters they draw."""

    claim: str
    problems: tuple[str, ...]
    fonts: int
    unmapped: tuple[str, ...]
    pages: int


def look(path: Path, signed: bool) -> Conformance:
    """Raises pikepdf.PdfError (and PasswordError) for a file that cannot be read."""
    with pikepdf.open(path) as pdf:
        claim = _claim(pdf)
        fonts = _fonts(pdf)
        pages = len(pdf.pages)
    unmapped = tuple(sorted(name for name, font in fonts.items() if not _says_characters(font)))
    return Conformance(claim, _problems(path, claim, signed), len(fonts), unmapped, pages)


def _claim(pdf: Pdf) -> str:
    with suppress(ValueError, pikepdf.PdfError), pdf.open_metadata(update_docinfo=False) as xmp:
        claim = f"{xmp.get('pdfaid:part', '')}{xmp.get('pdfaid:conformance', '')}".upper()
        return claim if claim in _CLAIMS else ""
    return ""


def _problems(path: Path, claim: str, signed: bool) -> tuple[str, ...]:
    if not claim:
        return ("no PDF/A claim",)
    if claim[0] not in "123":
        return (f"PDF/A-{claim} is not one of the kinds that can be checked here",)
    flavour = f"{claim[0]}b"
    whole = pdfa.validate_written(path, flavour)
    open_points = [f for f in whole.findings if not (signed and _from_signing(f))]
    if open_points:
        return tuple(str(f) for f in open_points[:5])
    if not signed:
        return ()
    before = pdfa.validate_written(io.BytesIO(_before_first_signature(path)), flavour)
    return tuple(str(f) for f in before.findings[:5])


def _from_signing(finding: pdfa.Finding) -> bool:
    return finding.kind == "unsupported" and any(
        key in f"{finding.where} {finding.message}" for key in _ADDED_BY_SIGNING
    )


def _before_first_signature(path: Path) -> bytes:
    """The bytes up to the end-of-file mark in front of the first signature."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        signature = data.find(b"/ByteRange")
        end = data.rfind(b"%%EOF", 0, max(0, signature))
        if end < 0:
            return bytes(data)
        end += 5
        while data[end : end + 1] in (b"\r", b"\n"):
            end += 1
        return data[:end]


def _fonts(pdf: Pdf) -> dict[str, Dictionary]:
    """Fonts of pages and of the forms on them, by name and object number."""
    found: dict[str, Dictionary] = {}
    for page in pdf.pages:
        _collect(page.obj.get(Name.Resources), found, 0)
    return found


def _collect(resources: Object | None, found: dict[str, Dictionary], depth: int) -> None:
    if not isinstance(resources, Dictionary) or depth > 15:
        return
    fonts = resources.get(Name.Font)
    for font in dict(fonts).values() if isinstance(fonts, Dictionary) else ():
        if isinstance(font, Dictionary):
            found[f"{font.get(Name.BaseFont, '?')} {font.objgen[0]}"] = font
    forms = resources.get(Name.XObject)
    for form in dict(forms).values() if isinstance(forms, Dictionary) else ():
        _collect(form.get(Name.Resources), found, depth + 1)


def _says_characters(font: Dictionary) -> bool:
    """ISO 19005-2, 6.2.11.7.2: a ToUnicode map, or a simple font with a standard encoding."""
    if Name.ToUnicode in font:
        return True
    return font.get(Name.Subtype) != Name.Type0 and isinstance(font.get(Name.Encoding), Name)
