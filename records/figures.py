"""The figures managers see, counted from the registry."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, case, func, select

from records.tables import documents, stage_results

_BINS = 10


def collect(connection: Connection) -> dict[str, Any]:
    """Figures as plain JSON::

    documents, pages   {state: n} now
    days               [{day, received: {documents, pages}, sealed: …, quarantined: …}], newest last;
                       days are the office's (Asia/Bangkok), a document counts as quarantined on the
                       day it was received
    quarantine         [{code, th, en, documents, pages}], most first
    stages             [{stage, documents, seconds, mean_seconds}] wall time; the mean is of every run,
                       a document that was read again has several
    confidence         {mean, histogram: ten counts for 0-10 %, …, 90-100 %}
    kinds              {kind: documents}
    """
    d = documents.c
    n, pages = func.count(), func.coalesce(func.sum(d.pages), 0)
    by_state = connection.execute(select(d.state, n, pages).group_by(d.state)).all()
    days: dict[str, dict[str, Any]] = {}

    def add(day: str, what: str, count: int, page_count: int) -> None:
        entry = days.setdefault(
            day, {w: {"documents": 0, "pages": 0} for w in ("received", "sealed", "quarantined")}
        )
        entry[what] = {"documents": count, "pages": int(page_count)}

    for row in connection.execute(select(d.received_day, n, pages).group_by(d.received_day)):
        add(row[0], "received", row[1], row[2])
    for row in connection.execute(
        select(d.sealed_day, n, pages).where(d.sealed_day.is_not(None)).group_by(d.sealed_day)
    ):
        add(row[0], "sealed", row[1], row[2])
    for row in connection.execute(
        select(d.received_day, n, pages).where(d.state == "quarantined").group_by(d.received_day)
    ):
        add(row[0], "quarantined", row[1], row[2])

    quarantine = connection.execute(
        select(d.problem_code, func.max(d.problem_th), func.max(d.problem_en), n, pages)
        .where(d.state == "quarantined")
        .group_by(d.problem_code)
        .order_by(n.desc(), d.problem_code)
    ).all()
    s = stage_results.c
    stages = connection.execute(
        select(s.stage, func.count(s.document_id.distinct()), func.sum(s.seconds), n)
        .group_by(s.stage)
        .order_by(func.min(s.finished_at))
    ).all()
    bin_ = case((d.confidence >= 1, _BINS - 1), else_=func.floor(d.confidence * _BINS))
    histogram = [0] * _BINS
    for index, count in connection.execute(select(bin_, n).where(d.confidence.is_not(None)).group_by(bin_)):
        histogram[int(index)] += count
    mean = connection.execute(select(func.avg(d.confidence))).scalar()
    return {
        "documents": {row[0]: row[1] for row in by_state},
        "pages": {row[0]: int(row[2]) for row in by_state},
        "days": [{"day": day, **days[day]} for day in sorted(days)],
        "quarantine": [
            {"code": r[0], "th": r[1], "en": r[2], "documents": r[3], "pages": int(r[4])} for r in quarantine
        ],
        "stages": [
            {
                "stage": r[0],
                "documents": r[1],
                "seconds": round(r[2], 3),
                "mean_seconds": round(r[2] / r[3], 4),
            }
            for r in stages
        ],
        "confidence": {"mean": None if mean is None else round(mean, 4), "histogram": histogram},
        "kinds": {
            r[0]: r[1]
            for r in connection.execute(select(d.kind, n).where(d.kind.is_not(None)).group_by(d.kind))
        },
    }
