"""The table of events, carried out twice: by the use cases of the product, and by the oracle."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.leaving import heirs, holdings
from pms_tracker.act.renewals.examiner_remarks import REMARKS
from pms_tracker.act.renewals.renewals import RENEWALS
from pms_tracker.act.rules import leaving_rules
from pms_tracker.act.rules.renewal.renewal_rules import Body
from pms_tracker.database import session
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.contractors.evaluations import EVALUATIONS
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.operation.check_rules import Frequency
from pms_tracker.do.rules.pledge_rules import PledgeKind
from pms_tracker.do.rules.training.quiz_rules import Asks, QuizQuestion
from pms_tracker.do.rules.training.training_rules import Audience, Way
from pms_tracker.do.trainings import course_questions, trainings_held
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.do.trainings.training_plans import TRAININGS
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import leaving, staffing, units
from pms_tracker.people.firm import contact_desk, people
from pms_tracker.people.firm.contact_desk import Desk
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Membership, UnitKind
from pms_tracker.plan.changes import change_starters
from pms_tracker.plan.changes.change_fields import AREAS as TOUCHED
from pms_tracker.plan.changes.planned_changes import CHANGES
from pms_tracker.plan.laws.laws import LAWS
from pms_tracker.plan.rules.impact_rules import Area, Need
from pms_tracker.registers import entries
from pms_tracker.registers.register import Register
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, UNIT_IDS
from tests.do import test_contractors, test_risks
from tests.do.test_complaints import GIVEN
from tests.do.test_ledger import STUDENTS
from tests.do.years.year_checks import Sheet
from tests.do.years.year_firm import MANAGER, REPRESENTATIVE
from tests.do.years.year_oracle import Complaint, Oracle
from tests.do.years.year_script import AUDIENCES, CLASS, EXPIRES, FIRST, HELD, Event
from tests.do.years.year_trainings import Course
from tests.plan.laws.test_laws import LAW

DAY = timedelta(days=1)
AUDIENCE = {
    "all": {"audience": Audience.ALL},
    "auditors": {"audience": Audience.ROLE, "role": Role.AUDITOR},
}


class Happenings:
    """Knows each record by the oracle's word for it, and each person by their name there."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.ids, self.units = dict(IDS), dict(UNIT_IDS)
        self.rows: dict[str, int] = {}
        self.registers: dict[str, Register] = {}

    def who(self, name: str) -> Viewer:
        return people.viewer(self.ids[name])

    def keep(self, about: str, register: Register, row: Any) -> Any:
        self.rows[about], self.registers[about] = row.id, register
        return row

    def row(self, about: str) -> Any:
        return session.get_one(self.registers[about].table, self.rows[about])

    def enter(self, about: str, register: Register, by: str = MANAGER, **told: Any) -> Any:
        return self.keep(about, register, entries.enter(register, told, by=self.who(by)))

    def change(self, about: str, by: str = MANAGER, **told: Any) -> Any:
        row = self.row(about)
        entries.change(self.registers[about], row, told, seen=row.version, by=self.who(by))
        return row

    def approved(self, about: str, by: str = MANAGER, who: str = REPRESENTATIVE) -> None:
        """Handed in by one person and approved by another on the same day."""
        row, register = self.row(about), self.registers[about]
        test_risks.hand_in(row, by, register)
        test_risks.approve(row, who, register)

    def two(self, unit: str) -> tuple[str, str]:
        """Who writes for a unit today, and who approves what they wrote."""
        by = self.oracle.staff.answers_for(unit, clock.today())
        return by, self.oracle.confirms(by)

    def begin(self) -> None:
        """What the firm has on the first day."""
        for name, unit in HELD.items():
            self._hold(name, unit)
        risk = {**test_risks.LOST_BAG, "rows": (self.named("生徒名簿"),)}
        self.enter("risk", RISKS, "head", **{**risk, "review_on": self.oracle.risk})
        self.approved("risk", "head")
        mailer = {**test_contractors.MAILER, "rows": (self.named("生徒名簿"),)}
        self.enter("contractor", CONTRACTORS, "head", **mailer)
        self.evaluate()
        self.approved("contractor", "head", MANAGER)
        self.change("contractor", "head", signed_on=FIRST, renews=True)
        self.enter("law", LAWS, **LAW)
        self.approved("law")
        contact_desk.change(
            Desk("窓口", phone="0263-00-0000"),
            seen=people.the_company().version,
            by=self.who(MANAGER),
        )
        self.enter("renewal", RENEWALS, body=Body.JUAS, expires_on=EXPIRES)
        self._course()
        for name in IDS:
            if name not in ("nobody", "owner"):
                self.sign(name, PledgeKind.JOINING)
        self.oracle.joined["owner"] = FIRST + 14 * DAY

    def _course(self) -> None:
        row = self.enter("course", COURSES, "head", title="基本研修", text="名簿は施錠します。")
        asked = QuizQuestion("", "顔写真は個人情報である。", Asks.TRUE_FALSE, (), ("true",))
        course_questions.add(row, asked, by=self.who("head"))
        self.approved("course", "head", MANAGER)

    def named(self, about: str) -> str:
        return str(self.registers[about].name_of(self.row(about)))

    def sign(self, name: str, kind: PledgeKind) -> None:
        told = {"kind": kind, "asked_on": clock.today(), "signed_on": clock.today()}
        entries.enter(PLEDGES, {"person_id": self.ids[name], **told}, by=self.who(MANAGER))
        self.oracle.signed.add((name, str(kind)))

    def evaluate(self) -> None:
        told = {**test_contractors.EVALUATED, "contractor": (self.named("contractor"),)}
        by, who = self.two(CLASS)
        self.enter("evaluation", EVALUATIONS, by, **{**told, "evaluated_on": clock.today()})
        self.approved("evaluation", by, who)
        self.oracle.evaluated = clock.today()

    def _hold(self, name: str, unit: str) -> None:
        told = {**STUDENTS, "name": name, "unit_id": self.units[unit], "counted_on": clock.today()}
        by, who = self.two(unit)
        self.enter(name, LEDGER, by, **told)
        self.approved(name, by, who)

    def happen(self, event: Event) -> None:
        getattr(self, f"_{event.what}")(event.on, **event.told)

    def _check(self, day: date, name: str, unit: str, every: str, owner: str) -> None:
        told = {"title": name, "unit_id": self.units[unit], "frequency": Frequency(every)}
        more = {"items": "鍵をかけた", "owner_id": self.ids[owner], "starts_on": day}
        self.enter(name, CHECKS, **told, **more)
        self.oracle.sheets[name] = Sheet(name, unit, every, owner, day)

    def _end_check(self, _day: date, name: str, last: date) -> None:
        self.change(name, ends_on=last)
        self.oracle.sheets[name].until = last

    def _plan(self, day: date, name: str, starts: date, ends: date) -> None:
        audience = AUDIENCES[name]
        of_unit = {"audience": Audience.UNIT, "unit_id": self.units.get(audience)}
        told = {
            **{"title": name, "course": (self.named("course"),), "way": Way.SESSION, "tries": 2},
            **{"starts_on": starts, "ends_on": ends, **AUDIENCE.get(audience, of_unit)},
        }
        row = self.enter(name, TRAININGS, **told)
        test_risks.hand_in(row, MANAGER, TRAININGS)
        self.oracle.plans[name] = (day, starts, ends)

    def _start(self, day: date, name: str) -> None:
        trainings_held.start(self.row(name), by=self.who(MANAGER))
        self.oracle.courses[name].start(self.oracle.staff, day)

    def _retitle(self, _day: date, name: str) -> None:
        self.change(name, title=f"{name}（改）")
        self.approved(name)

    def _extend(self, _day: date, name: str, ends: date) -> None:
        self.change(name, ends_on=ends)
        self.approved(name)
        self.oracle.courses[name].extend(ends)

    def _evaluate(self, _day: date) -> None:
        self.evaluate()

    def _check_desk(self, day: date) -> None:
        seen = people.the_company().version
        contact_desk.check("サイトと申込書", seen=seen, by=self.who(MANAGER))
        self.oracle.desk = day

    def approve_plan(self, name: str) -> None:
        test_risks.approve(self.row(name), REPRESENTATIVE, TRAININGS)
        _submitted, starts, ends = self.oracle.plans.pop(name)
        self.oracle.courses[name] = Course(name, starts, ends)

    def _join(self, day: date, name: str, unit: str, *, mail: bool) -> None:
        if name not in self.ids:
            address = f"{name}@example.jp" if mail else None
            made = staffing.add_person(name, mail=address, by=SYSTEM)
            self.ids[name] = made.id
            if mail:
                staffing.open_account(made, password_hash=None, by=SYSTEM)
            self.oracle.joined[name] = day + 14 * DAY
        where = people.unit(self.units[unit])
        staffing.enrol(people.person(self.ids[name]), where, since_on=day, by=SYSTEM)
        self.oracle.staff.join(name, unit, day, mail=mail)

    def _pause(self, day: date, name: str) -> None:
        who = people.person(self.ids[name])
        its = select(Membership).where(Membership.person_id == who.id)
        for each in session.scalars(its):
            staffing.end_membership(who, each.id, until_on=day, by=SYSTEM)
        self.oracle.staff.pause(name, day)

    def _leave(self, _day: date, name: str, last: date) -> None:
        leaving.leave_by(self.who("administrator"), people.person(self.ids[name]), on=last)
        self.oracle.staff.leave(name, last)

    def _hand_over(self, _day: date, name: str, heir: str) -> None:
        its = holdings.of(self.ids[name])
        chosen = {each.key: self.ids[heir] for each in its}
        who, seen = people.person(self.ids[name]), leaving_rules.seen(its)
        heirs.hand_over(who, chosen, reason="退職のため", seen=seen, by=self.who(MANAGER))
        for each in self.oracle.sheets.values():
            each.owner = heir if each.owner == name else each.owner

    def _grant(self, day: date, name: str) -> None:
        who = people.person(self.ids[name])
        staffing.grant(who, Role.AUDITOR, since_on=day, by=SYSTEM)
        self.oracle.staff.workers[name].auditor = True

    def _take_up(self, _day: date, name: str, unit: str) -> None:
        self._hold(name, unit)
        self.oracle.held[name] = unit

    def _revise(self, day: date, name: str) -> None:
        """A change of an entry asks for its risks a month later, 31 August for 30 September."""
        self.change(name, "head", place="鍵付きの棚")
        self.approved(name, "head", MANAGER)
        self.oracle.risk = date(2027, 9, 30)
        assert day == date(2027, 8, 31)

    def _amend(self, day: date, name: str, due: date, effective: date) -> None:
        others = [Area.FORM, Area.PURPOSE, Area.TRAINING, Area.RISK]
        self.change(
            "law",
            **{"amendment": f"{name}が変わる。", "announced_on": day, "effective_on": effective},
            **{"rule_need": Need.NEEDED, "rule_due": due},
            **{f"{each}_need": Need.NOT_NEEDED for each in others},
            **{f"{each}_what": "関係しない" for each in others},
        )
        self.approved("law")
        self.oracle.amendment = {"due": due, "effective": effective}

    def _complain(self, day: date, name: str, unit: str) -> None:
        told = {**GIVEN, "received_on": day, "unit_id": self.units[unit]}
        self.enter(name, COMPLAINTS, "administrator", **told)
        self.oracle.complaints[name] = Complaint(day, unit)

    def _open_unit(self, day: date, name: str) -> None:
        made = staffing.add_unit(name, UnitKind.SITE, by=SYSTEM, opened_on=day)
        self.units[name] = made.id

    def _change(self, day: date, rule: date, ledger: date, ends: date) -> None:
        by = self.who(MANAGER)
        row = change_starters.draft("site", "教室を統合する", ends - 60 * DAY, str, by=by)
        self.keep("change", CHANGES, row)
        others = [each for each in TOUCHED if each not in (Area.RULE, Area.LEDGER)]
        needed = {f"{each}_need": Need.NEEDED for each in (Area.RULE, Area.LEDGER)}
        self.change(
            "change",
            **{"why": "統合する。", "decided_on": day, "whole": "途切れない。", "end_on": ends},
            **{**needed, "rule_due": rule, "ledger_due": ledger},
            **{f"{each}_need": Need.NOT_NEEDED for each in others},
            **{f"{each}_what": "関係しない" for each in others},
            **{f"{each}_due": None for each in others},
        )
        self.approved("change")
        self.oracle.change = {"rule": rule, "ledger": ledger, "ends": ends}

    def _merge(self, _day: date, unit: str, into: str, since: date) -> None:
        of, other = (people.unit(self.units[each]) for each in (unit, into))
        units.merge(of, other, since_on=since, by=SYSTEM)
        self.oracle.staff.merge(unit, into, since)
        for each in self.oracle.sheets.values():
            if each.unit == unit:
                each.until = since - DAY

    def _remark(self, day: date) -> None:
        told = {"renewal": (self.named("renewal"),), "item": "1", "what": "空欄があった。"}
        self.enter("remark", REMARKS, unit_id=self.units["本部"], found_on=day, **told)
        self.oracle.remark = day

    def _granted(self, day: date) -> None:
        """The body decides once what it remarked was answered."""
        if self.oracle.remark is not None:
            self.change("remark", answer="改めた。", answered_on=day)
            self.oracle.remark = None
            self.acted["answer_remark"] += 1
        self.change("renewal", decided_on=day, granted_on=day)
