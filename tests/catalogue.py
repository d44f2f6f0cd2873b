"""Every sentence of ours, taken from the source: the catalogue that translators work from.

``python tests/catalogue.py`` (``make words``) writes ``annotator/locale/attune.pot``, brings each
language's ``.po`` up to date and compiles it. Sentences are told by the functions that take
them; each must be given a template that is written out, so that none is missed.
"""

import ast
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "annotator"
LOCALE = PACKAGE / "locale"
POT = LOCALE / "attune.pot"

TEMPLATES = {"_": (0,), "said": (0,), "translate": (0,), "counted": (1, 2)}
"""Who takes sentences, and which of their arguments they are."""

PASSING_ON = "annotator/errors.py"
"""Makes the sentences, so there a template comes from elsewhere."""


@dataclass(frozen=True)
class Taken:
    """A sentence as the source has it; ``text`` is None when its template is not written out."""

    text: str | None
    place: str
    line: int


def sources() -> list[Path]:
    """Every Python file of the package; the frontend has no words of its own."""
    return sorted(PACKAGE.rglob("*.py"))


def taken(source: str, place: str) -> Iterator[Taken]:
    """The sentences in a file's text."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for which in TEMPLATES.get(name, ()):
            if which < len(node.args):
                found = node.args[which]
                text = found.value if isinstance(found, ast.Constant) else None
                yield Taken(text if isinstance(text, str) else None, place, node.lineno)


def everything() -> list[Taken]:
    """All sentences of the package."""
    named = ((path, path.relative_to(ROOT).as_posix()) for path in sources())
    return [each for path, place in named for each in taken(path.read_text("utf-8"), place)]


def template() -> Catalog:
    """The sentences by their text, each with the files it stands in."""
    catalogue = Catalog(project="Attune", version="", charset="utf-8", fuzzy=False)
    for each in everything():
        if each.text:
            # Without line numbers: a sentence that only moves changes nothing for a translator.
            catalogue.add(each.text, locations=[(each.place, 0)])
    return catalogue


def pot() -> bytes:
    """The template file; the same bytes for the same sentences."""
    written = io.BytesIO()
    write_po(written, template(), width=0, sort_output=True, include_lineno=False, omit_header=True)
    return HEADER + written.getvalue()


HEADER = b"""# The sentences of Attune; `make words` keeps them up to date with the source.
# A word in braces, such as {name}, is filled in: keep it as it is, in any place of the sentence.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def languages() -> list[Path]:
    """The catalogues that somebody has begun."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/attune.po"))


def read(path: Path) -> Catalog:
    """A language's catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def renewed(path: Path) -> bytes:
    """A language's catalogue with exactly the sentences there are now; what was translated stays."""
    catalogue = read(path)
    catalogue.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    written = io.BytesIO()
    write_po(written, catalogue, width=0, sort_output=True, include_lineno=False)
    return written.getvalue()


def compiled(path: Path) -> bytes:
    """A language's catalogue as gettext reads it; sentences without a translation stay English."""
    written = io.BytesIO()
    write_mo(written, read(path))
    return written.getvalue()


def main() -> int:
    """Write what is not up to date."""
    POT.parent.mkdir(exist_ok=True)
    POT.write_bytes(pot())
    for path in languages():
        path.write_bytes(renewed(path))
        path.with_suffix(".mo").write_bytes(compiled(path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
