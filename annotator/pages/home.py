"""Home: what to do next."""

import streamlit as st

from annotator.actions import home
from annotator.actions.home import Meeting, Waiting
from annotator.errors import translated
from annotator.feedback import PlanState
from annotator.pages import much_seen, parts, progress, sharing, state, work
from annotator.store.families import SessionRow

_ = state.words()


def main() -> None:
    """What waits for the person here, then their newest visits."""
    waiting = home.waiting(state.place(), state.person())
    st.title(_sentence(waiting))
    for about in waiting.much_seen:
        much_seen.card(about)
    _what_waits(waiting)
    parts.muted(_("Not diagnostic, not forensic, not validated."))


def _what_waits(waiting: Waiting) -> None:
    if not waiting.families:
        if waiting.may_enter:
            st.write(_("Enter a family, add a visit and its film, and code it with a few keys."))
            parts.action("families", _("Enter the first family"), {})
        elif waiting.by_share:
            st.write(parts.whom_to_ask())
        else:
            st.write(
                _(
                    "Nothing was given to you yet. Whoever leads the study gives you the visits that you "
                    "work on; they wait here then."
                )
            )
        return
    _preparing(waiting)
    _next(waiting)
    if waiting.by_share and not waiting.pairs:
        parts.muted(parts.whom_to_ask())
    st.header(_("Newest visits"))
    for visit in waiting.recent:
        _visit(visit)
    parts.link("families", _("All families"), icon=":material/arrow_forward:")


def _sentence(waiting: Waiting) -> str:
    things = (waiting.work.next is not None) + sum(
        len(each)
        for each in (
            waiting.much_seen,
            waiting.talks,
            waiting.unasked,
            waiting.meetings,
            waiting.unfinished,
            waiting.uncoded,
            waiting.pairs,
        )
    )
    if not waiting.families:
        return _("Welcome. Nothing is here yet.")
    if not things and waiting.preparing:
        return _("A film is on its way")
    if not things:
        return _("Nothing waits for you.")
    return _("One thing waits for you") if things == 1 else _("{n} things wait for you").format(n=things)


@st.fragment(run_every=1.0)
def _progress(drawn: frozenset[tuple[str, str]]) -> None:
    """Bars that move; when a film is ready or failed, the whole page is another, for it can be coded now."""
    waiting = home.waiting(state.place(), state.person())
    if _under_way(waiting) != drawn:
        st.rerun()
    for visit, job in waiting.preparing:
        name = f"{visit.family_code} · {visit.label}"
        if job.state in ("failed", "cancelled"):
            why = translated(job.reason, _) or _("the preparation was stopped")
            st.warning(parts.plain(f"{name}: {why}"))
        elif job.state == "waiting":
            progress.bar(job, _("{name}: the film waits for its turn").format(name=name))
        else:
            progress.bar(job, _("{name}: the film is being prepared").format(name=name))


def _under_way(waiting: Waiting) -> frozenset[tuple[str, str]]:
    going = ("waiting", "running")
    return frozenset((job.id, "" if job.state in going else job.state) for _visit, job in waiting.preparing)


def _preparing(waiting: Waiting) -> None:
    if any(job.state in ("waiting", "running") for _visit, job in waiting.preparing):
        _progress(_under_way(waiting))
    else:
        for visit, job in waiting.preparing:
            name = f"{visit.family_code} · {visit.label}"
            with st.container(horizontal=True, vertical_alignment="center"):
                why = translated(job.reason, _) or _("the preparation was stopped")
                st.warning(parts.plain(f"{name}: {why}"))
                parts.link("session", _("Open the visit"), {"id": visit.id})


def _next(waiting: Waiting) -> None:
    for line in waiting.talks:
        sharing.line(line)
    for visit in waiting.unasked:
        _unasked(visit)
    for meeting in waiting.meetings:
        _meeting(meeting)
    work.section(waiting.work)
    for item in waiting.unfinished:
        films = [r.id for r in item.session.recordings if r.state == "ready"]
        name, note = (
            (item.family_code, item.session.label),
            f"{item.session.date} · {_marks(item.coding.annotations)}",
        )
        label = _("Go on coding")
        if item.coding.is_consensus:
            note, label = f"{item.session.date} · {_('a consensus')}", _("Finish the consensus")
        _card(name, films[:1], note, (label, "desk", {"coding": item.coding.id}))
    for visit in waiting.uncoded:
        films = [visit.poster_recording] if visit.poster_recording else []
        query = {"session": visit.id}
        ways = ((_("Code this film"), "desk", query), (_("Write notes"), "notes", query))
        _card((visit.family_code, visit.label), films, f"{visit.date} · {_('not watched by you yet')}", *ways)
    for pair in waiting.pairs:
        coders = _("submitted by {coders}").format(coders=", ".join(pair.coders))
        _visit_card(pair.visit, coders, _("Compare"), "compare")


def _meeting(meeting: Meeting) -> None:
    visit, plan = meeting.visit, meeting.plan
    if plan is None:
        _visit_card(
            visit, _("seen by you; choose moments to look at together"), _("Prepare a meeting"), "prepare"
        )
    elif plan.state is PlanState.READY:
        _visit_card(visit, _("the meeting is ready"), _("Open the meeting"), "meeting", {"plan": plan.id})
    else:
        _visit_card(
            visit, _("the meeting is being prepared"), _("Go on preparing"), "prepare", {"plan": plan.id}
        )


def _unasked(visit: SessionRow) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.markdown(f"**{parts.plain(visit.family_code)} · {parts.plain(visit.label)}**")
            parts.muted(_("{day} · who is on the film, and what did they agree to?").format(day=visit.date))
        parts.action("session", _("Answer"), {"id": visit.id})


def _marks(n: int) -> str:
    return _("one mark so far") if n == 1 else _("{n} marks so far").format(n=n)


def _visit_card(
    visit: SessionRow, note: str, action: str, page: str, query: dict[str, str] | None = None
) -> None:
    films = [visit.poster_recording] if visit.poster_recording else []
    name = (visit.family_code, visit.label)
    _card(name, films, f"{visit.date} · {note}", (action, page, query or {"session": visit.id}))


def _card(name: tuple[str, str], films: list[str], note: str, *ways: tuple[str, str, dict[str, str]]) -> None:
    """A visit and what can be done with it, each way as (label, page, query)."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        _action, page, query = ways[0]
        for film in films:
            with st.container(width=96, key=f"poster-{page}-{'-'.join(query.values())}"):
                parts.poster(film)
        with st.container(gap=None):
            st.markdown(f"**{parts.plain(name[0])} · {parts.plain(name[1])}**")
            parts.muted(note)
        for action, page, query in ways:
            parts.action(page, action, query)


def _visit(visit: SessionRow) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"visit-{visit.id}"):
        label = f"{parts.plain(visit.family_code)} · {parts.plain(visit.label)}"
        parts.link("session", label, {"id": visit.id})
        parts.muted(f"{visit.date} · {_films(visit.films)}")


def _films(n: int) -> str:
    return {0: _("no film yet"), 1: _("one film")}.get(n, _("{n} films").format(n=n))


main()
