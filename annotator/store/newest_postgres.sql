-- 0031
CREATE TABLE account (
    id VARCHAR COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    folded TEXT COLLATE "C" NOT NULL,
    language VARCHAR COLLATE "C" DEFAULT 'en' NOT NULL,
    disabled BOOLEAN DEFAULT false NOT NULL,
    rt_offset_ms BIGINT DEFAULT '0' NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_account_folded UNIQUE (folded)
);

CREATE TABLE audit (
    seq BIGSERIAL NOT NULL,
    at VARCHAR COLLATE "C" NOT NULL,
    who VARCHAR COLLATE "C",
    verb VARCHAR COLLATE "C" NOT NULL,
    subject_kind VARCHAR COLLATE "C" NOT NULL,
    subject VARCHAR COLLATE "C" NOT NULL,
    detail TEXT COLLATE "C" NOT NULL,
    prev VARCHAR COLLATE "C" NOT NULL,
    hash VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (seq)
);

CREATE INDEX ix_audit_subject_kind_subject ON audit (subject_kind, subject);

CREATE TABLE backup (
    id VARCHAR COLLATE "C" NOT NULL,
    at VARCHAR COLLATE "C" NOT NULL,
    file TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_backup PRIMARY KEY (id)
);

CREATE TABLE device (
    token_hash VARCHAR COLLATE "C" NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT pk_device PRIMARY KEY (token_hash)
);

CREATE TABLE encryption (
    one BIGINT NOT NULL,
    proof VARCHAR COLLATE "C" NOT NULL,
    key_file TEXT COLLATE "C" NOT NULL,
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_encryption_one CHECK (one = 1),
    CONSTRAINT pk_encryption PRIMARY KEY (one)
);

CREATE TABLE erasure (
    id VARCHAR COLLATE "C" NOT NULL,
    at VARCHAR COLLATE "C" NOT NULL,
    by VARCHAR COLLATE "C",
    kind VARCHAR COLLATE "C" NOT NULL,
    reason VARCHAR COLLATE "C" NOT NULL,
    counts TEXT COLLATE "C" DEFAULT '{}' NOT NULL,
    finished_at VARCHAR COLLATE "C",
    CONSTRAINT ck_erasure_kind CHECK (kind IN ('film', 'family')),
    CONSTRAINT ck_erasure_reason CHECK (reason IN ('withdrawn', 'kept_long_enough', 'mistake', 'other')),
    CONSTRAINT pk_erasure PRIMARY KEY (id)
);

CREATE TABLE launch (
    token_hash VARCHAR COLLATE "C" NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT pk_launch PRIMARY KEY (token_hash)
);

CREATE TABLE probe (
    times BIGINT NOT NULL,
    CONSTRAINT pk_probe PRIMARY KEY (times)
);

CREATE TABLE scheme (
    hash VARCHAR COLLATE "C" NOT NULL,
    scheme_id VARCHAR COLLATE "C" NOT NULL,
    version VARCHAR COLLATE "C" NOT NULL,
    document BYTEA NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT pk_scheme PRIMARY KEY (hash)
);

CREATE TABLE study (
    id VARCHAR COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT pk_study PRIMARY KEY (id)
);

CREATE TABLE wrong_answer (
    whom VARCHAR COLLATE "C" NOT NULL,
    count BIGINT NOT NULL,
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT pk_wrong_answer PRIMARY KEY (whom)
);

CREATE INDEX ix_wrong_answer_at ON wrong_answer (at);

CREATE TABLE certificate (
    id VARCHAR COLLATE "C" NOT NULL,
    study VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    scheme_id VARCHAR COLLATE "C" NOT NULL,
    major BIGINT NOT NULL,
    passes BIGINT NOT NULL,
    issued_at VARCHAR COLLATE "C" NOT NULL,
    expires_at VARCHAR COLLATE "C",
    ended_at VARCHAR COLLATE "C",
    ended_by VARCHAR COLLATE "C",
    CONSTRAINT fk_certificate_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT fk_certificate_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_certificate PRIMARY KEY (id)
);

CREATE INDEX ix_certificate_account ON certificate (account);

CREATE INDEX ix_certificate_study_account ON certificate (study, account);

CREATE TABLE credential (
    account VARCHAR COLLATE "C" NOT NULL,
    password VARCHAR COLLATE "C",
    second VARCHAR COLLATE "C",
    second_on BOOLEAN DEFAULT false NOT NULL,
    second_step BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT fk_credential_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT pk_credential PRIMARY KEY (account)
);

CREATE TABLE desk_keys (
    account VARCHAR COLLATE "C" NOT NULL,
    chosen TEXT COLLATE "C" NOT NULL,
    CONSTRAINT fk_desk_keys_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT pk_desk_keys PRIMARY KEY (account)
);

CREATE TABLE drawing (
    id VARCHAR COLLATE "C" NOT NULL,
    study VARCHAR COLLATE "C" NOT NULL,
    kind VARCHAR COLLATE "C" NOT NULL,
    scheme VARCHAR COLLATE "C" NOT NULL,
    profile VARCHAR COLLATE "C" NOT NULL,
    seed BIGINT NOT NULL,
    settings TEXT COLLATE "C" NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_drawing_kind CHECK (kind IN ('code', 'again')),
    CONSTRAINT fk_drawing_scheme FOREIGN KEY(scheme) REFERENCES scheme (hash),
    CONSTRAINT fk_drawing_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_drawing PRIMARY KEY (id)
);

CREATE INDEX ix_drawing_study_at ON drawing (study, at);

CREATE TABLE drift_action (
    seq BIGSERIAL NOT NULL,
    study VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    scheme_id VARCHAR COLLATE "C" NOT NULL,
    major BIGINT NOT NULL,
    kind VARCHAR COLLATE "C" NOT NULL,
    since VARCHAR COLLATE "C" DEFAULT '' NOT NULL,
    note TEXT COLLATE "C" DEFAULT '' NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_drift_action_kind CHECK (kind IN ('talk', 'recode', 'none')),
    CONSTRAINT fk_drift_action_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT fk_drift_action_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_drift_action PRIMARY KEY (seq)
);

CREATE INDEX ix_drift_action_account ON drift_action (account);

CREATE INDEX ix_drift_action_study_account ON drift_action (study, account);

CREATE TABLE family (
    id VARCHAR COLLATE "C" NOT NULL,
    study VARCHAR COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" DEFAULT '' NOT NULL,
    code_folded TEXT COLLATE "C" NOT NULL,
    name_folded TEXT COLLATE "C" DEFAULT '' NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_family_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_family PRIMARY KEY (id),
    CONSTRAINT uq_family_study_code_folded UNIQUE (study, code_folded)
);

CREATE TABLE gate (
    study VARCHAR COLLATE "C" NOT NULL,
    scheme_id VARCHAR COLLATE "C" NOT NULL,
    accuracy FLOAT,
    positive FLOAT,
    least_events BIGINT,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_gate_accuracy CHECK (accuracy BETWEEN 0 AND 1),
    CONSTRAINT ck_gate_least_events CHECK (least_events > 0),
    CONSTRAINT ck_gate_positive CHECK (positive BETWEEN 0 AND 1),
    CONSTRAINT fk_gate_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_gate PRIMARY KEY (study, scheme_id)
);

CREATE TABLE gold_set (
    id VARCHAR COLLATE "C" NOT NULL,
    study VARCHAR COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    scheme_id VARCHAR COLLATE "C" NOT NULL,
    major BIGINT NOT NULL,
    purpose VARCHAR COLLATE "C" NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_gold_set_purpose CHECK (purpose IN ('practice', 'test', 'drift')),
    CONSTRAINT fk_gold_set_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_gold_set PRIMARY KEY (id)
);

CREATE INDEX ix_gold_set_study ON gold_set (study);

