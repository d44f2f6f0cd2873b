"""Plans for tests, in a line: ``plan(moment("a"), moment("b", Kind.CHALLENGE, counterpart="a"))``."""

from typing import Any

from annotator.feedback import Kind, Moment, Plan


def moment(
    id: str, kind: Kind = Kind.STRENGTH, onset: int = 10_000, offset: int = 20_000, **more: Any
) -> Moment:
    """A moment of ten seconds with a sentence, unless told otherwise."""
    values: dict[str, Any] = {"phrase": "You noticed.", "at_ms": onset, **more}
    return Moment(id, onset, offset, values.pop("at_ms"), kind, values.pop("phrase"), **values)


def plan(*moments: Moment, **more: Any) -> Plan:
    """A plan of these moments in English, the child called Mia."""
    head: dict[str, Any] = {"language": "en", "child": "Mia", **more}
    return Plan("plan-1", "visit-1", "ana", head.pop("language"), head.pop("child"), moments=moments, **head)
