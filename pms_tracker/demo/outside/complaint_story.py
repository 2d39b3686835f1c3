"""What persons turned to the demo company with in a year, and how the representative was told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.do.complaints import complainants
from pms_tracker.do.complaints.complaint_reports import COMPLAINT_REPORTS
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.rules.contact import complaint_rules as rules
from pms_tracker.do.rules.contact.complaint_rules import (
    Channel,
    ComplaintKind,
    Founded,
    Gate,
    Relation,
    Subject,
)
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import contact_desk, people
from pms_tracker.people.firm.contact_desk import Desk as ContactDesk
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries

# Since when there is a desk, and on which day of a month the one before is reported.
SINCE, REPORTED_ON = -200, 5
CLERK = "小川 真由"
# The guardian who found another pupil's papers in the envelope.
SLIPPED = "別の生徒の面談の資料が封筒に入っていた"
_NAMED = ("incident_reference", "case_reference")


@dataclass(frozen=True)
class Heard:
    """One complaint: received and answered on which days from today, who it came from, what it says
    then, and what was written of it `later`; days from today for days."""

    received: int
    says: Mapping[str, Any]
    answered: int | None = None
    who: tuple[str, str] | None = None
    later: Mapping[str, Any] = field(default_factory=dict)
    erased: int | None = None


HEARD = (
    Heard(
        -160,
        {
            "received_time": "18:40",
            "channel": Channel.MAIL,
            "relation": Relation.GUARDIAN,
            "kind": ComplaintKind.INQUIRY,
            "title": "退会した後、成績の記録をいつまで持っているか",
            "what": "先月退会した。成績の記録をいつまで保管するのかを知りたい。",
            "unit_id": "教務部",
            "answer": "保管期限は退会した年度の終わりから3年で、その後に廃棄することを伝える。",
        },
        -158,
        ("架空 花子", "090-0000-0000"),
        {"subject": Subject.RIGHTS, "answered_by": Channel.MAIL, "closed_on": -157},
        -100,
    ),
    Heard(
        -62,
        {
            "channel": Channel.PHONE,
            "relation": Relation.FORMER,
            "kind": ComplaintKind.COMPLAINT,
            "title": "退会した後も講習の案内が届いた",
            "what": "退会したのに、夏期講習の案内が届いた。",
            "anonymous": True,
            "unit_id": "教務部",
            "answer": "案内の印刷が退会の前に済んでいたことを説明し、送付を止めたことを伝える。",
        },
        -60,
        None,
        {
            "subject": Subject.MAILINGS,
            "founded": Founded.NO,
            "answered_by": Channel.PHONE,
            "effect": "次の案内の宛先にないことを確かめた。",
            "closed_on": -48,
        },
    ),
    Heard(
        -7,
        {
            "received_time": "11:20",
            "channel": Channel.PHONE,
            "relation": Relation.GUARDIAN,
            "kind": ComplaintKind.COMPLAINT,
            "title": SLIPPED,
            "what": "面談で受け取った封筒に、別の生徒の面談の資料が入っていた。",
            "emergency": Gate.YES,
            "unit_id": "松本教室",
            "answer": "おわびし、資料を引き取ったこと、相手の保護者にも説明したことを伝える。",
        },
        -6,
        ("架空 太郎", "0263-00-0000"),
        {
            "subject": Subject.MISSENT,
            "founded": Founded.YES,
            "answered_by": Channel.VISIT,
            "cause": "封筒に入れる前に、氏名を2人で確かめていなかった。",
            "prevention": "封筒に入れるときに、2人で氏名を読み合わせることにした。",
        },
    ),
    Heard(
        -1,
        {
            "received_time": "19:15",
            "channel": Channel.WEB,
            "relation": Relation.CUSTOMER,
            "kind": ComplaintKind.WISH,
            "title": "連絡のメールを別のアドレスでも受け取りたい",
            "what": "欠席の連絡のメールを、もう1つのアドレスでも受け取りたい。",
            "unit_id": "教務部",
        },
        None,
        ("架空 次郎", "jiro@example.jp"),
    ),
)


class ComplaintActs:
    """The desk, what came to it, and what the representative was told each month."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: dict[int, Any] = {}

    def __iter__(self) -> Iterator[Act]:
        day = self._desk.days.open
        yield Act(day(SINCE), Hour.PLAN, self._tell_of_desk)
        for told in HEARD:
            yield Act(day(told.received), Hour.FILE, partial(self._take_in, told))
            if told.answered is not None:
                yield Act(day(told.answered), Hour.SUBMIT, partial(self._hand_in, told))
                yield Act(day(told.answered), Hour.DECIDE, partial(self._approve, told))
                yield Act(day(told.answered), Hour.DONE, partial(self._answered, told))
                later = max([told.answered, *self._days_of(told)])
                yield Act(day(later), Hour.CLOSE, partial(self._go_on, told))
            if told.erased is not None:
                yield Act(day(told.erased), Hour.FILE, partial(self._erase, told))
        yield from self._months()

    def _months(self) -> Iterator[Act]:
        days = self._desk.days
        month = rules.month_of(days.open(SINCE))
        while True:
            last = rules.next_month(month).replace(day=REPORTED_ON)
            on = days.open_day(last)
            if on.month != last.month or on >= days.today:
                return
            yield Act(on, Hour.SUBMIT, partial(self._report, month))
            yield Act(on, Hour.CLOSE, self._confirm)
            month = rules.next_month(month)

    @staticmethod
    def _days_of(told: Heard) -> list[int]:
        return [value for name, value in told.later.items() if name.endswith("_on")]

    def _tell_of_desk(self) -> None:
        unit_id = self._desk.cast.unit_ids["総務部"]
        wanted = ContactDesk("個人情報お問合せ窓口", unit_id, "0263-00-0001", "10:00", "17:00")
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        contact_desk.change(wanted, seen=people.the_company().version, by=by)

    def _take_in(self, told: Heard) -> None:
        by = self._desk.cast.viewer(CLERK)
        # What came in the evening is typed the next morning.
        late = told.says.get("received_time", "") > "17:00"
        says = {
            **told.says,
            "received_on": clock.today() - timedelta(days=int(late)),
            "unit_id": self._desk.cast.unit_ids[told.says["unit_id"]],
        }
        row = self._rows[told.received] = entries.enter(COMPLAINTS, says, by=by)
        if told.who is not None:
            complainants.write(row, *told.who, seen=0, by=by)

    def _hand_in(self, told: Heard) -> None:
        row = self._rows[told.received]
        by = self._desk.cast.holder(Role.REPRESENTATIVE)
        entry_decisions.hand_in(COMPLAINTS, row, version=row.version, by=by)

    def _approve(self, told: Heard) -> None:
        row = self._rows[told.received]
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        offered = entry_decisions.offered(COMPLAINTS, [row])
        firm = Firm(clock.today())
        digest = entry_decisions.waiting(COMPLAINTS, offered[0], firm).about.digest
        seen = entry_decisions.Seen(row.version, digest)
        entry_decisions.approve_several(COMPLAINTS, [(row, seen)], by=by)

    def _answered(self, told: Heard) -> None:
        self._change(told, {"answered_on": clock.today()})

    def _go_on(self, told: Heard) -> None:
        days = self._desk.days
        later = {
            name: days.open(value) if name.endswith("_on") else value
            for name, value in told.later.items()
        }
        named = self._named() if told.says["title"] == SLIPPED else {}
        self._change(told, {**later, **named})

    def _named(self) -> dict[str, str]:
        """The incident and the case of the envelope, which were begun by themselves."""
        newest = select(Incident).order_by(Incident.known_on.desc(), Incident.id)
        incident = session.scalars(newest.where(Incident.title.contains("面談の資料"))).first()
        its = select(Case).where(Case.source == Source.INCIDENT).order_by(Case.id.desc())
        case = session.scalars(its).first()
        found = (
            INCIDENTS.name_of(incident) if incident is not None else "",
            case.reference if case is not None else "",
        )
        return dict(zip(_NAMED, found, strict=True))

    def _change(self, told: Heard, values: Mapping[str, Any]) -> None:
        row = self._rows[told.received]
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        entries.change(COMPLAINTS, row, values, seen=row.version, by=by)

    def _erase(self, told: Heard) -> None:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        complainants.erase(self._rows[told.received], by=by)

    def _report(self, month: date) -> None:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        COMPLAINT_REPORTS.report(month, "", by=by)

    def _confirm(self) -> None:
        by = self._desk.cast.holder(Role.REPRESENTATIVE)
        made = COMPLAINT_REPORTS.newest(by)[0]
        COMPLAINT_REPORTS.confirm(made, version=made.version, by=by)
