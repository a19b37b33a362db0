"""The fields of the metadata record (domain specification, 4.3) and how each kind fills them."""

from __future__ import annotations

from classify import correspondence, directives, stamps
from classify.checks import checked_date, checked_number
from classify.contacts import find_contacts
from classify.layout import field
from classify.letter import Letter
from classify.people import Signature, find_closing, find_dated_at, find_signature
from classify.references import enclosures, references
from classify.rules import Slot
from sarabun.model import Field, Kind

FIELD_NAMES = (
    "number", "date", "subject", "from", "issuer_address", "salutation", "to", "reference", "closing",
    "signer_name", "signer_position", "acting_capacity", "owner_unit", "fax", "email", "urgency",
    "urgency_deadline", "secrecy", "retention_until", "file_code", "meeting_no", "copy_type",
    "retention_class", "has_garuda", "has_red_seal", "has_signature",
)  # fmt: skip
LIST_NAMES = ("received_stamps", "references", "enclosures", "phone", "cc")

CORRESPONDENCE = frozenset({Kind.EXTERNAL, Kind.INTERNAL_MEMO, Kind.STAMPED, Kind.NOTE})
UNSIGNED = frozenset({Kind.STAMPED, Kind.NEWS, Kind.STATEMENT})


def collect(letter: Letter) -> tuple[dict[str, Field | None], dict[str, tuple[Field, ...]]]:
    """All single fields (None where absent) and all lists of a letter."""
    fields: dict[str, Field | None] = dict.fromkeys(FIELD_NAMES)
    lists: dict[str, tuple[Field, ...]] = dict.fromkeys(LIST_NAMES, ())
    if not letter.rows:
        return fields, lists
    addressed = letter.section(Slot.SALUTATION) is not None
    if letter.decision.kind in CORRESPONDENCE or (letter.decision.kind is Kind.OTHER and addressed):
        phones = _correspondence(letter, fields, lists)
    else:
        phones = _directive(letter, fields)
    _signature(letter, fields, lists, phones)
    _stamps(letter, fields, lists)
    fields["number"] = checked_number(fields["number"], fields["date"])
    fields["date"] = checked_date(fields["date"], fields["number"], lists["received_stamps"], letter)
    return fields, lists


def _correspondence(
    letter: Letter, fields: dict[str, Field | None], lists: dict[str, tuple[Field, ...]]
) -> tuple[Field, ...]:
    fields["number"] = correspondence.number(letter)
    fields["date"] = correspondence.date(letter)
    fields["subject"] = correspondence.subject(letter)
    fields["from"], fields["issuer_address"], phones = correspondence.sender(letter)
    fields["salutation"] = correspondence.salutation(letter)
    fields["to"] = correspondence.addressee(letter)
    if section := letter.section(Slot.REFERENCE):
        fields["reference"] = field(section.spans, certainty=section.certainty)
        lists["references"] = references(section.spans)
    if section := letter.section(Slot.ENCLOSURES):
        lists["enclosures"] = enclosures(section.spans)
    return phones


def _directive(letter: Letter, fields: dict[str, Field | None]) -> tuple[Field, ...]:
    fields["number"] = directives.number(letter)
    fields["date"] = directives.date(letter)
    fields["subject"] = directives.subject(letter)
    fields["from"], fields["issuer_address"] = directives.issuer(letter)
    if letter.decision.kind is Kind.MINUTES:
        fields["meeting_no"] = directives.meeting_number(letter)
    return ()


def _signature(
    letter: Letter,
    fields: dict[str, Field | None],
    lists: dict[str, tuple[Field, ...]],
    phones: tuple[Field, ...],
) -> None:
    closing = find_closing(letter.rows, letter.head.end)
    if closing:
        fields["closing"] = closing[0]
    after = closing[1] if closing else _end_of_body(letter)
    signature = Signature(None, None, None, letter.head.end)
    if letter.decision.kind not in UNSIGNED:
        strict = letter.decision.kind is Kind.OTHER
        signature = find_signature(letter.rows, letter.head.end, after=after, strict=strict)
    fields["signer_name"] = signature.name
    fields["signer_position"] = signature.position
    fields["acting_capacity"] = signature.acting
    contacts = find_contacts(letter.rows, max(signature.row, after or 0))
    fields["owner_unit"], fields["fax"], fields["email"] = contacts.owner, contacts.fax, contacts.email
    lists["phone"] = (*phones, *contacts.phones)
    lists["cc"] = contacts.copies


def _end_of_body(letter: Letter) -> int | None:
    if letter.decision.kind is Kind.MINUTES:
        return directives.end_of_minutes(letter)
    return find_dated_at(letter.rows, letter.head.end)


def _stamps(letter: Letter, fields: dict[str, Field | None], lists: dict[str, tuple[Field, ...]]) -> None:
    first_page = letter.first_page
    fields["urgency"], fields["urgency_deadline"] = stamps.urgency(first_page)
    fields["secrecy"] = stamps.secrecy(letter.everything)
    fields["retention_until"] = stamps.retention(first_page)
    fields["file_code"] = stamps.file_code(first_page)
    fields["copy_type"] = stamps.copy_type(first_page)
    lists["received_stamps"] = tuple(r.field for r in letter.receipts)
