"""Who was given what of a study: all of it, families of a caseload, single visits.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _whole_study() -> None:
    """Until now everybody saw the whole study, so everybody who is there was given it."""
    op.create_table(
        "whole_study",
        sa.Column("study", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name="fk_whole_study_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["study"], ["study.id"], name="fk_whole_study_study", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("study", "account", name="pk_whole_study"),
    )
    op.create_index("ix_whole_study_account", "whole_study", ["account"], unique=False)
    op.execute("INSERT INTO whole_study (study, account) SELECT study, account FROM membership")


def _caseload() -> None:
    op.create_table(
        "caseload",
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_caseload_account", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["family"], ["family.id"], name="fk_caseload_family", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("family", "account", name="pk_caseload"),
    )
    op.create_index("ix_caseload_account", "caseload", ["account"], unique=False)


def _assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=True),
        sa.Column("profile", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name="fk_assignment_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["scheme"], ["scheme.hash"], name="fk_assignment_scheme"),
        sa.ForeignKeyConstraint(
            ["session"], ["session.id"], name="fk_assignment_session", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "account", name="pk_assignment"),
    )
    op.create_index("ix_assignment_account", "assignment", ["account"], unique=False)


def upgrade() -> None:
    """Make the tables."""
    _whole_study()
    _caseload()
    _assignment()
