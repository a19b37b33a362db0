"""Units and clearance of accounts"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # Accounts that are there see what they saw: letters of every unit, and no grade beyond their role's.
    op.add_column("account", sa.Column("units", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("account", sa.Column("clearance", sa.String(length=16), nullable=False, server_default=""))
    with op.batch_alter_table("account") as table:
        table.alter_column("units", server_default=None)
        table.alter_column("clearance", server_default=None)


def downgrade() -> None:
    op.drop_column("account", "clearance")
    op.drop_column("account", "units")
