"""Revisions of what was read"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# What was sealed is the first revision. Who read it stands in the record's text and manifest, which are not
# in the database: "" makes the next ``sarabun reread`` look at the record again.
_FIRST = """
    insert into revision (document_id, number, read, described, reader, describer, actor, at)
    select d.id, 1, r.result, s.result, '', '', 'migration', d.sealed_at
    from document d
    join stage_result r on r.document_id = d.id and r.stage = 'read' and r.finished_at = (
        select max(x.finished_at) from stage_result x
        where x.document_id = d.id and x.stage = 'read' and x.finished_at <= d.sealed_at)
    join stage_result s on s.document_id = d.id and s.stage = 'describe' and s.finished_at = (
        select max(x.finished_at) from stage_result x
        where x.document_id = d.id and x.stage = 'describe' and x.finished_at <= d.sealed_at)
    where d.pdf is not null
"""


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("read", sa.String(length=64), nullable=False),
        sa.Column("described", sa.String(length=64), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("describer", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_revision_document_id")),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_revision")),
    )
    op.execute(_FIRST)


def downgrade() -> None:
    op.drop_table("revision")
