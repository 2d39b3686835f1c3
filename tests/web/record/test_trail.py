"""The page of the trail: everything that happened in order, and whether the chain still holds."""

import csv
import io
import re
from datetime import date

import pytest
from sqlalchemy import text

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.several import merging
from pms_tracker.database import session
from pms_tracker.trail import trail
from tests import builders
from tests.cast import IDS, viewer
from tests.check.programmes import a_programme
from tests.databases import Served
from tests.plan.years import a_year
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

pytestmark = pytest.mark.both_databases

INTACT = "書き換えられた記録はありません。"
PAGE = 50


def tamper(served: Served) -> None:
    """Change an entry as somebody with the database's own tools would."""
    with served.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            triggers = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            for name in list(triggers):
                connection.execute(text(f'DROP TRIGGER "{name}"'))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text("UPDATE trail_entry SET actor_name = 'だれか' WHERE number = 5"))
        if connection.dialect.name != "sqlite":
            connection.execute(text("SET session_replication_role = DEFAULT"))


@pytest.mark.parametrize("key", ["auditor", "head", "employee", "administrator"])
def test_the_trail_is_read_by_those_who_answer_for_it(visitor: Visitor, key: str) -> None:
    assert visitor.as_(key).get("/trail/").status_code == 403
    assert visitor.as_("representative").get("/trail/").status_code == 200


def test_every_entry_is_in_words_and_leads_to_its_record(served: Served, visitor: Visitor) -> None:
    with committing(served):
        case = builders.case_in(CaseState.SENT_BACK).reference
    page = visitor.as_("privacy_manager").get("/trail/").text
    assert f'href="/act/cases/{case}"' in page
    assert "原因が人の不注意で止まっています。" in page
    for said in ("差戻し", "提出", "所見を記録", "監査を計画", "藤森 奈緒"):
        assert said in page, said
    assert not re.search(r"[a-z]+_[a-z]+", re.sub(r"<[^>]*>", "", page.split("<main")[1]))


