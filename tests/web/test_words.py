"""What the routes say, they say in the language of who is signed in; at the door, in the browser's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.actions import codings, films, language, people
from annotator.errors import said
from annotator.store import accounts, jobs
from tests.pseudo import LANGUAGE, strange, write_catalogue
from tests.web.test_codings import act, new_id, point
from tests.web.visitor import Served, Visitor, ready_film, session_of

ASKED = {"accept-language": f"tlh, {LANGUAGE};q=0.8, en;q=0.5"}


@pytest.fixture(autouse=True)
def strange_language(app: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The first person speaks a language that nobody speaks."""
    write_catalogue(tmp_path / "locale")
    monkeypatch.setenv(language.CATALOGUES, str(tmp_path / "locale"))
    people.set_language(app.place, app.first(), LANGUAGE)
    yield
    app.place.store.write(lambda tx: accounts.set_language(tx, app.first().id, "en"))


@pytest.fixture
def film(app: Served) -> str:
    return ready_film(app.place, app.first(), code=f"Family {new_id()[:8]}")


def test_a_refusal_is_in_the_persons_language_whatever_the_browser_asks_for(ana: Visitor) -> None:
    for path, sentence in (
        ("/api/v1/codings/none", "There is no such coding here."),
        ("/api/v1/nowhere", "There is no such thing here, or it is not shared with you."),
    ):
        answer = ana.get(path, {"accept-language": "en"})
        assert (answer.status_code, answer.json()["error"]["message"]) == (404, strange(sentence))


def test_at_the_door_it_is_the_browsers(stranger: Visitor) -> None:
    answer = stranger.get("/api/v1/me", ASKED)
    sentence = "You are signed out. Sign in again; nothing you coded is lost."
    assert (answer.status_code, answer.json()["error"]["message"]) == (401, strange(sentence))
    assert stranger.get("/api/v1/me").json()["error"]["message"] == sentence
    page = stranger.get("/sign-in", ASKED)
    assert f'<html lang="{LANGUAGE}" dir="ltr">' in page.text
    assert strange("Please come in by the link") in page.text


def test_a_refused_act_is_told_in_the_language_and_again_when_it_is_sent_again(
    app: Served, ana: Visitor, film: str
) -> None:
    coding = codings.begin_coding(app.place, app.first(), session_of(app.place, film))
    sent = {"api": 1, "acts": [act(new_id(), 1, point(code="nonsense"))]}
    answers = [ana.post(f"/api/v1/codings/{coding}/acts", sent).json()["answers"][0] for _ in range(2)]
    sentence = strange("The track {track} has no code {code}.").format(track="infant_cue", code="nonsense")
    assert [(a["outcome"], a["message"]) for a in answers] == [("refused", sentence)] * 2


def test_how_far_a_film_is_and_why_it_failed(app: Served, ana: Visitor, film: str) -> None:
    store = app.place.store
    job = store.write(lambda tx: jobs.add(tx, "prepare", film)).id
    store.write(lambda tx: jobs.take(tx, "w"))
    films.job_progress(app.place, job, "w", 0.5, said("Looking at the film"))
    assert ana.get(f"/api/v1/jobs/{job}").json()["step"] == strange("Looking at the film")
    films.job_failed(
        app.place, job, said("The film cannot be opened ({why}). Check that it is still there.", why="x")
    )
    reason = strange("The film cannot be opened ({why}). Check that it is still there.").format(why="x")
    assert ana.get(f"/api/v1/jobs/{job}").json()["reason"] == reason
