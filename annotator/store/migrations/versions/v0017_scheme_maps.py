"""Maps between versions of schemes, and the codings that came by them.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No version is mapped to another yet."""
    op.create_table(
        "scheme_map",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("new", sa.String(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["old"], ["scheme.hash"], name="fk_scheme_map_old"),
        sa.ForeignKeyConstraint(["new"], ["scheme.hash"], name="fk_scheme_map_new"),
        sa.PrimaryKeyConstraint("seq", name="pk_scheme_map"),
    )
    op.create_index("ix_scheme_map_old_new_seq", "scheme_map", ["old", "new", "seq"], unique=False)
    op.create_table(
        "remapped",
        sa.Column("coding", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_seq", sa.Integer(), nullable=False),
        sa.Column("map", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["coding"], ["coding.id"], name="fk_remapped_coding", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source"], ["coding.id"], name="fk_remapped_source", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["map"], ["scheme_map.seq"], name="fk_remapped_map"),
        sa.PrimaryKeyConstraint("coding", name="pk_remapped"),
    )
    op.create_index("ix_remapped_source", "remapped", ["source"], unique=False)
