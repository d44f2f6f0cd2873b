"""Study variables with their values, and the contexts that a study names itself.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _variable() -> None:
    op.create_table(
        "variable",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("study", sa.String(), nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("choices", sa.Text(), server_default="[]", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("of IN ('visit', 'person')", name="ck_variable_of"),
        sa.CheckConstraint("kind IN ('text', 'number', 'choice', 'date')", name="ck_variable_kind"),
        sa.ForeignKeyConstraint(["study"], ["study.id"], name="fk_variable_study", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_variable"),
    )
    op.create_index("ix_variable_study", "variable", ["study"], unique=False)


def _values(of: str) -> None:
    table = {"session": "visit_value", "person": "person_value"}[of]
    op.create_table(
        table,
        sa.Column(of, sa.String(), nullable=False),
        sa.Column("variable", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint([of], [f"{of}.id"], name=f"fk_{table}_{of}", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["variable"], ["variable.id"], name=f"fk_{table}_variable", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(of, "variable", name=f"pk_{table}"),
    )


def _study_context() -> None:
    op.create_table(
        "study_context",
        sa.Column("study", sa.String(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["study"], ["study.id"], name="fk_study_context_study", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("study", "label", name="pk_study_context"),
    )


def upgrade() -> None:
    """Nobody has defined any yet."""
    _variable()
    _values("session")
    op.create_index("ix_visit_value_variable_folded", "visit_value", ["variable", "folded"], unique=False)
    _values("person")
    op.create_index("ix_person_value_variable", "person_value", ["variable"], unique=False)
    _study_context()
