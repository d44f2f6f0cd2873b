"""How long a study keeps a family and what two people decide about it.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_REASONS = "'complaint', 'court', 'safeguarding', 'research', 'other'"


def upgrade() -> None:
    """No study has said how long, nothing is asked of two, nobody is held."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    words = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "retention_rule",
        sa.Column("study", words, nullable=False),
        sa.Column("months", number, nullable=False),
        sa.Column("by", words, nullable=True),
        sa.Column("at", words, nullable=False),
        sa.ForeignKeyConstraint(["study"], ["study.id"], name="fk_retention_rule_study", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("study", name="pk_retention_rule"),
    )
    op.create_table(
        "asked_of_two",
        sa.Column("family", words, nullable=False),
        sa.Column("kind", words, nullable=False),
        sa.Column("reason", words, server_default="", nullable=False),
        sa.Column("until", words, nullable=True),
        sa.Column("by", words, nullable=False),
        sa.Column("at", words, nullable=False),
        sa.CheckConstraint("kind IN ('erase', 'hold', 'let_go')", name="ck_asked_of_two_kind"),
        sa.CheckConstraint(f"reason IN ('', {_REASONS})", name="ck_asked_of_two_reason"),
        sa.ForeignKeyConstraint(["family"], ["family.id"], name="fk_asked_of_two_family", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("family", name="pk_asked_of_two"),
    )
    op.create_table(
        "hold",
        sa.Column("family", words, nullable=False),
        sa.Column("reason", words, nullable=False),
        sa.Column("until", words, nullable=False),
        sa.Column("asked_by", words, nullable=False),
        sa.Column("by", words, nullable=False),
        sa.Column("at", words, nullable=False),
        sa.CheckConstraint(f"reason IN ({_REASONS})", name="ck_hold_reason"),
        sa.ForeignKeyConstraint(["family"], ["family.id"], name="fk_hold_family", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("family", name="pk_hold"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("asked_of_two", "hold"):
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(
                f"CREATE POLICY seen ON {table} USING (attune_sees_all() OR attune_sees_family(family))"
            )
