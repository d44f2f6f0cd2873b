"""What a study's pages show: two coders' codings of a visit, gold sets, who codes what, schemes begun and two versions."""

from annotator.actions import gold, study_training, studying
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from annotator.store.training import TrainingGate
from tests.picture_world import schemes_written

SCHEME = "core-attunement"


def furnish_study(
    place: Workplace, lead: Account, session: str, pair: tuple[str, str], standard: str
) -> dict[str, str]:
    """Ids for the addresses of pages; ``pair`` are two coders' codings of a session, ``standard`` a third to be gold."""
    study = studying.own_studies(place, lead)[0].study.id
    for purpose in ("practice", "drift"):
        made = gold.make_set(place, lead, study, f"For {purpose}", SCHEME, purpose)
        if purpose == "drift":
            gold.declare(place, lead, standard, made)
    study_training.ask_of_coders(place, lead, study, SCHEME, TrainingGate(in_a_row=2, required=True))
    return {"study": study, "first": pair[0], "second": pair[1], **schemes_written(place, lead, session)}


STUDY_PAGES = {
    "/agreement?study={study}": "The report",
    "/assignments?study={study}": "Handing out",
    "/drift?study={study}&beside=partners": "Whether coders drift",
    "/training?study={study}": "Gold sets",
    "/training": "Training",
    "/scheme?draft={draft}": "Still to be done",
    "/scheme?draft={blank}": "Still to be done",
    "/remapping?old={old_version}&new={new_version}": "What each old code becomes",
    "/segment?a={first}&b={second}": "A segment, side by side",
    "/differences?a={first}&b={second}": "decided",
}
"""Each with words that only it says."""
