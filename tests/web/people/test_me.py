"""A person's own settings and the company's: who sees them, who changes them, and what they do."""

import re

import pytest

from pms_tracker.database import session
from pms_tracker.mail.outbox import Sender
from pms_tracker.people.firm import company, people, preferences
from pms_tracker.people.tables.people_tables import Language
from tests.cast import IDS, let_top_roles_sign_in, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

COMPANY = {
    "name": "みなと書房株式会社",
    "fiscal_start_month": "10",
    "era": "era",
    "digest_hour": "9",
}


def test_the_page_shows_what_is_chosen_and_keeps_what_one_chooses(
    served: Served, visitor: Visitor
) -> None:
    page = visitor.as_("head").get("/me/")
    assert form(page, "/me/") == {
        "language": "ja",
        "era": "company",
        "digest_hour": "",
        "rhythm": "daily",
    }
    for said in ("髙山 由紀", "head@example.jp", "いまは西暦", "/password/change"):
        assert said in words(page)
    assert "2026年11月24日(火)" in words(visitor.get("/"))
    saved = visitor.post("/me/", language="ja", era="era", rhythm="daily")
    assert (saved.status_code, saved.location) == (302, "/me/")
    assert "自分の設定を保存しました。" in words(visitor.get("/me/"))
    assert "令和8年11月24日(火)" in words(visitor.get("/"))
    with committing(served):
        people.the_company().era_dates = True
    assert "令和8年11月24日(火)" in words(Visitor(served).as_("owner").get("/"))
    visitor.post("/me/", language="ja", era="western", rhythm="daily")
    assert "2026年11月24日(火)" in words(visitor.get("/"))
    visitor.post("/me/", language="en", era="company", rhythm="daily")
    assert "Your settings have been saved." in words(visitor.get("/me/"))
    with reading(served):
        assert (viewer("head").language, viewer("head").era_dates) == (Language.EN, None)
        assert people.viewer(IDS["owner"]).era_dates is None


def test_somebody_has_their_digest_at_another_hour_and_once_a_week(
    served: Served, visitor: Visitor
) -> None:
    page = words(visitor.as_("head").get("/me/"))
    for said in (
        "会社の設定（7時）に従います",
        "期限の当日と期限を過ぎた仕事",
        "止めることはできません",
    ):
        assert said in page
    typed = {"language": "ja", "era": "company"}
    chosen = {**typed, "digest_hour": "18", "rhythm": "4"}
    for _ in range(2):
        assert visitor.post("/me/", **chosen).status_code == 302
    assert form(visitor.get("/me/"), "/me/") == chosen
    history = words(visitor.as_("administrator").get(f"/people/{IDS['head']}"))
    assert history.count("個人の設定を変更") == 1
    for said in ("お知らせの頻度", "毎週金曜日", "お知らせの時刻", "会社の設定に従う"):
        assert said in history
    visitor.as_("head").post("/me/", **typed, digest_hour="", rhythm="daily")
    with reading(served):
        found = preferences.chosen(people.person(IDS["head"]))
        assert (found.digest_hour, found.weekday) == (None, None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"language": "fr", "era": "era"}, ""),
        ({"language": "ja"}, "年の表し方を選んでください。"),
        ({"language": "ja", "era": "lunar"}, ""),
        ({"era": "era"}, "表示言語を選んでください。"),
        ({"language": "ja", "era": "era"}, "毎日か、まとめて受け取る曜日かを選んでください。"),
        ({"language": "ja", "era": "era", "rhythm": "5"}, ""),
        (
            {"language": "ja", "era": "era", "rhythm": "daily", "digest_hour": "24"},
            "0から23までの数で入力してください。空欄なら、会社の設定に従います。",
        ),
        (
            {"language": "ja", "era": "era", "rhythm": "daily", "digest_hour": "9" * 400},
            "0から23までの数で入力してください。空欄なら、会社の設定に従います。",
        ),
        (
            {"language": "ja", "era": "era", "rhythm": "daily", "digest_hour": "朝"},
            "0から23までの数で入力してください。空欄なら、会社の設定に従います。",
        ),
    ],
)
def test_what_cannot_be_chosen_is_refused(
    served: Served, visitor: Visitor, typed: dict[str, str], said: str
) -> None:
    refused = visitor.as_("head").post("/me/", **typed)
    assert refused.status_code == 400
    assert said in words(refused)
    with reading(served):
        assert (viewer("head").language, viewer("head").era_dates) == (Language.JA, None)


