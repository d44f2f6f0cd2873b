"""Scheme files: read one, or say everything that is wrong with it.

What reads them brings in pydantic and yaml; it is imported when one is read, for a start reads none.
"""

from annotator.errors import Problem, SchemeError
from annotator.schemes.scheme import Scheme

FORMAT = "interaction-scheme/1"


def read_scheme(data: bytes) -> Scheme:
    """The coding scheme in a file's bytes, YAML or JSON of ``interaction-scheme/1``.

    Raises SchemeError with every problem of the file, each with its line and path.

    >>> try:
    ...     read_scheme(b"format: interaction-scheme/2")
    ... except SchemeError as error:
    ...     print(error.problems[0].where, error.problems[0].code)
    line 1, format format
    """
    from annotator.schemes.building import build
    from annotator.schemes.examining import examined

    document, parts, problems = examined(data)
    if problems or parts is None:
        raise SchemeError(problems)
    return build(parts, document.values)


def problems_of(data: bytes) -> tuple[Problem, ...]:
    """Everything that is wrong with a scheme file, in the order of its lines; empty when nothing is.

    ``where`` names line and path, as in "line 41, tracks[2].codes[0].key".

    >>> [problem.where for problem in problems_of(b"[]")]
    ['line 1']
    """
    from annotator.schemes.examining import examined

    return examined(data)[2]
