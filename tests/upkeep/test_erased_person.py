"""Somebody who left and was erased: their name is in no table and no file, and all verifies."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import LargeBinary, select

from pms_tracker import clock
from pms_tracker.act import act_proofs
from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.act.erasures import erased_people, erasures
from pms_tracker.act.tables.case_tables import Erasure
from pms_tracker.config import Settings
from pms_tracker.database import Table, session, transaction
from pms_tracker.mail import kept
from pms_tracker.people.changes import leaving
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account, Person, Role
from pms_tracker.trail import names, trail
from pms_tracker.upkeep import about_person, restoring, snapshots, taking
from tests.upkeep.demo_home import open_kept
from tests.upkeep.test_erased_bytes import holder

GONE = "鈴木 彩乃"


def somebody() -> Person:
    return session.scalars(select(Person).where(Person.name == GONE)).one()


def leave() -> int:
    """An auditor who signed reports is gone since yesterday; their number."""
    with transaction():
        who = somebody()
        yesterday = clock.today() - timedelta(days=1)
        leaving.leave(who, on=yesterday, by=holder(Role.ADMINISTRATOR).actor)
        return who.id


def erase(person_id: int, settings: Settings) -> Erasure:
    with transaction():
        row = erased_people.ask(
            people.person(person_id),
            reason="保存期間の満了",
            kept_days=0,
            open_for=(),
            by=holder(Role.PRIVACY_MANAGER),
        )
    with transaction():
        return erasures.agree(row.id, settings.evidence_folder, by=holder(Role.AUDIT_MANAGER))


def forms(who: Person, account: Account | None) -> list[str]:
    """Every way in which bytes may hold who somebody is."""
    said = [who.name, who.name.replace(" ", ""), who.reading, who.mail or "", *_email(account)]
    return [form for each in said if each for form in (each, json.dumps(each)[1:-1], quote(each))]


def _email(account: Account | None) -> list[str]:
    return [account.email] if account is not None else []


def tables_with(words: list[str]) -> set[str]:
    """Tables and columns in which a text holds one of these."""
    sought = re.compile("|".join(map(re.escape, words)))
    found = set()
    for table in Table.metadata.sorted_tables:
        for row in session.execute(select(table)).mappings():
            for column in table.columns:
                if isinstance(column.type, LargeBinary):
                    continue
                value = row[column]
                text = json.dumps(value, ensure_ascii=False, default=str)
                if value is not None and sought.search(text):
                    found.add(f"{table.name}.{column.name}")
    return found


def files_with(folder: Path, words: list[str]) -> list[str]:
    sought = [each.encode() for each in words]
    return [
        each.name
        for each in folder.rglob("*")
        if each.is_file() and any(word in each.read_bytes() for word in sought)
    ]


def test_the_name_is_in_no_table_and_no_file_and_everything_still_verifies(
    closed_home: Settings,
) -> None:
    home = closed_home
    with open_kept(home):
        person_id = leave()
        before = {each.key for each in trail.verify()}
        words = forms(somebody(), people.account_of(person_id))
        held = tables_with(words)
        assert {
            "trail_entry.actor_name",
            "trail_value.after",
            "signed_report.content",
            "outbox_letter.body",
        } <= held
        assert files_with(home.instance, words)
        erase(person_id, home)
        assert tables_with(words) == set()
        assert erasures.finish(home.evidence_folder) == 0
        assert kept.forget_files(home.mail_folder) > 0
        assert kept.forget_files(home.mail_folder) == 0
        assert files_with(home.instance, words) == []
        assert list(trail.verify()) == []
        assert before == set()
        assert list(act_proofs.verify()) == []
        who = people.person(person_id)
        assert (who.name, who.mail, who.reading) == (names.number_of(person_id), None, "")
        assert people.account_of(person_id) is None


def test_an_erasure_is_done_again_after_an_older_backup_is_restored(
    closed_home: Settings, tmp_path: Path
) -> None:
    home, folder = closed_home, tmp_path / "backups"
    with open_kept(home):
        words = forms(somebody(), people.account_of(somebody().id))
        person_id = leave_after_backup(folder, home)
        erase(person_id, home)
        with clock.set_to(clock.now() + timedelta(hours=1)):
            taking.take(folder, home)
    oldest = snapshots.found(folder)[0]
    other = replace(
        home,
        instance=tmp_path / "other",
        database_url=f"sqlite:///{tmp_path / 'other' / 'pms.sqlite3'}",
    )
    came = restoring.restore(oldest, other, open_kept)
    assert (came.erased, came.standing) == (1, ())
    assert files_with(other.instance, words) == []
    with open_kept(other):
        assert people.person(person_id).erased_at is not None
        assert list(trail.verify()) == []
        assert list(act_proofs.verify()) == []


def leave_after_backup(folder: Path, home: Settings) -> int:
    taking.take(folder, home)
    return leave()


def test_whatever_is_somebodys_own_either_goes_or_is_known_to_stay() -> None:
    """A new table of a person's own data is decided about here, once."""
    stays = {"person", "membership", "role_grant", "acknowledgement"}
    emptied = {"proposal", "saved_view", "outbox_letter"}
    # What registers have of somebody is emptied as their rows say; their own tests ask it of each.
    emptied |= {each.table.__tablename__ for each in REGISTERS if each.whose}
    goes = {*erased_people.GONE, *erased_people.OF_ACCOUNT}
    assert set(about_person.OWN) == stays | emptied | goes
