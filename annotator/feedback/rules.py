"""The rules of a feedback meeting: strengths first and last, few moments, nothing that hurts.

Source: clinical-practice, 4.1 (rules 4 to 8) and 5; the numbers are the scheme's, block
``feedback_meeting``, and those of core-attunement where nothing was coded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.errors import Problem, Said, said
from annotator.feedback.concerns import touches
from annotator.feedback.pairs import EarlierFilm, pair_problems, thens_of
from annotator.feedback.plan import GOOD, Kind, Moment, Plan
from annotator.feedback.words import forbidden_in
from annotator.model import Interval
from annotator.schemes.scheme import Scheme


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """What a scheme asks of a meeting.

    ``most`` moments at most, each from ``shortest_ms`` to ``longest_ms`` long with the lead-in
    before the child's signal and the lead-out after the child's reaction. ``order`` is the
    order that a plan of as many moments would have. At most ``challenges`` difficult moments;
    they may need a supervisor's release, and a strength of the same parent as counterpart.
    ``releases_all``: the service has every plan released, whatever is in it.
    """

    most: int = 4
    shortest_ms: int = 5_000
    longest_ms: int = 30_000
    lead_in_ms: int = 3_000
    lead_out_ms: int = 3_000
    order: tuple[str, ...] = ("strength", "strength", "repair_or_challenge", "strength")
    challenges: int = 1
    needs_release: bool = False
    needs_counterpart: bool = True
    releases_all: bool = False

    @property
    def strengths_only(self) -> bool:
        """Whether the scheme shows no difficult moment at all."""
        return self.challenges == 0


NARRATIVE = MeetingRules()
"""The rules where nothing was coded and moments are chosen from notes."""


def rules_of(scheme: Scheme) -> MeetingRules | None:
    """The rules that a scheme sets; None when it is not made for looking together with parents.

    >>> from annotator.schemes import Claims, Text, Timebase
    >>> plain = Scheme("s", "1.0.0", "draft", Text({}), Text({}), "", (), Timebase(), (), (), (), (),
    ...                Claims(False, (), Text({})), "CC0-1.0", ("en",), {"feedback_meeting": None})
    >>> rules_of(plain) is None
    True
    """
    meeting = scheme.document.get("feedback_meeting")
    if meeting is None:
        return None
    clips, challenge = meeting["clips"], meeting["challenge"]
    return MeetingRules(
        most=clips["max"],
        shortest_ms=round(clips["length_s"]["min"] * 1000),
        longest_ms=round(clips["length_s"]["max"] * 1000),
        lead_in_ms=clips["lead_in_ms"],
        lead_out_ms=clips["lead_out_ms"],
        order=tuple(meeting["order"]),
        challenges=challenge["max"],
        needs_release=challenge["needs_supervisor_release"],
        needs_counterpart=challenge["needs_strength_counterpart"],
    )


def problems_of(
    plan: Plan,
    rules: MeetingRules,
    *,
    film: Interval | None = None,
    concerns: Sequence[Interval] = (),
    earlier: Mapping[str, EarlierFilm] | None = None,
) -> tuple[Problem, ...]:
    """Everything that keeps a plan from being shown, each as a sentence; empty when it is ready.

    ``film`` is the stretch of the film on the session clock, ``concerns`` the stretches that
    somebody marked for the supervisor: no moment may lie outside the one or touch the other. ``earlier``
    says the same of the visits whose moments of then are shown, by their ids.
    """
    return (
        *_number(plan, rules),
        *_ends(plan),
        *_challenges(plan, rules),
        *_release(plan, rules),
        *(p for i, m in enumerate(plan.moments) for p in _moment(m, i, rules, film, concerns)),
        *pair_problems(plan, rules.shortest_ms, rules.longest_ms, earlier or {}),
        *_words(plan),
    )


def _number(plan: Plan, rules: MeetingRules) -> Iterator[Problem]:
    if not plan.moments:
        yield Problem("too_few", "moments", said("Choose at least one moment to look at together."))
    if len(plan.moments) + len(thens_of(plan)) > rules.most:
        yield Problem(
            "too_many",
            "moments",
            said(
                "A meeting has room for {most} moments, those of then included, and time to talk about them; "
                "leave some out.",
                most=rules.most,
            )
            if thens_of(plan)
            else said(
                "A meeting has room for {most} moments and time to talk about them; leave some out.",
                most=rules.most,
            ),
        )


def _ends(plan: Plan) -> Iterator[Problem]:
    """First a plain strength; last one too, or two who found each other again.

    A repair begins with two who lose each other, so it cannot be what a worried parent sees
    first; it ends with the coming back, so a meeting may end with it.
    """
    if not plan.moments:
        return
    if plan.moments[0].kind is not Kind.STRENGTH:
        yield Problem(
            "first_not_strength",
            "moments[0]",
            said("A meeting begins with something that went well; put a strength first."),
        )
    if plan.moments[-1].kind not in GOOD:
        yield Problem(
            "last_not_strength",
            f"moments[{len(plan.moments) - 1}]",
            said("A meeting ends with something that went well; put a strength or a way back last."),
        )


def _challenges(plan: Plan, rules: MeetingRules) -> Iterator[Problem]:
    found = [(i, m) for i, m in enumerate(plan.moments) if m.kind is Kind.CHALLENGE]
    for i, moment in found:
        where = f"moments[{i}]"
        if rules.needs_counterpart and not _has_counterpart(moment, plan):
            yield Problem("no_counterpart", where, _NO_COUNTERPART)
        if plan.strengths_only or rules.strengths_only:
            yield Problem("strengths_only", where, _FORCED if rules.strengths_only else _CHOSEN)
        elif rules.needs_release and not rules.releases_all and plan.released_by is None:
            yield Problem("needs_release", where, _NEEDS_RELEASE)
    if len(found) > rules.challenges and not (plan.strengths_only or rules.strengths_only):
        sentence = said(
            "A meeting shows at most {most} difficult moment; keep the one that helps most.",
            most=rules.challenges,
        )
        yield Problem("challenges", f"moments[{found[rules.challenges][0]}]", sentence)


def _release(plan: Plan, rules: MeetingRules) -> Iterator[Problem]:
    if rules.releases_all and plan.moments and plan.released_by is None:
        yield Problem("needs_release", "moments", _ALWAYS)


_ALWAYS = said("Here a supervisor agrees to every plan before the meeting; this one waits for that.")
_NO_COUNTERPART = said(
    "A difficult moment needs its counterpart: a moment of this plan in which the same parent did well what "
    "it asks for. Choose that moment, or show how the two came back to each other."
)
_FORCED = said("This scheme shows strengths only; take the difficult moment out.")
_CHOSEN = said("This plan shows strengths only; take the difficult moment out, or allow one for this plan.")
_NEEDS_RELEASE = said(
    "A supervisor agrees before a difficult moment is shown; ask for it, or take the moment out."
)


def _has_counterpart(challenge: Moment, plan: Plan) -> bool:
    other = None if challenge.counterpart is None else plan.moment(challenge.counterpart)
    return other is not None and other.kind in GOOD


def _moment(
    moment: Moment, i: int, rules: MeetingRules, film: Interval | None, concerns: Sequence[Interval]
) -> Iterator[Problem]:
    where = f"moments[{i}]"
    sentence = _length(moment.offset_ms - moment.onset_ms, rules)
    if sentence is not None:
        yield Problem("length", where, sentence)
    if film is not None and not film.onset <= moment.onset_ms <= moment.offset_ms <= film.offset:
        yield Problem("outside_film", where, said("This moment lies outside the film; move it inside."))
    if any(touches(concern, moment.onset_ms, moment.offset_ms) for concern in concerns):
        yield Problem(
            "concern",
            where,
            said("This moment touches a mark for the supervisor, who looks at it first; choose another one."),
        )
    if not moment.phrase.strip():
        yield Problem(
            "no_phrase",
            f"{where}.phrase",
            said("This moment has no sentence yet; write the one that stands under the picture."),
        )


def _length(length_ms: int, rules: MeetingRules) -> Said | None:
    if length_ms < rules.shortest_ms:
        return said(
            "This moment is shorter than {shortest} seconds, too short to see what happens; let it begin "
            "earlier or end later.",
            shortest=_seconds(rules.shortest_ms),
        )
    if length_ms > rules.longest_ms:
        return said(
            "This moment is longer than {longest} seconds; keep the part that matters most.",
            longest=_seconds(rules.longest_ms),
        )
    return None


def _seconds(ms: int) -> str:
    return f"{ms / 1000:g}"


def _words(plan: Plan) -> Iterator[Problem]:
    for where, text in parents_texts(plan):
        found = forbidden_in(text, plan.language)
        if found:
            yield Problem("forbidden_words", where, not_for_parents(found))


def not_for_parents(found: Sequence[str]) -> Said:
    """The sentence for words that a parent must not read."""
    return said(
        "A parent reads this, and parents see no numbers and no judging words. Please say “{words}” in "
        "another way.",
        words=", ".join(found),
    )


def parents_texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """Every text of a plan that a parent may read, also in their file, with its place in the plan."""
    for name in ("child", "question", "goal", "step", "wish"):
        yield name, getattr(plan, name)
    for i, moment in enumerate(plan.moments):
        for name in ("phrase", "question", "said", "theme"):
            yield f"moments[{i}].{name}", getattr(moment, name)
        if moment.then is not None:
            yield f"moments[{i}].then", moment.then.moment.phrase
