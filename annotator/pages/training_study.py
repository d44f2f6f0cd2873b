"""A part of the page of training: a study's gold sets, what it asks of coders, how far they are."""

import streamlit as st

from annotator.actions import gold, study_training
from annotator.actions.gold import GoldView, SetLine
from annotator.actions.study_training import SchemeTraining, StudyTraining
from annotator.agreement import GOLD_STATISTICS
from annotator.model.training import GOLD_FOR
from annotator.pages import parts, state
from annotator.store.training import TrainingGate

_ = state.say
SHOWN = 4
"""From more films on a set shows them folded."""


def section(study: str) -> None:
    """Gold sets first, then scheme by scheme what is asked and how far everybody is."""
    view = study_training.training_of_study(state.place(), state.person(), study)
    sets = gold.gold_of_study(state.place(), state.person(), study)
    parts.link("studies", parts.plain(view.name), {"id": study}, icon=":material/arrow_back:")
    st.title(_("Training in {study}").format(study=parts.plain(view.name)))
    st.header(_("Gold sets"))
    parts.muted(
        _(
            "A gold coding is the one that others are held against. For practice it is shown after a coder "
            "has submitted, for tests never, and films that are seeded into work look like any other."
        )
    )
    for each in sets.sets:
        _set(sets, each)
    if not sets.sets:
        st.write(_("No gold set yet. Begin one, then take submitted or consensus codings into it."))
    _begin(study, sets)
    for part in view.parts:
        _part(view, part)
    _certificates(view)


def purpose_words(purpose: str) -> str:
    """What a gold set is for."""
    return {
        "practice": _("practice"), "test": _("tests"), "drift": _("seeded into work"),
    }[purpose]  # fmt: skip


def _set(view: GoldView, each: SetLine) -> None:
    of = each.of
    with st.container(border=True, key=f"gold-{of.id}"):
        st.markdown(f"**{parts.plain(of.name)}**")
        parts.muted(f"{purpose_words(of.purpose)} · {of.scheme_id} {of.major} · {_films(each)}")
        if len(each.lines) > SHOWN:
            with st.expander(_("The films")):
                _lines(each)
        else:
            _lines(each)
        with st.container(horizontal=True):
            _take_in(each)
            if view.may_assign and of.purpose != "drift":
                _give(view, each)
            with st.popover(_("Take the set away"), key=f"away-{of.id}", type="tertiary"):
                st.write(_("The codings stay, and so do certificates."))
                if st.button(_("Take it away"), key=f"gone-{of.id}"):
                    with parts.refusals():
                        gold.remove_set(state.place(), state.person(), of.id)
                        st.rerun()


def _lines(each: SetLine) -> None:
    for line in each.lines:
        with st.container(horizontal=True, vertical_alignment="center", key=f"visit-{line.gold.coding}"):
            parts.link("session", parts.plain(line.visit), {"id": line.gold.session})
            parts.muted(_("consensus") if line.is_consensus else line.coder)
            if st.button(_("Not gold any more"), key=f"not-{line.gold.coding}", type="tertiary"):
                with parts.refusals():
                    gold.withdraw_gold(state.place(), state.person(), line.gold.coding)
                    st.rerun()


def _films(each: SetLine) -> str:
    n = len(each.lines) + each.others
    return _("one film") if n == 1 else _("{n} films").format(n=n)


def _take_in(each: SetLine) -> None:
    with st.popover(_("Take a coding in"), key=f"in-{each.of.id}"):
        if not each.candidates:
            st.write(_("No submitted or consensus coding fits that is not gold already."))
            return
        chosen = st.selectbox(
            _("Coding"), list(each.candidates), format_func=each.candidates.__getitem__,
            key=f"which-{each.of.id}",
        )  # fmt: skip
        if st.button(_("Make it gold"), key=f"make-{each.of.id}", type="primary"):
            with parts.refusals():
                gold.declare(state.place(), state.person(), chosen, each.of.id)
                st.rerun()


def _give(view: GoldView, each: SetLine) -> None:
    with st.popover(_("Give to a coder"), key=f"give-{each.of.id}"):
        if not view.could:
            st.write(_("No coder belongs to the study yet."))
            return
        whom = st.selectbox(
            _("Who"), list(view.could), format_func=view.could.__getitem__, key=f"whom-{each.of.id}"
        )
        if st.button(_("Give"), key=f"given-{each.of.id}", type="primary"):
            with parts.refusals():
                gold.give_set(state.place(), state.person(), each.of.id, whom)
                state.tell(_("Given to {name}.").format(name=view.could[whom]))
                st.rerun()


