"""Every use case that asks who somebody is: the right it needs, and what it may be done to."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.access import Purpose, Right
from annotator.actions import (
    agreeing,
    aligning,
    asking_how_usual,
    assigning,
    backing_up,
    backup_keys,
    bringing_in,
    changing,
    checking,
    coding_again,
    codings,
    comparing,
    drafting,
    drifting,
    editing,
    encrypting,
    entering,
    erasing,
    exporting,
    families,
    family_people,
    family_record,
    fidelity,
    films,
    gold,
    hands,
    home,
    judging,
    library,
    looking_back,
    meeting,
    moving,
    notes,
    noticing,
    people,
    picturing,
    planning,
    preparing,
    publishing,
    reels,
    release_rule,
    remapping,
    remarks,
    retaining,
    sheets,
    study_agreeing,
    study_training,
    studying,
    supervising,
    talking,
    training,
    two_passes,
    usual_way,
    variables,
    viewing,
    visit_notes,
    visits,
    weighing,
    work_list,
)
from annotator.actions.agreeing import HowGiven
from annotator.actions.assigning import Wanted
from annotator.actions.coding_again import WantedAgain
from annotator.actions.scheme_cards import shipped_cards
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from annotator.store.gates import Gate
from annotator.store.training import TrainingGate
from annotator.store.verdicts import Moment
from tests.meeting_case import draft
from tests.talking import new_id
from tests.walking import Thing, World

HERE = Path(__file__)


@dataclass(frozen=True)
class Deed:
    """A use case: what it is done to, the right that it needs, how it is called with an id.

    ``kinds``: the things it may be done to; ``to_own`` says that it is the right to one's own, so
    that another's never exists for it, whatever else one may see.
    """

    of: Callable[..., Any]
    right: Right
    kinds: tuple[str, ...]
    call: Callable[[Workplace, Account | None, str], Any]
    to_own: bool = False

    @property
    def name(self) -> str:
        return f"{self.of.__module__.rsplit('.', 1)[-1]}.{self.of.__name__}"


def deed(of: Callable[..., Any], right: Right, kinds: str, *more: Any, to_own: bool = False) -> Deed:
    """A use case that takes an id and then ``more``; one of the whole place takes only ``more``."""
    at_place = kinds == "place"

    def call(w: Workplace, who: Account | None, id: str) -> Any:
        return of(w, who, *(() if at_place else (id,)), *more)

    return Deed(of, right, tuple(kinds.split(", ")), call, to_own)


def late(of: Callable[..., Any], right: Right, kinds: str, call: Callable[..., Any]) -> Deed:
    """A use case whose id is not its first argument."""
    return Deed(of, right, tuple(kinds.split(", ")), call)


def clip(folder: Path) -> Path:
    """A file that begins as a film does."""
    file = folder / "clip.mp4"
    file.write_bytes(b"\0\0\0\x18ftypisom\0\0\2\0isommp41" + bytes(64))
    return file


def own_study(w: Workplace, who: Account | None) -> str:
    """A study of somebody's own; none for nobody."""
    return studying.own_studies(w, who)[0].study.id if who is not None else ""


def quiet(*_told: Any) -> None:
    """Hears of progress."""


