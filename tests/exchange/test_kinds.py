"""Every kind of track leaves in an export, and what its values mean."""

import io
from dataclasses import replace

import pandas as pd

from annotator.exchange import Export, codebook_csv, events_csv
from annotator.model import RATED
from annotator.schemes.scheme import Modifier, Scale, Track
from tests.builders import coding
from tests.export_case import SESSION, export
from tests.scheme_values import code, point, scheme, text


def read(content):
    """As the README says."""
    return pd.read_csv(io.BytesIO(content), keep_default_na=False, na_values=[""])


def test_intervals_and_ratings_leave_with_their_bounds_values_and_anchors():
    scale = Scale(1, 5, 1, {"1": text("cool"), "5": text("warm")})
    form = Track("form", "infant", "rating", text("Form"), (code("warmth", scale=scale),), scope="segment")
    minute = Track(
        "minute", "infant", "interval", text("Minute"), (code("calm"),), interval_s=4, sampling="whole"
    )
    made = scheme(minute, form, point("cue", "bid"))
    ana = coding("minute: 4-8 calm\nform: 0-20 warmth\ncue: 2 bid", (0, 20), scheme=made)
    annotations = [
        replace(a, content=replace(a.content, modifiers={RATED: 4})) if a.content.track == "form" else a
        for a in ana.annotations
    ]
    found = Export(SESSION, made, (replace(ana, annotations=tuple(annotations)),))
    rows = read(events_csv(found))
    told = {r.track: (r.onset_ms, r.offset_ms, r.rating) for r in rows.itertuples()}
    assert told["minute"][:2] == (4000, 8000)
    assert told["form"] == (0, 20_000, 4)
    assert told["minute"][2] != told["minute"][2] and told["cue"][2] != told["cue"][2]  # no value
    book = pd.read_csv(io.BytesIO(codebook_csv(found)), dtype=str)
    anchors = book[book.column == "rating"]
    assert list(zip(anchors.value, anchors.label, anchors.definition, strict=True)) == [
        ("1", "Warmth", "cool"),
        ("5", "Warmth", "warm"),
    ]
    about = {r.value: r.definition for r in book[book.column == "track"].itertuples()}
    assert about["minute"] == "every 4 s from 0 of the session clock on, whole sampling"
    assert about["form"] == "about the segment"
    assert "rating" not in read(events_csv(export())).columns


def test_links_leave_as_ids_and_the_delay_to_the_latest_cue_beside_them():
    made = scheme(
        point("cue", "bid"),
        Track("answer", "infant", "point", text("Answer"), (code("joins", modifiers=("to", "delay")),)),
        modifiers=(
            Modifier("to", "link", text("Answer to"), links_to=("cue",)),
            Modifier("delay", "number", text("Delay"), unit="s", derived="delay_to_link", link="to"),
        ),
    )
    ana = coding("cue: 2 bid, 3.5 bid\nanswer: 5 joins, 9 joins", (0, 20), scheme=made)
    first, second, joins, alone = ana.annotations
    linked = replace(joins, content=replace(joins.content, modifiers={"to": (first.id, second.id)}))
    gone = replace(alone, content=replace(alone.content, modifiers={"to": ("no-longer-there",)}))
    rows = read(events_csv(Export(SESSION, made, (replace(ana, annotations=(first, second, linked, gone)),))))
    told = rows[rows.track == "answer"]
    assert list(told.m_to) == [f"{first.id};{second.id}", "no-longer-there"]
    assert told.m_delay.iloc[0] == 1.5  # 5 s less 3.5 s
    assert pd.isna(told.m_delay.iloc[1])
