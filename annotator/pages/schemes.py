"""The library of coding schemes: find one, read and print its code book, take its file, compare versions."""

import streamlit as st

from annotator.actions import library
from annotator.actions.library import Kept
from annotator.errors import translated
from annotator.pages import parts, state
from annotator.schemes.difference import OLD_DATA

_ = state.words()


def main() -> None:
    """The schemes one by one, then two versions of one side by side."""
    st.title(_("Coding schemes"))
    parts.muted(
        _("Each is a file that says what is coded and how. A new one comes in with “annotator import FILE”.")
    )
    kept = library.kept(state.place(), state.person())
    words = (
        st.text_input(_("Find"), placeholder=_("a word of the title"), key="find-scheme").casefold().split()
    )
    latest: dict[str, Kept] = {}
    for each in kept:
        latest.setdefault(each.card.id, each)
    shown = [each for each in latest.values() if all(word in _said(each) for word in words)]
    for each in shown:
        _scheme(each)
    if not shown:
        st.write(_("No scheme has these words; take one away."))
    _two(kept)


def _said(each: Kept) -> str:
    return (
        f"{each.card.title.in_language(_.language)} {each.card.id} {' '.join(each.card.purpose)}".casefold()
    )


def _scheme(each: Kept) -> None:
    depths = ", ".join(depth.label.in_language(_.language) for depth in each.card.profiles)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.markdown(f"**{parts.plain(each.card.title.in_language(_.language))}**")
            parts.muted(f"{each.card.id} {each.card.version} · {depths}{_used(each)}")
        parts.way(_("Code book"), f"/schemes/{each.card.hash}/book.html")
        parts.way(_("To print (PDF)"), f"/schemes/{each.card.hash}/book.pdf")
        if each.card.redistributable:
            parts.way(_("The file"), f"/schemes/{each.card.hash}/file")


def _used(each: Kept) -> str:
    if not each.codings:
        return ""
    many = _("one coding") if each.codings == 1 else _("{n} codings").format(n=each.codings)
    return f" · {many}"


def _two(kept: list[Kept]) -> None:
    st.header(_("Two versions side by side"))
    ids = [each.card.id for each in kept]
    several = [each for each in kept if ids.count(each.card.id) > 1]
    if not several:
        st.write(
            _("Every scheme is here in one version only. When another comes in, what differs stands here.")
        )
        return
    id = st.selectbox(_("Scheme"), list(dict.fromkeys(each.card.id for each in several)))
    versions = [each for each in several if each.card.id == id]
    new = st.selectbox(_("New"), range(len(versions)), format_func=lambda i: _name(versions[i]))
    old = st.selectbox(
        _("Old"), range(len(versions)), index=len(versions) - 1, format_func=lambda i: _name(versions[i])
    )
    found, least = library.versions_apart(
        state.place(), state.person(), versions[old].card.hash, versions[new].card.hash
    )
    if found.weight is None or least is None:
        st.write(_("Nothing differs."))
        return
    st.write(
        _("The new version is {version} at least.").format(version=least),
        translated(OLD_DATA[found.weight], _),
    )
    weights = {"patch": _("wording"), "minor": _("addition"), "major": _("another meaning")}
    for change in found.changes:
        st.markdown(f"**{weights[change.weight.word]}** {parts.plain(translated(change.sentence, _))}")


def _name(each: Kept) -> str:
    return f"{each.card.version} ({each.day})"


main()
