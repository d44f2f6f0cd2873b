"""A team's server: nobody comes in without a password, who manages people not without a second factor."""

import base64
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import delete, update

from annotator.access import one_time
from annotator.actions import codings, entering, passwords, people, workplace
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Conflict
from annotator.store import Tx, accounts, audit, credentials, tables
from annotator.store.accounts import Account
from annotator.store.transaction import iso
from annotator.web.site import PUBLIC
from tests.store.desk_case import Clock
from tests.web.visitor import DEVICE, ORIGIN, SESSION, Served, Visitor, ready_film, served, session_of

GOOD = "four quiet blue herons"
FORM = {
    "content-type": "application/x-www-form-urlencoded",
    "origin": ORIGIN,
    "sec-fetch-site": "same-origin",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PUBLIC, ORIGIN)
        with served(tmp_path_factory.mktemp("team") / "data") as running:
            yield running


@pytest.fixture(autouse=True)
def _nobody_was_wrong(app: Served) -> None:
    app.place.store.write(lambda tx: tx.execute(delete(tables.wrong_answer)))


@pytest.fixture
def clock(app: Served, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The store's clock, which stands still: a busy computer takes a second to look at a password."""
    still, store = Clock(), app.place.store
    still.now = datetime.now(UTC)
    for each in (store, store._working()):
        monkeypatch.setattr(each, "_clock", still)
    return still


def form(visitor: Visitor, path: str, **fields: str) -> Any:
    return visitor.ask("POST", path, FORM, data=fields)


def somebody(app: Served, name: str, role: str, password: str = GOOD) -> Account:
    """A person who has accepted an invitation."""
    place = workplace.current()
    made = people.add_person(place, app.first(), name, role, whole=True)
    entering.accept(place, entering.invite(place, app.first(), made.id), password)
    return made


def ticket_of(page: str) -> str:
    return unescape(re.findall(r'name="ticket" value="([^"]+)"', page)[0])


def secret_of(page: str) -> bytes:
    typed = re.findall(r'class="key">([^<]+)<', page)[0].replace(" ", "")
    return base64.b32decode(typed + "=" * (-len(typed) % 8))


def now_code(secret: bytes, later: int = 0) -> str:
    return one_time.code(secret, int(time.time()) // 30 + later)


def last_verb(place: Workplace) -> str:
    with place.store.read() as tx:
        return audit.recent(tx, 1)[0].verb


def test_no_link_and_no_mark_of_a_browser_lets_anybody_in(app: Served, stranger: Visitor) -> None:
    place = workplace.current()
    token = place.store.write(accounts.new_launch)
    assert stranger.get(f"/launch?token={token}").status_code == 404
    assert stranger.ask("POST", "/launch-link", {"x-attune": "1"}, json={"secret": "x"}).status_code == 404
    stranger.cookies[DEVICE] = place.store.write(accounts.new_device)
    page = stranger.get("/sign-in").text
    assert app.first().name not in page
    assert 'name="password"' in page
    answer = form(stranger, "/sign-in", account=app.first().id)
    assert (answer.status_code, SESSION in stranger.cookies) == (400, False)


def test_an_invitation_is_used_once_and_sets_the_password(app: Served, stranger: Visitor) -> None:
    place = workplace.current()
    ben = people.add_person(place, app.first(), "Ben Invited", "coder", whole=True)
    token = entering.invite(place, app.first(), ben.id)
    assert "Ben Invited" in stranger.get(f"/invitation?token={token}").text
    short = form(stranger, "/invitation", token=token, new="short", again="short")
    assert (short.status_code, "12 to 128 letters" in short.text) == (400, True)
    assert "differ" in form(stranger, "/invitation", token=token, new=GOOD, again=GOOD + "!").text
    assert form(stranger, "/invitation", token=token, new=GOOD, again=GOOD).status_code == 303
    assert form(stranger, "/invitation", token=token, new=GOOD, again=GOOD).status_code == 404
    assert stranger.get(f"/invitation?token={token}").status_code == 404
    first, second = (entering.invite(place, app.first(), ben.id) for _ in range(2))
    assert stranger.get(f"/invitation?token={first}").status_code == 404  # a newer one voids it
    assert stranger.get(f"/invitation?token={second}").status_code == 200


def test_who_has_a_password_comes_in_by_it(app: Served, stranger: Visitor) -> None:
    carla = somebody(app, "Carla", "coder")
    assert (
        form(stranger, "/sign-in", name="carla ", password=GOOD, next="/families").headers["location"]
        == "/families"
    )
    assert stranger.get("/api/v1/me").json()["account"]["id"] == carla.id
    (listed,) = people.sign_ins_of(workplace.current(), carla, carla.id)
    before = stranger.cookies[SESSION]
    assert form(stranger, "/sign-in", name="Carla", password=GOOD).status_code == 303
    assert stranger.cookies[SESSION] != before  # a new sign-in, and the one before is dead
    old = app.visitor()
    old.cookies[SESSION] = before
    assert old.get("/api/v1/me").status_code == 401
    assert [each.id != listed.id for each in people.sign_ins_of(workplace.current(), carla, carla.id)] == [
        True
    ]


def test_a_wrong_name_and_a_wrong_password_look_alike(app: Served, stranger: Visitor) -> None:
    somebody(app, "Dora", "coder")
    answers = [
        form(stranger, "/sign-in", name=name, password="not the password") for name in ("Dora", "Dara")
    ]
    assert {answer.status_code for answer in answers} == {400}
    assert answers[0].text.replace("Dora", "Dara") == answers[1].text
    assert SESSION not in stranger.cookies
    with workplace.current().store.read() as tx:
        assert audit.recent(tx, 1)[0].verb == "refused"


@pytest.mark.parametrize("name", ["Emil", "nobody of that name"])
def test_who_guesses_waits_whether_there_is_such_a_person_or_not(
    app: Served, clock: Clock, stranger: Visitor, name: str
) -> None:
    if name == "Emil":
        somebody(app, "Emil", "coder")
    statuses = [form(stranger, "/sign-in", name=name, password="wrong").status_code for _ in range(8)]
    assert statuses == [400] * 6 + [429] * 2  # five free, the sixth begins the wait
    answer = form(stranger, "/sign-in", name=name, password=GOOD)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    clock.move(seconds=1)
    right = form(stranger, "/sign-in", name=name, password=GOOD)
    assert right.status_code == (303 if name == "Emil" else 400)


def test_who_manages_people_sets_up_a_second_factor_first(app: Served) -> None:
    somebody(app, "Frida", "lead")
    visitor = app.visitor()
    page = form(visitor, "/sign-in", name="Frida", password=GOOD).text
    secret, ticket = secret_of(page), ticket_of(page)
    assert "data:image/svg+xml" in page
    assert SESSION not in visitor.cookies
    wrong = form(visitor, "/sign-in/second", ticket=ticket, code="000 000")
    assert (wrong.status_code, 'class="key"' in wrong.text) == (400, False)  # the secret is not shown again
    done = form(visitor, "/sign-in/second", ticket=ticket, code=now_code(secret), next="/people")
    codes = re.findall(r"<li>([a-z2-7-]+)</li>", done.text)
    assert len(codes) == 10
    assert visitor.get("/api/v1/me").status_code == 200
    assert last_verb(workplace.current()) == "sign_in"

    again = app.visitor()
    page = form(again, "/sign-in", name="Frida", password=GOOD).text
    assert 'class="key"' not in page
    ticket = ticket_of(page)
    used = form(again, "/sign-in/second", ticket=ticket, code=now_code(secret))
    assert used.status_code == 400  # a code counts once
    assert form(again, "/sign-in/second", ticket=ticket, code=codes[3].upper()).status_code == 303
    assert (
        form(again, "/sign-in/second", ticket=ticket, code=codes[4]).status_code == 404
    )  # the ticket is used up
    third = app.visitor()
    ticket = ticket_of(form(third, "/sign-in", name="Frida", password=GOOD).text)
    assert (
        form(third, "/sign-in/second", ticket=ticket, code=codes[3]).status_code == 400
    )  # a recovery code too
    assert form(third, "/sign-in/second", ticket=ticket, code=now_code(secret, 1)).status_code == 303


def test_who_signed_in_long_ago_does_so_again_before_a_file_leaves(app: Served) -> None:
    place, kim, visitor = workplace.current(), somebody(app, "Kim", "coder"), app.visitor()
    visit = session_of(place, ready_film(place, app.first(), code="Family 700"))
    coding = codings.begin_coding(place, kim, visit, profile="field")
    form(visitor, "/sign-in", name="Kim", password=GOOD)
    file, as_page = f"/exports/codings/{coding}.zip", {"accept": "text/html"}
    assert visitor.get(file).status_code == 200

    def long_ago(tx: Tx) -> None:
        mine = tables.sign_in.c.id == accounts.valid(tx, visitor.cookies[SESSION]).id
        made_at = iso(tx.now - timedelta(minutes=16))
        tx.execute(update(tables.sign_in).where(mine).values(made_at=made_at))

    place.store.write(long_ago)
    refused = visitor.get(file, as_page)
    assert (refused.status_code, 'href="/sign-in"' in refused.text) == (403, True)
    assert visitor.get("/api/v1/me").status_code == 200
    form(visitor, "/sign-in", name="Kim", password=GOOD)
    assert visitor.get(file).status_code == 200


def test_guessing_the_second_factor_is_slowed_too(app: Served, clock: Clock) -> None:
    somebody(app, "Gina", "admin")
    visitor = app.visitor()
    ticket = ticket_of(form(visitor, "/sign-in", name="Gina", password=GOOD).text)
    tries = [form(visitor, "/sign-in/second", ticket=ticket, code="12345").status_code for _ in range(8)]
    assert tries == [400] * 6 + [429] * 2


def test_a_changed_password_ends_every_other_sign_in(app: Served) -> None:
    hana = somebody(app, "Hana", "coder")
    here, there = app.visitor(), app.visitor()
    for visitor in (here, there):
        assert form(visitor, "/sign-in", name="Hana", password=GOOD).status_code == 303
    new = "a lamp, a ladder, a lake"
    assert form(here, "/password", old="not that", new=new, again=new).status_code == 400
    assert form(here, "/password", old=GOOD, new=new, again=new).status_code == 303
    time.sleep(1.1)  # what is remembered of a sign-in
    assert [each.get("/api/v1/me").status_code for each in (here, there)] == [200, 401]
    assert len(people.sign_ins_of(workplace.current(), hana, hana.id)) == 1
    assert form(there, "/sign-in", name="Hana", password=GOOD).status_code == 400
    assert form(there, "/sign-in", name="Hana", password=new).status_code == 303


def test_who_is_kept_out_is_out_at_once_and_stays_out(app: Served) -> None:
    ines = somebody(app, "Ines", "coder")
    visitor = app.visitor()
    form(visitor, "/sign-in", name="Ines", password=GOOD)
    people.set_disabled(workplace.current(), app.first(), ines.id, disabled=True)
    time.sleep(1.1)
    assert visitor.get("/api/v1/me").status_code == 401
    assert form(visitor, "/sign-in", name="Ines", password=GOOD).status_code == 400
    people.set_disabled(workplace.current(), app.first(), ines.id, disabled=False)
    assert form(visitor, "/sign-in", name="Ines", password=GOOD).status_code == 303


def test_a_password_is_kept_as_argon2id_and_nothing_else_of_it(app: Served) -> None:
    jan = somebody(app, "Jan", "coder")
    with workplace.current().store.read() as tx:
        kept = credentials.of(tx, jan.id).password or ""
    assert kept.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert GOOD.encode() not in b"".join(f.read_bytes() for f in app.place.folder.glob("attune.db*"))


def test_a_wrong_name_is_held_against_a_password_as_dear_as_any() -> None:
    assert not passwords.out_of_date(passwords._NOBODYS)


def test_only_four_passwords_are_worked_on_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAIT_S", 0.05)
    turns = [passwords._turn() for _ in range(passwords.AT_ONCE)]
    for turn in turns:
        turn.__enter__()
    try:
        with pytest.raises(Conflict, match="Too many people"):
            passwords.proved(None, "whatever it is")
    finally:
        for turn in turns:
            turn.__exit__(None, None, None)
    assert not passwords.proved(None, "whatever it is")


@pytest.mark.parametrize(
    "password",
    [
        "eleven left", "a" * 129, "aaaaaaaaaaaaaaaa", "123456789012", "attune attune", "Ana Attune 1",
        "Password1234", "ottilie123456",
    ],
)  # fmt: skip
def test_a_password_that_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(AnnotatorError):
        passwords.check_new(password, "Ottilie Weiss")


@pytest.mark.parametrize(
    "password", ["four quiet herons", "пароль из слов", "  spaces count  ", "x7#kQ2!vLp0z"]
)
def test_any_other_password_is_taken_as_it_is_typed(password: str) -> None:
    passwords.check_new(password, "Ottilie Weiss")
    assert passwords.proved(passwords.written(password), password)
    assert not passwords.proved(passwords.written(password), password.strip() + " ")


def test_another_host_is_not_us(app: Served) -> None:
    answer = app.visitor().get("/sign-in", {"host": "evil.example"})
    assert answer.status_code == 421


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/second", "/invitation", "/password"])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": ORIGIN, "sec-fetch-site": "same-site"},
        {},
    ],
    ids=["cross-site", "same-site", "nothing"],
)
def test_a_form_of_another_page_changes_nothing(app: Served, path: str, headers: dict[str, str]) -> None:
    visitor = app.visitor()
    visitor.cookies[SESSION] = app.place.store.write(lambda tx: accounts.sign_in(tx, app.first().id))
    sent = {"content-type": FORM["content-type"], **headers}
    answer = visitor.ask("POST", path, sent, data={"name": "Ana", "password": GOOD})
    assert (answer.status_code, "did not come from a page of Attune" in answer.text) == (403, True)
