"""Consent as a ledger for nine purposes, the lawful basis beside it, and why codings were opened again.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PURPOSES = (
    "'look_together', 'supervisor', 'supervision_group', 'quality_coding', 'research_study', "
    "'research_future', 'teaching_clips', 'teaching_stills', 'family_copy'"
)
# What was said before was said of five purposes; each goes on under the nearest of the nine.
_CARRIED_OVER = """INSERT INTO consent (person, purpose, state, "by", at)
SELECT person, CASE purpose WHEN 'code' THEN 'quality_coding' WHEN 'supervise' THEN 'supervisor'
    WHEN 'research' THEN 'research_study' WHEN 'show_parent' THEN 'look_together'
    WHEN 'teach' THEN 'teaching_clips' END, state, "by", at
FROM consent_before WHERE state <> 'unknown' ORDER BY at, person, purpose"""


def _consent() -> None:
    op.rename_table("consent", "consent_before")
    op.create_table(
        "consent",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("how", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint(f"purpose IN ({_PURPOSES})", name="ck_consent_purpose"),
        sa.CheckConstraint("state IN ('given', 'refused', 'withdrawn')", name="ck_consent_state"),
        sa.CheckConstraint("how IN ('', 'paper', 'signature', 'spoken')", name="ck_consent_how"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_consent_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", name="pk_consent"),
    )
    op.execute(_CARRIED_OVER)
    op.drop_table("consent_before")
    op.create_index("ix_consent_person_purpose_seq", "consent", ["person", "purpose", "seq"], unique=False)
    op.execute(
        "CREATE TRIGGER consent_kept BEFORE UPDATE ON consent "
        "BEGIN SELECT RAISE(ABORT, 'what somebody said is never changed'); END"
    )


def _lawful_basis() -> None:
    op.create_table(
        "lawful_basis",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("study", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint(
            "basis IN ('', 'consent', 'care', 'research', 'other')", name="ck_lawful_basis_basis"
        ),
        sa.ForeignKeyConstraint(["family"], ["family.id"], name="fk_lawful_basis_family", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["study"], ["study.id"], name="fk_lawful_basis_study", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", name="pk_lawful_basis"),
    )
    op.create_index("ix_lawful_basis_study_family", "lawful_basis", ["study", "family"], unique=False)
    op.create_index("ix_lawful_basis_family", "lawful_basis", ["family"], unique=False)


def _reopening() -> None:
    op.create_table(
        "reopening",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("coding", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coding"], ["coding.id"], name="fk_reopening_coding", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", name="pk_reopening"),
    )
    op.create_index("ix_reopening_coding", "reopening", ["coding"], unique=False)


def upgrade() -> None:
    """Make the tables; what people agreed to before is carried over."""
    _consent()
    _lawful_basis()
    _reopening()
