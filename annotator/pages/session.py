"""One visit: its films, who coded it, and what to do next."""

import streamlit as st

from annotator.actions import codings, families, films, notes, remarks, two_passes
from annotator.actions.families import SessionView
from annotator.actions.language import context_words
from annotator.errors import translated
from annotator.pages import (
    carrying,
    erasing,
    figures,
    giving,
    how_usual,
    meetings,
    on_film,
    parts,
    progress,
    sharing,
    state,
    values,
)
from annotator.player import player
from annotator.store.codings import CountedCoding
from annotator.store.jobs import Job

_ = state.words()


def main() -> None:
    """The visit that the address names."""
    id = state.asked("id")
    if not id:
        st.info(_("Choose a visit from the families."))
        parts.link("families", _("Families"), icon=":material/arrow_back:")
        return
    view = families.session(state.place(), state.person(), id)
    parts.link(
        "families", parts.plain(view.family.code), {"id": view.family.id}, icon=":material/arrow_back:"
    )
    st.title(parts.plain(view.session.label))
    parts.muted(f"{view.session.date} · {context_words(view.session.context, _)}")
    erasing.report()
    left, right = st.columns([3, 2], gap="large")
    with left:
        asked = view.may_see_names and on_film.question(view)
        if not asked or view.session.recordings:
            _films(view, asked=asked)
        if view.may_see_names:
            on_film.section(view)
        if view.may_see_variables and view.session.recordings and not view.session.is_feedback:
            how_usual.section(view.session.id, may_edit=view.may_edit)
    with right:
        _watch(view, asked=asked)
        if _ready(view):
            if view.may_prepare and view.closed is None:
                meetings.section(view.session.id)
            _codings(view)
        if view.may_share:
            giving.visit(view.session.id, assigns=view.may_assign)
        if view.may_talk:
            sharing.section(view)
        _export(view)
        carrying.section(view)
    _look_after(view)


def _look_after(view: SessionView) -> None:
    """What is known of the visit beside its films, and changing or erasing it."""
    if view.may_see_variables:
        values.of_visit(view.session.id, may_edit=view.may_edit)
    if view.may_edit:
        _change(view)
    if view.may_erase:
        films_there = view.session.recordings
        for recording in films_there:
            erasing.film_section(recording.id, recording.name, view.session.id, alone=len(films_there) == 1)


def _films(view: SessionView, *, asked: bool) -> None:
    """The visit's films; ``asked``: the question above says already why they are closed."""
    st.header(_("Film"))
    if view.closed is not None and _ready(view) and not asked:
        st.info(parts.plain(translated(view.closed, _)))
    for recording in view.session.recordings:
        if recording.state == "ready":
            if view.closed is None:
                parts.poster(recording.id)
            rate = _("variable rate") if recording.variable_rate else _("constant rate")
            facts = [
                figures.together(recording.name),
                figures.clock(recording.duration_ms or 0),
                _("{n} frames").format(n=recording.frames),
                rate,
            ]
            parts.muted(" · ".join(facts))
            if view.closed is None:
                _remarks(recording.id)
        else:
            _preparing(view, recording.id)
    if view.may_add_films and view.closed is None and _several(view):
        parts.link(
            "align", _("Lay the films on one clock"), {"session": view.session.id}, icon=":material/sync:"
        )
    carrying.waiting(view.session.id)
    if view.may_add_films and (view.closed is None or not _ready(view)):
        player.upload(view.session.id, translate=_, language=_.language)


def _remarks(recording: str) -> None:
    """What to know of a film before coding it; nothing for most films."""
    said = remarks.film_remarks(state.place(), state.person(), recording)
    if said:
        with st.container(key=f"remarks-{recording}"):
            st.info("\n\n".join(parts.plain(translated(sentence, _)) for sentence in said))


def _preparing(view: SessionView, recording: str) -> None:
    job = view.jobs.get(recording)
    if job is None:
        return
    if job.state in ("waiting", "running"):
        _progress(recording, view.session.id)
        return
    st.warning(parts.plain(translated(job.reason, _) or _("The preparation was stopped.")))
    with st.container(horizontal=True):
        if st.button(_("Try again"), key=f"retry-{job.id}"):
            films.retry_job(state.place(), state.person(), job.id)
            st.rerun()
        if st.button(_("Remove this film"), key=f"remove-{job.id}"):
            films.remove_film(state.place(), state.person(), recording)
            st.rerun()