CREATE TABLE membership (
    study VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    role VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_membership_role CHECK (role IN ('practitioner', 'coder', 'lead', 'supervisor', 'admin')),
    CONSTRAINT fk_membership_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT fk_membership_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_membership PRIMARY KEY (study, account)
);

CREATE INDEX ix_membership_account ON membership (account);

CREATE TABLE much_seen (
    id VARCHAR COLLATE "C" NOT NULL,
    study VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    families BIGINT NOT NULL,
    at VARCHAR COLLATE "C" NOT NULL,
    seen_by VARCHAR COLLATE "C",
    CONSTRAINT fk_much_seen_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT fk_much_seen_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_much_seen PRIMARY KEY (id)
);

CREATE INDEX ix_much_seen_account_at ON much_seen (account, at);

CREATE INDEX ix_much_seen_study_at ON much_seen (study, at);

CREATE TABLE recovery_code (
    account VARCHAR COLLATE "C" NOT NULL,
    code_hash VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_recovery_code_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT pk_recovery_code PRIMARY KEY (account, code_hash)
);

CREATE TABLE release_rule (
    study VARCHAR COLLATE "C" NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_release_rule_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_release_rule PRIMARY KEY (study)
);

CREATE TABLE retention_rule (
    study VARCHAR COLLATE "C" NOT NULL,
    months BIGINT NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_retention_rule_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_retention_rule PRIMARY KEY (study)
);

CREATE TABLE retired_scheme (
    hash VARCHAR COLLATE "C" NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_retired_scheme_hash FOREIGN KEY(hash) REFERENCES scheme (hash),
    CONSTRAINT pk_retired_scheme PRIMARY KEY (hash)
);

CREATE TABLE scheme_draft (
    id VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    base VARCHAR COLLATE "C",
    title TEXT COLLATE "C" DEFAULT '' NOT NULL,
    step BIGINT NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    changed_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_scheme_draft_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT fk_scheme_draft_base FOREIGN KEY(base) REFERENCES scheme (hash),
    CONSTRAINT pk_scheme_draft PRIMARY KEY (id)
);

CREATE INDEX ix_scheme_draft_account ON scheme_draft (account);

CREATE TABLE scheme_map (
    seq BIGSERIAL NOT NULL,
    "old" VARCHAR COLLATE "C" NOT NULL,
    "new" VARCHAR COLLATE "C" NOT NULL,
    codes TEXT COLLATE "C" NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_scheme_map_new FOREIGN KEY("new") REFERENCES scheme (hash),
    CONSTRAINT fk_scheme_map_old FOREIGN KEY("old") REFERENCES scheme (hash),
    CONSTRAINT pk_scheme_map PRIMARY KEY (seq)
);

CREATE INDEX ix_scheme_map_old_new_seq ON scheme_map ("old", "new", seq);

CREATE TABLE sign_in (
    id VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    token_hash VARCHAR COLLATE "C" NOT NULL,
    browser VARCHAR COLLATE "C" NOT NULL,
    idle_s BIGINT NOT NULL,
    longest_s BIGINT NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    seen_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_sign_in_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT pk_sign_in PRIMARY KEY (id),
    CONSTRAINT uq_sign_in_token_hash UNIQUE (token_hash)
);

CREATE INDEX ix_sign_in_account ON sign_in (account);

CREATE TABLE study_context (
    study VARCHAR COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    position BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT fk_study_context_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_study_context PRIMARY KEY (study, label)
);

CREATE TABLE suggesting_weight (
    study VARCHAR COLLATE "C" NOT NULL,
    name VARCHAR COLLATE "C" NOT NULL,
    weight BIGINT NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_suggesting_weight_weight CHECK (weight BETWEEN 0 AND 10),
    CONSTRAINT fk_suggesting_weight_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_suggesting_weight PRIMARY KEY (study, name)
);

CREATE TABLE ticket (
    token_hash VARCHAR COLLATE "C" NOT NULL,
    kind VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_ticket_kind CHECK (kind IN ('invitation', 'second')),
    CONSTRAINT fk_ticket_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT pk_ticket PRIMARY KEY (token_hash)
);

CREATE INDEX ix_ticket_account ON ticket (account);

CREATE TABLE tombstone (
    mark VARCHAR COLLATE "C" NOT NULL,
    erasure VARCHAR COLLATE "C" NOT NULL,
    kind VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C",
    CONSTRAINT ck_tombstone_kind CHECK (kind IN ('family', 'session', 'visit', 'recording', 'coding', 'plan', 'note', 'talk')),
    CONSTRAINT fk_tombstone_erasure FOREIGN KEY(erasure) REFERENCES erasure (id) ON DELETE CASCADE,
    CONSTRAINT pk_tombstone PRIMARY KEY (mark)
);

CREATE INDEX ix_tombstone_erasure ON tombstone (erasure);

CREATE TABLE training_gate (
    study VARCHAR COLLATE "C" NOT NULL,
    scheme_id VARCHAR COLLATE "C" NOT NULL,
    statistic VARCHAR COLLATE "C",
    least FLOAT,
    per_code FLOAT,
    in_a_row BIGINT,
    days BIGINT,
    every BIGINT,
    required BOOLEAN DEFAULT false NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_training_gate_least CHECK (least BETWEEN 0 AND 1),
    CONSTRAINT ck_training_gate_numbers CHECK (in_a_row > 0 AND days > 0 AND every > 0),
    CONSTRAINT ck_training_gate_per_code CHECK (per_code BETWEEN 0 AND 1),
    CONSTRAINT ck_training_gate_statistic CHECK (statistic IN ('accuracy', 'kappa', 'f1', 'within_one')),
    CONSTRAINT fk_training_gate_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_training_gate PRIMARY KEY (study, scheme_id)
);

CREATE TABLE variable (
    id VARCHAR COLLATE "C" NOT NULL,
    study VARCHAR COLLATE "C" NOT NULL,
    "of" VARCHAR COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    kind VARCHAR COLLATE "C" NOT NULL,
    choices TEXT COLLATE "C" DEFAULT '[]' NOT NULL,
    position BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT ck_variable_kind CHECK (kind IN ('text', 'number', 'choice', 'date')),
    CONSTRAINT ck_variable_of CHECK (of IN ('visit', 'person')),
    CONSTRAINT fk_variable_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_variable PRIMARY KEY (id)
);

CREATE INDEX ix_variable_study ON variable (study);

CREATE TABLE viewing_limit (
    study VARCHAR COLLATE "C" NOT NULL,
    families BIGINT NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_viewing_limit_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_viewing_limit PRIMARY KEY (study)
);

CREATE TABLE whole_study (
    study VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_whole_study_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT fk_whole_study_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_whole_study PRIMARY KEY (study, account)
);

CREATE INDEX ix_whole_study_account ON whole_study (account);

CREATE TABLE asked_of_two (
    family VARCHAR COLLATE "C" NOT NULL,
    kind VARCHAR COLLATE "C" NOT NULL,
    reason VARCHAR COLLATE "C" DEFAULT '' NOT NULL,
    until VARCHAR COLLATE "C",
    by VARCHAR COLLATE "C" NOT NULL,
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_asked_of_two_kind CHECK (kind IN ('erase', 'hold', 'let_go')),
    CONSTRAINT ck_asked_of_two_reason CHECK (reason IN ('', 'complaint', 'court', 'safeguarding', 'research', 'other')),
    CONSTRAINT fk_asked_of_two_family FOREIGN KEY(family) REFERENCES family (id) ON DELETE CASCADE,
    CONSTRAINT pk_asked_of_two PRIMARY KEY (family)
);

CREATE TABLE caseload (
    family VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_caseload_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT fk_caseload_family FOREIGN KEY(family) REFERENCES family (id) ON DELETE CASCADE,
    CONSTRAINT pk_caseload PRIMARY KEY (family, account)
);

CREATE INDEX ix_caseload_account ON caseload (account);

