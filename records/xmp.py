"""What a record says about itself: XMP and the document information that has to agree with it.

Only properties that PDF/A predefines are used, so that no extension schema is needed: the SHA-256 of the
original stands in dc:source as ``urn:sha256:…``. (ISO 19005-2, 6.6.2.3)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from pikepdf import Dictionary, Name, Pdf
from pikepdf.models.metadata import encode_pdf_date

_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


@dataclass(frozen=True, slots=True)
class RecordMetadata:
    """What goes into a sealed file. Texts may be empty; ``date`` is ISO 8601 C.E. or empty.

    ``number`` is the document's number (ที่), ``kind`` its kind in Thai, ``agency`` the sender,
    ``source_sha256`` names the original, ``creator_tool`` the program and version, ``created`` is aware.
    """

    title: str
    subject: str
    number: str
    date: str
    agency: str
    kind: str
    document_id: str
    source_sha256: str
    creator_tool: str
    created: datetime
    keywords: tuple[str, ...] = ()


def write(pdf: Pdf, metadata: RecordMetadata) -> None:
    """Replaces all metadata of the document. The PDF/A claim is added by the validator's own ``prepare``."""
    pdf.Root.Metadata = pdf.make_stream(_packet(metadata).encode(), Type=Name.Metadata, Subtype=Name.XML)
    moment = encode_pdf_date(metadata.created)
    entries = {
        Name.Title: _one_line(metadata.title),
        Name.Author: _one_line(metadata.agency),
        Name.Subject: _one_line(metadata.subject),
        Name.Keywords: _one_line(_keywords(metadata)),
        Name.Creator: _one_line(metadata.creator_tool),
        Name.CreationDate: moment,
        Name.ModDate: moment,
    }
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary({str(name): text for name, text in entries.items() if text})
    )


def _keywords(metadata: RecordMetadata) -> str:
    return ", ".join(dict.fromkeys(k for k in (metadata.number, metadata.kind, *metadata.keywords) if k))


def _packet(metadata: RecordMetadata) -> str:
    moment = metadata.created.isoformat(timespec="seconds")
    properties = [
        _alternatives("dc:title", metadata.title),
        _alternatives("dc:description", metadata.subject),
        _list("dc:creator", "Seq", metadata.agency),
        _list("dc:type", "Bag", metadata.kind),
        _list("dc:date", "Seq", metadata.date),
        _list("dc:language", "Bag", "th"),
        _simple("dc:identifier", metadata.document_id),
        _simple("dc:source", metadata.source_sha256 and f"urn:sha256:{metadata.source_sha256}"),
        _simple("pdf:Keywords", _keywords(metadata)),
        _simple("xmp:CreatorTool", metadata.creator_tool),
        _simple("xmp:CreateDate", moment),
        _simple("xmp:ModifyDate", moment),
    ]
    spaces = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in _NAMESPACES.items())
    return (
        f'{_HEAD}<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces}>{"".join(properties)}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def _one_line(text: str) -> str:
    """XML holds no control characters, and a line break has no meaning in these properties."""
    return " ".join("".join(c if c >= " " else " " for c in text).split())


def _clean(text: str) -> str:
    return escape(_one_line(text))


def _simple(name: str, text: str) -> str:
    return f"<{name}>{_clean(text)}</{name}>" if text else ""


def _list(name: str, kind: str, text: str) -> str:
    return f"<{name}><rdf:{kind}><rdf:li>{_clean(text)}</rdf:li></rdf:{kind}></{name}>" if text else ""


def _alternatives(name: str, text: str) -> str:
    if not text:
        return ""
    items = "".join(f'<rdf:li xml:lang="{lang}">{_clean(text)}</rdf:li>' for lang in ("x-default", "th"))
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"
