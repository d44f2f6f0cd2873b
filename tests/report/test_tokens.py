import re
from dataclasses import asdict

import pytest

from annotator.report import contrast, letter_on, outline, template, tokens

OKABE_ITO = [
    "#009E73",
    "#56B4E9",
    "#0072B2",
    "#CC79A7",
    "#E69F00",
    "#D55E00",
    "#F0E442",
    "#999999",
    "#DDDDDD",
]
THEMES = [pytest.param(tokens().light, id="light"), pytest.param(tokens().dark, id="dark")]


def test_the_tokens_are_those_of_the_interface_notes():
    light, night = tokens().light, tokens().night
    assert (light.paper, light.panel, light.ink, light.muted) == ("#F7F5F1", "#FFFFFF", "#23262B", "#6B7078")
    assert (light.line, light.accent, light.soft) == ("#E3DFD7", "#2F6F73", "#EAF1F0")
    assert (night.paper, night.panel, night.ink) == ("#1F1C19", "#2E2A26", "#F6F1E9")


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_is_six_digits(theme):
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in asdict(theme).values())


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read_on_every_ground(theme):
    pairs = [
        (words, ground)
        for words in (theme.ink, theme.muted, theme.accent)
        for ground in (theme.paper, theme.panel)
    ]
    pairs += [(theme.on_accent, theme.accent), (theme.ink, theme.soft), (theme.accent, theme.soft)]
    assert {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_edges_show_on_paper_and_panel(theme):
    assert min(contrast(theme.edge, theme.paper), contrast(theme.edge, theme.panel)) >= 3


@pytest.mark.parametrize("colour", OKABE_ITO)
@pytest.mark.parametrize("theme", THEMES)
def test_a_code_can_be_told_from_its_ground_and_its_letter_read(colour, theme):
    assert contrast(outline(colour, theme.panel), theme.panel) >= 3
    assert contrast(letter_on(colour), colour) >= 4.5


def test_contrast_of_two_equal_colours_is_one():
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("name", ["light", "dark"])
def test_charts_take_their_colours_from_the_tokens(name):
    layout, theme = template(name).layout, tokens().theme(name)
    assert (layout.paper_bgcolor, layout.font.color) == (theme.panel, theme.ink)


def test_what_a_chart_says_when_one_points_at_it_stands_in_the_programs_own_letters():
    said = template("light").layout.hoverlabel.font
    assert (said.family, said.size) == (tokens().type["family"], tokens().type["size_px"])
