-- 0031
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE account (
	id VARCHAR NOT NULL, 
	name TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	language VARCHAR DEFAULT 'en' NOT NULL, 
	disabled BOOLEAN DEFAULT 0 NOT NULL, 
	rt_offset_ms INTEGER DEFAULT '0' NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT uq_account_folded UNIQUE (folded)
);

CREATE TABLE audit (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at VARCHAR NOT NULL, 
	who VARCHAR, 
	verb VARCHAR NOT NULL, 
	subject_kind VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	detail TEXT NOT NULL, 
	prev VARCHAR NOT NULL, 
	hash VARCHAR NOT NULL
);

CREATE INDEX ix_audit_subject_kind_subject ON audit (subject_kind, subject);

CREATE TABLE device (
	token_hash VARCHAR NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_device PRIMARY KEY (token_hash)
);

CREATE TABLE launch (
	token_hash VARCHAR NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_launch PRIMARY KEY (token_hash)
);

CREATE TABLE scheme (
	hash VARCHAR NOT NULL, 
	scheme_id VARCHAR NOT NULL, 
	version VARCHAR NOT NULL, 
	document BLOB NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_scheme PRIMARY KEY (hash)
);

CREATE TABLE study (
	id VARCHAR NOT NULL, 
	name TEXT NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_study PRIMARY KEY (id)
);

CREATE TABLE family (
	id VARCHAR NOT NULL, 
	study VARCHAR NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT DEFAULT '' NOT NULL, 
	code_folded TEXT NOT NULL, 
	name_folded TEXT DEFAULT '' NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_family PRIMARY KEY (id), 
	CONSTRAINT fk_family_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE, 
	CONSTRAINT uq_family_study_code_folded UNIQUE (study, code_folded)
);

CREATE TABLE membership (
	study VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	CONSTRAINT pk_membership PRIMARY KEY (study, account), 
	CONSTRAINT ck_membership_role CHECK (role IN ('practitioner', 'coder', 'lead', 'supervisor', 'admin')), 
	CONSTRAINT fk_membership_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_membership_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE
);

CREATE INDEX ix_membership_account ON membership (account);

CREATE TABLE person (
	id VARCHAR NOT NULL, 
	family VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	label TEXT NOT NULL, 
	birth_date VARCHAR, 
	position INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT fk_person_family FOREIGN KEY(family) REFERENCES family (id) ON DELETE CASCADE
);

CREATE INDEX ix_person_family ON person (family);

CREATE TABLE session (
	id VARCHAR NOT NULL, 
	family VARCHAR NOT NULL, 
	label TEXT NOT NULL, 
	date VARCHAR NOT NULL, 
	context TEXT DEFAULT '' NOT NULL, 
	folded TEXT NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_session PRIMARY KEY (id), 
	CONSTRAINT fk_session_family FOREIGN KEY(family) REFERENCES family (id) ON DELETE CASCADE
);

CREATE INDEX ix_session_date ON session (date);

CREATE INDEX ix_session_family_date ON session (family, date);

CREATE TABLE coding (
	id VARCHAR NOT NULL, 
	session VARCHAR NOT NULL, 
	coder VARCHAR NOT NULL, 
	scheme VARCHAR NOT NULL, 
	profile VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	onset_ms INTEGER NOT NULL, 
	offset_ms INTEGER NOT NULL, 
	first_onset_ms INTEGER NOT NULL, 
	first_offset_ms INTEGER NOT NULL, 
	seq INTEGER DEFAULT '0' NOT NULL, 
	place TEXT DEFAULT '{}' NOT NULL, 
	begun_at VARCHAR NOT NULL, 
	submitted_at VARCHAR, 
	CONSTRAINT pk_coding PRIMARY KEY (id), 
	CONSTRAINT ck_coding_state CHECK (state IN ('open', 'submitted', 'consensus')), 
	CONSTRAINT ck_coding_window CHECK (onset_ms <= offset_ms AND first_onset_ms <= first_offset_ms), 
	CONSTRAINT ck_coding_seq CHECK (seq >= 0), 
	CONSTRAINT fk_coding_coder FOREIGN KEY(coder) REFERENCES account (id), 
	CONSTRAINT fk_coding_scheme FOREIGN KEY(scheme) REFERENCES scheme (hash), 
	CONSTRAINT fk_coding_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE
);

CREATE INDEX ix_coding_coder ON coding (coder);

CREATE INDEX ix_coding_scheme ON coding (scheme);

CREATE INDEX ix_coding_session ON coding (session);

CREATE UNIQUE INDEX uq_coding_open ON coding (session, coder, scheme, profile) WHERE state = 'open';

CREATE TABLE recording (
	id VARCHAR NOT NULL, 
	session VARCHAR NOT NULL, 
	name TEXT NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	extension VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	shift_ms INTEGER DEFAULT '0' NOT NULL, 
	duration_ms INTEGER, 
	frames INTEGER, 
	width INTEGER, 
	height INTEGER, 
	variable_rate BOOLEAN DEFAULT 0 NOT NULL, 
	has_sound BOOLEAN DEFAULT 0 NOT NULL, 
	rate_num INTEGER, 
	rate_den INTEGER, 
	container TEXT DEFAULT '' NOT NULL, 
	video_codec TEXT DEFAULT '' NOT NULL, 
	audio_codec TEXT DEFAULT '' NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_recording PRIMARY KEY (id), 
	CONSTRAINT ck_recording_state CHECK (state IN ('preparing', 'ready', 'failed')), 
	CONSTRAINT ck_recording_length CHECK (duration_ms >= 0 AND frames >= 0), 
	CONSTRAINT fk_recording_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_recording_session_sha256 UNIQUE (session, sha256)
);