CREATE TABLE hold (
    family VARCHAR COLLATE "C" NOT NULL,
    reason VARCHAR COLLATE "C" NOT NULL,
    until VARCHAR COLLATE "C" NOT NULL,
    asked_by VARCHAR COLLATE "C" NOT NULL,
    by VARCHAR COLLATE "C" NOT NULL,
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_hold_reason CHECK (reason IN ('complaint', 'court', 'safeguarding', 'research', 'other')),
    CONSTRAINT fk_hold_family FOREIGN KEY(family) REFERENCES family (id) ON DELETE CASCADE,
    CONSTRAINT pk_hold PRIMARY KEY (family)
);

CREATE TABLE lawful_basis (
    seq BIGSERIAL NOT NULL,
    study VARCHAR COLLATE "C" NOT NULL,
    family VARCHAR COLLATE "C",
    basis VARCHAR COLLATE "C" NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_lawful_basis_basis CHECK (basis IN ('', 'consent', 'care', 'research', 'other')),
    CONSTRAINT fk_lawful_basis_family FOREIGN KEY(family) REFERENCES family (id) ON DELETE CASCADE,
    CONSTRAINT fk_lawful_basis_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE,
    CONSTRAINT pk_lawful_basis PRIMARY KEY (seq)
);

CREATE INDEX ix_lawful_basis_family ON lawful_basis (family);

CREATE INDEX ix_lawful_basis_study_family ON lawful_basis (study, family);

CREATE TABLE person (
    id VARCHAR COLLATE "C" NOT NULL,
    family VARCHAR COLLATE "C" NOT NULL,
    role VARCHAR COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    birth_date VARCHAR COLLATE "C",
    position BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT fk_person_family FOREIGN KEY(family) REFERENCES family (id) ON DELETE CASCADE,
    CONSTRAINT pk_person PRIMARY KEY (id)
);

CREATE INDEX ix_person_family ON person (family);

CREATE TABLE scheme_draft_state (
    draft VARCHAR COLLATE "C" NOT NULL,
    step BIGINT NOT NULL,
    text BYTEA NOT NULL,
    CONSTRAINT fk_scheme_draft_state_draft FOREIGN KEY(draft) REFERENCES scheme_draft (id) ON DELETE CASCADE,
    CONSTRAINT pk_scheme_draft_state PRIMARY KEY (draft, step)
);

CREATE TABLE session (
    id VARCHAR COLLATE "C" NOT NULL,
    family VARCHAR COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    date VARCHAR COLLATE "C" NOT NULL,
    context TEXT COLLATE "C" DEFAULT '' NOT NULL,
    folded TEXT COLLATE "C" NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_session_family FOREIGN KEY(family) REFERENCES family (id) ON DELETE CASCADE,
    CONSTRAINT pk_session PRIMARY KEY (id)
);

CREATE INDEX ix_session_date ON session (date);

CREATE INDEX ix_session_family_date ON session (family, date);

CREATE TABLE awaited_film (
    session VARCHAR COLLATE "C" NOT NULL,
    sha256 VARCHAR COLLATE "C" NOT NULL,
    shift_ms BIGINT NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_awaited_film_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT pk_awaited_film PRIMARY KEY (session, sha256)
);

CREATE INDEX ix_awaited_film_sha256 ON awaited_film (sha256);

CREATE TABLE coding (
    id VARCHAR COLLATE "C" NOT NULL,
    session VARCHAR COLLATE "C" NOT NULL,
    coder VARCHAR COLLATE "C" NOT NULL,
    scheme VARCHAR COLLATE "C" NOT NULL,
    profile VARCHAR COLLATE "C" NOT NULL,
    state VARCHAR COLLATE "C" NOT NULL,
    onset_ms BIGINT NOT NULL,
    offset_ms BIGINT NOT NULL,
    first_onset_ms BIGINT NOT NULL,
    first_offset_ms BIGINT NOT NULL,
    seq BIGINT DEFAULT '0' NOT NULL,
    place TEXT COLLATE "C" DEFAULT '{}' NOT NULL,
    begun_at VARCHAR COLLATE "C" NOT NULL,
    submitted_at VARCHAR COLLATE "C",
    CONSTRAINT ck_coding_seq CHECK (seq >= 0),
    CONSTRAINT ck_coding_state CHECK (state IN ('open', 'submitted', 'consensus')),
    CONSTRAINT ck_coding_window CHECK (onset_ms <= offset_ms AND first_onset_ms <= first_offset_ms),
    CONSTRAINT fk_coding_coder FOREIGN KEY(coder) REFERENCES account (id),
    CONSTRAINT fk_coding_scheme FOREIGN KEY(scheme) REFERENCES scheme (hash),
    CONSTRAINT fk_coding_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT pk_coding PRIMARY KEY (id)
);

CREATE INDEX ix_coding_coder ON coding (coder);

CREATE INDEX ix_coding_scheme ON coding (scheme);

CREATE INDEX ix_coding_session ON coding (session);

CREATE UNIQUE INDEX uq_coding_open ON coding (session, coder, scheme, profile) WHERE state = 'open';

CREATE TABLE consent (
    seq BIGSERIAL NOT NULL,
    person VARCHAR COLLATE "C" NOT NULL,
    purpose VARCHAR COLLATE "C" NOT NULL,
    state VARCHAR COLLATE "C" NOT NULL,
    how TEXT COLLATE "C" DEFAULT '' NOT NULL,
    language TEXT COLLATE "C" DEFAULT '' NOT NULL,
    until VARCHAR COLLATE "C",
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_consent_how CHECK (how IN ('', 'paper', 'signature', 'spoken')),
    CONSTRAINT ck_consent_purpose CHECK (purpose IN ('look_together', 'supervisor', 'supervision_group', 'quality_coding', 'research_study', 'research_future', 'teaching_clips', 'teaching_stills', 'family_copy', 'feedback_session')),
    CONSTRAINT ck_consent_state CHECK (state IN ('given', 'refused', 'withdrawn')),
    CONSTRAINT fk_consent_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT pk_consent PRIMARY KEY (seq)
);

CREATE INDEX ix_consent_person_purpose_seq ON consent (person, purpose, seq);

CREATE TABLE how_usual (
    session VARCHAR COLLATE "C" NOT NULL,
    answer BIGINT,
    by VARCHAR COLLATE "C" NOT NULL,
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_how_usual_answer CHECK (answer BETWEEN 1 AND 5),
    CONSTRAINT fk_how_usual_by FOREIGN KEY(by) REFERENCES account (id),
    CONSTRAINT fk_how_usual_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT pk_how_usual PRIMARY KEY (session)
);

CREATE TABLE note (
    account VARCHAR COLLATE "C" NOT NULL,
    id VARCHAR COLLATE "C" NOT NULL,
    session VARCHAR COLLATE "C" NOT NULL,
    at_ms BIGINT,
    text TEXT COLLATE "C" DEFAULT '' NOT NULL,
    starred BOOLEAN DEFAULT false NOT NULL,
    removed BOOLEAN DEFAULT false NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    changed_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_note_at CHECK (at_ms >= 0),
    CONSTRAINT fk_note_account FOREIGN KEY(account) REFERENCES account (id),
    CONSTRAINT fk_note_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT pk_note PRIMARY KEY (account, id)
);

CREATE INDEX ix_note_session_account ON note (session, account);

CREATE TABLE person_value (
    person VARCHAR COLLATE "C" NOT NULL,
    variable VARCHAR COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    folded TEXT COLLATE "C" NOT NULL,
    CONSTRAINT fk_person_value_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT fk_person_value_variable FOREIGN KEY(variable) REFERENCES variable (id) ON DELETE CASCADE,
    CONSTRAINT pk_person_value PRIMARY KEY (person, variable)
);

CREATE INDEX ix_person_value_variable ON person_value (variable);

