"""Who may do what: pure decisions on values. What one may not see looks like what does not exist."""

from annotator.access.audiences import Face, audience_of, face_of, hears_of_change, sees_code
from annotator.access.blindness import CodingOf, may_see_coding
from annotator.access.guessing import FORGOTTEN_S, FREE, FREE_FROM_ONE_PLACE, Wrong
from annotator.access.purposes import Agreement, Purpose, Use, lacking, purposes_of, relied_on
from annotator.access.rights import (
    OF_THE_HOUSE,
    REACH,
    TABLE,
    Person,
    Reach,
    Right,
    Role,
    Spot,
    may,
    may_there,
    needs_second_factor,
    reaches,
)

__all__ = [
    "FORGOTTEN_S", "FREE", "FREE_FROM_ONE_PLACE", "OF_THE_HOUSE", "REACH", "TABLE", "Agreement", "CodingOf",
    "Face", "Person", "Purpose", "Reach", "Right", "Role", "Spot", "Use", "Wrong", "audience_of", "face_of",
    "hears_of_change", "lacking", "may", "may_see_coding", "may_there", "needs_second_factor", "purposes_of",
    "reaches", "relied_on", "sees_code",
]  # fmt: skip