CREATE TABLE session_subject (
	session VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	of_scheme VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	label TEXT NOT NULL, 
	person VARCHAR, 
	position INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_session_subject PRIMARY KEY (session, subject), 
	CONSTRAINT fk_session_subject_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE SET NULL, 
	CONSTRAINT fk_session_subject_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE
);

CREATE INDEX ix_session_subject_person ON session_subject (person);

CREATE TABLE upload (
	id VARCHAR NOT NULL, 
	session VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	name TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_upload PRIMARY KEY (id), 
	CONSTRAINT ck_upload_size CHECK (size >= 0), 
	CONSTRAINT fk_upload_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_upload_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE
);

CREATE INDEX ix_upload_account ON upload (account);

CREATE INDEX ix_upload_session ON upload (session);

CREATE TABLE act (
	coding VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	tab VARCHAR NOT NULL, 
	n INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	undoes VARCHAR, 
	made_at TEXT DEFAULT '' NOT NULL, 
	received_at VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	outcome VARCHAR NOT NULL, 
	code TEXT DEFAULT '' NOT NULL, 
	message TEXT DEFAULT '' NOT NULL, 
	seq INTEGER, 
	edits TEXT, 
	CONSTRAINT pk_act PRIMARY KEY (coding, id), 
	CONSTRAINT ck_act_edits CHECK ((outcome = 'refused') = (edits IS NOT NULL)), 
	CONSTRAINT ck_act_seq CHECK ((outcome = 'saved') = (seq IS NOT NULL)), 
	CONSTRAINT ck_act_outcome CHECK (outcome IN ('saved', 'refused')), 
	CONSTRAINT fk_act_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE, 
	CONSTRAINT uq_act_coding_seq UNIQUE (coding, seq)
)
 WITHOUT ROWID

;

CREATE TABLE annotation (
	coding VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	removed BOOLEAN DEFAULT 0 NOT NULL, 
	track VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	onset_ms INTEGER NOT NULL, 
	offset_ms INTEGER, 
	onset_frame INTEGER, 
	offset_frame INTEGER, 
	raw_onset_ms INTEGER, 
	raw_offset_ms INTEGER, 
	modifiers TEXT DEFAULT '{}' NOT NULL, 
	comment TEXT DEFAULT '' NOT NULL, 
	flagged BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_annotation PRIMARY KEY (coding, id), 
	CONSTRAINT ck_annotation_stretch CHECK (onset_ms <= offset_ms), 
	CONSTRAINT ck_annotation_revision CHECK (revision > 0), 
	CONSTRAINT fk_annotation_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;

CREATE INDEX ix_annotation_lane ON annotation (coding, track, subject, onset_ms) WHERE removed = 0;

CREATE TABLE job (
	id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	recording VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	progress FLOAT DEFAULT '0' NOT NULL, 
	step TEXT DEFAULT '' NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	tries INTEGER DEFAULT '0' NOT NULL, 
	worker VARCHAR, 
	lease_until VARCHAR, 
	position INTEGER DEFAULT '0' NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_job PRIMARY KEY (id), 
	CONSTRAINT ck_job_state CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')), 
	CONSTRAINT ck_job_progress CHECK (progress BETWEEN 0 AND 1), 
	CONSTRAINT fk_job_recording FOREIGN KEY(recording) REFERENCES recording (id) ON DELETE CASCADE
);

CREATE INDEX ix_job_recording ON job (recording);

CREATE INDEX ix_job_state_position ON job (state, position);

CREATE TABLE tab (
	coding VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_tab PRIMARY KEY (coding, id), 
	CONSTRAINT fk_tab_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;

CREATE TABLE "view" (
	account VARCHAR NOT NULL, 
	recording VARCHAR NOT NULL, 
	hour VARCHAR NOT NULL, 
	CONSTRAINT pk_view PRIMARY KEY (account, recording, hour), 
	CONSTRAINT fk_view_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_view_recording FOREIGN KEY(recording) REFERENCES recording (id) ON DELETE CASCADE
);

CREATE INDEX ix_view_recording ON "view" (recording);

CREATE TABLE edit (
	coding VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	annotation VARCHAR, 
	revision INTEGER NOT NULL, 
	content TEXT, 
	"before" TEXT, 
	onset_ms INTEGER, 
	offset_ms INTEGER, 
	onset_before_ms INTEGER, 
	offset_before_ms INTEGER, 
	CONSTRAINT pk_edit PRIMARY KEY (coding, seq, position), 
	CONSTRAINT ck_edit_annotation CHECK ((kind = 'window') = (annotation IS NULL)), 
	CONSTRAINT ck_edit_kind CHECK (kind IN ('add', 'change', 'remove', 'window')), 
	CONSTRAINT ck_edit_window CHECK (onset_ms <= offset_ms), 
	CONSTRAINT fk_edit_coding_seq FOREIGN KEY(coding, seq) REFERENCES act (coding, seq) ON DELETE CASCADE, 
	CONSTRAINT uq_edit_coding_id UNIQUE (coding, id)
)
 WITHOUT ROWID

;

CREATE TRIGGER audit_next BEFORE INSERT ON audit
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit)
    BEGIN SELECT RAISE(ABORT, 'the record only grows at its end'); END;

CREATE TRIGGER audit_kept BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END;

CREATE TRIGGER audit_whole BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'nothing is taken out of the record'); END;

CREATE TRIGGER act_kept BEFORE UPDATE ON act
    BEGIN SELECT RAISE(ABORT, 'an act is never changed'); END;

CREATE TRIGGER edit_kept BEFORE UPDATE ON edit
    BEGIN SELECT RAISE(ABORT, 'an edit is never changed'); END;

