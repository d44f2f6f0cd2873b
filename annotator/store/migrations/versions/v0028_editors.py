"""Which page edits a coding, where several processes must know of it.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No page is known to edit."""
    words = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "editor",
        sa.Column("coding", words, nullable=False),
        sa.Column("tab", words, nullable=False),
        sa.Column("at", words, nullable=False),
        sa.ForeignKeyConstraint(["coding"], ["coding.id"], name="fk_editor_coding", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("coding", name="pk_editor"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE editor ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE editor FORCE ROW LEVEL SECURITY")
        op.execute("CREATE POLICY seen ON editor USING (attune_sees_all() OR attune_sees_coding(coding))")
