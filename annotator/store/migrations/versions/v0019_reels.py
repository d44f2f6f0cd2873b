"""Films for families, made of the moments of a plan.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None was made yet."""
    op.create_table(
        "reel",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("recording", sa.String(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.Column("handed_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["job"], ["job.id"], name="fk_reel_job", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name="fk_reel_plan", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["recording"], ["recording.id"], name="fk_reel_recording", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reel"),
        sa.UniqueConstraint("plan", name="uq_reel_plan"),
    )
    for column in ("job", "recording"):
        op.create_index(f"ix_reel_{column}", "reel", [column], unique=False)
