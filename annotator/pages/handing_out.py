"""A part of the page of assignments: drawing who codes what, looked at first, then made in one act."""

import secrets
from collections.abc import Mapping

import streamlit as st

from annotator.actions import assigning, coding_again, codings, variables
from annotator.actions.assigning import Preview, Wanted
from annotator.actions.coding_again import WantedAgain
from annotator.actions.strata import AGE, CONTEXT, DAY
from annotator.actions.usual_way import usual_way_in
from annotator.errors import counted, translated
from annotator.pages import parts, state

_ = state.say
SEEDS = 2**31
Ways = dict[tuple[str, str], str]
WANTED, AGAIN = "wanted", "wanted_again"


def section(study: str, *, last: tuple[str, str] | None) -> None:
    """The form, and what it would give as soon as it was looked at.

    ``last`` is the scheme (its hash) and depth that were handed out last; None opens the form.
    """
    coders = assigning.coders_here(state.place(), state.person(), study)
    with st.expander(_("Hand out visits"), icon=":material/shuffle:", expanded=last is None):
        if not coders:
            st.write(_("No coder belongs to the study yet."))
            parts.link("studies", _("Studies"), {"id": study})
            return
        wanted = _form(study, coders, last)
        if wanted is not None:
            st.session_state[f"{WANTED}-{study}"] = wanted
        if f"{WANTED}-{study}" in st.session_state:
            with parts.refusals():
                _looked_at(study, st.session_state[f"{WANTED}-{study}"])


def _form(study: str, coders: Mapping[str, str], last: tuple[str, str] | None) -> Wanted | None:
    ways, strata = schemes(), strata_words(study)
    with st.form("hand-out", border=False):
        usual = last or usual_way_in(state.place(), state.person(), study)
        way = _way(_("To be coded with"), ways, usual)
        chosen = st.multiselect(
            _("Coders"), list(coders), default=list(coders), format_func=coders.__getitem__
        )
        share, number = _how_many(_("For two coders each, % of all visits"), 20)
        by = st.multiselect(
            _("Alike in each"), list(strata), format_func=strata.__getitem__,
            placeholder=_("one draw from all visits"),
        )  # fmt: skip
        later = last is not None and st.checkbox(
            _("Also from visits that one coder has"), value=True,
            help=_(
                "What is missing of the share among visits that were handed out before goes to a second "
                "coder, as if the share had been this one from the beginning. Otherwise only new visits are "
                "doubled, and those coded by two are later ones than the rest."
            ),
        )  # fmt: skip
        seed = _seed("seed")
        if not st.form_submit_button(_("Look at it first")) or way is None:
            return None
    return Wanted(*way, tuple(chosen), seed, share, number, tuple(by), later)


def schemes() -> Ways:
    """What visits can be coded with: scheme (its hash) and depth, and what they are called."""
    choices = codings.schemes_here(state.place(), state.person())
    return {
        (c.scheme.hash, profile): f"{c.scheme.title.in_language(state.language())}, {label}"
        for c in choices
        for profile, label in c.profiles
    }


def _way(label: str, ways: Ways, last: tuple[str, str] | None) -> tuple[str, str] | None:
    index = list(ways).index(last) if last in ways else 0
    return st.selectbox(label, list(ways), index, format_func=ways.__getitem__)


def strata_words(study: str) -> dict[str, str]:
    """What strata can be made of, in words."""
    known = variables.defined(state.place(), state.person(), study).variables
    words = {CONTEXT: _("context"), AGE: _("age of the child (thirds)"), DAY: _("day (thirds)")}
    return words | {v.id: parts.plain(v.label) for v, _many in known}