CREATE TABLE note (
	account VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	session VARCHAR NOT NULL, 
	at_ms INTEGER, 
	text TEXT DEFAULT '' NOT NULL, 
	starred BOOLEAN DEFAULT 0 NOT NULL, 
	removed BOOLEAN DEFAULT 0 NOT NULL, 
	made_at VARCHAR NOT NULL, 
	changed_at VARCHAR NOT NULL, 
	CONSTRAINT pk_note PRIMARY KEY (account, id), 
	CONSTRAINT ck_note_at CHECK (at_ms >= 0), 
	CONSTRAINT fk_note_account FOREIGN KEY(account) REFERENCES account (id), 
	CONSTRAINT fk_note_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE
);

CREATE INDEX ix_note_session_account ON note (session, account);

CREATE TABLE "plan" (
	id VARCHAR NOT NULL, 
	session VARCHAR NOT NULL, 
	author VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	child TEXT DEFAULT '' NOT NULL, 
	strengths_only BOOLEAN DEFAULT 0 NOT NULL, 
	state VARCHAR NOT NULL, 
	step TEXT DEFAULT '' NOT NULL, 
	wish TEXT DEFAULT '' NOT NULL, 
	goal TEXT DEFAULT '' NOT NULL, 
	goal_number INTEGER, 
	revision INTEGER DEFAULT '0' NOT NULL, 
	released_by VARCHAR, 
	made_at VARCHAR NOT NULL, 
	shown_at VARCHAR, 
	CONSTRAINT pk_plan PRIMARY KEY (id), 
	CONSTRAINT ck_plan_goal_number CHECK (goal_number BETWEEN 1 AND 10), 
	CONSTRAINT ck_plan_state CHECK (state IN ('draft', 'ready', 'shown')), 
	CONSTRAINT fk_plan_author FOREIGN KEY(author) REFERENCES account (id), 
	CONSTRAINT fk_plan_released_by FOREIGN KEY(released_by) REFERENCES account (id), 
	CONSTRAINT fk_plan_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE
);

CREATE INDEX ix_plan_session ON "plan" (session);

CREATE INDEX ix_plan_author ON "plan" (author);

CREATE UNIQUE INDEX uq_plan_coming ON "plan" (session, author) WHERE state <> 'shown';

CREATE TABLE moment (
	"plan" VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	onset_ms INTEGER NOT NULL, 
	offset_ms INTEGER NOT NULL, 
	at_ms INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	phrase TEXT DEFAULT '' NOT NULL, 
	question TEXT DEFAULT '' NOT NULL, 
	why TEXT DEFAULT '' NOT NULL, 
	counterpart VARCHAR, 
	said TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_moment PRIMARY KEY ("plan", id), 
	CONSTRAINT ck_moment_kind CHECK (kind IN ('strength', 'repair', 'challenge')), 
	CONSTRAINT ck_moment_stretch CHECK (onset_ms <= at_ms AND at_ms <= offset_ms), 
	CONSTRAINT fk_moment_plan FOREIGN KEY("plan") REFERENCES "plan" (id) ON DELETE CASCADE
);

CREATE TABLE lawful_basis (
	seq INTEGER NOT NULL, 
	study VARCHAR NOT NULL, 
	family VARCHAR, 
	basis VARCHAR NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_lawful_basis PRIMARY KEY (seq), 
	CONSTRAINT ck_lawful_basis_basis CHECK (basis IN ('', 'consent', 'care', 'research', 'other')), 
	CONSTRAINT fk_lawful_basis_family FOREIGN KEY(family) REFERENCES family (id) ON DELETE CASCADE, 
	CONSTRAINT fk_lawful_basis_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE
);

CREATE INDEX ix_lawful_basis_study_family ON lawful_basis (study, family);

CREATE INDEX ix_lawful_basis_family ON lawful_basis (family);

CREATE TABLE reopening (
	seq INTEGER NOT NULL, 
	coding VARCHAR NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_reopening PRIMARY KEY (seq), 
	CONSTRAINT fk_reopening_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE
);

CREATE INDEX ix_reopening_coding ON reopening (coding);

CREATE TABLE erasure (
	id VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	"by" VARCHAR, 
	kind VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	counts TEXT DEFAULT '{}' NOT NULL, 
	finished_at VARCHAR, 
	CONSTRAINT pk_erasure PRIMARY KEY (id), 
	CONSTRAINT ck_erasure_kind CHECK (kind IN ('film', 'family')), 
	CONSTRAINT ck_erasure_reason CHECK (reason IN ('withdrawn', 'kept_long_enough', 'mistake', 'other'))
);

CREATE TABLE backup (
	id VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	file TEXT NOT NULL, 
	CONSTRAINT pk_backup PRIMARY KEY (id)
);

CREATE TABLE awaited_film (
	session VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	shift_ms INTEGER NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_awaited_film PRIMARY KEY (session, sha256), 
	CONSTRAINT fk_awaited_film_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE
);

CREATE INDEX ix_awaited_film_sha256 ON awaited_film (sha256);

CREATE TABLE sign_in (
	id VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	token_hash VARCHAR NOT NULL, 
	browser VARCHAR NOT NULL, 
	idle_s INTEGER NOT NULL, 
	longest_s INTEGER NOT NULL, 
	made_at VARCHAR NOT NULL, 
	seen_at VARCHAR NOT NULL, 
	CONSTRAINT pk_sign_in PRIMARY KEY (id), 
	CONSTRAINT fk_sign_in_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT uq_sign_in_token_hash UNIQUE (token_hash)
);

CREATE INDEX ix_sign_in_account ON sign_in (account);

CREATE TABLE credential (
	account VARCHAR NOT NULL, 
	password VARCHAR, 
	second VARCHAR, 
	second_on BOOLEAN DEFAULT 0 NOT NULL, 
	second_step INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_credential PRIMARY KEY (account), 
	CONSTRAINT fk_credential_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE
);

