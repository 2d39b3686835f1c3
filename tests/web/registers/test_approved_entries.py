"""Entries that are approved, in a browser's requests: handed in together, decided, ended."""

import re
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import select

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.register import Register
from pms_tracker.web.registers import register_papers
from tests.cast import IDS, viewer
from tests.databases import Served
from tests.do.test_ledger import STUDENTS
from tests.do.test_purposes import approve
from tests.papers import flat, told
from tests.registers import samples
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

PLACE = "/do/ledger"
FIRST = f"{PLACE}/PI-2026-001"
FIRST_NAME = Reference(Kind.PERSONAL_INFORMATION, 2026, 1)


def two_drafts(served: Served) -> None:
    with committing(served):
        for name in ("生徒名簿", "保護者名簿"):
            entries.enter(LEDGER, {**STUDENTS, "name": name}, by=viewer("head"))


def chosen(page: str) -> list[str]:
    """What the boxes of a page send."""
    return re.findall(r'name="entry" value="([^"]+)"', page)


def states(served: Served) -> list[Standing]:
    with reading(served):
        found = select(PersonalInformation.state).order_by(PersonalInformation.id)
        return list(session.scalars(found))


def hand_in_both(visitor: Visitor) -> None:
    page = visitor.as_("head").get(f"{PLACE}/drafts")
    fields = form(page, f"{PLACE}/drafts")
    sent = visitor.post(f"{PLACE}/drafts", **{**fields, "entry": chosen(page.text)})
    assert sent.status_code == 302


@pytest.mark.both_databases
def test_drafts_are_handed_in_and_approved_together(served: Served, visitor: Visitor) -> None:
    two_drafts(served)
    hand_in_both(visitor)
    assert states(served) == [Standing.WAITING] * 2
    page = visitor.as_("privacy_manager").get(f"{PLACE}/waiting")
    assert "保護者名簿" in words(page)
    fields = form(page, f"{PLACE}/waiting")
    sent = visitor.post(f"{PLACE}/waiting", **{**fields, "entry": chosen(page.text)})
    assert sent.status_code == 302
    assert states(served) == [Standing.IN_FORCE] * 2
    assert "生徒名簿" in words(visitor.get(f"{PLACE}/as-of"))


def test_an_entry_that_waits_for_whoever_cannot_sign_in_says_so(
    served: Served, visitor: Visitor
) -> None:
    two_drafts(served)
    hand_in_both(visitor)
    told = "さんの対応待ちですが、まだサインインできません。"
    assert told not in words(visitor.get(FIRST))
    with committing(served):
        for name in ("privacy_manager", "representative"):
            session.delete(people.account_of(IDS[name]))
    assert told in words(visitor.get(FIRST))


def test_of_a_new_entry_nothing_is_struck_out(served: Served, visitor: Visitor) -> None:
    with committing(served):
        entries.enter(LEDGER, {**STUDENTS, "minors": True}, by=viewer("head"))
    page = visitor.as_("head").get(f"{PLACE}/drafts")
    assert "未成年者の情報を含む" in words(page)
    assert "<del" not in page.text


@pytest.mark.both_databases
def test_none_is_approved_where_one_was_taken_back_meanwhile(
    served: Served, visitor: Visitor
) -> None:
    two_drafts(served)
    hand_in_both(visitor)
    page = visitor.as_("privacy_manager").get(f"{PLACE}/waiting")
    fields = {**form(page, f"{PLACE}/waiting"), "entry": chosen(page.text)}
    record = visitor.as_("head").get(FIRST)
    visitor.post(f"{FIRST}/take-back", **form(record, f"{FIRST}/take-back"))
    refused = visitor.as_("privacy_manager").post(f"{PLACE}/waiting", **fields)
    assert refused.status_code == 409
    assert states(served) == [Standing.DRAFT, Standing.WAITING]


