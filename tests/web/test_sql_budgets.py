"""What a page asks of the database: a constant, however many records there are, and a small one."""

from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from sqlalchemy import select

from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.check.tables.history_tables import PastAudit
from pms_tracker.database import session
from pms_tracker.duties import duty_rows, reading as duty_reading
from pms_tracker.duties.duty_sources import Asking, KeptRow
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.policies import policies, text_check
from tests import builders, reporting
from tests.cast import IDS, POLICY as POLICY_TEXT, TODAY
from tests.check.programmes import a_programme
from tests.databases import Served
from tests.visitor import Visitor
from tests.web import filling
from tests.web.browsing import committing, form, reading
from tests.web.budgets import (
    APPROVE_PROGRAMME,
    EACH_AUDIT,
    FILE_FINDING,
    HAND_IN_PLAN,
    HAND_IN_PROGRAMME,
    HEADS_AND_HOMES,
    HOME,
    MOVE_AUDIT,
    OVERVIEW,
    PAGES,
    RECORD,
    REPORT_DONE,
    REVISE_POLICY,
    SAVE,
    SIGN_REPORT,
    START_AUDIT,
    STEP,
    WRITE_PROGRAMME,
)

pytestmark = pytest.mark.both_databases


@pytest.fixture
def few(served: Served) -> Served:
    with committing(served):
        filling.one_of_everything(served)
    return served


def costs(few: Served, visitor: Visitor) -> Iterator[tuple[str, int, int]]:
    """Each page with what it costs and what it may cost."""
    with reading(few):
        # Numbers given to records that a test took back again are not given twice.
        past = str(session.scalars(select(PastAudit.id).order_by(PastAudit.id)).first())
    asked = [(at.replace("<past>", past), by, budget) for at, (by, budget) in PAGES.items()]
    for address, more in (("/", 0), ("/cycle/", OVERVIEW - HOME)):
        asked += [(address, by, budget + more) for by, budget in HEADS_AND_HOMES.items()]
    for address, by, budget in asked:
        visitor.as_(by)
        with visitor.counting() as statements:
            assert visitor.get(address).status_code == 200, address
        yield f"{by}: {address}", len(statements), budget


def test_a_page_costs_the_same_with_few_and_with_many_records_and_stays_within_its_budget(
    few: Served, visitor: Visitor
) -> None:
    before = {page: cost for page, cost, _budget in costs(few, visitor)}
    with committing(few):
        filling.ten_more(few)
    after = {page: (cost, may) for page, cost, may in costs(few, visitor)}
    assert all(cost > 0 for cost in before.values())
    grown = {page: (before[page], cost) for page, (cost, _) in after.items() if cost > before[page]}
    assert grown == {}
    assert {page: spent for page, spent in after.items() if spent[0] > spent[1]} == {}


def test_whose_a_duty_is_follows_from_its_row_and_the_firm_alone(
    few: Served, visitor: Visitor
) -> None:
    """What is made of kept rows is kept as long as they and the firm stay the same."""
    with reading(few):
        rows = [KeptRow(*row) for row in session.execute(duty_rows.of_persons())]
        rows += [
            KeptRow(*row)
            for row in session.execute(duty_rows.of_offices_and_rules(), {"today": TODAY})
        ]
        asking = Asking(date.max, Firm(TODAY))
        with visitor.counting() as statements:
            made, further = duty_reading._made_of(rows, asking)
        assert made
        assert further
        assert statements == []


CASE = "/act/cases/CA-2026-001"
AUDIT = "/check/audits/AU-2026-001"
POLICY = "/plan/policies/POL-001"
TYPED = {
    "plan": {
        "correction": "移した。",
        "cause": "台帳がない。",
        "repeat_answer": "四半期ごとに見る。",
        "cause_category": "inventory",
        "action": "登録する。",
        "owner_id": str(IDS["owner"]),
        "due_on": "2026/12/24",
    },
    "decision": {"decision": "approved"},
    "done": {"result": "登録した。", "no_proof": "台帳で見られる。"},
    "verdict": {"verdict": "effective", "grounds": "見た。"},
}
SAVES = (
    ("plan", "head"),
    ("decision", "privacy_manager"),
    ("done", "owner"),
    ("verdict", "auditor"),
)


MAY = {"verdict": FILE_FINDING, "plan": HAND_IN_PLAN, "done": REPORT_DONE}


def saved(visitor: Visitor, by: str, page: str, action: str, typed: Mapping[str, object]) -> int:
    """What it costs to send a form; the answer is a redirect, so no page is part of it."""
    sent = {**form(visitor.as_(by).get(page), action, with_slip=True), **typed}
    with visitor.counting() as statements:
        assert visitor.post(action, **sent).status_code == 302, action
    return len(statements)


