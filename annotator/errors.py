"""The errors a person can act on; anything else that is raised is a bug.

Every message is a sentence for the person at the screen: what is wrong, where, and what to do.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

# A format as ``.0%`` or ``g``; a longer one could ask for a gigabyte of spaces.
_FORMAT = re.compile(r"[.,0-9a-z%]{0,3}")

Translate = Callable[[str], str]
"""Turns an English sentence, or its template, into a person's language."""


class Said(str):
    """A sentence of ours: English text that still knows its template, so that a page can translate it.

    It is a ``str`` in every way; files and the command line print it as it is. Only ``said`` and
    ``joined`` make one.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, Any]

    def translated(self, translate: Translate) -> str:
        """The sentence in another language: the template through gettext, then the values."""
        filled = {
            name: value.translated(translate) if isinstance(value, Said) else value
            for name, value in self.values.items()
        }
        return translate(self.template).format(**filled) if filled else translate(self.template)


def said(template: str, /, **values: object) -> Said:
    """A sentence from a template with named places; the templates are what gets translated.

    >>> german = {"There is no {thing} here.": "{thing} gibt es hier nicht.", "film": "Den Film"}
    >>> sentence = said("There is no {thing} here.", thing=said("film"))
    >>> print(sentence, sentence.translated(lambda words: german[words]))
    There is no film here. Den Film gibt es hier nicht.
    """
    sentence = Said(template.format(**values) if values else template)
    sentence.template, sentence.values = template, values
    return sentence


def refilled(sentence: Said, /, **values: object) -> Said:
    """A sentence's template with other values: for sentences that are kept in a table until they are needed.

    >>> print(refilled(said("There is no {thing} here."), thing="film"))
    There is no film here.
    """
    return said(sentence.template, **values)


def counted(n: int, one: str, many: str, /, **values: object) -> Said:
    """A sentence with a number: ``one`` when ``n`` is 1, else ``many``, in which ``{n}`` stands for it.

    >>> counted(1, "1 film", "{n} films"), counted(2, "1 film", "{n} films")
    ('1 film', '2 films')
    """
    return said(one, **values) if n == 1 else said(many, n=n, **values)


class _Joined(Said):
    """Sentences behind one another: the template is what stands between them."""

    __slots__ = ()

    def translated(self, translate: Translate) -> str:
        return self.template.join(translated(part, translate) for part in self.values.values())


def joined(between: str, sentences: Iterable[str]) -> Said:
    """Sentences behind one another, each still translated by itself.

    >>> joined("; ", ["gaze", said("nothing")]).translated(str.upper)
    'gaze; NOTHING'
    """
    values: dict[str, str] = {str(i): sentence for i, sentence in enumerate(sentences)}
    whole = _Joined(between.join(values.values()))
    whole.template, whole.values = between, values
    return whole


def translated(sentence: str, translate: Translate) -> str:
    """A sentence in a person's language; plain text, such as a name, stays as it is."""
    return sentence.translated(translate) if isinstance(sentence, Said) else sentence


def packed(sentence: str) -> str:
    """A sentence as text to keep or to send, from which ``unpacked`` makes it again.

    >>> kept = packed(said("There is no {thing} here.", thing=said("film")))
    >>> unpacked(kept).translated({"There is no {thing} here.": "Kein {thing}.", "film": "Film"}.get)
    'Kein Film.'
    """
    return json.dumps(_parts(sentence), ensure_ascii=False) if isinstance(sentence, Said) else sentence


def unpacked(text: str) -> str:
    """The sentence that was packed; any other text, as older data folders hold it, stays as it is.

    What comes from a process that read a hostile file may be anything: places other than plain
    names with a short format are not filled.
    """
    if not text.startswith(('{"said":', '{"joined":')):
        return text
    try:
        return _whole(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return text


def _parts(value: object) -> object:
    if isinstance(value, _Joined):
        return {"joined": value.template, "of": [_parts(part) for part in value.values.values()]}
    if isinstance(value, Said):
        return {"said": value.template, "with": {name: _parts(part) for name, part in value.values.items()}}
    return value if isinstance(value, int | float) else str(value)


def _whole(parts: dict[str, Any]) -> Said:
    if "joined" in parts:
        return joined(parts["joined"], [_part(part) for part in parts["of"]])
    template, values = parts["said"], {name: _part(part) for name, part in parts["with"].items()}
    if not isinstance(template, str) or (values and not _plain(template)):
        raise ValueError("a sentence has places with plain names only")
    return said(template, **values)


def _plain(template: str) -> bool:
    places = [
        (name, form, turned) for _, name, form, turned in Formatter().parse(template) if name is not None
    ]
    return all(
        name.isidentifier() and not turned and _FORMAT.fullmatch(form or "") for name, form, turned in places
    )


def _part(part: Any) -> Any:
    return _whole(part) if isinstance(part, dict) else part


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in something read: a short code, the place, and a sentence.

    ``where`` is a line ("line 7") or a path ("tracks[2].codes[0].key"); of a scheme file it is both, which
    ``line`` and ``path`` hold one by one for programs.
    """

    code: str
    where: str
    message: str
    line: int | None = None
    path: str = ""

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """The place and the sentence in one line; both can be translated."""
        return joined(": ", [self.where, self.message]) if self.where else self.message


class AnnotatorError(Exception):
    """A refusal with a sentence that says what, where and what to do."""

    @property
    def sentence(self) -> str:
        """What ``str`` gives, still able to be translated."""
        first = self.args[0] if self.args else ""
        return first if isinstance(first, Said) else str(self)


class _WithProblems(AnnotatorError):
    """A refusal that lists every problem, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(joined("\n", [problem.sentence for problem in self.problems]))


class SchemeError(_WithProblems):
    """A coding scheme that cannot be used."""


class CodingError(_WithProblems):
    """A coding that does not fit its scheme or the rules of time."""


class NotComparable(AnnotatorError):
    """Two codings of different sessions or schemes, or without common coded time."""


class NotFound(AnnotatorError):
    """There is no such thing, or none that this person may know of: the two look alike."""


class Erased(NotFound):
    """What was this person's own, or theirs to see, was erased: what still waits for it is to be let go."""


class ConsentError(AnnotatorError):
    """Somebody on a film has not agreed to what is about to be done with it, or no longer does.

    ``session``: the visit of the film, where what they say can be noted.
    """

    def __init__(self, sentence: str, session: str) -> None:
        super().__init__(sentence)
        self.session = session


class CertificateError(AnnotatorError):
    """A study asks for a certificate first, and this person has none that holds."""


class Conflict(AnnotatorError):
    """Someone saved a newer version since this one was read."""


class ProofNeeded(AnnotatorError):
    """A grave deed for which somebody proves once more that it is they: their sign-in is too old for it."""


class TooMany(AnnotatorError):
    """Something was tried too often; ``wait_s`` is how many seconds from now it may be tried again."""

    def __init__(self, sentence: str, wait_s: int) -> None:
        super().__init__(sentence)
        self.wait_s = wait_s


class FeedbackError(AnnotatorError):
    """A plan or a text that must not come before a parent as it is."""


class MediaError(AnnotatorError):
    """A film that cannot be used."""


class ExchangeError(_WithProblems):
    """A file of codings or sessions that cannot be read, or written."""


class StoreError(AnnotatorError):
    """The data folder cannot be used: another program holds it, it is newer, full or damaged."""
