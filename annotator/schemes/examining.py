"""Reading and checking a scheme file: what it says, and everything that is wrong with it."""

from itertools import islice

from annotator.errors import Problem, said
from annotator.schemes.checks import faults_in
from annotator.schemes.places import Fault, Path, path_text
from annotator.schemes.reading import Document, read
from annotator.schemes.shape import SchemePart
from annotator.schemes.shape_faults import shape_of

MAX_PROBLEMS = 200
"""How many problems of one file are listed; a file with more is told so in a last one."""


def examined(data: bytes) -> tuple[Document, SchemePart | None, tuple[Problem, ...]]:
    """The document, its parts where the shape is right, and its problems in the order of its lines."""
    document = read(data)
    if not document.whole:
        return document, None, _reported(list(document.faults), document)
    parts, shape_faults = shape_of(document.values, MAX_PROBLEMS + 1)
    found = [*document.faults, *shape_faults]
    # One sentence a place: what was read wrongly is not also reported as what it became.
    told = {fault.path for fault in found}
    more = (fault for fault in faults_in(document.place) if fault.path not in told)
    return document, parts, _reported([*_once(found), *islice(more, MAX_PROBLEMS + 1)], document)


def _once(faults: list[Fault]) -> list[Fault]:
    first: dict[tuple[Path, int | None], Fault] = {}
    told: set[Path] = set()
    for fault in faults:
        if fault.line is not None or fault.path not in told:
            first.setdefault((fault.path, fault.line), fault)
        told.add(fault.path)
    return list(first.values())


def _reported(faults: list[Fault], document: Document) -> tuple[Problem, ...]:
    placed = [(fault.line or document.line(fault.path), fault) for fault in faults]
    placed.sort(key=lambda pair: pair[0])
    problems = [
        Problem(fault.code, _where(line, fault.path), fault.message, line, path_text(fault.path))
        for line, fault in placed[:MAX_PROBLEMS]
    ]
    if len(placed) > MAX_PROBLEMS:
        line = placed[MAX_PROBLEMS][0]
        sentence = said(
            "There are more problems than these {most}; mend them and check again.",
            most=MAX_PROBLEMS,
        )
        problems.append(Problem("more", _where(line, ()), sentence, line))
    return tuple(problems)


def _where(line: int, path: Path) -> str:
    return said("line {n}, {path}", n=line, path=path_text(path)) if path else said("line {n}", n=line)
