"""How usual a visit was, in the answer of those who were filmed.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody was asked yet."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    words = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "how_usual",
        sa.Column("session", words, nullable=False),
        sa.Column("answer", number, nullable=True),
        sa.Column("by", words, nullable=False),
        sa.Column("at", words, nullable=False),
        sa.CheckConstraint("answer BETWEEN 1 AND 5", name="ck_how_usual_answer"),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name="fk_how_usual_by"),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name="fk_how_usual_session", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session", name="pk_how_usual"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE how_usual ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE how_usual FORCE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY seen ON how_usual USING (attune_sees_all() OR attune_sees_session(session))"
        )