def test_who_wrote_it_is_offered_nothing_to_approve(served: Served, visitor: Visitor) -> None:
    two_drafts(served)
    hand_in_both(visitor)
    assert chosen(visitor.get(f"{PLACE}/waiting").text) == []
    other = visitor.as_("privacy_manager").get(f"{PLACE}/waiting")
    sent = {**form(other, f"{PLACE}/waiting"), "entry": chosen(other.text)}
    assert visitor.as_("head").post(f"{PLACE}/waiting", **sent).status_code == 403
    assert states(served) == [Standing.WAITING] * 2


def test_nothing_chosen_is_said_in_the_page(served: Served, visitor: Visitor) -> None:
    two_drafts(served)
    page = visitor.as_("head").get(f"{PLACE}/drafts")
    refused = visitor.post(f"{PLACE}/drafts", **form(page, f"{PLACE}/drafts"))
    assert "1件以上選んでください。" in words(refused)
    assert states(served) == [Standing.DRAFT] * 2


def test_all_that_were_chosen_and_lack_something_are_named_at_once(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        for name in ("生徒名簿", "保護者名簿"):
            entries.enter(LEDGER, {**STUDENTS, "name": name, "items": ()}, by=viewer("head"))
    page = visitor.as_("head").get(f"{PLACE}/drafts")
    sent = {**form(page, f"{PLACE}/drafts"), "entry": chosen(page.text)}
    refused = visitor.post(f"{PLACE}/drafts", **sent)
    assert refused.status_code == 409
    assert "PI-2026-001、PI-2026-002" in words(refused)
    assert states(served) == [Standing.DRAFT] * 2


def test_what_lacks_is_said_of_each_draft_and_what_was_chosen_stays_so(
    served: Served, visitor: Visitor
) -> None:
    two_drafts(served)
    with committing(served):
        entries.enter(LEDGER, {**STUDENTS, "name": "講師名簿", "access": ""}, by=viewer("head"))
    page = visitor.as_("head").get(f"{PLACE}/drafts")
    assert words(page).count("提出までに入力：アクセス権者") == 1
    first, _second, lacking = chosen(page.text)
    sent = {**form(page, f"{PLACE}/drafts"), "entry": [first, lacking]}
    refused = visitor.post(f"{PLACE}/drafts", **sent)
    assert refused.status_code == 409
    assert re.findall(r'name="entry" value="([^"]+)" checked', refused.text) == [first, lacking]
    assert states(served) == [Standing.DRAFT] * 3


def test_what_cannot_be_handed_in_yet_is_gone_on_with(served: Served, visitor: Visitor) -> None:
    """A record offers no step that would only be refused: it says what lacks and leads there."""
    with committing(served):
        entries.enter(LEDGER, {**STUDENTS, "access": ""}, by=viewer("head"))
    page = words(visitor.as_("head").get(FIRST))
    assert "提出までに入力：アクセス権者" in page
    assert f'<a class="btn btn-primary" href="{FIRST}/edit">続きを入力する</a>' in page
    assert f'action="{FIRST}/hand-in"' not in page
    with committing(served):
        row = session.scalars(select(PersonalInformation)).one()
        entries.change(LEDGER, row, STUDENTS, seen=row.version, by=viewer("head"))
    assert f'action="{FIRST}/hand-in"' in words(visitor.get(FIRST))


@pytest.mark.both_databases
def test_another_units_drafts_do_not_exist(served: Served, visitor: Visitor) -> None:
    two_drafts(served)
    page = visitor.as_("other_head").get(f"{PLACE}/drafts")
    assert chosen(page.text) == []
    assert visitor.get(FIRST).status_code == 404
    assert "生徒名簿" not in words(visitor.get(f"{PLACE}/as-of"))


@pytest.mark.both_databases
def test_a_record_is_decided_revised_and_ended_on_its_page(
    served: Served, visitor: Visitor
) -> None:
    two_drafts(served)
    hand_in_both(visitor)
    page = visitor.as_("privacy_manager").get(FIRST)
    fields = form(page, f"{FIRST}/decision")
    assert visitor.post(f"{FIRST}/decision", **fields, decision="approved").status_code == 302
    record = visitor.as_("head").get(FIRST)
    ended = visitor.post(f"{FIRST}/end", **{**form(record, f"{FIRST}/end"), "reason": "廃棄した"})
    assert ended.status_code == 302
    assert states(served)[0] is Standing.REVISION_WAITING
    assert "廃止が提出されています" in words(visitor.get(FIRST))


@pytest.mark.parametrize(
    ("by", "boxes"),
    [
        ("privacy_manager", ["個人情報保護管理者", "部門責任者", "登録"]),
        ("representative", ["代表者", "個人情報保護管理者", "部門責任者", "登録"]),
    ],
)
def test_the_paper_bears_the_seal_of_who_approved_it(
    served: Served, visitor: Visitor, by: str, boxes: list[str]
) -> None:
    with committing(served):
        # Nobody approves what they wrote.
        writer = "head" if by == "privacy_manager" else "privacy_manager"
        entries.enter(LEDGER, STUDENTS, by=viewer(writer))
    hand_in, drafted = f"{FIRST}/hand-in", visitor.as_(writer).get(FIRST)
    assert visitor.post(hand_in, **form(drafted, hand_in)).status_code == 302
    with served.app.test_request_context():
        assert sealed(viewer(by)) == {"登録"}
    page = visitor.as_(by).get(FIRST)
    fields = form(page, f"{FIRST}/decision")
    assert visitor.post(f"{FIRST}/decision", **fields, decision="approved").status_code == 302
    with served.app.test_request_context():
        assert sealed(viewer(by)) == {boxes[0], "登録"}
        row = entries.find(LEDGER, FIRST_NAME, seen_by=viewer(by))
        assert [each["office"] for each in register_papers.boxes(LEDGER, row)] == boxes
    assert visitor.get(f"{FIRST}/paper.pdf").status_code == 200


def sealed(by: Viewer) -> set[object]:
    """The offices whose boxes on the paper bear a seal."""
    row = entries.find(LEDGER, FIRST_NAME, seen_by=by)
    return {each["office"] for each in register_papers.boxes(LEDGER, row) if each["seal"]}


@pytest.mark.parametrize("day", ["2026-02-30", "なし", "9999-12-31"])
def test_a_day_that_is_none_is_refused_in_its_field(
    served: Served, visitor: Visitor, day: str
) -> None:
    two_drafts(served)
    for page in ("as-of", "as-of.pdf", "as-of.xlsx"):
        assert visitor.as_("head").get(f"{PLACE}/{page}?on={day}").status_code == 400


@pytest.mark.both_databases
@pytest.mark.of_the_mechanism
@pytest.mark.parametrize(
    "register", [each for each in REGISTERS if each.approvers], ids=lambda each: each.key
)
def test_every_register_that_is_approved_is_read_as_of_a_day(
    served: Served, visitor: Visitor, register: Register, tmp_path: Path
) -> None:
    with committing(served):
        samples.make_named(register)
        row = samples.make(register, by=viewer("privacy_manager"))
        approve(register, row, "privacy_manager", "representative")
        called = register.name_of(row)
    page = visitor.as_("privacy_manager").get(f"/{register.place}/as-of")
    assert page.status_code == 200
    assert called in words(page)
    places = re.findall(r'href="([^"]*/as-of\.pdf\?[^"]+)"', page.text)
    assert len(places) == (2 if register.paper else 1)
    for place in places:
        paper = flat(told(visitor.get(unescape(place)).data, tmp_path))
        assert flat(called) in paper
        assert "2026年11月24日(火)現在" in paper


def test_what_was_sent_back_is_handed_in_by_whoever_wrote_it(
    served: Served, visitor: Visitor
) -> None:
    two_drafts(served)
    hand_in_both(visitor)
    fields = form(visitor.as_("privacy_manager").get(FIRST), f"{FIRST}/decision")
    sent = {**fields, "decision": "sent_back", "reason": "保管場所が違います"}
    assert visitor.post(f"{FIRST}/decision", **sent).status_code == 302
    theirs = visitor.get(FIRST)
    assert "下書きを仕上げて提出します。" in words(theirs)
    assert f'action="{FIRST}/hand-in"' not in theirs.text
    writers = visitor.as_("head").get(FIRST).text
    assert f'action="{FIRST}/hand-in"' in writers
    assert writers.count("btn-primary") == 1
