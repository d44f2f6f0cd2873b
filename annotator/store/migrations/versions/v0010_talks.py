"""Moments that a home visitor shares with a supervisor, and what the two write; their erasure is known again.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KINDS = "'family', 'session', 'visit', 'recording', 'coding', 'plan', 'note', 'talk'"


def _talk() -> None:
    op.create_table(
        "talk",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("supervisor", sa.String(), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["account.id"], name="fk_talk_author"),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name="fk_talk_session", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["supervisor"], ["account.id"], name="fk_talk_supervisor"),
        sa.PrimaryKeyConstraint("id", name="pk_talk"),
    )
    for column in ("session", "author", "supervisor"):
        op.create_index(f"ix_talk_{column}", "talk", [column], unique=False)


def _messages() -> None:
    op.create_table(
        "talk_message",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("talk", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_talk_message_account"),
        sa.ForeignKeyConstraint(["talk"], ["talk.id"], name="fk_talk_message_talk", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", name="pk_talk_message"),
    )
    op.create_index("ix_talk_message_talk_seq", "talk_message", ["talk", "seq"], unique=False)
    op.create_table(
        "talk_seen",
        sa.Column("talk", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_talk_seen_account"),
        sa.ForeignKeyConstraint(["talk"], ["talk.id"], name="fk_talk_seen_talk", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("talk", "account", name="pk_talk_seen"),
    )


def _tombstone() -> None:
    """Made anew with one kind more, for SQLite cannot change a check."""
    op.drop_index("ix_tombstone_erasure", "tombstone")
    op.rename_table("tombstone", "tombstone_before")
    op.create_table(
        "tombstone",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("erasure", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name="ck_tombstone_kind"),
        sa.ForeignKeyConstraint(["erasure"], ["erasure.id"], name="fk_tombstone_erasure", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mark", name="pk_tombstone"),
    )
    op.execute(
        "INSERT INTO tombstone (mark, erasure, kind, account) "
        "SELECT mark, erasure, kind, account FROM tombstone_before"
    )
    op.drop_table("tombstone_before")
    op.create_index("ix_tombstone_erasure", "tombstone", ["erasure"], unique=False)


def upgrade() -> None:
    """Nobody has shared any yet."""
    _talk()
    _messages()
    _tombstone()
