"""Whether coders drift: charts for each, and what was done about it."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from annotator.actions import drifting
from annotator.actions.drifting import Beside, CoderDrift, Doing, Done, SchemeDrift, StudyDrift
from annotator.agreement import Drawn, Look, Segment
from annotator.errors import translated
from annotator.pages import parts, state
from annotator.pages.words import code_name, cost
from annotator.player import player
from annotator.report import drift_chart
from annotator.report.tokens import ThemeName
from annotator.store.drift_actions import DRIFT_KINDS

_ = state.words()


def main() -> None:
    """The study that the address names: coder by coder, those to look at first."""
    study = parts.asked_study()
    if study is None:
        return
    beside: Beside = "partners" if state.asked("beside") == "partners" else "gold"
    view = drifting.drift_of_study(state.place(), state.person(), study, beside)
    parts.link("studies", parts.plain(view.name), {"id": study}, icon=":material/arrow_back:")
    st.title(_("Whether coders drift"))
    _which(study, beside)
    if not view.named:
        parts.muted(_("Coders have code names here; a supervisor sees whose chart it is."))
    if not view.parts:
        _empty(study, beside)
    for part in view.parts:
        _part(view, part)
    player.daylight()


def _which(study: str, beside: Beside) -> None:
    names = {"gold": _("Beside gold"), "partners": _("Beside partners")}
    chosen = st.segmented_control(
        _("Charts"), list(names), format_func=names.__getitem__, default=beside, label_visibility="collapsed"
    )
    if chosen is not None and chosen != beside:
        parts.go("drift", {"study": study, "beside": chosen})
    if beside == "gold":
        parts.muted(_("Each point is a gold film that was seeded into work."))
    else:
        parts.muted(
            _(
                "Each point is a film that two coded. Two who drift together are not seen here; beside gold "
                "they are."
            )
        )


def _empty(study: str, beside: Beside) -> None:
    if beside == "partners":
        st.write(
            _(
                "No session that you may see was coded by two people yet. What two coders submit of "
                "one visit is here; whoever leads the study shares visits, or the whole study, with you."
            )
        )
        return
    st.write(
        _(
            "No gold film was coded yet. Begin a gold set that is seeded into work and take codings into it: "
            "its films then come with the visits that are given to coders."
        )
    )
    parts.action("training", _("Gold codings and training"), {"study": study})


def _part(view: StudyDrift, part: SchemeDrift) -> None:
    st.header(f"{parts.plain(part.scheme.title.in_language(_.language))} {part.major}")
    for coder in sorted(part.coders, key=lambda c: (_look(c) is None or c.answered, c.name.casefold())):
        _coder(view, part, coder)


def _look(coder: CoderDrift) -> Look | None:
    return coder.segments[-1].look


def _coder(view: StudyDrift, part: SchemeDrift, coder: CoderDrift) -> None:
    with st.container(border=True, key=f"drift-{part.scheme.id}-{coder.key}"):
        name = coder.name if view.named else _("Coder {code}").format(code=coder.key)
        st.subheader(parts.plain(name))
        segment, look = coder.segments[-1], _look(coder)
        if look is not None:
            _say_look(part, segment, look, coder)
        for sentence in _so_far(coder):
            parts.muted(sentence)
        _charts(part, coder, segment)
        _actions(view, part, coder, segment, look)


def _so_far(coder: CoderDrift) -> list[str]:
    points = sum(len(s.points) for s in coder.segments)
    said = [_("one film") if points == 1 else _("{n} films").format(n=points)]
    if len(coder.segments) > 1:
        version = coder.segments[-1].version
        said.append(_("The code book changed; the charts begin anew with {version}.").format(version=version))
    reason = coder.segments[-1].accuracy.chart.reason
    if reason:
        said.append(_("Without limits: {reason}.").format(reason=translated(reason, _)))
    return said


def _say_look(part: SchemeDrift, segment: Segment, look: Look, coder: CoderDrift) -> None:
    named = {
        "accuracy": _("the share of time coded alike"), "lag": _("how late onsets come"),
        "bias": _("how often a code is given"),
    }  # fmt: skip
    what = ", ".join(named[measure] for measure in look.measures)
    since = segment.points[look.since].at[:10]
    words = _("Look: outside the limits since {day}: {what}.").format(what=what, day=since)
    if coder.answered:
        words = f"{words} {_('Something was done since.')}"
    lines = [parts.plain(words)]
    for each in look.costliest:
        mine, theirs = (
            code_name(part.scheme, each.track, code, _.language) for code in (each.first, each.second)
        )
        told = _("{mine}, where the other has {other}").format(mine=mine, other=theirs)
        lines.append("- " + parts.plain(f"{told}: {cost(each)}"))
    st.info("\n\n".join([lines[0], "\n".join(lines[1:])]).strip())


def _charts(part: SchemeDrift, coder: CoderDrift, segment: Segment) -> None:
    key = f"{part.scheme.id}-{coder.key}"
    names = {"accuracy": _("Accuracy"), "lag": _("Lag"), "bias": _("Bias")}
    measure = st.segmented_control(
        _("Chart"), list(names), format_func=names.__getitem__, default="accuracy", key=f"measure-{key}"
    )
    plain = st.toggle(_("Single films, not smoothed"), key=f"plain-{key}")
    if measure == "bias":
        _bias(part, coder, segment, plain=plain)
    elif measure == "lag":
        _draw(coder, segment, segment.lag, _("ms later"), f"lag-{key}", plain=plain)
        parts.muted(_("How much later onsets come than the other record's, the median of each film."))
    else:
        unit = _("share alike")
        _draw(coder, segment, segment.accuracy, unit, f"accuracy-{key}", plain=plain, share=True)
        parts.muted(_("The share of time, or of intervals, with the code of the other record."))


def _bias(part: SchemeDrift, coder: CoderDrift, segment: Segment, *, plain: bool) -> None:
    if not segment.bias:
        parts.muted(_("No code varied enough yet to be charted."))
        return
    names = [
        code_name(part.scheme, track, code, _.language) for (track, _subject, code), _drawn in segment.bias
    ]
    key = f"{part.scheme.id}-{coder.key}"
    chosen = st.selectbox(_("Code"), range(len(names)), format_func=names.__getitem__, key=f"code-{key}")
    place, drawn = segment.bias[chosen]
    track = part.scheme.track(place[0])
    rated = track is not None and track.kind == "rating"
    unit = _("points more") if rated else _("share of time more")
    _draw(coder, segment, drawn, unit, f"bias-{key}", plain=plain, share=not rated)
    parts.muted(_("How much more of it this coder gives than the other record, less below zero."))


def _draw(
    coder: CoderDrift,
    segment: Segment,
    drawn: Drawn,
    unit: str,
    key: str,
    *,
    plain: bool,
    share: bool = False,
) -> None:
    if not drawn.values:
        parts.muted(_("No film has a value for this."))
        return
    theme: ThemeName = "dark" if st.context.theme.type == "dark" else "light"
    labels = [_label(coder, segment, i) for i in drawn.at]
    st.plotly_chart(
        drift_chart(
            drawn, labels, unit=unit, words=(_("film"), _("smoothed"), _("limits")), plain=plain, share=share,
            theme=theme, language=state.language(),
        ),
        key=key, theme=None, config={"displayModeBar": False},
        alt=_("One point for each film in the order of coding; the table below says the same."),
    )  # fmt: skip


def _label(coder: CoderDrift, segment: Segment, i: int) -> str:
    point = segment.points[i]
    return " · ".join(each for each in (coder.visits.get(point.coding, ""), point.at[:10]) if each)


def _actions(
    view: StudyDrift, part: SchemeDrift, coder: CoderDrift, segment: Segment, look: Look | None
) -> None:
    key = f"{part.scheme.id}-{coder.key}"
    with st.expander(_("Film by film")):
        st.dataframe(
            [
                {
                    _("film"): _label(coder, segment, i),
                    _("share alike"): None if p.accuracy.value is None else parts.percent(p.accuracy.value),
                    _("ms later"): p.lag.value,
                }
                for i, p in enumerate(segment.points)
            ],
            hide_index=True,
        )
    _done(coder.actions)
    with st.popover(_("Note what was done"), key=f"act-{key}"):
        kind = st.radio(_("What"), DRIFT_KINDS, format_func=lambda k: _words(k), key=f"kind-{key}")
        first = segment.points[look.since].at[:10] if look is not None else segment.points[-1].at[:10]
        since = (
            st.date_input(_("Code anew what was coded since"), date.fromisoformat(first), key=f"since-{key}")
            if kind == "recode"
            else None
        )
        note = st.text_area(_("Note (optional)"), key=f"note-{key}")
        if st.button(_("Note it"), key=f"keep-{key}", type="primary"):
            with parts.refusals():
                day = since.isoformat() if isinstance(since, date) else ""
                drifting.act_on_drift(
                    state.place(), state.person(), view.id, coder.key, (part.scheme.id, part.major),
                    Doing(kind or "", day, note),
                )  # fmt: skip
                st.rerun()


def _words(kind: str) -> str:
    return {
        "talk": _("A talk to look at it together"), "recode": _("Visits are coded anew"),
        "none": _("Nothing is needed"),
    }[kind]  # fmt: skip


def _done(actions: Sequence[Done]) -> None:
    for each in actions:
        done = each.action
        words = _words(done.kind)
        if done.since:
            words = f"{words} {_('since {day}').format(day=done.since)}"
        parts.muted(" · ".join(part for part in (done.at[:10], words, each.by, done.note) if part))


main()
