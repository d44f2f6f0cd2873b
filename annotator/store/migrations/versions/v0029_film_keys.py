"""Whether the films here are encrypted, and the key of each, which a key from elsewhere opens.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No film was encrypted yet."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    words = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    long_words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "encryption",
        sa.Column("one", number, autoincrement=False, nullable=False),
        sa.Column("proof", words, nullable=False),
        sa.Column("key_file", long_words, nullable=False),
        sa.Column("at", words, nullable=False),
        sa.CheckConstraint("one = 1", name="ck_encryption_one"),
        sa.PrimaryKeyConstraint("one", name="pk_encryption"),
    )
    for table, of in (("film_key", "recording"), ("upload_key", "upload")):
        op.create_table(
            table,
            sa.Column(of, words, nullable=False),
            sa.Column("sealed", words, nullable=False),
            sa.ForeignKeyConstraint([of], [f"{of}.id"], name=f"fk_{table}_{of}", ondelete="CASCADE"),
            sa.PrimaryKeyConstraint(of, name=f"pk_{table}"),
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_SEES_UPLOAD)
        for table, of in (("film_key", "recording"), ("upload_key", "upload")):
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY seen ON {table} USING (attune_sees_all() OR attune_sees_{of}({of}))")


_SEES_UPLOAD = """CREATE OR REPLACE FUNCTION attune_sees_upload(of VARCHAR) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    this CONSTANT text := current_setting('attune.seen_for', true) || ' ' || of;
BEGIN
    IF this = current_setting('attune.seen_upload', true) THEN
        RETURN true;
    END IF;
    IF EXISTS (SELECT FROM upload WHERE upload.id = of) THEN
        PERFORM set_config('attune.seen_upload', this, true);
        RETURN true;
    END IF;
    RETURN false;
END $$"""
