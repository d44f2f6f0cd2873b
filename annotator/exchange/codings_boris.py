"""The observations of a BORIS project (``.boris``) as codings in the file's own words.

A behaviour's category is its track. State events begin and end by turns, one pair for each subject, behaviour
and set of modifiers, as BORIS pairs them; modifiers themselves are passed over.
"""

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NoReturn

from annotator.errors import ExchangeError, Problem, Said, SchemeError, said
from annotator.exchange.scheme_boris import CATEGORY, NOBODY, numbered, read_project, text_of
from annotator.exchange.tidy_reading import FoundCoding, Mark


def read_boris_codings(data: bytes, file: str) -> list[FoundCoding]:
    """The codings of a project, one for each observation, which is their session; BORIS names no coder.

    The coded stretch is the observation's interval, else the length of its films. ExchangeError with
    file and event at the first fault.
    """
    try:
        project = read_project(data)
    except SchemeError as refusal:
        problem = refusal.problems[0]
        raise ExchangeError([Problem(problem.code, file, problem.message)]) from None
    behaviours = {text_of(b.get("code")): b for b in numbered(project.get("behaviors_conf"))}
    observations = project.get("observations")
    if not isinstance(observations, dict):
        return []
    return [
        _coding(text_of(name), observation, behaviours, file)
        for name, observation in observations.items()
        if isinstance(observation, dict)
    ]


def _coding(
    name: str, observation: Mapping[str, Any], behaviours: Mapping[str, Mapping[str, Any]], file: str
) -> FoundCoding:
    found = FoundCoding(1, name, "", "", "", "", _coded(observation), by_event=True)
    running: dict[tuple[str, ...], Mark] = {}
    events = observation.get("events")
    if not isinstance(events, list):
        return found
    timed = [(_ms(_cell(event, 0), file, n), n, event) for n, event in enumerate(events, 1)]
    for onset, n, event in sorted(timed, key=lambda each: each[:2]):
        subject, code, modifiers = (text_of(_cell(event, i)) for i in (1, 2, 3))
        behaviour = behaviours.get(code)
        if behaviour is None:
            _refuse(file, n, said("{code} is no behaviour of the project.", code=code or "?"))
        track = text_of(behaviour.get("category")) or CATEGORY
        begun = Mark(n, track, subject or NOBODY, code, onset, None)
        whose = subject, code, modifiers
        if text_of(behaviour.get("type")).casefold().startswith("point"):
            found.marks.append(Mark(n, track, begun.subject, code, onset, onset))
        elif whose in running:
            first = running.pop(whose)
            found.marks.append(Mark(first.line, track, begun.subject, code, first.onset_ms, onset))
        else:
            running[whose] = begun
    found.marks += running.values()
    found.marks.sort(key=lambda mark: mark.line)
    return found


def _cell(event: Any, at: int) -> Any:
    return event[at] if isinstance(event, list) and len(event) > at else None


def _coded(observation: Mapping[str, Any]) -> tuple[int | None, int | None]:
    interval = observation.get("observation time interval")
    if isinstance(interval, list) and len(interval) == 2 and all(_is_number(x) for x in interval):
        begins, ends = interval
        if ends > begins:
            return _rounded(begins), _rounded(ends)
    info, files = observation.get("media_info"), observation.get("file")
    lengths = info.get("length") if isinstance(info, dict) else None
    shown = files.get("1") if isinstance(files, dict) else None
    if not isinstance(lengths, dict) or not isinstance(shown, list) or not shown:
        return None, None
    parts = [lengths.get(film) if isinstance(film, str) else None for film in shown]
    if not all(_is_number(part) for part in parts):
        return None, None
    return 0, sum(_rounded(part) for part in parts if part is not None)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9


def _rounded(seconds: float) -> int:
    """Milliseconds of seconds as they are written, halves upwards."""
    return int((Decimal(str(seconds)) * 1000).to_integral_value(ROUND_HALF_UP))


def _ms(value: Any, file: str, n: int) -> int:
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):
        seconds = math.nan
    if not 0 <= seconds < 1e9:
        _refuse(file, n, said("The time {time} is no number of seconds.", time=text_of(value) or "?"))
    return _rounded(seconds)


def _refuse(file: str, n: int, sentence: Said) -> NoReturn:
    raise ExchangeError([Problem("boris", said("{file}, event {n}", file=file, n=n), sentence)])
