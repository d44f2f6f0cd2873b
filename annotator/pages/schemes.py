"""The library of coding schemes: find one, read it, bring one in, retire a version, compare two."""

from collections.abc import Callable

import streamlit as st

from annotator.actions import drafting, library, remapping
from annotator.actions.library import Kept
from annotator.errors import translated
from annotator.pages import parts, scheme_changes, state
from annotator.player import player
from annotator.schemes.difference import OLD_DATA, Weight

_ = state.words()


def main() -> None:
    """The schemes one by one, then two versions of one side by side."""
    st.title(_("Coding schemes"))
    parts.muted(_("Each is a file that says what is coded and how."))
    may_write = library.may_write(state.place(), state.person())
    if may_write:
        _bring_in()
        _drafts()
    kept = library.kept(state.place(), state.person())
    words = (
        st.text_input(_("Find"), placeholder=_("a word of the title"), key="find-scheme").casefold().split()
    )
    may_retire = library.may_retire(state.place(), state.person())
    versions: dict[str, list[Kept]] = {}
    for each in kept:
        versions.setdefault(each.card.id, []).append(each)
    shown = [of for of in versions.values() if all(word in _said(of[0]) for word in words)]
    shown.sort(key=lambda of: of[0].card.hash != state.asked("published"))
    _just_published(kept)
    for of in shown:
        _scheme(of, may_write=may_write, may_retire=may_retire)
    if not shown:
        st.write(_("No scheme has these words; take one away."))
    _two(kept)


def _just_published(kept: list[Kept]) -> None:
    """What follows for codings of the version before, once a draft was published."""
    at = next((n for n, each in enumerate(kept) if each.card.hash == state.asked("published")), len(kept))
    made = kept[at] if at < len(kept) else None
    before = [each for each in kept[at + 1 :] if made is not None and each.card.id == made.card.id]
    if made is None or not before or not remapping.may_remap(state.place(), state.person()):
        return
    old, new = before[0].card.hash, made.card.hash
    found, _least = library.versions_apart(state.place(), state.person(), old, new)
    if found.weight is not Weight.MAJOR:
        return
    with st.container(border=True):
        versions = {"old": before[0].card.version, "new": made.card.version}
        st.markdown(f"**{parts.plain(made.card.title.in_language(_.language))}**")
        st.write(
            _(
                "Codings of {old} are counted together with those of {new} once a map says what each code "
                "becomes."
            ).format(**versions)
        )
        with st.container(key="act-published", width="content"):
            label = _("Bring codings of {old} over to {new}").format(**versions)
            parts.link("remapping", label, {"old": old, "new": new})


def _bring_in() -> None:
    with st.expander(_("Bring in a scheme's file"), icon=":material/upload_file:"):
        parts.muted(
            _(
                "Our own format (YAML, JSON), a BORIS project, ELAN's vocabularies, a template of The "
                "Observer, a Datavyu spreadsheet, or a table (CSV)."
            )
        )
        if player.scheme_file(translate=_):
            st.rerun()


def _drafts() -> None:
    """One's own drafts, and a new scheme from nothing or from a text that is not sound yet."""
    with st.expander(_("Write a scheme"), icon=":material/edit_note:"):
        for each in drafting.drafts(state.place(), state.person()):
            with st.container(horizontal=True, vertical_alignment="center"):
                parts.link(
                    "scheme", parts.plain(each.title or _("A scheme without a title")), {"draft": each.id}
                )
                parts.muted(_("draft, changed {day}").format(day=each.changed_at[:10]))
        with st.form("new-scheme", border=False):
            title = st.text_input(_("Title of a new scheme"))
            if st.form_submit_button(_("Begin it"), type="primary"):
                _open(lambda: drafting.begin(state.place(), state.person(), title, _.language))
        with st.form("from-text", border=False):
            text = st.text_area(_("Or the text of a scheme's file, also one with problems"), height=80)
            if st.form_submit_button(_("Begin with it")):
                _open(lambda: drafting.begin_from_text(state.place(), state.person(), text.encode()))


def _open(begin: Callable[[], str]) -> None:
    with parts.refusals():
        parts.go("scheme", {"draft": begin()})


