"""Who may do what: pure decisions on values. What one may not see looks like what does not exist."""

from annotator.access.blindness import CodingOf, may_see_coding
from annotator.access.purposes import Agreement, Purpose, Use, lacking, purposes_of, relied_on
from annotator.access.rights import RIGHTS, Person, Right, Role, may

__all__ = [
    "RIGHTS", "Agreement", "CodingOf", "Person", "Purpose", "Right", "Role", "Use", "lacking", "may",
    "may_see_coding", "purposes_of", "relied_on",
]  # fmt: skip
