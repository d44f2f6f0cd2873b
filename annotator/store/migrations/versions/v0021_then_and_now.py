"""Beside a plan's moment a moment of an earlier meeting.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No plan has a moment of then yet."""
    op.create_table(
        "plan_then",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("then_plan", sa.String(), nullable=False),
        sa.Column("then_moment", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name="fk_plan_then_plan", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["then_plan"], ["plan.id"], name="fk_plan_then_then_plan", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plan", "moment", name="pk_plan_then"),
    )
    op.create_index("ix_plan_then_then_plan", "plan_then", ["then_plan"], unique=False)
