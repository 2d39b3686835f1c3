"""The first-run page: it wants the server's token, is filled once, and is gone afterwards."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from pms_tracker import config, locale_in_use, migrations
from pms_tracker.app import create_app
from pms_tracker.database import db, session
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.people.firm import people, working_days
from pms_tracker.people.tables.people_tables import Account, Language, Membership, Person, RoleGrant
from pms_tracker.web.company import setup
from tests.cast import PASSWORD
from tests.databases import Served
from tests.kept_rows import PostgresRows, SqliteRows
from tests.passwords import digest_quickly
from tests.visitor import Visitor

ANSWERS: dict[str, object] = {
    "locale_pack": "ja-JP",
    "company": "みなと書房株式会社",
    "fiscal_start_month": "4",
    "unit": "総務部",
    "representative": "宮下 恒一",
    "representative_mail": "",
    "privacy_manager": "藤森 奈緒",
    "privacy_manager_mail": "privacy@example.jp",
    "audit_manager": "𠮷田 俊",
    "audit_manager_mail": "audit@example.jp",
    "administrator": "赤羽 学",
    "administrator_mail": "Admin@example.jp",
    "password": PASSWORD,
}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite with all tables and no row, to be copied for whoever fills it."""
    folder = tmp_path_factory.mktemp("bare")
    url = f"sqlite:///{folder / 'bare.sqlite3'}"
    app = create_app(config.load({"PMS_INSTANCE": str(folder), "PMS_DATABASE_URL": url}))
    with app.app_context():
        migrations.upgrade_to_head()
        db.engine.dispose()
    return folder / "bare.sqlite3"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path, bare: Path) -> Iterator[Served]:
    """An app over a database that holds nothing."""
    url = f"sqlite:///{shutil.copy(bare, tmp_path / 'empty.sqlite3')}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    settings = config.load({"PMS_INSTANCE": str(tmp_path), "PMS_DATABASE_URL": url})
    app = create_app(settings)
    with app.app_context():
        # As the product does: `create_all` on PostgreSQL would mark a key that closes a ring of
        # tables, and whoever makes tables on SQLite later in this process would leave it out.
        migrations.upgrade_to_head()
        rows = SqliteRows(url) if request.param == "sqlite" else PostgresRows(url)
        made = Served(app, settings, db.engine, rows)
        session.remove()
    yield made
    rows.close()
    made.engine.dispose()


@pytest.fixture
def visitor(empty: Served) -> Visitor:
    return Visitor(empty)


@pytest.mark.both_databases
def test_the_representative_heads_the_first_unit_where_that_is_ticked(
    empty: Served, visitor: Visitor
) -> None:
    token = setup.make_token(empty.settings.instance)
    assert "representative_heads" in visitor.client.get(f"/setup/?token={token}").text
    assert send(visitor, token, representative_heads="y").status_code == 302
    with empty.app.app_context():
        heads = session.scalars(select(Membership.person_id).where(Membership.is_head)).all()
        assert [people.person(each).name for each in heads] == ["宮下 恒一"]
        session.rollback()


@pytest.mark.both_databases
def test_where_nobody_is_named_the_privacy_manager_is_the_administrator(
    empty: Served, visitor: Visitor
) -> None:
    nobody = {"administrator": " ", "administrator_mail": ""}
    token = setup.make_token(empty.settings.instance)
    assert (
        "システム管理者を指定しないときは必須" in visitor.client.get(f"/setup/?token={token}").text
    )
    refused = send(visitor, token, **nobody, privacy_manager_mail="")
    assert refused.status_code == 400
    assert "サインインに使うメールアドレスを入力してください。" in refused.text
    assert send(visitor, token, **nobody).status_code == 302
    with empty.app.app_context():
        grant = session.scalars(select(RoleGrant).where(RoleGrant.role == Role.ADMINISTRATOR)).one()
        assert people.person(grant.person_id).name == "藤森 奈緒"
        session.rollback()