CREATE TABLE plan (
    id VARCHAR COLLATE "C" NOT NULL,
    session VARCHAR COLLATE "C" NOT NULL,
    author VARCHAR COLLATE "C" NOT NULL,
    language VARCHAR COLLATE "C" NOT NULL,
    child TEXT COLLATE "C" DEFAULT '' NOT NULL,
    strengths_only BOOLEAN DEFAULT false NOT NULL,
    state VARCHAR COLLATE "C" NOT NULL,
    step TEXT COLLATE "C" DEFAULT '' NOT NULL,
    wish TEXT COLLATE "C" DEFAULT '' NOT NULL,
    goal TEXT COLLATE "C" DEFAULT '' NOT NULL,
    goal_number BIGINT,
    revision BIGINT DEFAULT '0' NOT NULL,
    released_by VARCHAR COLLATE "C",
    made_at VARCHAR COLLATE "C" NOT NULL,
    shown_at VARCHAR COLLATE "C",
    CONSTRAINT ck_plan_goal_number CHECK (goal_number BETWEEN 1 AND 10),
    CONSTRAINT ck_plan_state CHECK (state IN ('draft', 'ready', 'shown')),
    CONSTRAINT fk_plan_author FOREIGN KEY(author) REFERENCES account (id),
    CONSTRAINT fk_plan_released_by FOREIGN KEY(released_by) REFERENCES account (id),
    CONSTRAINT fk_plan_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT pk_plan PRIMARY KEY (id)
);

CREATE INDEX ix_plan_author ON plan (author);

CREATE INDEX ix_plan_session ON plan (session);

CREATE UNIQUE INDEX uq_plan_coming ON plan (session, author) WHERE state <> 'shown';

CREATE TABLE recording (
    id VARCHAR COLLATE "C" NOT NULL,
    session VARCHAR COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    sha256 VARCHAR COLLATE "C" NOT NULL,
    extension VARCHAR COLLATE "C" NOT NULL,
    state VARCHAR COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" DEFAULT '' NOT NULL,
    shift_ms BIGINT DEFAULT '0' NOT NULL,
    duration_ms BIGINT,
    frames BIGINT,
    width BIGINT,
    height BIGINT,
    variable_rate BOOLEAN DEFAULT false NOT NULL,
    has_sound BOOLEAN DEFAULT false NOT NULL,
    rate_num BIGINT,
    rate_den BIGINT,
    container TEXT COLLATE "C" DEFAULT '' NOT NULL,
    video_codec TEXT COLLATE "C" DEFAULT '' NOT NULL,
    audio_codec TEXT COLLATE "C" DEFAULT '' NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_recording_length CHECK (duration_ms >= 0 AND frames >= 0),
    CONSTRAINT ck_recording_state CHECK (state IN ('preparing', 'ready', 'failed')),
    CONSTRAINT fk_recording_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT pk_recording PRIMARY KEY (id),
    CONSTRAINT uq_recording_session_sha256 UNIQUE (session, sha256)
);

CREATE TABLE session_subject (
    session VARCHAR COLLATE "C" NOT NULL,
    subject VARCHAR COLLATE "C" NOT NULL,
    of_scheme VARCHAR COLLATE "C" NOT NULL,
    role VARCHAR COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    person VARCHAR COLLATE "C",
    position BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT fk_session_subject_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE SET NULL,
    CONSTRAINT fk_session_subject_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT pk_session_subject PRIMARY KEY (session, subject)
);

CREATE INDEX ix_session_subject_person ON session_subject (person);

CREATE TABLE talk (
    id VARCHAR COLLATE "C" NOT NULL,
    session VARCHAR COLLATE "C" NOT NULL,
    author VARCHAR COLLATE "C" NOT NULL,
    supervisor VARCHAR COLLATE "C" NOT NULL,
    at_ms BIGINT NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_talk_author FOREIGN KEY(author) REFERENCES account (id),
    CONSTRAINT fk_talk_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT fk_talk_supervisor FOREIGN KEY(supervisor) REFERENCES account (id),
    CONSTRAINT pk_talk PRIMARY KEY (id)
);

CREATE INDEX ix_talk_author ON talk (author);

CREATE INDEX ix_talk_session ON talk (session);

CREATE INDEX ix_talk_supervisor ON talk (supervisor);

CREATE TABLE upload (
    id VARCHAR COLLATE "C" NOT NULL,
    session VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_upload_size CHECK (size >= 0),
    CONSTRAINT fk_upload_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT fk_upload_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT pk_upload PRIMARY KEY (id)
);

CREATE INDEX ix_upload_account ON upload (account);

CREATE INDEX ix_upload_session ON upload (session);

CREATE TABLE visit_value (
    session VARCHAR COLLATE "C" NOT NULL,
    variable VARCHAR COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    folded TEXT COLLATE "C" NOT NULL,
    CONSTRAINT fk_visit_value_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT fk_visit_value_variable FOREIGN KEY(variable) REFERENCES variable (id) ON DELETE CASCADE,
    CONSTRAINT pk_visit_value PRIMARY KEY (session, variable)
);

CREATE INDEX ix_visit_value_variable_folded ON visit_value (variable, folded);

CREATE TABLE act (
    coding VARCHAR COLLATE "C" NOT NULL,
    id VARCHAR COLLATE "C" NOT NULL,
    tab VARCHAR COLLATE "C" NOT NULL,
    n BIGINT NOT NULL,
    kind VARCHAR COLLATE "C" NOT NULL,
    undoes VARCHAR COLLATE "C",
    made_at TEXT COLLATE "C" DEFAULT '' NOT NULL,
    received_at VARCHAR COLLATE "C" NOT NULL,
    digest VARCHAR COLLATE "C" NOT NULL,
    outcome VARCHAR COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" DEFAULT '' NOT NULL,
    message TEXT COLLATE "C" DEFAULT '' NOT NULL,
    seq BIGINT,
    edits TEXT COLLATE "C",
    CONSTRAINT ck_act_edits CHECK ((outcome = 'refused') = (edits IS NOT NULL)),
    CONSTRAINT ck_act_outcome CHECK (outcome IN ('saved', 'refused')),
    CONSTRAINT ck_act_seq CHECK ((outcome = 'saved') = (seq IS NOT NULL)),
    CONSTRAINT fk_act_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT pk_act PRIMARY KEY (coding, id),
    CONSTRAINT uq_act_coding_seq UNIQUE (coding, seq)
);

CREATE TABLE agreed_onsets (
    id VARCHAR COLLATE "C" NOT NULL,
    session VARCHAR COLLATE "C" NOT NULL,
    first VARCHAR COLLATE "C" NOT NULL,
    second VARCHAR COLLATE "C" NOT NULL,
    by VARCHAR COLLATE "C" NOT NULL,
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_agreed_onsets_by FOREIGN KEY(by) REFERENCES account (id),
    CONSTRAINT fk_agreed_onsets_first FOREIGN KEY(first) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT fk_agreed_onsets_second FOREIGN KEY(second) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT fk_agreed_onsets_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT pk_agreed_onsets PRIMARY KEY (id),
    CONSTRAINT uq_agreed_onsets_first_second UNIQUE (first, second)
);

CREATE INDEX ix_agreed_onsets_second ON agreed_onsets (second);

CREATE INDEX ix_agreed_onsets_session ON agreed_onsets (session);

CREATE TABLE annotation (
    coding VARCHAR COLLATE "C" NOT NULL,
    id VARCHAR COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    removed BOOLEAN DEFAULT false NOT NULL,
    track VARCHAR COLLATE "C" NOT NULL,
    subject VARCHAR COLLATE "C" NOT NULL,
    code VARCHAR COLLATE "C" NOT NULL,
    onset_ms BIGINT NOT NULL,
    offset_ms BIGINT,
    onset_frame BIGINT,
    offset_frame BIGINT,
    raw_onset_ms BIGINT,
    raw_offset_ms BIGINT,
    modifiers TEXT COLLATE "C" DEFAULT '{}' NOT NULL,
    comment TEXT COLLATE "C" DEFAULT '' NOT NULL,
    flagged BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT ck_annotation_revision CHECK (revision > 0),
    CONSTRAINT ck_annotation_stretch CHECK (onset_ms <= offset_ms),
    CONSTRAINT fk_annotation_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT pk_annotation PRIMARY KEY (coding, id)
);

