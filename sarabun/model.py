"""What flows through Sarabun: frozen values, from the file the scanner made to the sealed record.

Boxes are in pixels of the *page image*: the page as scanned, turned upright by multiples of 90° (EXIF,
PDF /Rotate and the measured orientation), origin top left, never deskewed. Confidence is 0..1. Blobs are
named by the SHA-256 of their bytes (lower-case hex). Times are aware, in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

from pydantic import TypeAdapter

from sarabun.thai import normalise

Digest = str
T = TypeVar("T")


@cache
def _adapter(cls: Any) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


def to_json(value: Any) -> Any:
    """A value of this module as plain JSON types (a Box becomes [left, top, right, bottom])."""
    cls: Any = type(value)
    return _adapter(cls).dump_python(value, mode="json")


def from_json(cls: type[T], data: Any) -> T:
    """The inverse of :func:`to_json`. Raises ``pydantic.ValidationError`` where data does not fit."""
    made: T = _adapter(cast(Any, cls)).validate_python(data)
    return made


class Box(NamedTuple):
    """A rectangle in pixels of the page image; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @staticmethod
    def around(boxes: list[Box]) -> Box:
        """The smallest box that holds all of ``boxes`` (at least one)."""
        return Box(
            min(b.left for b in boxes),
            min(b.top for b in boxes),
            max(b.right for b in boxes),
            max(b.bottom for b in boxes),
        )


class State(StrEnum):
    """Where a document is on its way; the stage it last finished."""

    RECEIVED = "received"
    PREPARED = "prepared"
    READ = "read"
    DESCRIBED = "described"
    SEALED = "sealed"
    INDEXED = "indexed"
    QUARANTINED = "quarantined"


class Kind(StrEnum):
    """Kinds of official letter, ข้อ 10-27 of the Regulation (domain specification, section 2.1)."""

    EXTERNAL = "external"
    INTERNAL_MEMO = "internal_memo"
    STAMPED = "stamped"
    ORDER = "directive.order"
    REGULATION = "directive.regulation"
    BYLAW = "directive.bylaw"
    ANNOUNCEMENT = "pr.announcement"
    STATEMENT = "pr.statement"
    NEWS = "pr.news"
    CERTIFICATE = "evidence.certificate"
    MINUTES = "evidence.minutes"
    NOTE = "evidence.note"
    OTHER = "evidence.other"


KIND_TH: dict[Kind, str] = {
    Kind.EXTERNAL: "หนังสือภายนอก",
    Kind.INTERNAL_MEMO: "หนังสือภายใน (บันทึกข้อความ)",
    Kind.STAMPED: "หนังสือประทับตรา",
    Kind.ORDER: "คำสั่ง",
    Kind.REGULATION: "ระเบียบ",
    Kind.BYLAW: "ข้อบังคับ",
    Kind.ANNOUNCEMENT: "ประกาศ",
    Kind.STATEMENT: "แถลงการณ์",
    Kind.NEWS: "ข่าว",
    Kind.CERTIFICATE: "หนังสือรับรอง",
    Kind.MINUTES: "รายงานการประชุม",
    Kind.NOTE: "บันทึก",
    Kind.OTHER: "หนังสืออื่น",
}


def kind_named(text: str) -> Kind | None:
    """By its code or its Thai name, which may be cut short (บันทึกข้อความ is inside หนังสือภายใน's)."""
    wanted = normalise(text).strip()
    exact = (kind for kind, name in KIND_TH.items() if wanted in (kind.value, name))
    short = (kind for kind, name in KIND_TH.items() if name.startswith(wanted) or f"({wanted})" in name)
    return next(exact, None) or next(short, None) if wanted else None


class ColourMode(StrEnum):
    """How the page was scanned; decides the minimum resolution of the 2553 notification."""

    BILEVEL = "bw"
    GREY = "grey"
    COLOUR = "colour"


class Level(StrEnum):
    """PAdES baseline levels (ETSI EN 319 142-1)."""

    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"


# --- receive ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """The file as the scanner made it. ``name`` is the path as the user gave it; ``size`` in bytes."""

    sha256: Digest
    name: str
    size: int
    media_type: str


# --- prepare ---------------------------------------------------------------------------------------------


class Finding(NamedTuple):
    """Something about a page or file that a person should know; it does not stop the work."""

    code: str
    th: str
    en: str


class MarkKind(StrEnum):
    """Things on a page that are no text."""

    GARUDA = "garuda"  # ตราครุฑ
    RED_SEAL = "red_seal"  # ตราชื่อส่วนราชการ, ข้อ 14 and 72
    PEN = "pen"  # strokes too large for print: signatures, notes


