"""How much each reason counts in a study when moments are suggested.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every study weighs as usual."""
    op.create_table(
        "suggesting_weight",
        sa.Column("study", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 0 AND 10", name="ck_suggesting_weight_weight"),
        sa.ForeignKeyConstraint(
            ["study"], ["study.id"], name="fk_suggesting_weight_study", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study", "name", name="pk_suggesting_weight"),
    )
