"""What a scheme defines, by name; ids that stand twice; references that lead nowhere."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from annotator.errors import said
from annotator.schemes.places import Fault, Place, shown
from annotator.schemes.suggest import did_you_mean

Table = Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Names:
    """Everything in a scheme that other parts may refer to; ``root`` is the whole file."""

    root: Place
    subjects: Table
    profiles: Table
    modifiers: Table
    options: Mapping[str, Table]
    tracks: Table
    codes: Mapping[str, Table]
    carried: Mapping[str, Mapping[str, tuple[str, ...]]]
    contingency: Table
    episodes: Table

    def kind(self, track: str | None) -> str | None:
        """The kind of a track; None when there is no such track."""
        return self.tracks.get(track or "", Place(None)).at("kind").text

    def carried_by(self, selector: Place, codes: str = "codes") -> list[str]:
        """The modifiers that at least one of the codes a selector means carries.

        ``codes`` is the field that names them; without it all codes of the track are meant.
        """
        table = self.carried.get(selector.at("track").text or "", {})
        named = isinstance(selector.at(codes).value, list)
        meant = [str(code.text) for code in selector.texts(codes)] if named else list(table)
        return list(dict.fromkeys(id for code in meant for id in table.get(code, ())))


def names_of(root: Place) -> Names:
    """The names a file defines, as far as they can be read; of ids that stand twice the first counts."""
    modifiers, tracks = _by_id(root.each("modifiers")), _by_id(root.each("tracks"))
    codes = {id: _by_id(track.each("codes")) for id, track in tracks.items()}
    rules = root.at("rules")
    return Names(
        root,
        subjects=_by_id(root.each("subjects")),
        profiles=_by_id(root.each("profiles")),
        modifiers=modifiers,
        options={id: _by_id(modifier.each("options")) for id, modifier in modifiers.items()},
        tracks=tracks,
        codes=codes,
        carried={
            track: {id: _modifiers(code) for id, code in table.items()} for track, table in codes.items()
        },
        contingency=_by_id(rules.each("contingency")),
        episodes=_by_id(rules.each("episodes")),
    )


def _by_id(places: Iterable[Place]) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for place in places:
        id = place.at("id").text
        if id is not None:
            found.setdefault(id, place)
    return found


def _modifiers(code: Place) -> tuple[str, ...]:
    return tuple(str(modifier.text) for modifier in code.texts("modifiers"))


def unknown(place: Place, known: Collection[str], what: str) -> Iterator[Fault]:
    """The fault of a reference that leads nowhere; ``what`` says what it should name."""
    name = place.text
    if name is not None and name not in known:
        yield Fault(
            "reference",
            place.path,
            said(
                "`{name}` is not {what}; {ending}",
                name=shown(name),
                what=what,
                ending=did_you_mean(name, known),
            ),
        )


def unknown_in(places: Iterable[Place], known: Collection[str], what: str) -> Iterator[Fault]:
    """The faults of a list of references: one that leads nowhere, one that stands twice."""
    seen: set[str] = set()
    for place in places:
        name = place.text
        yield from unknown(place, known, what)
        if name in seen:
            yield Fault(
                "twice", place.path, said("`{name}` stands in this list twice; keep one.", name=shown(name))
            )
        seen.add(name or "")


def repeated_ids(names: Names) -> Iterator[Fault]:
    """Ids that two things of one kind share, and subjects that share a digit (checklist 2)."""
    root, rules = names.root, names.root.at("rules")
    for name in ("subjects", "profiles", "passes", "modifiers", "tracks", "measures"):
        yield from _repeated(root.each(name), "id")
    for name in ("constraints", "contingency", "episodes"):
        yield from _repeated(rules.each(name), "id")
    for track in root.each("tracks"):
        yield from _repeated(track.each("codes"), "id")
    for modifier in root.each("modifiers"):
        yield from _repeated(modifier.each("options"), "id")
    yield from _repeated(root.each("subjects"), "key")


def _repeated(places: Iterable[Place], field: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for place in places:
        here = place.at(field)
        if here.text in seen:
            sentence = said(
                "The {field} `{here}` is taken already; give each its own.",
                field=field,
                here=shown(here.text),
            )
            yield Fault("twice", here.path, sentence)
        seen.add(here.text or "")


def references(names: Names) -> Iterator[Fault]:
    """Subjects, profiles, passes, tracks and codes that refer to what is not there (checklist 3)."""
    for subject in names.root.each("subjects"):
        yield from unknown_in(subject.texts("members"), names.subjects, said("a subject of this scheme"))
        for member in subject.texts("members"):
            if member.text == subject.at("id").text:
                yield Fault(
                    "reference",
                    member.path,
                    said("`{member}` cannot be a member of itself.", member=shown(member.text)),
                )
    for profile in names.root.each("profiles"):
        yield from unknown_in(profile.texts("tracks"), names.tracks, said("a track of this scheme"))
    for viewing in names.root.each("passes"):
        yield from unknown_in(viewing.texts("tracks"), names.tracks, said("a track of this scheme"))
        yield from unknown_in(viewing.texts("profile"), names.profiles, said("a profile of this scheme"))
    for track in names.root.each("tracks"):
        yield from unknown(track.at("subject"), names.subjects, said("a subject of this scheme"))
        for code in track.each("codes"):
            yield from unknown_in(code.texts("modifiers"), names.modifiers, said("a modifier of this scheme"))
