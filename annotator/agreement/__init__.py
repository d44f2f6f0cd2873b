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

from annotator.agreement.accuracy import observer_accuracy
from annotator.agreement.along import Along, agreement_along
from annotator.agreement.alpha import alpha_limits, krippendorff_alpha, nominal_alpha
from annotator.agreement.assigning import Assigned, Draw, ToAssign, draw, draw_some, how_many_doubled, thirds
from annotator.agreement.charts import Chart, accuracy_chart, ewma_chart, individuals_chart
from annotator.agreement.compare import Comparison, compare
from annotator.agreement.consensus import Consensus, consensus, where
from annotator.agreement.defaults import read_first
from annotator.agreement.derived import LEAST_SESSIONS, DerivedAgreement, DerivedPair, derived_agreement
from annotator.agreement.disagreements import BOUNDARY_MS, LEAST_GAP, Costly, Disagreement, Kind, costliest
from annotator.agreement.drift import Drawn, DriftPoint, Look, Segment, drift_charts, drift_point
from annotator.agreement.events import (
    UNLINKED,
    EventAgreement,
    EventCode,
    compare_events,
    f1_by_chance,
    onset_lags,
    unlinked_kappa,
)
from annotator.agreement.explained import EXPLAINED, Explained
from annotator.agreement.gamma import GammaAgreement, gamma, mean_gamma
from annotator.agreement.gold import (
    GOLD_STATISTICS,
    LEAST,
    Bar,
    GoldCode,
    GoldMatch,
    GoldStatistic,
    Outcome,
    against_gold,
    passes,
    usual_statistic,
)
from annotator.agreement.grid import presence_table, time_unit_table
from annotator.agreement.icc import Icc, icc_table, intraclass
from annotator.agreement.indices import bias_index, kappa_max, negative_agreement, prevalence_index
from annotator.agreement.intervals import (
    block_limits,
    cohen_error,
    cohen_limits,
    session_jackknife,
    session_limits,
)
from annotator.agreement.kappa import cohen_kappa, percent_agreement, positive_agreement
from annotator.agreement.many import (
    Ratings,
    conger_kappa,
    fleiss_code_kappas,
    fleiss_kappa,
    many_ac,
    many_brennan_prediger,
    pairwise_percent,
    ratings,
    unit_limits,
)
from annotator.agreement.margins import MarginsTest, stuart_maxwell
from annotator.agreement.matching import Near, match_events
from annotator.agreement.modifiers import ModifierAgreement, compare_modifiers
from annotator.agreement.nominal import brennan_prediger, gwet_ac1, scott_pi
from annotator.agreement.onsets import OnsetPair, Taken, agreed_marks, pair_onsets
from annotator.agreement.ordinal import gwet_ac2, weighted_kappa
from annotator.agreement.planning import expected_icc, expected_kappa, least_doubled
from annotator.agreement.points import PointAgreement, PointCode, match_points
from annotator.agreement.pooling import PooledAgreement, pool
from annotator.agreement.rated import RatedPair, RatingAgreement, pool_ratings
from annotator.agreement.reml import Components, intraclass_by_reml, reml_limits
from annotator.agreement.scored import UNSCORED, IntervalAgreement
from annotator.agreement.scores import BlandAltman, bland_altman, measurement_error, rating_agreement
from annotator.agreement.shift import ChanceLine, chance_by_shift, shifted
from annotator.agreement.states import CodeAgreement, StateAgreement, Uncodable
from annotator.agreement.study import (
    Double,
    StudyAgreement,
    StudyCode,
    StudyLane,
    study_agreement,
)
from annotator.agreement.study_points import StudyPoints
from annotator.agreement.sweep import lay_over, time_ratings, time_table
from annotator.agreement.table import NONE, Table, pooled, unit_table
from annotator.agreement.tolerance import ToleranceAgreement, tolerance_kappa, tolerance_table
from annotator.agreement.unitizing import UnitizingAgreement, unitizing_alpha

__all__ = [
    "BOUNDARY_MS", "EXPLAINED", "GOLD_STATISTICS", "LEAST", "LEAST_GAP", "LEAST_SESSIONS", "NONE",
    "UNLINKED", "UNSCORED", "Along", "Assigned", "Bar", "BlandAltman", "ChanceLine", "Chart",
    "CodeAgreement", "Comparison", "Components", "Consensus", "Costly", "DerivedAgreement",
    "DerivedPair", "Disagreement", "Double", "Draw", "Drawn", "DriftPoint", "EventAgreement",
    "EventCode", "Explained", "GammaAgreement", "GoldCode", "GoldMatch", "GoldStatistic", "Icc",
    "IntervalAgreement", "Kind", "Look", "MarginsTest", "ModifierAgreement", "Near", "OnsetPair",
    "Outcome", "PointAgreement", "PointCode", "PooledAgreement", "RatedPair", "RatingAgreement",
    "Ratings", "Segment", "StateAgreement", "StudyAgreement", "StudyCode", "StudyLane",
    "StudyPoints", "Table", "Taken", "ToAssign", "ToleranceAgreement", "Uncodable",
    "UnitizingAgreement", "accuracy_chart", "against_gold", "agreed_marks", "agreement_along",
    "alpha_limits", "bias_index", "bland_altman", "block_limits", "brennan_prediger",
    "chance_by_shift", "cohen_error", "cohen_kappa", "cohen_limits", "compare", "compare_events",
    "compare_modifiers", "conger_kappa", "consensus", "costliest", "derived_agreement", "draw",
    "draw_some", "drift_charts", "drift_point", "ewma_chart", "expected_icc", "expected_kappa",
    "f1_by_chance", "fleiss_code_kappas", "fleiss_kappa", "gamma", "gwet_ac1", "gwet_ac2",
    "how_many_doubled", "icc_table", "individuals_chart", "intraclass", "intraclass_by_reml",
    "kappa_max", "krippendorff_alpha", "lay_over", "least_doubled", "many_ac",
    "many_brennan_prediger", "match_events", "match_points", "mean_gamma", "measurement_error",
    "negative_agreement", "nominal_alpha", "observer_accuracy", "onset_lags", "pair_onsets",
    "pairwise_percent", "passes", "percent_agreement", "pool", "pool_ratings", "pooled",
    "positive_agreement", "presence_table", "prevalence_index", "rating_agreement", "ratings",
    "read_first", "reml_limits", "scott_pi", "session_jackknife", "session_limits", "shifted",
    "stuart_maxwell", "study_agreement", "thirds", "time_ratings", "time_table", "time_unit_table",
    "tolerance_kappa", "tolerance_table", "unit_limits", "unit_table", "unitizing_alpha",
    "unlinked_kappa", "usual_statistic", "weighted_kappa", "where",
]  # fmt: skip
