"""The tables. Times of films are whole ms; instants are ISO 8601 text in UTC, which sorts by time.

The migrations make them; a test holds the two equal. An index's condition is said for SQLite alone: said for
another database too, SQLAlchemy would load all it knows of that one at every start.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from annotator.access import Purpose

ROLES = ("practitioner", "coder", "lead", "supervisor", "admin")
PURPOSES = tuple(purpose.value for purpose in Purpose)
CONSENT_STATES = ("given", "refused", "withdrawn")
CONSENT_WAYS = ("", "paper", "signature", "spoken")
BASES = ("", "consent", "care", "research", "other")
RECORDING_STATES = ("preparing", "ready", "failed")
CODING_STATES = ("open", "submitted", "consensus")
TAKEN = ("first", "second", "both", "neither")
JOB_STATES = ("waiting", "running", "done", "failed", "cancelled")
OUTCOMES = ("saved", "refused")
EDIT_KINDS = ("add", "change", "remove", "window")
PLAN_STATES = ("draft", "ready", "shown")
ERASABLE = ("film", "family")
ERASURE_REASONS = ("withdrawn", "kept_long_enough", "mistake", "other")
ERASED_KINDS = ("family", "session", "visit", "recording", "coding", "plan", "note", "talk")
TICKETS = ("invitation", "second")
VARIABLE_OF = ("visit", "person")
VARIABLE_KINDS = ("text", "number", "choice", "date")
MOMENT_KINDS = ("strength", "repair", "challenge")
DRAWINGS = ("code", "again")
VERDICTS = ("first", "second", "both", "unclear", "open")
GOLD_FOR = ("practice", "test", "drift")
GOLD_STATISTICS = ("accuracy", "kappa", "f1", "within_one")
DRIFT_ACTIONS = ("talk", "recode", "none")
HOLD_REASONS = ("complaint", "court", "safeguarding", "research", "other")
ASKED_OF_TWO = ("erase", "hold", "let_go")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[str]:
    return Column("id", String, primary_key=True)


def _to(table: str, name: str | None = None, *, key: bool = False, optional: bool = False) -> Column[str]:
    """A column that names a row of another table and goes when that row goes."""
    target = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(name or table, String, target, primary_key=key, nullable=optional)


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _at(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, String, nullable=optional)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


def _long(name: str) -> Column[int]:
    """A number that may need more than 32 bits."""
    return Column(name, BigInteger().with_variant(Integer(), "sqlite"), nullable=False)


def _choice(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


account = Table(
    "account", metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),
    Column("language", String, nullable=False, server_default="en"),
    Column("disabled", Boolean, nullable=False, server_default=text("0")),
    _number("rt_offset_ms"),
    _at("made_at"),
)  # fmt: skip

# Which keys somebody chose for the desk, as JSON; nobody without a row chose any.
desk_keys = Table("desk_keys", metadata, _to("account", key=True), Column("chosen", Text, nullable=False))

study = Table("study", metadata, _id(), Column("name", Text, nullable=False), _at("made_at"))

membership = Table(
    "membership", metadata,
    _to("study", key=True),
    _to("account", key=True),
    Column("role", String, nullable=False),
    _choice("role", ROLES),
    Index(None, "account"),
)  # fmt: skip

# Whoever was given a whole study has all of it that their role may have, also what is still to come.
whole_study = Table(
    "whole_study", metadata, _to("study", key=True), _to("account", key=True), Index(None, "account")
)

sign_in = Table(
    "sign_in", metadata,
    _id(),
    _to("account"),
    Column("token_hash", String, nullable=False, unique=True),
    Column("browser", String, nullable=False),
    Column("idle_s", Integer, nullable=False),
    Column("longest_s", Integer, nullable=False),
    _at("made_at"),
    _at("seen_at"),
    Index(None, "account"),
)  # fmt: skip

# What somebody proves that it is they: the password as argon2id wrote it, the second factor's secret, and
# the thirty seconds whose code was used last.
credential = Table(
    "credential", metadata,
    _to("account", key=True),
    Column("password", String),
    Column("second", String),
    Column("second_on", Boolean, nullable=False, server_default=text("0")),
    _number("second_step"),
)  # fmt: skip

recovery_code = Table(
    "recovery_code", metadata,
    _to("account", key=True),
    Column("code_hash", String, primary_key=True),
)  # fmt: skip

seen_concern = Table(
    "seen_concern", metadata,
    _to("coding", key=True),
    Column("annotation", String, primary_key=True),
    Column("by", String),
    _at("at"),
)  # fmt: skip

ticket = Table(
    "ticket", metadata,
    Column("token_hash", String, primary_key=True),
    Column("kind", String, nullable=False),
    _to("account"),
    _at("made_at"),
    _choice("kind", TICKETS),
    Index(None, "account"),
)  # fmt: skip

# Wrong answers at signing in, by a few bytes of a hash of whom they were for or from where.
wrong_answer = Table(
    "wrong_answer", metadata,
    Column("whom", String, primary_key=True),
    Column("count", Integer, nullable=False),
    _at("at"),
    Index(None, "at"),
)  # fmt: skip

device = Table("device", metadata, Column("token_hash", String, primary_key=True), _at("made_at"))

launch = Table("launch", metadata, Column("token_hash", String, primary_key=True), _at("made_at"))

family = Table(
    "family", metadata,
    _id(),
    _to("study"),
    Column("code", Text, nullable=False),
    _words("name"),
    Column("code_folded", Text, nullable=False),
    _words("name_folded"),
    _at("made_at"),
    UniqueConstraint("study", "code_folded"),
)  # fmt: skip

person = Table(
    "person", metadata,
    _id(),
    _to("family"),
    Column("role", String, nullable=False),
    Column("label", Text, nullable=False),
    Column("birth_date", String),
    _number("position"),
    Index(None, "family"),
)  # fmt: skip

# A ledger: what counts is the newest row of a person and purpose, and no row is ever changed.
consent = Table(
    "consent", metadata,
    Column("seq", Integer, primary_key=True),
    _to("person"),
    Column("purpose", String, nullable=False),
    Column("state", String, nullable=False),
    _words("how"),
    _words("language"),
    Column("until", String),
    Column("by", String),
    _at("at"),
    _choice("purpose", PURPOSES),
    _choice("state", CONSENT_STATES),
    _choice("how", CONSENT_WAYS),
    Index(None, "person", "purpose", "seq"),
)  # fmt: skip

# Set by the service, never derived from what people agreed to; without a family it is the study's.
lawful_basis = Table(
    "lawful_basis", metadata,
    Column("seq", Integer, primary_key=True),
    _to("study"),
    _to("family", optional=True),
    Column("basis", String, nullable=False),
    Column("by", String),
    _at("at"),
    _choice("basis", BASES),
    Index(None, "study", "family"),
    Index(None, "family"),
)  # fmt: skip

session = Table(
    "session", metadata,
    _id(),
    _to("family"),
    Column("label", Text, nullable=False),
    Column("date", String, nullable=False),
    _words("context"),
    Column("folded", Text, nullable=False),
    _at("made_at"),
    Index(None, "family", "date"),
    Index(None, "date"),
)  # fmt: skip

# Whose families they are: a home visitor sees those of her own caseload.
caseload = Table(
    "caseload", metadata, _to("family", key=True), _to("account", key=True), Index(None, "account")
)

# What was handed out in one act: to whom, how and by which seed, so that it can be drawn again.
drawing = Table(
    "drawing", metadata,
    _id(),
    _to("study"),
    Column("kind", String, nullable=False),
    Column("scheme", String, ForeignKey("scheme.hash"), nullable=False),
    Column("profile", String, nullable=False),
    _long("seed"),
    Column("settings", Text, nullable=False),
    Column("by", String),
    _at("at"),
    _choice("kind", DRAWINGS),
    Index(None, "study", "at"),
)  # fmt: skip

# The visits that somebody was given: a coder to code them (with a scheme, where one was named), a supervisor
# because they are shared with them. What was drawn has its place in the coder's own order. A coder who codes
# a visit again does so from a day on, without the former coding in sight; "made" is what came of it.
assignment = Table(
    "assignment", metadata,
    _id(),
    _to("session"),
    _to("account"),
    Column("scheme", String, ForeignKey("scheme.hash")),
    Column("profile", String),
    Column("drawing", String, ForeignKey("drawing.id", ondelete="SET NULL")),
    _number("position"),
    _to("coding", "former", optional=True),
    Column("not_before", String),
    Column("made", String, ForeignKey("coding.id", ondelete="SET NULL")),
    Column("by", String),
    _at("at"),
    CheckConstraint("(former IS NULL) = (not_before IS NULL)", name="again"),
    Index(None, "account"),
    Index(None, "session", "account"),
    Index(None, "made"),
    Index("uq_assignment_given", "session", "account", unique=True,
          sqlite_where=text("scheme IS NULL")),
    Index("uq_assignment_work", "session", "account", "scheme", "profile", unique=True,
          sqlite_where=text("scheme IS NOT NULL AND former IS NULL")),
    Index("uq_assignment_former", "former", unique=True),
)  # fmt: skip

# What a study wants to know of its visits and people; only a choice has choices, as JSON.
variable = Table(
    "variable", metadata,
    _id(),
    _to("study"),
    Column("of", String, nullable=False),
    Column("label", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("choices", Text, nullable=False, server_default="[]"),
    _number("position"),
    _choice("of", VARIABLE_OF),
    _choice("kind", VARIABLE_KINDS),
    Index(None, "study"),
)  # fmt: skip

visit_value = Table(
    "visit_value", metadata,
    _to("session", key=True),
    _to("variable", key=True),
    Column("value", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Index(None, "variable", "folded"),
)  # fmt: skip

person_value = Table(
    "person_value", metadata,
    _to("person", key=True),
    _to("variable", key=True),
    Column("value", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Index(None, "variable"),
)  # fmt: skip

# The contexts that a study names itself; one without rows has the usual ones.
study_context = Table(
    "study_context", metadata,
    _to("study", key=True),
    Column("label", Text, primary_key=True),
    _number("position"),
)  # fmt: skip

session_subject = Table(
    "session_subject", metadata,
    _to("session", key=True),
    Column("subject", String, primary_key=True),
    Column("of_scheme", String, nullable=False),
    Column("role", String, nullable=False),
    Column("label", Text, nullable=False),
    Column("person", String, ForeignKey("person.id", ondelete="SET NULL")),
    _number("position"),
    Index(None, "person"),
)  # fmt: skip

recording = Table(
    "recording", metadata,
    _id(),
    _to("session"),
    Column("name", Text, nullable=False),
    Column("sha256", String, nullable=False),
    Column("extension", String, nullable=False),
    Column("state", String, nullable=False),
    _words("reason"),
    _number("shift_ms"),
    Column("duration_ms", Integer),
    Column("frames", Integer),
    Column("width", Integer),
    Column("height", Integer),
    Column("variable_rate", Boolean, nullable=False, server_default=text("0")),
    Column("has_sound", Boolean, nullable=False, server_default=text("0")),
    Column("rate_num", Integer),
    Column("rate_den", Integer),
    _words("container"),
    _words("video_codec"),
    _words("audio_codec"),
    _at("made_at"),
    _choice("state", RECORDING_STATES),
    CheckConstraint("duration_ms >= 0 AND frames >= 0", name="length"),
    UniqueConstraint("session", "sha256"),
)  # fmt: skip

# A film that is not here yet, though a coding of it is: known by its hash when it comes.
awaited_film = Table(
    "awaited_film", metadata,
    _to("session", key=True),
    Column("sha256", String, primary_key=True),
    Column("shift_ms", Integer, nullable=False),
    _at("made_at"),
    Index(None, "sha256"),
)  # fmt: skip

scheme = Table(
    "scheme", metadata,
    Column("hash", String, primary_key=True),
    Column("scheme_id", String, nullable=False),
    Column("version", String, nullable=False),
    Column("document", LargeBinary, nullable=False),
    _at("made_at"),
)  # fmt: skip

# A version with which no coding begins any more; those that were made with it stay as they are.
retired_scheme = Table(
    "retired_scheme", metadata,
    Column("hash", String, ForeignKey("scheme.hash"), primary_key=True),
    Column("by", String),
    _at("at"),
)  # fmt: skip

# A scheme that somebody writes, and the states of its text: what is undone stays until something new is done.
scheme_draft = Table(
    "scheme_draft", metadata,
    _id(),
    _to("account"),
    Column("base", String, ForeignKey("scheme.hash")),
    _words("title"),
    Column("step", Integer, nullable=False),
    _at("made_at"),
    _at("changed_at"),
    Index(None, "account"),
)  # fmt: skip

scheme_draft_state = Table(
    "scheme_draft_state", metadata,
    _to("scheme_draft", "draft", key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("text", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

coding = Table(
    "coding", metadata,
    _id(),
    _to("session"),
    Column("coder", String, ForeignKey("account.id"), nullable=False),
    Column("scheme", String, ForeignKey("scheme.hash"), nullable=False),
    Column("profile", String, nullable=False),
    Column("state", String, nullable=False),
    Column("onset_ms", Integer, nullable=False),
    Column("offset_ms", Integer, nullable=False),
    Column("first_onset_ms", Integer, nullable=False),
    Column("first_offset_ms", Integer, nullable=False),
    _number("seq"),
    Column("place", Text, nullable=False, server_default="{}"),
    _at("begun_at"),
    _at("submitted_at", optional=True),
    _choice("state", CODING_STATES),
    CheckConstraint("onset_ms <= offset_ms AND first_onset_ms <= first_offset_ms", name="window"),
    CheckConstraint("seq >= 0", name="seq"),
    Index("ix_coding_session", "session"),
    Index("ix_coding_coder", "coder"),
    Index("ix_coding_scheme", "scheme"),
    Index("uq_coding_open", "session", "coder", "scheme", "profile", unique=True,
          sqlite_where=text("state = 'open'")),
)  # fmt: skip

# What somebody decided about a moment at which two codings differ. A ledger: the newest row of a moment
# counts, and no row is ever changed. The pair is kept in the order of its ids.
verdict = Table(
    "verdict", metadata,
    Column("seq", Integer, primary_key=True),
    _to("coding", "first"),
    _to("coding", "second"),
    Column("track", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("onset_ms", Integer, nullable=False),
    Column("offset_ms", Integer, nullable=False),
    Column("first_code", String, nullable=False),
    Column("second_code", String, nullable=False),
    Column("verdict", String, nullable=False),
    _words("note"),
    Column("by", String),
    _at("at"),
    _choice("verdict", VERDICTS),
    CheckConstraint("onset_ms <= offset_ms", name="stretch"),
    Index(None, "first", "second", "seq"),
    Index(None, "second"),
)  # fmt: skip

# From which two codings, as they stood after how many acts, and which verdicts a consensus coding began.
consensus = Table(
    "consensus", metadata,
    _to("coding", key=True),
    _to("coding", "first"),
    _to("coding", "second"),
    Column("first_seq", Integer, nullable=False),
    Column("second_seq", Integer, nullable=False),
    Column("verdict_seq", Integer, nullable=False),
    Column("by", String),
    _at("at"),
    Index(None, "first"),
    Index(None, "second"),
)  # fmt: skip

# What each code of an old version of a scheme is in a new one. A ledger: the newest row of two versions
# counts, and no row is ever changed.
scheme_map = Table(
    "scheme_map", metadata,
    Column("seq", Integer, primary_key=True),
    Column("old", String, ForeignKey("scheme.hash"), nullable=False),
    Column("new", String, ForeignKey("scheme.hash"), nullable=False),
    Column("codes", Text, nullable=False),
    Column("by", String),
    _at("at"),
    Index(None, "old", "new", "seq"),
)  # fmt: skip

# From which coding, as it stood after how many acts, and by which map a coding under another version came.
remapped = Table(
    "remapped", metadata,
    _to("coding", key=True),
    _to("coding", "source"),
    Column("source_seq", Integer, nullable=False),
    Column("map", Integer, ForeignKey("scheme_map.seq"), nullable=False),
    Column("by", String),
    _at("at"),
    Index(None, "source"),
)  # fmt: skip

# What a study asks of agreement in a scheme, where that is not what the scheme says itself (NULL).
gate = Table(
    "gate", metadata,
    _to("study", key=True),
    Column("scheme_id", String, primary_key=True),
    Column("accuracy", Float),
    Column("positive", Float),
    Column("least_events", Integer),
    Column("by", String),
    _at("at"),
    CheckConstraint("accuracy BETWEEN 0 AND 1", name="accuracy"),
    CheckConstraint("positive BETWEEN 0 AND 1", name="positive"),
    CheckConstraint("least_events > 0", name="least_events"),
)  # fmt: skip

# How much a reason counts in a study when moments are suggested; a row only where that is not as usual.
suggesting_weight = Table(
    "suggesting_weight", metadata,
    _to("study", key=True),
    Column("name", String, primary_key=True),
    Column("weight", Integer, nullable=False),
    Column("by", String),
    _at("at"),
    CheckConstraint("weight BETWEEN 0 AND 10", name="weight"),
)  # fmt: skip

# A study with a row has every plan released before its meeting.
release_rule = Table(
    "release_rule", metadata,
    _to("study", key=True),
    Column("by", String),
    _at("at"),
)  # fmt: skip

# How usual a visit was for those who were filmed, in their own answer; None: asked, and nobody could say.
how_usual = Table(
    "how_usual", metadata,
    _to("session", key=True),
    Column("answer", Integer),
    Column("by", String, ForeignKey("account.id"), nullable=False),
    _at("at"),
    CheckConstraint("answer BETWEEN 1 AND 5", name="answer"),
)  # fmt: skip

# Of more than how many families somebody opens films within an hour before there is a word; a study without a
# row has the usual number.
viewing_limit = Table(
    "viewing_limit", metadata,
    _to("study", key=True),
    Column("families", Integer, nullable=False),
    Column("by", String),
    _at("at"),
)  # fmt: skip

# Somebody opened films of more; waits for whoever manages the study until one of them has read it.
much_seen = Table(
    "much_seen", metadata,
    _id(),
    _to("study"),
    _to("account"),
    Column("families", Integer, nullable=False),
    _at("at"),
    Column("seen_by", String),
    Index(None, "study", "at"),
    Index(None, "account", "at"),
)  # fmt: skip

# How long a study keeps a family after its last visit; a study without a row has not said.
retention_rule = Table(
    "retention_rule", metadata,
    _to("study", key=True),
    Column("months", Integer, nullable=False),
    Column("by", String),
    _at("at"),
)  # fmt: skip

# What one person has asked for about a family that another must confirm.
asked_of_two = Table(
    "asked_of_two", metadata,
    _to("family", key=True),
    Column("kind", String, nullable=False),
    Column("reason", String, nullable=False, server_default=""),
    _at("until", optional=True),
    Column("by", String, nullable=False),
    _at("at"),
    _choice("kind", ASKED_OF_TWO),
    _choice("reason", ("", *HOLD_REASONS)),
)  # fmt: skip

# A family that nobody erases until that day: decided by two.
hold = Table(
    "hold", metadata,
    _to("family", key=True),
    Column("reason", String, nullable=False),
    _at("until"),
    Column("asked_by", String, nullable=False),
    Column("by", String, nullable=False),
    _at("at"),
    _choice("reason", HOLD_REASONS),
)  # fmt: skip

# One row at most, written to learn whether the disk takes what is written.
probe = Table("probe", metadata, Column("times", Integer, primary_key=True, autoincrement=False))

# That the films here are encrypted: by which key this can be proved, and where the key's file was last.
encryption = Table(
    "encryption", metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("proof", String, nullable=False),
    Column("key_file", Text, nullable=False),
    _at("at"),
    CheckConstraint("one = 1", name="one"),
)  # fmt: skip

# A named list of sessions with a gold coding each, of one major version of a scheme.
gold_set = Table(
    "gold_set", metadata,
    _id(),
    _to("study"),
    Column("name", Text, nullable=False),
    Column("scheme_id", String, nullable=False),
    Column("major", Integer, nullable=False),
    Column("purpose", String, nullable=False),
    Column("by", String),
    _at("at"),
    _choice("purpose", GOLD_FOR),
    Index(None, "study"),
)  # fmt: skip

# The coding that counts as the gold one of a session, for each major version of a scheme.
gold = Table(
    "gold", metadata,
    _to("session", key=True),
    Column("scheme_id", String, primary_key=True),
    Column("major", Integer, primary_key=True),
    _to("coding"),
    _to("gold_set"),
    Column("by", String),
    _at("at"),
    Index(None, "coding"),
    Index(None, "gold_set"),
)  # fmt: skip

# What a study asks of coders before and while they code with a scheme; NULL is what the scheme or the program
# says. "every": after so many given visits one gold session.
training_gate = Table(
    "training_gate", metadata,
    _to("study", key=True),
    Column("scheme_id", String, primary_key=True),
    Column("statistic", String),
    Column("least", Float),
    Column("per_code", Float),
    Column("in_a_row", Integer),
    Column("days", Integer),
    Column("every", Integer),
    Column("required", Boolean, nullable=False, server_default=text("0")),
    Column("by", String),
    _at("at"),
    _choice("statistic", GOLD_STATISTICS),
    CheckConstraint("least BETWEEN 0 AND 1", name="least"),
    CheckConstraint("per_code BETWEEN 0 AND 1", name="per_code"),
    CheckConstraint("in_a_row > 0 AND days > 0 AND every > 0", name="numbers"),
)  # fmt: skip

# What came of a coding of a gold session when it was held against the gold; never worked out anew.
attempt = Table(
    "attempt", metadata,
    _to("coding", key=True),
    _to("coding", "gold"),
    _to("account"),
    Column("scheme_id", String, nullable=False),
    Column("major", Integer, nullable=False),
    Column("purpose", String, nullable=False),
    Column("statistic", String, nullable=False),
    Column("value", Float),
    Column("reason", Text, nullable=False, server_default=""),
    Column("least", Float, nullable=False),
    Column("passed", Boolean, nullable=False),
    _at("at"),
    _choice("purpose", GOLD_FOR),
    _choice("statistic", GOLD_STATISTICS),
    Index(None, "gold"),
    Index(None, "account"),
)  # fmt: skip

certificate = Table(
    "certificate", metadata,
    _id(),
    _to("study"),
    _to("account"),
    Column("scheme_id", String, nullable=False),
    Column("major", Integer, nullable=False),
    Column("passes", Integer, nullable=False),
    _at("issued_at"),
    _at("expires_at", optional=True),
    _at("ended_at", optional=True),
    Column("ended_by", String),
    Index(None, "study", "account"),
    Index(None, "account"),
)  # fmt: skip

# What was done about a coder's drift. A ledger: no row is ever changed. "since" is the day from which on
# visits are coded anew.
drift_action = Table(
    "drift_action", metadata,
    Column("seq", Integer, primary_key=True),
    _to("study"),
    _to("account"),
    Column("scheme_id", String, nullable=False),
    Column("major", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("since", String, nullable=False, server_default=""),
    _words("note"),
    Column("by", String),
    _at("at"),
    _choice("kind", DRIFT_ACTIONS),
    Index(None, "study", "account"),
    Index(None, "account"),
)  # fmt: skip

reopening = Table(
    "reopening", metadata,
    Column("seq", Integer, primary_key=True),
    _to("coding"),
    Column("by", String),
    _at("at"),
    Column("reason", Text, nullable=False),
    Index(None, "coding"),
)  # fmt: skip

# Two coders' first pass, agreed on: what holds at each place, by the ids of the marks that lie there.
agreed_onsets = Table(
    "agreed_onsets", metadata,
    _id(),
    _to("session"),
    Column("first", String, ForeignKey("coding.id", ondelete="CASCADE"), nullable=False),
    Column("second", String, ForeignKey("coding.id", ondelete="CASCADE"), nullable=False),
    Column("by", String, ForeignKey("account.id"), nullable=False),
    _at("at"),
    UniqueConstraint("first", "second"),
    Index(None, "session"),
    Index(None, "second"),
)  # fmt: skip

agreed_mark = Table(
    "agreed_mark", metadata,
    Column("agreement", String, ForeignKey("agreed_onsets.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("first", String),
    Column("second", String),
    Column("taken", String, nullable=False),
    _choice("taken", TAKEN),
    sqlite_with_rowid=False,
)  # fmt: skip

# Which codings go on from agreed onsets. No key leads to the agreement: it stays where it was made, while the
# coding may be carried to another computer.
second_pass = Table(
    "second_pass", metadata,
    _to("coding", key=True),
    Column("agreement", String, nullable=False),
    Index(None, "agreement"),
    sqlite_with_rowid=False,
)  # fmt: skip

tab = Table(
    "tab", metadata,
    _to("coding", key=True),
    Column("id", String, primary_key=True),
    Column("last", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Where several processes share the store: which page edits a coding, and when it was last heard of.
editor = Table(
    "editor", metadata,
    _to("coding", key=True),
    Column("tab", String, nullable=False),
    _at("at"),
)  # fmt: skip

act = Table(
    "act", metadata,
    _to("coding", key=True),
    Column("id", String, primary_key=True),
    Column("tab", String, nullable=False),
    Column("n", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("undoes", String),
    _words("made_at"),
    _at("received_at"),
    Column("digest", String, nullable=False),
    Column("outcome", String, nullable=False),
    _words("code"),
    _words("message"),
    Column("seq", Integer),
    Column("edits", Text),
    _choice("outcome", OUTCOMES),
    CheckConstraint("(outcome = 'saved') = (seq IS NOT NULL)", name="seq"),
    CheckConstraint("(outcome = 'refused') = (edits IS NOT NULL)", name="edits"),
    UniqueConstraint("coding", "seq"),
    sqlite_with_rowid=False,
)  # fmt: skip

edit = Table(
    "edit", metadata,
    Column("coding", String, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("annotation", String),
    Column("revision", Integer, nullable=False),
    Column("content", Text),
    Column("before", Text),
    Column("onset_ms", Integer),
    Column("offset_ms", Integer),
    Column("onset_before_ms", Integer),
    Column("offset_before_ms", Integer),
    _choice("kind", EDIT_KINDS),
    CheckConstraint("(kind = 'window') = (annotation IS NULL)", name="annotation"),
    CheckConstraint("onset_ms <= offset_ms", name="window"),
    UniqueConstraint("coding", "id"),
    ForeignKeyConstraint(["coding", "seq"], ["act.coding", "act.seq"], ondelete="CASCADE"),
    sqlite_with_rowid=False,
)  # fmt: skip

annotation = Table(
    "annotation", metadata,
    _to("coding", key=True),
    Column("id", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("removed", Boolean, nullable=False, server_default=text("0")),
    Column("track", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("code", String, nullable=False),
    Column("onset_ms", Integer, nullable=False),
    Column("offset_ms", Integer),
    Column("onset_frame", Integer),
    Column("offset_frame", Integer),
    Column("raw_onset_ms", Integer),
    Column("raw_offset_ms", Integer),
    Column("modifiers", Text, nullable=False, server_default="{}"),
    _words("comment"),
    Column("flagged", Boolean, nullable=False, server_default=text("0")),
    CheckConstraint("onset_ms <= offset_ms", name="stretch"),
    CheckConstraint("revision > 0", name="revision"),
    Index("ix_annotation_lane", "coding", "track", "subject", "onset_ms",
          sqlite_where=text("removed = 0")),
    sqlite_with_rowid=False,
)  # fmt: skip

job = Table(
    "job", metadata,
    _id(),
    Column("kind", String, nullable=False),
    _to("recording"),
    Column("state", String, nullable=False),
    Column("progress", Float, nullable=False, server_default="0"),
    _words("step"),
    _words("reason"),
    _number("tries"),
    Column("worker", String),
    _at("lease_until", optional=True),
    _number("position"),
    _at("made_at"),
    _choice("state", JOB_STATES),
    CheckConstraint("progress BETWEEN 0 AND 1", name="progress"),
    Index(None, "state", "position"),
    Index(None, "recording"),
)  # fmt: skip

upload = Table(
    "upload", metadata,
    _id(),
    _to("session"),
    _to("account"),
    Column("name", Text, nullable=False),
    _long("size"),
    _at("made_at"),
    CheckConstraint("size >= 0", name="size"),
    Index(None, "session"),
    Index(None, "account"),
)  # fmt: skip

# The key of an upload and of a film, sealed with the one that lies elsewhere. It goes with what it opens.
upload_key = Table(
    "upload_key", metadata,
    _to("upload", key=True),
    Column("sealed", String, nullable=False),
)  # fmt: skip

film_key = Table(
    "film_key", metadata,
    _to("recording", key=True),
    Column("sealed", String, nullable=False),
)  # fmt: skip

view = Table(
    "view", metadata,
    _to("account", key=True),
    _to("recording", key=True),
    Column("hour", String, primary_key=True),
    Index(None, "recording"),
)  # fmt: skip

# The browser makes a note's id, and every author has ids of their own: nobody learns of another's note by
# sending its id. A note that was taken away leaves its id, so that sending it again does not bring it back.
note = Table(
    "note", metadata,
    Column("account", String, ForeignKey("account.id"), primary_key=True),
    Column("id", String, primary_key=True),
    _to("session"),
    Column("at_ms", Integer),
    _words("text"),
    Column("starred", Boolean, nullable=False, server_default=text("0")),
    Column("removed", Boolean, nullable=False, server_default=text("0")),
    _at("made_at"),
    _at("changed_at"),
    CheckConstraint("at_ms >= 0", name="at"),
    Index(None, "session", "account"),
)  # fmt: skip

plan = Table(
    "plan", metadata,
    _id(),
    _to("session"),
    Column("author", String, ForeignKey("account.id"), nullable=False),
    Column("language", String, nullable=False),
    _words("child"),
    Column("strengths_only", Boolean, nullable=False, server_default=text("0")),
    Column("state", String, nullable=False),
    _words("step"),
    _words("wish"),
    _words("goal"),
    Column("goal_number", Integer),
    _number("revision"),
    Column("released_by", String, ForeignKey("account.id")),
    _at("made_at"),
    _at("shown_at", optional=True),
    _choice("state", PLAN_STATES),
    CheckConstraint("goal_number BETWEEN 1 AND 10", name="goal_number"),
    Index(None, "session"),
    Index(None, "author"),
    Index("uq_plan_coming", "session", "author", unique=True,
          sqlite_where=text("state <> 'shown'")),
)  # fmt: skip

# What a plan answers, what it leaves for the next, with which word it was given back, and its moments' themes
# as JSON by their ids; nothing without a row.
plan_words = Table(
    "plan_words", metadata,
    _to("plan", key=True),
    _words("question"),
    _words("later"),
    _words("returned"),
    Column("themes", Text, nullable=False, server_default="{}"),
)  # fmt: skip

# Beside a plan's moment a moment of a meeting that was held; it goes with either plan.
plan_then = Table(
    "plan_then", metadata,
    _to("plan", key=True),
    Column("moment", String, primary_key=True),
    Column("then_plan", String, ForeignKey("plan.id", ondelete="CASCADE"), nullable=False),
    Column("then_moment", String, nullable=False),
    Index(None, "then_plan"),
)  # fmt: skip

# A moment of a plan's film that is kept for a later meeting about it; no parent sees it before then.
plan_aside = Table(
    "plan_aside", metadata,
    _to("plan", key=True),
    Column("id", String, primary_key=True),
    _number("position"),
    Column("onset_ms", Integer, nullable=False),
    Column("offset_ms", Integer, nullable=False),
    Column("at_ms", Integer, nullable=False),
    Column("kind", String, nullable=False),
    _words("phrase"),
    _words("question"),
    _words("why"),
    _words("theme"),
    _choice("kind", MOMENT_KINDS),
    CheckConstraint("onset_ms <= at_ms AND at_ms <= offset_ms", name="stretch"),
)  # fmt: skip

# A moment that a home visitor shares with a supervisor, what the two write of it, how far each has read.
talk = Table(
    "talk", metadata,
    _id(),
    _to("session"),
    Column("author", String, ForeignKey("account.id"), nullable=False),
    Column("supervisor", String, ForeignKey("account.id"), nullable=False),
    Column("at_ms", Integer, nullable=False),
    _at("made_at"),
    Index(None, "session"),
    Index(None, "author"),
    Index(None, "supervisor"),
)  # fmt: skip

talk_message = Table(
    "talk_message", metadata,
    Column("seq", Integer, primary_key=True),
    _to("talk"),
    Column("account", String, ForeignKey("account.id"), nullable=False),
    Column("text", Text, nullable=False),
    _at("at"),
    Index(None, "talk", "seq"),
)  # fmt: skip

talk_seen = Table(
    "talk_seen", metadata,
    _to("talk", key=True),
    Column("account", String, ForeignKey("account.id"), primary_key=True),
    Column("seq", Integer, nullable=False),
)  # fmt: skip

moment = Table(
    "moment", metadata,
    _to("plan", key=True),
    Column("id", String, primary_key=True),
    _number("position"),
    Column("onset_ms", Integer, nullable=False),
    Column("offset_ms", Integer, nullable=False),
    Column("at_ms", Integer, nullable=False),
    Column("kind", String, nullable=False),
    _words("phrase"),
    _words("question"),
    _words("why"),
    Column("counterpart", String),
    _words("said"),
    _choice("kind", MOMENT_KINDS),
    CheckConstraint("onset_ms <= at_ms AND at_ms <= offset_ms", name="stretch"),
)  # fmt: skip

# The moments of a plan as one film for the family; its files lie beside the film's own and go with them.
reel = Table(
    "reel", metadata,
    _id(),
    _to("plan"),
    _to("recording"),
    _to("job"),
    _at("until"),
    _at("handed_at", optional=True),
    UniqueConstraint("plan"),
    Index(None, "recording"),
    Index(None, "job"),
)  # fmt: skip

# The films of earlier visits that a reel is cut from besides its own; without one of them it goes too.
reel_film = Table(
    "reel_film", metadata,
    _to("recording", key=True),
    _to("reel", key=True),
    Index(None, "reel"),
)  # fmt: skip

# What was erased: no name and no id, but when, by whom, why and how much. Not finished while a file may still
# hold it.
erasure = Table(
    "erasure", metadata,
    _id(),
    _at("at"),
    Column("by", String),
    Column("kind", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("counts", Text, nullable=False, server_default="{}"),
    _at("finished_at", optional=True),
    _choice("kind", ERASABLE),
    _choice("reason", ERASURE_REASONS),
)  # fmt: skip

# By its mark a row that was erased is known again in an older backup; whoever it belonged to is told.
tombstone = Table(
    "tombstone", metadata,
    Column("mark", String, primary_key=True),
    _to("erasure"),
    Column("kind", String, nullable=False),
    Column("account", String),
    _choice("kind", ERASED_KINDS),
    Index(None, "erasure"),
)  # fmt: skip

backup = Table("backup", metadata, _id(), _at("at"), Column("file", Text, nullable=False))

# No reference to an account or a subject: the record stays when what it speaks of is erased.
audit = Table(
    "audit", metadata,
    Column("seq", Integer, primary_key=True),
    _at("at"),
    Column("who", String),
    Column("verb", String, nullable=False),
    Column("subject_kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("prev", String, nullable=False),
    Column("hash", String, nullable=False),
    Index(None, "subject_kind", "subject"),
    sqlite_autoincrement=True,
)  # fmt: skip