CREATE TABLE recovery_code (
	account VARCHAR NOT NULL, 
	code_hash VARCHAR NOT NULL, 
	CONSTRAINT pk_recovery_code PRIMARY KEY (account, code_hash), 
	CONSTRAINT fk_recovery_code_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE
);

CREATE TABLE ticket (
	token_hash VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_ticket PRIMARY KEY (token_hash), 
	CONSTRAINT ck_ticket_kind CHECK (kind IN ('invitation', 'second')), 
	CONSTRAINT fk_ticket_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE
);

CREATE INDEX ix_ticket_account ON ticket (account);

CREATE TABLE seen_concern (
	coding VARCHAR NOT NULL, 
	annotation VARCHAR NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_seen_concern PRIMARY KEY (coding, annotation), 
	CONSTRAINT fk_seen_concern_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE
);

CREATE TABLE desk_keys (
	account VARCHAR NOT NULL, 
	chosen TEXT NOT NULL, 
	CONSTRAINT pk_desk_keys PRIMARY KEY (account), 
	CONSTRAINT fk_desk_keys_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE
);

CREATE TABLE whole_study (
	study VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	CONSTRAINT pk_whole_study PRIMARY KEY (study, account), 
	CONSTRAINT fk_whole_study_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_whole_study_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE
);

CREATE INDEX ix_whole_study_account ON whole_study (account);

CREATE TABLE caseload (
	family VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	CONSTRAINT pk_caseload PRIMARY KEY (family, account), 
	CONSTRAINT fk_caseload_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_caseload_family FOREIGN KEY(family) REFERENCES family (id) ON DELETE CASCADE
);

CREATE INDEX ix_caseload_account ON caseload (account);

CREATE TABLE variable (
	id VARCHAR NOT NULL, 
	study VARCHAR NOT NULL, 
	"of" VARCHAR NOT NULL, 
	label TEXT NOT NULL, 
	kind VARCHAR NOT NULL, 
	choices TEXT DEFAULT '[]' NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_variable PRIMARY KEY (id), 
	CONSTRAINT ck_variable_of CHECK (of IN ('visit', 'person')), 
	CONSTRAINT ck_variable_kind CHECK (kind IN ('text', 'number', 'choice', 'date')), 
	CONSTRAINT fk_variable_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE
);

CREATE INDEX ix_variable_study ON variable (study);

CREATE TABLE visit_value (
	session VARCHAR NOT NULL, 
	variable VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	CONSTRAINT pk_visit_value PRIMARY KEY (session, variable), 
	CONSTRAINT fk_visit_value_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_visit_value_variable FOREIGN KEY(variable) REFERENCES variable (id) ON DELETE CASCADE
);

CREATE INDEX ix_visit_value_variable_folded ON visit_value (variable, folded);

CREATE TABLE person_value (
	person VARCHAR NOT NULL, 
	variable VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	CONSTRAINT pk_person_value PRIMARY KEY (person, variable), 
	CONSTRAINT fk_person_value_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE, 
	CONSTRAINT fk_person_value_variable FOREIGN KEY(variable) REFERENCES variable (id) ON DELETE CASCADE
);

CREATE INDEX ix_person_value_variable ON person_value (variable);

CREATE TABLE study_context (
	study VARCHAR NOT NULL, 
	label TEXT NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_study_context PRIMARY KEY (study, label), 
	CONSTRAINT fk_study_context_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE
);

CREATE TABLE talk (
	id VARCHAR NOT NULL, 
	session VARCHAR NOT NULL, 
	author VARCHAR NOT NULL, 
	supervisor VARCHAR NOT NULL, 
	at_ms INTEGER NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_talk PRIMARY KEY (id), 
	CONSTRAINT fk_talk_author FOREIGN KEY(author) REFERENCES account (id), 
	CONSTRAINT fk_talk_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_talk_supervisor FOREIGN KEY(supervisor) REFERENCES account (id)
);

CREATE INDEX ix_talk_session ON talk (session);

CREATE INDEX ix_talk_author ON talk (author);

CREATE INDEX ix_talk_supervisor ON talk (supervisor);

CREATE TABLE talk_message (
	seq INTEGER NOT NULL, 
	talk VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_talk_message PRIMARY KEY (seq), 
	CONSTRAINT fk_talk_message_account FOREIGN KEY(account) REFERENCES account (id), 
	CONSTRAINT fk_talk_message_talk FOREIGN KEY(talk) REFERENCES talk (id) ON DELETE CASCADE
);

CREATE INDEX ix_talk_message_talk_seq ON talk_message (talk, seq);

CREATE TABLE talk_seen (
	talk VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	CONSTRAINT pk_talk_seen PRIMARY KEY (talk, account), 
	CONSTRAINT fk_talk_seen_account FOREIGN KEY(account) REFERENCES account (id), 
	CONSTRAINT fk_talk_seen_talk FOREIGN KEY(talk) REFERENCES talk (id) ON DELETE CASCADE
);

CREATE TABLE tombstone (
	mark VARCHAR NOT NULL, 
	erasure VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	account VARCHAR, 
	CONSTRAINT pk_tombstone PRIMARY KEY (mark), 
	CONSTRAINT ck_tombstone_kind CHECK (kind IN ('family', 'session', 'visit', 'recording', 'coding', 'plan', 'note', 'talk')), 
	CONSTRAINT fk_tombstone_erasure FOREIGN KEY(erasure) REFERENCES erasure (id) ON DELETE CASCADE
);

CREATE INDEX ix_tombstone_erasure ON tombstone (erasure);

