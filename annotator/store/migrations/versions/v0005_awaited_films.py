"""Films that a visit waits for, because a coding of them was brought in first.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "awaited_film",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("shift_ms", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["session.id"], name="fk_awaited_film_session", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "sha256", name="pk_awaited_film"),
    )
    op.create_index("ix_awaited_film_sha256", "awaited_film", ["sha256"], unique=False)
