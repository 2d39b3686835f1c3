"""Lists of findings on both databases: narrowed, counted, whole, alike, and against a policy."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import event

from pms_tracker.act.cases import filing
from pms_tracker.check.findings import finding_lists
from pms_tracker.check.findings.finding_lists import Filter
from pms_tracker.check.rules.audit_rules import FindingState, Grade
from pms_tracker.check.rules.grade_rules import Graded
from pms_tracker.database import Order, Rows, db
from pms_tracker.kernel.days import Days
from pms_tracker.plan.policies import policies
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, viewer


def test_a_list_is_narrowed_by_each_filter_and_counted_alike(app: Flask) -> None:
    audit = builders.audit()
    first = builders.finding(audit, 1, fact="髙橋さんの申込書が100%の棚にあった。")
    second = builders.finding(audit, 2, grade=Grade.OBSERVATION)
    boss = viewer("audit_manager")
    for wanted, found in (
        (Filter(), [second.id, first.id]),
        (Filter(grade=Graded.OBSERVATION), [second.id]),
        (Filter(grade=Graded.NONCONFORMITY), [first.id]),
        (Filter(state=FindingState.OPEN), [first.id]),
        (Filter(unit_id=UNIT_IDS["本部"]), []),
        (Filter(requirement_id=first.requirement_id), [first.id]),
        (Filter(found=Days(TODAY, TODAY)), [second.id, first.id]),
        (Filter(found=Days(None, TODAY - timedelta(days=1))), []),
        (Filter(standing=True), [second.id, first.id]),
        (Filter(text="高橋"), [first.id]),
        (Filter(text="100%の"), [first.id]),
        (Filter(text="1%の"), []),
        (Filter(text="  "), [second.id, first.id]),
    ):
        assert [row.id for row in finding_lists.FINDINGS.page(boss, wanted)] == found
        assert finding_lists.FINDINGS.count(boss, wanted) == len(found)
    assert [
        row.id for row in finding_lists.FINDINGS.page(boss, Filter(), Order(after=(second.id,)))
    ] == [first.id]


def test_a_list_for_a_file_holds_all_three_parts_of_a_statement(app: Flask) -> None:
    builders.finding()
    (row,) = finding_lists.WHOLE_FINDINGS.page(viewer("audit_manager"), Filter())
    assert (row.fact, row.evidence) == (builders.FACT, "写真2枚")
    assert row.requirement
    assert not hasattr(finding_lists.FINDINGS.page(viewer("audit_manager"), Filter())[0], "fact")


def names(rows: Rows) -> list[int]:
    return [row.number for row in rows]


def test_like_findings_share_requirement_or_unit_and_then_words(app: Flask) -> None:
    audit = builders.audit()
    elsewhere = builders.audit(unit_id=UNIT_IDS["教務部"])
    builders.finding(audit, 1, fact="受付の棚に、保管期限を過ぎた申込書が41枚あった。")
    builders.finding(audit, 2, fact="パソコンの画面に顧客名簿が開いたままだった。")
    builders.finding(elsewhere, 1, fact="申込書の控えが棚にあった。")
    builders.finding(elsewhere, 2, fact="申込書の保管期限が決まっていない。")
    boss = viewer("audit_manager")
    clause, unit = builders.requirement_ids()[0], UNIT_IDS["松本教室"]
    for text, expected in (
        # Nothing written yet: of the same requirement first, the newer first.
        ("", [3, 1, 2]),
        ("棚の申込書の保管期限", [1, 3, 2]),
        ("顧客名簿をパソコンに", [2, 3, 1]),
        ("関係のない話", [3, 1, 2]),
        ("100% _ ! 申込書", [3, 1, 2]),
    ):
        assert names(finding_lists.similar(clause, unit, text, boss)) == expected, text


def test_like_findings_are_those_one_may_see_that_stand(app: Flask) -> None:
    audit = builders.audit()
    gone, second = builders.finding(audit), builders.finding(audit, 2)
    clause, unit = builders.requirement_ids()[0], audit.unit_id
    filing.withdraw(gone, reason="誤認", version=gone.version, by=viewer("audit_manager"))
    found = finding_lists.similar(clause, unit, "", viewer("head"))
    assert names(found) == [second.number]
    assert (found[0].unit, found[0].state) == ("松本教室", FindingState.OPEN)
    assert finding_lists.similar(clause, unit, "", viewer("other_head")) == []
    # An auditor of the unit sees what came before their own audit.
    assert finding_lists.similar(clause, unit, "", viewer("second_auditor")) == []
    builders.audit(team_ids=[IDS["second_auditor"]])
    assert names(finding_lists.similar(clause, unit, "", viewer("second_auditor"))) == [2]


def test_likeness_costs_one_statement_and_shows_five_at_most(app: Flask) -> None:
    audit = builders.audit()
    for _ in range(7):
        builders.finding(audit, grade=Grade.OBSERVATION)
    boss, statements = viewer("audit_manager"), []

    def ran(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", ran)
    try:
        found = finding_lists.similar(1, audit.unit_id, builders.FACT * 20, boss)
    finally:
        event.remove(db.engine, "before_cursor_execute", ran)
    assert (len(found), len(statements)) == (5, 1)


def test_open_findings_against_a_policy_are_found(app: Flask) -> None:
    audit = builders.audit()
    first = builders.finding(audit)
    builders.finding(audit, 2, grade=Grade.OBSERVATION)
    editions = [policies.in_force(builders.policy().id).id]
    boss = viewer("audit_manager")
    assert finding_lists.against_policy(editions, boss) == [first]
    assert finding_lists.against_policy([], boss) == []
