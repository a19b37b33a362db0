"""Sealed records read again with the reader of today: a new revision of text, description and index.

The sealed file and its manifest stay as they are, and so do the earlier revisions. What a person confirmed is
never overwritten, and a grade of secrecy that was read once is not taken away by a machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import classify.describe
from sarabun import dates
from sarabun.errors import SarabunError
from sarabun.model import Description, Document, DocumentText, Field, State, from_json, to_json
from sarabun.pipeline import BARRED_GRADE, Services, current_result, described_columns, not_sealed, run_again
from sarabun.ports import Revision

BY_PERSON = "person"
"""``Field.source`` of what a person confirmed or typed."""

_GRADES = ("ลับ", "ลับมาก", BARRED_GRADE)  # from the lowest
_STEP = 500


@dataclass(frozen=True, slots=True)
class Reread:
    """What became of one record. ``revision`` is the one that counts now; ``before`` the reader until now.

    ``changed`` gives the fields whose value is another: name -> (before, after). ``error`` says why the
    record could not be read again; it is then as it was.
    """

    document_id: str
    revision: Revision | None
    before: str
    changed: dict[str, tuple[Any, Any]]
    new: bool
    error: SarabunError | None = None


def records(
    services: Services, ids: Sequence[str] = (), *, reader_not_current: bool = False
) -> Iterator[tuple[Document, Revision | None]]:
    """The documents of ``ids`` or all sealed ones, each with its last revision (None where there is no
    record yet); or only those that another reader read. Raises NotFoundError for an unknown id."""
    found = [services.registry.document(i) for i in dict.fromkeys(ids)] if ids else _sealed(services)
    for document in found:
        last = _last(services, document.id)
        if not (reader_not_current and last is not None and last.reader == services.engine.name):
            yield document, last


def is_current(services: Services, revision: Revision) -> bool:
    """Whether reading and describing again would be the same work by the same hands."""
    return (revision.reader, revision.describer) == (services.engine.name, classify.describe.VERSION)


def reread(services: Services, document_id: str, actor: str, *, force: bool = False) -> Reread:
    """Reads one record again, from the page images that were prepared for it.

    Nothing is done where today's reader and describer made the last revision, unless ``force``; nothing is
    kept where they see what was seen before. The index hears of it through the outbox.
    Raises NotFoundError NOT_SEALED, or what *read* raises (InputError TOP_SECRET too); the record is then as
    it was.
    """
    document = services.registry.document(document_id)
    last = _last(services, document_id)
    prepared = current_result(services, document_id, "prepare")
    if last is None or prepared is None:
        raise not_sealed(document_id)
    if is_current(services, last) and not force:
        return Reread(document_id, last, last.reader, {}, new=False)
    results = {"prepare": prepared}
    for stage in ("read", "describe"):
        results[stage] = run_again(services, stage, document, results, actor, force=force)
    before = from_json(Description, services.load(last.described))
    fresh = from_json(Description, services.load(results["describe"]))
    after = merged(before, fresh)
    described = results["describe"] if after == fresh else services.save(to_json(after))
    if (results["read"], described) == (last.read, last.described):
        return Reread(document_id, last, last.reader, {}, new=False)
    revision = Revision(
        document_id=document_id, number=last.number + 1, read=results["read"], described=described,
        reader=services.engine.name, describer=classify.describe.VERSION, actor=actor, at=dates.now(),
    )  # fmt: skip
    changed = _changed(before, after)
    text = from_json(DocumentText, services.load(revision.read))
    services.registry.revise(
        revision, list(changed), confidence=round(text.confidence, 4), **described_columns(after)
    )
    return Reread(document_id, revision, last.reader, changed, new=True)


def merged(before: Description, after: Description) -> Description:
    """``after`` with what people confirmed ``before``, and with no lower grade of secrecy.

    A person's fields have the source :data:`BY_PERSON`; a list in which one is keeps all of its entries.
    ``flags["by_person"]`` names what else a person decided: ``kind``, ``circular``.
    """
    fields = after.fields | {name: f for name, f in before.fields.items() if f and f.source == BY_PERSON}
    grade = before.fields.get("secrecy")
    if _rank(fields.get("secrecy")) < _rank(grade) and not _by_person(fields.get("secrecy")):
        fields["secrecy"] = grade
    lists = after.lists | {name: found for name, found in before.lists.items() if any(map(_by_person, found))}
    decided = before.flags.get("by_person", [])
    kept = replace(after, fields=fields, lists=lists)
    if "kind" in decided:
        kept = replace(kept, kind=before.kind, kind_confidence=before.kind_confidence)
    if "circular" in decided:
        kept = replace(kept, circular=before.circular)
    return replace(kept, flags={**after.flags, "by_person": decided}) if decided else kept


def _sealed(services: Services) -> Iterator[Document]:
    offset = 0
    while found := services.registry.documents(
        states=[State.SEALED, State.INDEXED], offset=offset, limit=_STEP
    ):
        yield from found
        offset += _STEP


def _last(services: Services, document_id: str) -> Revision | None:
    revisions = services.registry.revisions(document_id)
    return revisions[-1] if revisions else None


def _by_person(found: Field | None) -> bool:
    return found is not None and found.source == BY_PERSON


def _rank(grade: Field | None) -> int:
    return _GRADES.index(grade.value) if grade is not None and grade.value in _GRADES else -1


def _changed(before: Description, after: Description) -> dict[str, tuple[Any, Any]]:
    def values(described: Description) -> dict[str, Any]:
        single = {name: None if f is None else f.value for name, f in described.fields.items()}
        return {
            "kind": described.kind.value,
            **single,
            **{name: [f.value for f in found] for name, found in described.lists.items()},
        }

    old, new = values(before), values(after)
    return {
        name: (old.get(name), new.get(name))
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    }
