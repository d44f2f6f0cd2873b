"""Studies in which every plan is released before its meeting.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No study asks for it yet."""
    op.create_table(
        "release_rule",
        sa.Column("study", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["study"], ["study.id"], name="fk_release_rule_study", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("study", name="pk_release_rule"),
    )
