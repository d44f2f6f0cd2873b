"""Passwords, second factors, invitations, what a sign-in is known by; and what a supervisor has seen.

Frozen: later changes of the tables are later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _sign_in() -> None:
    """Made anew: nothing says how long the ones that were there may last, so people sign in once more."""
    op.drop_index("ix_sign_in_account", "sign_in")
    op.drop_table("sign_in")
    op.create_table(
        "sign_in",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("idle_s", sa.Integer(), nullable=False),
        sa.Column("longest_s", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("seen_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_sign_in_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_token_hash"),
    )
    op.create_index("ix_sign_in_account", "sign_in", ["account"], unique=False)


def _credential() -> None:
    op.create_table(
        "credential",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("second", sa.String(), nullable=True),
        sa.Column("second_on", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("second_step", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name="fk_credential_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account", name="pk_credential"),
    )


def _recovery_code() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name="fk_recovery_code_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account", "code_hash", name="pk_recovery_code"),
    )


def _ticket() -> None:
    op.create_table(
        "ticket",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('invitation', 'second')", name="ck_ticket_kind"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_ticket_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_ticket"),
    )
    op.create_index("ix_ticket_account", "ticket", ["account"], unique=False)


def _seen_concern() -> None:
    op.create_table(
        "seen_concern",
        sa.Column("coding", sa.String(), nullable=False),
        sa.Column("annotation", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["coding"], ["coding.id"], name="fk_seen_concern_coding", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("coding", "annotation", name="pk_seen_concern"),
    )


def upgrade() -> None:
    """Make the tables."""
    _sign_in()
    _credential()
    _recovery_code()
    _ticket()
    _seen_concern()
