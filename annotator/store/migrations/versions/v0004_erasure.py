"""What was erased, so that it stays erased; and where backups were put, which may still hold it.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("counts", sa.Text(), server_default="{}", nullable=False),
        sa.Column("finished_at", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('film', 'family')", name="ck_erasure_kind"),
        sa.CheckConstraint(
            "reason IN ('withdrawn', 'kept_long_enough', 'mistake', 'other')", name="ck_erasure_reason"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_erasure"),
    )


def _tombstone() -> None:
    op.create_table(
        "tombstone",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("erasure", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('family', 'session', 'visit', 'recording', 'coding', 'plan', 'note')",
            name="ck_tombstone_kind",
        ),
        sa.ForeignKeyConstraint(["erasure"], ["erasure.id"], name="fk_tombstone_erasure", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mark", name="pk_tombstone"),
    )
    op.create_index("ix_tombstone_erasure", "tombstone", ["erasure"], unique=False)


def _backup() -> None:
    op.create_table(
        "backup",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_backup"),
    )


def upgrade() -> None:
    """Make the tables."""
    _erasure()
    _tombstone()
    _backup()
