"""The keys that a coder chose for the desk.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has chosen any yet."""
    op.create_table(
        "desk_keys",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_desk_keys_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account", name="pk_desk_keys"),
    )