CREATE TABLE agreed_onsets (
	id VARCHAR NOT NULL, 
	session VARCHAR NOT NULL, 
	first VARCHAR NOT NULL, 
	second VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_agreed_onsets PRIMARY KEY (id), 
	CONSTRAINT fk_agreed_onsets_by FOREIGN KEY("by") REFERENCES account (id), 
	CONSTRAINT fk_agreed_onsets_first FOREIGN KEY(first) REFERENCES coding (id) ON DELETE CASCADE, 
	CONSTRAINT fk_agreed_onsets_second FOREIGN KEY(second) REFERENCES coding (id) ON DELETE CASCADE, 
	CONSTRAINT fk_agreed_onsets_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_agreed_onsets_first_second UNIQUE (first, second)
);

CREATE INDEX ix_agreed_onsets_second ON agreed_onsets (second);

CREATE INDEX ix_agreed_onsets_session ON agreed_onsets (session);

CREATE TABLE agreed_mark (
	agreement VARCHAR NOT NULL, 
	n INTEGER NOT NULL, 
	first VARCHAR, 
	second VARCHAR, 
	taken VARCHAR NOT NULL, 
	CONSTRAINT pk_agreed_mark PRIMARY KEY (agreement, n), 
	CONSTRAINT ck_agreed_mark_taken CHECK (taken IN ('first', 'second', 'both', 'neither')), 
	CONSTRAINT fk_agreed_mark_agreement FOREIGN KEY(agreement) REFERENCES agreed_onsets (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;

CREATE TABLE second_pass (
	coding VARCHAR NOT NULL, 
	agreement VARCHAR NOT NULL, 
	CONSTRAINT pk_second_pass PRIMARY KEY (coding), 
	CONSTRAINT fk_second_pass_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;

CREATE INDEX ix_second_pass_agreement ON second_pass (agreement);

CREATE TABLE verdict (
	seq INTEGER NOT NULL, 
	first VARCHAR NOT NULL, 
	second VARCHAR NOT NULL, 
	track VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	onset_ms INTEGER NOT NULL, 
	offset_ms INTEGER NOT NULL, 
	first_code VARCHAR NOT NULL, 
	second_code VARCHAR NOT NULL, 
	verdict VARCHAR NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_verdict PRIMARY KEY (seq), 
	CONSTRAINT ck_verdict_verdict CHECK (verdict IN ('first', 'second', 'both', 'unclear', 'open')), 
	CONSTRAINT ck_verdict_stretch CHECK (onset_ms <= offset_ms), 
	CONSTRAINT fk_verdict_first FOREIGN KEY(first) REFERENCES coding (id) ON DELETE CASCADE, 
	CONSTRAINT fk_verdict_second FOREIGN KEY(second) REFERENCES coding (id) ON DELETE CASCADE
);

CREATE INDEX ix_verdict_first_second_seq ON verdict (first, second, seq);

CREATE INDEX ix_verdict_second ON verdict (second);

CREATE TABLE consensus (
	coding VARCHAR NOT NULL, 
	first VARCHAR NOT NULL, 
	second VARCHAR NOT NULL, 
	first_seq INTEGER NOT NULL, 
	second_seq INTEGER NOT NULL, 
	verdict_seq INTEGER NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_consensus PRIMARY KEY (coding), 
	CONSTRAINT fk_consensus_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE, 
	CONSTRAINT fk_consensus_first FOREIGN KEY(first) REFERENCES coding (id) ON DELETE CASCADE, 
	CONSTRAINT fk_consensus_second FOREIGN KEY(second) REFERENCES coding (id) ON DELETE CASCADE
);

CREATE INDEX ix_consensus_first ON consensus (first);

CREATE INDEX ix_consensus_second ON consensus (second);

CREATE TABLE gate (
	study VARCHAR NOT NULL, 
	scheme_id VARCHAR NOT NULL, 
	accuracy FLOAT, 
	positive FLOAT, 
	least_events INTEGER, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_gate PRIMARY KEY (study, scheme_id), 
	CONSTRAINT ck_gate_accuracy CHECK (accuracy BETWEEN 0 AND 1), 
	CONSTRAINT ck_gate_positive CHECK (positive BETWEEN 0 AND 1), 
	CONSTRAINT ck_gate_least_events CHECK (least_events > 0), 
	CONSTRAINT fk_gate_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE
);

CREATE TABLE drawing (
	id VARCHAR NOT NULL, 
	study VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	scheme VARCHAR NOT NULL, 
	profile VARCHAR NOT NULL, 
	seed INTEGER NOT NULL, 
	settings TEXT NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_drawing PRIMARY KEY (id), 
	CONSTRAINT ck_drawing_kind CHECK (kind IN ('code', 'again')), 
	CONSTRAINT fk_drawing_scheme FOREIGN KEY(scheme) REFERENCES scheme (hash), 
	CONSTRAINT fk_drawing_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE
);

CREATE INDEX ix_drawing_study_at ON drawing (study, at);

CREATE TABLE assignment (
	id VARCHAR NOT NULL, 
	session VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	scheme VARCHAR, 
	profile VARCHAR, 
	drawing VARCHAR, 
	position INTEGER DEFAULT '0' NOT NULL, 
	former VARCHAR, 
	not_before VARCHAR, 
	made VARCHAR, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_assignment PRIMARY KEY (id), 
	CONSTRAINT ck_assignment_again CHECK ((former IS NULL) = (not_before IS NULL)), 
	CONSTRAINT fk_assignment_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_assignment_drawing FOREIGN KEY(drawing) REFERENCES drawing (id) ON DELETE SET NULL, 
	CONSTRAINT fk_assignment_former FOREIGN KEY(former) REFERENCES coding (id) ON DELETE CASCADE, 
	CONSTRAINT fk_assignment_made FOREIGN KEY(made) REFERENCES coding (id) ON DELETE SET NULL, 
	CONSTRAINT fk_assignment_scheme FOREIGN KEY(scheme) REFERENCES scheme (hash), 
	CONSTRAINT fk_assignment_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE
);

CREATE INDEX ix_assignment_account ON assignment (account);

CREATE INDEX ix_assignment_session_account ON assignment (session, account);

CREATE INDEX ix_assignment_made ON assignment (made);

CREATE UNIQUE INDEX uq_assignment_given ON assignment (session, account) WHERE scheme IS NULL;

CREATE UNIQUE INDEX uq_assignment_work ON assignment (session, account, scheme, profile) WHERE scheme IS NOT NULL AND former IS NULL;

CREATE UNIQUE INDEX uq_assignment_former ON assignment (former);

CREATE TABLE gold_set (
	id VARCHAR NOT NULL, 
	study VARCHAR NOT NULL, 
	name TEXT NOT NULL, 
	scheme_id VARCHAR NOT NULL, 
	major INTEGER NOT NULL, 
	purpose VARCHAR NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_gold_set PRIMARY KEY (id), 
	CONSTRAINT ck_gold_set_purpose CHECK (purpose IN ('practice', 'test', 'drift')), 
	CONSTRAINT fk_gold_set_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE
);

CREATE INDEX ix_gold_set_study ON gold_set (study);

CREATE TABLE gold (
	session VARCHAR NOT NULL, 
	scheme_id VARCHAR NOT NULL, 
	major INTEGER NOT NULL, 
	coding VARCHAR NOT NULL, 
	gold_set VARCHAR NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_gold PRIMARY KEY (session, scheme_id, major), 
	CONSTRAINT fk_gold_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_gold_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE, 
	CONSTRAINT fk_gold_gold_set FOREIGN KEY(gold_set) REFERENCES gold_set (id) ON DELETE CASCADE
);

CREATE INDEX ix_gold_coding ON gold (coding);

CREATE INDEX ix_gold_gold_set ON gold (gold_set);

CREATE TABLE training_gate (
	study VARCHAR NOT NULL, 
	scheme_id VARCHAR NOT NULL, 
	statistic VARCHAR, 
	least FLOAT, 
	per_code FLOAT, 
	in_a_row INTEGER, 
	days INTEGER, 
	every INTEGER, 
	required BOOLEAN DEFAULT 0 NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_training_gate PRIMARY KEY (study, scheme_id), 
	CONSTRAINT ck_training_gate_statistic CHECK (statistic IN ('accuracy', 'kappa', 'f1', 'within_one')), 
	CONSTRAINT ck_training_gate_least CHECK (least BETWEEN 0 AND 1), 
	CONSTRAINT ck_training_gate_per_code CHECK (per_code BETWEEN 0 AND 1), 
	CONSTRAINT ck_training_gate_numbers CHECK (in_a_row > 0 AND days > 0 AND every > 0), 
	CONSTRAINT fk_training_gate_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE
);

CREATE TABLE attempt (
	coding VARCHAR NOT NULL, 
	gold VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	scheme_id VARCHAR NOT NULL, 
	major INTEGER NOT NULL, 
	purpose VARCHAR NOT NULL, 
	statistic VARCHAR NOT NULL, 
	value FLOAT, 
	reason TEXT DEFAULT '' NOT NULL, 
	least FLOAT NOT NULL, 
	passed BOOLEAN NOT NULL, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_attempt PRIMARY KEY (coding), 
	CONSTRAINT ck_attempt_purpose CHECK (purpose IN ('practice', 'test', 'drift')), 
	CONSTRAINT ck_attempt_statistic CHECK (statistic IN ('accuracy', 'kappa', 'f1', 'within_one')), 
	CONSTRAINT fk_attempt_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE, 
	CONSTRAINT fk_attempt_gold FOREIGN KEY(gold) REFERENCES coding (id) ON DELETE CASCADE, 
	CONSTRAINT fk_attempt_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE
);

CREATE INDEX ix_attempt_gold ON attempt (gold);

CREATE INDEX ix_attempt_account ON attempt (account);

CREATE TABLE certificate (
	id VARCHAR NOT NULL, 
	study VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	scheme_id VARCHAR NOT NULL, 
	major INTEGER NOT NULL, 
	passes INTEGER NOT NULL, 
	issued_at VARCHAR NOT NULL, 
	expires_at VARCHAR, 
	ended_at VARCHAR, 
	ended_by VARCHAR, 
	CONSTRAINT pk_certificate PRIMARY KEY (id), 
	CONSTRAINT fk_certificate_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE, 
	CONSTRAINT fk_certificate_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE
);

CREATE INDEX ix_certificate_study_account ON certificate (study, account);

CREATE INDEX ix_certificate_account ON certificate (account);

CREATE TABLE drift_action (
	seq INTEGER NOT NULL, 
	study VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	scheme_id VARCHAR NOT NULL, 
	major INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	since VARCHAR DEFAULT '' NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_drift_action PRIMARY KEY (seq), 
	CONSTRAINT ck_drift_action_kind CHECK (kind IN ('talk', 'recode', 'none')), 
	CONSTRAINT fk_drift_action_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE, 
	CONSTRAINT fk_drift_action_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE
);

CREATE INDEX ix_drift_action_study_account ON drift_action (study, account);

CREATE INDEX ix_drift_action_account ON drift_action (account);

CREATE TABLE retired_scheme (
	hash VARCHAR NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_retired_scheme PRIMARY KEY (hash), 
	CONSTRAINT fk_retired_scheme_hash FOREIGN KEY(hash) REFERENCES scheme (hash)
);

CREATE TABLE scheme_draft (
	id VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	base VARCHAR, 
	title TEXT DEFAULT '' NOT NULL, 
	step INTEGER NOT NULL, 
	made_at VARCHAR NOT NULL, 
	changed_at VARCHAR NOT NULL, 
	CONSTRAINT pk_scheme_draft PRIMARY KEY (id), 
	CONSTRAINT fk_scheme_draft_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_scheme_draft_base FOREIGN KEY(base) REFERENCES scheme (hash)
);

CREATE INDEX ix_scheme_draft_account ON scheme_draft (account);

CREATE TABLE scheme_draft_state (
	draft VARCHAR NOT NULL, 
	step INTEGER NOT NULL, 
	text BLOB NOT NULL, 
	CONSTRAINT pk_scheme_draft_state PRIMARY KEY (draft, step), 
	CONSTRAINT fk_scheme_draft_state_draft FOREIGN KEY(draft) REFERENCES scheme_draft (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;

CREATE TABLE scheme_map (
	seq INTEGER NOT NULL, 
	old VARCHAR NOT NULL, 
	new VARCHAR NOT NULL, 
	codes TEXT NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_scheme_map PRIMARY KEY (seq), 
	CONSTRAINT fk_scheme_map_old FOREIGN KEY(old) REFERENCES scheme (hash), 
	CONSTRAINT fk_scheme_map_new FOREIGN KEY(new) REFERENCES scheme (hash)
);

CREATE INDEX ix_scheme_map_old_new_seq ON scheme_map (old, new, seq);

CREATE TABLE remapped (
	coding VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	source_seq INTEGER NOT NULL, 
	map INTEGER NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_remapped PRIMARY KEY (coding), 
	CONSTRAINT fk_remapped_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE, 
	CONSTRAINT fk_remapped_source FOREIGN KEY(source) REFERENCES coding (id) ON DELETE CASCADE, 
	CONSTRAINT fk_remapped_map FOREIGN KEY(map) REFERENCES scheme_map (seq)
);

CREATE INDEX ix_remapped_source ON remapped (source);

CREATE TABLE suggesting_weight (
	study VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	weight INTEGER NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_suggesting_weight PRIMARY KEY (study, name), 
	CONSTRAINT ck_suggesting_weight_weight CHECK (weight BETWEEN 0 AND 10), 
	CONSTRAINT fk_suggesting_weight_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE
);

CREATE TABLE reel (
	id VARCHAR NOT NULL, 
	"plan" VARCHAR NOT NULL, 
	recording VARCHAR NOT NULL, 
	job VARCHAR NOT NULL, 
	until VARCHAR NOT NULL, 
	handed_at VARCHAR, 
	CONSTRAINT pk_reel PRIMARY KEY (id), 
	CONSTRAINT fk_reel_job FOREIGN KEY(job) REFERENCES job (id) ON DELETE CASCADE, 
	CONSTRAINT fk_reel_plan FOREIGN KEY("plan") REFERENCES "plan" (id) ON DELETE CASCADE, 
	CONSTRAINT fk_reel_recording FOREIGN KEY(recording) REFERENCES recording (id) ON DELETE CASCADE, 
	CONSTRAINT uq_reel_plan UNIQUE ("plan")
);

CREATE INDEX ix_reel_job ON reel (job);

CREATE INDEX ix_reel_recording ON reel (recording);

CREATE TABLE plan_words (
	"plan" VARCHAR NOT NULL, 
	question TEXT DEFAULT '' NOT NULL, 
	later TEXT DEFAULT '' NOT NULL, 
	returned TEXT DEFAULT '' NOT NULL, 
	themes TEXT DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_plan_words PRIMARY KEY ("plan"), 
	CONSTRAINT fk_plan_words_plan FOREIGN KEY("plan") REFERENCES "plan" (id) ON DELETE CASCADE
);

CREATE TABLE plan_then (
	"plan" VARCHAR NOT NULL, 
	moment VARCHAR NOT NULL, 
	then_plan VARCHAR NOT NULL, 
	then_moment VARCHAR NOT NULL, 
	CONSTRAINT pk_plan_then PRIMARY KEY ("plan", moment), 
	CONSTRAINT fk_plan_then_plan FOREIGN KEY("plan") REFERENCES "plan" (id) ON DELETE CASCADE, 
	CONSTRAINT fk_plan_then_then_plan FOREIGN KEY(then_plan) REFERENCES "plan" (id) ON DELETE CASCADE
);

CREATE INDEX ix_plan_then_then_plan ON plan_then (then_plan);

CREATE TABLE release_rule (
	study VARCHAR NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_release_rule PRIMARY KEY (study), 
	CONSTRAINT fk_release_rule_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE
);

CREATE TABLE consent (
	seq INTEGER NOT NULL, 
	person VARCHAR NOT NULL, 
	purpose VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	how TEXT DEFAULT '' NOT NULL, 
	language TEXT DEFAULT '' NOT NULL, 
	until VARCHAR, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_consent PRIMARY KEY (seq), 
	CONSTRAINT ck_consent_purpose CHECK (purpose IN ('look_together', 'supervisor', 'supervision_group', 'quality_coding', 'research_study', 'research_future', 'teaching_clips', 'teaching_stills', 'family_copy', 'feedback_session')), 
	CONSTRAINT ck_consent_state CHECK (state IN ('given', 'refused', 'withdrawn')), 
	CONSTRAINT ck_consent_how CHECK (how IN ('', 'paper', 'signature', 'spoken')), 
	CONSTRAINT fk_consent_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE
);

CREATE INDEX ix_consent_person_purpose_seq ON consent (person, purpose, seq);

CREATE TRIGGER consent_kept BEFORE UPDATE ON consent BEGIN SELECT RAISE(ABORT, 'what somebody said is never changed'); END;

CREATE TABLE probe (
	times INTEGER NOT NULL, 
	CONSTRAINT pk_probe PRIMARY KEY (times)
);

CREATE TABLE retention_rule (
	study VARCHAR NOT NULL, 
	months INTEGER NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_retention_rule PRIMARY KEY (study), 
	CONSTRAINT fk_retention_rule_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE
);

CREATE TABLE asked_of_two (
	family VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	until VARCHAR, 
	"by" VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_asked_of_two PRIMARY KEY (family), 
	CONSTRAINT ck_asked_of_two_kind CHECK (kind IN ('erase', 'hold', 'let_go')), 
	CONSTRAINT ck_asked_of_two_reason CHECK (reason IN ('', 'complaint', 'court', 'safeguarding', 'research', 'other')), 
	CONSTRAINT fk_asked_of_two_family FOREIGN KEY(family) REFERENCES family (id) ON DELETE CASCADE
);

CREATE TABLE hold (
	family VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	until VARCHAR NOT NULL, 
	asked_by VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_hold PRIMARY KEY (family), 
	CONSTRAINT ck_hold_reason CHECK (reason IN ('complaint', 'court', 'safeguarding', 'research', 'other')), 
	CONSTRAINT fk_hold_family FOREIGN KEY(family) REFERENCES family (id) ON DELETE CASCADE
);

CREATE TABLE plan_aside (
	"plan" VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	onset_ms INTEGER NOT NULL, 
	offset_ms INTEGER NOT NULL, 
	at_ms INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	phrase TEXT DEFAULT '' NOT NULL, 
	question TEXT DEFAULT '' NOT NULL, 
	why TEXT DEFAULT '' NOT NULL, 
	theme TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_plan_aside PRIMARY KEY ("plan", id), 
	CONSTRAINT ck_plan_aside_kind CHECK (kind IN ('strength', 'repair', 'challenge')), 
	CONSTRAINT ck_plan_aside_stretch CHECK (onset_ms <= at_ms AND at_ms <= offset_ms), 
	CONSTRAINT fk_plan_aside_plan FOREIGN KEY("plan") REFERENCES "plan" (id) ON DELETE CASCADE
);

CREATE TABLE how_usual (
	session VARCHAR NOT NULL, 
	answer INTEGER, 
	"by" VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_how_usual PRIMARY KEY (session), 
	CONSTRAINT ck_how_usual_answer CHECK (answer BETWEEN 1 AND 5), 
	CONSTRAINT fk_how_usual_by FOREIGN KEY("by") REFERENCES account (id), 
	CONSTRAINT fk_how_usual_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE
);

CREATE TABLE editor (
	coding VARCHAR NOT NULL, 
	tab VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_editor PRIMARY KEY (coding), 
	CONSTRAINT fk_editor_coding FOREIGN KEY(coding) REFERENCES coding (id) ON DELETE CASCADE
);

CREATE TABLE encryption (
	one INTEGER NOT NULL, 
	proof VARCHAR NOT NULL, 
	key_file TEXT NOT NULL, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_encryption PRIMARY KEY (one), 
	CONSTRAINT ck_encryption_one CHECK (one = 1)
);

CREATE TABLE film_key (
	recording VARCHAR NOT NULL, 
	sealed VARCHAR NOT NULL, 
	CONSTRAINT pk_film_key PRIMARY KEY (recording), 
	CONSTRAINT fk_film_key_recording FOREIGN KEY(recording) REFERENCES recording (id) ON DELETE CASCADE
);

CREATE TABLE upload_key (
	upload VARCHAR NOT NULL, 
	sealed VARCHAR NOT NULL, 
	CONSTRAINT pk_upload_key PRIMARY KEY (upload), 
	CONSTRAINT fk_upload_key_upload FOREIGN KEY(upload) REFERENCES upload (id) ON DELETE CASCADE
);

CREATE TABLE reel_film (
	recording VARCHAR NOT NULL, 
	reel VARCHAR NOT NULL, 
	CONSTRAINT pk_reel_film PRIMARY KEY (recording, reel), 
	CONSTRAINT fk_reel_film_recording FOREIGN KEY(recording) REFERENCES recording (id) ON DELETE CASCADE, 
	CONSTRAINT fk_reel_film_reel FOREIGN KEY(reel) REFERENCES reel (id) ON DELETE CASCADE
);

CREATE INDEX ix_reel_film_reel ON reel_film (reel);

CREATE TABLE wrong_answer (
	whom VARCHAR NOT NULL, 
	count INTEGER NOT NULL, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_wrong_answer PRIMARY KEY (whom)
);

CREATE INDEX ix_wrong_answer_at ON wrong_answer (at);

CREATE TABLE viewing_limit (
	study VARCHAR NOT NULL, 
	families INTEGER NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_viewing_limit PRIMARY KEY (study), 
	CONSTRAINT fk_viewing_limit_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE
);

CREATE TABLE much_seen (
	id VARCHAR NOT NULL, 
	study VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	families INTEGER NOT NULL, 
	at VARCHAR NOT NULL, 
	seen_by VARCHAR, 
	CONSTRAINT pk_much_seen PRIMARY KEY (id), 
	CONSTRAINT fk_much_seen_study FOREIGN KEY(study) REFERENCES study (id) ON DELETE CASCADE, 
	CONSTRAINT fk_much_seen_account FOREIGN KEY(account) REFERENCES account (id) ON DELETE CASCADE
);

CREATE INDEX ix_much_seen_study_at ON much_seen (study, at);

CREATE INDEX ix_much_seen_account_at ON much_seen (account, at);

INSERT INTO alembic_version (version_num) VALUES ('0031');