def send(visitor: Visitor, token: str, **changes: object) -> TestResponse:
    data = {**ANSWERS, "csrf_token": visitor.token(), "token": token, **changes}
    return visitor.client.post("/setup/", data=data)


def test_an_empty_installation_leads_to_its_set_up(visitor: Visitor) -> None:
    assert visitor.get("/").location == "/setup/"
    waiting = visitor.get("/setup/")
    assert waiting.status_code == 200
    assert "pms setup" in waiting.text
    assert "新しくなります" not in waiting.text
    assert 'name="company"' not in waiting.text
    assert visitor.get("/sign-in").status_code == 200


def test_without_the_servers_token_nothing_is_set_up(empty: Served, visitor: Visitor) -> None:
    # No token was made yet, so an empty one does not open the door either.
    for token in ("", "x"):
        assert send(visitor, token).status_code == 403
    old = setup.make_token(empty.settings.instance)
    assert setup.token_file(empty.settings.instance).stat().st_mode & 0o777 == 0o600
    token = setup.make_token(empty.settings.instance)
    for wrong in ("", "x", "㐂", old, token[:-1], token + "x"):
        refused = send(visitor, wrong)
        assert refused.status_code == 403, wrong
        assert PASSWORD not in refused.text
        assert "起動するたびに新しくなります" in refused.text
        if wrong:
            outdated = visitor.get(f"/setup/?token={wrong}")
            assert outdated.status_code == 403
            assert "起動するたびに新しくなります" in outdated.text
    assert send(visitor, token, csrf_token="").status_code == 400
    with empty.app.test_request_context():
        assert people.company() is None


@pytest.mark.both_databases
def test_the_set_up_makes_the_company_and_is_gone_afterwards(
    empty: Served, visitor: Visitor
) -> None:
    token = setup.make_token(empty.settings.instance)
    assert 'name="company"' in visitor.get(f"/setup/?token={token}").text
    answer = send(visitor, token)
    # Whoever set the company up is in.
    assert answer.location == "/start/"
    assert visitor.get("/start/").status_code == 200
    assert not setup.token_file(empty.settings.instance).exists()
    for again in (send(visitor, token), visitor.get(f"/setup/?token={token}")):
        assert again.status_code == 404
    assert visitor.get("/setup/").status_code == 404
    with empty.app.test_request_context():
        assert people.the_company().name == "みなと書房株式会社"
        assert not people.the_company().is_demo
        roles = {who.name: people.viewer(who.id).roles for who in people.persons()}
        (password,) = session.scalars(select(Account.password).where(Account.password.is_not(None)))
        session.rollback()
    # No other test of a page waits for a digest that is made as the company's are.
    assert password.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert roles["宮下 恒一"] == {Role.REPRESENTATIVE, Role.EMPLOYEE}
    assert roles["藤森 奈緒"] == {Role.PRIVACY_MANAGER, Role.EMPLOYEE}
    assert roles["𠮷田 俊"] == {Role.AUDIT_MANAGER, Role.EMPLOYEE}
    assert "総務部" in visitor.get("/people/").text


def test_whoever_sets_up_in_english_goes_on_in_english(empty: Served, visitor: Visitor) -> None:
    token = setup.make_token(empty.settings.instance)
    visitor.get(f"/setup/?token={token}")
    visitor.client.set_cookie("language", "en")
    send(visitor, token)
    assert "First steps" in visitor.get("/start/").text
    with empty.app.test_request_context():
        spoken = {who.name: who.language for who in people.persons()}
        session.rollback()
    assert spoken.pop("赤羽 学") is Language.EN
    # The others are written to as they would be without a choice, until they make their own.
    assert set(spoken.values()) == {Language.JA}


