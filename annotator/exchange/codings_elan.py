"""The annotations of an ELAN document (``.eaf``) as a coding in the file's own words.

A tier that depends on no other is a track, what stands before an ``@`` of its name; its participant, or what
stands behind the ``@``, is the subject. Tiers that depend on others are passed over.
"""

import re
from collections.abc import Iterator
from typing import NoReturn
from xml.etree.ElementTree import Element  # only a type: read_xml parses

from annotator.errors import ExchangeError, Problem, Said, SchemeError, said
from annotator.exchange.safe_xml import read_xml
from annotator.exchange.tidy_reading import NOBODY, FoundCoding, Mark


def read_elan_codings(data: bytes, file: str) -> list[FoundCoding]:
    """The one coding of a document; its coder is the annotator that all its tiers name.

    ELAN does not say which stretch was coded. ExchangeError with file and line at the first fault.
    """
    try:
        root = read_xml(data)
    except SchemeError as refusal:
        problem = refusal.problems[0]
        where = said("{file}, {place}", file=file, place=problem.where) if problem.where else file
        raise ExchangeError([Problem(problem.code, where, problem.message)]) from None
    if root.tag != "ANNOTATION_DOCUMENT":
        raise ExchangeError([Problem("not_elan", file, said("This is no ELAN document."))])
    tiers = [tier for tier in root.iter("TIER") if not tier.get("PARENT_REF")]
    coders = {_of(tier, "ANNOTATOR") for tier in tiers if tier.find("ANNOTATION") is not None}
    coder = coders.pop() if len(coders) == 1 else ""
    found = FoundCoding(1, "", coder, "", "", "", (None, None), has_points=False)
    lines = _lines(data)
    slots: dict[str, str | None] = {}
    for slot in root.iter("TIME_SLOT"):
        id = _of(slot, "TIME_SLOT_ID")
        if id in slots:
            sentence = said("The time slot {id} is there twice; save the document anew in ELAN.", id=id)
            raise ExchangeError([Problem("elan", file, sentence)])
        slots[id] = slot.get("TIME_VALUE")
    for tier in tiers:
        name = _of(tier, "TIER_ID")
        track, _, behind = name.partition("@")
        subject = _of(tier, "PARTICIPANT") or behind or NOBODY
        for annotation in tier.iter("ALIGNABLE_ANNOTATION"):
            line = lines.get(annotation.get("ANNOTATION_ID", ""), 1)
            code = " ".join("".join(annotation.itertext()).split())
            if not code:
                _refuse(file, line, said("An annotation of the tier {name} is empty.", name=name))
            times = [slots.get(_of(annotation, f"TIME_SLOT_REF{n}")) for n in (1, 2)]
            onset, offset = (_ms(time, file, line) for time in times)
            if offset < onset:
                sentence = said(
                    "The offset, {offset} ms, lies before the onset, {onset} ms.", offset=offset, onset=onset
                )
                _refuse(file, line, sentence)
            found.marks.append(Mark(line, track or name, subject, code, onset, offset))
    return [found]


def _of(element: Element, name: str) -> str:
    return " ".join(element.get(name, "").split())


def _ms(time: str | None, file: str, line: int) -> int:
    if time is None or not re.fullmatch("[0-9]{1,12}", time):
        _refuse(file, line, said("An annotation has no time of its own; set it in ELAN."))
    return int(time)


def _lines(data: bytes) -> dict[str, int]:
    return dict(_numbered(data))


def _numbered(data: bytes) -> Iterator[tuple[str, int]]:
    """Each annotation's id with its line; the parser does not keep it."""
    line, at = 1, 0
    for found in re.finditer(rb'ANNOTATION_ID="([^"]*)"', data):
        line += data.count(b"\n", at, found.start())
        at = found.start()
        yield found[1].decode("utf-8", "replace"), line


def _refuse(file: str, line: int, sentence: Said) -> NoReturn:
    raise ExchangeError([Problem("elan", said("{file}, line {n}", file=file, n=line), sentence)])
