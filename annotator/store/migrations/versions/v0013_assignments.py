"""Who is to code what, in which order, drawn by which seed; the same visit again after a while.

Frozen: later changes of the tables are later migrations.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_WORK = sa.text("scheme IS NOT NULL AND former IS NULL")
_GIVEN = sa.text("scheme IS NULL")


def _drawing() -> None:
    op.create_table(
        "drawing",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("study", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('code', 'again')", name="ck_drawing_kind"),
        sa.ForeignKeyConstraint(["scheme"], ["scheme.hash"], name="fk_drawing_scheme"),
        sa.ForeignKeyConstraint(["study"], ["study.id"], name="fk_drawing_study", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_drawing"),
    )
    op.create_index("ix_drawing_study_at", "drawing", ["study", "at"], unique=False)


def _assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=True),
        sa.Column("profile", sa.String(), nullable=True),
        sa.Column("drawing", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("former", sa.String(), nullable=True),
        sa.Column("not_before", sa.String(), nullable=True),
        sa.Column("made", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint("(former IS NULL) = (not_before IS NULL)", name="ck_assignment_again"),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name="fk_assignment_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["drawing"], ["drawing.id"], name="fk_assignment_drawing", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["former"], ["coding.id"], name="fk_assignment_former", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["made"], ["coding.id"], name="fk_assignment_made", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["scheme"], ["scheme.hash"], name="fk_assignment_scheme"),
        sa.ForeignKeyConstraint(
            ["session"], ["session.id"], name="fk_assignment_session", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_account", "assignment", ["account"], unique=False)
    op.create_index("ix_assignment_session_account", "assignment", ["session", "account"], unique=False)
    op.create_index("ix_assignment_made", "assignment", ["made"], unique=False)
    op.create_index(
        "uq_assignment_given", "assignment", ["session", "account"], unique=True,
        sqlite_where=_GIVEN, postgresql_where=_GIVEN,
    )  # fmt: skip
    op.create_index(
        "uq_assignment_work", "assignment", ["session", "account", "scheme", "profile"], unique=True,
        sqlite_where=_WORK, postgresql_where=_WORK,
    )  # fmt: skip
    op.create_index("uq_assignment_former", "assignment", ["former"], unique=True)


def upgrade() -> None:
    """What was given stays given; nothing was drawn yet."""
    wanted = sa.text('SELECT session, account, scheme, profile, "by", at FROM assignment')
    given = [row._asdict() for row in op.get_bind().execute(wanted)]
    op.drop_table("assignment")
    _drawing()
    _assignment()
    kept = sa.text(
        'INSERT INTO assignment (id, session, account, scheme, profile, "by", at) '
        "VALUES (:id, :session, :account, :scheme, :profile, :by, :at)"
    )
    for row in given:
        op.get_bind().execute(kept, {"id": secrets.token_hex(8), **row})
