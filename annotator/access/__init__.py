"""Who may do what: pure decisions on values. What one may not see looks like what does not exist."""

from annotator.access.blindness import CodingOf, may_see_coding
from annotator.access.guessing import FREE, FREE_FROM_ONE_PLACE, Guesses
from annotator.access.purposes import Agreement, Purpose, Use, lacking, purposes_of, relied_on
from annotator.access.rights import TABLE, Person, Right, Role, may, needs_second_factor

__all__ = [
    "FREE", "FREE_FROM_ONE_PLACE", "TABLE", "Agreement", "CodingOf", "Guesses", "Person", "Purpose", "Right",
    "Role", "Use", "lacking", "may", "may_see_coding", "needs_second_factor", "purposes_of", "relied_on",
]  # fmt: skip
