"""A part of two pages: what the people of a family agreed to. Only for who may see names."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import streamlit as st

from annotator.access import Purpose
from annotator.actions import agreeing, family_record
from annotator.actions.agreeing import HowGiven, Left, Line, Matrix
from annotator.actions.consents import SHORT
from annotator.errors import translated
from annotator.pages import parts, state
from annotator.store.families import Person

_ = state.say


def words(purpose: Purpose) -> str:
    """A purpose in a few plain words, as they stand in a sentence."""
    return translated(SHORT[purpose], _)


def _meaning(purpose: Purpose) -> str:
    return {
        Purpose.LOOK_TOGETHER: _("The home visitor films, watches it and shows parts of it to the family."),
        Purpose.SUPERVISOR: _("The home visitor's supervisor watches it; the family may ask who that is."),
        Purpose.SUPERVISION_GROUP: _("Colleagues watch it together, to help the home visitor."),
        Purpose.QUALITY_CODING: _("Somebody who does not know the family codes it, to see how work is done."),
        Purpose.RESEARCH_STUDY: _("The coders of this study code it; the results name nobody."),
        Purpose.RESEARCH_FUTURE: _("Other researchers may use it later. A question of its own."),
        Purpose.TEACHING_CLIPS: _(
            "Clips are shown to professionals, each after the family has seen it. "
            "Somebody there may film the screen."
        ),
        Purpose.TEACHING_STILLS: _("Only still pictures are shown to professionals."),
        Purpose.FAMILY_COPY: _(
            "The family gets files to keep. Others on the film are seen too, so it is not to be posted."
        ),
        Purpose.FEEDBACK_SESSION: _(
            "The talk itself is filmed; the home visitor and their supervisor watch it, nobody else."
        ),
    }[purpose]


def _answers() -> dict[str, str]:
    return {
        "given": _("agrees"),
        "refused": _("does not agree"),
        "withdrawn": _("took it back"),
        "ended": _("has ended"),
        "unknown": _("not asked"),
    }


def ways() -> dict[str, str]:
    """How an agreement can be given, in plain words."""
    return {"spoken": _("spoken"), "paper": _("on paper"), "signature": _("signed here")}


def section(matrix: Matrix, family: str) -> None:
    """Everybody's word on everything, what was said before, what left this computer, the lawful basis."""
    if not matrix.people:
        return
    st.header(_("What they agreed to"))
    st.markdown(_table(matrix))
    with st.container(horizontal=True):
        with st.popover(_("What each of these means"), icon=":material/help:"):
            for purpose in Purpose:
                st.markdown(f"**{parts.plain(words(purpose))}**: {parts.plain(_meaning(purpose))}")
        with st.popover(_("What was said when"), icon=":material/history:"):
            _history(matrix.history)
        with st.popover(_("What left this computer"), icon=":material/output:"):
            left_lines(matrix.left)
        if matrix.may_read_record:
            with st.popover(_("Who did what"), icon=":material/visibility:"):
                _record(family)
        with st.popover(_("Lawful basis"), icon=":material/balance:"):
            _basis(matrix, family)


