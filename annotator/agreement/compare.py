"""Two codings of one session side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.agreement.disagreements import LEAST_GAP, Differing, Disagreement, by_cost
from annotator.agreement.points import PointAgreement, compare_points
from annotator.agreement.rated import RatingAgreement, compare_ratings
from annotator.agreement.scored import IntervalAgreement, compare_intervals
from annotator.agreement.states import StateAgreement, compare_states
from annotator.errors import NotComparable, Said, said
from annotator.model import Coding, Interval
from annotator.schemes.scheme import Scheme
from annotator.stats import Lane, Statistic, html_table, lanes, ratio
from annotator.timecode import clock, span

NO_LINE = said("no line of states was coded by either coder")
TOLERANCE_MS = 1000
"""How far apart two points may lie to count as one moment, when the scheme does not say."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far two codings of one session agree, lane by lane, and where they do not.

    ``window`` is the time that both coders declared as coded. ``left_out`` says in sentences
    what was not compared; ``caution``, one of them, why no number of it may be reported.
    ``disagreements`` lists stretches and intervals by their cost, then ratings two or more points
    apart, then points.
    """

    session: str
    first: str
    second: str
    scheme: str
    scheme_version: str
    window: Interval
    states: tuple[StateAgreement, ...]
    points: tuple[PointAgreement, ...]
    disagreements: tuple[Disagreement, ...]
    left_out: tuple[str, ...]
    intervals: tuple[IntervalAgreement, ...] = ()
    ratings: tuple[RatingAgreement, ...] = ()
    caution: str | None = None

    @property
    def percent(self) -> Statistic:
        """The share of time with the same code over all lanes of states together.

        ``units`` is ms summed over lanes. Lanes on which neither coder marked anything do
        not count; undefined when none is left.
        """
        coded = [lane.table for lane in self.states if lane.percent.value is not None]
        agreed, total = sum(table.agreed for table in coded), sum(table.total for table in coded)
        return ratio(agreed, total, NO_LINE)

    def _repr_html_(self) -> str:
        caption = f"{self.first} and {self.second}, {clock(self.window.onset)} to {clock(self.window.offset)}"
        header = ("track", "subject", "code", "kappa", "percent agreement", "F1", "compared", "not codable")
        rows: list[tuple[object, ...]] = [
            (
                s.track,
                s.subject,
                s.code or "",
                s.kappa,
                s.percent,
                "",
                span(s.table.total),
                span(s.missing_ms),
            )
            for s in self.states
        ]
        rows += [(p.track, p.subject, "", "", "", p.f1, f"{p.f1.units} points", "") for p in self.points]
        rows += [
            (i.track, i.subject, i.code or "", i.kappa, i.percent, "", f"{i.table.total} intervals", i.unseen)
            for i in self.intervals
        ]
        rows += [
            (r.track, r.subject, r.code, r.kappa, r.exact, "", f"{len(r.pairs)} ratings", r.unjudged)
            for r in self.ratings
        ]
        return html_table(caption, header, rows)


def compare(a: Coding, b: Coding, scheme: Scheme, *, b_scheme: Scheme | None = None) -> Comparison:
    """How far two codings of one session agree.

    Time is compared over the coded window that both share. Lanes of states are compared by
    time (time-weighted κ, percent agreement, each code against the rest); lanes of points by
    matching within the scheme's tolerance (``reliability.point_tracks.tolerance_ms``, 1000 ms
    when it has none); lanes of intervals by interval; ratings by question and target. A state that
    still runs ends at its coded window's end. Only tracks that both profiles fill are compared.

    ``scheme`` is the scheme of ``a``. When ``b`` was coded with another version, give it as
    ``b_scheme``: versions with the same id and major number may be compared.

    Raises NotComparable when the sessions or schemes differ or the coded windows share no
    time; CodingError when states share time, or codes an interval, on a line where only one can hold.
    """
    window = _window(a, b)
    _same_scheme(a, b, scheme, b_scheme or scheme)
    first, second = lanes(a, scheme), lanes(b, b_scheme or scheme)
    states, points, found = [], [], list[Differing]()
    intervals, ratings = list[IntervalAgreement](), list[RatingAgreement]()
    for pair in _pairs(first, second):
        if pair[0].track.kind == "state":
            for agreement, differing in compare_states(*pair, window):
                states.append(agreement)
                found += differing
        elif pair[0].track.kind == "point":
            matched, unmatched = compare_points(*pair, window, tolerance(scheme))
            points.append(matched)
            found += unmatched
        elif pair[0].track.kind == "interval":
            scored = list(compare_intervals(*pair, window))
            intervals += scored
            found += [given for lane in scored for given in _between(lane)]
        else:
            rated = list(compare_ratings(*pair, window))
            ratings += rated
            found += [gap for question in rated for gap in _gaps(question)]
    head = (a.session, _name(a), _name(b), scheme.id, scheme.version, window)
    left_out: tuple[str, ...] = (
        *_uncommon_time((a, b), window),
        *_uncommon_tracks((a, b), (first, second), scheme),
    )
    caution = _not_for_agreement((a, b), (scheme, b_scheme or scheme))
    left_out += () if caution is None else (caution,)
    lanes_of = tuple(states), tuple(points), by_cost(found), left_out, tuple(intervals), tuple(ratings)
    return Comparison(*head, *lanes_of, caution)


def _gaps(question: RatingAgreement) -> list[Differing]:
    """The targets whose two values lie at least ``LEAST_GAP`` points apart."""
    where, code = (question.track, question.subject), question.code
    return [
        (*where, pair.onset, pair.offset, code, code, False, False, (pair.first, pair.second))
        for pair in question.pairs
        if abs(pair.gap) >= LEAST_GAP
    ]


def _between(lane: IntervalAgreement) -> list[Differing]:
    """The intervals with different codes; each costs its length."""
    where = (lane.track, lane.subject)
    return [(*where, d.onset, d.offset, d.first, d.second, False, False, None) for d in lane.differences]


def tolerance(scheme: Scheme) -> int:
    """How far apart, in ms, two points may lie to count as one moment, as the scheme says."""
    reliability: Mapping[str, Any] = scheme.document.get("reliability") or {}
    stated = (reliability.get("point_tracks") or {}).get("tolerance_ms")
    return TOLERANCE_MS if stated is None else int(stated)


def _window(a: Coding, b: Coding) -> Interval:
    if a.session != b.session:
        raise NotComparable(
            said("The two codings are of different sessions; choose two codings of one session.")
        )
    window = a.window.common(b.window)
    if window is None:
        raise NotComparable(
            said(
                "{first} and {second} share no coded time ({first_onset} to {first_offset} and "
                "{second_onset} to {second_offset}); set the coded windows so that they overlap.",
                first=_name(a), second=_name(b),
                first_onset=clock(a.window.onset), first_offset=clock(a.window.offset),
                second_onset=clock(b.window.onset), second_offset=clock(b.window.offset),
            )
        )  # fmt: skip
    return window


def _same_scheme(a: Coding, b: Coding, scheme: Scheme, b_scheme: Scheme) -> None:
    if (a.scheme_hash, b.scheme_hash) != (scheme.hash, b_scheme.hash):
        raise NotComparable(
            said(
                "The two codings were not both made with {scheme} {version}; "
                "choose two codings of one scheme, or give the scheme of each.",
                scheme=scheme.id,
                version=scheme.version,
            )
        )
    if (scheme.id, _major(scheme)) != (b_scheme.id, _major(b_scheme)):
        raise NotComparable(
            said(
                "The codings follow {first} and {second}, which define codes differently; "
                "choose two codings of one scheme and major version.",
                first=f"{scheme.id} {scheme.version}",
                second=f"{b_scheme.id} {b_scheme.version}",
            )
        )


def _major(scheme: Scheme) -> str:
    return scheme.version.partition(".")[0]


def _name(coding: Coding) -> str:
    return coding.coder_name or coding.coder


def _pairs(first: Sequence[Lane], second: Sequence[Lane]) -> list[tuple[Lane, Lane]]:
    """The lanes of the tracks that both coders fill, side by side; one may hold nothing."""
    tracks = {lane.track.id: lane.track for lane in second} | {lane.track.id: lane.track for lane in first}
    ana, ben = _by_track(first), _by_track(second)
    pairs = []
    for track in ana.keys() & ben.keys():
        subjects = ana[track].keys() | ben[track].keys()
        # The empty lane of a track's own subject only stands in for a track that holds nothing at all.
        coded = {s for s in subjects if any(s in of and of[s].annotations for of in (ana[track], ben[track]))}
        for subject in coded or subjects:
            empty = Lane(tracks[track], subject, ())
            pairs.append((ana[track].get(subject, empty), ben[track].get(subject, empty)))
    order = {track: i for i, track in enumerate(tracks)}
    return sorted(pairs, key=lambda pair: (order[pair[0].track.id], pair[0].subject))


def _by_track(found: Sequence[Lane]) -> dict[str, dict[str, Lane]]:
    tracks: dict[str, dict[str, Lane]] = {}
    for lane in found:
        tracks.setdefault(lane.track.id, {})[lane.subject] = lane
    return tracks


def _uncommon_time(codings: Sequence[Coding], window: Interval) -> list[str]:
    return [
        said(
            "{time} that only {coder} coded.",
            time=span(coding.window.duration - window.duration),
            coder=_name(coding),
        )
        for coding in codings
        if coding.window.duration > window.duration
    ]


def _uncommon_tracks(
    codings: Sequence[Coding], found: Sequence[Sequence[Lane]], scheme: Scheme
) -> list[Said]:
    filled = [{lane.track.id for lane in lanes_of} for lanes_of in found]
    sentences = []
    for track in scheme.tracks:
        by = [coding for coding, tracks in zip(codings, filled, strict=True) if track.id in tracks]
        if len(by) == 1:
            sentences.append(
                said("{track}: only {coder} was to fill it.", track=str(track.label), coder=_name(by[0]))
            )
    return sentences


def _not_for_agreement(codings: Sequence[Coding], schemes: Sequence[Scheme]) -> Said | None:
    """That a depth is not made for agreement is said with every number that comes of it."""
    found = [
        coding
        for coding, scheme in zip(codings, schemes, strict=True)
        if not scheme.for_agreement(coding.profile)
    ]
    if not found:
        return None
    return said(
        "{coders}: a depth that is not made for agreement, as a field pass has. Look at where the two "
        "differ; report no number.",
        coders=" · ".join(dict.fromkeys(_name(coding) for coding in found)),
    )