@st.fragment(run_every=1.0)
def _progress(recording: str, session: str) -> None:
    with parts.refusals():
        _under_way(families.session(state.place(), state.person(), session).jobs.get(recording))


def _under_way(job: Job | None) -> None:
    if job is None or job.state not in ("waiting", "running"):
        st.rerun()
        return
    progress.bar(job, translated(job.step, _) or _("waiting to be prepared"))
    if st.button(_("Stop"), key=f"stop-{job.id}"):
        films.cancel_job(state.place(), state.person(), job.id)
        st.rerun()


def _watch(view: SessionView, *, asked: bool) -> None:
    """Two ways to watch, neither the better one: codes by key, or words."""
    st.header(_("Watch"))
    if not _ready(view):
        first = asked and not view.session.recordings
        wait = _("The film must be ready before it can be coded.")
        parts.muted(_("First say who will be on the film, then choose it.") if first else wait)
        return
    for coding in view.own:
        _own(coding, view)
    if view.closed is not None:
        parts.muted(_("The film, its meetings and its sheets are closed until everybody on it agrees."))
        return
    if view.session.is_feedback:
        parts.muted(_("A feedback session is watched with notes, or coded for what was said in it."))
    elif not view.own:
        with st.container(border=True):
            _way(_("Codes"), _("Press a key when you see something begin."))
            parts.action("desk", _("Code this film"), {"session": view.session.id})
    _notes(view.session.id)


def _ready(view: SessionView) -> bool:
    return any(r.state == "ready" for r in view.session.recordings)


def _several(view: SessionView) -> bool:
    return sum(r.state == "ready" for r in view.session.recordings) > 1


def _notes(session: str) -> None:
    written = len(notes.my_notes(state.place(), state.person(), session))
    with st.container(border=True):
        if written:
            many = _("one note") if written == 1 else _("{n} notes").format(n=written)
            _way(_("Your notes"), many)
            parts.action("notes", _("Go on writing"), {"session": session})
        else:
            _way(_("Notes"), _("Write what you see; each note keeps its moment."))
            parts.action("notes", _("Write notes while watching"), {"session": session})


def _way(name: str, said: str) -> None:
    with st.container(gap=None):
        st.markdown(f"**{name}**")
        parts.muted(said)


def _codings(view: SessionView) -> None:
    submitted = [c for c in [*view.own, *view.others] if c.state == "submitted"]
    if view.closed is not None and not view.others and not submitted:
        return
    st.header(_("Codings"))
    for coding in view.others:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                st.markdown(f"**{parts.plain(coding.coder_name)}**")
                parts.muted(f"{_state(coding)} · {_depth(coding, view)}")
            if view.closed is None and coding.id not in view.uncounted:
                parts.link("summary", _("Summary"), {"coding": coding.id})
    if view.closed is None and sum(c.state == "submitted" for c in [*view.own, *view.others]) > 1:
        parts.action("compare", _("Compare"), {"session": view.session.id})
    if view.closed is None:
        _segments(view)
        _onsets(view.session.id)
    if view.closed is None:
        _begin_another(view)
    if view.may_reopen and submitted:
        _reopen(submitted)


def _segments(view: SessionView) -> None:
    for mine, other in view.segments:
        parts.link("segment", _("A segment, side by side"), {"a": mine, "b": other})
    if view.too_little:
        parts.muted(
            _(
                "Less of your segment could be judged than its scheme asks, so it does not count. Code "
                "the visit with this scheme again: another segment is drawn."
            )
        )
    if view.drawn:
        parts.link("fidelity", _("The last ten segments"))


def _onsets(session: str) -> None:
    """To what two coders' first passes can be agreed on, or were."""
    if two_passes.pairs_of_visit(state.place(), state.person(), session):
        parts.link("onsets", _("Agree on onsets, then add what qualifies them"), {"session": session})


