"""Gold sets and codings, what studies ask of coders, tests, certificates, what was done about drift.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_FOR = "IN ('practice', 'test', 'drift')"
_STATISTIC = "statistic IN ('accuracy', 'kappa', 'f1', 'within_one')"


def _to(table: str, target: str, column: str | None = None) -> sa.ForeignKeyConstraint:
    name = column or target
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=f"fk_{table}_{name}", ondelete="CASCADE")


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)


def _gold() -> None:
    op.create_table(
        "gold_set",
        _text("id"),
        _text("study"),
        sa.Column("name", sa.Text(), nullable=False),
        _text("scheme_id"),
        sa.Column("major", sa.Integer(), nullable=False),
        _text("purpose"),
        _text("by", optional=True),
        _text("at"),
        sa.CheckConstraint(f"purpose {_FOR}", name="ck_gold_set_purpose"),
        _to("gold_set", "study"),
        sa.PrimaryKeyConstraint("id", name="pk_gold_set"),
    )
    op.create_index("ix_gold_set_study", "gold_set", ["study"], unique=False)
    op.create_table(
        "gold",
        _text("session"),
        _text("scheme_id"),
        sa.Column("major", sa.Integer(), nullable=False),
        _text("coding"),
        _text("gold_set"),
        _text("by", optional=True),
        _text("at"),
        _to("gold", "session"),
        _to("gold", "coding"),
        _to("gold", "gold_set"),
        sa.PrimaryKeyConstraint("session", "scheme_id", "major", name="pk_gold"),
    )
    for column in ("coding", "gold_set"):
        op.create_index(f"ix_gold_{column}", "gold", [column], unique=False)


def _training_gate() -> None:
    op.create_table(
        "training_gate",
        _text("study"),
        _text("scheme_id"),
        _text("statistic", optional=True),
        sa.Column("least", sa.Float(), nullable=True),
        sa.Column("per_code", sa.Float(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("in_a_row", "days", "every")),
        sa.Column("required", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        _text("by", optional=True),
        _text("at"),
        sa.CheckConstraint(_STATISTIC, name="ck_training_gate_statistic"),
        sa.CheckConstraint("least BETWEEN 0 AND 1", name="ck_training_gate_least"),
        sa.CheckConstraint("per_code BETWEEN 0 AND 1", name="ck_training_gate_per_code"),
        sa.CheckConstraint("in_a_row > 0 AND days > 0 AND every > 0", name="ck_training_gate_numbers"),
        _to("training_gate", "study"),
        sa.PrimaryKeyConstraint("study", "scheme_id", name="pk_training_gate"),
    )


def _attempt() -> None:
    op.create_table(
        "attempt",
        _text("coding"),
        _text("gold"),
        _text("account"),
        _text("scheme_id"),
        sa.Column("major", sa.Integer(), nullable=False),
        _text("purpose"),
        _text("statistic"),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("least", sa.Float(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        _text("at"),
        sa.CheckConstraint(f"purpose {_FOR}", name="ck_attempt_purpose"),
        sa.CheckConstraint(_STATISTIC, name="ck_attempt_statistic"),
        _to("attempt", "coding"),
        _to("attempt", "coding", "gold"),
        _to("attempt", "account"),
        sa.PrimaryKeyConstraint("coding", name="pk_attempt"),
    )
    for column in ("gold", "account"):
        op.create_index(f"ix_attempt_{column}", "attempt", [column], unique=False)


def _certificate() -> None:
    op.create_table(
        "certificate",
        *(_text(name) for name in ("id", "study", "account", "scheme_id")),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("passes", sa.Integer(), nullable=False),
        _text("issued_at"),
        *(_text(name, optional=True) for name in ("expires_at", "ended_at", "ended_by")),
        _to("certificate", "study"),
        _to("certificate", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_certificate"),
    )
    op.create_index("ix_certificate_study_account", "certificate", ["study", "account"], unique=False)
    op.create_index("ix_certificate_account", "certificate", ["account"], unique=False)


def _drift_action() -> None:
    op.create_table(
        "drift_action",
        sa.Column("seq", sa.Integer(), nullable=False),
        *(_text(name) for name in ("study", "account", "scheme_id")),
        sa.Column("major", sa.Integer(), nullable=False),
        _text("kind"),
        sa.Column("since", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        _text("by", optional=True),
        _text("at"),
        sa.CheckConstraint("kind IN ('talk', 'recode', 'none')", name="ck_drift_action_kind"),
        _to("drift_action", "study"),
        _to("drift_action", "account"),
        sa.PrimaryKeyConstraint("seq", name="pk_drift_action"),
    )
    op.create_index("ix_drift_action_study_account", "drift_action", ["study", "account"], unique=False)
    op.create_index("ix_drift_action_account", "drift_action", ["account"], unique=False)


def upgrade() -> None:
    """Nobody was trained here yet."""
    _gold()
    _training_gate()
    _attempt()
    _certificate()
    _drift_action()
