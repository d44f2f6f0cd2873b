"""Compare two codings that lie in files: no database, no film, nothing is kept."""

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from annotator.agreement import Comparison, compare
from annotator.errors import ExchangeError, NotComparable, Problem, Said, SchemeError, joined, said
from annotator.exchange import schemes as other_schemes
from annotator.exchange.codings import Wanted, as_coding, read_coding, scheme_in
from annotator.exchange.tidy_reading import FoundCoding
from annotator.model import closed
from annotator.schemes import Scheme, read_scheme
from annotator.shipped import folder


@dataclass(frozen=True, slots=True)
class FileComparison:
    """How far the codings of two files agree, and the scheme they were laid on."""

    scheme: Scheme
    comparison: Comparison


def compare_files(
    first: Path,
    second: Path,
    scheme: Path | None = None,
    wanted: tuple[Wanted, Wanted] = (Wanted(), Wanted()),
) -> FileComparison:
    """Compare the codings in two files, laid on a scheme's file, the scheme they name, or their own words.

    A scheme that both name has to come with Attune in that version, or be given. A visit that only one
    file names is taken to be the other's too.

    Raises ExchangeError with file and line when a file cannot be read or does not fit, SchemeError for the
    scheme's file, NotComparable when they cannot be compared.
    """
    found = [
        read_coding(_bytes(path), path.name, want) for path, want in zip((first, second), wanted, strict=True)
    ]
    session = found[0].session or found[1].session
    for coding in found:
        coding.session = coding.session or session
    on = _scheme(found, (first.name, second.name), scheme)
    if on.marks_only:
        raise NotComparable(
            said("Marks of {scheme} are looked at one by one; they are never counted.", scheme=on.id)
        )
    a, b = (
        closed(as_coding(coding, path.name, on, want))
        for coding, path, want in zip(found, (first, second), wanted, strict=True)
    )
    return FileComparison(on, compare(a, b, on))


def _scheme(found: list[FoundCoding], files: tuple[str, str], given: Path | None) -> Scheme:
    named = [
        (coding, file) for coding, file in zip(found, files, strict=True) if coding.scheme
    ]  # fmt: skip
    if given is not None:
        on = _read(given)
        for coding, file in named:
            if (coding.scheme, _major(coding.scheme_version)) != (on.id, _major(on.version)):
                _wrong(coding, file, on)
        return on
    if not named:
        return scheme_in(found)
    head, file = named[0]
    shipped = folder("coding_schemes") / f"{head.scheme}.yaml"
    known = {path.name for path in folder("coding_schemes").iterdir()}
    scheme = read_scheme(shipped.read_bytes()) if f"{head.scheme}.yaml" in known else None
    if scheme is None or (head.scheme, head.scheme_version) != (scheme.id, scheme.version):
        sentence = said(
            "It was coded with {scheme} {version}, which does not come with Attune; give the scheme's file.",
            scheme=head.scheme, version=head.scheme_version,
        )  # fmt: skip
        _refuse(head, file, sentence)
    for coding, of in named[1:]:
        if (coding.scheme, coding.scheme_version) != (scheme.id, scheme.version):
            _wrong(coding, of, scheme)
    return scheme


def _wrong(coding: FoundCoding, file: str, scheme: Scheme) -> NoReturn:
    sentence = said(
        "It was coded with {first}, the other side of the comparison is {second}.",
        first=f"{coding.scheme} {coding.scheme_version}", second=f"{scheme.id} {scheme.version}",
    )  # fmt: skip
    _refuse(coding, file, sentence)


def _refuse(coding: FoundCoding, file: str, sentence: Said) -> NoReturn:
    raise ExchangeError([Problem("scheme", said("{file}, line {n}", file=file, n=coding.line), sentence)])


def _major(version: str) -> str:
    return version.partition(".")[0]


def _read(path: Path) -> Scheme:
    data = _bytes(path)
    other = other_schemes.reader_of(path.name, data)
    try:
        return read_scheme(data) if other is None else other.read(data, path.name).scheme
    except SchemeError as refusal:
        problem = refusal.problems[0]
        where = joined(", ", [part for part in (path.name, problem.where) if part])
        raise SchemeError([Problem(problem.code, where, problem.message)]) from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        sentence = said("{name} cannot be read ({why}).", name=path.name, why=error.strerror)
        raise ExchangeError([Problem("missing", "", sentence)]) from None