def test_the_chain_is_checked_on_request_and_a_changed_entry_is_named(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager")
    assert INTACT not in visitor.get("/trail/").text
    with reading(served):
        number, digest = trail.head()
    page = visitor.get("/trail/?verify=1").text
    assert f"{number}件のつながりを確かめました。{INTACT}" in page
    assert f"{digest[:4]} {digest[4:8]}" in page
    tamper(served)
    page = visitor.get("/trail/?verify=1").text
    assert INTACT not in page
    assert "第5号：記録が書き換えられています" in page
    served.dirty = True


def test_a_row_that_was_altered_is_named_with_its_record(served: Served, visitor: Visitor) -> None:
    with committing(served):
        case = builders.case_in(CaseState.DOING).reference
    with committing(served):
        session.execute(text("UPDATE case_round SET cause = '別の原因'"))
    page = words(visitor.as_("audit_manager").get("/trail/?verify=1"))
    assert INTACT not in page
    assert f'<a href="/act/cases/{case}">{case}</a>：承認・署名した内容と、いまの記録が' in page


def numbers_on(page: str) -> list[int]:
    return [int(found) for found in re.findall(r"第(\d+)号", page)]


def test_the_trail_is_narrowed_by_who_what_and_days_as_its_address_says(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.case_in(CaseState.SENT_BACK)
    with clock.set_to(clock.at(date(2026, 11, 25), 0)), committing(served):
        trail.note("CA-2026-001", "progress_noted", by=viewer("owner").actor)
        trail.note("AU-2026-001/3", "answered", by=viewer("auditor").actor)
    with reading(served):
        every = trail.entries(limit=500)
        ids = {
            "head": [each.number for each in every if each.actor_id == IDS["head"]],
            "system": [each.number for each in every if each.actor_id is None],
            "cases": [each.number for each in every if each.reference.startswith("CA-")],
            "case": [each.number for each in every if each.reference == "CA-2026-001"],
            "audit": [each.number for each in every if each.reference.startswith("AU-2026-001")],
            "last": [each.number for each in every][:2],
            "newest": [each.number for each in every][:50],
        }
    visitor.as_("privacy_manager")
    for address, wanted in {
        f"who={IDS['head']}": "head",
        "who=0": "system",
        "what=case": "cases",
        "q=ｃａ2026ー1": "case",
        "q=AU-2026-001": "audit",
        "from=2026/11/25": "last",
        "from=令和8年11月25日&to=R8.11.25": "last",
    }.items():
        page = words(visitor.get(f"/trail/?{address}"))
        assert numbers_on(page) == ids[wanted][:50], address
    page = words(visitor.get(f"/trail/?who={IDS['head']}&what=case&to=2026-11-24"))
    assert numbers_on(page) == [each for each in ids["head"] if each in ids["cases"]]
    assert f'<option value="{IDS["head"]}" selected>' in page
    assert 'value="2026-11-24"' in page
    nothing = words(visitor.get("/trail/?from=2026-11-26"))
    assert "この条件に合うものはありません。" in nothing
    # What is no day, no person or no subject is left out; backwards is no run of days.
    for wrong in ("from=2026-02-30", "who=999", "what=x", "from=2026-11-26&to=2026-11-01"):
        assert numbers_on(words(visitor.get(f"/trail/?{wrong}"))) == ids["newest"], wrong


def test_the_trail_is_exported_as_it_is_narrowed(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case_in(CaseState.SENT_BACK)
    page = words(visitor.as_("representative").get("/trail/?what=case"))
    address = re.search(r'href="(/trail/export\.csv[^"]*)"', page)
    assert address
    told = visitor.get(address[1])
    rows = list(csv.reader(io.StringIO(told.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[0] == ["号", "日時", "行った人", "対象", "操作", "変更", "理由", "ハッシュ値"]
    assert [int(row[0]) for row in rows[1:]] == numbers_on(page)
    assert {row[3] for row in rows[1:]} == {"CA-2026-001"}
    assert "原因が人の不注意で止まっています。" in {row[6] for row in rows[1:]}
    assert visitor.get("/trail/export.xlsx?what=case").data.startswith(b"PK")
    assert visitor.as_("auditor").get("/trail/export.csv").status_code == 403


SUBJECTS = {
    "company": ("会社", "/company/"),
    f"person-{IDS['head']}": ("髙山 由紀", f"/people/{IDS['head']}"),
    f"auditor-{IDS['auditor']}": ("の研修（監査員）", f"/people/{IDS['auditor']}"),
    "unit-1": ("本部", "/people/"),
    "template:operation": ("質問のひな形（運用監査）", "/check/question-templates/operation"),
    "set:j-items": ("要求事項", "/plan/requirements/j-items"),
    "letter-1": ("メール「", None),
    "AU-2026-001/3": ("AU-2026-001 確認項目3", "/check/audits/AU-2026-001/checklist/3"),
    "AU-2026-001/P1": ("AU-2026-001 紙1", "/check/audits/AU-2026-001/"),
    "past:1": ("過去の監査", "/check/history/1"),
    "POL-001": ("POL-001", "/plan/policies/POL-001"),
}


def test_every_kind_of_subject_has_a_name_and_leads_where_one_may_go(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.case_in(CaseState.SUBMITTED)
        for name in SUBJECTS:
            trail.note(name, "added", by=viewer("administrator").actor)
    page = words(visitor.as_("audit_manager").get("/trail/"))
    for said, url in SUBJECTS.values():
        assert said in page
        assert url is None or f'<a class="ref" href="{url}' in page, url
    shown = re.sub(r"<[^>]*>", "", page.split("<main")[1])
    assert not re.search(r"(person|auditor|unit|letter|past|set|template)[-:]", shown)
    assert 'href="/letters/' not in page


def test_drafts_of_others_are_named_and_lead_nowhere(served: Served, visitor: Visitor) -> None:
    with committing(served):
        a_year.drafted()
        a_programme.none_yet()
        a_programme.drafted()
    links = {
        key: set(
            re.findall(
                r'class="ref" href="[^"]*/((?:YP|AP)-2026)"',
                visitor.as_(key).get("/trail/").get_data(as_text=True),
            )
        )
        for key in ("representative", "privacy_manager", "audit_manager")
    }
    assert links == {
        "representative": {"YP-2026"},
        "privacy_manager": {"YP-2026"},
        "audit_manager": {"AP-2026"},
    }


def test_a_history_names_no_record_that_its_reader_may_not_know_of(
    served: Served, visitor: Visitor
) -> None:
    """Somebody who owns one case sees from where it was split, not what the other one is called."""
    with committing(served):
        within = builders.audit()
        one, other = builders.case(within), builders.case(within, 2)
        by = viewer("audit_manager")
        merging.merge(one, other, reason="同じ原因", version=one.version, by=by)
        made = merging.split(
            one, [other.finding_id or 0], reason="別の原因", version=one.version, by=by
        )
        builders.approve(builders.submit(made))
        hidden, shown = one.reference, made.reference
    address = f"/act/cases/{shown}"
    history = words(visitor.as_("owner").get(address)).split("履歴")[-1]
    assert "分割の元" in history
    assert hidden not in history
    assert "（閲覧できない記録）" in history
    assert hidden in words(visitor.as_("audit_manager").get(address)).split("履歴")[-1]


def test_older_entries_are_a_page_away_and_a_page_costs_the_same(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager").get("/trail/")
    with visitor.counting() as few:
        visitor.get("/trail/")
    with committing(served):
        for _ in range(PAGE):
            trail.note(f"person-{IDS['head']}", "password_changed", by=viewer("head").actor)
    with reading(served):
        last, _digest = trail.head()
    with visitor.counting() as many:
        page = visitor.get("/trail/").text
    assert len(many) == len(few)
    assert len(many) <= 8
    numbers = [int(found) for found in re.findall(r"第(\d+)号", page)]
    assert numbers == list(range(last, last - PAGE, -1))
    older = visitor.get(f"/trail/?after={numbers[-1]}").text
    assert int(re.findall(r"第(\d+)号", older)[0]) == numbers[-1] - 1
    for before in ("0", "x", "-1", "9" * 40, "２"):
        assert visitor.get(f"/trail/?after={before}").status_code == 200, before
