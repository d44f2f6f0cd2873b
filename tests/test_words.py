"""Every sentence can be translated: none is missed, none is put together in a way that only English allows."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from annotator import errors
from tests import catalogue

ENGLISH_ONLY = (
    "annotator/cli.py",
    "annotator/cli_compare.py",
    "annotator/cli_map.py",
    "annotator/cli_schemes.py",
)
"""The command line speaks English."""

REFUSALS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)
}
SENTENCE = {
    "Problem": 2,
    "Fault": 2,
    "Refusal": 2,
    "Refused": -1,
    "bad_request": 0,
    "Statistic": 2,
    "ratio": 2,
}
"""Which argument of what we make is a sentence to a person."""


def test_the_template_of_every_sentence_is_written_out() -> None:
    missed = [t for t in catalogue.everything() if t.text is None and t.place != catalogue.PASSING_ON]
    assert missed == []


def test_the_catalogue_is_up_to_date() -> None:
    assert catalogue.POT.read_bytes() == catalogue.pot(), "run `make words`"


def test_every_language_has_the_sentences_of_today_and_is_compiled() -> None:
    stale = [p for p in catalogue.languages() if p.read_bytes() != catalogue.renewed(p)]
    uncompiled = [
        p for p in catalogue.languages() if p.with_suffix(".mo").read_bytes() != catalogue.compiled(p)
    ]
    assert (stale, uncompiled) == ([], []), "run `make words`"


def places(words: str) -> list[str]:
    return sorted({name for _, name, _, _ in Formatter().parse(words) if name is not None})


def test_what_is_filled_in_has_a_name_that_a_translator_understands() -> None:
    sentences = [str(message.id) for message in catalogue.template() if message.id]
    assert len(sentences) > 500
    nameless = [s for s in sentences if not all(re.fullmatch("[a-z][a-z_0-9]*", name) for name in places(s))]
    assert nameless == []


def test_a_translation_fills_in_the_same_values() -> None:
    wrong = [
        (path.parent.parent.name, message.id)
        for path in catalogue.languages()
        for message in catalogue.read(path)
        if message.id and message.string and places(str(message.id)) != places(str(message.string))
    ]
    assert wrong == []


def plain_sentences(source: str) -> Iterator[str]:
    """What would reach a person as English that nobody can translate."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            which = 0 if name in REFUSALS and name not in SENTENCE else SENTENCE.get(name)
            arguments = [k.value for k in node.keywords if k.arg in ("message", "reason", "otherwise")]
            if which is not None and -len(node.args) <= which < len(node.args):
                arguments.append(node.args[which])
            yield from (f"line {a.lineno}: {ast.unparse(a)}" for a in arguments if _is_plain(a))


def _is_plain(found: ast.expr) -> bool:
    match found:
        case ast.Constant(value=str() as text):
            return text != ""
        case ast.JoinedStr() | ast.BinOp():
            return True
        case ast.IfExp(body=body, orelse=orelse):
            return _is_plain(body) or _is_plain(orelse)
        case ast.BoolOp(values=values):
            return any(map(_is_plain, values))
        case ast.Call(func=ast.Attribute(attr="join" | "format")) | ast.Call(func=ast.Name(id="str")):
            return True
    return False


@pytest.mark.parametrize("path", catalogue.sources(), ids=lambda p: str(p.relative_to(catalogue.PACKAGE)))
def test_no_refusal_problem_or_reason_is_plain_english(path: Path) -> None:
    if path.relative_to(catalogue.ROOT).as_posix() not in ENGLISH_ONLY:
        assert list(plain_sentences(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('raise NotFound("There is none.")', 1),
        ('raise MediaError(f"There is no {name}.") from None', 1),
        ('Problem("code", where, "A " + name)', 1),
        ("Statistic(None, 0, 'nothing was coded')", 1),
        ('ratio(1, n, units=3, otherwise="none")', 1),
        ('raise Refusal(400, "code", "No." if x else said("No."))', 1),
        ('raise Conflict(said("There is {n}.", n=1))', 0),
        ('Statistic(0.5, 3, "")', 0),
        ('raise ValueError("a bug")', 0),
    ],
)
def test_the_search_for_plain_english_finds_it(source: str, found: int) -> None:
    assert len(list(plain_sentences(source))) == found


def test_a_template_that_is_put_together_is_noticed() -> None:
    assert [t.text for t in catalogue.taken('said("a" "b"); _(words); said(f"{x}"); counted(n, "1", "{n}")', "x")] == [
        "ab", None, None, "1", "{n}",
    ]  # fmt: skip


def test_a_language_is_begun_with_a_copy_and_keeps_what_was_translated(tmp_path: Path) -> None:
    path = tmp_path / "de" / "LC_MESSAGES" / "attune.po"
    path.parent.mkdir(parents=True)
    begun = (
        catalogue.pot().decode().replace('msgid "English"\nmsgstr ""', 'msgid "English"\nmsgstr "Deutsch"')
    )
    path.write_text(begun + '\nmsgid "No longer said"\nmsgstr "Weg"\n', "utf-8")
    path.write_bytes(catalogue.renewed(path))
    assert catalogue.renewed(path) == path.read_bytes()
    assert "Weg" not in path.read_text("utf-8")
    path.with_suffix(".mo").write_bytes(catalogue.compiled(path))
    german = gettext.translation("attune", tmp_path, ["de"]).gettext
    assert [german(words) for words in ("English", "Home", "No longer said")] == [
        "Deutsch",
        "Home",
        "No longer said",
    ]
