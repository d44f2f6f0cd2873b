"""The list of parts names every pin of the locks, and none of them is under a licence that would bind ours."""

import re

from tests import sbom

GPL = re.compile(r"\b(A|L)?GPL\b|General Public", re.I)


def named_in_locks() -> list[tuple[str, str, int]]:
    """Each pin by the plain shape of a lock's lines: name, version, and how many hashes follow."""
    found: list[tuple[str, str, int]] = []
    for lock in sbom.LOCKS:
        for line in lock.read_text("utf-8").splitlines():
            if "==" in line.partition(";")[0]:
                name, _, rest = line.partition("==")
                found.append((name, rest.split()[0].rstrip(";"), 0))
            elif "--hash=sha256:" in line:
                name, version, hashes = found[-1]
                found[-1] = name, version, hashes + 1
    return found


def test_every_pin_is_in_it_with_all_its_hashes() -> None:
    listed = [(each["name"], each["version"], len(each["hashes"])) for each in sbom.sbom()["components"]]
    assert listed == named_in_locks()
    assert len(listed) > 70
    assert all(hashes > 0 for _name, _version, hashes in listed)


def test_every_part_says_its_licence_and_none_is_the_gpl() -> None:
    licences = {each["name"]: each["licenses"] for each in sbom.sbom()["components"]}
    assert {name for name, said in licences.items() if not said} == set()
    assert {name: said for name, said in licences.items() if GPL.search(said[0]["expression"])} == {}


def test_what_is_said_by_hand_is_of_a_pin() -> None:
    assert sbom.LICENCES.keys() <= {pin.name for pin in sbom.pins()}


def test_what_pyav_carries_is_named_as_it_is() -> None:
    """Its codecs are under the GPL; whoever passes a whole installation on, as in a container, must know."""
    av = next(each for each in sbom.sbom()["components"] if each["name"] == "av")
    assert {name.split("-")[0].split(".")[0] for name in (part["name"] for part in av["components"])} >= {
        "libx264", "libx265", "libavcodec",
    }  # fmt: skip


def test_references_are_one_of_a_kind() -> None:
    """As CycloneDX asks."""
    all_of_them = sbom.sbom()
    refs = [each["bom-ref"] for each in all_of_them["components"]]
    refs += [part["bom-ref"] for each in all_of_them["components"] for part in each.get("components", ())]
    assert len(set(refs)) == len(refs)
