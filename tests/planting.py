"""What a parent must never read, planted everywhere upstream: into names, labels, notes, comments and files.

``plant`` makes a visit with a plan that is ready, in which only the sentences for the parent are
clean. Whatever shows that plan to a parent is then searched: ``assert_clean(text)`` for a text,
``found_in(data)`` for bytes of any kind.
"""

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from annotator.actions import bringing_in, codings, families, meeting, notes, people, preparing
from annotator.actions.workplace import Workplace
from annotator.model import Subject
from annotator.schemes import read_scheme
from annotator.store import schemes
from annotator.store.accounts import Account
from tests.agreeing import everybody_agrees
from tests.meeting_case import draft, made_up_film, mark, press, ready_plan, sent

ROOT = Path(__file__).parent.parent

WORDS = (
    "score", "percent", "failed", "missed", "intrusive", "insensitive", "disrupted", "unresponsive", "rupture",
    "misattunement", "norm", "average", "insecure attachment", "diagnosis", "depression", "rating",
)  # fmt: skip
"""The words of clinical-practice 5, and a diagnosis."""

LABELS = ("Together", "Alongside", "Out of step", "Finding the way back", "Come to me", "Joins in")
"""What codes are called in the scheme that is planted, before the planted words."""


@dataclass
class Planter:
    """Gives each field its own words and number, and remembers them."""

    tokens: list[str] = field(default_factory=lambda: list(WORDS))

    def __call__(self, where: str, words: str = "") -> str:
        """A text for a field: a token that is found nowhere else, forbidden words, a number."""
        n = len(self.tokens)
        token, number = f"zq{where}{n}qz", f"9021{n:04}"
        self.tokens += [token, number]
        return f"{words} {token} {WORDS[n % len(WORDS)]} {number} 83 %".strip()


@dataclass(frozen=True)
class Planted:
    """A visit whose plan is ready to be shown, by ``who``; nothing of ``tokens`` may reach a parent."""

    who: Account
    session: str
    recording: str
    plan: str
    moments: tuple[str, ...]
    tokens: tuple[str, ...]

    def found_in(self, data: str | bytes) -> list[str]:
        """The planted words and numbers that stand in a text or in bytes, in UTF-8 or UTF-16."""
        if isinstance(data, str):
            folded = data.casefold()
            return [token for token in self.tokens if token.casefold() in folded]
        folded_bytes = data.lower()
        return [t for t in self.tokens if any(form in folded_bytes for form in _forms(t.lower()))]

    def assert_clean(self, data: str | bytes) -> None:
        """Nothing planted is in it, nor a label of a code."""
        assert self.found_in(data) == []
        if isinstance(data, str):
            assert [label for label in LABELS if label in data] == []


