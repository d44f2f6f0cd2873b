"""Study variables: what a study wants to know of its visits and people, each of a kind, and their values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from annotator.errors import AnnotatorError, said

KINDS = ("text", "number", "choice", "date")
OF = ("visit", "person")
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: ``of`` a visit or a person, ``kind`` one of KINDS, ``choices`` for a choice alone."""

    id: str
    of: str
    label: str
    kind: str
    choices: tuple[str, ...] = ()

    def read(self, written: str) -> str:
        """A value as it is kept: one line, a plain decimal number, a choice as it is spelt, an ISO date.

        Empty is no value. AnnotatorError for what is none of this kind.

        >>> Variable("v", "visit", "Age", "number").read(" 12,50 ")
        '12.5'
        """
        words = " ".join(written.split())
        if not words:
            return ""
        if len(words) > LONGEST:
            raise AnnotatorError(said("{label}: at most {most} letters.", label=self.label, most=LONGEST))
        return {"number": self._number, "date": self._date, "choice": self._choice}.get(self.kind, str)(words)

    def _number(self, words: str) -> str:
        try:
            number = Decimal(words.replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number.adjusted()) > 15:
            raise AnnotatorError(said("{label}: {value} is not a number.", label=self.label, value=words))
        return format(number.normalize() + 0, "f")

    def _date(self, words: str) -> str:
        try:
            return date.fromisoformat(words).isoformat()
        except ValueError:
            raise AnnotatorError(
                said("{label}: {value} is not a day; write it as 2026-05-31.", label=self.label, value=words)
            ) from None

    def _choice(self, words: str) -> str:
        found = next((c for c in self.choices if c.casefold() == words.casefold()), None)
        if found is None:
            raise AnnotatorError(
                said(
                    "{label}: {value} is none of {choices}.",
                    label=self.label, value=words, choices=", ".join(self.choices),
                )
            )  # fmt: skip
        return found


@dataclass(frozen=True, slots=True)
class Value:
    """What a variable is for one visit or person, as it is kept."""

    variable: Variable
    value: str

    @property
    def cell(self) -> str | int | float:
        """The value for a table: a number as a number.

        >>> Value(Variable("v", "visit", "Age", "number"), "12").cell
        12
        """
        if self.variable.kind != "number":
            return self.value
        return float(self.value) if "." in self.value else int(self.value)