def _said(each: Kept) -> str:
    return (
        f"{each.card.title.in_language(_.language)} {each.card.id} {' '.join(each.card.purpose)}".casefold()
    )


def _scheme(versions: list[Kept], *, may_write: bool, may_retire: bool) -> None:
    each = versions[0]
    depths = ", ".join(depth.label.in_language(_.language) for depth in each.card.profiles)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.markdown(f"**{parts.plain(each.card.title.in_language(_.language))}**")
            parts.muted(f"{each.card.id} {each.card.version} · {depths}{_used(each)}{_retired(each)}")
        parts.way(_("Code book"), f"/schemes/{each.card.hash}/book.html")
        parts.way(_("To print (PDF)"), f"/schemes/{each.card.hash}/book.pdf")
        if each.card.redistributable:
            parts.way(_("The file"), f"/schemes/{each.card.hash}/file")
        with st.popover(_("Versions and use"), key=f"versions-{each.card.id}"):
            if may_write:
                _go_on(each)
            for version in versions:
                _version(version, may_retire=may_retire)


def _go_on(each: Kept) -> None:
    """A copy to change; and for a scheme of one's own its next version."""
    title = each.card.title.in_language(_.language)
    if st.button(_("Copy and change"), key=f"copy-{each.card.id}"):
        name = _("{title} (copy)").format(title=title)
        _open(lambda: drafting.begin_copy(state.place(), state.person(), each.card.hash, name))
    if each.shipped:
        parts.muted(_("It came with Attune and stays as it is; a copy is yours to change."))
    elif st.button(_("Write the next version"), key=f"next-{each.card.id}"):
        _open(lambda: drafting.begin_next(state.place(), state.person(), each.card.hash))


def _version(each: Kept, *, may_retire: bool) -> None:
    st.markdown(f"**{parts.plain(_name(each))}**{parts.plain(_retired(each))}")
    for name, n in each.studies:
        parts.muted(f"{name}: {_many(n)}")
    if not each.studies:
        parts.muted(_("No coding that you see uses it."))
    if not may_retire:
        return
    if each.retired is None:
        parts.muted(_("A version that is retired begins no coding any more; what was coded stays."))
    label = _("Retire it") if each.retired is None else _("Use it again")
    if st.button(label, key=f"retire-{each.card.hash}"):
        with parts.refusals():
            change = library.retire if each.retired is None else library.take_back
            change(state.place(), state.person(), each.card.hash)
            st.rerun()


def _used(each: Kept) -> str:
    return f" · {_many(each.codings)}" if each.codings else ""


def _many(n: int) -> str:
    return _("one coding") if n == 1 else _("{n} codings").format(n=n)


def _retired(each: Kept) -> str:
    return "" if each.retired is None else " · " + _("retired on {day}").format(day=each.retired)


def _two(kept: list[Kept]) -> None:
    st.header(_("Two versions side by side"))
    ids = [each.card.id for each in kept]
    several = [each for each in kept if ids.count(each.card.id) > 1]
    if not several:
        st.write(
            _("Every scheme is here in one version only. When another comes in, what differs stands here.")
        )
        return
    titles = {each.card.id: each.card.title.in_language(_.language) for each in reversed(several)}
    which, newer, older = st.columns([2, 1, 1])
    with which:
        id = st.selectbox(
            _("Scheme"), list(dict.fromkeys(each.card.id for each in several)), format_func=titles.__getitem__
        )
    versions = [each for each in several if each.card.id == id]
    with newer:
        new = st.selectbox(_("New"), range(len(versions)), format_func=lambda i: _name(versions[i]))
    with older:
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
    if found.weight is Weight.MAJOR and remapping.may_remap(state.place(), state.person()):
        pair = {"old": versions[old].card.hash, "new": versions[new].card.hash}
        parts.action("remapping", _("Bring old codings over"), pair)
    scheme_changes.listed(found, library.marks_held(state.place(), state.person(), versions[old].card.hash))


def _name(each: Kept) -> str:
    return f"{each.card.version} ({each.day})"


main()