def _forms(token: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield token.encode(encoding)


def plant(
    place: Workplace,
    lead: Account,
    film: Path | None = None,
    earlier: Path | None = None,
    *,
    paired: bool = False,
) -> Planted:
    """Plant everything; ``film`` is a real film to show, else its files are made up.

    ``paired``: its first moment has a moment of then, of a meeting about a visit four weeks before, whose
    film is ``earlier``.
    """
    planter = Planter()
    who = people.add_person(place, lead, planter("visitor"), "practitioner", whole=True)
    other = people.add_person(place, lead, planter("coder"), "coder", whole=True)
    family = families.create_family(place, who, planter("code"), planter("family"))
    cast = (
        Subject("child", "child", "child", "Mia"),
        Subject("carer", "caregiver", "caregiver", planter("carer")),
    )
    session = families.create_session(
        place, who, family.id, planter("visit"), "2026-05-31", "free_play_toys", cast
    ).id
    recording = _film(place, who, session, planter("film"), film)
    then = _earlier_meeting(place, who, family.id, cast, planter, earlier) if paired else None
    scheme = _scheme(place, planter)
    for coder in (who, other):
        _code(place, coder, session, scheme, planter)
        notes.add_note(place, coder, session, str(uuid.uuid4()), 4_000, planter("note"), True)
    _another_family(place, who, planter)
    plan, moments = _plan(place, who, session, planter, then)
    return Planted(who, session, recording, plan, moments, tuple(planter.tokens))


def _film(place: Workplace, who: Account, session: str, name: str, film: Path | None) -> str:
    everybody_agrees(place, who, session)
    if film is None:
        return made_up_film(place, session, name)
    named = film.with_name(f"{name.replace('%', 'pc')}{film.suffix}")
    os.link(film, named)
    answer = bringing_in.keep_film(place, who, session, named, wait=True, progress=lambda _text: None)
    assert answer["verdict"] == "accept", answer
    return families.session(place, who, session).session.recordings[0].id


def _scheme(place: Workplace, planter: Planter) -> str:
    """core-attunement with planted words in everything that is not for parents; its hash."""
    document = yaml.safe_load((ROOT / "coding_schemes" / "core-attunement.yaml").read_bytes())
    document["version"] = "9.0.0"
    _plant_labels(document, planter)
    data = yaml.safe_dump(document, allow_unicode=True).encode()
    scheme = read_scheme(data)
    place.store.write(lambda tx: schemes.put(tx, data, scheme.id, scheme.version, scheme.hash))
    return scheme.hash


def _plant_labels(part: Any, planter: Planter) -> None:
    if isinstance(part, list):
        for item in part:
            _plant_labels(item, planter)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name in ("title", "label"):
                part[name] = {lang: planter(name, words) for lang, words in value.items()}
            elif name in ("definition", "onset", "offset") and isinstance(value, str):
                part[name] = planter(name, value)
            elif name != "feedback":
                _plant_labels(value, planter)


def _code(place: Workplace, who: Account, session: str, scheme: str, planter: Planter) -> None:
    """One pass of four minutes' work: together, lost, found again, a signal, an answer, a star."""
    coding = codings.begin_coding(place, who, session, scheme, "standard")
    dyad: list[tuple[str, int, int]] = [
        ("together", 0, 12_000), ("alongside", 12_000, 20_000), ("out_of_step", 20_000, 26_000),
        ("repairing", 26_000, 29_000), ("together", 29_000, 60_000),
    ]  # fmt: skip
    contents = [_content("dyad_state", "dyad", code, on, off, planter) for code, on, off in dyad]
    contents[2]["modifiers"] = {"trigger": "cue_missed", "note": planter("private")}
    contents += [
        _content("infant_cue", "infant", "bid_social", 5_000, 5_000, planter),
        _content("parent_response", "parent", "join", 6_200, 6_200, planter),
        _content("moment", "dyad", "star", 7_000, 7_000, planter) | {"flagged": True},
    ]
    press(place, who, coding, *contents)


def _content(
    track: str, subject: str, code: str, onset: int, offset: int, planter: Planter
) -> dict[str, Any]:
    return mark(track, subject, code, onset, offset, comment=planter("comment"))


def _another_family(place: Workplace, who: Account, planter: Planter) -> None:
    """Another case of the same visitor, with a film and a plan of its own."""
    family = families.create_family(place, who, planter("othercode"), planter("otherfamily"))
    session = families.create_session(
        place, who, family.id, planter("othervisit"), "2026-05-30", "free_play_toys"
    ).id
    _film(place, who, session, planter("otherfilm"), None)
    plan = preparing.open_plan(place, who, session)
    moment = sent(phrase=planter("otherphrase"), why=planter("otherwhy"))
    preparing.save_plan(place, who, plan, draft(moment, goal=planter("othergoal")))


def _earlier_meeting(
    place: Workplace,
    who: Account,
    family: str,
    cast: tuple[Subject, ...],
    planter: Planter,
    film: Path | None,
) -> dict[str, str]:
    """A meeting that was held about a visit four weeks before; gives the moment of it to be shown again."""
    session = families.create_session(
        place, who, family, planter("before"), "2026-05-03", "free_play_toys", cast
    ).id
    _film(place, who, session, planter("earlierfilm"), film)
    moment = _moment(46_000, 54_000, "strength", "You waited, and she reached out.", planter)
    plan = ready_plan(place, who, session, moment)
    heard = [f"zq{name}qz" for name in ("saidthen", "stepthen", "wishthen", "goalthen", "askedthen")]
    planter.tokens += heard
    meeting.save_said(place, who, plan, str(moment["id"]), heard[0])
    meeting.close_meeting(place, who, plan, *heard[1:4], 3)
    return {"plan": plan, "moment": str(moment["id"])}


def _plan(
    place: Workplace, who: Account, session: str, planter: Planter, then: dict[str, str] | None
) -> tuple[str, tuple[str, ...]]:
    found = [
        _moment(2_000, 10_000, "strength", "You noticed and joined in.", planter),
        _moment(20_000, 32_000, "repair", "Look how you two came back to each other.", planter),
        _moment(33_000, 45_000, "strength", "Here the two of you found each other.", planter),
    ]
    found[0]["then"] = then
    aside = sent(phrase=planter("aside"), question=planter("asideasked"), theme=planter("asidetheme"))
    plan = preparing.open_plan(place, who, session)
    revision = preparing.plan_view(place, who, plan).plan.revision
    preparing.save_plan(place, who, plan, draft(*found, revision=revision, aside=[aside]))
    assert preparing.mark_ready(place, who, plan).plan.state == "ready"
    return plan, tuple(str(moment["id"]) for moment in found)


def _moment(onset: int, offset: int, kind: str, phrase: str, planter: Planter) -> dict[str, Any]:
    at, why = (onset + offset) // 2, planter("why")
    return sent(onset_ms=onset, offset_ms=offset, at_ms=at, kind=kind, phrase=phrase, why=why)
