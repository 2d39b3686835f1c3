"""All that is held of a person: no table is forgotten, no secret leaves, nobody else's is told."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.incoming import reports_in
from pms_tracker.act.incoming.reports_in import Told
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.check.tables.auditor_tables import AuditorTraining
from pms_tracker.database import Table, session
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Deputy
from pms_tracker.people.tables.security_tables import Event, SecurityEvent
from pms_tracker.trail import trail
from pms_tracker.trail.trail_tables import TrailEntry
from pms_tracker.upkeep import about_person
from pms_tracker.web.people import person_words
from pms_tracker.web.words.trail.trail_words import FIELDS
from tests import builders
from tests.cast import BEGAN, IDS, TODAY, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading

pytestmark = pytest.mark.both_databases

SECRET = "neither-of-these-leaves"


def rows_of(visitor: Visitor, url: str) -> list[tuple[str, ...]]:
    answer = visitor.post(url)
    assert answer.status_code == 200, url
    assert answer.headers["Cache-Control"] == "no-store"
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    return [tuple(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True)]


def test_every_column_that_names_a_person_is_covered_and_has_words() -> None:
    naming = {(table.name, column.name) for table, column in about_person.naming()}
    for table in Table.metadata.tables.values():
        for column in table.columns:
            bound = {key.target_fullname for key in column.foreign_keys}
            if bound & {"person.id", "account.id"}:
                assert (table.name, column.name) in naming
            # What is called so and is no person's number is told apart here by hand.
            if "person" in column.name and not bound and table.name != "people_import":
                assert (table.name, column.name) in naming, f"{table.name}.{column.name}"
    own = {(table, column) for table, columns in about_person.OWN.items() for column in columns}
    whose = {each for each in naming if each[0] in about_person.OWN}
    whose = {each for each in whose if each[1] in about_person.WHOSE}
    words = {**FIELDS, **person_words.COLUMNS}
    for place, name in (naming | own) - (whose - own):
        assert f"{place}.{name}" in words or name in words, f"{place}.{name}"
    assert set(person_words.TABLES) == {place for place, _name in naming | own}


def test_no_secret_is_among_what_is_given() -> None:
    secret = {"password", "fs_uniquifier", "invitation", "tf_totp_secret", "mf_recovery_codes"}
    secret |= {"tf_last_counter", "token_hash", "key", "typed", "body", "html", "receipt"}
    assert not secret & {each for columns in about_person.OWN.values() for each in columns}


@pytest.fixture
def held(served: Served) -> str:
    """The auditor is on an audit, has filed a finding, and reported something by name."""
    with committing(served):
        finding = builders.finding().reference
        account = people.account_of(IDS["auditor"])
        assert account is not None
        account.password = SECRET
        told = Told(Source.INCIDENT, "封筒の宛名を間違えた。")
        report = reports_in.report(told, by=viewer("auditor")).reference
        session.add(
            AuditorTraining(
                person_id=IDS["second_auditor"],
                name="他人の研修",
                obtained_on=BEGAN,
                recorded_by_id=IDS["auditor"],
                recorded_at=clock.now(),
            )
        )
    assert finding
    return report


def test_one_file_holds_what_is_theirs_and_the_numbers_of_what_names_them(
    served: Served, visitor: Visitor, held: str
) -> None:
    own = rows_of(visitor.as_("auditor"), "/me/data")
    told = {(section, field): value for section, _subject, field, value in own}
    assert told["登録", "氏名"] == "小口 彩香"
    assert told["アカウント", "サインインのメールアドレス"] == "auditor@example.jp"
    assert told["役割", "役割"] == "監査員"
    assert told["所属", "部門"] == "書店"
    assert told["操作履歴", "役割"] == "監査員"
    assert ("監査チーム", "監査員") in told
    assert ("監査所見", "記録した人") in told
    assert ("報告", held, "報告した人") in {row[:3] for row in own}
    # They recorded it; what it says is another's.
    assert ("監査員の研修", "記録した人") in told
    text = str(own)
    assert not any(each in text for each in (SECRET, "他人の研修", "封筒の宛名"))

    admin = rows_of(visitor.as_("administrator"), f"/people/{IDS['auditor']}/data")
    assert held not in str(admin)
    assert ("監査所見", "記録した人") in {(row[0], row[2]) for row in admin}
    manager = rows_of(visitor.as_("privacy_manager"), f"/people/{IDS['auditor']}/data")
    assert held in str(manager)
    assert visitor.as_("audit_manager").post(f"/people/{IDS['auditor']}/data").status_code == 403
    assert visitor.as_("administrator").post("/people/999999/data").status_code == 404

    with reading(served):
        noted = session.scalars(
            select(SecurityEvent)
            .where(SecurityEvent.kind == Event.PERSON_EXPORTED.value)
            .order_by(SecurityEvent.id)
        ).all()
        assert [(each.person_id, each.by_id) for each in noted] == [
            (IDS["auditor"], None),
            (IDS["auditor"], IDS["administrator"]),
            (IDS["auditor"], IDS["privacy_manager"]),
        ]
        assert all(each.rows and each.rows > 20 for each in noted)
        last = session.scalars(select(TrailEntry).order_by(TrailEntry.number.desc())).first()
        assert last is not None
        assert (last.reference, last.move) == (f"person-{IDS['auditor']}", "data_exported")
        assert not list(trail.verify())


def test_a_report_without_a_name_is_in_nobodys_file(served: Served, visitor: Visitor) -> None:
    with committing(served):
        told = Told(Source.INCIDENT, "名前を出さずに知らせる。")
        reports_in.report_without_name(told, "a-code-of-its-own")
        session.add(
            Deputy(
                principal_id=IDS["auditor"],
                deputy_id=IDS["second_auditor"],
                since_on=TODAY,
                until_on=TODAY,
                named_by_id=IDS["auditor"],
                named_at=clock.now(),
                reason="",
            )
        )
    with reading(served):
        report = session.scalars(select(IncomingReport)).one().reference
    found = rows_of(visitor.as_("auditor"), "/me/data")
    assert report not in str(found)
    assert ("不在時の代理", "", "代理する人", "百瀬 拓") in found