def test_every_save_stays_within_its_budget(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.audit()
    spent: dict[str, tuple[int, int]] = {}
    row = f"{AUDIT}/checklist/1/finding"
    seen = {"grade": "observation", "fact": "見た。", "evidence": "写真"}
    answered = {"result": "conforms", "note": "見た"}
    cost = saved(visitor, "auditor", f"{AUDIT}/checklist/", f"{AUDIT}/checklist/2", answered)
    spent["start"] = (cost, START_AUDIT)
    cost = saved(visitor, "auditor", f"{AUDIT}/checklist/", f"{AUDIT}/checklist/3", answered)
    spent["answer"] = (cost, SAVE)
    # Filing takes a number, follows with its row's result, and counts in the figures.
    spent["observation"] = (saved(visitor, "auditor", row, row, seen), FILE_FINDING)
    seen["grade"] = "nonconformity"
    spent["nonconformity"] = (saved(visitor, "auditor", row, row, seen), FILE_FINDING)
    for name, by in SAVES:
        # A verdict that closes moves case and finding, and lays its lesson in the plan's inbox.
        may = MAY.get(name, STEP)
        spent[name] = (saved(visitor, by, CASE, f"{CASE}/{name}", TYPED[name]), may)
    ended = {"reason": "重複"}
    found = "/check/findings/F-2026-001"
    cost = saved(visitor, "audit_manager", found, f"{found}/withdraw", ended)
    spent["withdraw"] = (cost, STEP)
    cost = saved(visitor, "audit_manager", AUDIT, f"{AUDIT}/cancel", ended)
    spent["cancel"] = (cost, STEP)
    assert {name: cost for name, cost in spent.items() if cost[0] > cost[1]} == {}


def test_hearing_an_auditee_stays_within_its_budget(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.told()
        builders.told(builders.audit(), fact="次の所見。")
    found, second = "/check/findings/F-2026-001", "/check/findings/F-2026-002"
    spent: dict[str, tuple[int, int]] = {}
    for name in ("head", "auditor", "audit_manager"):
        with visitor.as_(name).counting() as statements:
            visitor.get(found)
        spent[f"read by {name}"] = (len(statements), RECORD)
    spent["confirm"] = (saved(visitor, "head", second, f"{second}/confirm", {}), FILE_FINDING)
    cost = saved(visitor, "head", found, f"{found}/dispute", {"dispute": "違う。"})
    spent["dispute"] = (cost, STEP)
    decided = {"ruling": "upheld", "grounds": "見た。"}
    # What is upheld opens its case, as filing does in the light profile.
    cost = saved(visitor, "audit_manager", found, f"{found}/decide", decided)
    spent["decide"] = (cost, FILE_FINDING)
    assert {name: cost for name, cost in spent.items() if cost[0] > cost[1]} == {}


def test_every_signature_of_a_report_stays_within_its_budget(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        reporting.done()
    report = f"{AUDIT}/report/"
    typed = {"opinion": "所見", "conclusion": "結論"}
    spent = {"draft": (saved(visitor, "auditor", report, report, {**typed, "move": "save"}), SAVE)}
    # A signature reads all that it freezes.
    cost = saved(visitor, "auditor", report, report, {**typed, "move": "sign"})
    spent["sign"] = (cost, SIGN_REPORT)
    for name, by in (("approval", "audit_manager"), ("receipt", "representative")):
        decided = {"decision": "approved"}
        cost = saved(visitor, by, report, f"{report}{name}", decided)
        spent[name] = (cost, SIGN_REPORT)
    assert {name: cost for name, cost in spent.items() if cost[0] > cost[1]} == {}


def test_every_save_of_a_policy_stays_within_its_budget(served: Served, visitor: Visitor) -> None:
    spent: dict[str, tuple[int, int]] = {}
    with reading(served):
        noticed, *_ = text_check.remarks(builders.policy(), policies.in_force(1), [])
    lay = f"{POLICY}/remarks"
    with visitor.as_("privacy_manager").counting() as statements:
        assert visitor.post(lay, remark=noticed.name).status_code == 302
    spent["lay"] = (len(statements), SAVE)
    new, version = f"{POLICY}/versions/", f"{POLICY}/versions/2"
    drafted = {"text": POLICY_TEXT.replace("教材", "教科書"), "reason": "改める。"}
    cost = saved(visitor, "privacy_manager", f"{new}new", new, drafted)
    spent["draft"] = (cost, STEP)
    asked = {"effective_on": "2026/11/24", "move": "submit"}
    spent["submit"] = (saved(visitor, "privacy_manager", version, version, asked), STEP)
    decide = f"{version}/decision"
    cost = saved(visitor, "representative", version, decide, {"decision": "approved"})
    spent["approve"] = (cost, STEP)
    assert {name: cost for name, cost in spent.items() if cost[0] > cost[1]} == {}


def test_every_review_of_a_policy_stays_within_its_budget(served: Served, visitor: Visitor) -> None:
    with committing(served):
        filling.receive(1)
    spent: dict[str, tuple[int, int]] = {}
    review = f"{POLICY}/review"
    concluded = {"outcome": "unchanged", "reason": "確かめた。"}
    concluded |= dict.fromkeys(("law", "business", "contact", "findings", "wording"), "確かめた。")
    early = f"{review}/early"
    called = {"kind": "law", "reason": "改正", "due_on": "2026/11/30"}
    spent["early"] = (saved(visitor, "privacy_manager", early, early, called), STEP)
    # It answers its questions, the inbox and what wanted it early.
    spent["review"] = (saved(visitor, "privacy_manager", review, review, concluded), STEP)
    put_off = {"outcome": "postponed", "reason": "繁忙", "postponed_to": "2027/2/1"}
    spent["put off"] = (saved(visitor, "privacy_manager", review, review, put_off), STEP)
    decide = "/plan/reviews/PR-2026-02/decision"
    page = decide.removesuffix("/decision")
    cost = saved(visitor, "representative", page, decide, {"decision": "approved"})
    spent["postponement"] = (cost, STEP)
    revised = {**concluded, "outcome": "revised"}
    cost = saved(visitor, "privacy_manager", review, review, revised)
    spent["revise"] = (cost, REVISE_POLICY)
    assert {name: cost for name, cost in spent.items() if cost[0] > cost[1]} == {}


def test_every_save_of_a_programme_stays_within_its_budget(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        a_programme.none_yet()
        a_programme.drafted()
    edit = "/check/programmes/AP-2026/edit"
    spent = {"save": (saved(visitor, "audit_manager", edit, edit, {"do": "save"}), WRITE_PROGRAMME)}
    spent["submit"] = (
        saved(visitor, "audit_manager", edit, edit, {"do": "submit"}),
        HAND_IN_PROGRAMME,
    )
    page, decide = edit.removesuffix("/edit"), f"{edit.removesuffix('edit')}decision"
    cost = saved(visitor, "representative", page, decide, {"decision": "approved"})
    spent["approve"] = (cost, APPROVE_PROGRAMME + 5 * EACH_AUDIT)
    old = "/check/history/"
    told = {"kind": "conformity", "fiscal_year": "2025", "held_on": "2025/11/5", "auditors": "有賀"}
    spent["history"] = (saved(visitor, "audit_manager", f"{old}new", old, told), SAVE)
    audit = "/check/audits/AU-2026-001"
    moved = {"planned_on": "2027/1/20", "reason": "台風"}
    spent["move"] = (saved(visitor, "audit_manager", audit, f"{audit}/day", moved), MOVE_AUDIT)
    assert {name: cost for name, cost in spent.items() if cost[0] > cost[1]} == {}


def test_making_known_and_reading_stay_within_their_budget(
    served: Served, visitor: Visitor
) -> None:
    known, read = f"{POLICY}/acknowledgements", f"{POLICY}/read"
    told = {"due_on": "2026/12/24", "way": "朝礼"}
    assert saved(visitor, "representative", known, f"{known}/announce", told) <= STEP
    assert saved(visitor, "owner", read, read, {}) <= SAVE
    signed = {"person_ids": str(IDS["without_account"]), "signed_on": "2026/11/24"}
    scan: dict[str, object] = {**signed, "scan": b"signed"}
    # A list attaches its scan as well: its number and a note of its own.
    assert saved(visitor, "head", known, f"{known}/list", scan) <= FILE_FINDING


def test_a_save_costs_the_same_with_few_and_with_many_records(
    few: Served, visitor: Visitor
) -> None:
    row = f"{AUDIT}/checklist/1/finding"
    seen = {"grade": "nonconformity", "fact": "見た。", "evidence": "写真"}
    before = saved(visitor, "auditor", row, row, seen)
    planned = saved(visitor, "head", CASE, f"{CASE}/plan", TYPED["plan"])
    add_many_cases(few)
    assert saved(visitor, "auditor", row, row, seen) == before
    last = f"/act/cases/CA-2026-{count(few):03}"
    assert saved(visitor, "head", last, f"{last}/plan", TYPED["plan"]) == planned


def add_many_cases(served: Served) -> None:
    with committing(served):
        for position in range(12):
            builders.case(session.get_one(Audit, 1), position % 4 + 1)


def count(served: Served) -> int:
    with committing(served):
        return len(session.scalars(select(Case)).all())
