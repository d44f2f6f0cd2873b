"""From each signal to its answer, as the rules of a scheme see them: what a picture of a session draws."""

from dataclasses import dataclass

from annotator.measures.contingency import Contingency, Cue, contingencies
from annotator.measures.rule import Rule
from annotator.measures.seen import seen
from annotator.model import Annotation, Coding
from annotator.schemes.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Arc:
    """A signal that can be scored under a rule, and where its answer begins, in ms.

    ``answer`` and ``at`` are None where none came (``answered`` is then false), and where the answer was
    going on already.
    """

    rule: str
    cue: Cue
    answer: Annotation | None
    at: int | None
    answered: bool


def arcs(coding: Coding, scheme: Scheme) -> list[Arc]:
    """The signals of every contingency rule with their answers, by rule and time.

    What cannot be scored is not there; nor is anything of a rule whose answers nobody coded.
    """
    rules = scheme.document.get("rules", {})
    found = seen(coding, scheme)
    return [
        arc
        for rule in rules.get("contingency", ())
        for told in contingencies(found, Rule.of(rule, rules))
        for arc in _of(told)
    ]


def _of(told: Contingency) -> list[Arc]:
    answered = [
        Arc(told.rule, cue, None, None, answered=True)
        if answer is None
        else Arc(told.rule, cue, answer.annotation, answer.at, answered=True)
        for cue, answer in told.answered
    ]
    unanswered = [Arc(told.rule, cue, None, None, answered=False) for cue in told.unanswered]
    return sorted([*answered, *unanswered], key=lambda arc: (arc.cue.at, arc.cue.annotation.id))