CREATE INDEX ix_annotation_lane ON annotation (coding, track, subject, onset_ms) WHERE NOT removed;

CREATE TABLE assignment (
    id VARCHAR COLLATE "C" NOT NULL,
    session VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    scheme VARCHAR COLLATE "C",
    profile VARCHAR COLLATE "C",
    drawing VARCHAR COLLATE "C",
    position BIGINT DEFAULT '0' NOT NULL,
    former VARCHAR COLLATE "C",
    not_before VARCHAR COLLATE "C",
    made VARCHAR COLLATE "C",
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_assignment_again CHECK ((former IS NULL) = (not_before IS NULL)),
    CONSTRAINT fk_assignment_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT fk_assignment_drawing FOREIGN KEY(drawing) REFERENCES drawing (id) ON DELETE SET NULL,
    CONSTRAINT fk_assignment_former FOREIGN KEY(former) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT fk_assignment_made FOREIGN KEY(made) REFERENCES coding (id) ON DELETE SET NULL,
    CONSTRAINT fk_assignment_scheme FOREIGN KEY(scheme) REFERENCES scheme (hash),
    CONSTRAINT fk_assignment_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT pk_assignment PRIMARY KEY (id)
);

CREATE INDEX ix_assignment_account ON assignment (account);

CREATE INDEX ix_assignment_made ON assignment (made);

CREATE INDEX ix_assignment_session_account ON assignment (session, account);

CREATE UNIQUE INDEX uq_assignment_former ON assignment (former);

CREATE UNIQUE INDEX uq_assignment_given ON assignment (session, account) WHERE scheme IS NULL;

CREATE UNIQUE INDEX uq_assignment_work ON assignment (session, account, scheme, profile) WHERE scheme IS NOT NULL AND former IS NULL;

CREATE TABLE attempt (
    coding VARCHAR COLLATE "C" NOT NULL,
    gold VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    scheme_id VARCHAR COLLATE "C" NOT NULL,
    major BIGINT NOT NULL,
    purpose VARCHAR COLLATE "C" NOT NULL,
    statistic VARCHAR COLLATE "C" NOT NULL,
    value FLOAT,
    reason TEXT COLLATE "C" DEFAULT '' NOT NULL,
    least FLOAT NOT NULL,
    passed BOOLEAN NOT NULL,
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_attempt_purpose CHECK (purpose IN ('practice', 'test', 'drift')),
    CONSTRAINT ck_attempt_statistic CHECK (statistic IN ('accuracy', 'kappa', 'f1', 'within_one')),
    CONSTRAINT fk_attempt_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT fk_attempt_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT fk_attempt_gold FOREIGN KEY(gold) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT pk_attempt PRIMARY KEY (coding)
);

CREATE INDEX ix_attempt_account ON attempt (account);

CREATE INDEX ix_attempt_gold ON attempt (gold);

CREATE TABLE consensus (
    coding VARCHAR COLLATE "C" NOT NULL,
    first VARCHAR COLLATE "C" NOT NULL,
    second VARCHAR COLLATE "C" NOT NULL,
    first_seq BIGINT NOT NULL,
    second_seq BIGINT NOT NULL,
    verdict_seq BIGINT NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_consensus_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT fk_consensus_first FOREIGN KEY(first) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT fk_consensus_second FOREIGN KEY(second) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT pk_consensus PRIMARY KEY (coding)
);

CREATE INDEX ix_consensus_first ON consensus (first);

CREATE INDEX ix_consensus_second ON consensus (second);

CREATE TABLE editor (
    coding VARCHAR COLLATE "C" NOT NULL,
    tab VARCHAR COLLATE "C" NOT NULL,
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_editor_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT pk_editor PRIMARY KEY (coding)
);

CREATE TABLE film_key (
    recording VARCHAR COLLATE "C" NOT NULL,
    sealed VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_film_key_recording FOREIGN KEY(recording) REFERENCES recording (id) ON DELETE CASCADE,
    CONSTRAINT pk_film_key PRIMARY KEY (recording)
);

CREATE TABLE gold (
    session VARCHAR COLLATE "C" NOT NULL,
    scheme_id VARCHAR COLLATE "C" NOT NULL,
    major BIGINT NOT NULL,
    coding VARCHAR COLLATE "C" NOT NULL,
    gold_set VARCHAR COLLATE "C" NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_gold_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT fk_gold_gold_set FOREIGN KEY(gold_set) REFERENCES gold_set (id) ON DELETE CASCADE,
    CONSTRAINT fk_gold_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT pk_gold PRIMARY KEY (session, scheme_id, major)
);

CREATE INDEX ix_gold_coding ON gold (coding);

CREATE INDEX ix_gold_gold_set ON gold (gold_set);

CREATE TABLE job (
    id VARCHAR COLLATE "C" NOT NULL,
    kind VARCHAR COLLATE "C" NOT NULL,
    recording VARCHAR COLLATE "C" NOT NULL,
    state VARCHAR COLLATE "C" NOT NULL,
    progress FLOAT DEFAULT '0' NOT NULL,
    step TEXT COLLATE "C" DEFAULT '' NOT NULL,
    reason TEXT COLLATE "C" DEFAULT '' NOT NULL,
    tries BIGINT DEFAULT '0' NOT NULL,
    worker VARCHAR COLLATE "C",
    lease_until VARCHAR COLLATE "C",
    position BIGINT DEFAULT '0' NOT NULL,
    made_at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_job_progress CHECK (progress BETWEEN 0 AND 1),
    CONSTRAINT ck_job_state CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    CONSTRAINT fk_job_recording FOREIGN KEY(recording) REFERENCES recording (id) ON DELETE CASCADE,
    CONSTRAINT pk_job PRIMARY KEY (id)
);

CREATE INDEX ix_job_recording ON job (recording);

CREATE INDEX ix_job_state_position ON job (state, position);

CREATE TABLE moment (
    plan VARCHAR COLLATE "C" NOT NULL,
    id VARCHAR COLLATE "C" NOT NULL,
    position BIGINT DEFAULT '0' NOT NULL,
    onset_ms BIGINT NOT NULL,
    offset_ms BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    kind VARCHAR COLLATE "C" NOT NULL,
    phrase TEXT COLLATE "C" DEFAULT '' NOT NULL,
    question TEXT COLLATE "C" DEFAULT '' NOT NULL,
    why TEXT COLLATE "C" DEFAULT '' NOT NULL,
    counterpart VARCHAR COLLATE "C",
    said TEXT COLLATE "C" DEFAULT '' NOT NULL,
    CONSTRAINT ck_moment_kind CHECK (kind IN ('strength', 'repair', 'challenge')),
    CONSTRAINT ck_moment_stretch CHECK (onset_ms <= at_ms AND at_ms <= offset_ms),
    CONSTRAINT fk_moment_plan FOREIGN KEY(plan) REFERENCES plan (id) ON DELETE CASCADE,
    CONSTRAINT pk_moment PRIMARY KEY (plan, id)
);

CREATE TABLE plan_aside (
    plan VARCHAR COLLATE "C" NOT NULL,
    id VARCHAR COLLATE "C" NOT NULL,
    position BIGINT DEFAULT '0' NOT NULL,
    onset_ms BIGINT NOT NULL,
    offset_ms BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    kind VARCHAR COLLATE "C" NOT NULL,
    phrase TEXT COLLATE "C" DEFAULT '' NOT NULL,
    question TEXT COLLATE "C" DEFAULT '' NOT NULL,
    why TEXT COLLATE "C" DEFAULT '' NOT NULL,
    theme TEXT COLLATE "C" DEFAULT '' NOT NULL,
    CONSTRAINT ck_plan_aside_kind CHECK (kind IN ('strength', 'repair', 'challenge')),
    CONSTRAINT ck_plan_aside_stretch CHECK (onset_ms <= at_ms AND at_ms <= offset_ms),
    CONSTRAINT fk_plan_aside_plan FOREIGN KEY(plan) REFERENCES plan (id) ON DELETE CASCADE,
    CONSTRAINT pk_plan_aside PRIMARY KEY (plan, id)
);