def _how_many(label: str, usual: int) -> tuple[float | None, int | None]:
    """A share of all, or a number instead; the number counts where it is given."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        share = st.number_input(label, 0, 100, usual)
        number = st.number_input(_("or a number instead"), 0, 100_000, None)
    return (share / 100, None) if number is None else (None, int(number))


def _seed(key: str) -> int:
    held = st.session_state.setdefault(f"{key}-drawn", secrets.randbelow(SEEDS))
    return int(
        st.number_input(
            _("Seed"), 0, SEEDS - 1, held, help=_("The same seed draws the same again. It is kept.")
        )
    )


def _looked_at(study: str, wanted: Wanted) -> None:
    found = assigning.preview(state.place(), state.person(), study, wanted)
    drawn = found.draw
    st.write(
        _("{n} visits would be handed out, {doubled} of them to two coders.").format(
            n=len(drawn.assigned), doubled=drawn.doubled
        )
    )
    if drawn.doubled_later:
        more = counted(
            drawn.doubled_later, "One of them has a coder already and goes to a second one.",
            "{n} of them have a coder already and go to a second one.",
        )  # fmt: skip
        parts.muted(translated(more, _))
    if drawn.assigned and drawn.doubled_later == len(drawn.assigned):
        parts.muted(
            _(
                "No new visit is among them. Whoever gets them may guess that they are coded by two, and who "
                "knows that is more careful; hand them out together with new visits where you can."
            )
        )
    _left_out(found)
    if not drawn.assigned:
        return
    left, right = st.columns(2, gap="large")
    with left:
        st.dataframe(
            [
                {
                    _("coder"): found.names[coder], _("visits"): len(order),
                    _("hours of film"): f"{drawn.duration_of(coder) / 3_600_000:.1f}",
                }
                for coder, order in sorted(drawn.orders.items(), key=lambda each: found.names[each[0]])
            ],
            hide_index=True,
        )  # fmt: skip
        if wanted.by:
            st.dataframe(
                [
                    {_("each"): stratum, _("visits"): n, _("for two"): doubled}
                    for stratum, (n, doubled) in drawn.by_stratum.items()
                ],
                hide_index=True,
            )
    with right:
        st.dataframe(
            [
                {_("two who code the same"): f"{found.names[a]} – {found.names[b]}", _("visits"): n}
                for (a, b), n in drawn.pairs.items()
            ],
            hide_index=True,
        )
    parts.muted(_("Coders do not see which visits are coded by two, nor by whom."))
    if st.button(_("Hand them out"), type="primary"):
        assigning.assign(state.place(), state.person(), study, wanted, found.mark)
        for key in (f"{WANTED}-{study}", "seed-drawn"):
            st.session_state.pop(key, None)
        many = counted(len(drawn.assigned), "One visit was handed out.", "{n} visits were handed out.")
        state.tell(translated(many, _))
        st.rerun()


def _left_out(found: Preview) -> None:
    before = counted(
        found.before, "One visit was handed out before and stays as it is.",
        "{n} visits were handed out before and stay as they are.",
    )  # fmt: skip
    bare = counted(found.without_film, "One visit waits for a film.", "{n} visits wait for a film.")
    shut = counted(
        found.closed, "One visit is closed: somebody on the film did not agree that coders see it.",
        "{n} visits are closed: somebody on the film did not agree that coders see it.",
    )  # fmt: skip
    for n, words in ((found.before, before), (found.without_film, bare), (found.closed, shut)):
        if n:
            parts.muted(translated(words, _))


# Again after a while


def again(study: str, last: tuple[str, str] | None) -> None:
    """Coding again after a while, by the same coder."""
    with st.expander(_("Let coders code some visits again"), icon=":material/replay:"):
        parts.muted(
            _(
                "The same coder gets the visit again after some time and does not see the former coding "
                "until the new one is submitted. How far coders agree with themselves stands apart "
                "from the rest."
            )
        )
        wanted = _form_again(study, last)
        if wanted is not None:
            st.session_state[f"{AGAIN}-{study}"] = wanted
        if f"{AGAIN}-{study}" in st.session_state:
            with parts.refusals():
                _looked_at_again(study, st.session_state[f"{AGAIN}-{study}"])


def _form_again(study: str, last: tuple[str, str] | None) -> WantedAgain | None:
    ways, usual = schemes(), coding_again.days_in_between(state.place(), state.person(), study)
    with st.form("again", border=False):
        way = _way(_("What was coded with"), ways, last)
        share, number = _how_many(_("Of what everybody submitted, %"), 10)
        days = st.number_input(_("After so many days at least"), 1, coding_again.LONGEST_WAIT, usual)
        seed = _seed("seed-again")
        if not st.form_submit_button(_("Look at it first")) or way is None:
            return None
    return WantedAgain(*way, seed, int(days), share, number)


def _looked_at_again(study: str, wanted: WantedAgain) -> None:
    found = coding_again.preview_again(state.place(), state.person(), study, wanted)
    if not found.drawn:
        st.write(_("Nothing that is submitted can be coded again with this yet."))
        return
    st.dataframe(
        [
            {_("coder"): found.names[c], _("again"): n, _("submitted"): found.submitted[c]}
            for c, n in found.drawn.items()
        ],
        hide_index=True,
    )
    parts.muted(_("From {first} to {last} on.").format(first=found.days[0], last=found.days[-1]))
    if st.button(_("Let them code again"), type="primary"):
        coding_again.assign_again(state.place(), state.person(), study, wanted)
        for key in (f"{AGAIN}-{study}", "seed-again-drawn"):
            st.session_state.pop(key, None)
        st.rerun()
