"""A purpose of its own for the film of a feedback session.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_PURPOSES = (
    "'look_together', 'supervisor', 'supervision_group', 'quality_coding', 'research_study', "
    "'research_future', 'teaching_clips', 'teaching_stills', 'family_copy', 'feedback_session'"
)
_CARRIED_OVER = """INSERT INTO consent (seq, person, purpose, state, how, language, until, "by", at)
SELECT seq, person, purpose, state, how, language, until, "by", at FROM consent_before ORDER BY seq"""


def upgrade() -> None:
    """The ledger goes on as it is; nobody was asked for the new purpose yet."""
    op.execute("DROP TRIGGER consent_kept")
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