def _table(matrix: Matrix) -> str:
    """The matrix as a table of words; what was typed is made plain."""
    answers = _answers()
    head = [_("For"), *(parts.plain(person.label) for person in matrix.people)]
    lines = [head, ["---"] * len(head)]
    for purpose in Purpose:
        states = [matrix.states[person.id, purpose] for person in matrix.people]
        cells = [f"**{answers[s]}**" if s == "given" else answers[s] for s in states]
        lines.append([parts.plain(words(purpose)), *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _history(history: Sequence[Line]) -> None:
    if not history:
        st.write(_("Nothing was noted yet."))
    answers = _answers()
    for said, together in groupby(history, _said_at_once):
        person, first = said[0], next(together)
        purposes = [words(Purpose(line.consent.purpose)) for line in (first, *together)]
        with st.container(gap=None):
            what = f"{person} {answers[first.consent.state]}: {', '.join(reversed(purposes))}"
            st.markdown(parts.plain(what))
            parts.muted(_circumstances(first))


def _said_at_once(line: Line) -> tuple[str, ...]:
    said = line.consent
    return line.person, said.person, said.state, said.at or "", said.how, said.language, said.until or ""


def _circumstances(line: Line) -> str:
    said = line.consent
    noted = _("noted by {name}").format(name=line.noted_by) if line.noted_by else ""
    facts = (_minute(said.at), ways().get(said.how, ""), said.language, _until(said.until), noted)
    return " · ".join(fact for fact in facts if fact)


def _minute(at: str | None) -> str:
    return (at or "")[:16].replace("T", " ")


def _until(until: str | None) -> str:
    return _("until {day}").format(day=until) if until else ""


def left_lines(left: Sequence[Left]) -> None:
    """What was taken away from this computer, which no withdrawal and no erasure here can reach."""
    if not left:
        st.write(_("Nothing of this family was taken away from this computer."))
        return
    st.write(_("These files were taken away. Ask who took them to delete them where they are now."))
    for each in left:
        parts.muted(f"{_minute(each.at)} · {each.form} · {each.by}")


RECORD_LINES = 200


def _record(family: str) -> None:
    """The record as the family can read it; asked for by a press, for reading it is on record too."""
    st.write(_("Who opened the family's films, what was made of them and what left this computer."))
    if not st.button(_("Show the record"), key=f"record-{family}"):
        return
    found = family_record.record_of_family(state.place(), state.person(), family)
    for each in found.entries[:RECORD_LINES]:
        parts.muted(f"{_minute(each.at)} · {each.by} {translated(each.what, _)}")
    if len(found.entries) > RECORD_LINES:
        parts.muted(
            _("and {n} more: `annotator record` lists all").format(n=len(found.entries) - RECORD_LINES)
        )
    parts.muted(_("What hung on something that was erased is not in it."))


def _basis(matrix: Matrix, family: str) -> None:
    names = {
        "": _("not set"),
        "consent": _("consent (GDPR 6(1)(a), 9(2)(a))"),
        "care": _("health or social care (GDPR 6(1)(e), 9(2)(h))"),
        "research": _("research in the public interest (GDPR 6(1)(e), 9(2)(j))"),
        "other": _("another law"),
    }
    st.write(
        _(
            "The law that allows your service to keep films. It is set by the service and stays as it is "
            "whatever the family agrees to; showing the film needs their agreement in any case."
        )
    )
    if not matrix.may_set_basis:
        parts.muted(names[matrix.basis.counts])
        return
    with st.form(f"basis-{family}", border=False):
        service = st.selectbox(
            _("Of the service"), list(names), format_func=names.__getitem__,
            index=list(names).index(matrix.basis.study),
        )  # fmt: skip
        own = st.selectbox(
            _("Of this family"), list(names), index=list(names).index(matrix.basis.own),
            format_func=lambda basis: names[basis] if basis else _("as the service's"),
        )  # fmt: skip
        if st.form_submit_button(_("Keep")):
            with parts.refusals():
                if service != matrix.basis.study:
                    agreeing.set_basis(state.place(), state.person(), service)
                if own != matrix.basis.own:
                    agreeing.set_basis(state.place(), state.person(), own, family)
                st.rerun()


# What one person says -------------------------------------------------------------------------------


def buttons(person: Person, matrix: Matrix) -> None:
    """Note what someone said; take it back, or agree again, in two taps: one opens, one confirms."""
    with st.popover(
        _("Note what was said"), icon=":material/edit_note:", key=f"say-{person.id}", type="tertiary"
    ):
        _note(person)
    given = matrix.given(person.id)
    if given:
        with st.popover(_("Withdraw"), icon=":material/block:", key=f"back-{person.id}", type="tertiary"):
            _withdraw(person, given)
    if matrix.taken_back(person.id):
        with st.popover(_("Agrees again"), icon=":material/undo:", key=f"again-{person.id}", type="tertiary"):
            _again(person, matrix)


def _note(person: Person) -> None:
    with st.form(f"note-{person.id}", border=False):
        answers = {state: words for state, words in _answers().items() if state in ("given", "refused")}
        answer = st.segmented_control(
            parts.plain(person.label), list(answers), format_func=answers.__getitem__, default="given"
        )
        purposes = st.pills(_("to"), list(Purpose), format_func=words, selection_mode="multi")
        how, language = how_given(person.id), language_given(person.id)
        until = st.date_input(_("Until (optional)"), None, format="YYYY-MM-DD", min_value="today")
        if st.form_submit_button(_("Note it"), type="primary"):
            last = until.isoformat() if isinstance(until, date) else ""
            with parts.refusals():
                agreeing.note(
                    state.place(), state.person(), [person.id], purposes, answer or "",
                    HowGiven(how, language, last),
                )  # fmt: skip
                st.rerun()


def how_given(key: str) -> str:
    """Ask how somebody agreed; "" while that is not said."""
    known = ways()
    how = st.segmented_control(
        _("How they agreed"), list(known), format_func=known.__getitem__, key=f"how-{key}"
    )
    return how or ""


def language_given(key: str) -> str:
    """Ask in which language it was given."""
    return st.text_input(_("Language (optional)"), key=f"language-{key}")


def _withdraw(person: Person, given: Sequence[Purpose]) -> None:
    sentence = _("{name} takes it back. It counts at once, also for a film that runs.")
    st.write(parts.plain(sentence.format(name=person.label)))
    with st.container(gap="xsmall"):
        # First, so that it is in sight without scrolling.
        if len(given) > 1 and st.button(_("All of it"), key=f"all-{person.id}", width="stretch"):
            _taken_back(person, None)
        for purpose in given:
            if st.button(words(purpose), key=f"back-{person.id}-{purpose}", width="stretch"):
                _taken_back(person, purpose)


def _again(person: Person, matrix: Matrix) -> None:
    """What was taken back last is chosen already; how they agreed is the tap that notes it."""
    purposes = st.pills(
        parts.plain(_("{name} agrees again to").format(name=person.label)), matrix.taken_back(person.id),
        format_func=words, selection_mode="multi", default=matrix.taken_back_last(person.id),
        key=f"again-to-{person.id}",
    )  # fmt: skip
    st.write(_("How did they agree? One tap notes it."))
    with st.container(horizontal=True):
        for how, said in ways().items():
            if st.button(said, key=f"again-{how}-{person.id}"):
                _given_again(person, purposes, how)


def _given_again(person: Person, purposes: Sequence[Purpose], how: str) -> None:
    with parts.refusals():
        agreeing.note(state.place(), state.person(), [person.id], purposes, "given", HowGiven(how))
        state.tell(_("Noted: {name} agrees again.").format(name=parts.plain(person.label)))
        st.rerun()


def _taken_back(person: Person, purpose: Purpose | None) -> None:
    with parts.refusals():
        left = agreeing.withdraw(state.place(), state.person(), person.id, purpose)
        sentence = _("Taken back. No film with {name} is shown, printed or exported for it any more.")
        state.tell(sentence.format(name=person.label))
        if len(left) == 1:
            state.tell(_("One file was taken away from this computer before; the family's page names it."))
        elif left:
            state.tell(
                _(
                    "{n} files were taken away from this computer before; the family's page lists them."
                ).format(n=len(left))
            )
        st.rerun()
