"""Two-step verification: an authenticator app, recovery codes, and who must have a factor."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from flask_security import hash_password
from passlib.totp import TOTP
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from pms_tracker import clock
from pms_tracker.cli import main
from pms_tracker.database import session, transaction
from pms_tracker.kernel.errors import NotAllowed
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.changes import factors
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.people.tables.security_tables import SecurityEvent
from pms_tracker.trail import trail
from tests import builders
from tests.cast import IDS, PASSWORD, TODAY, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading

NOW = clock.at(TODAY, 10)
CODE_PAGE, SET_UP = "/sign-in/code", "/me/factor"
CASE = "/act/cases/CA-2026-001"
WRONG_CODE = "確認コードが違うか、すでに使われています。"


class Phone:
    """An authenticator app that was shown the key which a page spells out."""

    def __init__(self, page: str) -> None:
        found = re.search(r'class="typed-key">([^<]+)<', page)
        assert found, page
        self.totp = TOTP(key=found[1], format="base32")

    def code(self) -> str:
        return str(self.totp.generate(time=clock.now().timestamp()).token)


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lead(served: Served, time: time_machine.Traveller) -> Visitor:
    """The auditor has a password, and gave it."""
    with served.app.test_request_context(), transaction():
        session.execute(update(Account).values(password=hash_password(PASSWORD)))
    visitor = Visitor(served)
    give_password(visitor)
    return visitor


def give_password(visitor: Visitor, name: str = "auditor", **more: object) -> TestResponse:
    return visitor.post("/sign-in", email=f"{name}@example.jp", password=PASSWORD, **more)


def add_app(visitor: Visitor) -> Phone:
    """Set up the authenticator app, as its owner does."""
    page = visitor.post(SET_UP, setup="authenticator").text
    phone = Phone(page)
    assert 'src="data:image/svg+xml;base64,' in page
    assert visitor.post(way_to(page), code=phone.code()).location == SET_UP
    return phone


def way_to(page: str) -> str:
    found = re.search(r'action="(/me/factor/[^"]+)"', page)
    assert found, page
    return found[1]


def later(time: time_machine.Traveller, seconds: float = 60) -> None:
    time.shift(timedelta(seconds=seconds))


def is_inside(visitor: Visitor) -> bool:
    return visitor.get("/check/findings/").status_code == 200


def said(served: Served, name: str = "auditor") -> tuple[list[str], list[str]]:
    """The moves on a person, and what letters told them about their factor."""
    with served.app.test_request_context():
        moves = [each.move for each in trail.history(f"person-{IDS[name]}")]
        letters = session.scalars(
            select(OutboxLetter.body)
            .where(OutboxLetter.key == "factor_changed", OutboxLetter.person_id == IDS[name])
            .order_by(OutboxLetter.id)
        )
        told = [str(each) for each in letters]
        session.rollback()
    return moves, told


def recovery_codes(visitor: Visitor) -> list[str]:
    shown = visitor.post("/me/recovery-codes", generate_new_codes="1").text
    return re.findall(r"<code>([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})</code>", shown)


def kept(served: Served) -> tuple[str | None, list[str] | None]:
    """What the database holds of the auditor's factor."""
    with served.app.test_request_context():
        account = people.account_of(IDS["auditor"])
        assert account is not None
        found = account.tf_totp_secret, account.mf_recovery_codes
        session.rollback()
    return found


def test_an_app_is_added_by_its_first_code_and_its_key_is_kept_encrypted(
    served: Served, lead: Visitor
) -> None:
    assert "2段階認証を設定する" in lead.get("/me/").text
    assert "先に認証アプリかパスキーを登録してください。" in lead.post("/me/recovery-codes").text
    # A mistyped code costs nothing: the same key is there at once, as often as it takes.
    page = lead.post(SET_UP, setup="authenticator").text
    phone = Phone(page)
    for _time in range(2):
        wrong = lead.post(way_to(page), code="000000")
        page = lead.get(wrong.location).text
        assert WRONG_CODE in page
        assert Phone(page).totp.key == phone.totp.key
    assert "2段階認証を設定する" in lead.get("/me/").text
    # Whoever went back to the beginning finds the beginning, and begins with the same key.
    assert "typed-key" not in lead.get(SET_UP).text
    again = lead.post(SET_UP, setup="authenticator").text
    assert Phone(again).totp.key == phone.totp.key
    assert lead.post(way_to(again), code=phone.code()).location == SET_UP
    assert "認証アプリを登録しました。" in lead.get(SET_UP).text
    assert "2段階認証：使用中" in lead.get("/me/").text
    secret, _codes = kept(served)
    assert secret is not None
    assert phone.totp.base32_key not in secret


def test_a_key_shown_to_whoever_was_here_before_is_nobody_elses(
    served: Served, lead: Visitor
) -> None:
    # Whoever keeps a copy of the cookie puts it back after they signed out.
    seen = Phone(lead.post(SET_UP, setup="authenticator").text)
    with lead.client.session_transaction() as cookie:
        left = {name: value for name, value in cookie.items() if name.startswith("tf_")}
    assert "tf_totp_secret" in left
    victim = Visitor(served).as_("privacy_manager")
    with victim.client.session_transaction() as cookie:
        cookie.update(left, fs_paa=clock.now().timestamp())
    assert Phone(victim.post(SET_UP, setup="authenticator").text).totp.key != seen.totp.key


