"""Data of the literature that several tests use."""

from annotator.agreement import Table

COHEN_1960 = Table(("disorder", "neurosis", "psychosis"), ((88, 14, 18), (10, 40, 10), (2, 6, 12)))
"""Cohen, J. (1960). Educational and Psychological Measurement, 20, 37-46: 200 patients."""

BALANCED = Table(("yes", "no"), ((40, 9), (6, 45)))
SKEWED = Table(("yes", "no"), ((80, 10), (5, 5)))
"""Feinstein, A. R., & Cicchetti, D. V. (1990). Journal of Clinical Epidemiology, 43, 543-549."""

VISION = Table(
    ("highest", "second", "third", "lowest"),
    ((1520, 266, 124, 66), (234, 1512, 432, 78), (117, 362, 1772, 205), (36, 82, 179, 492)),
)
"""Unaided vision of the right and left eyes of 7477 women: Stuart, A. (1953). Biometrika, 40, 105-110."""

THREE_STEPS = Table(("1", "2", "3"), ((9, 2, 0), (1, 8, 3), (0, 1, 6)))
"""A small table of ordered codes, made up for these tests."""

FLEISS_1971 = [
    (0, 0, 0, 6, 0), (0, 3, 0, 0, 3), (0, 1, 4, 0, 1), (0, 0, 0, 0, 6), (0, 3, 0, 3, 0), (2, 0, 4, 0, 0),
    (0, 0, 4, 0, 2), (2, 0, 3, 1, 0), (2, 0, 0, 4, 0), (0, 0, 0, 0, 6), (1, 0, 0, 5, 0), (1, 1, 0, 4, 0),
    (0, 3, 3, 0, 0), (1, 0, 0, 5, 0), (0, 2, 0, 3, 1), (0, 0, 5, 0, 1), (3, 0, 0, 1, 2), (5, 1, 0, 0, 0),
    (0, 2, 0, 4, 0), (1, 0, 2, 0, 3), (0, 0, 0, 0, 6), (0, 1, 0, 5, 0), (0, 2, 0, 1, 3), (2, 0, 0, 4, 0),
    (1, 0, 0, 4, 1), (0, 5, 0, 1, 0), (4, 0, 0, 0, 2), (0, 2, 0, 4, 0), (1, 0, 5, 0, 0), (0, 0, 0, 0, 6),
]  # fmt: skip
"""Fleiss, J. L. (1971). Psychological Bulletin, 76, 378-382: 30 patients, six psychiatrists, five diagnoses."""

KRIPPENDORFF = list(
    zip(
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None), (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None), (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
        strict=True,
    )
)  # fmt: skip
"""Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability: 12 units, four observers, gaps."""
