"""Training: practice and tests with gold codings for a coder, sets and certificates for a lead."""

from datetime import datetime

import streamlit as st

from annotator.actions import training
from annotator.actions.settling import Asks
from annotator.actions.training import Exercise, Feedback, OwnTraining
from annotator.agreement import GoldMatch
from annotator.errors import counted, translated
from annotator.pages import parts, state, training_study
from annotator.pages.coefficients import share
from annotator.pages.words import code_name, cost

_ = state.words()


def main() -> None:
    """One's own training; a study's, or what came of one coding, where the address names it."""
    study, coding = state.asked("study"), state.asked("coding")
    if study:
        training_study.section(study)
    elif coding:
        _feedback(training.feedback(state.place(), state.person(), coding), coding)
    else:
        _own()


def _own() -> None:
    st.title(_("Training"))
    found = training.my_training(state.place(), state.person())
    if not found:
        st.write(
            _(
                "Nothing to practise yet. Whoever leads the study chooses films with a gold coding, to be "
                "practised with and to be tested with; they wait here then."
            )
        )
        parts.link("studies", _("Studies"))
    for each in found:
        _part(each)


def _part(own: OwnTraining) -> None:
    title = parts.plain(own.scheme.title.in_language(_.language))
    st.header(f"{title} {own.major} · {parts.plain(own.study_name)}")
    st.write(_standing(own))
    parts.muted(asked_words(own.asks))
    for name, said, exercises in (
        (
            _("Practice"),
            _("When you have submitted, the page shows where you and the gold coding differ. A short coded "
              "window makes a short round."),
            own.practice,
        ),
        (_("Tests"), _("A test says whether it is passed, not where you differ."), own.tests),
    ):  # fmt: skip
        if exercises:
            st.subheader(name)
            parts.muted(said)
            for exercise in exercises:
                _exercise(own, exercise)


def _standing(own: OwnTraining) -> str:
    if own.certificate is not None:
        until = own.certificate.term.expires_at
        if until is None:
            return _("You hold a certificate.")
        return _("You hold a certificate until {day}.").format(day=until[:10])
    passed = _("No certificate yet: {passed} of {needed} tests passed in a row.")
    told = passed.format(passed=own.passed, needed=own.asks.in_a_row)
    return f"{told} {_('Visits of this study are open to you with one.')}" if own.asks.required else told


def asked_words(asks: Asks) -> str:
    """What is asked of a test, in a sentence."""
    named = {
        "accuracy": _("the gold's code for at least {least} of the time"),
        "kappa": _("κ with the gold of at least {value}"),
        "f1": _("marks shared with the gold for at least {least} (F1)"),
        "within_one": _("at least {least} of the ratings within one step of the gold's"),
    }
    bar = asks.bar
    least = named[bar.statistic].format(least=parts.percent(bar.least), value=f"{bar.least:.2f}")
    told = _("A test is passed with {what}.").format(what=least)
    if bar.per_code is not None:
        each = _("Each code that is used {n} times or more: shared for at least {least}.")
        told += " " + each.format(n=bar.least_marks, least=parts.percent(bar.per_code))
    again = counted(asks.days, "A certificate holds for one day.", "A certificate holds for {n} days.")
    return f"{told} {translated(again, _)}"


def _exercise(own: OwnTraining, exercise: Exercise) -> None:
    key = f"{exercise.session}-{own.scheme.id}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"visit-{key}"):
        with st.container(gap=None):
            st.markdown(f"**{parts.plain(exercise.visit)}**")
            parts.muted(_state(exercise))
        if exercise.result is not None and exercise.coding is not None:
            word = _("See where you differ") if exercise.purpose == "practice" else _("See how it went")
            parts.link("training", word, {"coding": exercise.coding})
        elif exercise.coding is not None and not exercise.is_open:
            return
        if exercise.purpose == "practice" or exercise.result is None:
            again = _("Practise it again") if exercise.result is not None else _("Code it")
            word = _("Go on coding") if exercise.is_open else again
            if st.button(word, key=f"code-{key}"):
                with parts.refusals():
                    made = training.begin_exercise(
                        state.place(), state.person(), exercise.session, own.scheme.id
                    )
                    parts.go("desk", {"coding": made})


def _state(exercise: Exercise) -> str:
    if exercise.result is not None:
        if exercise.purpose == "practice":
            return _("practised")
        return _("passed") if exercise.result.passed else _("not passed")
    return _("begun") if exercise.is_open else _("to be coded")


# What came of one coding ------------------------------------------------------------------------------


def _feedback(found: Feedback, coding: str) -> None:
    parts.link("training", _("Training"), icon=":material/arrow_back:")
    st.title(parts.plain(found.visit))
    st.write(parts.plain(_went(found)))
    when = datetime.fromisoformat(found.result.at)
    parts.muted(_("submitted on {day}").format(day=f"{when:%Y-%m-%d}"))
    if found.match is None or found.gold is None:
        parts.muted(
            _(
                "A test does not say where the two differ, so that it can test again. Whoever leads the "
                "training can look at it with you."
            )
        )
        return
    _costliest(found)
    with st.container(horizontal=True):
        parts.action("differences", _("Watch them one by one"), {"a": coding, "b": found.gold})
        if st.button(_("Practise it again"), key="again"):
            with parts.refusals():
                made = training.begin_exercise(state.place(), state.person(), found.session, found.scheme.id)
                parts.go("desk", {"coding": made})
    _codes(found, found.match)


def _went(found: Feedback) -> str:
    result = found.result
    if result.value is None:
        return _("There is no number: {reason}.").format(reason=translated(result.reason, _))
    named = {
        "accuracy": _("You gave the gold's code for {value} of the time; {least} are asked."),
        "kappa": _("κ with the gold is {plain}; {plain_least} is asked."),
        "f1": _("You and the gold share {value} of the marks (F1); {least} are asked."),
        "within_one": _("{value} of your ratings lie within one step of the gold's; {least} are asked."),
    }[result.statistic]
    told = named.format(
        value=parts.percent(result.value), least=parts.percent(result.least), plain=f"{result.value:.2f}",
        plain_least=f"{result.least:.2f}",
    )  # fmt: skip
    if result.purpose == "practice":
        return told
    return f"{_('Passed.') if result.passed else _('Not passed.')} {told}"


def _costliest(found: Feedback) -> None:
    if not found.costliest:
        st.write(_("Nowhere do you and the gold coding differ by more than where a boundary lies."))
        return
    st.header(_("What cost most"))
    for each in found.costliest:
        mine, theirs = (
            code_name(found.scheme, each.track, code, _.language) for code in (each.first, each.second)
        )
        words = _("{mine}, where the gold has {gold}")
        st.markdown(parts.plain(f"{words.format(mine=mine, gold=theirs)}: {cost(each)}"))


def _codes(found: Feedback, match: GoldMatch) -> None:
    st.header(_("Code by code"))
    st.dataframe(
        [
            {
                _("code"): code_name(found.scheme, c.track, c.code, _.language),
                _("both, of either"): share(c.shared),
                _("marks of both"): c.marks,
            }
            for c in match.codes
        ],
        hide_index=True,
    )  # fmt: skip


main()
