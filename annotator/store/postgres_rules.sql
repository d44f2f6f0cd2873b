-- What keeps the record, and what was said and done, from being changed; beside the tables that are made.

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
