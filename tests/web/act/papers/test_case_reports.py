"""The report of a corrective action (是正処置報告書) as PDF, in both languages, page by page."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from pms_tracker.act.cases import filing
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.plans import plans
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.several import merging
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.profile import Part
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.plan.years import lessons
from pms_tracker.trail import trail
from tests import builders
from tests.act.cases.from_outside import examined_case, stated_case
from tests.act.erasures.erasing import erase
from tests.act.plans.planned import action
from tests.cast import IDS, viewer
from tests.databases import Served
from tests.papers import flat, told
from tests.visitor import Visitor
from tests.web.act.papers.whole_case import FULL, first_round, second_round
from tests.web.browsing import committing, reading, words

ODD = '#panic() $x$ *b* _i_ @ref <label> \\ "q" 𠮷🙂\n= 見出し'


def at(number: int = 1) -> str:
    return f"/act/cases/CA-2026-{number:03}/report.pdf"


def read(visitor: Visitor, folder: Path, number: int = 1, language: str = "ja") -> str:
    answer = visitor.get(at(number), language)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    return flat(told(answer.data, folder))


@pytest.fixture
def whole(served: Served) -> Served:
    """CA-2026-002: the same cause again, two rounds by the full profile, files, an answer."""
    with committing(served):
        builders.case_in(CaseState.CLOSED)
        builders.profile(*FULL)
        case = builders.case(builders.audit(theme="申込書の再確認"))
        builders.absent("other_head", "employee")
        first_round(case)
        second_round(case)
        (laid,) = lessons.from_record(case.reference)
        lessons.answer(laid.id, "教材に加える。", by=viewer("privacy_manager"))
        folder, by = served.settings.evidence_folder, viewer("owner")
        evidence.attach(case.reference, [Upload("台帳.txt", b"x")], folder, limit_bytes=9, by=by)
    return served


def test_a_closed_case_is_a_paper_with_all_that_was_decided_and_done(
    whole: Served, visitor: Visitor, tmp_path: Path
) -> None:
    answer = visitor.as_("representative").get(at(2))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="CA-2026-002.pdf"'
    said = read(visitor, tmp_path, 2)
    for expected in (
        "是正処置報告書", "様式PMS-是正処置報告書", "CA-2026-002", "代表者宮下恒一殿", "松本教室",
        "内部監査", "申込書の再確認", "F-2026-002", builders.FACT, "1回目", "2回目",
        "鍵のかかる棚へ移した。", "棚が開いていた。", "なぜ1：棚に置かれていた",
        "なぜ3：規程に担当の欄がない", "なぜ2：鍵の場所を知らない", "点検表に棚がない。",
        "特性要因図手順施錠の手順がない点検表にない", "水平展開", "鍵のない棚はありませんか。",
        "書店の棚は3つとも鍵がかかる。", "回答北原美穂（平林真一の代理）",
        "本部と教務部に紙の棚はない。",
        "台帳・記録の管理の不備", "24か月以内に、同じ分類の原因の是正処置が1件ありました。",
        "CA-2026-001", "四半期ごとに棚卸しをする。", "棚卸しに2人", "期限を過ぎた書類の数",
        "棚の納品が遅れた。", "処置1を終えた。", "処置2を終えた。", "測り方を足してください。",
        "書面・入力有賀俊", "北原美穂（平林真一の代理）", "時期尚早",
        "まだ1枚も扱っていない。", "有効でない", "3枚が残っていた。",
        "廃棄を決める人がいなかった。", "0枚だった。", "有効", "廃棄は人を決める。",
        "教材に加える。", "次の方針の見直しで答えます。", "台帳.txt", "みなと学習舎株式会社",
    ):  # fmt: skip
        assert flat(expected) in said, expected
    assert "作成中" not in said
    with reading(whole):
        case = session.scalars(select(Case).where(Case.number == 2)).one()
        dossier = Dossier(case)
        for row in dossier.decisions:
            assert row.digest in said
        assert plans.subject(case, dossier.current).digest in said
        number, head = trail.head()
    assert head in said
    assert f"操作履歴の最終番号{number}" in said
    assert said.index("1回目") < said.index("2回目")


def test_the_boxes_carry_the_signatures_with_the_drafter_on_the_right(
    whole: Served, visitor: Visitor, tmp_path: Path
) -> None:
    text = told(visitor.as_("privacy_manager").get(at(2)).data, tmp_path, "-layout")
    boxes = text[: text.index("案件")]
    offices = r"代表者\s+個人情報保護管理者\s+部門責任者\s+承認\s+承認\s+起案"
    assert re.search(offices, boxes), boxes
    assert re.search(r"宮下 恒一\s+藤森 奈緒\s+髙山 由紀", boxes), boxes
    assert boxes.count("26.11.24") == 3
    ending = text[text.rindex("完了承認") - 200 :]
    assert re.search(r"完了承認\s+.*有効性の確認\s+.*完了確認\s+.*実施", ending), ending
    assert ending.count("26.11.24") == 4


def test_the_paper_is_whole_in_english(whole: Served, visitor: Visitor, tmp_path: Path) -> None:
    with committing(whole):
        people.person(IDS["head"]).language = people.Language.EN
    said = read(visitor.as_("head"), tmp_path, 2, "en")
    for expected in (
        "Corrective action report", "Form PMS-Corrective action report, version 1", "Approvals",
        "Representative", "Privacy manager", "Department head", "Round 1", "Round 2",
        "Internal audit", "Nonconformity", "Requirement", "Objective evidence", "Correction",
        "Direct cause", "Root cause", "Why it was not found earlier", "Corrective action",
        "Cause it removes",
        "Due date", "Decisions", "Effectiveness", "Too early to judge", "Not effective", "Lesson",
        "Hash value of the plan (SHA-256)", "Files attached", "Tue 24 Nov 2026", "Completion",
    ):  # fmt: skip
        assert flat(expected) in said, expected
    # 有効 is a verdict here, not a version that applies.
    assert flat("In force") not in said
    for japanese in ("是正処置", "不適合", "根本原因", "承認", "責任者", "有効", "判定", "回目"):
        assert japanese not in said, japanese


@pytest.mark.parametrize("state", [each for each in CaseState if each is not CaseState.WITHDRAWN])
def test_a_case_prints_as_far_as_it_has_come(
    served: Served, visitor: Visitor, tmp_path: Path, state: CaseState
) -> None:
    with committing(served):
        builders.case_in(state)
    open_still = state is not CaseState.CLOSED
    name = visitor.as_("privacy_manager").get(at()).headers["Content-Disposition"]
    assert ("-draft" in name) is open_still
    said = read(visitor, tmp_path)
    assert ("作成中" in said) is open_still
    assert builders.FACT in said
    unwritten = state is CaseState.PLANNING
    assert ("まだ書かれていません" in said) is unwritten
    assert ("申込書を台帳に登録し" in said) is not unwritten


def test_an_approval_that_an_amendment_voided_leaves_its_box_empty(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        case = builders.case_in(CaseState.DOING)
        plans.amend(case, builders.plan(), version=case.version, by=viewer("head"))
    text = told(visitor.as_("head").get(at()).data, tmp_path)
    assert text.partition("案件")[0].count("26.11.24") == 1
    assert "計画が変更されたため" in flat(text)


def test_a_plan_that_the_representative_approved_alone_has_one_box_for_it(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        builders.profile(Part.SECOND_APPROVAL)
        case = builders.submit(builders.case(), owner_id=IDS["privacy_manager"])
        builders.approve(case, by="representative")
    boxes = read(visitor.as_("head"), tmp_path).partition("案件")[0]
    assert "個人情報保護管理者" not in boxes
    assert boxes.count("26.11.24") == 2


def test_deputies_are_named_with_whom_they_stand_in_for(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        builders.absent("head", "without_account")
        builders.absent("privacy_manager", "other_head")
        case = builders.submit(builders.case(), by="without_account")
        builders.approve(case, by="other_head")
    text = told(visitor.as_("representative").get(at()).data, tmp_path, "-layout")
    boxes = text[: text.index("案件")]
    assert re.search(r"平林 真一\s+𠮷田 茂", boxes), boxes
    assert re.search(r"藤森 奈緒の代理\s+髙山 由紀の代理", boxes), boxes


def test_the_representative_has_a_box_of_their_own_unless_the_company_wants_none(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        builders.case_in(CaseState.CLOSED)
    visitor.as_("head")
    boxes, _, rest = read(visitor, tmp_path).partition("案件")
    assert "代表者個人情報保護管理者部門責任者" in boxes or "代表者" in boxes.partition("殿")[0]
    assert "完了承認" in rest
    with committing(served):
        people.the_company().representative_box = False
    boxes, _, rest = read(visitor, tmp_path).partition("案件")
    assert "代表者確認" not in boxes
    assert boxes.count("代表者") == 1
    assert "完了承認" not in rest


def test_nothing_is_printed_twice(served: Served, visitor: Visitor, tmp_path: Path) -> None:
    with committing(served):
        builders.case_in(CaseState.CLOSED)
    text = told(visitor.as_("head").get(at()).data, tmp_path)
    # A lesson may well repeat what it was learnt from.
    said = flat(text).partition("教訓")[0]
    with reading(served):
        case = session.scalars(select(Case)).one()
        now = Dossier(case).current
        digest = plans.subject(case, now).digest
        once = (flat(now.cause), flat(now.planned[0].result), "藤森奈緒")
    assert [said.count(each) for each in once] == [1, 1, 1]
    assert "内容のハッシュ値" not in said
    assert "決定の記録" not in said
    assert flat(text).count(digest) == text.count("\f")


def test_a_withdrawn_and_a_merged_case_say_so(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        within = builders.audit()
        one, other, third = (builders.case(within, number) for number in (1, 2, 3))
        by = viewer("privacy_manager")
        merging.merge(one, other, reason="同じ棚の話。", version=one.version, by=by)
        by = viewer("audit_manager")
        filing.withdraw_case(third, reason="誤って記録した。", version=third.version, by=by)
    visitor.as_("representative")
    merged = read(visitor, tmp_path, 2)
    assert "統合した先CA-2026-001" in merged
    withdrawn = read(visitor, tmp_path, 3)
    assert "取下げの理由誤って記録した。" in withdrawn
    both = read(visitor, tmp_path, 1)
    assert "F-2026-001" in both
    assert "F-2026-002" in both


def test_a_case_of_no_audit_tells_its_source_and_the_examination(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        stated_case()
        examined_case()
    visitor.as_("privacy_manager")
    assert "個人情報取扱規程第12条" in read(visitor, tmp_path, 1)
    examined = read(visitor, tmp_path, 2)
    for expected in ("外部審査", "審査機関", "指摘番号指摘1", "回答の期限"):
        assert expected in examined, expected


def test_what_was_erased_says_so_and_is_nowhere_else(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    reference = Reference(Kind.CASE, 2026, 1)
    with committing(served):
        case = builders.submit(builders.case(), whys="秘密の名前がある")
        folder, by = served.settings.evidence_folder, viewer("privacy_manager")
        evidence.attach(case.reference, [Upload("名簿.txt", b"x")], folder, limit_bytes=9, by=by)
        for field in ("cause", "whys", "action"):
            erase(folder, reference, field)
        erase(folder, reference, "", 1)
    said = read(visitor.as_("head"), tmp_path)
    for gone in ("秘密の名前", "申込書が台帳に登録されて", "名簿", "[×]"):
        assert gone not in said, gone
    assert said.count("（消去済み）") >= 4


def test_words_are_never_markup_and_long_ones_run_over_numbered_pages(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    long = "長い説明🙂𠮷 " * 1250
    unbroken = "a" * 10_000
    with committing(served):
        case = builders.case()
        planned = (action(action=f"{ODD}{long}"[:10_000]), action(action=unbroken))
        builders.submit(case, cause=long, correction=ODD, whys=ODD, actions=planned)
    text = told(visitor.as_("head").get(at()).data, tmp_path)
    pages = text.count("\f")
    assert pages > 5
    assert f"{pages}/{pages}" in text
    said = flat(text)
    assert said.count("長い説明") > 2000
    # Not one letter has run off the paper.
    assert said.count("a") >= 10_000
    assert "#panic()" in said


@pytest.mark.parametrize("name", ["second_auditor", "other_head", "employee"])
def test_who_may_not_know_of_a_case_gets_no_paper(
    served: Served, visitor: Visitor, name: str
) -> None:
    with committing(served):
        builders.case_in(CaseState.DOING)
    assert visitor.as_(name).get(at()).status_code == 404
    assert visitor.get(at(9)).status_code == 404


def test_an_owner_gets_the_paper_without_the_names_of_files_that_are_not_theirs(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        builders.case_in(CaseState.DOING)
        folder, by = served.settings.evidence_folder, viewer("auditor")
        evidence.attach("F-2026-001", [Upload("写真の名.txt", b"x")], folder, limit_bytes=9, by=by)
    assert "写真の名" in read(visitor.as_("head"), tmp_path)
    assert "写真の名" not in read(visitor.as_("owner"), tmp_path)


def test_the_record_leads_to_its_paper(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case()
    page = visitor.as_("head").get("/act/cases/CA-2026-001")
    assert f'href="{at()}"' in words(page)
