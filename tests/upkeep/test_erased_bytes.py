"""What was erased is in no file of an installation any more, byte by byte."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from pms_tracker.act.erasures import erasures
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Role, RoleGrant
from pms_tracker.trail import trail
from tests.upkeep.demo_home import open_kept

# Long enough for pages of its own, and with a mark that is nowhere else.
MARK = "山田花子様の住所"
SECRET = MARK + "を書いた申込書が、受付の棚に置かれていた。" * 150


def holder(role: Role) -> Viewer:
    statement = select(RoleGrant.person_id).where(RoleGrant.role == role).limit(1)
    return people.viewer(session.scalars(statement).one())


def files_with(folder: Path, words: str) -> list[str]:
    sought = words.encode()
    return [
        each.name for each in folder.rglob("*") if each.is_file() and sought in each.read_bytes()
    ]


def test_erased_words_are_in_no_file_of_the_installation(closed_home: Settings) -> None:
    home = closed_home
    with open_kept(home):
        asking, agreeing = holder(Role.PRIVACY_MANAGER), holder(Role.AUDIT_MANAGER)
        with transaction():
            statement = select(Finding).join(Case, Case.finding_id == Finding.id)
            finding = session.scalars(statement.order_by(Finding.id).limit(1)).one()
            reference = finding.reference
            trail.note(
                reference, "changed", by=asking.actor, changes={"fact": (finding.fact, SECRET)}
            )
            finding.fact, finding.search_text = SECRET, SECRET
        assert files_with(home.instance, MARK)
        record = parse_reference(reference)
        assert record is not None
        with transaction():
            row = erasures.ask(record, field="fact", file_number=None, reason="誤記", by=asking)
        # Somebody still reads what was there before: its words stay until they are done.
        with closing(sqlite3.connect(home.instance / "pms.sqlite3")) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM finding").fetchone()
            with transaction():
                erasures.agree(row.id, home.evidence_folder, by=agreeing)
            assert files_with(home.instance, MARK)
        assert erasures.finish(home.evidence_folder) == 0
        assert files_with(home.instance, MARK) == []
        assert list(trail.verify()) == []
