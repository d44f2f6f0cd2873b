"""Agreement on what qualifies a mark, where two coders have the very same marks.

Only for codings that go on from agreed onsets: there a mark of one coder and that of the other have one
id, so nothing has to be matched and no disagreement on where a mark lies can mix with one on what it is.
"""

from dataclasses import dataclass

from annotator.agreement.kappa import cohen_kappa
from annotator.agreement.table import Table, unit_table
from annotator.errors import said
from annotator.model import Coding, ModifierValue
from annotator.schemes.scheme import Modifier, Scheme
from annotator.stats import Statistic, ratio

NOT_ANSWERED = said("no mark has an answer of both")
NOT_KINDS = said("κ is for answers of a few kinds; read the share of equal ones")
KINDS_OF_ANSWER = ("choice", "boolean", "multi")
EMPTY = "(nothing)"
"""Of several answers none: an answer too, when it was given."""


@dataclass(frozen=True, slots=True)
class ModifierAgreement:
    """How far two coders agree on one modifier, over the marks that may have it.

    ``equal`` is the share of marks with one same answer among those that both answered; ``kappa`` is
    Cohen's κ of these answers, a set of several answers counting as one. ``unanswered`` counts marks to
    which one or both gave none. κ is undefined for numbers and links.
    """

    modifier: str
    table: Table
    equal: Statistic
    kappa: Statistic
    unanswered: int


def compare_modifiers(first: Coding, second: Coding, scheme: Scheme) -> tuple[ModifierAgreement, ...]:
    """The agreement on each modifier of the scheme that a mark of both may have, in the scheme's order.

    Free text and what is derived from a link are left out. Marks are the same where their ids are. Undefined
    where no mark has an answer of both; κ also for numbers and links, and as ``cohen_kappa``.
    """
    theirs = {mark.id: mark.content for mark in second.annotations}
    asked: dict[str, list[tuple[ModifierValue | None, ModifierValue | None]]] = {}
    for mark in first.annotations:
        track = scheme.track(mark.content.track)
        code = track.code(mark.content.code) if track else None
        other = theirs.get(mark.id)
        if code is None or other is None or other.code != mark.content.code:
            continue
        for id in code.modifiers:
            values = mark.content.modifiers.get(id), other.modifiers.get(id)
            asked.setdefault(id, []).append(values)
    return tuple(
        _agreement(modifier, asked[modifier.id])
        for modifier in scheme.modifiers
        if modifier.id in asked and modifier.type != "text" and not modifier.derived
    )


def _agreement(
    modifier: Modifier, values: list[tuple[ModifierValue | None, ModifierValue | None]]
) -> ModifierAgreement:
    answered = [(_word(a), _word(b)) for a, b in values if a is not None and b is not None]
    table = unit_table(answered)
    equal = ratio(table.agreed, table.total, NOT_ANSWERED)
    if not answered:
        kappa = Statistic(None, 0, NOT_ANSWERED)
    elif modifier.type not in KINDS_OF_ANSWER:
        kappa = Statistic(None, len(answered), NOT_KINDS)
    else:
        kappa = cohen_kappa(table)
    return ModifierAgreement(modifier.id, table, equal, kappa, len(values) - len(answered))


def _word(value: ModifierValue) -> str:
    """An answer as one code of a table.

    >>> _word(("face", "voice")), _word(True), _word(2.0) == _word(2)
    ('face + voice', 'yes', True)
    """
    if isinstance(value, tuple):
        return " + ".join(value) or EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:g}"
