"""The JSON that the command line and the API print: one shape for each thing, defined once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sarabun import dates
from sarabun.finding import Facet, Hit, SearchResult, Suggestions
from sarabun.model import (
    KIND_TH,
    Box,
    Description,
    Document,
    Field,
    Kind,
    PageText,
    State,
    Verification,
    to_json,
)
from sarabun.notices import Delivery, DeliveryState, SavedSearch, Webhook
from sarabun.ports import Revision


def document(row: Document, *, duplicate: bool = False) -> dict[str, Any]:
    """A registry row in brief: ``{id, source, sha256, state, kind, number, date, …, error?}``."""
    out: dict[str, Any] = {
        "id": row.id,
        "source": row.source.name,
        "sha256": row.source.sha256,
        "state": row.state.value,
        "duplicate": duplicate,
        "kind": row.kind.value if row.kind else None,
        "kind_th": KIND_TH[row.kind] if row.kind else None,
        "number": row.number,
        "date": row.date,
        "date_th": dates.thai_date(row.date) if row.date else None,
        "subject": row.subject,
        "agency": row.agency,
        "urgency": row.urgency,
        "secrecy": row.secrecy,
        "pages": row.pages,
        "confidence": row.confidence,
        "level": row.level.value if row.level else None,
        "batch": row.batch_id,
        "box_no": row.box_no,
        "unit": row.unit,
        "received_at": _moment(row.received_at),
        "sealed_at": _moment(row.sealed_at) if row.sealed_at else None,
    }
    if row.state is State.QUARANTINED and row.problem is not None:
        problem = row.problem
        out["error"] = {
            "code": problem.code, "th": problem.th, "en": problem.en, "stage": problem.stage,
        }  # fmt: skip
    return out


def field(found: Field | None) -> dict[str, Any] | None:
    """``{value, raw, page, box, confidence, source, parts?, flags?}``, or None where the field is absent."""
    if found is None:
        return None
    out: dict[str, Any] = to_json(found)
    return {k: v for k, v in out.items() if k not in ("parts", "flags") or v}


def description(described: Description) -> dict[str, Any]:
    """``{kind, kind_th, kind_confidence, circular, fields, flags}``; lists stand among the fields."""
    fields: dict[str, Any] = {name: field(found) for name, found in described.fields.items()}
    fields |= {name: [field(f) for f in found] for name, found in described.lists.items()}
    return {
        "kind": described.kind.value,
        "kind_th": KIND_TH[described.kind],
        "kind_confidence": round(described.kind_confidence, 4),
        "circular": described.circular,
        "fields": fields,
        "flags": described.flags,
        "describer": described.describer,
    }


def page_text(page: PageText) -> dict[str, Any]:
    """``{page, width, height, dpi, text, confidence, reader, lines: [{text, box, confidence, words}]}``."""
    return {
        "page": page.page,
        "width": page.width,
        "height": page.height,
        "dpi": page.dpi,
        "text": page.text,
        "confidence": round(page.confidence, 4),
        "reader": page.reader,
        "lines": [
            {
                "text": line.text,
                "box": list(line.box),
                "confidence": round(line.confidence, 4),
                "words": [
                    {"text": w.text, "box": list(w.box), "confidence": round(w.confidence, 4)}
                    for w in line.words
                ],
            }
            for line in page.lines
        ],
    }


def hit(found: Hit) -> dict[str, Any]:
    """``{id, page, score, kind, number, date, subject, agency, snippet, highlights, terms}``."""
    out: dict[str, Any] = to_json(found)
    out["kind_th"] = KIND_TH[found.kind]
    out["date_th"] = dates.thai_date(found.date) if found.date else None
    return out


def marked(page: PageText | None, boxes: list[Box]) -> dict[str, Any]:
    """``{boxes: [{page, left, top, right, bottom}], image: {width, height}}``, all in pixels of the page
    image; ``image`` is null where the page is not read."""
    return {
        "boxes": [{"page": page.page, **box._asdict()} for box in boxes] if page else [],
        "image": {"width": page.width, "height": page.height} if page else None,
    }


def search_result(result: SearchResult) -> dict[str, Any]:
    """``{total, estimated, complete, took_ms, hits, next, meant, facets: {name: [{value, count, estimated,
    label}]}}``.

    ``estimated`` are counts of very many letters, from a part of them; ``complete`` of the ``total`` have all
    that was asked and come first; ``next`` is null at the end, ``meant`` where every word was found;
    ``label`` is what a person reads: a kind in Thai, a year in พ.ศ.
    """
    return {
        "total": result.total,
        "estimated": result.estimated,
        "complete": result.complete,
        "took_ms": round(result.took_ms, 2),
        "hits": [hit(h) for h in result.hits],
        "next": result.next or None,
        "meant": result.meant or None,
        "facets": {
            facet.value: [{**to_json(found), "label": _label(facet, found.value)} for found in counted]
            for facet, counted in result.facets
        },
    }


def about(count: int) -> int:
    """An estimate with the two digits that it is good for."""
    return int(float(f"{count:.1e}"))


def suggestions(found: Suggestions) -> dict[str, Any]:
    """``{subjects: [{text, count}], agencies, numbers}``; ``count`` is 0 where it was not counted."""
    out: dict[str, Any] = to_json(found)
    return out


def saved_search(found: SavedSearch) -> dict[str, Any]:
    """``{id, name, q, choose: ["facet:value"], agency, order, alerts, created_at}``; ``q`` to ``order`` as a
    search is asked."""
    return {
        "id": found.id,
        "name": found.name,
        "q": found.text,
        "choose": [f"{facet.value}:{value}" for facet, value in found.chosen],
        "agency": found.agency,
        "order": found.order.value,
        "alerts": found.alerts,
        "created_at": _moment(found.created_at),
    }


def webhook(found: Webhook) -> dict[str, Any]:
    """``{id, owner, url, events, active, created_at}``"""
    return {
        "id": found.id,
        "owner": found.owner,
        "url": found.url,
        "events": [event.value for event in found.events],
        "active": found.active,
        "created_at": _moment(found.created_at),
    }


def delivery(found: Delivery) -> dict[str, Any]:
    """``{id, type, record, search, state, attempts, next_attempt_at, updated_at, status, error}``; ``id`` is
    the header ``webhook-id``; ``record`` and ``search`` are ids, null where none is concerned."""
    event, pending = found.event, found.state is DeliveryState.PENDING
    return {
        "id": event.id,
        "type": event.type.value,
        "record": event.document_id or None,
        "search": event.search_id or None,
        "state": found.state.value,
        "attempts": found.attempts,
        "next_attempt_at": _moment(found.next_at) if pending else None,
        "updated_at": _moment(found.updated_at),
        "status": found.status,
        "error": found.error or None,
    }


def _moment(at: datetime) -> str:
    return dates.bangkok(at).isoformat(timespec="seconds")


def _label(facet: Facet, value: str) -> str:
    if facet is Facet.KIND:
        return KIND_TH[Kind(value)]
    return str(int(value) + dates.BE_OFFSET) if facet is Facet.YEAR else value


def revision(found: Revision) -> dict[str, Any]:
    """``{revision, at, actor, reader, describer}``: who had a record read, when and with which reader."""
    return {
        "revision": found.number,
        "at": _moment(found.at),
        "actor": found.actor,
        "reader": found.reader,
        "describer": found.describer,
    }


def verification(done: Verification) -> dict[str, Any]:
    """``{subject, ok, checks: [{name, ok, detail, th, en}]}``; ``detail`` is the English sentence."""
    return {
        "subject": done.subject,
        "ok": done.ok,
        "checks": [{"name": c.name, "ok": c.ok, "detail": c.en, "th": c.th, "en": c.en} for c in done.checks],
    }
