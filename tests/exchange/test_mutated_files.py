"""Files of every kind the program reads, damaged at random: read or refused with a sentence, always alike."""

import gzip
import json
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest

from annotator.actions import families, family_people
from annotator.actions.bundle_file import _seal, read_bundle, write_bundle
from annotator.errors import AnnotatorError, Problem
from annotator.exchange import events_csv, read_sessions, write_zip
from annotator.exchange.codings import Wanted, as_coding, read_coding, scheme_in
from annotator.exchange.schemes import reader_of
from annotator.model import (
    Act,
    CarriedAct,
    CarriedCoding,
    CarriedFilm,
    CodingState,
    Content,
    Edit,
    EditKind,
    Interval,
    closed,
)
from annotator.schemes import read_scheme
from tests.exchange.test_other_codings import boris, eaf
from tests.exchange.test_other_schemes import spreadsheet, template, zipped
from tests.exchange.test_schemes import EAF, TABLE, project
from tests.exchange.test_session_table import PLAIN
from tests.export_case import export
from tests.mutating import mutants
from tests.schemes.scheme_files import as_json, text_of, values_of

HANG_S = 10.0
"""R16: what takes longer is taken for a hang; of processor time, as other tests run beside."""

CHECKS = {**families.read_fields(), **dict.fromkeys(family_people.ROLES, family_people.called)}
PASSES = {
    "passes": [{"name": "gaze", "type": "MATRIX", "arguments": {"to": "NOMINAL"}, "cells": [
        {"id": 1, "onset": "00:00:00:000", "offset": "00:00:01:000", "values": ["toy"]}]}]
}  # fmt: skip


def scheme(data: bytes, file: str) -> str:
    """A scheme of ours or of another program, as the import reads it."""
    other = reader_of(file, data)
    if other is None:
        return read_scheme(data).hash
    found = other.read(data, file)
    assert read_scheme(found.text).hash == found.scheme.hash
    return f"{found.scheme.hash} {list(map(str, found.left_out))}"


def coding(data: bytes, file: str) -> str:
    """A coding as two files are compared: read, laid on a scheme of its own words, closed."""
    found = read_coding(data, file, Wanted())
    made = closed(as_coding(found, file, scheme_in([found]), Wanted(onset_ms=0, offset_ms=60_000)))
    assert all(0 <= a.content.onset_ms <= (a.content.offset_ms or 0) for a in made.annotations)
    return repr(made)


def sessions(data: bytes, file: str) -> str:
    """A folder's table."""
    return repr((file, read_sessions(data, CHECKS)))


def bundle(data: bytes, file: str) -> str:
    """A coding from another computer; what was changed as JSON is sealed anew, or nothing else would be seen."""
    try:
        whole = json.loads(data)
        data = json.dumps(whole | {"sha256": _seal(whole["coding"])}).encode()
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    return repr((file, read_bundle(data)))


class Kind(NamedTuple):
    """A kind of file: what reads it, its name, and a whole one."""

    read: Callable[[bytes, str], str]
    file: str
    whole: bytes


def _bundle() -> bytes:
    id, at = "0123456789abcdef", "2026-05-31T10:00:00.000Z"
    seen = Content("cue", "child", "bid", 1000, 1000, onset_frame=25, modifiers={"how": ["near"], "sure": 3})
    edit = Edit("edit-0001", EditKind.ADD, "mark-0001", 0, seen)
    film = CarriedFilm(id, "b" * 64, 0)
    act = CarriedAct(Act("act-0001", "tab-0001", 1, "press", (edit,), None, at), at)
    return write_bundle(CarriedCoding(
        id, id, id, "a" * 64, "x", "1.0.0", "field", CodingState.OPEN, Interval(0, 60_000), at, films=(film,),
        acts=(act,),
    ))  # fmt: skip


def _boris_coding() -> bytes:
    return boris(
        [1, "infant", "mother", "", ""], [3.5, "infant", "mother", "", ""], [2, "", "bid", "x", "note"]
    )


KINDS: Mapping[str, Kind] = {
    "scheme": Kind(scheme, "two.yaml", text_of("two-keys").encode()),
    "scheme as JSON": Kind(scheme, "two.json", as_json(values_of("two-keys"))),
    "a large scheme": Kind(scheme, "core.yaml", text_of("core-attunement").encode()),
    "BORIS project": Kind(scheme, "home.boris", project()),
    "BORIS project, packed": Kind(scheme, "home.boris.gz", gzip.compress(project(), mtime=0)),
    "ELAN template": Kind(scheme, "visit.eaf", EAF.encode()),
    "Observer template": Kind(scheme, "home.otx", template()),
    "Observer archive": Kind(scheme, "home.otb", zipped({"t.otx": template()})),
    "Datavyu spreadsheet": Kind(scheme, "visit.opf", spreadsheet()),
    "Datavyu passes": Kind(scheme, "passes.json", json.dumps(PASSES).encode()),
    "table of codes": Kind(scheme, "play.csv", TABLE.encode()),
    "ELAN coding": Kind(coding, "ana.eaf", eaf("0-5000 mother, 5000-9000 away", "1000-1200 bid")),
    "BORIS coding": Kind(coding, "home.boris", _boris_coding()),
    "tidy table": Kind(coding, "events.csv", events_csv(export())),
    "tidy zip": Kind(coding, "export.zip", write_zip(export())),
    "table of visits": Kind(sessions, "visits.csv", PLAIN.encode()),
    "coding from another computer": Kind(bundle, "coding.attune", _bundle()),
}


def answer(kind: Kind, data: bytes) -> str:
    """What the program says of a file: what it read, or the problems it refuses it for."""
    began = time.thread_time()
    try:
        said = kind.read(data, kind.file)
    except AnnotatorError as refusal:
        problems: tuple[Problem, ...] = getattr(refusal, "problems", ())
        said = f"refused: {[(p.code, p.where, p.message) for p in problems] or refusal}"
        assert str(refusal).strip(), "refused without a word"
    assert time.thread_time() - began < HANG_S
    said.encode()  # half a character could be neither shown nor kept
    return said


def outcomes(name: str, count: int, round: str = "") -> list[str]:
    """The answers to so many damaged files of a kind, each asked twice."""
    kind, found = KINDS[name], []
    for n, data in enumerate(mutants(kind.whole, f"{name} {round}", count)):
        try:
            first = answer(kind, data)
            again = answer(kind, data)
        except Exception as crash:
            raise AssertionError(f"{name}, file {n} of round {round!r}: {data[:2000]!r}") from crash
        assert first == again, f"{name}, file {n}: another answer the second time"
        found.append(first)
    return found


@pytest.mark.parametrize("name", KINDS)
def test_a_whole_file_is_read(name: str) -> None:
    assert not answer(KINDS[name], KINDS[name].whole).startswith("refused")


@pytest.mark.parametrize("name", KINDS)
def test_a_damaged_file_is_read_or_refused_alike_each_time(name: str) -> None:
    """Some of each are read and some refused, so both ways are walked."""
    refused = sum(said.startswith("refused") for said in outcomes(name, 60 if "large" in name else 200))
    assert refused > 0
    assert refused < 200 or name == "coding from another computer"


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_of_ten_thousand_damaged_files_each_is_read_or_refused_alike(name: str) -> None:
    """600 of each of the 17 kinds."""
    assert len(outcomes(name, 600, "again")) * len(KINDS) > 10_000
