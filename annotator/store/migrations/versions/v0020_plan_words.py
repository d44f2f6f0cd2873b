"""What a plan answers, what is left for next time, how it was given back, and what each moment is about.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was said of any yet."""
    op.create_table(
        "plan_words",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("later", sa.Text(), server_default="", nullable=False),
        sa.Column("returned", sa.Text(), server_default="", nullable=False),
        sa.Column("themes", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name="fk_plan_words_plan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", name="pk_plan_words"),
    )