def test_clashing_roles_are_refused_and_all_but_the_password_stays(
    empty: Served, visitor: Visitor
) -> None:
    token = setup.make_token(empty.settings.instance)
    same = {"audit_manager": "藤森 奈緒", "audit_manager_mail": "privacy@example.jp"}
    refused = send(visitor, token, **same)
    assert refused.status_code == 409
    assert "藤森 奈緒" in refused.text
    assert "兼ねられません" in refused.text
    for typed in ("みなと書房株式会社", "総務部", "宮下 恒一", "Admin@example.jp", token):
        assert f'value="{typed}"' in refused.text
    assert PASSWORD not in refused.text
    with empty.app.test_request_context():
        assert people.company() is None
        assert people.persons() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"company": " "}, "会社名を入力してください。"),
        ({"company": "あ" * 201}, "200文字までで入力してください（いま201文字）。"),
        ({"fiscal_start_month": "13"}, "1から12までの数で入力してください。"),
        ({"fiscal_start_month": "April"}, "1から12までの数で入力してください。"),
        ({"fiscal_start_day": "32"}, "1から31までの数で入力してください。"),
        ({"fiscal_start_day": "9" * 20}, "1から31までの数で入力してください。"),
        (
            {"fiscal_start_month": "2", "fiscal_start_day": "29"},
            "毎年ある日を入力してください。2月29日は選べません。",
        ),
        ({"fiscal_start_day": "31"}, "毎年ある日を入力してください。"),
        ({"representative": "宮下\n恒一"}, "1行で入力してください。"),
        ({"administrator_mail": ""}, "サインインに使うメールアドレスを入力してください。"),
        ({"privacy_manager_mail": "no address"}, "メールアドレスの形で入力してください。"),
        ({"password": "short"}, "12文字以上128文字以下で入力してください。"),
        ({"password": ""}, "パスワードを入力してください。"),
    ],
    ids=lambda case: next(iter(case)) if isinstance(case, dict) else "",
)
def test_what_is_missing_is_said_beside_its_field(
    empty: Served, visitor: Visitor, changes: dict[str, object], said: str
) -> None:
    token = setup.make_token(empty.settings.instance)
    refused = send(visitor, token, **changes)
    assert refused.status_code == 400
    assert said in refused.text
    assert 'value="総務部"' in refused.text
    assert PASSWORD not in refused.text
    assert setup.token_file(empty.settings.instance).exists()


@pytest.mark.parametrize(
    "password",
    [
        "海ぎ山ござ空じ花ず鳥ぜ風",
        "un café très serré",
        "ＦＵＬＬＷＩＤＴＨ－１２３",
        "𠮷田の㈱と①②③。💮💮💮",
    ],
)
def test_whatever_the_password_is_written_in_it_opens_the_door_again(
    empty: Served, visitor: Visitor, password: str
) -> None:
    digest_quickly(empty.app)
    assert send(visitor, setup.make_token(empty.settings.instance), password=password).location
    for typed in (password, normalize("NFD", password)):
        later = Visitor(empty)
        later.post("/sign-in", email="admin@example.jp", password=typed)
        assert later.get("/start/").status_code == 200, typed
    other = Visitor(empty)
    other.post("/sign-in", email="admin@example.jp", password=password[:-1])
    assert other.get("/start/").status_code == 302


def test_a_password_is_as_long_as_its_reader_counts(empty: Served, visitor: Visitor) -> None:
    token = setup.make_token(empty.settings.instance)
    for password in ("が" * 11, "が" * 129):
        refused = send(visitor, token, password=password)
        assert "12文字以上128文字以下で入力してください。" in refused.text
    common = send(visitor, token, password="Password1234")
    assert "推測されやすいパスワードです。" in common.text
    longest = "が山海ぐ空花鳥風" * 16
    assert len(longest) == 128
    assert send(visitor, token, password=longest).location == "/start/"


