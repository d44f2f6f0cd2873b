"""From bytes to plain values with their lines, refusing what a file can do to a reader.

YAML can name a value once and repeat it (anchors, aliases, merge keys), so a few hundred bytes
can unfold to billions of values. The file is therefore read as a stream of events, and nothing is
ever repeated: aliases, anchors, merge keys and tags are refused where they stand, size, depth and
number of values are bounded, and only text, numbers, true, false, null, lists and mappings come out.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn

import yaml

from annotator.errors import said
from annotator.schemes.places import Fault, Path, Place, shown
from annotator.schemes.scalars import Refused, Scalar, meaning, unwritable

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
MAX_VALUES = 20_000

# libyaml's parser where PyYAML was built with it, else the same in Python.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[^\s{}\[\]",:]+|\n')


@dataclass(frozen=True, slots=True)
class Document:
    """A file as plain values, the line each stands on, and what reading it found wrong.

    ``whole`` is False when reading had to stop; the values are empty then.
    """

    values: dict[str, Any]
    lines: dict[Path, int]
    faults: tuple[Fault, ...]
    whole: bool = True

    @property
    def place(self) -> Place:
        """The whole document as a place."""
        return Place(self.values)

    def line(self, path: Path) -> int:
        """The line of a path, or of what it would stand in when it is not there."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(frozen=True, slots=True)
class _Event:
    """One step of a file: a scalar, the start of a mapping or list, the end of one, or an alias."""

    kind: Literal["scalar", "mapping", "list", "end", "alias"]
    line: int
    text: str = ""
    plain: bool = False
    anchor: str | None = None
    tag: str | None = None


