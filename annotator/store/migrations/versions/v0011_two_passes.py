"""Two coders' onsets that were agreed on, and the codings that go on from them.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing has been agreed on yet."""
    op.create_table(
        "agreed_onsets",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("second", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name="fk_agreed_onsets_by"),
        sa.ForeignKeyConstraint(["first"], ["coding.id"], name="fk_agreed_onsets_first", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["second"], ["coding.id"], name="fk_agreed_onsets_second", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session"], ["session.id"], name="fk_agreed_onsets_session", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreed_onsets"),
        sa.UniqueConstraint("first", "second", name="uq_agreed_onsets_first_second"),
    )
    op.create_index("ix_agreed_onsets_second", "agreed_onsets", ["second"], unique=False)
    op.create_index("ix_agreed_onsets_session", "agreed_onsets", ["session"], unique=False)
    op.create_table(
        "agreed_mark",
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.String(), nullable=True),
        sa.Column("second", sa.String(), nullable=True),
        sa.Column("taken", sa.String(), nullable=False),
        sa.CheckConstraint("taken IN ('first', 'second', 'both', 'neither')", name="ck_agreed_mark_taken"),
        sa.ForeignKeyConstraint(
            ["agreement"], ["agreed_onsets.id"], name="fk_agreed_mark_agreement", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("agreement", "n", name="pk_agreed_mark"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "second_pass",
        sa.Column("coding", sa.String(), nullable=False),
        sa.Column("agreement", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["coding"], ["coding.id"], name="fk_second_pass_coding", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("coding", name="pk_second_pass"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_second_pass_agreement", "second_pass", ["agreement"], unique=False)