def test_the_password_alone_opens_nothing_and_no_code_is_taken_twice(
    served: Served, lead: Visitor, time: time_machine.Traveller
) -> None:
    phone, other = add_app(lead), Visitor(served)
    step = give_password(other, next="/check/findings/").location
    assert step.startswith(CODE_PAGE)
    assert not is_inside(other)
    assert "確認コード" in other.get(step).text
    assert WRONG_CODE in other.post(step, code=phone.code()).text, "it added the app already"
    later(time)
    code = phone.code().translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert other.post(step, code=f" {code[:3]} {code[3:]}").location == "/check/findings/"
    assert is_inside(other)
    third = Visitor(served)
    give_password(third)
    assert WRONG_CODE in third.post(CODE_PAGE, code=phone.code()).text
    assert not is_inside(third)


def test_a_recovery_code_works_once_and_is_nowhere_to_be_read(
    served: Served, lead: Visitor, time: time_machine.Traveller
) -> None:
    add_app(lead)
    earlier = "以前の回復コードは使えなくなります"
    assert earlier not in lead.get("/me/recovery-codes").text
    codes, other = recovery_codes(lead), Visitor(served)
    assert len(set(codes)) == 10
    assert earlier in lead.get("/me/recovery-codes").text
    assert codes[0] not in lead.get("/me/recovery-codes?show_codes=1").text
    assert codes[0] not in str(kept(served))
    assert "回復コードを使う" in other.get(give_password(other).location).text
    typed = codes[3].upper().replace("-", " ")
    assert other.post("/sign-in/recovery-code", code=typed).status_code == 302
    assert is_inside(other)
    assert "回復コードの残りは9個です。" in other.get(SET_UP).text
    third = Visitor(served)
    give_password(third)
    used = third.post("/sign-in/recovery-code", code=codes[3])
    assert "回復コードが違うか、すでに使われています。" in used.text
    assert not is_inside(third)


def test_each_change_is_noted_and_mailed_and_one_may_stop(
    served: Served, lead: Visitor, time: time_machine.Traveller
) -> None:
    add_app(lead)
    code, other = recovery_codes(lead)[0], Visitor(served)
    give_password(other)
    other.post("/sign-in/recovery-code", code=code)
    assert other.post(SET_UP, setup="disable").location == SET_UP
    assert kept(served) == (None, None)
    assert give_password(Visitor(served)).location == "/"
    moves, told = said(served)
    assert moves[:4] == [
        "authenticator_removed",
        "recovery_code_used",
        "recovery_codes_made",
        "authenticator_added",
    ]
    assert len(told) == 4
    assert "パスワードを設定し直してください" in told[0]


def test_guesses_are_counted_and_the_second_step_does_not_wait_for_ever(
    served: Served, lead: Visitor, time: time_machine.Traveller
) -> None:
    phone = add_app(lead)
    later(time)
    other = Visitor(served)
    give_password(other)
    for _ in range(10):
        assert other.post(CODE_PAGE, code="000000").status_code == 200
    refused = other.post(CODE_PAGE, code=phone.code())
    assert refused.status_code == 429
    assert not is_inside(other)
    # Recovery codes are guessed no further either; a quarter of an hour later the owner gets in.
    assert other.post("/sign-in/recovery-code", code="aaaa-bbbb-cccc").status_code == 429
    later(time, 16 * 60)
    assert other.get(CODE_PAGE).location == "/sign-in"
    give_password(other)
    assert other.post(CODE_PAGE, code=phone.code()).location == "/"
    # Nothing of the second step is there for whoever did not take the first one.
    stranger = Visitor(served)
    for url in (CODE_PAGE, "/sign-in/recovery-code", "/sign-in/code/lost", SET_UP):
        assert stranger.post(url, code=phone.code(), setup="disable").status_code == 302
    assert not is_inside(stranger)


def test_a_wrong_code_is_noted_with_whose_it_was(
    served: Served, lead: Visitor, time: time_machine.Traveller
) -> None:
    add_app(lead)
    other = Visitor(served)
    give_password(other)
    other.post(CODE_PAGE, code="000000")
    other.post("/sign-in/recovery-code", code="aaaa-bbbb-cccc")
    with reading(served):
        failed = select(SecurityEvent.person_id).where(SecurityEvent.kind == "factor_failed")
        assert session.scalars(failed).all() == [IDS["auditor"]] * 2


