"""Coming in by a link that works once, choosing who one is, going out so that nothing stays open."""

import re
import time
from urllib.parse import quote

import pytest

from annotator.actions import people, signing
from annotator.store.accounts import Account
from annotator.web.sign_in import own_path
from tests.web.visitor import CHANGE, DEVICE, SESSION, Served, Visitor


@pytest.fixture(scope="module")
def ben(app: Served) -> Account:
    return people.add_person(
        app.place, app.first(), 'Ben <script>alert("x")</script> & Co', "coder", whole=True
    )


def link(app: Served, there: str = "") -> str:
    token = signing.launch_link(app.place)
    return f"/launch?token={token}" + (f"&next={quote(there)}" if there else "")


def test_a_launch_link_signs_the_first_person_in(app: Served, stranger: Visitor) -> None:
    answer = stranger.get(link(app, "/desk?coding=7"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk?coding=7")
    account = app.first()
    expected = {"id": account.id, "name": account.name, "role": "lead", "language": account.language}
    assert stranger.get("/api/v1/me").json() == {"account": expected}


def test_a_launch_link_works_once(app: Served, stranger: Visitor) -> None:
    address = link(app)
    assert stranger.get(address).status_code == 303
    second = app.visitor()
    answer = second.get(address)
    assert answer.status_code == 404
    assert "used already or is too old" in answer.text
    assert second.cookies == {}


@pytest.mark.parametrize("token", ["", "x", "../../etc", "%00"])
def test_a_made_up_token_gets_nothing(stranger: Visitor, token: str) -> None:
    assert stranger.get(f"/launch?token={token}").status_code == 404
    assert stranger.cookies == {}


def test_looking_at_a_link_does_not_use_it_up(app: Served, stranger: Visitor) -> None:
    address = link(app)
    assert stranger.ask("HEAD", address).status_code == 405
    assert stranger.get(address).status_code == 303


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(app: Served, stranger: Visitor) -> None:
    cookies = stranger.get(link(app)).headers.get_list("set-cookie")
    named = {cookie.partition("=")[0]: cookie for cookie in cookies}
    assert set(named) == {SESSION, DEVICE}
    for cookie in cookies:
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= flags
        assert not [flag for flag in flags if flag.startswith("domain")]
    assert "max-age" not in named[SESSION].lower()
    assert "max-age=7776000" in named[DEVICE].lower()
    assert len(stranger.cookies[SESSION]) >= 43


def test_a_link_opened_in_a_browser_at_work_changes_nobody(app: Served, ana: Visitor, ben: Account) -> None:
    assert ana.post("/sign-in", {"account": ben.id}).status_code == 200
    before = ana.cookies[SESSION]
    assert ana.get(link(app)).status_code == 303
    assert ana.cookies[SESSION] == before
    assert ana.get("/api/v1/me").json()["account"]["id"] == ben.id


def test_a_browser_that_never_came_in_is_told_how(stranger: Visitor) -> None:
    page = stranger.get("/sign-in").text
    assert "Run `annotator start` (or `make run`) again and use the link it prints." in page
    assert "<form" not in page


def test_a_browser_that_never_came_in_cannot_sign_anyone_in(app: Served, stranger: Visitor) -> None:
    answer = stranger.post("/sign-in", {"account": app.first().id})
    assert answer.status_code == 404
    assert stranger.cookies == {}


def test_the_page_asks_who_is_working_and_escapes_names(app: Served, ana: Visitor, ben: Account) -> None:
    page = ana.get("/sign-in?next=" + quote('/desk?coding="><script>')).text
    assert "Who is working here?" in page
    assert f'value="{ben.id}"' in page
    assert "<script" not in page
    assert "Ben &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; Co" in page
    assert 'value="/desk?coding=&quot;&gt;&lt;script&gt;"' in page


def test_the_form_signs_in_and_leads_on(ana: Visitor, ben: Account) -> None:
    headers = {"origin": "null", "sec-fetch-site": "same-origin"}
    answer = ana.ask("POST", "/sign-in", headers, data={"account": ben.id, "next": "/desk?coding=7"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk?coding=7")
    assert ana.get("/api/v1/me").json()["account"]["id"] == ben.id


def test_a_new_sign_in_is_a_new_session_and_ends_the_old(app: Served, ana: Visitor, ben: Account) -> None:
    old = dict(ana.cookies)
    assert ana.post("/sign-in", {"account": ben.id}).json()["account"]["id"] == ben.id
    assert ana.cookies[SESSION] != old[SESSION]
    assert Visitor(app.client, old).get("/api/v1/me").status_code == 401


def test_a_planted_session_is_not_taken_over(app: Served, ana: Visitor) -> None:
    planted = "planted" * 6
    browser = Visitor(app.client, {**ana.cookies, SESSION: planted})
    browser.post("/sign-in", {"account": app.first().id})
    assert browser.cookies[SESSION] != planted
    assert Visitor(app.client, {SESSION: planted}).get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"account": 1},
        {"account": True},
        {"account": None},
        {"account": ["x"]},
        {"account": "x", "role": "admin"},
        [],
        "x",
        1,
        {"account": "x" * 500},
    ],
)
def test_a_sign_in_with_odd_parts_is_refused(ana: Visitor, value: object) -> None:
    assert ana.post("/sign-in", value).status_code == 400


@pytest.mark.parametrize(
    "body", ["account=a&account=b", "account=a&role=admin", "role=admin", "", "a=1&b=2&c=3&d=4&e=5"]
)
def test_a_form_with_odd_fields_is_refused(ana: Visitor, body: str) -> None:
    headers = {**CHANGE, "content-type": "application/x-www-form-urlencoded"}
    assert ana.ask("POST", "/sign-in", headers, content=body).status_code == 400


def test_a_form_of_another_kind_is_refused(ana: Visitor) -> None:
    assert (
        ana.ask("POST", "/sign-in", {**CHANGE, "content-type": "text/plain"}, content="account=x").status_code
        == 415
    )


def test_signing_out_ends_the_session_and_empties_the_cache(app: Served, ana: Visitor) -> None:
    before = dict(ana.cookies)
    assert ana.get("/api/v1/me").status_code == 200
    answer = ana.ask("POST", "/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["clear-site-data"] == '"cache"'
    assert re.search(rf'{SESSION}="";.*Max-Age=0', answer.headers["set-cookie"])
    assert Visitor(app.client, before).get("/api/v1/me").status_code == 401


def test_signing_out_by_a_program_answers_json(ana: Visitor) -> None:
    assert ana.ask("POST", "/sign-out", {**CHANGE, "accept": "application/json"}).json() == {
        "signed_out": True
    }


def test_following_a_link_to_sign_out_only_asks(ana: Visitor) -> None:
    page = ana.get("/sign-out").text
    assert "Sign out?" in page
    assert '<form method="post" action="/sign-out">' in page
    assert ana.get("/api/v1/me").status_code == 200


def test_signing_out_without_a_sign_in_is_no_fault(stranger: Visitor) -> None:
    assert stranger.get("/sign-out").headers["location"] == "/sign-in"
    assert stranger.ask("POST", "/sign-out").status_code == 303


def test_after_signing_out_the_name_can_be_chosen_again(app: Served, ana: Visitor) -> None:
    ana.ask("POST", "/sign-out")
    assert ana.post("/sign-in", {"account": app.first().id}).status_code == 200


def test_a_person_who_was_disabled_is_out(app: Served, ana: Visitor) -> None:
    from annotator.store import accounts

    eve = people.add_person(app.place, app.first(), "Eve", "coder", whole=True)
    ana.post("/sign-in", {"account": eve.id})
    assert ana.get("/api/v1/me").status_code == 200
    app.place.store.write(lambda tx: accounts.disable(tx, eve.id))
    time.sleep(1.1)
    assert ana.get("/api/v1/me").status_code == 401
    assert ana.post("/sign-in", {"account": eve.id}).status_code == 404


def test_the_way_on_is_kept_through_signing_in(stranger: Visitor) -> None:
    answer = stranger.get("/desk?coding=7&t=3500")
    assert answer.headers["location"] == "/sign-in?next=%2Fdesk%3Fcoding%3D7%26t%3D3500"


@pytest.mark.parametrize("there", ["/", "/desk", "/desk?coding=7&t=3500", "/compare?a=1#x"])
def test_paths_of_ours_are_led_on_to(there: str) -> None:
    assert own_path(there) == there


@pytest.mark.parametrize(
    "there",
    [
        "",
        "desk",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "/desk\r\nx: y",
        "/sign-in?next=/",
        "/sign-out",
        "/launch?token=x",
        "/" + "a" * 2001,
        "/\u2028x",
        "http:/evil.example",
    ],
)
def test_nothing_else_is_led_on_to(there: str) -> None:
    assert own_path(there) == "/"


@pytest.mark.parametrize(
    "there", ["//evil.example", "/%09/evil.example", "/%5Cevil.example", "https%3A%2F%2Fevil.example"]
)
def test_a_link_cannot_lead_away(app: Served, stranger: Visitor, there: str) -> None:
    token = signing.launch_link(app.place)
    assert stranger.get(f"/launch?token={token}&next={there}").headers["location"] == "/"


def test_the_pages_before_streamlit_need_no_script(stranger: Visitor) -> None:
    page = stranger.get("/sign-in").text
    assert "<script" not in page
    assert "style=" not in page
    style = re.search(r'href="(/assets/[^"]+\.css)"', page)
    assert style
    answer = stranger.get(style.group(1))
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (
        stranger.get(style.group(1).replace("/assets/", "/assets/0")).headers["cache-control"] == "no-cache"
    )


def test_fonts_and_picture_are_there_before_signing_in(stranger: Visitor) -> None:
    font = stranger.get("/assets/fonts/inter.woff2")
    assert (font.headers["content-type"], font.content[:4]) == ("font/woff2", b"wOF2")
    assert stranger.get("/assets/fonts/OFL.txt").text.startswith("Copyright")
    assert stranger.get("/favicon.png").content[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    "path", ["../__init__.py", "..%2f..%2fgate.py", "__init__.py", "fonts", "nope.css", "%2fetc%2fpasswd"]
)
def test_only_shipped_files_are_served_as_assets(stranger: Visitor, path: str) -> None:
    assert stranger.get(f"/assets/x/web/{path}").status_code in (400, 404)
    assert stranger.get(f"/assets/fonts/{path}").status_code in (400, 404)


def test_the_player_is_served_in_its_version_to_who_is_signed_in(app: Served, ana: Visitor) -> None:
    from annotator.player import player

    address = f"{player.assets()}/player.js"
    answer = ana.get(address)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert app.visitor().get(address).status_code == 401
    assert ana.get("/assets/old/player/player.js").headers["cache-control"] == "no-cache"
    assert ana.get(f"{player.assets()}/nope.js").status_code == 404
    assert ana.get(f"{player.assets()}/..%2Fplayer.py").status_code == 400


def test_a_second_browser_gets_nothing(app: Served, ana: Visitor) -> None:
    """S42: on a computer that several people use, the port is open to all, the films are not."""
    assert ana.get("/").status_code == 200
    other = app.visitor()
    assert other.get("/").status_code == 303
    assert app.first().name not in other.get("/sign-in").text
