"""A part of two pages: erasing a film or a family. Read first, then type the code name; never one click."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from annotator.actions import erasing
from annotator.actions.erasing import REASONS, Erased, Holding
from annotator.errors import translated
from annotator.pages import parts, state
from annotator.store.erasing import Reach

_ = state.say


def film_section(recording: str, name: str, session: str, *, alone: bool) -> None:
    """Erase one film; ``alone`` when the visit has no other, so that its name need not be said."""
    title = _("Erase this film") if alone else _("Erase the film {name}").format(name=parts.plain(name))
    with st.expander(title, key=f"erasing-{recording}", icon=":material/delete_forever:"):
        reach = erasing.reach_of_film(state.place(), state.person(), recording)
        _goes(
            [_("the film, the copy for watching, every still and sound made from it"), *_seen(reach.counts)]
        )
        rests = _("codings, notes and plans: they rest on another film of this visit")
        _stays([_("the family and this visit"), *([] if reach.visit else [rests])])
        _beyond(reach)
        done = _asked(recording, reach, erasing.erase_film)
        if done is not None:
            parts.go("session", {"id": session, "erased": done.id})


def family_section(family: str) -> None:
    """Erase a family with everything."""
    with st.expander(_("Erase this family"), key=f"erasing-{family}", icon=":material/delete_forever:"):
        reach = erasing.reach_of_family(state.place(), state.person(), family)
        _goes([*_family(reach.counts), *_seen(reach.counts)])
        _stays([])
        _beyond(reach)
        done = _asked(family, reach, erasing.erase_family)
        if done is not None:
            parts.go("families", {"erased": done.id})


def report() -> None:
    """What the erasure did that has just led to this page."""
    id = state.asked("erased")
    if not id:
        return
    with parts.refusals():
        done = erasing.report(state.place(), state.person(), id)
        st.info(_said(done), icon=":material/check:")
        if done.backups:
            _backups(done.backups)


def _said(done: Erased) -> str:
    if done.left:
        left = parts.plain(translated(done.left, _))
        return f"{_('Erased; nobody can see it any more.')} {left}"
    return _("Erased. Nothing of it is left here.")


def _asked(id: str, reach: Reach, erase: Callable[..., Erased]) -> Erased | None:
    """The second step: why, and the code name typed out. What was erased, once it was."""
    with st.form(f"erase-{id}", border=False):
        reason = st.selectbox(_("Why it is erased"), REASONS, format_func=_reasons().__getitem__, index=None)
        typed = st.text_input(
            _("Type the code name {code}").format(code=reach.code), autocomplete="off",
            help=_("So that nothing is erased by a slip. It cannot be brought back."),
        )  # fmt: skip
        if not st.form_submit_button(_("Erase for good")):
            return None
    with parts.refusals():
        return erase(state.place(), state.person(), id, reason or "", typed)
    return None


def _reasons() -> Mapping[str, str]:
    return {
        "withdrawn": _("The family took its agreement back"),
        "kept_long_enough": _("It was to be kept until now"),
        "mistake": _("It came here by mistake"),
        "other": _("Another reason"),
    }


def _goes(things: Sequence[str]) -> None:
    _list(_("What goes, for everybody and for good"), things)


def _stays(things: Sequence[str]) -> None:
    record = _("in the record: that something was erased, when, by whom and why, without a name")
    _list(_("What stays"), [*things, record])


def _list(title: str, things: Sequence[str]) -> None:
    st.markdown(f"**{title}**\n\n" + "\n".join(f"- {thing}" for thing in things))


def _family(counts: Mapping[str, int]) -> list[str]:
    visits, films = counts["visits"], counts["films"]
    return [
        _("the family's code name and name, its people, what they agreed to"),
        _("one visit") if visits == 1 else _("{n} visits").format(n=visits),
        _("one film, with everything made from it")
        if films == 1
        else _("{n} films, with everything made from them").format(n=films),
    ]


def _seen(counts: Mapping[str, int]) -> list[str]:
    """What was seen in the films: only the kinds that there are."""
    said = {
        "codings": (_("one coding"), _("{n} codings, those of others too")),
        "notes": (_("one note"), _("{n} notes, those of others too")),
        "talks": (_("one moment shared with a supervisor"), _("{n} moments shared with a supervisor")),
        "plans": (
            _("one plan of a meeting, with what was said"),
            _("{n} plans of meetings, with what was said"),
        ),
    }
    return [
        (one if counts[kind] == 1 else many).format(n=counts[kind])
        for kind, (one, many) in said.items()
        if counts[kind]
    ]


def _beyond(reach: Reach) -> None:
    """What no erasure here can reach."""
    left = erasing.taken_away(state.place(), state.person(), reach)
    backups = erasing.backups_here(state.place(), state.person())
    words = _("a file of this family that {name} took away on {day} ({form}): ask for it to be deleted")
    things = [parts.plain(words.format(name=e.by, day=_day(e.at), form=e.form)) for e in left]
    things += [
        _("the backup of {day}").format(day=_day(each.at)) + _where(str(each.file)) for each in backups
    ]
    if things:
        _list(_("What this cannot reach"), things)
    if backups:
        parts.muted(_("Whoever restores such a backup gets it without what is erased now."))


def _backups(backups: Sequence[Holding]) -> None:
    told = [each for each in backups if each.told]
    away = [each for each in backups if not each.told]
    if told:
        parts.muted(_("These backups still hold it; a restore leaves it out:"))
        _places(told)
    if away:
        parts.muted(
            _("These backups still hold it and are out of reach; destroy them, or make a new one beside:")
        )
        _places(away)


def _places(backups: Sequence[Holding]) -> None:
    st.markdown("\n".join(f"- {_day(each.at)}{_where(str(each.file))}" for each in backups))


def _where(file: str) -> str:
    return f" · {parts.plain(file)}"


def _day(at: str) -> str:
    return at[:16].replace("T", " ")