class _Stopped(Exception):
    """Nothing after this fault can be read."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.message)


def read(data: bytes) -> Document:
    """The values of a scheme file, YAML or JSON, with every fault that reading can find.

    After a fault that ends reading (not UTF-8, too large, too deep, not well-formed) the values
    are empty, so nothing is reported as missing that was only not reached.
    """
    composer = _Composer()
    try:
        values = composer.document(_events(_decoded(data)))
    except _Stopped as stop:
        return Document({}, composer.lines, (*composer.faults, stop.fault), whole=False)
    return Document(values, composer.lines, tuple(composer.faults))


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        _stop(
            "too_large",
            1,
            said(
                "The file has {n} bytes; a scheme has at most {most} (1 MB).",
                n=len(data),
                most=MAX_BYTES,
            ),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        _stop(
            "not_utf8",
            line,
            said("Byte {n} is not UTF-8; save the file as UTF-8 text.", n=error.start),
        )


def _stop(code: str, line: int, message: str) -> NoReturn:
    raise _Stopped(Fault(code, (), message, line))


def _events(text: str) -> Iterator[_Event]:
    return _json_events(text) if _is_json(text) else _yaml_events(text)


def _is_json(text: str) -> bool:
    # JSON is read as JSON: YAML readers differ from it in tabs, long keys and escapes.
    if not text.lstrip().startswith("{"):
        return False
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(word)


def _json_events(text: str) -> Iterator[_Event]:
    """The events of a text already known to be JSON, so commas and colons need no second look."""
    line = 1
    for found in _JSON_TOKEN.finditer(text):
        word = found.group()
        if word == "\n":
            line += 1
        elif word in "{[":
            yield _Event("mapping" if word == "{" else "list", line)
        elif word in "}]":
            yield _Event("end", line)
        elif word.startswith('"'):
            yield _Event("scalar", line, json.loads(word))
        else:
            yield _Event("scalar", line, word, plain=True)


def _yaml_events(text: str) -> Iterator[_Event]:
    documents = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            documents += isinstance(event, yaml.DocumentStartEvent)
            made = _from_yaml(event)
            if documents > 1 and made is not None:
                _stop("not_one", made.line, said("A second document begins here; one file holds one scheme."))
            if made is not None:
                yield made
    except yaml.YAMLError as error:
        _stop("not_yaml", _line_of(error, text), _sentence_of(error))


def _from_yaml(event: Any) -> _Event | None:
    line = event.start_mark.line + 1
    if isinstance(event, yaml.ScalarEvent):
        plain = not event.style  # None in PyYAML's own parser, empty in libyaml's
        return _Event("scalar", line, event.value, plain, event.anchor, event.tag)
    if isinstance(event, yaml.MappingStartEvent):
        return _Event("mapping", line, anchor=event.anchor, tag=event.tag)
    if isinstance(event, yaml.SequenceStartEvent):
        return _Event("list", line, anchor=event.anchor, tag=event.tag)
    if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
        return _Event("end", line)
    return _Event("alias", line, anchor=event.anchor) if isinstance(event, yaml.AliasEvent) else None


def _line_of(error: yaml.YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    return text.count("\n", 0, int(getattr(error, "position", 0))) + 1


def _sentence_of(error: yaml.YAMLError) -> str:
    found = getattr(error, "problem", None) or getattr(error, "reason", None) or said("it cannot be read")
    return said(
        "The file is neither well-formed YAML nor JSON: {found}; look at this line and the one before it.",
        found=found,
    )


@dataclass(slots=True)
class _Composer:
    """Builds the values from events, with the line of each."""

    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    values: int = 0

    def document(self, events: Iterator[_Event]) -> dict[str, Any]:
        """The mapping at the top of the file."""
        first = next(events, None)
        if first is None or first.kind != "mapping":
            line = first.line if first else 1
            _stop(
                "not_a_mapping",
                line,
                said("A scheme is a mapping that begins with `format: interaction-scheme/1`."),
            )
        whole: dict[str, Any] = self._value(first, events, ())
        for _ in events:  # a second document, or a fault after the end, is found only by reading on
            pass
        return whole

    def _value(self, event: _Event, events: Iterator[_Event], path: Path) -> Any:
        self._count(event, path)
        self.lines.setdefault(path, event.line)
        if event.anchor is not None or event.tag is not None:
            self._refuse_reference(event, path)
        if event.kind == "mapping":
            return self._mapping(events, path)
        if event.kind == "list":
            return self._list(events, path)
        return self._scalar(event, path)

    def _count(self, event: _Event, path: Path) -> None:
        self.values += 1
        if self.values > MAX_VALUES:
            _stop(
                "too_many",
                event.line,
                said(
                    "The file holds more than {most} values; no scheme needs as many.",
                    most=MAX_VALUES,
                ),
            )
        if event.kind in ("mapping", "list") and len(path) >= MAX_DEPTH:
            _stop(
                "too_deep",
                event.line,
                said(
                    "Lists and mappings lie more than {most} deep inside one another here.",
                    most=MAX_DEPTH,
                ),
            )

    def _refuse_reference(self, event: _Event, path: Path) -> None:
        if event.kind == "alias":
            sentence = said(
                "The alias `*{anchor}` repeats another value; write the value out here.",
                anchor=shown(event.anchor),
            )
        elif event.anchor is not None:
            sentence = said(
                "The anchor `&{anchor}` is refused; write values out where they are needed.",
                anchor=shown(event.anchor),
            )
        else:
            sentence = said(
                "The tag `{tag}` is refused; write plain text, numbers, lists and mappings.",
                tag=shown(event.tag),
            )
        self._fault("reference_in_yaml", path, event.line, sentence)

    def _mapping(self, events: Iterator[_Event], path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if event.kind == "end":
                break
            name = self._name(event, events, path)
            inside = (*path, name)
            if name in found:
                sentence = said(
                    "`{name}` stands here twice, first on line {line}; keep one.",
                    name=shown(name),
                    line=self.lines[inside],
                )
                self._fault("twice", inside, event.line, sentence)
                self._value(next(events), events, (*path, f"{name} (again)"))
                continue
            self.lines[inside] = event.line
            found[name] = self._value(next(events), events, inside)
        return found

    def _name(self, event: _Event, events: Iterator[_Event], path: Path) -> str:
        """The name of a field; one that is no text is reported and read as the word that stands there."""
        if event.kind != "scalar":
            return self._no_name(event, events, path)
        inside = (*path, event.text)
        self._count(event, path)
        if event.anchor is not None or event.tag is not None:
            self._refuse_reference(event, inside)
        if event.plain and event.text == "<<":
            sentence = said("The merge key `<<` is refused; write the fields out here.")
            self._fault("merge", inside, event.line, sentence)
        elif event.plain and not _is_text(event.text):
            word = shown(event.text)
            sentence = said('The name `{word}` is not text to YAML; put it in quotes: "{word}".', word=word)
            self._fault("not_a_name", inside, event.line, sentence)
        return self._writable(event.text, inside, event.line)

    def _no_name(self, event: _Event, events: Iterator[_Event], path: Path) -> str:
        name = f"? on line {event.line}"
        sentence = said("A field's name must be text, not a list, mapping or alias.")
        self._fault("not_a_name", (*path, name), event.line, sentence)
        self._value(event, events, (*path, name))
        return name

    def _list(self, events: Iterator[_Event], path: Path) -> list[Any]:
        found: list[Any] = []
        for event in events:
            if event.kind == "end":
                break
            found.append(self._value(event, events, (*path, len(found))))
        return found

    def _scalar(self, event: _Event, path: Path) -> Scalar:
        if event.kind == "alias":
            return None
        if not event.plain:
            return self._writable(event.text, path, event.line)
        try:
            value = meaning(event.text)
        except Refused as refusal:
            self._fault("ambiguous", path, event.line, refusal.sentence)
            return event.text
        return self._writable(value, path, event.line) if isinstance(value, str) else value

    def _writable(self, text: str, path: Path, line: int) -> str:
        character = unwritable(text)
        if character is None:
            return text
        self._fault(
            "character",
            path,
            line,
            said(
                "The character {character} can be neither shown nor saved; take it out.", character=character
            ),
        )
        return "".join("?" if unwritable(c) else c for c in text)

    def _fault(self, code: str, path: Path, line: int, message: str) -> None:
        self.faults.append(Fault(code, path, message, line))


def _is_text(word: str) -> bool:
    try:
        return isinstance(meaning(word), str)
    except Refused:
        return False
