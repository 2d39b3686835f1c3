"""Pages of a finding's hearing: who may answer and decide, once, with all that was typed kept."""

from datetime import timedelta
from io import BytesIO

import pytest

from pms_tracker import clock
from pms_tracker.act.cases import filing
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.rules.dispute_rules import Ruling
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from tests import builders
from tests.cast import TODAY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

URL = "/check/findings/F-2026-001"
CONFIRM, DISPUTE, DECIDE = f"{URL}/confirm", f"{URL}/dispute", f"{URL}/decide"
WRITTEN = {"dispute": builders.DISPUTE}
DECIDED = {"ruling": "upheld", "grounds": "棚を見た。"}


def state(served: Served) -> tuple[FindingState, int]:
    """Where the finding stands, and how many cases there are."""
    with reading(served):
        return session.get_one(Finding, 1).state, session.query(Case).count()


def test_the_head_reads_and_confirms_and_the_case_opens(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.told()
    assert "髙山 由紀さんの確認を待っています" in words(visitor.as_("auditor").get(URL))
    page = visitor.as_("head").get(URL)
    for said in ("所見を読み、確認するか", "2026年12月1日(火)", "異議を申し立てる"):
        assert said in words(page)
    done = visitor.post(CONFIRM, **form(page, CONFIRM))
    assert done.location == URL
    assert "是正処置 CA-2026-001 を始めました" in words(visitor.get(URL))
    assert state(served) == (FindingState.OPEN, 1)


def test_a_doubled_click_confirms_once(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.told()
    sent = form(visitor.as_("head").get(URL), CONFIRM, with_slip=True)
    first, second = (visitor.post(CONFIRM, **sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert "すでに受け付けています" in words(visitor.get(second.location))
    assert state(served) == (FindingState.OPEN, 1)


def test_a_dispute_is_told_to_whoever_decides_with_its_files(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.told()
    sent = {**form(visitor.as_("head").get(URL), DISPUTE), **WRITTEN}
    for wrong, status, told in (
        ({"dispute": " "}, 400, "異議の理由を入力してください"),
        ({"dispute": "あ" * 5001}, 400, "5000文字まで"),
        ({"version": "9"}, 409, "F-2026-001 が変更されました"),
    ):
        refused = visitor.post(DISPUTE, **{**sent, **wrong})
        assert refused.status_code == status
        assert told in words(refused)
        assert wrong.get("dispute", builders.DISPUTE) in words(refused)
    data = {**sent, "csrf_token": visitor.token(), "files": (BytesIO(b"41"), "台帳.txt")}
    done = visitor.client.post(DISPUTE, data=data, content_type="multipart/form-data")
    assert done.location == URL
    assert state(served) == (FindingState.DISPUTED, 0)
    page = words(visitor.get(URL))
    for said in (builders.DISPUTE, "有賀 俊さんが、異議について決めるのを待っています", "台帳.txt"):
        assert said in page
    assert "異議を決定する" not in page
    assert "異議を決定する" in words(visitor.as_("audit_manager").get(URL))


def test_a_dispute_whose_file_is_refused_is_not_half_taken(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.told()
    sent = {**form(visitor.as_("head").get(URL), DISPUTE), **WRITTEN}
    data = {**sent, "csrf_token": visitor.token(), "files": (BytesIO(b""), "台帳.txt")}
    refused = visitor.client.post(DISPUTE, data=data, content_type="multipart/form-data")
    assert refused.status_code == 400
    assert builders.DISPUTE in words(refused)
    assert state(served) == (FindingState.TOLD, 0)


@pytest.mark.parametrize(
    ("ruling", "told", "then"),
    [
        ("upheld", "所見を維持し、是正処置 CA-2026-001 を始めました", (FindingState.OPEN, 1)),
        ("withdrawn", "異議が認められ、この所見は取り下げられました", (FindingState.WITHDRAWN, 0)),
    ],
)
def test_a_dispute_is_decided_either_way_and_all_of_it_stays_to_be_read(
    served: Served, visitor: Visitor, ruling: str, told: str, then: tuple[FindingState, int]
) -> None:
    with committing(served):
        builders.disputed()
    page = visitor.as_("audit_manager").get(URL)
    sent = {**form(page, DECIDE), **DECIDED, "ruling": ruling}
    assert "ruling" not in form(page, DECIDE), "nothing is chosen beforehand"
    for wrong, status, said in (
        ({"ruling": ""}, 400, "所見を維持するか、取り下げるかを選んでください"),
        ({"grounds": " "}, 400, "決定の根拠"),
        ({"version": "0"}, 409, "変更されました"),
    ):
        refused = visitor.post(DECIDE, **{**sent, **wrong})
        assert refused.status_code == status
        assert said in words(refused)
    assert visitor.post(DECIDE, **sent).location == URL
    assert told in words(visitor.get(URL))
    assert state(served) == then
    read = words(visitor.as_("head").get(URL))
    for kept in (builders.DISPUTE, "棚を見た。", "髙山 由紀", "有賀 俊"):
        assert kept in read


def test_doors_of_the_hearing(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.told()
    for address, sent in ((CONFIRM, {}), (DISPUTE, WRITTEN), (DECIDE, DECIDED)):
        fields = {**sent, "version": "1"}
        assert visitor.as_("head").get(address).status_code == 405
        assert visitor.post(address, token=False, **fields).status_code == 400
        for name, status in (
            ("auditor", 403),
            ("audit_manager", 403),
            ("privacy_manager", 403),
            ("other_head", 404),
            ("employee", 404),
            ("administrator", 404),
        ):
            answer = visitor.as_(name).post(address, **fields)
            assert answer.status_code == status, (address, name)
    # The head answers, and decides nothing.
    for ruling in ("upheld", "withdrawn"):
        sent = {**DECIDED, "ruling": ruling, "version": "1"}
        assert visitor.as_("head").post(DECIDE, **sent).status_code == 409
    assert state(served) == (FindingState.TOLD, 0)


def test_silence_is_said_on_the_record_and_a_late_dispute_is_refused_with_its_words(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.told()
    late = TODAY + timedelta(days=8)
    with clock.set_to(clock.at(late)):
        page = visitor.as_("head").get(URL)
        assert "異議は申し立てられません" in words(page)
        refused = visitor.post(DISPUTE, **WRITTEN, version="1")
        assert refused.status_code == 409
        assert "回答の期限が過ぎたため" in words(refused)
        with served.app.app_context():
            assert filing.confirm_silent(late) == 1
    read = words(visitor.get(URL))
    assert "5営業日のあいだ回答がなかったため、確定しました" in read
    assert "期限までに回答なし（確認とみなす）" in read


def test_lists_home_and_audit_show_where_a_dispute_stands(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.disputed()
        builders.told(fact="次の所見。")
    for name, page, said in (
        ("head", "/", "所見を確認する"),
        ("audit_manager", "/", "読んで決める"),
        ("head", "/check/findings/", "異議あり"),
        ("head", "/check/findings/?state=told", "被監査部門の確認待ち"),
        ("auditor", "/check/audits/AU-2026-001", "異議あり"),
        ("head", "/calendar/?month=2026-12&whose=all", "F-2026-002"),
    ):
        assert said in words(visitor.as_(name).get(page)), page


def test_english_says_all_of_it(served: Served, visitor: Visitor) -> None:
    with committing(served):
        made = builders.disputed()
        builders.ruled(made, Ruling.UPHELD)
    visitor.as_("representative").post("/language", language="en")
    page = words(visitor.get(URL))
    for said in ("Confirmation by the audited department", "Disputed", "Finding upheld"):
        assert said in page