CREATE TABLE plan_then (
    plan VARCHAR COLLATE "C" NOT NULL,
    moment VARCHAR COLLATE "C" NOT NULL,
    then_plan VARCHAR COLLATE "C" NOT NULL,
    then_moment VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_plan_then_plan FOREIGN KEY(plan) REFERENCES plan (id) ON DELETE CASCADE,
    CONSTRAINT fk_plan_then_then_plan FOREIGN KEY(then_plan) REFERENCES plan (id) ON DELETE CASCADE,
    CONSTRAINT pk_plan_then PRIMARY KEY (plan, moment)
);

CREATE INDEX ix_plan_then_then_plan ON plan_then (then_plan);

CREATE TABLE plan_words (
    plan VARCHAR COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" DEFAULT '' NOT NULL,
    later TEXT COLLATE "C" DEFAULT '' NOT NULL,
    returned TEXT COLLATE "C" DEFAULT '' NOT NULL,
    themes TEXT COLLATE "C" DEFAULT '{}' NOT NULL,
    CONSTRAINT fk_plan_words_plan FOREIGN KEY(plan) REFERENCES plan (id) ON DELETE CASCADE,
    CONSTRAINT pk_plan_words PRIMARY KEY (plan)
);

CREATE TABLE remapped (
    coding VARCHAR COLLATE "C" NOT NULL,
    source VARCHAR COLLATE "C" NOT NULL,
    source_seq BIGINT NOT NULL,
    map BIGINT NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_remapped_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT fk_remapped_map FOREIGN KEY(map) REFERENCES scheme_map (seq),
    CONSTRAINT fk_remapped_source FOREIGN KEY(source) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT pk_remapped PRIMARY KEY (coding)
);

CREATE INDEX ix_remapped_source ON remapped (source);

CREATE TABLE reopening (
    seq BIGSERIAL NOT NULL,
    coding VARCHAR COLLATE "C" NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    CONSTRAINT fk_reopening_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT pk_reopening PRIMARY KEY (seq)
);

CREATE INDEX ix_reopening_coding ON reopening (coding);

CREATE TABLE second_pass (
    coding VARCHAR COLLATE "C" NOT NULL,
    agreement VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_second_pass_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT pk_second_pass PRIMARY KEY (coding)
);

CREATE INDEX ix_second_pass_agreement ON second_pass (agreement);

CREATE TABLE seen_concern (
    coding VARCHAR COLLATE "C" NOT NULL,
    annotation VARCHAR COLLATE "C" NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_seen_concern_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT pk_seen_concern PRIMARY KEY (coding, annotation)
);

CREATE TABLE tab (
    coding VARCHAR COLLATE "C" NOT NULL,
    id VARCHAR COLLATE "C" NOT NULL,
    last BIGINT NOT NULL,
    CONSTRAINT fk_tab_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT pk_tab PRIMARY KEY (coding, id)
);

CREATE TABLE talk_message (
    seq BIGSERIAL NOT NULL,
    talk VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_talk_message_account FOREIGN KEY(account) REFERENCES account (id),
    CONSTRAINT fk_talk_message_talk FOREIGN KEY(talk) REFERENCES talk (id) ON DELETE CASCADE,
    CONSTRAINT pk_talk_message PRIMARY KEY (seq)
);

CREATE INDEX ix_talk_message_talk_seq ON talk_message (talk, seq);

CREATE TABLE talk_seen (
    talk VARCHAR COLLATE "C" NOT NULL,
    account VARCHAR COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    CONSTRAINT fk_talk_seen_account FOREIGN KEY(account) REFERENCES account (id),
    CONSTRAINT fk_talk_seen_talk FOREIGN KEY(talk) REFERENCES talk (id) ON DELETE CASCADE,
    CONSTRAINT pk_talk_seen PRIMARY KEY (talk, account)
);

CREATE TABLE upload_key (
    upload VARCHAR COLLATE "C" NOT NULL,
    sealed VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_upload_key_upload FOREIGN KEY(upload) REFERENCES upload (id) ON DELETE CASCADE,
    CONSTRAINT pk_upload_key PRIMARY KEY (upload)
);

CREATE TABLE verdict (
    seq BIGSERIAL NOT NULL,
    first VARCHAR COLLATE "C" NOT NULL,
    second VARCHAR COLLATE "C" NOT NULL,
    track VARCHAR COLLATE "C" NOT NULL,
    subject VARCHAR COLLATE "C" NOT NULL,
    onset_ms BIGINT NOT NULL,
    offset_ms BIGINT NOT NULL,
    first_code VARCHAR COLLATE "C" NOT NULL,
    second_code VARCHAR COLLATE "C" NOT NULL,
    verdict VARCHAR COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" DEFAULT '' NOT NULL,
    by VARCHAR COLLATE "C",
    at VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_verdict_stretch CHECK (onset_ms <= offset_ms),
    CONSTRAINT ck_verdict_verdict CHECK (verdict IN ('first', 'second', 'both', 'unclear', 'open')),
    CONSTRAINT fk_verdict_first FOREIGN KEY(first) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT fk_verdict_second FOREIGN KEY(second) REFERENCES coding (id) ON DELETE CASCADE,
    CONSTRAINT pk_verdict PRIMARY KEY (seq)
);

CREATE INDEX ix_verdict_first_second_seq ON verdict (first, second, seq);

CREATE INDEX ix_verdict_second ON verdict (second);

CREATE TABLE view (
    account VARCHAR COLLATE "C" NOT NULL,
    recording VARCHAR COLLATE "C" NOT NULL,
    hour VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_view_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT fk_view_recording FOREIGN KEY(recording) REFERENCES recording (id) ON DELETE CASCADE,
    CONSTRAINT pk_view PRIMARY KEY (account, recording, hour)
);

CREATE INDEX ix_view_recording ON view (recording);

CREATE TABLE agreed_mark (
    agreement VARCHAR COLLATE "C" NOT NULL,
    n BIGINT NOT NULL,
    first VARCHAR COLLATE "C",
    second VARCHAR COLLATE "C",
    taken VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT ck_agreed_mark_taken CHECK (taken IN ('first', 'second', 'both', 'neither')),
    CONSTRAINT fk_agreed_mark_agreement FOREIGN KEY(agreement) REFERENCES agreed_onsets (id) ON DELETE CASCADE,
    CONSTRAINT pk_agreed_mark PRIMARY KEY (agreement, n)
);

CREATE TABLE edit (
    coding VARCHAR COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    position BIGINT NOT NULL,
    id VARCHAR COLLATE "C" NOT NULL,
    kind VARCHAR COLLATE "C" NOT NULL,
    annotation VARCHAR COLLATE "C",
    revision BIGINT NOT NULL,
    content TEXT COLLATE "C",
    before TEXT COLLATE "C",
    onset_ms BIGINT,
    offset_ms BIGINT,
    onset_before_ms BIGINT,
    offset_before_ms BIGINT,
    CONSTRAINT ck_edit_annotation CHECK ((kind = 'window') = (annotation IS NULL)),
    CONSTRAINT ck_edit_kind CHECK (kind IN ('add', 'change', 'remove', 'window')),
    CONSTRAINT ck_edit_window CHECK (onset_ms <= offset_ms),
    CONSTRAINT fk_edit_coding_seq FOREIGN KEY(coding, seq) REFERENCES act (coding, seq) ON DELETE CASCADE,
    CONSTRAINT pk_edit PRIMARY KEY (coding, seq, position),
    CONSTRAINT uq_edit_coding_id UNIQUE (coding, id)
);

