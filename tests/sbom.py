"""The list of parts (SBOM) of a release as CycloneDX 1.6: ``python -m tests.sbom`` (``make sbom``) writes it to dist/.

Every pin of requirements.lock and of the extras for PostgreSQL and for the cipher with its hashes, and its licence as the installed
package says it; below PyAV the libraries that its wheel carries.
"""

import hashlib
import importlib.metadata
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import annotator

ROOT = Path(__file__).parents[1]
LOCKS = (
    ROOT / "requirements.lock",
    *(ROOT / "docs" / "deployment" / name for name in ("postgresql.lock", "cipher.lock")),
)
TARGET = ROOT / "dist" / f"attune_annotator-{annotator.__version__}.cdx.json"

LICENCES: Mapping[str, str] = {
    "altair": "BSD-3-Clause", "certifi": "MPL-2.0", "colorama": "BSD-3-Clause", "h11": "MIT",
    "itsdangerous": "BSD-3-Clause", "jinja2": "BSD-3-Clause", "markdown-it-py": "MIT", "mdurl": "MIT",
    "opencv-python-headless": "Apache-2.0", "pathspec": "MPL-2.0", "pluggy": "MIT", "protobuf": "BSD-3-Clause",
    "pycryptodomex": "BSD-2-Clause", "pydeck": "Apache-2.0", "pyrage": "MIT", "pyreadstat": "Apache-2.0",
    "pyyaml": "MIT", "requests": "Apache-2.0", "rich": "MIT", "scipy": "BSD-3-Clause", "segno": "BSD-3-Clause",
    "shellingham": "ISC", "trove-classifiers": "Apache-2.0", "tzdata": "Apache-2.0", "watchdog": "Apache-2.0",
    "charset-normalizer": "MIT", "asn1crypto": "MIT", "scramp": "MIT-0", "pg8000": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
}  # fmt: skip
"""By what their own files say, where no expression of SPDX stands in a package."""

_PIN = re.compile(
    r"^([A-Za-z0-9._-]+)==(\S+?)(?: ?; ?([^\\\n]+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.M,
)
_HASH = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Pin:
    """One package of a lock: where it is for some systems only, ``where`` says for which."""

    name: str
    version: str
    where: str
    hashes: tuple[str, ...]


def pins() -> list[Pin]:
    """What the locks pin."""
    found = (match for lock in LOCKS for match in _PIN.findall(lock.read_text("utf-8")))
    return [Pin(name, version, where, tuple(_HASH.findall(hashes))) for name, version, where, hashes in found]


def licence(name: str) -> str | None:
    """A package's licence in the words of SPDX; None where nobody said."""
    try:
        said = importlib.metadata.metadata(name).get("License-Expression")
    except importlib.metadata.PackageNotFoundError:
        said = None
    return said or LICENCES.get(name)


def carried() -> Iterator[dict[str, Any]]:
    """The libraries that PyAV's wheel carries beside its own code, as it is installed here."""
    folder = Path(str(importlib.metadata.distribution("av").locate_file("av.libs")))
    for file in sorted(folder.glob("lib*")) if folder.is_dir() else ():
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        yield {"type": "library", "bom-ref": f"av#{file.name}", "name": file.name,
               "hashes": [{"alg": "SHA-256", "content": digest}]}  # fmt: skip


def sbom() -> dict[str, Any]:
    """The list as CycloneDX has it, the same for the same locks and packages."""
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {
            "type": "application", "bom-ref": "attune-annotator", "name": "attune-annotator",
            "version": annotator.__version__, "licenses": [{"expression": "Apache-2.0"}],
        }},
        "components": [_component(pin) for pin in pins()],
    }  # fmt: skip


def _component(pin: Pin) -> dict[str, Any]:
    address = f"pkg:pypi/{pin.name}@{pin.version}"
    said = licence(pin.name)
    made: dict[str, Any] = {
        "type": "library", "bom-ref": address, "name": pin.name, "version": pin.version, "purl": address,
        "hashes": [{"alg": "SHA-256", "content": each} for each in pin.hashes],
        "licenses": [{"expression": said}] if said else [],
    }  # fmt: skip
    if pin.where:
        made["properties"] = [{"name": "python:marker", "value": pin.where}]
    if pin.name == "av":
        made["components"] = list(carried())
    return made


def main() -> None:
    """Write it."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(sbom(), indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
