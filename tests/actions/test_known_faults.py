"""S46: which parts have a known fault, by a list in the OSV format that somebody brought here."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import canonicalize_name

import annotator
from annotator.actions import known_faults
from annotator.actions.known_faults import Part
from annotator.errors import AnnotatorError
from tests import sbom

HERE = [Part("pillow", "10.2.0"), Part("starlette", "1.10.0"), Part("zope-interface", "7.0")]


def advisory(name: str, *events: dict[str, str], **more: Any) -> dict[str, Any]:
    """An advisory about one package, as the format has it."""
    affected = {
        "package": {"ecosystem": "PyPI", "name": name},
        "ranges": [{"type": "ECOSYSTEM", "events": list(events)}],
    }
    return {"id": "PYSEC-2026-1", "summary": "reads too far", "affected": [affected | more]}


def found(tmp_path: Path, *advisories: Any) -> list[str]:
    file = tmp_path / "list.json"
    file.write_text(json.dumps(list(advisories)))
    return [fault.part.name for fault in known_faults.held_against(file, HERE).faults]


@pytest.mark.parametrize(
    ("events", "has"),
    [
        ([{"introduced": "0"}, {"fixed": "10.3.0"}], True),
        ([{"introduced": "0"}, {"fixed": "10.2.0"}], False),
        ([{"introduced": "10.2.0"}], True),
        ([{"introduced": "10.2.1"}], False),
        ([{"introduced": "9"}, {"last_affected": "10.2"}], True),
        ([{"introduced": "9"}, {"last_affected": "10.1.9"}], False),
        ([{"introduced": "2"}, {"fixed": "3"}, {"introduced": "10"}, {"fixed": "10.2.1"}], True),
        ([{"introduced": "2"}, {"fixed": "3"}, {"introduced": "10.3"}], False),
        ([{"fixed": "10.3.0"}, {"introduced": "10.0rc1"}], True),
        ([{"introduced": "no version at all"}], False),
    ],
)
def test_a_range_holds_the_versions_between_its_events(
    tmp_path: Path, events: list[dict[str, str]], has: bool
) -> None:
    """10.2.0 is installed."""
    assert found(tmp_path, advisory("Pillow", *events)) == (["pillow"] if has else [])


def test_a_version_that_is_listed_has_it_whatever_the_ranges_say(tmp_path: Path) -> None:
    never = {"introduced": "99"}
    assert found(tmp_path, advisory("pillow", never, versions=["10.1.0", "10.2"])) == ["pillow"]
    assert found(tmp_path, advisory("pillow", never, versions=["10.1.0"])) == []


def test_names_are_compared_as_the_index_does_and_other_ecosystems_are_others(tmp_path: Path) -> None:
    always = {"introduced": "0"}
    assert found(tmp_path, advisory("Zope.Interface", always)) == ["zope-interface"]
    elsewhere = advisory("pillow", always)
    elsewhere["affected"][0]["package"]["ecosystem"] = "Debian:12"
    assert found(tmp_path, elsewhere) == []
    assert found(tmp_path, advisory("pillow", always) | {"withdrawn": "2026-01-01T00:00:00Z"}) == []


def test_a_zip_of_many_is_read_and_a_later_version_without_it_is_named(tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    with zipfile.ZipFile(file, "w") as whole:
        whole.writestr(
            "PYSEC-1.json", json.dumps(advisory("pillow", {"introduced": "0"}, {"fixed": "10.3.0"}))
        )
        whole.writestr(
            "PYSEC-2.json",
            json.dumps(
                advisory("starlette", {"introduced": "0"}, {"fixed": "0.49.1"}) | {"id": "PYSEC-2026-2"}
            ),
        )
        whole.writestr("PYSEC-3.json", json.dumps(advisory("another", {"introduced": "0"})))
    held = known_faults.held_against(file, HERE)
    assert held.advisories == 2
    assert [fault.line for fault in held.faults] == [
        "pillow 10.2.0: PYSEC-2026-1 reads too far; mended in 10.3.0"
    ]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b'{"name": "pillow"}', b"\xff\xfe", b"PK\x03\x04 cut", b"[" * 100_000]
)
def test_another_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "list.json"
    file.write_bytes(content)
    with pytest.raises(AnnotatorError, match=r"list\.json is no list of known faults"):
        known_faults.held_against(file, HERE)
    with pytest.raises(AnnotatorError, match="cannot be read"):
        known_faults.held_against(tmp_path / "none.json", HERE)


def test_a_damaged_archive_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("PYSEC-1.json", json.dumps(advisory("pillow", {"introduced": "0"})) * 20)
    damaged = bytearray(file.read_bytes())
    begins = 30 + len("PYSEC-1.json")
    damaged[begins : begins + 8] = b"\xff" * 8
    file.write_bytes(damaged)
    with pytest.raises(AnnotatorError, match=r"all\.zip cannot be read"):
        known_faults.held_against(file, HERE)


def test_the_parts_here_are_this_program_and_what_the_locks_pin() -> None:
    """Nothing of what the tests or a build need besides."""
    here = {(part.name, part.version) for part in known_faults.parts()}
    pins = {(canonicalize_name(pin.name), pin.version) for pin in sbom.pins()}
    assert len(here) > 50
    assert here - pins == {(known_faults.OURS, annotator.__version__)}
