"""Who may do what: pure decisions on values. What one may not see looks like what does not exist."""

from annotator.access.blindness import CodingOf, may_see_coding
from annotator.access.rights import RIGHTS, Person, Right, Role, may

__all__ = ["RIGHTS", "CodingOf", "Person", "Right", "Role", "may", "may_see_coding"]
