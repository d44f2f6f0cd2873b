"""What was decided where two codings differ, consensus codings and their origin, what studies ask.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _codings(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], ["coding.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
        for column in columns
    ]


def _verdict() -> None:
    op.create_table(
        "verdict",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("second", sa.String(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("onset_ms", sa.Integer(), nullable=False),
        sa.Column("offset_ms", sa.Integer(), nullable=False),
        sa.Column("first_code", sa.String(), nullable=False),
        sa.Column("second_code", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('first', 'second', 'both', 'unclear', 'open')", name="ck_verdict_verdict"
        ),
        sa.CheckConstraint("onset_ms <= offset_ms", name="ck_verdict_stretch"),
        *_codings("verdict", "first", "second"),
        sa.PrimaryKeyConstraint("seq", name="pk_verdict"),
    )
    op.create_index("ix_verdict_first_second_seq", "verdict", ["first", "second", "seq"], unique=False)
    op.create_index("ix_verdict_second", "verdict", ["second"], unique=False)


def _consensus() -> None:
    op.create_table(
        "consensus",
        sa.Column("coding", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("second", sa.String(), nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("second_seq", sa.Integer(), nullable=False),
        sa.Column("verdict_seq", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        *_codings("consensus", "coding", "first", "second"),
        sa.PrimaryKeyConstraint("coding", name="pk_consensus"),
    )
    for column in ("first", "second"):
        op.create_index(f"ix_consensus_{column}", "consensus", [column], unique=False)


def _gate() -> None:
    op.create_table(
        "gate",
        sa.Column("study", sa.String(), nullable=False),
        sa.Column("scheme_id", sa.String(), nullable=False),
        sa.Column("accuracy", sa.Float(), nullable=True),
        sa.Column("positive", sa.Float(), nullable=True),
        sa.Column("least_events", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint("accuracy BETWEEN 0 AND 1", name="ck_gate_accuracy"),
        sa.CheckConstraint("positive BETWEEN 0 AND 1", name="ck_gate_positive"),
        sa.CheckConstraint("least_events > 0", name="ck_gate_least_events"),
        sa.ForeignKeyConstraint(["study"], ["study.id"], name="fk_gate_study", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("study", "scheme_id", name="pk_gate"),
    )


def upgrade() -> None:
    """Nobody has decided anything yet."""
    _verdict()
    _consensus()
    _gate()
