"""The first tables: families, films, schemes, codings with every act, accounts, jobs, the record.

Frozen: later changes of the tables are later migrations.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), server_default="en", nullable=False),
        sa.Column("disabled", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("rt_offset_ms", sa.Integer(), server_default="0", nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("folded", name="uq_account_folded"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_subject_kind_subject", "audit", ["subject_kind", "subject"], unique=False)


def _device() -> None:
    op.create_table(
        "device",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_device"),
    )


def _launch() -> None:
    op.create_table(
        "launch",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_launch"),
    )


def _scheme() -> None:
    op.create_table(
        "scheme",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("scheme_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_scheme"),
    )


def _study() -> None:
    op.create_table(
        "study",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_study"),
    )


def _family() -> None:
    op.create_table(
        "family",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("study", sa.String(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("code_folded", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["study"], ["study.id"], name="fk_family_study", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_family"),
        sa.UniqueConstraint("study", "code_folded", name="uq_family_study_code_folded"),
    )


def _membership() -> None:
    op.create_table(
        "membership",
        sa.Column("study", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint(
            "role IN ('practitioner', 'coder', 'lead', 'supervisor', 'admin')", name="ck_membership_role"
        ),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name="fk_membership_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["study"], ["study.id"], name="fk_membership_study", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("study", "account", name="pk_membership"),
    )
    op.create_index("ix_membership_account", "membership", ["account"], unique=False)


def _sign_in() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("seen_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_sign_in_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_token_hash"),
    )
    op.create_index("ix_sign_in_account", "sign_in", ["account"], unique=False)


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["family"], ["family.id"], name="fk_person_family", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("ix_person_family", "person", ["family"], unique=False)


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("context", sa.Text(), server_default="", nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["family"], ["family.id"], name="fk_session_family", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
    )
    op.create_index("ix_session_date", "session", ["date"], unique=False)
    op.create_index("ix_session_family_date", "session", ["family", "date"], unique=False)


def _coding() -> None:
    op.create_table(
        "coding",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("onset_ms", sa.Integer(), nullable=False),
        sa.Column("offset_ms", sa.Integer(), nullable=False),
        sa.Column("first_onset_ms", sa.Integer(), nullable=False),
        sa.Column("first_offset_ms", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), server_default="0", nullable=False),
        sa.Column("place", sa.Text(), server_default="{}", nullable=False),
        sa.Column("begun_at", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.String(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'submitted', 'consensus')", name="ck_coding_state"),
        sa.CheckConstraint(
            "onset_ms <= offset_ms AND first_onset_ms <= first_offset_ms", name="ck_coding_window"
        ),
        sa.CheckConstraint("seq >= 0", name="ck_coding_seq"),
        sa.ForeignKeyConstraint(["coder"], ["account.id"], name="fk_coding_coder"),
        sa.ForeignKeyConstraint(["scheme"], ["scheme.hash"], name="fk_coding_scheme"),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name="fk_coding_session", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_coding"),
    )
    op.create_index("ix_coding_coder", "coding", ["coder"], unique=False)
    op.create_index("ix_coding_scheme", "coding", ["scheme"], unique=False)
    op.create_index("ix_coding_session", "coding", ["session"], unique=False)
    op.create_index(
        "uq_coding_open",
        "coding",
        ["session", "coder", "scheme", "profile"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('code', 'supervise', 'research', 'show_parent', 'teach')", name="ck_consent_purpose"
        ),
        sa.CheckConstraint("state IN ('given', 'refused', 'withdrawn', 'unknown')", name="ck_consent_state"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_consent_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "purpose", name="pk_consent"),
    )


def _recording() -> None:
    op.create_table(
        "recording",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("shift_ms", sa.Integer(), server_default="0", nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("frames", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("variable_rate", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("has_sound", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("rate_num", sa.Integer(), nullable=True),
        sa.Column("rate_den", sa.Integer(), nullable=True),
        sa.Column("container", sa.Text(), server_default="", nullable=False),
        sa.Column("video_codec", sa.Text(), server_default="", nullable=False),
        sa.Column("audio_codec", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('preparing', 'ready', 'failed')", name="ck_recording_state"),
        sa.CheckConstraint("duration_ms >= 0 AND frames >= 0", name="ck_recording_length"),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name="fk_recording_session", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_recording"),
        sa.UniqueConstraint("session", "sha256", name="uq_recording_session_sha256"),
    )


def _session_subject() -> None:
    op.create_table(
        "session_subject",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("of_scheme", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name="fk_session_subject_person", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["session"], ["session.id"], name="fk_session_subject_session", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "subject", name="pk_session_subject"),
    )
    op.create_index("ix_session_subject_person", "session_subject", ["person"], unique=False)


def _upload() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.CheckConstraint("size >= 0", name="ck_upload_size"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_upload_account", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name="fk_upload_session", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
    )
    op.create_index("ix_upload_account", "upload", ["account"], unique=False)
    op.create_index("ix_upload_session", "upload", ["session"], unique=False)


def _act() -> None:
    op.create_table(
        "act",
        sa.Column("coding", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tab", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.Column("made_at", sa.Text(), server_default="", nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("edits", sa.Text(), nullable=True),
        sa.CheckConstraint("(outcome = 'refused') = (edits IS NOT NULL)", name="ck_act_edits"),
        sa.CheckConstraint("(outcome = 'saved') = (seq IS NOT NULL)", name="ck_act_seq"),
        sa.CheckConstraint("outcome IN ('saved', 'refused')", name="ck_act_outcome"),
        sa.ForeignKeyConstraint(["coding"], ["coding.id"], name="fk_act_coding", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("coding", "id", name="pk_act"),
        sa.UniqueConstraint("coding", "seq", name="uq_act_coding_seq"),
        sqlite_with_rowid=False,
    )


def _annotation() -> None:
    op.create_table(
        "annotation",
        sa.Column("coding", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("onset_ms", sa.Integer(), nullable=False),
        sa.Column("offset_ms", sa.Integer(), nullable=True),
        sa.Column("onset_frame", sa.Integer(), nullable=True),
        sa.Column("offset_frame", sa.Integer(), nullable=True),
        sa.Column("raw_onset_ms", sa.Integer(), nullable=True),
        sa.Column("raw_offset_ms", sa.Integer(), nullable=True),
        sa.Column("modifiers", sa.Text(), server_default="{}", nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("flagged", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("onset_ms <= offset_ms", name="ck_annotation_stretch"),
        sa.CheckConstraint("revision > 0", name="ck_annotation_revision"),
        sa.ForeignKeyConstraint(["coding"], ["coding.id"], name="fk_annotation_coding", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("coding", "id", name="pk_annotation"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_annotation_lane",
        "annotation",
        ["coding", "track", "subject", "onset_ms"],
        unique=False,
        sqlite_where=sa.text("removed = 0"),
        postgresql_where=sa.text("NOT removed"),
    )


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recording", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("progress", sa.Float(), server_default="0", nullable=False),
        sa.Column("step", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("lease_until", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name="ck_job_state"
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 1", name="ck_job_progress"),
        sa.ForeignKeyConstraint(["recording"], ["recording.id"], name="fk_job_recording", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_index("ix_job_recording", "job", ["recording"], unique=False)
    op.create_index("ix_job_state_position", "job", ["state", "position"], unique=False)


def _tab() -> None:
    op.create_table(
        "tab",
        sa.Column("coding", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coding"], ["coding.id"], name="fk_tab_coding", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("coding", "id", name="pk_tab"),
        sqlite_with_rowid=False,
    )


def _view() -> None:
    op.create_table(
        "view",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("recording", sa.String(), nullable=False),
        sa.Column("hour", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_view_account", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["recording"], ["recording.id"], name="fk_view_recording", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account", "recording", "hour", name="pk_view"),
    )
    op.create_index("ix_view_recording", "view", ["recording"], unique=False)


def _edit() -> None:
    op.create_table(
        "edit",
        sa.Column("coding", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("annotation", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("onset_ms", sa.Integer(), nullable=True),
        sa.Column("offset_ms", sa.Integer(), nullable=True),
        sa.Column("onset_before_ms", sa.Integer(), nullable=True),
        sa.Column("offset_before_ms", sa.Integer(), nullable=True),
        sa.CheckConstraint("(kind = 'window') = (annotation IS NULL)", name="ck_edit_annotation"),
        sa.CheckConstraint("kind IN ('add', 'change', 'remove', 'window')", name="ck_edit_kind"),
        sa.CheckConstraint("onset_ms <= offset_ms", name="ck_edit_window"),
        sa.ForeignKeyConstraint(
            ["coding", "seq"], ["act.coding", "act.seq"], name="fk_edit_coding_seq", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("coding", "seq", "position", name="pk_edit"),
        sa.UniqueConstraint("coding", "id", name="uq_edit_coding_id"),
        sqlite_with_rowid=False,
    )


_TRIGGERS = (
    """CREATE TRIGGER audit_next BEFORE INSERT ON audit
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit)
    BEGIN SELECT RAISE(ABORT, 'the record only grows at its end'); END""",
    """CREATE TRIGGER audit_kept BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END""",
    """CREATE TRIGGER audit_whole BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'nothing is taken out of the record'); END""",
    """CREATE TRIGGER act_kept BEFORE UPDATE ON act
    BEGIN SELECT RAISE(ABORT, 'an act is never changed'); END""",
    """CREATE TRIGGER edit_kept BEFORE UPDATE ON edit
    BEGIN SELECT RAISE(ABORT, 'an edit is never changed'); END""",
)

_TABLES: tuple[Callable[[], None], ...] = (
    _account,
    _audit,
    _device,
    _launch,
    _scheme,
    _study,
    _family,
    _membership,
    _sign_in,
    _person,
    _session,
    _coding,
    _consent,
    _recording,
    _session_subject,
    _upload,
    _act,
    _annotation,
    _job,
    _tab,
    _view,
    _edit,
)


def upgrade() -> None:
    """Make the tables, and the triggers that keep what must never change."""
    for make in _TABLES:
        make()
    for trigger in _TRIGGERS:
        op.execute(trigger)
