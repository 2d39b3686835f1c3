"""All that is to be done on a day, and by whom, from do-facts' own numbers: it knows the table of
events and what people did, and nothing of the product's rules."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain

from tests.do.years.year_checks import Sheet
from tests.do.years.year_days import ONE, months_on, opens, working
from tests.do.years.year_firm import MANAGER, REPRESENTATIVE, Due, Staff
from tests.do.years.year_script import EXPIRES, FIRST, HELD
from tests.do.years.year_trainings import Course, teach_who_came

MONTH = timedelta(days=30)


@dataclass
class Reports:
    """Months or quarters that the representative is told of, in their order, none left out."""

    kind: str
    confirm: str
    months: int
    by: str
    told: dict[date, tuple[date, date | None]] = field(default_factory=dict)

    def next(self) -> date:
        return months_on(max(self.told), self.months) if self.told else FIRST

    def wanted(self, day: date) -> Iterator[Due]:
        ends = months_on(self.next(), self.months)
        if day >= ends:
            due_on = opens(ends.replace(day=10)) if self.by == "tenth" else working(ends - ONE, 10)
            yield Due(self.kind, "", due_on, MANAGER)
        for begins, (told, confirmed) in self.told.items():
            if confirmed is None:
                yield Due(self.confirm, f"{begins}", working(told, 5), REPRESENTATIVE)


@dataclass
class Complaint:
    received: date
    unit: str
    answered: date | None = None
    closed: date | None = None
    # Whether a corrective action is begun, once it turned out that the firm was at fault.
    founded: bool = False
    judged: bool = False

    @property
    def answer_by(self) -> date:
        return working(opens(self.received), 2)


@dataclass
class Part:
    """What one unit is asked in a review of the register: how many entries, frozen."""

    rows: int
    answered: date | None = None
    by: str = ""
    confirmed: date | None = None


@dataclass
class Review:
    opened: date
    due_on: date
    parts: dict[str, Part]
    closed: date | None = None


@dataclass
class Oracle:
    staff: Staff = field(default_factory=Staff)
    courses: dict[str, Course] = field(default_factory=dict)
    plans: dict[str, tuple[date, date, date]] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    quarters: Reports = field(
        default_factory=lambda: Reports("report_checks", "confirm_check_report", 3, "ten days")
    )
    months: Reports = field(
        default_factory=lambda: Reports("report_complaints", "confirm_complaint_report", 1, "tenth")
    )
    desk: date = FIRST
    complaints: dict[str, Complaint] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=lambda: dict(HELD))
    reviews: list[Review] = field(default_factory=list)
    evaluated: date = FIRST
    law_checked: date | None = None
    # By when what is touched is met, since when it is in force, and whether each was done.
    amendment: dict[str, date] = field(default_factory=dict)
    change: dict[str, date] = field(default_factory=dict)
    risk: date = date(2028, 1, 31)
    signed: set[tuple[str, str]] = field(default_factory=set)
    joined: dict[str, date] = field(default_factory=dict)
    submitted: date | None = None
    remark: date | None = None

    def morning(self, day: date) -> None:
        for each in self.courses.values():
            each.morning(self.staff, day)
        teach_who_came(self.courses.values(), self.staff, day)

    def wanted(self, day: date) -> set[Due]:
        found = list(
            chain(
                *(each.wanted(self.staff, day) for each in self.courses.values()),
                *(each.wanted(self.staff, day) for each in self.sheets.values()),
                *(each.wanted(day) for each in (self.quarters, self.months)),
                *(its(day) for its in (self._to_approve, self._desk, self._review)),
                *(its(day) for its in (self._yearly, self._of_change, self._people, self._renewal)),
            )
        )
        assert len(set(found)) == len(found), "once each"
        return set(found)

    def _to_approve(self, _day: date) -> Iterator[Due]:
        for submitted, _starts, _ends in self.plans.values():
            yield Due("approve_trainings", "", working(submitted, 5), REPRESENTATIVE)

    def _desk(self, day: date) -> Iterator[Due]:
        yield Due("check_contact_desk", "", months_on(self.desk, 12), MANAGER)
        for name, each in self.complaints.items():
            if each.answered is None:
                head = self.staff.answers_for(each.unit, day)
                yield Due("answer_complaint", name, each.answer_by, head)
                continue
            if each.closed is None:
                yield Due("close_complaint", name, each.answered + MONTH, MANAGER)
            if each.founded and not each.judged:
                yield Due("judge_complaint", name, each.answered + MONTH, MANAGER)

    def _review(self, day: date) -> Iterator[Due]:
        last = self.reviews[-1] if self.reviews else None
        if last is None or last.closed:
            since = last.opened if last else FIRST
            yield Due("open_ledger_review", "", months_on(since, 12), MANAGER)
            return
        number = f"{len(self.reviews)}"
        # Two units that one person answers for are one thing to do.
        asked = [unit for unit, part in last.parts.items() if part.answered is None]
        for who in {self.staff.answers_for(unit, day) for unit in asked}:
            yield Due("answer_ledger_review", number, last.due_on, who)
        waits = [part for part in last.parts.items() if part[1].answered and not part[1].confirmed]
        for who, due_on in {
            (self.confirms(part.by), working(part.answered or day, 5)) for _unit, part in waits
        }:
            yield Due("confirm_ledger_review", number, due_on, who)
        if all(part.confirmed for part in last.parts.values()):
            yield Due("close_ledger_review", number, last.due_on, MANAGER)

    @staticmethod
    def confirms(by: str) -> str:
        """Nobody confirms or approves what they wrote."""
        return REPRESENTATIVE if by == MANAGER else MANAGER

    def _yearly(self, day: date) -> Iterator[Due]:
        again = months_on(self.evaluated, 12)
        listed = months_on(self.law_checked, 12) if self.law_checked else FIRST + MONTH
        for kind, about, due_on in (
            ("evaluate_contractor", "contractor", again),
            ("check_laws", "", listed),
        ):
            if day >= due_on - MONTH:
                yield Due(kind, about, due_on, MANAGER)
        yield Due("review_risks", "", self.risk, MANAGER)

    def _of_change(self, day: date) -> Iterator[Due]:
        rule, ledger = (self.change.get(each) for each in ("rule", "ledger"))
        for kind, about, due_on in (
            ("meet_law_impact", "law", self.amendment.get("due")),
            ("reflect_law", "law", self.amendment.get("effective")),
            # The first of what is touched.
            ("meet_change_impact", "change", rule or ledger),
            ("close_change", "change", self.change.get("ends")),
        ):
            if due_on and day >= due_on - MONTH:
                yield Due(kind, about, due_on, MANAGER)

    def _people(self, day: date) -> Iterator[Due]:
        asked: set[tuple[str, date]] = set()
        for name, worker in self.staff.workers.items():
            if not worker.here(day):
                continue
            due = {"joining": self.joined.get(name), "leaving": worker.left}
            for kind, due_on in due.items():
                if due_on and (name, kind) not in self.signed:
                    asked |= {(who, due_on) for who in self.staff.beside(name, day)}
        for who, due_on in asked:
            yield Due("collect_pledges", "", due_on, who)
        for name, worker in self.staff.workers.items():
            if worker.left and any(each.owner == name for each in self.sheets.values()):
                yield Due("hand_over", "", worker.left, MANAGER)

    def _renewal(self, day: date) -> Iterator[Due]:
        first = months_on(EXPIRES, -8) + ONE
        last = opens(months_on(EXPIRES, -4))
        if self.submitted is None and months_on(EXPIRES, -10) <= day <= first:
            yield Due("prepare_renewal", "renewal", first, MANAGER)
        if self.submitted is None and day >= first:
            yield Due("apply_renewal", "renewal", last, MANAGER)
        if self.remark is not None:
            yield Due("answer_remark", "remark", months_on(self.remark, 3), MANAGER)

    def complained(self, month: date) -> dict[str, int]:
        """What the representative is told of a month's complaints, 「0件」 too."""
        ends = months_on(month, 1)
        its = [each for each in self.complaints.values() if each.received < ends]
        of_month = [each for each in its if each.received >= month]
        late = [
            each
            for each in of_month
            if (each.answered and each.answered > each.answer_by)
            or (not each.answered and each.answer_by < ends)
        ]
        return {
            "received": len(of_month),
            "late": len(late),
            "closed": sum(each.closed is not None and month <= each.closed < ends for each in its),
            "open": sum(each.closed is None or each.closed >= ends for each in its),
        }

    def rows(self) -> dict[str, int]:
        """How many entries each unit is asked about."""
        units = list(self.held.values())
        return {unit: units.count(unit) for unit in units}


KINDS = frozenset(
    {
        *("start_training", "take_training", "collect_training", "report_training"),
        *("confirm_training_report", "approve_trainings", "fill_in_check", "read_check_sheet"),
        *("mend_check_fault", "report_checks", "confirm_check_report", "report_complaints"),
        *("confirm_complaint_report", "check_contact_desk", "answer_complaint", "close_complaint"),
        *("open_ledger_review", "answer_ledger_review", "confirm_ledger_review"),
        *("close_ledger_review", "evaluate_contractor", "check_laws", "meet_law_impact"),
        *("reflect_law", "review_risks", "meet_change_impact", "close_change", "collect_pledges"),
        *("hand_over", "prepare_renewal", "apply_renewal", "answer_remark"),
        *("judge_check_fault", "judge_complaint"),
    }
)