def test_everybody_reads_the_companys_page_and_the_administrator_changes_it(
    served: Served, visitor: Visitor
) -> None:
    for name in ("head", "employee", "privacy_manager"):
        page = visitor.as_(name).get("/company/")
        assert "みなと学習舎株式会社" in words(page)
        assert 'action="/company/"' not in page.text
        assert visitor.post("/company/", **COMPANY).status_code == 403
    visitor.as_("administrator")
    seen = form(visitor.get("/company/"), "/company/")
    assert seen["fiscal_start_month"] == "4"
    assert visitor.post("/company/", **{**seen, **COMPANY}).location == "/company/"
    page = words(visitor.get("/company/"))
    for said in ("会社の設定を変更", "みなと書房株式会社", "和暦", "西暦"):
        assert said in page
    with reading(served):
        assert people.the_company().fiscal_start_month == 10
        assert people.the_company().digest_hour == 9
        session.rollback()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "会社名を入力してください。"),
        ({"fiscal_start_month": "13"}, "1から12までの数で入力してください。"),
        ({"fiscal_start_month": ""}, "1から12までの数で入力してください。"),
        ({"fiscal_start_month": "4", "fiscal_start_day": "31"}, "毎年ある日を入力してください。"),
        ({"era": ""}, "年の表し方を選んでください。"),
        ({"digest_hour": "24"}, "0から23までの数で入力してください。"),
        ({"digest_hour": ""}, "0から23までの数で入力してください。"),
    ],
)
def test_a_company_needs_all_of_it(
    served: Served, visitor: Visitor, changes: dict[str, str], said: str
) -> None:
    refused = visitor.as_("administrator").post("/company/", **{**COMPANY, **changes})
    assert refused.status_code == 400
    assert said in words(refused)
    with reading(served):
        assert people.the_company().name == "みなと学習舎株式会社"


MAIL = {"mail_contact": "desk@example.jp", "titles_in_mail": "y"}


def test_where_answers_to_emails_go_and_whether_they_say_titles_is_the_administrators(
    served: Served, visitor: Visitor
) -> None:
    for name in ("representative", "privacy_manager", "head", "employee"):
        visitor.as_(name)
        assert visitor.post("/company/", **COMPANY, **MAIL).status_code == 403, name
        assert "mail_contact" not in visitor.get("/company/").text, name
    visitor.as_("administrator")
    seen = form(visitor.get("/company/"), "/company/")
    # Nothing of a record's content goes out before somebody wants it.
    assert seen["mail_contact"] == ""
    assert "titles_in_mail" not in seen
    for wrong in ("desk", "desk@", "a@example.jp, b@example.jp", "a@example.jp\r\nBcc: b@c.jp"):
        refused = visitor.post("/company/", **{**seen, **MAIL, "mail_contact": wrong})
        assert refused.status_code == 400, wrong
        assert "メールアドレスを入力してください。例：pms@example.jp" in words(refused)
        assert "titles_in_mail" in form(refused, "/company/")
    with reading(served):
        assert company.sender() == Sender("みなと学習舎株式会社")
    assert visitor.post("/company/", **{**seen, **MAIL}).location == "/company/"
    page = visitor.get("/company/")
    kept = form(page, "/company/")
    assert {name: kept[name] for name in MAIL} == MAIL
    for said in ("お問い合わせ先のメールアドレス", "desk@example.jp", "書かない", "書く"):
        assert said in words(page).partition("履歴")[2]
    with reading(served):
        assert company.sender() == Sender("みなと学習舎株式会社", "desk@example.jp", titles=True)
    for name in MAIL:
        del kept[name]
    assert visitor.post("/company/", **kept).location == "/company/"
    with reading(served):
        assert company.sender() == Sender("みなと学習舎株式会社")


