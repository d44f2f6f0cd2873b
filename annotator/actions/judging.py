"""Where two codings differ: the list with its moments, what was decided, and the consensus made from it.

The two codings never change. Whoever may read both sees the list; who decides has the right to judge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.access import Right
from annotator.actions.asking import allowed, require, with_film_names
from annotator.actions.comparing import ComparisonView, compare_codings
from annotator.actions.desk import films_json
from annotator.actions.language import translator
from annotator.actions.typed import lines
from annotator.actions.workplace import Workplace
from annotator.agreement import BOUNDARY_MS, Disagreement, agreement_along, consensus, where
from annotator.errors import AnnotatorError, Conflict, NotComparable, NotFound, said
from annotator.model import Coding, Content
from annotator.report.agreement_words import names_in
from annotator.schemes import Scheme, Track
from annotator.stats import Lane, lanes
from annotator.store import Tx, accounts, audit, codings, verdicts
from annotator.store.accounts import Account
from annotator.store.verdicts import Moment, Verdict, Word

MOST_LETTERS = 2000


@dataclass(frozen=True, slots=True)
class Judged:
    """A disagreement and the verdict that stands about it; None while there is none.

    ``by`` is the name of who decided; ``note`` what was written about it, decided or not.
    """

    disagreement: Disagreement
    verdict: Verdict | None
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Differences:
    """Two codings side by side with every disagreement, the costliest first, and what was decided.

    ``gone`` counts verdicts about moments that are no longer there, because a coding was opened again
    and changed. ``made`` are consensus codings made from the two.
    """

    view: ComparisonView
    judged: Sequence[Judged]
    gone: int
    may_judge: bool
    made: Sequence[str]


def differences(w: Workplace, who: Account | None, first: str, second: str) -> Differences:
    """Where two codings that a person may read differ. Refused as ``compare_codings`` is."""
    view = compare_codings(w, who, first, second)
    with w.store.read() as tx:
        return _differences(tx, who, view, (first, second))


def _differences(tx: Tx, who: Account | None, view: ComparisonView, pair: tuple[str, str]) -> Differences:
    standing = verdicts.standing(verdicts.of_pair(tx, pair))
    names = {account.id: account.name for account in accounts.all(tx)}

    def judged(d: Disagreement) -> Judged:
        found = standing.get(moment_of(d))
        counts = found if found is not None and found.word != "open" else None
        by = names.get(counts.by or "", "") if counts else ""
        return Judged(d, counts, by, found.note if found is not None else "")

    there = {moment_of(d) for d in view.comparison.disagreements}
    gone = sum(v.word != "open" for moment, v in standing.items() if moment not in there)
    may = all(allowed(tx, who, Right.JUDGE, "coding", id) for id in pair)
    made = [origin.coding for origin in verdicts.of_codings(tx, pair)]
    return Differences(view, [judged(d) for d in view.comparison.disagreements], gone, may, made)


def moment_of(d: Disagreement) -> Moment:
    """By what a disagreement is known in the store."""
    return Moment(*where(d))


def judge(
    w: Workplace, who: Account | None, first: str, second: str, moment: Moment, word: Word, note: str
) -> Judged:
    """Decide about a moment at which two codings differ: who is right; "open" takes that back.

    With "open" goes also a note about what nobody has decided yet. The verdict is added to those there;
    who, when and which are on record. Conflict when the codings do not differ there (any more), NotFound
    for who may not judge.
    """
    words = lines(note).strip()
    if len(words) > MOST_LETTERS:
        raise AnnotatorError(said("A note has at most {most} letters; make it shorter.", most=MOST_LETTERS))
    if word not in verdicts.WORDS:
        raise AnnotatorError(said("A verdict is one of the four; choose one."))
    with w.store.read() as tx:
        for id in (first, second):
            require(tx, who, Right.JUDGE, "coding", id)
    view = compare_codings(w, who, first, second)
    found = next((d for d in view.comparison.disagreements if moment_of(d) == moment), None)
    if found is None:
        raise Conflict(said("The two codings do not differ there any more; reload the list."))

    def work(tx: Tx) -> Verdict:
        person = require(tx, who, Right.JUDGE, "coding", first)
        require(tx, who, Right.JUDGE, "coding", second)
        made = verdicts.judge(tx, (first, second), moment, word, words, person.id)
        detail = {"with": second, "verdict": word, "seq": made.seq, "onset_ms": moment.onset_ms}
        audit.write(tx, person.id, "judge", "coding", first, detail)
        return made

    kept = w.store.write(work)
    return Judged(found, kept if word != "open" else None, who.name if who else "", kept.note)


def make_consensus(w: Workplace, who: Account | None, first: str, second: str) -> str:
    """Begin a consensus coding from two submitted ones and what was decided; gives its id.

    It is one's own and open: what is not decided is flagged in it, with what both call it as its comment in
    the person's language, and is finished on the desk, which says whose consensus it is. Once
    submitted it is a consensus, which enters no comparison unless it is asked for as gold. NotFound for
    who may not judge; Conflict when one has an open coding of the visit; NotComparable when one of the
    two is a consensus itself.
    """
    with w.store.read() as tx:
        for id in (first, second):
            require(tx, who, Right.JUDGE, "coding", id)
    found = differences(w, who, first, second)
    if first == second:
        raise NotComparable(said("A consensus is made from two codings; choose two."))
    view = found.view
    decided = {where(j.disagreement): j.verdict.word for j in found.judged if j.verdict is not None}
    language = who.language if who else "en"

    def named(track: str, code: str) -> str:
        return names_in(view.scheme, track, language, translator(language))(code)

    made = consensus(view.first, view.second, view.scheme, view.comparison, decided, named)

    def work(tx: Tx) -> str:
        person = require(tx, who, Right.JUDGE, "coding", first)
        require(tx, who, Right.JUDGE, "coding", second)
        pair = (first, second)
        id = codings.begin_consensus(tx, pair, person.id, made.contents, made.window)
        detail = {"of": first, "and": second, "undecided": made.undecided}
        audit.write(tx, person.id, "consensus", "coding", id, detail)
        return id

    return w.store.write(work)


# For the page on which they are watched ---------------------------------------------------------------


def differences_json(w: Workplace, who: Account | None, first: str, second: str) -> dict[str, Any]:
    """All that the page of differences needs, as JSON; labels in the person's language, no name of a family.

    Refused as ``differences`` is.
    """
    found = differences(w, who, first, second)
    view, language = found.view, who.language if who else "en"
    with w.store.read() as tx:
        session = with_film_names(tx, who, view.session)
    along = agreement_along(view.comparison.states, view.comparison.window)
    return {
        "first": {"id": first, "name": view.comparison.first},
        "second": {"id": second, "name": view.comparison.second},
        "session": {"id": session.id, "family_code": view.family.code, "label": session.label},
        "recordings": films_json(w, session),
        "window": {"onset_ms": view.comparison.window.onset, "offset_ms": view.comparison.window.offset},
        "boundary_ms": BOUNDARY_MS,
        "lanes": _lanes(view, language),
        "differences": [difference_json(j) for j in found.judged],
        "along": {
            "width_ms": along.width_ms,
            "at_ms": list(along.at),
            "shares": [None if s.value is None else round(s.value, 4) for s in along.shares],
        },
        "may_judge": found.may_judge,
        "gone": found.gone,
        "made": list(found.made),
    }


def difference_json(j: Judged) -> dict[str, Any]:
    """A disagreement and its verdict as JSON; ``cost_ms`` is 0 for points and ratings."""
    d = j.disagreement
    verdict = None
    if j.verdict is not None:
        verdict = {"word": j.verdict.word, "note": j.verdict.note, "by": j.by, "at": j.verdict.at}
    return {
        "track": d.track, "subject": d.subject, "onset_ms": d.onset, "offset_ms": d.offset,
        "first": d.first, "second": d.second, "kind": d.kind, "cost_ms": d.cost_ms, "cost": d.cost.value,
        "is_point": d.is_point,
        "rated": None if d.rated is None else list(d.rated), "verdict": verdict, "note": j.note,
    }  # fmt: skip


def _lanes(view: ComparisonView, language: str) -> list[dict[str, Any]]:
    """The lanes that were compared, each with both records as [onset, offset, code]."""
    ours, theirs = _by_place(view.first, view.scheme), _by_place(view.second, view.scheme)
    c = view.comparison
    places = {(n.track, n.subject): None for n in c.states}
    places |= {(n.track, n.subject): None for n in c.points}
    places |= {(n.track, n.subject): None for n in c.intervals}
    places |= {(n.track, n.subject): None for n in c.ratings}
    found = []
    for track_id, subject in places:
        track = view.scheme.track(track_id)
        if track is None:
            continue
        records = [_stretches(of.get((track_id, subject)), c.window.offset) for of in (ours, theirs)]
        if not any(records):
            continue
        role = next((s for s in view.scheme.subjects if s.id == subject), None)
        found.append(
            {
                "track": track_id, "subject": subject, "kind": track.kind,
                "label": track.label.in_language(language),
                "subject_label": role.label.in_language(language) if role else subject,
                "codes": [_code(track, code.id, language) for code in track.codes],
                "first": records[0],
                "second": records[1],
            }
        )  # fmt: skip
    return found


def _by_place(coding: Coding, scheme: Scheme) -> Mapping[tuple[str, str], Lane]:
    return {(lane.track.id, lane.subject): lane for lane in lanes(coding, scheme)}


def _code(track: Track, id: str, language: str) -> dict[str, Any]:
    code = track.code(id)
    if code is None:
        raise NotFound(said("The track {track} has no code {code}.", track=track.id, code=id))
    definition = code.definition.in_language(language) if code.definition else ""
    return {
        "id": id, "key": code.key, "colour": code.colour, "valence": code.valence,
        "label": code.label.in_language(language), "definition": definition,
    }  # fmt: skip


def _stretches(lane: Lane | None, end: int) -> list[list[Any]]:
    def each(content: Content) -> list[Any]:
        offset = end if content.offset_ms is None else content.offset_ms
        rated = content.rating
        return [content.onset_ms, offset, content.code, *([rated] if rated is not None else [])]

    return [each(a.content) for a in lane.annotations] if lane else []
