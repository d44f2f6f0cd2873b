"""How far two coders agree.

``compare`` takes two codings of one session; the single coefficients take a table, so that
any of them can be used by itself:

>>> from annotator.model import Interval
>>> ana = [(0, 5_000, "mother"), (5_000, 9_000, "away")]
>>> ben = [(0, 6_000, "mother"), (6_000, 9_000, "away")]
>>> table = time_table(ana, ben, Interval(0, 9_000))
>>> str(percent_agreement(table)), str(cohen_kappa(table))
('0.889', '0.769')
"""

from annotator.agreement.compare import Comparison, compare
from annotator.agreement.disagreements import Disagreement
from annotator.agreement.kappa import cohen_kappa, percent_agreement, positive_agreement
from annotator.agreement.points import PointAgreement, PointCode, match_points
from annotator.agreement.states import CodeAgreement, StateAgreement, Uncodable
from annotator.agreement.sweep import time_table
from annotator.agreement.table import NONE, Table, unit_table

__all__ = [
    "NONE", "CodeAgreement", "Comparison", "Disagreement", "PointAgreement", "PointCode", "StateAgreement",
    "Table", "Uncodable", "cohen_kappa", "compare", "match_points", "percent_agreement", "positive_agreement",
    "time_table", "unit_table",
]  # fmt: skip