def test_whoever_changes_the_company_second_reads_all_that_was_entered_first(
    visitor: Visitor,
) -> None:
    seen = form(visitor.as_("administrator").get("/company/"), "/company/")
    first = {**seen, **MAIL, "fresh_signatures": "y"}
    assert visitor.post("/company/", **first).status_code == 302
    second = visitor.post("/company/", **{**seen, "mail_contact": "office@example.jp"})
    assert second.status_code == 409
    (there,) = re.findall("現在登録されている内容.*?</dl>", words(second), re.DOTALL)
    for said in ("desk@example.jp", "書く", "求める"):
        assert said in there
    # What was typed is still there, and sent once more it is what counts.
    again = form(second, "/company/")
    assert again["mail_contact"] == "office@example.jp"
    assert visitor.post("/company/", **again).status_code == 302
    assert form(visitor.get("/company/"), "/company/")["mail_contact"] == "office@example.jp"


def test_the_administrator_enters_and_removes_closed_days(visitor: Visitor) -> None:
    visitor.as_("administrator")
    rule = "毎年12月29日〜1月3日"
    assert rule in words(visitor.get("/company/"))
    typed = {"name": "夏季休業", "day": "2026/8/13", "repeats": "yearly"}
    assert visitor.post("/company/holidays", **typed).location == "/company/#holidays"
    page = words(visitor.get("/company/"))
    for said in ("夏季休業", "毎年8月13日", rule, "会社休日を登録", "会社休日を登録しました。"):
        assert said in page
    again = visitor.post("/company/holidays", **typed)
    assert again.status_code == 409
    assert "すでに会社休日に登録されています。" in words(again)
    assert 'value="みなと学習舎株式会社"' in again.text
    wrong = visitor.post("/company/holidays", name="", day="2026/2/30", repeats="yearly")
    assert wrong.status_code == 400
    assert "休日の名前を入力してください。" in words(wrong)
    assert "毎年8月13日" in words(visitor.as_("employee").get("/company/"))
    assert visitor.post("/company/holidays", **typed).status_code == 403
    assert visitor.post("/company/holidays/1/remove").status_code == 403
    visitor.as_("administrator")
    assert visitor.post("/company/holidays/2/remove").location == "/company/#holidays"
    page = words(visitor.get("/company/"))
    assert "毎年8月13日" not in page
    assert rule in page
    assert visitor.post("/company/holidays/2/remove").status_code == 404


def test_the_administrator_changes_a_rule_by_which_the_company_closes(visitor: Visitor) -> None:
    page = words(visitor.as_("administrator").get("/company/holidays/1"))
    for there in ("年末年始休業", "2026/12/29", "2027/01/03"):
        assert f'value="{there}"' in page
    typed = {"name": "冬季休業", "day": "2026/12/28", "until": "R9.1.5", "repeats": "yearly"}
    assert visitor.post("/company/holidays/1", **typed).location == "/company/#holidays"
    assert "毎年12月28日〜1月5日" in words(visitor.get("/company/"))
    refused = visitor.post("/company/holidays/1", **{**typed, "repeats": "once"})
    assert refused.status_code == 409
    assert "1日ずつ登録してください" in words(refused)
    assert 'value="R9.1.5"' in refused.text
    assert visitor.get("/company/holidays/7").status_code == 404
    assert visitor.as_("head").get("/company/holidays/1").status_code == 403
    assert visitor.post("/company/holidays/1", **typed).status_code == 403


def test_somebody_who_proposes_twice_is_told_that_it_waits(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        let_top_roles_sign_in()
    address = f"/people/{IDS['employee']}/roles"
    visitor.as_("administrator")
    assert visitor.post(address, role="audit_manager").status_code == 302
    again = visitor.post(address, role="audit_manager")
    assert again.status_code == 409
    assert "すでに同意を待っています。" in words(again)


def test_an_address_is_entered_later_on_the_persons_page(visitor: Visitor) -> None:
    address = f"/people/{IDS['without_account']}"
    page = visitor.as_("administrator").get(address)
    assert form(page, f"{address}/mail") == {"mail": ""}
    assert "メールアドレスを登録する" in words(page)
    assert f"{address}/account" not in page.text
    wrong = visitor.post(f"{address}/mail", mail="no address")
    assert wrong.status_code == 400
    assert 'value="no address"' in wrong.text
    assert visitor.post(f"{address}/mail", mail="yoshida@example.jp").location == address
    page = visitor.get(address)
    assert "メールアドレスを変更する" in words(page)
    assert "メールアドレスを登録する" not in words(page)
    assert f"{address}/account" in page.text
    assert visitor.as_("head").post(f"{address}/mail", mail="x@example.jp").status_code == 403