CREATE TABLE reel (
    id VARCHAR COLLATE "C" NOT NULL,
    plan VARCHAR COLLATE "C" NOT NULL,
    recording VARCHAR COLLATE "C" NOT NULL,
    job VARCHAR COLLATE "C" NOT NULL,
    until VARCHAR COLLATE "C" NOT NULL,
    handed_at VARCHAR COLLATE "C",
    CONSTRAINT fk_reel_job FOREIGN KEY(job) REFERENCES job (id) ON DELETE CASCADE,
    CONSTRAINT fk_reel_plan FOREIGN KEY(plan) REFERENCES plan (id) ON DELETE CASCADE,
    CONSTRAINT fk_reel_recording FOREIGN KEY(recording) REFERENCES recording (id) ON DELETE CASCADE,
    CONSTRAINT pk_reel PRIMARY KEY (id),
    CONSTRAINT uq_reel_plan UNIQUE (plan)
);

CREATE INDEX ix_reel_job ON reel (job);

CREATE INDEX ix_reel_recording ON reel (recording);

CREATE TABLE reel_film (
    recording VARCHAR COLLATE "C" NOT NULL,
    reel VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT fk_reel_film_recording FOREIGN KEY(recording) REFERENCES recording (id) ON DELETE CASCADE,
    CONSTRAINT fk_reel_film_reel FOREIGN KEY(reel) REFERENCES reel (id) ON DELETE CASCADE,
    CONSTRAINT pk_reel_film PRIMARY KEY (recording, reel)
);

CREATE INDEX ix_reel_film_reel ON reel_film (reel);

CREATE TABLE audit_counted (seq BIGINT NOT NULL);

INSERT INTO audit_counted (seq) VALUES (0);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = '23514'; END $$;

CREATE FUNCTION count_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit) THEN
        RAISE EXCEPTION USING MESSAGE = 'the record only grows at its end', ERRCODE = '23514';
    END IF;
    UPDATE audit_counted SET seq = NEW.seq;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_next BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION count_audit();

CREATE TRIGGER audit_kept BEFORE UPDATE ON audit FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_change('the record is never changed');

CREATE TRIGGER audit_whole BEFORE DELETE OR TRUNCATE ON audit FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_change('nothing is taken out of the record');

CREATE TRIGGER act_kept BEFORE UPDATE ON act FOR EACH ROW
    EXECUTE FUNCTION refuse_change('an act is never changed');

CREATE TRIGGER edit_kept BEFORE UPDATE ON edit FOR EACH ROW
    EXECUTE FUNCTION refuse_change('an edit is never changed');

CREATE TRIGGER consent_kept BEFORE UPDATE ON consent FOR EACH ROW
    EXECUTE FUNCTION refuse_change('what somebody said is never changed');

CREATE FUNCTION attune_sees_all() RETURNS boolean LANGUAGE sql STABLE
    RETURN coalesce(current_setting('attune.seen_for', true), '') = '*';

CREATE FUNCTION attune_sees(of VARCHAR) RETURNS boolean LANGUAGE sql STABLE
    RETURN attune_sees_all() OR EXISTS (
        SELECT FROM membership
        WHERE membership.study = of AND membership.account = current_setting('attune.seen_for', true)
    );

CREATE FUNCTION attune_sees_family(of VARCHAR) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    this CONSTANT text := current_setting('attune.seen_for', true) || ' ' || of;
BEGIN
    IF this = current_setting('attune.seen_family', true) THEN
        RETURN true;
    END IF;
    IF EXISTS (SELECT FROM family WHERE family.id = of) THEN
        PERFORM set_config('attune.seen_family', this, true);
        RETURN true;
    END IF;
    RETURN false;
END $$;

ALTER TABLE family ENABLE ROW LEVEL SECURITY;

ALTER TABLE family FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON family USING (attune_sees(study));

ALTER TABLE asked_of_two ENABLE ROW LEVEL SECURITY;

ALTER TABLE asked_of_two FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON asked_of_two USING (attune_sees_all() OR attune_sees_family(family));

ALTER TABLE caseload ENABLE ROW LEVEL SECURITY;

ALTER TABLE caseload FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON caseload USING (attune_sees_all() OR attune_sees_family(family));

ALTER TABLE hold ENABLE ROW LEVEL SECURITY;

ALTER TABLE hold FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON hold USING (attune_sees_all() OR attune_sees_family(family));

CREATE FUNCTION attune_sees_person(of VARCHAR) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    this CONSTANT text := current_setting('attune.seen_for', true) || ' ' || of;
BEGIN
    IF this = current_setting('attune.seen_person', true) THEN
        RETURN true;
    END IF;
    IF EXISTS (SELECT FROM person WHERE person.id = of) THEN
        PERFORM set_config('attune.seen_person', this, true);
        RETURN true;
    END IF;
    RETURN false;
END $$;

ALTER TABLE person ENABLE ROW LEVEL SECURITY;

ALTER TABLE person FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON person USING (attune_sees_all() OR attune_sees_family(family));

CREATE FUNCTION attune_sees_session(of VARCHAR) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    this CONSTANT text := current_setting('attune.seen_for', true) || ' ' || of;
BEGIN
    IF this = current_setting('attune.seen_session', true) THEN
        RETURN true;
    END IF;
    IF EXISTS (SELECT FROM session WHERE session.id = of) THEN
        PERFORM set_config('attune.seen_session', this, true);
        RETURN true;
    END IF;
    RETURN false;
END $$;

ALTER TABLE session ENABLE ROW LEVEL SECURITY;

ALTER TABLE session FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON session USING (attune_sees_all() OR attune_sees_family(family));

ALTER TABLE awaited_film ENABLE ROW LEVEL SECURITY;

ALTER TABLE awaited_film FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON awaited_film USING (attune_sees_all() OR attune_sees_session(session));

CREATE FUNCTION attune_sees_coding(of VARCHAR) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    this CONSTANT text := current_setting('attune.seen_for', true) || ' ' || of;
BEGIN
    IF this = current_setting('attune.seen_coding', true) THEN
        RETURN true;
    END IF;
    IF EXISTS (SELECT FROM coding WHERE coding.id = of) THEN
        PERFORM set_config('attune.seen_coding', this, true);
        RETURN true;
    END IF;
    RETURN false;
END $$;

ALTER TABLE coding ENABLE ROW LEVEL SECURITY;

ALTER TABLE coding FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON coding USING (attune_sees_all() OR attune_sees_session(session));

ALTER TABLE consent ENABLE ROW LEVEL SECURITY;

ALTER TABLE consent FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON consent USING (attune_sees_all() OR attune_sees_person(person));

ALTER TABLE how_usual ENABLE ROW LEVEL SECURITY;

ALTER TABLE how_usual FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON how_usual USING (attune_sees_all() OR attune_sees_session(session));

ALTER TABLE note ENABLE ROW LEVEL SECURITY;

ALTER TABLE note FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON note USING (attune_sees_all() OR attune_sees_session(session));

ALTER TABLE person_value ENABLE ROW LEVEL SECURITY;

ALTER TABLE person_value FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON person_value USING (attune_sees_all() OR attune_sees_person(person));

CREATE FUNCTION attune_sees_plan(of VARCHAR) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    this CONSTANT text := current_setting('attune.seen_for', true) || ' ' || of;
BEGIN
    IF this = current_setting('attune.seen_plan', true) THEN
        RETURN true;
    END IF;
    IF EXISTS (SELECT FROM plan WHERE plan.id = of) THEN
        PERFORM set_config('attune.seen_plan', this, true);
        RETURN true;
    END IF;
    RETURN false;
END $$;

ALTER TABLE plan ENABLE ROW LEVEL SECURITY;

