"""The page of the profile: read by everybody, switched by the administrator, felt on every page."""

import re

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.kernel.locales.fiscal_years import FiscalNaming
from pms_tracker.kernel.profile import ON_ITS_OWN, Part
from pms_tracker.people.firm import company_profile, people
from tests import builders
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

URL, NAMES = "/company/profile/", "/company/profile/names"
ROW = "/check/audits/AU-2026-001/checklist/1"


def parts(served: Served) -> frozenset[Part]:
    with reading(served):
        return company_profile.parts()


def test_the_administrator_switches_parts_one_by_one_and_all_at_once(
    served: Served, visitor: Visitor
) -> None:
    page = visitor.as_("administrator").get(URL)
    assert "ライト" in words(page)
    assert form(page, URL).get("parts") is None
    for sent, then in (
        ({"parts": "dispute"}, {Part.DISPUTE}),
        ({"parts": ["grades", "dispute"]}, {Part.GRADES, Part.DISPUTE}),
        ({"parts": "grades", "all": "light"}, set()),
        ({"all": "full"}, set(Part) - ON_ITS_OWN),
        ({"parts": [*ON_ITS_OWN], "all": "full"}, set(Part)),
        # What is open to the public is closed by its own box alone.
        ({"parts": ["grades", *ON_ITS_OWN], "all": "light"}, set(ON_ITS_OWN)),
        ({}, set()),
        ({"parts": "grades", "all": "sideways"}, {Part.GRADES}),
    ):
        assert visitor.post(URL, **sent).location == URL
        assert parts(served) == then
    assert visitor.post(URL, parts="skeleton").status_code == 400
    history = words(visitor.get("/company/"))
    assert "使う機能を変更" in history
    assert "重大・軽微の区分と改善の機会" in history


def test_everybody_reads_the_profile_and_nobody_else_changes_it(
    served: Served, visitor: Visitor
) -> None:
    for name in ("employee", "audit_manager", "privacy_manager", "representative"):
        page = words(visitor.as_(name).get(URL))
        assert "変更は、システム管理者が行います" in page, name
        for address in (URL, NAMES):
            assert visitor.post(address, parts="grades").status_code == 403
    visitor.as_("administrator")
    assert visitor.post(URL, token=False, parts="grades").status_code == 400
    assert parts(served) == frozenset()


def test_a_new_name_is_shown_wherever_the_grade_is(served: Served, visitor: Visitor) -> None:
    with committing(served):
        within = builders.audit()
        builders.finding(within, grade=Grade.OBSERVATION)
        builders.finding(within, 2)
    sent = form(visitor.as_("administrator").get(URL), NAMES)
    own = {"observation_ja": "推奨事項", "observation_en": "Remark", "nonconformity_ja": "指摘"}
    assert visitor.post(NAMES, **{**sent, **own}).location == f"{URL}#names"
    visitor.as_("audit_manager")
    for page in (
        "/check/findings/",
        "/check/findings/F-2026-001",
        "/check/audits/AU-2026-001",
        f"{ROW}",
        "/cycle/",
        "/check/findings/export.csv",
    ):
        address = page if page != ROW else "/check/audits/AU-2026-001/checklist/"
        text = words(visitor.get(address))
        assert "推奨事項" in text, page
        # Our own name is left on no mark, chart or filter.
        assert "観察事項" not in text, page
    text = words(visitor.get("/check/findings/?grade=observation"))
    assert "等級 推奨事項" in text
    visitor.post("/language", language="en")
    assert "Remark" in words(visitor.get("/check/findings/F-2026-001"))
    history = words(visitor.as_("administrator").get("/company/"))
    assert "推奨事項 / Remark" in history


def test_names_that_will_not_do_are_refused_with_what_was_typed(
    served: Served, visitor: Visitor
) -> None:
    sent = form(visitor.as_("administrator").get(URL), NAMES)
    for own, told in (
        ({"major_ja": "指摘", "minor_ja": "指摘"}, "同じ名前の等級があります"),
        ({"major_ja": "あ" * 31}, "30文字まで"),
        ({"major_en": "a\nb"}, "1行で入力してください"),
    ):
        refused = visitor.post(NAMES, **{**sent, **own})
        assert refused.status_code == 400
        assert told in words(refused)
        assert next(iter(own.values())) in words(refused)


def offered(page: str) -> list[str]:
    return re.findall(r'name="grade"[^>]*value="(\w+)"', page)


def test_the_form_of_a_finding_offers_the_grades_of_the_profile_with_their_meaning(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.audit()
    url = f"{ROW}/finding"
    light = words(visitor.as_("auditor").get(url))
    assert offered(light) == ["nonconformity", "observation", "good_practice"]
    assert "是正処置が始まります" in light
    with committing(served):
        builders.profile(Part.GRADES, Part.DISPUTE)
    full = words(visitor.get(url))
    assert offered(full) == ["major", "minor", "observation", "opportunity", "good_practice"]
    assert "被監査部門が確認すると" in full
    seen = {"fact": "見た。", "evidence": "写真"}
    refused = visitor.post(url, grade="nonconformity", **seen)
    assert refused.status_code == 400
    assert "見た。" in words(refused)
    assert visitor.post(url, grade="minor", **seen).status_code == 302
    assert "被監査部門に確認を求めました" in words(visitor.get(f"{ROW[:-1]}"))
    with reading(served):
        assert session.get_one(Finding, 1).grade is Grade.MINOR


def test_a_list_offers_each_grade_in_the_full_profile_and_keeps_what_an_address_asks(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        within = builders.audit()
        for grade in (Grade.MAJOR, Grade.MINOR, Grade.OPPORTUNITY):
            builders.finding(within, grade=grade)
    visitor.as_("auditor")

    def choices(query: str = "") -> list[str]:
        page = words(visitor.get(f"/check/findings/{query}"))
        (pick,) = re.findall(r'<select[^>]*name="grade">(.*?)</select>', page, re.DOTALL)
        return re.findall(r'<option value="(\w+)"', pick)

    full = ["nonconformity", "major", "minor", "ungraded", "observation", "opportunity"]
    assert choices() == [*full, "good_practice"]
    with committing(served):
        builders.profile()
    assert choices() == ["nonconformity", "observation", "good_practice"]
    assert choices("?grade=minor") == ["nonconformity", "minor", "observation", "good_practice"]
    listed = words(visitor.get("/check/findings/?grade=nonconformity"))
    assert "F-2026-001" in listed
    assert "F-2026-002" in listed
    assert "F-2026-003" not in listed


def test_a_switch_does_not_reach_back_and_the_page_says_to_how_many(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        case = builders.approve(builders.submit(builders.case()))
    assert "さかのぼって適用" not in words(visitor.as_("administrator").get(URL))
    visitor.post(URL, parts="done_check")
    page = words(visitor.get(URL))
    assert "進行中の是正処置のうち1件は、計画を提出したときの機能のまま" in page
    with committing(served):
        builders.report(session.merge(case))
    with reading(served):
        assert session.merge(case).state is CaseState.REVIEWING, "no check was promised"


def test_what_was_drawn_calls_years_as_the_company_does_from_then_on(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager")
    assert "2026/27" not in words(visitor.get("/cycle/"))
    with committing(served):
        people.the_company().fiscal_naming = FiscalNaming.BOTH
    assert "2026/27" in words(visitor.get("/cycle/"))