def _begin(study: str, view: GoldView) -> None:
    with (
        st.expander(_("Begin a gold set"), icon=":material/add:"),
        st.form("begin-gold", border=False),
    ):
        name = st.text_input(_("Name of the set"))
        schemes = list(view.schemes)
        scheme = st.selectbox(
            _("Coding scheme"), schemes,
            format_func=lambda id: view.schemes[id].title.in_language(state.language()),
        )  # fmt: skip
        purpose = st.segmented_control(_("For"), GOLD_FOR, format_func=purpose_words, default=GOLD_FOR[0])
        if st.form_submit_button(_("Begin it"), type="primary"):
            with parts.refusals():
                gold.make_set(
                    state.place(), state.person(), study, name, scheme or "", purpose or GOLD_FOR[0]
                )
                st.rerun()


# What is asked, and how far everybody is ----------------------------------------------------------------


def _part(view: StudyTraining, part: SchemeTraining) -> None:
    st.header(f"{parts.plain(part.scheme.title.in_language(state.language()))} {part.major}")
    if not part.coders:
        st.write(_("No coder belongs to the study yet."))
    else:
        st.dataframe(
            [
                {
                    _("coder"): coder.name,
                    _("passed in a row"): f"{coder.passed} / {part.asks.in_a_row}",
                    _("tests"): len(coder.tests),
                    _("certificate until"): _until(coder.certificate.term.expires_at)
                    if coder.certificate
                    else "–",
                }
                for coder in part.coders
            ],
            hide_index=True,
        )
    if view.may_ask:
        _ask(view, part)


def _until(at: str | None) -> str:
    return _("without an end") if at is None else at[:10]


def _ask(view: StudyTraining, part: SchemeTraining) -> None:
    named = {
        "accuracy": _("share of time with the gold's code"), "kappa": _("κ, of the weakest line"),
        "f1": _("marks shared (F1)"), "within_one": _("ratings within one step"),
    }  # fmt: skip
    asks = part.asks
    with (
        st.expander(_("What the study asks of coders"), icon=":material/edit:"),
        st.form(f"ask-{part.scheme.id}-{part.major}", border=False),
    ):
        statistic = st.selectbox(
            _("A test is measured by"), GOLD_STATISTICS, format_func=named.__getitem__,
            index=GOLD_STATISTICS.index(asks.bar.statistic),
        )  # fmt: skip
        least = st.number_input(_("Passed from, %"), 0, 100, round(100 * asks.bar.least))
        per_code = st.number_input(
            _("Each code shared for at least, % (0: not asked)"), 0, 100,
            round(100 * (asks.bar.per_code or 0)),
        )  # fmt: skip
        in_a_row = st.number_input(_("Tests in a row for a certificate"), 1, 50, asks.in_a_row)
        days = st.number_input(_("A certificate holds for, days"), 1, 5000, asks.days)
        every = st.number_input(_("One gold film in so many that are given to code"), 1, 1000, asks.every)
        required = st.checkbox(
            _("Coders begin no visit of this study without a certificate"), value=asks.required
        )
        if st.form_submit_button(_("Keep the change")):
            with parts.refusals():
                study_training.ask_of_coders(
                    state.place(), state.person(), view.id, part.scheme.id,
                    TrainingGate(
                        statistic, least / 100, per_code / 100 if per_code else None, int(in_a_row),
                        int(days), int(every), required,
                    ),
                )  # fmt: skip
                st.rerun()


def _certificates(view: StudyTraining) -> None:
    if not view.certificates:
        return
    st.header(_("Certificates"))
    for each in view.certificates:
        with st.container(horizontal=True, vertical_alignment="center", key=f"person-{each.id}"):
            st.markdown(f"**{parts.plain(each.name)}**", width="content")
            from_to = _("{scheme} {major}, from {start}, until {end}")
            end = each.term.ended_at or each.term.expires_at
            parts.muted(
                from_to.format(
                    scheme=each.scheme_id, major=each.major, start=each.term.issued_at[:10], end=_until(end)
                )
            )
            if each.term.ended_at is not None:
                parts.muted(_("ended"))
            elif st.button(_("End it now"), key=f"end-{each.id}", type="tertiary"):
                with parts.refusals():
                    study_training.end_certificate(state.place(), state.person(), each.id)
                    st.rerun()
