"""The registry's tables (SQLAlchemy Core). A change here needs a migration in records/migrations/versions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC; SQLite has no time zones, so they are put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

batches = Table(
    "batch",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("box_no", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
)

documents = Table(
    "document",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("received_at", Moment, nullable=False, index=True),
    Column("received_day", String(10), nullable=False),  # the office's calendar day, Asia/Bangkok
    Column("updated_at", Moment, nullable=False),
    Column("pages", Integer, nullable=False, default=0),
    Column("kind", String(32)),
    Column("number", Text),
    Column("date", String(10)),
    Column("subject", Text),
    Column("agency", Text),
    Column("urgency", Text),
    Column("secrecy", Text),
    Column("confidence", Float),
    Column("level", String(8)),
    Column("pdf", String(64)),
    Column("manifest", String(64)),
    Column("sealed_at", Moment),
    Column("sealed_day", String(10)),
    Column("problem_code", String(64)),
    Column("problem_th", Text),
    Column("problem_en", Text),
    Column("problem_stage", String(16)),
)

sightings = Table(
    "sighting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("batch_id", ForeignKey("batch.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("seen_at", Moment, nullable=False),
    UniqueConstraint("document_id", "batch_id", "name"),
)

stage_results = Table(
    "stage_result",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("version", String(64), nullable=False),
    Column("result", String(64), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("finished_at", Moment, nullable=False),
    Index("ix_stage_result_latest", "document_id", "stage", "finished_at"),
)

revisions = Table(
    "revision",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("read", String(64), nullable=False),
    Column("described", String(64), nullable=False),
    Column("reader", Text, nullable=False),
    Column("describer", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("document_id", String(16), nullable=False),
    Column("operation", String(8), nullable=False),
    sqlite_autoincrement=True,
)

accounts = Table(
    "account",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("units", JSON, nullable=False),
    Column("clearance", String(16), nullable=False),
)

saved_searches = Table(
    "saved_search",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", ForeignKey("account.name"), nullable=False),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("chosen", JSON, nullable=False),
    Column("agency", Text, nullable=False),
    Column("order", String(16), nullable=False),
    Column("alerts", Boolean, nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("owner", "name"),
)

webhooks = Table(
    "webhook",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", ForeignKey("account.name"), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("events", JSON, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
)

# A search may be deleted while its events stay.
events = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("type", String(32), nullable=False),
    Column("document_id", String(16), nullable=False),
    Column("search_id", String(32), nullable=False),
    Column("at", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "delivery",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("webhook_id", ForeignKey("webhook.id"), nullable=False),
    Column("event_id", ForeignKey("event.id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("status", Integer),
    Column("error", Text, nullable=False),
    Column("claim", String(32), nullable=False),
    Column("claimed_until", Moment),
    UniqueConstraint("webhook_id", "event_id"),
    Index("ix_delivery_due", "state", "next_at"),
    Index("ix_delivery_listed", "webhook_id", "seq"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),  # text, because the hash covers exactly these characters
    Column("actor", Text, nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
