"""Versions of schemes with which no coding begins any more.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is retired yet."""
    op.create_table(
        "retired_scheme",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["hash"], ["scheme.hash"], name="fk_retired_scheme_hash"),
        sa.PrimaryKeyConstraint("hash", name="pk_retired_scheme"),
    )