def _own(coding: CountedCoding, view: SessionView) -> None:
    with st.container(border=True):
        whose = _("Your consensus") if coding.is_consensus else _("Your coding")
        _way(whose, f"{_state(coding)} · {_depth(coding, view)}")
        with st.container(horizontal=True, vertical_alignment="center"):
            label = _("Go on coding") if coding.state == "open" else _("Look at it")
            if coding.state == "open" and coding.is_consensus:
                label = _("Finish the consensus")
            if view.closed is None:
                parts.action("desk", label, {"coding": coding.id})
            if coding.id not in view.uncounted:
                parts.link("summary", _("Summary"), {"coding": coding.id})


def _state(coding: CountedCoding) -> str:
    return {"open": _("open"), "submitted": _("submitted"), "consensus": _("agreed")}[coding.state]


def _depth(coding: CountedCoding, view: SessionView) -> str:
    """With which scheme and how deep, and how many marks it has so far."""
    card = view.schemes[coding.scheme_hash]
    title = f"{card.title.in_language(_.language)} {card.version}"
    if coding.id in view.uncounted:
        return title
    marks = _("one mark") if coding.annotations == 1 else _("{n} marks").format(n=coding.annotations)
    labels = (p.label.in_language(_.language) for p in card.profiles if p.id == coding.profile)
    depth = _("second pass") if coding.agreement is not None else next(labels, coding.profile)
    came = "" if coding.source is None else " · " + _("brought over from another version")
    return f"{title}, {depth} · {marks}{came}"


def _begin_another(view: SessionView) -> None:
    with st.expander(_("Choose scheme and depth"), icon=":material/tune:"):
        here = codings.schemes_here(state.place(), state.person())
        choices = [each for each in here if each.scheme.both_code or not view.session.is_feedback]
        if not choices:
            st.write(_("There is no scheme here for what is said in a feedback session."))
            return
        index = st.selectbox(
            _("Scheme"),
            range(len(choices)),
            format_func=lambda i: choices[i].scheme.title.in_language(_.language),
        )
        choice = choices[index]
        profiles = dict(choice.profiles)
        profile = st.selectbox(_("Depth"), list(profiles), format_func=profiles.__getitem__)
        parts.link("schemes", _("What the schemes code"))
        if st.button(_("Code with this")):
            with parts.refusals():
                made = codings.begin_coding(
                    state.place(), state.person(), view.session.id, choice.scheme.hash, profile
                )
                parts.go("desk", {"coding": made})


def _reopen(submitted: list[CountedCoding]) -> None:
    with st.expander(_("Open a submitted coding again"), icon=":material/lock_open:"), st.form("reopen"):
        index = st.selectbox(
            _("Whose"),
            range(len(submitted)),
            format_func=lambda i: f"{submitted[i].coder_name}, {submitted[i].profile}",
        )
        reason = st.text_input(_("Why"), help=_("Kept on record with your name."))
        if st.form_submit_button(_("Open it again")):
            with parts.refusals():
                codings.reopen_coding(state.place(), state.person(), submitted[index].id, reason)
                st.rerun()


def _export(view: SessionView) -> None:
    if not [*view.own, *view.others]:
        return
    st.header(_("Take away"))
    if view.export_closed is not None:
        parts.muted(translated(view.export_closed, _))
        return
    with st.container(horizontal=True):
        parts.way(_("CSV with code book"), f"/exports/sessions/{view.session.id}.zip")
        for coding in view.own[:1]:
            parts.way(_("Excel"), f"/exports/codings/{coding.id}.xlsx")
    parts.muted(_("Not diagnostic, not forensic, not validated."))


def _change(view: SessionView) -> None:
    contexts = list(dict.fromkeys((*view.contexts, view.session.context)))
    with st.expander(_("Change the visit"), icon=":material/edit:"), st.form("change", border=False):
        label = st.text_input(_("Name of the visit"), view.session.label)
        day = st.date_input(_("Day"), view.session.date, format="YYYY-MM-DD")
        context = st.selectbox(
            _("What they were doing"), contexts, format_func=lambda c: context_words(c, _),
            index=contexts.index(view.session.context),
        )  # fmt: skip
        if st.form_submit_button(_("Keep the change")):
            with parts.refusals():
                families.edit_session(
                    state.place(), state.person(), view.session.id, label, day.isoformat(), context
                )
                st.rerun()


main()
