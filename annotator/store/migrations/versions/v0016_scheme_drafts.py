"""Schemes that are being written, and the states of their text.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody writes a scheme yet."""
    op.create_table(
        "scheme_draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("base", sa.String(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False, server_default=""),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name="fk_scheme_draft_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["base"], ["scheme.hash"], name="fk_scheme_draft_base"),
        sa.PrimaryKeyConstraint("id", name="pk_scheme_draft"),
    )
    op.create_index("ix_scheme_draft_account", "scheme_draft", ["account"], unique=False)
    op.create_table(
        "scheme_draft_state",
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft"], ["scheme_draft.id"], name="fk_scheme_draft_state_draft", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft", "step", name="pk_scheme_draft_state"),
        sqlite_with_rowid=False,
    )
