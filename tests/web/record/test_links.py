"""Ways to a record: the link of a letter, and the box that takes a number or a few words."""

from datetime import timedelta

import pytest
from markupsafe import Markup
from sqlalchemy import func, select

from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.people.changes import leaving
from pms_tracker.people.firm import people
from pms_tracker.registers import entries
from pms_tracker.reminders.running.every_source import KINDS
from pms_tracker.web.record import links
from tests import builders
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.do.test_ledger import STUDENTS
from tests.visitor import Visitor
from tests.web.browsing import committing, reading

WHO_RUNS_IT = "privacy_manager"
FACT = "高崎店の髙橋さんが、書棚の名簿を鍵の無い棚に置いていた。"
OTHER = "ＵＳＢメモリーの貸出台帳が無かった。100%の棚卸は2回_だけだった。"


@pytest.fixture
def with_records(served: Served) -> Visitor:
    """Two findings in 松本教室, the first with a case, and the audit manager in front of them."""
    with committing(served):
        audit = builders.audit()
        builders.finding(audit, 1, fact=FACT)
        builders.finding(audit, 2, fact=OTHER)
    return Visitor(served).as_("audit_manager")


@pytest.mark.both_databases
def test_a_letters_link_leads_to_its_record_for_those_who_may_see_it(with_records: Visitor) -> None:
    visitor = with_records
    for name, page in (
        ("POL-001", "/plan/policies/POL-001"),
        ("AU-2026-001", "/check/audits/AU-2026-001"),
        ("F-2026-001", "/check/findings/F-2026-001"),
        ("CA-2026-001", "/act/cases/CA-2026-001"),
        ("ca-2026-1", "/act/cases/CA-2026-001"),
    ):
        assert visitor.get(f"/r/{name}").location == page
        assert visitor.get(page).status_code == 200
    for key, status in (("head", 200), ("other_head", 404), ("employee", 404)):
        answer = visitor.as_(key).client.get("/r/CA-2026-001", follow_redirects=True)
        assert answer.status_code == status, key
    stranger = visitor.as_("nobody").get("/r/CA-2026-001")
    assert stranger.status_code == 403


def test_a_letters_link_to_a_duty_of_no_record_leads_to_where_it_is_done(visitor: Visitor) -> None:
    for kind, kind_of in KINDS.items():
        visitor.as_("administrator" if kind in ("mend_addresses", "mend_backup") else WHO_RUNS_IT)
        page = visitor.get(f"/r/{kind}").location
        assert visitor.get(page).status_code == 200, kind
        if kind == "report_checks":
            assert page == "/do/checks/reports/"
        if not kind_of.page:
            assert page == "/"


def test_a_letters_link_asks_to_sign_in_first_and_goes_on_from_there(visitor: Visitor) -> None:
    answer = visitor.get("/r/CA-2026-001")
    assert answer.location == "/sign-in?next=/r/CA-2026-001"


@pytest.mark.both_databases
def test_what_is_no_reference_is_searched_for_instead(with_records: Visitor) -> None:
    for name in ("ZZ-2026-01", "XX-1", "台帳"):
        answer = with_records.get(f"/r/{name}")
        assert answer.location.startswith("/find?q="), name
        assert with_records.get(answer.location).status_code == 200, name
    assert with_records.get("/r/CA-2026-999").location == "/act/cases/CA-2026-999"
    assert with_records.get("/act/cases/CA-2026-999").status_code == 404


def test_a_number_is_read_however_it_is_typed(with_records: Visitor) -> None:
    for typed in (
        "CA-2026-001",
        "ca-2026-1",
        " ｃａー２０２６ー００１ ",
        "CA2026-1",
        "ca 2026 001",
        "CA–2026−1",
    ):
        answer = with_records.client.get("/find", query_string={"q": typed})
        assert answer.location == "/act/cases/CA-2026-001", typed


# What is typed, and whether it finds the first and the second.
SPELLINGS = (
    ("名簿", True, False),
    ("台帳", False, True),
    ("高橋", True, False),
    ("髙橋", True, False),
    ("高﨑", True, False),
    ("ｕｓｂ", False, True),
    ("メモリー", False, True),
    ("めもりー", False, True),
    ("100%", False, True),
    ("2回_", False, True),
    ("%", False, True),
    ("_", False, True),
    ("鍵の 無い", False, False),
    ("松本", False, False),
    ("' OR 1=1 --", False, False),
    ("<script>", False, False),
)


@pytest.mark.both_databases
def test_two_characters_find_what_holds_them_in_any_spelling(with_records: Visitor) -> None:
    for typed, first, second in SPELLINGS:
        page = with_records.client.get("/find", query_string={"q": typed})
        assert page.status_code == 200, typed
        assert ("/check/findings/F-2026-001" in page.text) is first, typed
        assert ("/check/findings/F-2026-002" in page.text) is second, typed
        assert "<script>" not in page.text.split("<main")[1], typed


def test_a_finding_is_reached_by_its_number_in_full_width_or_lower_case(
    with_records: Visitor,
) -> None:
    for typed in ("ｆ－２０２６－００２", "f-2026-2", "Ｆ２０２６ー２"):
        answer = with_records.client.get("/find", query_string={"q": typed})
        assert answer.location == "/check/findings/F-2026-002", typed