ACTS = {
    "api": 1,
    "acts": [
        {"id": new_id(), "tab": new_id(), "n": 1, "kind": "press", "undoes": None, "made_at": "", "edits": []}
    ],
}
NOWHERE = Moment("dyad_state", "dyad", 0, 1, "together", "apart")
CORE = next(hash for hash, card in shipped_cards().items() if card.id == "core-attunement")
TWO_KEYS = next(hash for hash, card in shipped_cards().items() if card.id == "two-keys")
TO_CODE = Wanted(TWO_KEYS, "only", (), seed=1)
TO_CODE_AGAIN = WantedAgain(TWO_KEYS, "only", seed=1)
DEEDS = (
    deed(agreeing.answer, Right.EDIT_FAMILIES, "session", []),
    deed(agreeing.matrix, Right.SEE_NAMES, "family"),
    late(agreeing.note, Right.EDIT_FAMILIES, "person", lambda w, who, id: agreeing.note(w, who, [id], [Purpose.SUPERVISOR], "given", HowGiven("paper"))),
    deed(agreeing.note_for_visits, Right.EDIT_FAMILIES, "session", [Purpose.SUPERVISOR], "given", HowGiven("paper")),
    late(agreeing.set_basis, Right.SET_BASIS, "family", lambda w, who, id: agreeing.set_basis(w, who, "care", id)),
    deed(agreeing.withdraw, Right.EDIT_FAMILIES, "person"),
    deed(aligning.align_films, Right.ADD_FILMS, "session", {}, {}),
    deed(aligning.films_to_align, Right.ADD_FILMS, "session"),
    deed(assigning.assign, Right.ASSIGN, "study", TO_CODE),
    deed(assigning.coders_here, Right.ASSIGN, "study"),
    deed(assigning.grid, Right.ASSIGN, "study"),
    deed(assigning.preview, Right.ASSIGN, "study", TO_CODE),
    deed(assigning.reassign, Right.ASSIGN, "session", "nobody", "nobody"),
    deed(assigning.withdraw, Right.ASSIGN, "session", "nobody"),
    deed(backing_up.begin_backup, Right.BACK_UP, "place", HERE),
    deed(backup_keys.make_key, Right.BACK_UP, "place", HERE),
    deed(bringing_in.bring_scheme, Right.WRITE_SCHEMES, "place", "none.yaml", b"[]"),
    deed(bringing_in.keep_scheme, Right.WRITE_SCHEMES, "place", Path("coding_schemes/core-attunement.yaml")),
    deed(checking.check_here, Right.CHECK_STORE, "place"),
    deed(checking.disk_here, Right.CHECK_STORE, "place"),
    deed(encrypting.encrypt_films, Right.BACK_UP, "place", HERE),
    deed(coding_again.assign_again, Right.ASSIGN, "study", TO_CODE_AGAIN),
    deed(coding_again.days_in_between, Right.ASSIGN, "study"),
    deed(coding_again.preview_again, Right.ASSIGN, "study", TO_CODE_AGAIN),
    deed(codings.begin_coding, Right.CODE, "session"),
    deed(codings.codings_here, Right.CODE, "session"),
    deed(codings.desk, Right.CODE, "own coding, their coding", to_own=True),
    deed(codings.my_codings, Right.CODE, "place"),
    deed(codings.packed_desk, Right.CODE, "own coding, their coding", to_own=True),
    deed(codings.own, Right.CODE, "own coding, their coding", to_own=True),
    deed(codings.reopen_coding, Right.REOPEN, "own coding, their coding", "the film was shifted"),
    deed(codings.save_acts, Right.CODE, "own coding, their coding", ACTS, to_own=True),
    deed(editing.claim, Right.CODE, "own coding, their coding", "tab-0001", False, to_own=True),
    deed(editing.heard, Right.CODE, "own coding, their coding", ("tab-0001",), to_own=True),
    deed(codings.save_place, Right.CODE, "own coding, their coding", {"at_ms": 1}, to_own=True),
    deed(codings.schemes_here, Right.CODE, "place"),
    deed(codings.submit_coding, Right.CODE, "own coding, their coding", 1, to_own=True),
    late(comparing.compare_codings, Right.CODE, "own coding, their coding", lambda w, who, id: comparing.compare_codings(w, who, id, id)),
    late(comparing.shuffled, Right.CODE, "own coding, their coding", lambda w, who, id: comparing.shuffled(w, who, id, id)),
    deed(comparing.summarise_coding, Right.CODE, "own coding, their coding"),
    deed(changing.change_of, Right.CODE, "own coding, their coding"),
    deed(drafting.drafts, Right.WRITE_SCHEMES, "place"),
    deed(drafting.begin, Right.WRITE_SCHEMES, "place", "Play"),
    deed(drafting.begin_copy, Right.WRITE_SCHEMES, "place", TWO_KEYS, "Ours"),
    deed(drafting.begin_next, Right.WRITE_SCHEMES, "place", TWO_KEYS),
    deed(drafting.begin_from_text, Right.WRITE_SCHEMES, "place", b""),
    deed(drafting.draft, Right.WRITE_SCHEMES, "their draft", to_own=True),
    deed(drafting.edit, Right.WRITE_SCHEMES, "their draft", dict, to_own=True),
    deed(drafting.save_text, Right.WRITE_SCHEMES, "their draft", 1, b"x", to_own=True),
    deed(drafting.take_back, Right.WRITE_SCHEMES, "their draft", to_own=True),
    deed(drafting.do_again, Right.WRITE_SCHEMES, "their draft", to_own=True),
    deed(drafting.discard, Right.WRITE_SCHEMES, "their draft", to_own=True),
    deed(drafting.draft_file, Right.WRITE_SCHEMES, "their draft", to_own=True),
    deed(publishing.what_next, Right.WRITE_SCHEMES, "their draft", to_own=True),
    deed(publishing.publish, Right.WRITE_SCHEMES, "their draft", 1, to_own=True),
    deed(drifting.act_on_drift, Right.JUDGE, "study", "nobody", ("core-attunement", 1), drifting.Doing("talk")),
    deed(fidelity.last_segments, Right.CODE, "place"),
    deed(drifting.recoding_since, Right.JUDGE, "study", "nobody", ("core-attunement", 1), "2026-05-31"),
    deed(drifting.drift_of_study, Right.SEE_ALL_CODINGS, "study"),
    deed(erasing.backups_here, Right.ERASE, "place"),
    deed(erasing.erase_family, Right.ERASE, "family", "mistake", "not its name"),
    deed(erasing.erase_film, Right.ERASE, "film", "mistake", "not its name"),
    deed(erasing.reach_of_family, Right.ERASE, "family"),
    deed(erasing.reach_of_film, Right.ERASE, "film"),
    deed(exporting.export_coding, Right.CODE, "own coding, their coding", "zip"),
    deed(exporting.export_session, Right.CODE, "session"),
    deed(families.create_family, Right.EDIT_FAMILIES, "place", "Family 99"),
    deed(families.create_session, Right.EDIT_FAMILIES, "family", "Visit 9", "2026-01-01", "feeding"),
    deed(families.edit_family, Right.EDIT_FAMILIES, "family", "Family 98", ""),
    deed(families.edit_session, Right.EDIT_FAMILIES, "session", "Visit 9", "2026-01-01", "feeding"),
    deed(families.families_page, Right.SEE_FAMILIES, "place"),
    deed(families.family, Right.SEE_FAMILIES, "family"),
    deed(families.session, Right.SEE_FAMILIES, "session"),
    deed(families.sessions_page, Right.SEE_FAMILIES, "place"),
    deed(families.visits_json, Right.SEE_FAMILIES, "place", ""),
    deed(asking_how_usual.answered, Right.SEE_VARIABLES, "session"),
    deed(asking_how_usual.keep_answer, Right.EDIT_FAMILIES, "session", 4),
    deed(family_record.record_of_family, Right.READ_RECORD, "family"),
    deed(family_people.add_member, Right.EDIT_FAMILIES, "family", "caregiver", "Somebody"),
    deed(family_people.edit_member, Right.EDIT_FAMILIES, "person", "caregiver", "Somebody"),
    deed(family_people.members, Right.SEE_NAMES, "family"),
    deed(family_people.move_up, Right.EDIT_FAMILIES, "person"),
    deed(family_people.presence, Right.SEE_NAMES, "session"),
    deed(family_people.remove_member, Right.EDIT_FAMILIES, "person"),
    deed(family_people.set_on_film, Right.EDIT_FAMILIES, "session", []),
    deed(library.code_book, Right.CODE, "place", TWO_KEYS, "html"),
    deed(library.retire, Right.RETIRE_SCHEMES, "place", TWO_KEYS),
    deed(library.take_back, Right.RETIRE_SCHEMES, "place", TWO_KEYS),
    deed(library.version_of, Right.CODE, "place", "two-keys"),
    deed(library.kept, Right.CODE, "place"),
    deed(library.scheme_file, Right.CODE, "place", TWO_KEYS),
    deed(library.versions_apart, Right.CODE, "place", TWO_KEYS, TWO_KEYS),
    deed(library.marks_held, Right.CODE, "place", TWO_KEYS),
    deed(library.export_scheme, Right.CODE, "place", "two-keys", "boris"),
    deed(library.scheme, Right.CODE, "place", "two-keys"),
    deed(films.begin_upload, Right.ADD_FILMS, "session", "film.mp4", 10),
    deed(films.cancel_job, Right.ADD_FILMS, "job"),
    deed(films.cancel_upload, Right.ADD_FILMS, "upload", to_own=True),
    deed(films.film_file, Right.SEE_FILMS, "film", "proxy.mp4"),
    deed(films.finish_upload, Right.ADD_FILMS, "upload", to_own=True),
    late(films.import_film, Right.ADD_FILMS, "session", lambda w, who, id: films.import_film(w, who, id, clip(w.folder))),
    deed(films.job, Right.SEE_FILMS, "job"),
    deed(films.remove_film, Right.ADD_FILMS, "film"),
    deed(films.retry_job, Right.ADD_FILMS, "job"),
    deed(films.upload, Right.ADD_FILMS, "upload", to_own=True),
    deed(films.visit_of_film, Right.ADD_FILMS, "place", HERE),
    deed(films.upload_path, Right.ADD_FILMS, "upload", 1, to_own=True),
    late(judging.differences, Right.CODE, "own coding, their coding", lambda w, who, id: judging.differences(w, who, id, id)),
    late(judging.differences_json, Right.CODE, "own coding, their coding", lambda w, who, id: judging.differences_json(w, who, id, id)),
    late(judging.judge, Right.JUDGE, "own coding, their coding", lambda w, who, id: judging.judge(w, who, id, id, NOWHERE, "first", "")),
    late(judging.make_consensus, Right.JUDGE, "own coding, their coding", lambda w, who, id: judging.make_consensus(w, who, id, id)),
    late(gold.declare, Right.DECLARE_GOLD, "own coding, their coding", lambda w, who, id: gold.declare(w, who, id, "no-set")),
    deed(gold.give_set, Right.ASSIGN, "gold set", "nobody"),
    deed(gold.gold_of_study, Right.DECLARE_GOLD, "study"),
    deed(gold.make_set, Right.DECLARE_GOLD, "study", "First films", "core-attunement", "test"),
    deed(gold.remove_set, Right.DECLARE_GOLD, "gold set"),
    deed(gold.withdraw_gold, Right.DECLARE_GOLD, "own coding, their coding"),
    deed(home.waiting, Right.SEE_FAMILIES, "place"),
    deed(home.by_share, Right.SEE_FAMILIES, "place"),
    deed(looking_back.as_it_was, Right.CODE, "own coding, their coding", 1, to_own=True),
    deed(looking_back.history_of, Right.CODE, "own coding, their coding", "no-annotation", to_own=True),
    deed(remapping.map_of, Right.REMAP, "place", TWO_KEYS, CORE),
    deed(remapping.keep_map, Right.REMAP, "place", TWO_KEYS, CORE, {}),
    deed(remapping.marks_asked, Right.REMAP, "place", TWO_KEYS, CORE),
    deed(remapping.preview, Right.REMAP, "place", TWO_KEYS, CORE),
    late(remapping.apply_map, Right.REMAP, "own coding, their coding", lambda w, who, id: remapping.apply_map(w, who, TWO_KEYS, CORE, [id])),
    deed(meeting.close_meeting, Right.PREPARE, "own plan, their plan", "", "", "", None, to_own=True),
    deed(meeting.meeting_film, Right.PREPARE, "own plan, their plan", "film.mp4", to_own=True),
    deed(meeting.meeting_of, Right.PREPARE, "own plan, their plan", to_own=True),
    deed(meeting.parent_view_of, Right.PREPARE, "own plan, their plan", to_own=True),
    deed(meeting.save_said, Right.PREPARE, "own plan, their plan", "no-moment", "yes", to_own=True),
    deed(notes.add_note, Right.WRITE_NOTES, "session", "a-note-of-today", 1_000, "look", True),
    deed(notes.all_notes, Right.SEE_ALL_NOTES, "session"),
    deed(notes.change_note, Right.WRITE_NOTES, "note", 2_000, "look", True, to_own=True),
    deed(notes.my_notes, Right.WRITE_NOTES, "session"),
    deed(notes.remove_note, Right.WRITE_NOTES, "note", to_own=True),
    deed(notes.watching, Right.WRITE_NOTES, "session"),
    deed(people.add_person, Right.MANAGE_PEOPLE, "place", "Somebody new", "coder"),
    deed(people.people, Right.SEE_PEOPLE, "place"),
    deed(people.end_sign_in, Right.MANAGE_PEOPLE, "account"),
    late(people.set_disabled, Right.MANAGE_PEOPLE, "account", lambda w, who, id: people.set_disabled(w, who, id, disabled=True)),
    deed(people.set_role, Right.MANAGE_PEOPLE, "account", "coder"),
    deed(people.sign_ins_of, Right.MANAGE_PEOPLE, "account"),
    deed(entering.invite, Right.MANAGE_PEOPLE, "account"),
    late(entering.change_password, Right.SEE_PEOPLE, "place", lambda w, who, _id: entering.change_password(w, who, "", "", "")),
    deed(people.rename_person, Right.MANAGE_PEOPLE, "account", "Somebody else"),
    deed(people.set_language, Right.SEE_PEOPLE, "place", "en"),
    deed(hands.set_keys, Right.SEE_PEOPLE, "place", "boris", {}),
    deed(hands.set_reaction_time, Right.SEE_PEOPLE, "place", 200),
    deed(planning.planned, Right.ASSIGN, "study", planning.Expectation()),
    deed(noticing.noticed, Right.CODE, "own coding, their coding"),
    deed(picturing.picture_of, Right.CODE, "own coding, their coding"),
    deed(preparing.mark_ready, Right.PREPARE, "own plan, their plan", to_own=True),
    deed(preparing.open_plan, Right.PREPARE, "session"),
    deed(preparing.plan_json, Right.PREPARE, "own plan, their plan"),
    deed(preparing.plan_view, Right.PREPARE, "own plan, their plan"),
    deed(preparing.plans_of_session, Right.SEE_FAMILIES, "session"),
    deed(preparing.release_plan, Right.RELEASE, "own plan, their plan"),
    deed(preparing.return_plan, Right.RELEASE, "own plan, their plan", "shorter, please"),
    deed(preparing.save_plan, Right.PREPARE, "own plan, their plan", draft(), to_own=True),
    deed(remarks.film_remarks, Right.SEE_FILMS, "film"),
    late(supervising.concern_seen, Right.RELEASE, "own coding, their coding", lambda w, who, id: supervising.concern_seen(w, who, id, "no-annotation")),
    deed(supervising.looking_over, Right.RELEASE, "place"),
    deed(study_agreeing.agreement_of_study, Right.SEE_ALL_CODINGS, "study"),
    deed(study_agreeing.agreement_report, Right.SEE_ALL_CODINGS, "study", "csv"),
    deed(usual_way.usual_way, Right.ASSIGN, "session"),
    deed(usual_way.usual_way_in, Right.ASSIGN, "study"),
    deed(study_agreeing.asked_in_study, Right.SEE_ALL_CODINGS, "study"),
    deed(study_agreeing.ask_of_agreement, Right.MANAGE_STUDY, "study", "core-attunement", Gate(0.9)),
    deed(study_training.ask_of_coders, Right.MANAGE_STUDY, "study", "core-attunement", TrainingGate(least=0.9)),
    deed(study_training.end_certificate, Right.DECLARE_GOLD, "certificate"),
    deed(study_training.training_of_study, Right.DECLARE_GOLD, "study"),
    deed(studying.caseload_of, Right.ASSIGN, "family"),
    deed(studying.given_to, Right.SHARE, "session"),
    late(studying.give_visits, Right.SHARE, "session", lambda w, who, id: studying.give_visits(w, who, [id], "nobody")),
    deed(studying.make_study, Right.MAKE_STUDIES, "place", "A third study"),
    deed(studying.own_studies, Right.SEE_STUDY, "place"),
    deed(studying.remove_member, Right.MANAGE_STUDY, "study", "nobody"),
    deed(studying.rename_study, Right.MANAGE_STUDY, "study", "Another name"),
    deed(studying.set_caseload, Right.ASSIGN, "family", []),
    late(studying.set_caseloads, Right.ASSIGN, "family", lambda w, who, id: studying.set_caseloads(w, who, [id], [])),
    deed(moving.could_move_to, Right.ASSIGN, "family"),
    late(moving.move_families, Right.ASSIGN, "family", lambda w, who, id: moving.move_families(w, who, [id], own_study(w, who))),
    deed(moving.remove_study, Right.MANAGE_STUDY, "study"),
    deed(studying.set_member, Right.MANAGE_STUDY, "study", "nobody", "coder"),
    deed(studying.study, Right.SEE_STUDY, "study"),
    deed(studying.take_visit_back, Right.SHARE, "session", "nobody"),
    deed(talking.my_talks, Right.TALK, "place"),
    deed(talking.say, Right.TALK, "talk of two", "I see it, too", to_own=True),
    deed(talking.seen, Right.TALK, "talk", 1),
    late(talking.share_moment, Right.SHARE, "session", lambda w, who, id: talking.share_moment(w, who, id, 1_000, "nobody", "look")),
    deed(talking.supervisors_of, Right.SHARE, "session"),
    deed(talking.talk, Right.TALK, "talk"),
    deed(talking.talks_of_visit, Right.SEE_FAMILIES, "session"),
    deed(training.begin_exercise, Right.CODE, "session", "core-attunement"),
    deed(training.feedback, Right.CODE, "own coding, their coding", to_own=True),
    deed(training.my_training, Right.CODE, "place"),
    late(two_passes.agree_onsets, Right.CODE, "own coding, their coding", lambda w, who, id: two_passes.agree_onsets(w, who, id, id, {})),
    late(two_passes.onsets, Right.CODE, "own coding, their coding", lambda w, who, id: two_passes.onsets(w, who, id, id)),
    deed(two_passes.pairs_of_visit, Right.CODE, "session"),
    deed(variables.defined, Right.SEE_VARIABLES, "study"),
    deed(variables.define, Right.DEFINE_VARIABLES, "study", "visit", "Group", "text"),
    deed(variables.remove, Right.DEFINE_VARIABLES, "variable"),
    deed(variables.set_contexts, Right.DEFINE_VARIABLES, "study", ["at home"]),
    deed(variables.of_visit, Right.SEE_VARIABLES, "session"),
    deed(variables.of_person, Right.SEE_VARIABLES, "person"),
    late(variables.set_visits, Right.EDIT_FAMILIES, "session", lambda w, who, id: variables.set_visits(w, who, [id], "no-variable", "a")),
    deed(variables.set_person, Right.EDIT_FAMILIES, "person", "no-variable", "a"),
    deed(viewing.much_seen, Right.MANAGE_STUDY, "place"),
    deed(viewing.put_aside, Right.MANAGE_STUDY, "study"),
    deed(viewing.viewing_limit, Right.MANAGE_STUDY, "study"),
    deed(viewing.set_viewing_limit, Right.MANAGE_STUDY, "study", 40),
    deed(visits.visits, Right.SEE_FAMILIES, "place", visits.Asked()),
    late(visits.set_context, Right.EDIT_FAMILIES, "session", lambda w, who, id: visits.set_context(w, who, [id], "feeding")),
    deed(families.contexts_for, Right.SEE_FAMILIES, "family"),
    deed(weighing.weights_of_study, Right.SEE_STUDY, "study"),
    deed(release_rule.release_rule, Right.SEE_STUDY, "study"),
    late(release_rule.set_release_rule, Right.MANAGE_STUDY, "study",
         lambda w, who, id: release_rule.set_release_rule(w, who, id, always=True)),
    deed(retaining.retention_of_study, Right.SEE_STUDY, "study"),
    deed(retaining.set_retention, Right.MANAGE_STUDY, "study", 60),
    deed(retaining.ask_to_erase, Right.ERASE, "family"),
    deed(retaining.ask_to_hold, Right.ERASE, "family", "court", "2099-01-01"),
    deed(retaining.ask_to_let_go, Right.ERASE, "family"),
    deed(retaining.take_back, Right.ERASE, "family"),
    deed(retaining.confirm, Right.ERASE, "family", "erase", "not its name"),
    deed(weighing.set_weights, Right.MANAGE_STUDY, "study", {"star": 2}),
    deed(work_list.my_work, Right.CODE, "place"),
    deed(sheets.sheet, Right.PREPARE, "own plan, their plan", "html", to_own=True),
    deed(reels.ask_for_reel, Right.PREPARE, "own plan, their plan", to_own=True),
    deed(reels.reel_of, Right.PREPARE, "own plan, their plan", to_own=True),
    deed(reels.seal_reel, Right.PREPARE, "own plan, their plan", to_own=True),
    deed(reels.reel_file, Right.PREPARE, "own plan, their plan", to_own=True),
    deed(reels.drop_reel, Right.PREPARE, "own plan, their plan", to_own=True),
    deed(visit_notes.visit_note_file, Right.PREPARE, "own plan, their plan", "txt", to_own=True),
)  # fmt: skip

