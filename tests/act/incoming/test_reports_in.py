"""Reports by name and without: seen by few, handled by the privacy manager, answered."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from pms_tracker.act.incoming import reports_in
from pms_tracker.act.incoming.reports_in import Told
from pms_tracker.act.rules.incoming_rules import ReportState
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.database import session
from pms_tracker.do.rules.contact import receipt_codes
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import parse_reference
from pms_tracker.mail.mail_tables import OutboxLetter
from tests import open_duties
from tests.act.cases import from_outside
from tests.cast import ACCOUNTS, IDS, TODAY, UNIT_IDS, viewer

TEXT = "成績表を別の生徒に渡しそうになった。"
TOLD = Told(Source.INCIDENT, TEXT, UNIT_IDS["松本教室"])
CODE = receipt_codes.code_of("seed", "key")


def by_name(by: str = "employee") -> IncomingReport:
    return reports_in.report(TOLD, by=viewer(by))


def letters() -> list[tuple[str, int | None]]:
    rows = session.execute(select(OutboxLetter).order_by(OutboxLetter.id)).scalars().all()
    assert not any(TEXT in f"{each.subject}{each.body}{each.html}" for each in rows)
    return [(each.key, each.person_id) for each in rows]


def test_a_report_by_name_reaches_the_privacy_manager_without_its_words(app: Flask) -> None:
    made = by_name()
    assert made.reference == "RP-2026-001"
    assert letters() == [("report_received", IDS["privacy_manager"])]
    [duty] = open_duties.outside(made.due_on)
    assert (duty.kind, duty.person_id, duty.title) == ("handle_report", IDS["privacy_manager"], "")


def test_only_the_top_roles_and_the_reporter_know_of_it(app: Flask) -> None:
    reference = parse_reference(by_name().reference)
    assert reference is not None
    for name in ACCOUNTS:
        sees = name in {"representative", "privacy_manager", "audit_manager", "employee"}
        assert len(reports_in.listed(viewer(name))) == sees, name
        if not sees:
            with pytest.raises(NotFound):
                reports_in.by_reference(reference, seen_by=viewer(name))


def test_it_is_taken_up_as_a_case_of_its_source_and_the_reporter_is_told(app: Flask) -> None:
    made = by_name()
    said = from_outside.stated(source=Source.COMPLAINT)
    case = reports_in.take_up(made, said, version=1, by=viewer("privacy_manager"))
    assert (case.source, made.state, made.case_id) == (
        Source.INCIDENT,
        ReportState.TAKEN_UP,
        case.id,
    )
    assert ("report_handled", IDS["employee"]) in letters()
    assert reports_in.case_name(made) == case.reference
    assert list(open_duties.outside(made.due_on)) == []
    with pytest.raises(RuleBroken, match="move_not_possible"):
        reports_in.take_up(made, said, version=2, by=viewer("privacy_manager"))
    assert session.scalar(select(func.count()).select_from(Case)) == 1


def test_or_it_is_closed_with_a_reason(app: Flask) -> None:
    made = by_name()
    with pytest.raises(BadInput, match="text_needed"):
        reports_in.close(made, " ", version=1, by=viewer("privacy_manager"))
    with pytest.raises(Stale):
        reports_in.close(made, "済み", version=9, by=viewer("privacy_manager"))
    reports_in.close(made, "すでに手順を改めました。", version=1, by=viewer("privacy_manager"))
    assert (made.state, made.handled_on) == (ReportState.ANSWERED, TODAY)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        reports_in.close(made, "もう一度", version=2, by=viewer("privacy_manager"))


@pytest.mark.parametrize("by", ["representative", "audit_manager", "head", "employee"])
def test_nobody_else_handles_it(app: Flask, by: str) -> None:
    made = by_name()
    with pytest.raises(NotAllowed, match="reports_handled_by_manager"):
        reports_in.close(made, "済み", version=1, by=viewer(by))


def test_the_privacy_managers_own_report_is_the_representatives(app: Flask) -> None:
    made = by_name("privacy_manager")
    with pytest.raises(NotAllowed):
        reports_in.close(made, "済み", version=1, by=viewer("privacy_manager"))
    assert letters() == [("report_received", IDS["representative"])]
    reports_in.close(made, "済み", version=1, by=viewer("representative"))


def test_a_report_without_a_name_keeps_a_digest_and_days_and_nothing_else(app: Flask) -> None:
    made = reports_in.report_without_name(Told(Source.SELF_REPORT, TEXT), CODE)
    assert made.reporter_id is None
    kept = {each.key: str(getattr(made, each.key)) for each in IncomingReport.__table__.columns}
    assert not any(CODE in each or CODE.replace("-", "") in each for each in kept.values())
    assert not any(":" in each for each in kept.values())
    again = reports_in.report_without_name(Told(Source.SELF_REPORT, TEXT), CODE)
    assert again is made
    assert reports_in.by_code(CODE.lower()) is made
    with pytest.raises(NotFound, match="no_such_receipt"):
        reports_in.by_code(CODE[:-1])


def test_both_sides_write_until_there_are_too_many(app: Flask) -> None:
    made = reports_in.report_without_name(Told(Source.INCIDENT, TEXT), CODE)
    reports_in.say(made, "いつですか。", by=viewer("privacy_manager"))
    reports_in.say(made, "昨日です。", by=None)
    assert [row.written_by_id for row in reports_in.messages_of(made)] == [
        IDS["privacy_manager"],
        None,
    ]
    assert letters()[-1] == ("message_written", IDS["privacy_manager"])
    with pytest.raises(NotAllowed):
        reports_in.say(made, "わたしも", by=viewer("audit_manager"))
    for _ in range(98):
        reports_in.say(made, "続き", by=None)
    with pytest.raises(RuleBroken, match="too_many_messages"):
        reports_in.say(made, "続き", by=None)


def test_a_reporter_by_name_writes_on_as_well(app: Flask) -> None:
    made = by_name()
    reports_in.say(made, "追加です。", by=viewer("employee"))
    reports_in.say(made, "ありがとう。", by=viewer("privacy_manager"))
    assert [key for key, _ in letters()][-2:] == ["message_written", "message_written"]
    assert letters()[-1][1] == IDS["employee"]
