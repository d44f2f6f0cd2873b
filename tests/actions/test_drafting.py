"""Writing a scheme: one's own alone, saved at each change, back and on again, published as what the change asks for."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from annotator.actions import codings, drafting, library, people, publishing
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Conflict, NotFound
from annotator.schemes import read_scheme
from annotator.schemes.drafts import with_value, with_words
from annotator.schemes.writing import as_yaml
from annotator.store import audit, scheme_drafts, schemes
from annotator.store.accounts import Account
from tests.schemes.scheme_files import text_of, values_of
from tests.schemes.test_drafts import all_kinds


def titled(title: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda document: with_words(document, ("title",), "en", title)


def title_of(w: Workplace, who: Account, id: str) -> str:
    return drafting.draft(w, who, id).stored.title


def published(w: Workplace, who: Account, title: str = "Play at home") -> str:
    """A scheme of somebody's own with a track of every kind; its hash."""
    id = drafting.begin(w, who, title)
    step = drafting.edit(w, who, id, lambda document: all_kinds() | {"id": document["id"]})
    return publishing.publish(w, who, id, step).hash


def test_every_change_is_a_step_and_a_hundred_can_be_taken_back(place: Workplace, lead: Account) -> None:
    id = drafting.begin(place, lead, "Title 0")
    for n in range(1, 121):
        drafting.edit(place, lead, id, titled(f"Title {n}"))
    view = drafting.draft(place, lead, id)
    assert (view.stored.title, view.last - view.first) == ("Title 120", scheme_drafts.KEPT - 1)
    for _n in range(99):
        drafting.take_back(place, lead, id)
    assert title_of(place, lead, id) == "Title 21"
    with pytest.raises(Conflict, match="nothing more"):
        drafting.take_back(place, lead, id)
    drafting.do_again(place, lead, id)
    assert title_of(place, lead, id) == "Title 22"
    drafting.edit(place, lead, id, titled("Another way"))
    with pytest.raises(Conflict, match="nothing more"):
        drafting.do_again(place, lead, id)
    drafting.take_back(place, lead, id)
    assert title_of(place, lead, id) == "Title 22"


def test_nothing_changed_is_no_step(place: Workplace, lead: Account) -> None:
    id = drafting.begin(place, lead, "Play")
    assert drafting.edit(place, lead, id, lambda document: document) == 1
    assert drafting.save_text(place, lead, id, 1, drafting.draft(place, lead, id).text) == 1


def test_text_is_kept_as_it_was_written_until_a_form_changes_it(place: Workplace, lead: Account) -> None:
    text = text_of("two-keys").encode()
    id = drafting.begin_from_text(place, lead, text)
    assert drafting.draft_file(place, lead, id) == ("two-keys-draft.yaml", text)
    drafting.edit(place, lead, id, titled("Three keys"))
    name, after = drafting.draft_file(place, lead, id)
    assert read_scheme(after).document == with_words(values_of("two-keys"), ("title",), "en", "Three keys")
    assert (name, after.count(b"#") < text.count(b"#")) == ("two-keys-draft.yaml", True), "comments go"


def test_a_text_with_problems_is_kept_with_every_problem_at_its_line(place: Workplace, lead: Account) -> None:
    id = drafting.begin_from_text(place, lead, b"format: interaction-scheme/1\ntracks: none\n")
    view = drafting.draft(place, lead, id)
    assert view.document is None
    assert {(p.line, p.path) for p in view.problems} >= {(2, "tracks")}
    with pytest.raises(AnnotatorError, match="Mend the text first"):
        drafting.edit(place, lead, id, titled("Play"))
    with pytest.raises(AnnotatorError, match="problems are left"):
        publishing.publish(place, lead, id, 1)
    with pytest.raises(Conflict, match="another window"):
        drafting.save_text(place, lead, id, 7, b"other")


def test_a_scheme_from_nothing_is_published_and_coded_with(place: Workplace, lead: Account) -> None:
    hash = published(place, lead)
    assert drafting.drafts(place, lead) == []
    chosen = {c.scheme.id: c for c in codings.schemes_here(place, lead)}["play_at_home"]
    assert (chosen.scheme.hash, chosen.scheme.version) == (hash, "1.0.0")
    with place.store.read() as tx:
        assert read_scheme(schemes.get(tx, hash)).status == "published"
        assert [(r.who, r.verb) for r in audit.recent(tx) if r.subject == hash] == [(lead.id, "publish")]


