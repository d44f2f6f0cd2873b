"""The films of earlier visits that a film for a family is cut from besides its own.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Each was cut from one film until now."""
    words = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "reel_film",
        sa.Column("recording", words, nullable=False),
        sa.Column("reel", words, nullable=False),
        sa.ForeignKeyConstraint(
            ["recording"], ["recording.id"], name="fk_reel_film_recording", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["reel"], ["reel.id"], name="fk_reel_film_reel", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("recording", "reel", name="pk_reel_film"),
    )
    op.create_index("ix_reel_film_reel", "reel_film", ["reel"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE reel_film ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE reel_film FORCE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY seen ON reel_film USING (attune_sees_all() OR attune_sees_recording(recording))"
        )
