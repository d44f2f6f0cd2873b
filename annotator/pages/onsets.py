"""Agree on onsets: what two coders' first passes have where, who decides what holds, and the second pass."""

import streamlit as st

from annotator.actions import two_passes
from annotator.actions.two_passes import OnsetsView, PairOfCodings, SecondPass
from annotator.agreement import ModifierAgreement, OnsetPair, Taken
from annotator.errors import translated
from annotator.model import Annotation
from annotator.pages import parts, state
from annotator.pages.words import code_name, track_name
from annotator.stats import Statistic
from annotator.timecode import clock

_ = state.words()
LISTED = 60


def main() -> None:
    """Two first passes of the visit that the address names, or the two codings that it names."""
    session = state.asked("session")
    pair = state.asked("a"), state.asked("b")
    if session:
        parts.link("session", _("The visit"), {"id": session}, icon=":material/arrow_back:")
        pair = _choose(two_passes.pairs_of_visit(state.place(), state.person(), session))
    if not all(pair):
        st.title(_("No onsets to agree on yet"))
        st.info(
            _(
                "This needs two coders' submitted codings with one scheme and depth. Then what both marked "
                "is laid side by side, and each goes on from the same marks with what qualifies them."
            )
        )
        return
    view = two_passes.onsets(state.place(), state.person(), *pair)
    if not session:
        parts.link("session", _("The visit"), {"id": view.session.id}, icon=":material/arrow_back:")
    if view.second_pass is None:
        _agree(view)
    else:
        _agreed(view, view.second_pass)


def _choose(pairs: list[PairOfCodings]) -> tuple[str, str]:
    if not pairs:
        return "", ""
    index = 0
    if len(pairs) > 1:
        index = st.selectbox(
            _("Which two"), range(len(pairs)), format_func=lambda i: _named(pairs[i]),
            index=next((i for i, pair in enumerate(pairs) if not pair.agreed), 0),
        )  # fmt: skip
    return pairs[index].first.id, pairs[index].second.id


def _named(pair: PairOfCodings) -> str:
    return (
        f"{pair.first.coder_name} – {pair.second.coder_name} ({pair.first.scheme_id}, {pair.first.profile})"
    )


def _names(view: OnsetsView) -> dict[str, str]:
    return {"first": parts.plain(view.first.coder_name), "second": parts.plain(view.second.coder_name)}


def _agree(view: OnsetsView) -> None:
    alike = len(view.pairs) - len(view.open_pairs)
    st.title(
        _("{first} and {second} marked the same at {n} of {all} places").format(
            **_names(view), n=alike, all=len(view.pairs)
        )
    )
    parts.muted(parts.heading(view.family, view.session))
    st.write(
        _(
            "What both marked with one code holds as it is, at the time of {first}. Say below what holds "
            "where they differ. Then each gets a coding of their own that begins with these marks, without "
            "seeing the other's, and adds what qualifies them. The two codings here stay as they are."
        ).format(**_names(view))
    )
    _decide(view, _("Agree and begin the second pass"))


def _decide(view: OnsetsView, label: str) -> None:
    """What holds at each place that is to be decided; what was decided before is chosen already."""
    with st.form("agree", border=False):
        choices = {pair.key: _place(view, pair) for pair in view.open_pairs[:LISTED]}
        rest = _rest(view)
        if st.form_submit_button(label, type="primary"):
            with parts.refusals():
                given = {key: choice.value for key, choice in choices.items() if choice}
                _done(view, {**view.choices, **rest, **given})


def _place(view: OnsetsView, pair: OnsetPair) -> Taken | None:
    """One place where the two differ, and what holds there."""
    first, second = (_mark(view, mark) for mark in (pair.first, pair.second))
    names = _names(view)
    where = f"{clock(pair.onset_ms)} · {parts.plain(track_name(view.scheme, pair.track, _.language))}"
    words = {
        Taken.FIRST: _("as {name} has it").format(name=names["first"]),
        Taken.SECOND: _("as {name} has it").format(name=names["second"]),
        Taken.BOTH: _("both"),
        Taken.NEITHER: _("neither") if len(pair.marks) > 1 else _("leave it out"),
    }
    before = view.choices.get(pair.key)
    chosen = st.radio(
        f"**{where}** · {names['first']}: {first} – {names['second']}: {second}",
        pair.could(),
        index=None if before is None else pair.could().index(Taken(before)),
        horizontal=True,
        format_func=words.__getitem__,
        key=f"place-{pair.key}",
    )
    return None if chosen is None else Taken(chosen)