def test_no_password_is_made_of_what_the_same_form_tells(empty: Served, visitor: Visitor) -> None:
    token, known = setup.make_token(empty.settings.instance), "みなと書房株式会社2026"
    for password in (known, "admin@example.jp", "privacy@example.jp1"):
        refused = send(visitor, token, password=password)
        assert refused.status_code == 400
        assert "推測されやすいパスワードです。" in refused.text
    assert send(visitor, token, password=known, company="うみべ文庫").location == "/start/"


@pytest.mark.parametrize(("language", "pack"), [("ja", "ja-JP"), ("en", "international")])
def test_the_first_question_is_answered_by_the_browsers_language(
    empty: Served, visitor: Visitor, language: str, pack: str
) -> None:
    token = setup.make_token(empty.settings.instance)
    page = visitor.client.get(f"/setup/?token={token}", headers={"Accept-Language": language})
    (chosen,) = re.findall(r'<input[^>]*name="locale_pack"[^>]*>', page.text.replace("\n", ""))[
        int(pack == "international") :
    ][:1]
    assert f'value="{pack}"' in chosen
    assert "checked" in chosen


def test_a_company_abroad_is_set_up_by_the_plain_pack(empty: Served, visitor: Visitor) -> None:
    abroad = {
        "locale_pack": "international",
        "time_zone": "Europe/Dublin",
        "holidays_of": "IE",
        "fiscal_start_month": "1",
    }
    assert send(visitor, setup.make_token(empty.settings.instance), **abroad).status_code == 302
    with empty.app.app_context():
        company = people.the_company()
        assert company.locale_pack == "international"
        assert (company.time_zone, company.holidays_of) == ("Europe/Dublin", "IE")
        assert working_days.company_holidays() == []
        assert {each.language for each in session.scalars(select(Person))} == {Language.EN}
        session.rollback()


@pytest.mark.parametrize(("naming", "name"), [("both", "2026/27"), ("first", "2026")])
def test_a_company_in_london_starts_its_years_on_a_day_and_names_them(
    empty: Served, visitor: Visitor, naming: str, name: str
) -> None:
    london = {
        "locale_pack": "international",
        "time_zone": "Europe/London",
        "fiscal_start_month": "4",
        "fiscal_start_day": "6",
        "fiscal_naming": naming,
    }
    assert send(visitor, setup.make_token(empty.settings.instance), **london).status_code == 302
    with empty.app.app_context():
        company = people.the_company()
        assert company.fiscal_start == FiscalStart(4, 6)
        assert [people.fiscal_year_of(date(2026, 4, day)) for day in (5, 6)] == [2025, 2026]
        assert locale_in_use.year_name(2026) == name
        session.rollback()


def test_a_company_in_japan_names_its_years_by_the_one_they_start_in(
    empty: Served, visitor: Visitor
) -> None:
    token = setup.make_token(empty.settings.instance)
    assert send(visitor, token, fiscal_start_day="21", fiscal_naming="both").status_code == 302
    with empty.app.app_context():
        assert people.the_company().fiscal_start == FiscalStart(4, 21)
        assert locale_in_use.year_name(2026) == "2026"
        session.rollback()


def test_a_company_in_japan_keeps_its_own_days_whatever_was_chosen(
    empty: Served, visitor: Visitor
) -> None:
    token = setup.make_token(empty.settings.instance)
    # As on an English page, which proposes what fits elsewhere.
    assert send(visitor, token, holidays_of="IE", time_zone="UTC").status_code == 302
    with empty.app.app_context():
        company = people.the_company()
        assert (company.locale_pack, company.time_zone) == ("ja-JP", None)
        assert company.holidays_of is None
        assert working_days.is_national_holiday(date(2026, 11, 23))
        assert [each.name for each in working_days.company_holidays()] == ["年末年始休業"]
        session.rollback()


def test_a_country_is_asked_for(empty: Served, visitor: Visitor) -> None:
    token = setup.make_token(empty.settings.instance)
    for wrong in ({"locale_pack": "fr-FR"}, {"time_zone": "Europe/Atlantis"}):
        assert send(visitor, token, **wrong).status_code == 400