@pytest.mark.parametrize(
    ("path", "value", "weight", "version"),
    [
        (("tracks", 0, "codes", 0, "label"), {"en": "Side by side"}, "patch", "1.0.1"),
        (("measures",), [{"id": "smiles", "label": {"en": "Smiles"}, "kind": "count", "of": {"track": "cues"},
                          "direction": "none", "audience": ["researcher"]}], "minor", "1.1.0"),
        (("tracks", 0, "exclusive"), False, "major", "2.0.0"),
    ],
)  # fmt: skip
def test_the_program_decides_what_the_next_version_is_and_refuses_a_lower_one(
    place: Workplace, lead: Account, path: tuple[str | int, ...], value: Any, weight: str, version: str
) -> None:
    id = drafting.begin_next(place, lead, published(place, lead))
    with pytest.raises(AnnotatorError, match="Nothing differs"):
        publishing.publish(place, lead, id, 1)
    step = drafting.edit(place, lead, id, lambda document: with_value(document, path, value))
    plan = publishing.what_next(place, lead, id)
    assert (plan.before, plan.weight, plan.version) == ("1.0.0", weight, version)
    with pytest.raises(AnnotatorError, match=f"is {version} at least, not 1.0.0"):
        publishing.publish(place, lead, id, step, "1.0.0")
    made = publishing.publish(place, lead, id, step, None, "Looked at again.")
    assert made.version == version
    assert made.document["changelog"][-1]["change"] == {"en": "Looked at again."}
    found, least = library.versions_apart(
        place, lead, library.version_of(place, lead, made.id, "1.0.0").hash, made.hash
    )
    assert (found.weight is not None and found.weight.word, least) == (weight, version)


def test_what_came_with_the_program_is_copied_before_it_is_changed(place: Workplace, lead: Account) -> None:
    old = library.version_of(place, lead, "two-keys")
    with pytest.raises(AnnotatorError, match="stays as it is"):
        drafting.begin_next(place, lead, old.hash)
    step = 1
    typed = drafting.begin_from_text(place, lead, as_yaml(values_of("two-keys") | {"summary": "Another."}))
    with pytest.raises(AnnotatorError, match="stays as it is"):
        publishing.publish(place, lead, typed, step, "1.0.1")
    copy = drafting.begin_copy(place, lead, old.hash, "Two keys of ours")
    made = publishing.publish(place, lead, copy, step)
    assert (made.id, made.version, str(made.title)) == ("two_keys_of_ours", "1.0.0", "Two keys of ours")


def test_a_draft_is_its_authors_alone(place: Workplace, lead: Account) -> None:
    """Every use case, asked by others with the right and without: their draft is none."""
    id = drafting.begin(place, lead, "Play")
    other = people.add_person(place, lead, "Mia", "practitioner")
    coder = people.add_person(place, lead, "Ben", "coder")
    hash = library.version_of(place, lead, "two-keys").hash
    of_place: dict[str, tuple[Any, ...]] = {
        "drafts": (), "begin": ("Play",), "begin_copy": (hash, "Ours"), "begin_next": (hash,), "begin_from_text": (b"",),
    }  # fmt: skip
    of_draft: dict[str, tuple[Any, ...]] = {
        "draft": (), "edit": (lambda document: document,), "save_text": (1, b"x"), "take_back": (), "do_again": (),
        "discard": (), "draft_file": (), "what_next": (), "publish": (1,),
    }  # fmt: skip
    every = {
        name: each
        for module in (drafting, publishing)
        for name, each in inspect.getmembers(module, inspect.isfunction)
        if each.__module__ == module.__name__ and not name.startswith("_") and "who" in inspect.signature(each).parameters
    }  # fmt: skip
    assert every.keys() == of_place.keys() | of_draft.keys()
    for name, more in of_place.items():
        with pytest.raises(NotFound, match="no such page"):
            every[name](place, coder, *more)
    for name, more in of_draft.items():
        for who, asked, sentence in (
            (other, id, "draft"),
            (lead, "none", "draft"),
            (coder, id, "page"),
            (None, id, "page"),
        ):
            with pytest.raises(NotFound, match=f"no such {sentence}"):
                every[name](place, who, asked, *more)
    assert drafting.drafts(place, other) == []
    drafting.discard(place, lead, id)
    assert drafting.drafts(place, lead) == []
