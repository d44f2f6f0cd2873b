"""Wrong answers at signing in, and who opened films of many families.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has given a wrong answer, nobody has looked at much."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    words = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "wrong_answer",
        sa.Column("whom", words, nullable=False),
        sa.Column("count", number, nullable=False),
        sa.Column("at", words, nullable=False),
        sa.PrimaryKeyConstraint("whom", name="pk_wrong_answer"),
    )
    op.create_index("ix_wrong_answer_at", "wrong_answer", ["at"])
    op.create_table(
        "viewing_limit",
        sa.Column("study", words, nullable=False),
        sa.Column("families", number, nullable=False),
        sa.Column("by", words, nullable=True),
        sa.Column("at", words, nullable=False),
        sa.ForeignKeyConstraint(["study"], ["study.id"], name="fk_viewing_limit_study", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("study", name="pk_viewing_limit"),
    )
    op.create_table(
        "much_seen",
        sa.Column("id", words, nullable=False),
        sa.Column("study", words, nullable=False),
        sa.Column("account", words, nullable=False),
        sa.Column("families", number, nullable=False),
        sa.Column("at", words, nullable=False),
        sa.Column("seen_by", words, nullable=True),
        sa.ForeignKeyConstraint(["study"], ["study.id"], name="fk_much_seen_study", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_much_seen_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_much_seen"),
    )
    op.create_index("ix_much_seen_study_at", "much_seen", ["study", "at"])
    op.create_index("ix_much_seen_account_at", "much_seen", ["account", "at"])