def test_one_is_seen_by_the_factor_before_a_signature_and_before_it_is_changed(
    served: Served, lead: Visitor, time: time_machine.Traveller
) -> None:
    phone = add_app(lead)
    with served.app.test_request_context(), transaction():
        people.the_company().fresh_signatures = True
    later(time, 11 * 60)
    asked = lead.post(SET_UP, setup="disable")
    assert asked.location.startswith("/password/verify?next=")
    form = lead.get(asked.location).text
    assert 'name="code"' in form
    assert 'name="password"' not in form
    assert lead.post(asked.location, password=PASSWORD).status_code == 200
    assert lead.post(asked.location, code="000000").status_code == 200
    assert lead.post(SET_UP, setup="disable").location.startswith("/password/verify")
    assert lead.post(asked.location, code=phone.code()).location == SET_UP
    assert lead.post(SET_UP, setup="disable").location == SET_UP
    # Without a factor it is the password again.
    later(time, 11 * 60)
    assert 'name="password"' in lead.get("/password/verify").text


def test_what_was_typed_before_the_session_ended_waits_behind_the_second_step(
    served: Served, lead: Visitor, time: time_machine.Traveller
) -> None:
    with committing(served):
        builders.case()
    head = Visitor(served)
    give_password(head, "head")
    phone = add_app(head)
    sent = {**form(head.get(CASE), f"{CASE}/plan", with_slip=True), "cause": "鍵のかからない棚"}
    head.client = served.app.test_client()
    page = head.post(f"{CASE}/plan", token=False, **sent)
    packed = re.search(r'name="carried" value="([^"]+)"', page.text)
    assert packed is not None
    later(time)
    step = give_password(head, "head", carried=unescape(packed[1]), next="/")
    assert step.location.startswith(CODE_PAGE)
    assert head.post(step.location, code=phone.code()).location == CASE
    assert form(head.get(CASE), f"{CASE}/plan")["cause"] == "鍵のかからない棚"


def test_a_role_that_must_have_a_factor_is_led_to_set_it_up(
    served: Served, lead: Visitor, time: time_machine.Traveller
) -> None:
    app = served.app
    app.extensions["pms"] = replace(served.settings, second_factor=("auditor", "administrator"))
    try:
        # Another role goes its way.
        head = Visitor(served)
        give_password(head, "head")
        assert is_inside(head)
        assert lead.get("/").location == SET_UP
        assert lead.get("/check/findings/").location == SET_UP
        assert lead.post("/me/", language="ja").location == SET_UP
        assert "設定を終えると、ほかのページを開けます。" in lead.get(SET_UP).text
        assert lead.post("/language", language="en", next=SET_UP).location == SET_UP
        assert "Your role requires" in lead.get(SET_UP, "en").text
        add_app(lead)
        assert is_inside(lead)
        refused = lead.post(SET_UP, setup="disable")
        assert refused.status_code == 200
        assert "cannot be turned off" in refused.text
        assert lead.post("/sign-out").status_code == 302
    finally:
        app.extensions["pms"] = served.settings


def test_another_takes_away_what_was_lost_and_its_owner_is_told(
    served: Served, lead: Visitor, time: time_machine.Traveller
) -> None:
    add_app(lead)
    administrator = Visitor(served).as_("administrator")
    page = f"/people/{IDS['auditor']}"
    assert "2段階認証を解除する" in administrator.get(page).text
    assert Visitor(served).as_("head").post(f"{page}/factors/reset").status_code == 403
    assert lead.post(f"{page}/factors/reset").status_code == 403
    assert administrator.post(f"{page}/factors/reset").location == page
    assert "2段階認証を解除する" not in administrator.get(page).text
    assert administrator.post(f"{page}/factors/reset").status_code in {302, 409}
    assert not is_inside(lead)
    assert give_password(Visitor(served)).location == "/"
    moves, told = said(served)
    assert moves.count("factors_reset") == 1
    assert "2段階認証が解除されました" in told[-1]


def test_who_may_take_away_whose(app: Flask) -> None:
    def may(name: str, by: str) -> bool:
        return factors.may_take_away(people.person(IDS[name]), by=viewer(by))

    assert may("auditor", "administrator")
    assert not may("administrator", "administrator")
    assert not may("privacy_manager", "administrator")
    assert may("privacy_manager", "representative")
    assert not may("privacy_manager", "privacy_manager")
    assert not may("auditor", "privacy_manager")
    with pytest.raises(NotAllowed):
        factors.take_away_by(viewer("administrator"), people.person(IDS["privacy_manager"]))


@pytest.mark.parametrize("served", ["sqlite"], indirect=True)
def test_the_command_takes_away_a_factor_of_anybody(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMS_INSTANCE", str(served.settings.instance))
    monkeypatch.setenv("PMS_DATABASE_URL", served.settings.database_url)
    with served.app.test_request_context(), transaction():
        account = people.account_of(IDS["privacy_manager"])
        assert account is not None
        account.tf_primary_method, account.tf_totp_secret = "authenticator", "{}"
    for address, code, told in (
        ("Privacy_Manager@example.jp ", 0, "2段階認証を解除しました"),
        ("privacy_manager@example.jp", 2, "2段階認証を使っていません"),
        ("stranger@example.jp", 2, "サインインする人はいません"),
    ):
        done = CliRunner().invoke(main, ["people", "reset-factor", address])
        assert (done.exit_code, told in done.output) == (code, True), done.output
    moves, letters = said(served, "privacy_manager")
    assert moves[0] == "factors_reset"
    assert len(letters) == 1
