"""A row to try the disk with.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was tried yet."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "probe",
        sa.Column("times", number, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("times", name="pk_probe"),
    )
