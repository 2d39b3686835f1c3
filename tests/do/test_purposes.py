"""Purposes of use: read from the published policy, and held against the ledger both ways."""

from typing import Any

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.do.registers import purpose_coverage
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.purpose_rules import (
    Audience,
    Purpose,
    Stated,
    coverage,
    is_in,
    lost,
    stated,
    vague,
)
from pms_tracker.kernel.errors import NotFound
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries, entry_fields
from pms_tracker.registers.imports import register_sheets
from tests import builders
from tests.cast import viewer
from tests.do.test_ledger import STUDENTS

POLICY = (
    (
        "1",
        "原則\n取引先及び従業員等の個人情報を取得、保管、利用するに当たって、適切に取り扱います。",
    ),
    ("1(1)", "法令を守ります。"),
    ("1(2)", "お客様の個人情報は、以下の利用目的の範囲内で利用します。"),
    ("1(2)a", "商品のご案内"),
    ("1(2)b", "教材の発送、その他附帯サービスの提供。"),
    ("1(3)", "次の場合を除き、第三者に提供しません。"),
    ("1(3)a", "同意がある場合"),
)


def test_a_policy_states_its_purposes_below_the_clause_that_leads_in() -> None:
    assert stated(POLICY) == [
        Stated(
            "1",
            "取引先及び従業員等の個人情報を取得、保管、利用するに当たって、適切に取り扱います。",
        ),
        Stated("1(2)a", "商品のご案内"),
        Stated("1(2)b", "教材の発送、その他附帯サービスの提供。"),
    ]


@pytest.mark.parametrize(
    "leads",
    [
        *("利用目的", "個人情報の利用目的", "利用目的について"),
        *("当社は、個人情報を次の目的で利用します。", "以下の利用目的のために利用します。"),
        "個人情報の利用目的を、次のとおり定めます。",
    ],
)
def test_offices_lead_in_to_purposes_in_many_ways(leads: str) -> None:
    clauses = (
        ("2", leads),
        ("2(1)", "印刷物の製作と納品"),
        ("2(2)", "見積りの連絡"),
        ("3", "安全管理"),
    )
    assert stated(clauses) == [Stated("2(1)", "印刷物の製作と納品"), Stated("2(2)", "見積りの連絡")]


def test_a_sentence_says_by_itself_what_for() -> None:
    said = "お預かりした個人情報は、ご注文の商品を発送するために利用します。"
    other = "あらかじめ同意を得たときは、案内のために利用します。安全管理措置を講じます。"
    assert stated([("1", said), ("2", other)]) == [Stated("1", said)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("商品のご案内", []),
        ("当社のマーケティング活動", ["マーケティング活動"]),
        ("サービスの向上とその他附帯する業務", ["サービスの向上", "その他附帯"]),
    ],
)
def test_words_that_say_too_little_are_named(text: str, words: list[str]) -> None:
    assert vague(text) == words


def test_a_purpose_is_found_however_it_is_set() -> None:
    assert is_in("教材の発送、請求", "…\n・教材の　発送，請求。")
    assert not is_in("教材の販売", "教材の発送")


def test_coverage_looks_both_ways() -> None:
    purposes = [Purpose("PU-1", "商品の案内"), Purpose("PU-2", "事業活動"), Purpose("PU-3", "採用")]
    found = coverage(
        {"PI-1": ("PU-1",), "PI-2": (), "PI-3": ("PU-9",)}, purposes, ["商品の案内。採用。"]
    )
    assert found.unstated == ["PI-2", "PI-3"]
    assert found.unused == ["PU-2", "PU-3"]
    assert found.vague == {"PU-2": ["事業活動"]}
    assert found.unpublished == ["PU-2"]
    assert lost(purposes, ["採用の案内"]) == ["PU-1", "PU-2"]


def approve(register: Any, row: Any, writer: str, by: str) -> None:
    entry_decisions.hand_in(register, row, version=row.version, by=viewer(writer))
    firm = Firm(clock.today())
    (offer,) = entry_decisions.offered(register, [row])
    digest = entry_decisions.waiting(register, offer, firm).about.digest
    decided = Decided(Decision.APPROVED, digest)
    entry_decisions.decide(register, row, decided, firm, version=row.version, by=viewer(by))


def purpose(text: str = "教材の発送") -> Any:
    values = {"text": text, "audience": Audience.CUSTOMER, "published_in": "ホームページ"}
    row = entries.enter(PURPOSES, values, by=viewer("privacy_manager"))
    approve(PURPOSES, row, "privacy_manager", "representative")
    return row