ALTER TABLE plan FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON plan USING (attune_sees_all() OR attune_sees_session(session));

CREATE FUNCTION attune_sees_recording(of VARCHAR) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    this CONSTANT text := current_setting('attune.seen_for', true) || ' ' || of;
BEGIN
    IF this = current_setting('attune.seen_recording', true) THEN
        RETURN true;
    END IF;
    IF EXISTS (SELECT FROM recording WHERE recording.id = of) THEN
        PERFORM set_config('attune.seen_recording', this, true);
        RETURN true;
    END IF;
    RETURN false;
END $$;

ALTER TABLE recording ENABLE ROW LEVEL SECURITY;

ALTER TABLE recording FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON recording USING (attune_sees_all() OR attune_sees_session(session));

ALTER TABLE session_subject ENABLE ROW LEVEL SECURITY;

ALTER TABLE session_subject FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON session_subject USING (attune_sees_all() OR attune_sees_session(session));

CREATE FUNCTION attune_sees_talk(of VARCHAR) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    this CONSTANT text := current_setting('attune.seen_for', true) || ' ' || of;
BEGIN
    IF this = current_setting('attune.seen_talk', true) THEN
        RETURN true;
    END IF;
    IF EXISTS (SELECT FROM talk WHERE talk.id = of) THEN
        PERFORM set_config('attune.seen_talk', this, true);
        RETURN true;
    END IF;
    RETURN false;
END $$;

ALTER TABLE talk ENABLE ROW LEVEL SECURITY;

ALTER TABLE talk FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON talk USING (attune_sees_all() OR attune_sees_session(session));

CREATE FUNCTION attune_sees_upload(of VARCHAR) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
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
END $$;

ALTER TABLE upload ENABLE ROW LEVEL SECURITY;

ALTER TABLE upload FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON upload USING (attune_sees_all() OR attune_sees_session(session));

ALTER TABLE visit_value ENABLE ROW LEVEL SECURITY;

ALTER TABLE visit_value FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON visit_value USING (attune_sees_all() OR attune_sees_session(session));

ALTER TABLE act ENABLE ROW LEVEL SECURITY;

ALTER TABLE act FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON act USING (attune_sees_all() OR attune_sees_coding(coding));

CREATE FUNCTION attune_sees_agreed_onsets(of VARCHAR) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    this CONSTANT text := current_setting('attune.seen_for', true) || ' ' || of;
BEGIN
    IF this = current_setting('attune.seen_agreed_onsets', true) THEN
        RETURN true;
    END IF;
    IF EXISTS (SELECT FROM agreed_onsets WHERE agreed_onsets.id = of) THEN
        PERFORM set_config('attune.seen_agreed_onsets', this, true);
        RETURN true;
    END IF;
    RETURN false;
END $$;

ALTER TABLE agreed_onsets ENABLE ROW LEVEL SECURITY;

ALTER TABLE agreed_onsets FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON agreed_onsets USING (attune_sees_all() OR attune_sees_session(session));

ALTER TABLE annotation ENABLE ROW LEVEL SECURITY;

ALTER TABLE annotation FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON annotation USING (attune_sees_all() OR attune_sees_coding(coding));

ALTER TABLE assignment ENABLE ROW LEVEL SECURITY;

ALTER TABLE assignment FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON assignment USING (attune_sees_all() OR attune_sees_session(session));

ALTER TABLE attempt ENABLE ROW LEVEL SECURITY;

ALTER TABLE attempt FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON attempt USING (attune_sees_all() OR attune_sees_coding(coding));

ALTER TABLE consensus ENABLE ROW LEVEL SECURITY;

ALTER TABLE consensus FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON consensus USING (attune_sees_all() OR attune_sees_coding(coding));

ALTER TABLE editor ENABLE ROW LEVEL SECURITY;

ALTER TABLE editor FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON editor USING (attune_sees_all() OR attune_sees_coding(coding));

ALTER TABLE film_key ENABLE ROW LEVEL SECURITY;

ALTER TABLE film_key FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON film_key USING (attune_sees_all() OR attune_sees_recording(recording));

ALTER TABLE gold ENABLE ROW LEVEL SECURITY;

ALTER TABLE gold FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON gold USING (attune_sees_all() OR attune_sees_session(session));

ALTER TABLE job ENABLE ROW LEVEL SECURITY;

ALTER TABLE job FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON job USING (attune_sees_all() OR attune_sees_recording(recording));

ALTER TABLE moment ENABLE ROW LEVEL SECURITY;

ALTER TABLE moment FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON moment USING (attune_sees_all() OR attune_sees_plan(plan));

ALTER TABLE plan_aside ENABLE ROW LEVEL SECURITY;

ALTER TABLE plan_aside FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON plan_aside USING (attune_sees_all() OR attune_sees_plan(plan));

ALTER TABLE plan_then ENABLE ROW LEVEL SECURITY;

ALTER TABLE plan_then FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON plan_then USING (attune_sees_all() OR attune_sees_plan(plan));

ALTER TABLE plan_words ENABLE ROW LEVEL SECURITY;

ALTER TABLE plan_words FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON plan_words USING (attune_sees_all() OR attune_sees_plan(plan));

ALTER TABLE remapped ENABLE ROW LEVEL SECURITY;

ALTER TABLE remapped FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON remapped USING (attune_sees_all() OR attune_sees_coding(coding));

ALTER TABLE reopening ENABLE ROW LEVEL SECURITY;

ALTER TABLE reopening FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON reopening USING (attune_sees_all() OR attune_sees_coding(coding));

ALTER TABLE second_pass ENABLE ROW LEVEL SECURITY;

ALTER TABLE second_pass FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON second_pass USING (attune_sees_all() OR attune_sees_coding(coding));

ALTER TABLE seen_concern ENABLE ROW LEVEL SECURITY;

ALTER TABLE seen_concern FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON seen_concern USING (attune_sees_all() OR attune_sees_coding(coding));

ALTER TABLE tab ENABLE ROW LEVEL SECURITY;

ALTER TABLE tab FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON tab USING (attune_sees_all() OR attune_sees_coding(coding));

ALTER TABLE talk_message ENABLE ROW LEVEL SECURITY;

ALTER TABLE talk_message FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON talk_message USING (attune_sees_all() OR attune_sees_talk(talk));

ALTER TABLE talk_seen ENABLE ROW LEVEL SECURITY;

ALTER TABLE talk_seen FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON talk_seen USING (attune_sees_all() OR attune_sees_talk(talk));

ALTER TABLE upload_key ENABLE ROW LEVEL SECURITY;

ALTER TABLE upload_key FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON upload_key USING (attune_sees_all() OR attune_sees_upload(upload));

ALTER TABLE verdict ENABLE ROW LEVEL SECURITY;

ALTER TABLE verdict FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON verdict USING (attune_sees_all() OR attune_sees_coding(first));

ALTER TABLE view ENABLE ROW LEVEL SECURITY;

ALTER TABLE view FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON view USING (attune_sees_all() OR attune_sees_recording(recording));

ALTER TABLE agreed_mark ENABLE ROW LEVEL SECURITY;

ALTER TABLE agreed_mark FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON agreed_mark USING (attune_sees_all() OR attune_sees_agreed_onsets(agreement));

ALTER TABLE edit ENABLE ROW LEVEL SECURITY;

ALTER TABLE edit FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON edit USING (attune_sees_all() OR attune_sees_coding(coding));

ALTER TABLE reel ENABLE ROW LEVEL SECURITY;

ALTER TABLE reel FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON reel USING (attune_sees_all() OR attune_sees_plan(plan));

ALTER TABLE reel_film ENABLE ROW LEVEL SECURITY;

ALTER TABLE reel_film FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON reel_film USING (attune_sees_all() OR attune_sees_recording(recording));

CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY);

INSERT INTO alembic_version (version_num) VALUES ('0031');