def _mark(view: OnsetsView, mark: Annotation | None) -> str:
    if mark is None:
        return _("nothing")
    c = mark.content
    name = parts.plain(code_name(view.scheme, c.track, c.code, _.language))
    end = "" if c.is_point or c.offset_ms is None else f"–{clock(c.offset_ms)}"
    return f"{name} {clock(c.onset_ms)}{end}"


def _rest(view: OnsetsView) -> dict[str, str]:
    """What holds wherever nothing was chosen; nothing unless somebody says so."""
    if not view.open_pairs:
        return {}
    names = _names(view)
    words = {
        Taken.FIRST: _("as {name} has it").format(name=names["first"]),
        Taken.SECOND: _("as {name} has it").format(name=names["second"]),
        Taken.BOTH: _("what either has"),
        Taken.NEITHER: _("only what both have"),
    }
    beyond = len(view.open_pairs) - LISTED
    if beyond > 0:
        parts.muted(_("Not listed: {n} more. Choose here what holds there.").format(n=beyond))
    chosen = st.selectbox(
        _("Where nothing is chosen above"), list(Taken), index=None, format_func=words.__getitem__,
        placeholder=_("each place is to be decided"),
    )  # fmt: skip
    return {} if chosen is None else two_passes.leaning(view.open_pairs, chosen)


def _done(view: OnsetsView, choices: dict[str, str]) -> None:
    person = state.person()
    again = view.second_pass is not None
    made = two_passes.agree_onsets(state.place(), person, view.first.id, view.second.id, choices, again=again)
    own = made.get(person.id) if person else None
    if own and not again:
        parts.go("desk", {"coding": own})
    if again:
        state.tell(_("Decided anew; both second passes hold these marks now."))
    st.rerun()


def _agreed(view: OnsetsView, done: SecondPass) -> None:
    st.title(_("{first} and {second} go on from the same marks").format(**_names(view)))
    parts.muted(parts.heading(view.family, view.session))
    taken = sum(place.taken != "neither" for place in done.decided)
    st.write(
        _("{name} agreed on the onsets on {day}: {n} of {all} places were taken.").format(
            name=parts.plain(done.by), day=done.agreement.at[:10], n=taken, all=len(done.decided)
        )
    )
    if done.own is not None:
        label = _("Add what qualifies each mark") if done.own.state == "open" else _("Look at it")
        parts.action("desk", label, {"coding": done.own.id})
    parts.link("compare", _("How far the first pass agrees"), {
        "session": view.session.id, "a": view.first.id, "b": view.second.id,
    })  # fmt: skip
    if view.open_pairs:
        _anew(view, done)
    st.header(_("What qualifies the marks"))
    if done.modifiers is None:
        names = ", ".join(parts.plain(name) for name in done.waits_for)
        parts.muted(_("Both second passes must be submitted; not yet: {names}.").format(names=names))
        return
    st.dataframe([_row(view, each) for each in done.modifiers], hide_index=True)
    parts.muted(
        _(
            "Over the marks that both answered. Unanswered: one of the two, or both, gave no answer; they "
            "are left out of the numbers."
        )
    )


def _anew(view: OnsetsView, done: SecondPass) -> None:
    """What was decided can be decided otherwise while both second passes are open."""
    with st.expander(_("Decide anew what holds"), icon=":material/edit:"):
        st.write(
            _(
                "Both second passes follow at once: marks come, go or move as decided here, and what was "
                "already said of those that stay is kept. A second pass that was submitted must be opened "
                "again first."
            )
        )
        _decide(view, _("Decide anew"))


def _row(view: OnsetsView, found: ModifierAgreement) -> dict[str, str | int]:
    modifier = view.scheme.modifier(found.modifier)
    return {
        _("modifier"): modifier.label.in_language(_.language) if modifier else found.modifier,
        _("marks"): found.equal.units,
        _("equal"): _number(found.equal, percent=True),
        "κ": _number(found.kappa),
        _("unanswered"): found.unanswered,
    }


def _number(s: Statistic, *, percent: bool = False) -> str:
    if s.value is None:
        return _("none: {reason}").format(reason=translated(s.reason, _))
    return f"{100 * s.value:.0f} %" if percent else f"{s.value:.2f}"


main()