def entry(*stated: str, by: str = "head") -> Any:
    row = entries.enter(LEDGER, {**STUDENTS, "stated": stated}, by=viewer(by))
    approve(LEDGER, row, by, "privacy_manager")
    return row


def naming(row: Any, by: str = "privacy_manager") -> list[str]:
    found = entry_fields.naming(PURPOSES, row, viewer(by), [LEDGER, RISKS])
    return [LEDGER.name_of(each) for _register, its in found for each in its]


def test_what_the_policy_in_force_states_is_drafted_once(app: Flask) -> None:
    keeper = viewer("privacy_manager")
    found = purpose_coverage.candidates(keeper)
    assert found
    purpose_coverage.draft(found[:1], by=keeper)
    (row,) = session.query(PURPOSES.table)
    values = PURPOSES.values_of(row)
    assert (values["text"], values["clause"]) == (found[0].text, found[0].key)
    assert [each.key for each in purpose_coverage.candidates(keeper)] == [
        each.key for each in found[1:]
    ]


def test_an_entry_that_names_no_published_purpose_is_told_of(app: Flask) -> None:
    one, other = purpose("教材の発送"), purpose("成績の管理")
    fits, fits_not = entry(PURPOSES.name_of(one)), entry()
    found = purpose_coverage.covered(viewer("privacy_manager")).coverage
    assert found.unstated == [LEDGER.name_of(fits_not)]
    assert found.unused == [PURPOSES.name_of(other)]
    assert naming(one) == [LEDGER.name_of(fits)]


def test_a_change_that_is_approved_names_something_else(app: Flask) -> None:
    one, other = purpose("教材の発送"), purpose("成績の管理")
    row = entry(PURPOSES.name_of(one))
    wanted = {"stated": (PURPOSES.name_of(other),)}
    entries.change(LEDGER, row, wanted, seen=row.version, by=viewer("head"))
    assert naming(one) == [LEDGER.name_of(row)]
    approve(LEDGER, row, "head", "privacy_manager")
    assert (naming(one), naming(other)) == ([], [LEDGER.name_of(row)])


def test_who_stands_in_for_a_head_is_told_what_of_their_unit_names_a_purpose(app: Flask) -> None:
    one = purpose()
    row = entry(PURPOSES.name_of(one))
    assert naming(one, by="other_head") == []
    builders.absent("head", "other_head")
    assert naming(one, by="other_head") == [LEDGER.name_of(row)]


def test_only_what_is_there_is_named(app: Flask) -> None:
    for reference in ("PU-2026-099", "PI-2026-001", "POL-001", "x"):
        with pytest.raises(NotFound):
            entry(reference)


def test_whom_another_unit_names_is_not_told(app: Flask) -> None:
    row = purpose()
    entry(PURPOSES.name_of(row))
    assert naming(row, "other_head") == []
    assert naming(row, "head") == ["PI-2026-001"]


def test_a_sheet_names_purposes_by_number_or_words(app: Flask) -> None:
    one = purpose("教材の発送")
    purpose("成績の管理")
    sheet = (
        "個人情報の名称,管理部門,公表した利用目的\n"
        f"名簿,松本教室,{PURPOSES.name_of(one)}、成績の管理\n"
        "写真,松本教室,知らない目的\n"
    ).encode()
    plan = register_sheets.plan(LEDGER, sheet, by=viewer("privacy_manager"))
    assert plan.troubles == ()
    named, unknown = plan.lines
    assert named.values["stated"] == ("PU-2026-001", "PU-2026-002")
    # What nobody registered is no purpose of ours; what the sheet says stays in the notes.
    assert (unknown.values["stated"], named.doubts) == ((), ())
    assert unknown.values["note"] == "公表した利用目的：知らない目的"
    assert [(each.column, each.why) for each in unknown.doubts] == [("stated", "cell_unread")]


def test_a_draft_tells_which_purposes_it_would_publish_no_more(app: Flask) -> None:
    keeper, policy = viewer("privacy_manager"), builders.policy()
    (first, *_others) = purpose_coverage.candidates(keeper)
    row = purpose(first.text)
    entry(PURPOSES.name_of(row))
    told = purpose_coverage.lost(policy, "何も書かれていない", keeper)
    assert told == [(PURPOSES.name_of(row), first.text, 1)]
