"""The commands that put the player's screens on a page, and the words they carry."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from annotator.feedback import Kind
from annotator.player import player
from annotator.player.meeting_strings import meeting_strings, prepare_strings
from annotator.player.strings import strings
from annotator.schemes.shape import TrackPart

SOURCES = {path.name: path.read_text("utf-8") for path in player.FRONTEND.glob("*.js")}
RULE_FILES = (
    "presses.js", "drags.js", "changes.js", "desk.js", "moving.js", "cutting.js", "many.js",
    "replacing.js",
)  # fmt: skip
RULES = " ".join(SOURCES[name] for name in RULE_FILES)
WORDS = strings(lambda sentence: sentence)
PREPARE, MEETING = prepare_strings(lambda sentence: sentence), meeting_strings(lambda sentence: sentence)
OF_MEETING = ("meeting.js", "meeting_end.js", "meeting_film.js")
SAFE = {
    "saved",
    "saving",
    "kept",
    "unkept",
    "signed_out",
    "outdated",
    "gone",
    "erased",
    "conflict",
    "refused",
}


def named_in(*modules: str) -> set[str]:
    return {word for name in modules for word in re.findall(r'\bt\("([a-z_.]+)"', SOURCES[name])}


def test_every_word_that_the_frontend_names_exists() -> None:
    named = named_in(*(SOURCES.keys() - set(OF_MEETING)))
    assert named - PREPARE.keys() == set()
    assert {word for word in named if not word.startswith(("prepare.", "safe."))} - WORDS.keys() == set()
    assert len(named) > 120


def test_the_meeting_has_its_own_words_and_gets_no_others() -> None:
    named = named_in(*OF_MEETING)
    acts = set(
        re.findall(r': "([a-z]+)"[,\n ]', SOURCES["meeting.js"].split("const KEYS = {")[1].split("};")[0])
    )
    assert named - MEETING.keys() == set()
    assert {f"meeting.{act}" for act in acts} - MEETING.keys() == set()
    assert {f"meeting.safe.{state}" for state in SAFE} - MEETING.keys() == set()
    assert all(word.startswith("meeting.") for word in MEETING)
    assert len(named) >= 20


def test_every_key_place_and_state_of_a_preparation_has_a_word() -> None:
    keys = set(re.findall(r'\{ id: "([a-z_]+)"', SOURCES["prepare_keys.js"].split("];")[0]))
    assert len(keys) > 20
    wanted = {f"prepare.key.{key}" for key in keys}
    wanted |= {f"safe.{state}{more}" for state in SAFE for more in ("", ".long")}
    wanted |= {f"prepare.kind.{kind}" for kind in Kind}
    wanted |= {
        f"prepare.free.{which}{why}" for which in ("first", "last", "turn", "more") for why in ("", ".why")
    }
    wanted |= {
        f"prepare.{name}{hint}"
        for name in ("phrase", "question", "why", "child", "goal")
        for hint in ("", ".hint")
    }
    assert wanted - PREPARE.keys() == set()


def test_every_action_of_the_map_of_keys_has_a_word() -> None:
    actions = set(re.findall(r'\{ id: "([a-z_]+)"', SOURCES["keys.js"] + SOURCES["edit_keys.js"]))
    assert len(actions) > 40
    assert {f"action.{id}" for id in actions} - WORDS.keys() == set()


def test_every_key_with_a_name_has_a_word() -> None:
    named = SOURCES["keys.js"].split("NAMED = new Set([")[1].split("]")[0]
    keys = set(re.findall(r'"(\w+)"', named))
    caps = {
        word
        for cap in re.findall(r'cap: "([^"]+)"', SOURCES["keys.js"] + SOURCES["edit_keys.js"])
        for word in cap.split()
    }
    assert {cap for cap in caps if len(cap) > 1 and cap.isascii() and cap.isalpha()} - keys == {"Home"}
    assert {f"key.{key}" for key in keys} - WORDS.keys() == set()


def test_every_way_to_sample_an_interval_has_its_question() -> None:
    known = {
        way for part in get_args(TrackPart.model_fields["sampling"].annotation) for way in get_args(part)
    }
    assert known == {"predominant", "partial", "whole", "momentary"}
    asked = {WORDS[f"interval.{way}"] for way in known}
    assert len(asked) == 4
    assert all(question.endswith("?") for question in asked)


def test_every_outcome_of_the_rules_has_a_word_or_needs_none() -> None:
    outcomes = set(re.findall(r'(?:said: |nothing\()"([a-z_]+)"', RULES))
    silent = {"same", "too_short", "changed", "window", "resynced"}
    assert {
        said for said in outcomes - silent if f"said.{said}" not in WORDS and f"live.{said}" not in WORDS
    } == set()


def test_sentences_are_translated_and_keep_their_places_for_values() -> None:
    asked: list[str] = []
    translated = strings(lambda sentence: asked.append(sentence) or sentence.upper())
    assert translated["desk.loading"] == WORDS["desk.loading"].upper()
    assert len(asked) == len(WORDS)


def test_nothing_typed_can_become_html_and_nothing_is_evaluated() -> None:
    for name, text in SOURCES.items():
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text
        ), name


def test_the_stylesheets_and_modules_name_no_foreign_address() -> None:
    for path in player.FRONTEND.iterdir():
        for address in re.findall(r"https?://[^\s\"')]+", path.read_text("utf-8")):
            assert address == "http://www.w3.org/2000/svg", path.name


def test_the_address_changes_with_the_files_and_leads_to_them() -> None:
    assert re.fullmatch(r"/assets/[0-9a-f]{16}/player", player.assets())


def test_the_address_is_the_one_that_the_web_marks() -> None:
    assets = pytest.importorskip("annotator.web.assets")
    assert f"{player.assets()}/player.js" == assets.asset_url("player/player.js")


def test_streamlit_learns_of_the_components_in_every_kind_of_installation() -> None:
    manager = BidiComponentManager()
    manager.register_from_manifest(player._manifest(), Path(player.__file__).parents[1])
    for name in ("annotator.player", "annotator.upload", "annotator.prepare", "annotator.meeting"):
        assert manager.get_component_path(name) == str(player.FRONTEND)


def _desk_page() -> None:
    from annotator.player import player

    player.desk("c1", t_ms=1200, account="a1", translate=lambda sentence: sentence)


def _upload_page() -> None:
    import streamlit as st

    from annotator.player import player

    st.write(player.upload("s1", translate=lambda sentence: sentence) or "nothing yet")


def test_the_desk_can_be_put_on_pages_of_several_apps_in_one_process() -> None:
    for _ in range(2):
        assert not AppTest.from_function(_desk_page, default_timeout=30).run().exception


def _daylight_page() -> None:
    from annotator.player import player

    player.daylight()


def test_the_browser_hears_of_every_drawing_of_a_page_with_charts() -> None:
    # Streamlit passes on what changed alone: a drawing in the colours of before would else go unnoticed.
    app = AppTest.from_function(_daylight_page, default_timeout=30)
    first, second = (json.loads(app.run().get("bidi_component")[0].proto.json) for _drawn in range(2))
    assert first["drawing"] != second["drawing"]


def test_the_upload_tells_nothing_before_a_film_is_ready() -> None:
    app = AppTest.from_function(_upload_page, default_timeout=30).run()
    assert not app.exception
    assert app.markdown[0].value == "nothing yet"


@pytest.mark.parametrize("sheet", ["desk.css", "upload.css"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_stylesheets_carry_the_tokens_that_all_screens_share(sheet: str, theme: str) -> None:
    package = Path(player.__file__).parents[1]
    tokens = json.loads((package / "report" / "tokens.json").read_text("utf-8"))[theme]
    light, dark = (player.FRONTEND / sheet).read_text("utf-8").split('[data-theme="dark"]', 1)
    said = dict(
        re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", light if theme == "light" else dark.split("}", 1)[0])
    )
    assert {name: said.get(name.replace("_", "-")) for name in tokens} == tokens


def test_the_meeting_has_the_colours_of_the_night() -> None:
    package = Path(player.__file__).parents[1]
    tokens = json.loads((package / "report" / "tokens.json").read_text("utf-8"))["night"]
    said = dict(
        re.findall(r"--([a-z]+): (#[0-9A-F]{6});", (player.FRONTEND / "meeting.css").read_text("utf-8"))
    )
    assert {name: said[name] for name in tokens} == tokens
