"""The errors a person can act on; anything else that is raised is a bug.

Every message is a sentence for the person at the screen: what is wrong, where, and what to do.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


class Said(str):
    """A sentence of ours: English text that still knows its template, so that a page can translate it.

    It is a ``str`` in every way; files and the command line print it as it is.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def translated(self, translate: Callable[[str], str]) -> str:
        """The sentence in another language: the template through gettext, then the values."""
        filled = {
            name: value.translated(translate) if isinstance(value, Said) else value
            for name, value in self.values.items()
        }
        return translate(self.template).format(**filled) if filled else translate(self.template)


def said(template: str, **values: object) -> Said:
    """A sentence from a template with named places; the templates are what gets translated.

    >>> german = {"There is no {thing} here.": "{thing} gibt es hier nicht.", "film": "Den Film"}
    >>> sentence = said("There is no {thing} here.", thing=said("film"))
    >>> print(sentence, sentence.translated(lambda words: german[words]))
    There is no film here. Den Film gibt es hier nicht.
    """
    sentence = Said(template.format(**values) if values else template)
    sentence.template, sentence.values = template, values
    return sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in something read: a short code, the place, and a sentence.

    ``where`` is a line ("line 7") or a path ("tracks[2].codes[0].key").
    """

    code: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class AnnotatorError(Exception):
    """A refusal with a sentence that says what, where and what to do."""


class _WithProblems(AnnotatorError):
    """A refusal that lists every problem, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SchemeError(_WithProblems):
    """A coding scheme that cannot be used."""


class CodingError(_WithProblems):
    """A coding that does not fit its scheme or the rules of time."""


class NotComparable(AnnotatorError):
    """Two codings of different sessions or schemes, or without common coded time."""


class NotFound(AnnotatorError):
    """There is no such thing, or none that this person may know of: the two look alike."""


class Conflict(AnnotatorError):
    """Someone saved a newer version since this one was read."""


class MediaError(AnnotatorError):
    """A film that cannot be used."""


class ExchangeError(AnnotatorError):
    """A file of codings that cannot be read."""


class StoreError(AnnotatorError):
    """The data folder cannot be used: another program holds it, it is newer, full or damaged."""
