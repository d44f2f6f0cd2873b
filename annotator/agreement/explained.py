"""What the numbers of a comparison mean, in words: for pages and reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from annotator.errors import Said, said


@dataclass(frozen=True, slots=True)
class Explained:
    """A statistic in words: its name, what it says, when there is none, and where it comes from."""

    name: Said
    means: Said
    undefined: Said
    source: str = ""


_AS_KAPPA = said("nothing was compared, or both used one same code throughout")
_UNUSED = said("neither coder used the code")
_SHUFFLED = said("the session is too short, or shuffled records have no value either")

EXPLAINED: Mapping[str, Explained] = MappingProxyType(
    {
        "kappa": Explained(
            said("κ over time"),
            said(
                "How much more often both give the same code than two who know nothing of each other but "
                "use each code as often. Every millisecond counts once: 0 is chance, 1 is full agreement."
            ),
            _AS_KAPPA,
            "Cohen 1960, Educ Psychol Meas 20, 37–46",
        ),
        "percent": Explained(
            said("same code"),
            said(
                "The share of the compared time with the same code. Not corrected for chance: with one code "
                "that fills most of the time it is high by itself."
            ),
            said("nothing was compared, or neither coder marked anything"),
        ),
        "accuracy": Explained(
            said("estimated accuracy"),
            said(
                "How often each coder gives the true code, if both are equally good, their errors spread "
                "evenly and they do not influence one another. Unlike κ it does not fall because one code "
                "is rare. A rare code can still be missed: look at it by itself."
            ),
            said("there is only one code, or they agree less often than two who guess"),
            "Gardner 1995, Child Dev 66, 1614–1627",
        ),
        "positive": Explained(
            said("both, of either"),
            said("Of the time that either gave a code, how much both did: 2a ÷ (2a + b + c)."),
            _UNUSED,
            "Cicchetti & Feinstein 1990, J Clin Epidemiol 43, 551–558",
        ),
        "linked": Explained(
            said("linked"),
            said(
                "The share of all stretches that have a partner with the other coder, whatever its code: "
                "they overlap by at least 60 % of the longer one, or both edges lie within a second. "
                "Each has one partner; as many pairs as can be."
            ),
            said("neither coder marked anything"),
        ),
        "f1": Explained(
            said("F1"),
            said(
                "The share of all stretches or marks with a partner of the same code: 2 × pairs ÷ all "
                "of both. A wide tolerance also pairs unrelated ones."
            ),
            said("neither coder marked anything"),
        ),
        "event_kappa": Explained(
            said("κ of events"),
            said(
                "κ on what both saw and what only one saw, a pair counting as one event however long it is. "
                "Nobody can find what neither marked, so chance is computed without it."
            ),
            said("there is only one code, or nothing was marked"),
            "Bakeman & Robinson 1994; Holle & Rein 2015, Behav Res Methods 47, 837–847",
        ),
        "kappa_of_linked": Explained(
            said("κ of linked events"),
            said("κ of the pairs alone: whether what both saw got the same code."),
            said("no stretch has a partner, or all pairs have one same code"),
        ),
        "lag": Explained(
            said("later by"),
            said(
                "How much later the second coder's edges lie, as the median over linked stretches of a code. "
                "A slow key is told from a wrong code by it."
            ),
            said("no stretch of the code has a partner"),
        ),
        "ac1": Explained(
            said("AC1"),
            said("Like κ, with chance at work on doubtful moments only; it stays high when one code rules."),
            said("there is only one code"),
            "Gwet 2008, Br J Math Stat Psychol 61, 29–48",
        ),
        "brennan_prediger": Explained(
            said("Brennan–Prediger"),
            said("Like κ, with all codes equally likely by chance. With two codes it is PABAK."),
            said("there is only one code"),
            "Brennan & Prediger 1981, Educ Psychol Meas 41, 687–699",
        ),
        "scott": Explained(
            said("Scott's π"),
            said("Like κ, with the coders' common base rates for chance."),
            _AS_KAPPA,
            "Scott 1955, Public Opin Q 19, 321–325",
        ),
        "kappa_max": Explained(
            said("κ max"),
            said(
                "The highest κ that the two base rates allow. A low one says that the coders use the codes "
                "at different rates."
            ),
            _AS_KAPPA,
            "Cohen 1960, Educ Psychol Meas 20, 37–46",
        ),
        "u_alpha": Explained(
            said("uα"),
            said("Agreement on boundaries and codes at once, long stretches counting by their length."),
            said("all time has one value"),
            "Krippendorff et al. 2016, Qual Quant 50, 2347–2364",
        ),
        "gamma": Explained(
            said("γ"),
            said(
                "Agreement on which stretches there are, where they lie and what they are, beside shuffled "
                "records. It sees stretches that one coder cut into pieces, which time measures do not."
            ),
            said("a coder marked nothing, or shuffled records always agree"),
            "Mathet, Widlöcher & Métivier 2015, Comput Linguist 41, 437–479",
        ),
        "tolerance": Explained(
            said("κ with tolerance"),
            said(
                "A coder's time agrees where the other has the same code nearby. It rises by itself, so it "
                "stands beside what records reach that do not belong together."
            ),
            _SHUFFLED,
            "Bakeman, Quera & Gnisci 2009, Behav Res Methods 41, 137–147",
        ),
        "within": Explained(
            said("within this session"),
            said(
                "How steady κ is inside this one session, from blocks of it drawn at random. It says nothing "
                "of other sessions."
            ),
            said("the session is shorter than two blocks"),
            "Künsch 1989, Ann Stat 17, 1217–1241",
        ),
        "interval_kappa": Explained(
            said("κ over intervals"),
            said("Agreement beyond chance on the code of each interval that both scored."),
            _AS_KAPPA,
            "Cohen 1960, Educ Psychol Meas 20, 37–46",
        ),
        "negative": Explained(
            said("neither, of either without"),
            said("Of what either left without the code, how much both did: 2d ÷ (2d + b + c)."),
            said("both used the code throughout"),
            "Cicchetti & Feinstein 1990, J Clin Epidemiol 43, 551–558",
        ),
        "weighted_kappa": Explained(
            said("weighted κ"),
            said("κ of ratings, in which two steps apart weigh four times as much as one."),
            said("there are fewer than two targets, or all ratings are the same"),
            "Cohen 1968, Psychol Bull 70, 213–220",
        ),
        "rating_icc": Explained(
            said("ICC(A,1) of ratings"),
            said(
                "The share of the variance of single ratings that lies between targets; levels count. Low "
                "where all targets are alike, however accurate the coders are."
            ),
            said("there are fewer than two targets, or all ratings are the same"),
            "McGraw & Wong 1996, Psychol Methods 1, 30–46",
        ),
        "derived_icc": Explained(
            said("ICC(A,1) of derived measures"),
            said(
                "The share of the variance of a session's number that lies between sessions and not between "
                "coders; levels count. Low where all sessions are alike, however alike the coders are."
            ),
            said("fewer than twelve sessions have the number by both coders"),
            "McGraw & Wong 1996, Psychol Methods 1, 30–46",
        ),
        "differences": Explained(
            said("95 % of differences"),
            said(
                "Between these two limits lie 95 % of the differences of two coders' numbers of one session, "
                "supposing they spread evenly around their mean. A slope away from 0 says that they "
                "differ more where the number is high."
            ),
            said("fewer than three sessions have the number by both coders"),
            "Bland & Altman 1986, Lancet 327, 307–310",
        ),
        "exact": Explained(
            said("same value"),
            said("The share of targets that both gave the same value."),
            said("no target was rated by both"),
        ),
        "within_one": Explained(
            said("at most one step apart"),
            said("The share of targets whose two values lie at most one step of the scale apart."),
            said("no target was rated by both"),
        ),
        "pooled": Explained(
            said("all sessions together"),
            said(
                "The tables of all double-coded sessions are added up, then there is one κ. "
                "The interval comes from drawing whole sessions, or families where some were "
                "filmed more than once."
            ),
            _AS_KAPPA,
            "Kang et al. 2013, Stat Med 32, 3708–3719",
        ),
    }
)
"""The statistics of the page of comparison and of the report of a study, by a short name."""
