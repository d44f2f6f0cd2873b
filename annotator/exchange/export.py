"""What is to be exported, and what is left out of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from annotator.errors import counted
from annotator.model import Coding, Content, Recording, Session
from annotator.model.variables import Value, Variable
from annotator.schemes.scheme import Modifier, Scheme


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person can choose about an export.

    ``missing`` is written where a variable has no value: nothing by default, "NA" for
    programs that want it. ``concerns`` also exports codes that the scheme keeps back
    (``feedback.export: excluded_by_default``); ``comments`` the coders' comments. Labels of
    the code book are in ``language``.
    """

    missing: str = ""
    concerns: bool = False
    comments: bool = True
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Export:
    """Codings of one session under one scheme. Text that the scheme calls private never leaves.

    ``variables`` are those of the study, ``visit`` and ``people`` (by subject) the values of them; empty
    for who may not see them, who gets no ``covariates``. ``how_usual`` is the family's own answer about the
    visit, 1 to 5, None where nobody asked or they could not say. ``acts`` says, by coding, how many saved
    acts it is made of.
    """

    session: Session
    scheme: Scheme
    codings: tuple[Coding, ...]
    choices: Choices = field(default_factory=Choices)
    visit: tuple[Value, ...] = ()
    people: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    variables: tuple[Variable, ...] = ()
    covariates: bool = False
    how_usual: int | None = None
    acts: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any((c.session, c.scheme_hash) != (self.session.id, self.scheme.hash) for c in self.codings):
            raise ValueError("an export holds codings of its own session under its own scheme")

    @property
    def modifiers(self) -> tuple[Modifier, ...]:
        """The modifiers that may leave, in the scheme's order."""
        return tuple(m for m in self.scheme.modifiers if not m.private)

    def kept_back(self, content: Content) -> bool:
        """Whether an annotation stays here: its code leaves only on request."""
        track = self.scheme.track(content.track)
        code = track.code(content.code) if track else None
        by_scheme = (
            code is not None and code.feedback is not None and code.feedback.export == "excluded_by_default"
        )
        return by_scheme and not self.choices.concerns

    def film(self, onset_ms: int) -> Recording | None:
        """The film that shows a time on the session clock; the first when none does."""
        films = self.session.recordings
        shown = (f for f in films if 0 <= onset_ms - f.shift_ms < (f.duration_ms or 0))
        return next(shown, films[0] if films else None)

    def left_out(self) -> Iterator[str]:
        """What does not leave, in sentences with numbers."""
        contents = [a.content for coding in self.codings for a in coding.annotations]
        leaving = [c for c in contents if not self.kept_back(c)]
        private = {m.id for m in self.scheme.modifiers if m.private}
        texts = sum(bool(private & c.modifiers.keys()) for c in leaving)
        comments = 0 if self.choices.comments else sum(c.comment != "" for c in leaving)
        if back := len(contents) - len(leaving):
            yield counted(
                back,
                "1 annotation with a code that this scheme exports only on request",
                "{n} annotations with a code that this scheme exports only on request",
            )
        if texts:
            yield counted(
                texts, "1 text that this scheme calls private", "{n} texts that this scheme calls private"
            )
        if comments:
            yield counted(comments, "1 comment as chosen", "{n} comments as chosen")