ELSEWHERE = {
    "bringing_in.keep_film": "answers with a verdict; asks by import_film",
    "carrying.bring": "takes a file; asked for the visit and the coder in tests/actions/test_carrying.py",
    "carrying.bring_in": "answers with a verdict; asks by bring",
    "carrying.people_to_choose": "names oneself alone to who may not bring for others",
    "carrying.take_along": "one's own, or for a lead anybody's; tests/actions/test_carrying.py",
    "certified.in_training": "answers whether, and refuses nobody",
    "carrying.waits_for_film": "says no for what is not there as for what does not wait",
    "desk.desk_json": "puts together what codings.desk answers",
    "entering.invite_into": "takes two rights; tests/actions/test_studying.py",
    "erasing.report": "an erasure's id; walked in tests/actions/test_erasing.py",
    "erasing.taken_away": "takes what reach_of_film or reach_of_family gave",
    "films.still": "decodes a frame; asks as film_file does, by tests/actions/test_stills.py",
    "folders.import_folder": "asks once for a whole table; below",
    "studying.may_make_studies": "answers whether, and refuses nobody",
    "supervising.may_look_over": "answers whether, and refuses nobody",
    "library.may_retire": "answers whether, and refuses nobody",
    "library.may_write": "answers whether, and refuses nobody",
    "remapping.may_remap": "answers whether, and refuses nobody",
    "people.may_manage_people": "answers whether, and refuses nobody",
}
"""Use cases without a row, and why."""

# A plan exists for who may see them all, whatever right the deed needs for one's own.
SEES_TOO = {Right.PREPARE: Right.SEE_ALL_PLANS}


def expected(world: World, deed: Deed, actor: str, kind: str, thing: Thing) -> bool:
    """Whether something exists for an actor who does this deed."""
    if deed.to_own and (kind.startswith("their") or thing.state.startswith("theirs")):
        return False
    rights = {deed.right} | ({SEES_TOO[deed.right]} if _may_be_seen(deed, kind) else set())
    return thing.there(actor) and any(world.may(actor, right) for right in rights)


def _may_be_seen(deed: Deed, kind: str) -> bool:
    return deed.right in SEES_TOO and kind.endswith("plan") and not deed.to_own
