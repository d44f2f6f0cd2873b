"""Moments of a plan's film that are kept for a later meeting.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is kept for later yet."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    words = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "plan_aside",
        sa.Column("plan", words, nullable=False),
        sa.Column("id", words, nullable=False),
        sa.Column("position", number, nullable=False, server_default="0"),
        sa.Column("onset_ms", number, nullable=False),
        sa.Column("offset_ms", number, nullable=False),
        sa.Column("at_ms", number, nullable=False),
        sa.Column("kind", words, nullable=False),
        *(
            sa.Column(name, text, nullable=False, server_default="")
            for name in ("phrase", "question", "why", "theme")
        ),
        sa.CheckConstraint("kind IN ('strength', 'repair', 'challenge')", name="ck_plan_aside_kind"),
        sa.CheckConstraint("onset_ms <= at_ms AND at_ms <= offset_ms", name="ck_plan_aside_stretch"),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name="fk_plan_aside_plan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "id", name="pk_plan_aside"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE plan_aside ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE plan_aside FORCE ROW LEVEL SECURITY")
        op.execute("CREATE POLICY seen ON plan_aside USING (attune_sees_all() OR attune_sees_plan(plan))")
