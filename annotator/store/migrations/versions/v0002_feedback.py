"""Notes tied to times, and the plans of feedback meetings with their moments.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _note() -> None:
    op.create_table(
        "note",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("starred", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("removed", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.CheckConstraint("at_ms >= 0", name="ck_note_at"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_note_account"),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name="fk_note_session", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account", "id", name="pk_note"),
    )
    op.create_index("ix_note_session_account", "note", ["session", "account"], unique=False)


def _plan() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("child", sa.Text(), server_default="", nullable=False),
        sa.Column("strengths_only", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("step", sa.Text(), server_default="", nullable=False),
        sa.Column("wish", sa.Text(), server_default="", nullable=False),
        sa.Column("goal", sa.Text(), server_default="", nullable=False),
        sa.Column("goal_number", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("released_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("shown_at", sa.String(), nullable=True),
        sa.CheckConstraint("goal_number BETWEEN 1 AND 10", name="ck_plan_goal_number"),
        sa.CheckConstraint("state IN ('draft', 'ready', 'shown')", name="ck_plan_state"),
        sa.ForeignKeyConstraint(["author"], ["account.id"], name="fk_plan_author"),
        sa.ForeignKeyConstraint(["released_by"], ["account.id"], name="fk_plan_released_by"),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name="fk_plan_session", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
    )
    op.create_index("ix_plan_session", "plan", ["session"], unique=False)
    op.create_index("ix_plan_author", "plan", ["author"], unique=False)
    coming = sa.text("state <> 'shown'")
    op.create_index(
        "uq_plan_coming",
        "plan",
        ["session", "author"],
        unique=True,
        sqlite_where=coming,
        postgresql_where=coming,
    )


def _moment() -> None:
    op.create_table(
        "moment",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("onset_ms", sa.Integer(), nullable=False),
        sa.Column("offset_ms", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("phrase", sa.Text(), server_default="", nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("counterpart", sa.String(), nullable=True),
        sa.Column("said", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("kind IN ('strength', 'repair', 'challenge')", name="ck_moment_kind"),
        sa.CheckConstraint("onset_ms <= at_ms AND at_ms <= offset_ms", name="ck_moment_stretch"),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name="fk_moment_plan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "id", name="pk_moment"),
    )


def upgrade() -> None:
    """Make the tables."""
    _note()
    _plan()
    _moment()