@pytest.mark.both_databases
def test_audits_are_found_by_their_theme_in_any_spelling(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.audit(theme="書店﨑の𠮷野さん、よし野のＵＳＢ")
    url = "/check/audits/AU-2026-001"
    for key in ("head", "other_head", "employee", "second_auditor"):
        visitor.as_(key)
        for typed in ("書店﨑", "書店崎", "ヨシ野", "よし野", "𠮷野", "吉野", "ｕｓｂ"):
            page = visitor.client.get("/find", query_string={"q": typed})
            assert (url in page.text) is (key == "head"), (key, typed)


@pytest.mark.both_databases
def test_policies_are_found_by_their_title(visitor: Visitor) -> None:
    for typed, found in (
        ("学習舎", True),
        ("個人情報保護方針", True),
        ("みなト", True),
        ("規程", False),
    ):
        page = visitor.as_("employee").client.get("/find", query_string={"q": typed})
        assert ("/plan/policies/POL-001" in page.text) is found, typed


@pytest.mark.both_databases
def test_a_search_finds_nothing_that_is_not_ones_own_to_see(with_records: Visitor) -> None:
    for key in ("other_head", "employee", "second_auditor"):
        page = with_records.as_(key).get("/find?q=名簿")
        assert page.status_code == 200
        assert "見つかりませんでした。" in page.text
        assert "F-2026-001" not in page.text
    found = with_records.as_("head").get("/find?q=名簿").text
    assert "/check/findings/F-2026-001" in found
    assert "/act/cases/CA-2026-001" in found


@pytest.mark.both_databases
def test_an_empty_or_endless_search_does_no_harm(served: Served, with_records: Visitor) -> None:
    with committing(served):
        entries.enter(LEDGER, STUDENTS, by=viewer("head"))
    for query in ("", "q=", "q=%20%E3%80%80"):
        assert with_records.get(f"/find?{query}").location == "/", query
    for words in ("あ" * 10_000, "a\x00b", "𠮷", "🌸", "\\"):
        page = with_records.client.get("/find", query_string={"q": words})
        assert page.status_code == 200, words[:10]


@pytest.mark.both_databases
def test_a_search_costs_the_same_however_much_it_finds(
    served: Served, with_records: Visitor
) -> None:
    with_records.get("/find?q=名簿")
    with with_records.counting() as few:
        with_records.get("/find?q=名簿")
    with committing(served):
        audit = builders.audit()
        for position in (1, 2, 3, 4):
            builders.finding(audit, position, fact=FACT)
    with with_records.counting() as many:
        with_records.get("/find?q=名簿")
    with reading(served):
        assert session.scalar(select(func.count()).select_from(Case)) == 6
    assert len(many) == len(few)
    assert len(many) <= 8


def test_a_reference_in_a_text_is_never_broken() -> None:
    told = links.unbroken("<計画>をお願いします（CA-2026-003）")
    assert told == '&lt;計画&gt;をお願いします（<span class="whole">CA-2026-003</span>）'
    assert links.unbroken("A-1 POL-001") == "A-1 POL-001"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("田中さんが 2026年11月24日(火) に確認しました。", "2026年11月24日(火)"),
        ("期限は令和8年11月24日(火)です。", "令和8年11月24日(火)"),
        ("期限は令和元年5月7日(火)です。", "令和元年5月7日(火)"),
        ("11月24日(火)まで", "11月24日(火)"),
        ("Reviewed on Tue 24 Nov 2026.", "Tue 24 Nov 2026"),
        ("Tue 4 Aug, 10:00", "Tue 4 Aug"),
    ],
)
def test_a_day_in_a_text_is_never_broken_from_its_weekday(text: str, day: str) -> None:
    assert links.unbroken(text) == text.replace(day, f'<span class="whole">{day}</span>')


def test_what_is_marked_up_already_keeps_its_tags() -> None:
    link = Markup('<a href="/do/CA-2026-003" title="CA-2026-003">CA-2026-003</a>')
    kept = (
        '<a href="/do/CA-2026-003" title="CA-2026-003"><span class="whole">CA-2026-003</span></a>'
    )
    assert links.unbroken(link) == kept


@pytest.mark.both_databases
def test_whoever_has_the_name_is_found_with_their_units(served: Served) -> None:
    with committing(served):
        who = people.person(IDS["employee"])
        who.name, who.reading = "小川 花子", "オガワ ハナコ"
    visitor = Visitor(served).as_("other_head")
    for typed in ("小川 花子", "小川花子", "おがわ", "ｵｶﾞﾜ", "小川"):
        main = visitor.client.get("/find", query_string={"q": typed}).text.partition("<main")[2]
        assert f'<a href="/people/{IDS["employee"]}">小川 花子</a>' in main, typed
        assert "書店" in main, typed
        assert "見つかりませんでした" not in main, typed


def test_who_left_is_found_as_such(served: Served) -> None:
    with committing(served):
        who = people.person(IDS["employee"])
        leaving.leave(who, on=TODAY - timedelta(days=1), by=viewer("administrator").actor)
    main = Visitor(served).as_("head").get("/find?q=北原").text.partition("<main")[2]
    assert "北原 美穂" in main
    assert "退職" in main