class Mark(NamedTuple):
    """A mark found on a page image."""

    kind: MarkKind
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page, measured. ``image`` is the blob of the upright page image (lossless PNG).

    ``number`` counts from 1. ``dpi`` is effective (pixels over paper size). ``skew`` in degrees, positive
    when the text runs downhill to the right. ``rotation`` is the clockwise turn (0, 90, 180, 270) that was
    applied to the page *as a viewer shows it* to make it upright. ``sharpness`` is the variance of the
    Laplacian on the page at 100 dpi. ``text_layer`` is text that the file brought along, never trusted.
    """

    number: int
    image: Digest
    width: int
    height: int
    dpi: int
    colour_mode: ColourMode
    bit_depth: int
    skew: float
    rotation: int
    sharpness: float
    blank: bool
    text_layer: str = ""
    findings: tuple[Finding, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """All pages of a document. ``picture_only`` says that the file holds scans and no drawn text."""

    pages: tuple[PageImage, ...]
    media_type: str
    findings: tuple[Finding, ...] = ()
    signed_original: bool = False


# --- read ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """A Thai word as a dictionary has it, a number, or a run of other script. Never holds a space."""

    text: str
    box: Box
    confidence: float
    space_before: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line. ``text`` is the words joined, with the spaces that are printed; ``raw`` is what was
    read before the language corrected it, empty where nothing was corrected."""

    words: tuple[Word, ...]
    box: Box
    confidence: float
    raw: str = ""

    @property
    def text(self) -> str:
        return "".join((" " if w.space_before and i else "") + w.text for i, w in enumerate(self.words))


@dataclass(frozen=True, slots=True)
class PageText:
    """What a reader saw on one page, in reading order. ``reader`` is engine, model and version."""

    page: int
    width: int
    height: int
    dpi: int
    lines: tuple[Line, ...]
    confidence: float
    reader: str

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The pages of a document, all of them, blank ones with no lines."""

    pages: tuple[PageText, ...]

    @property
    def confidence(self) -> float:
        """Mean over the words of all pages; 0 where nothing was read."""
        words = [w.confidence for p in self.pages for line in p.lines for w in line.words]
        return sum(words) / len(words) if words else 0.0


# --- describe --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """One piece of metadata with its evidence.

    ``value`` is normalised (digits 0-9, dates ISO 8601 C.E.) and plain JSON; ``raw`` is what the page says.
    ``parts`` holds the parsed pieces where the value has some (a document number: code, unit, sub_unit,
    circular, running; a date: be_year). ``flags`` are doubts found by rules (``after_received``, …).
    """

    value: Any
    raw: str
    page: int | None = None
    box: Box | None = None
    confidence: float = 0.0
    source: str = "ocr"
    parts: dict[str, Any] | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """The described document. Field names: see ``classify.fields.FIELD_NAMES``.

    ``fields`` holds single fields (``None`` where absent), ``lists`` those that may occur several times
    (``received_stamps``, ``references``, ``enclosures``, ``phone``, ``cc``).
    """

    kind: Kind
    kind_confidence: float
    circular: bool
    fields: dict[str, Field | None]
    lists: dict[str, tuple[Field, ...]]
    flags: dict[str, Any] = field(default_factory=dict)
    describer: str = ""

    def get(self, name: str) -> Field | None:
        return self.fields.get(name)

    def value(self, name: str) -> Any:
        found = self.fields.get(name)
        return None if found is None else found.value


# --- seal ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sealed:
    """The sealed file and what was reached.

    ``unsigned_pdf`` and ``unsigned_size`` (bytes) are of the approved PDF/A before signing: it is an exact
    prefix of the sealed file, which keeps its conformance provable. ``changes`` says what of the original
    PDF/A could not hold as it was.
    """

    pdf: Digest
    unsigned_pdf: Digest
    unsigned_size: int
    size: int
    pages: int
    pdfa: str
    level: Level
    signer: str
    sealed_at: datetime
    changes: tuple[Finding, ...]
    tools: dict[str, str]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a verification. ``detail`` is a Thai and an English sentence."""

    name: str
    ok: bool
    th: str
    en: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of all checks on one file or record."""

    subject: str
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        return all(c.ok for c in self.checks)


# --- registry rows ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a document is in quarantine: an error's code and sentences, and the stage it happened in.

    ``detail`` is what the tool said; it goes to the audit trail, not to the row.
    """

    code: str
    th: str
    en: str
    stage: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A registry row: what is known of a document so far."""

    id: str
    source: Source
    state: State
    batch_id: str
    received_at: datetime
    updated_at: datetime
    box_no: str = ""
    unit: str = ""
    pages: int = 0
    kind: Kind | None = None
    number: str | None = None
    date: str | None = None
    subject: str | None = None
    agency: str | None = None
    urgency: str | None = None
    secrecy: str | None = None
    confidence: float | None = None
    level: Level | None = None
    pdf: Digest | None = None
    manifest: Digest | None = None
    sealed_at: datetime | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """A run of the main job over a box or an upload."""

    id: str
    name: str
    box_no: str
    unit: str
    created_at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One link of the audit chain: ``hash`` covers the entry and the hash before it."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: dict[str, Any]
    previous: Digest
    hash: Digest
