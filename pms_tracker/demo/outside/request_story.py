"""What persons asked of what the demo company holds: a father for his child's record, answered; a
correction under way; one that was withdrawn; and one by the form outside."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.registers import approving
from pms_tracker.do.by_two import matter_rows, matters
from pms_tracker.do.disclosure_requests import request_intake, request_procedure, request_searches
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.disclosure_requests.request_choices import Channel, FeeWay, Method, Way
from pms_tracker.do.disclosure_requests.request_matters import REQUEST_MATTERS
from pms_tracker.do.disclosure_requests.request_procedure import Procedure
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.contact import receipt_codes, request_rules as rules
from pms_tracker.do.rules.ledger.ledger_rules import Subject
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.do.tables.request_tables import RequestDecision
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.profile import Part
from pms_tracker.people.firm import company_profile, people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.registers import entries
from pms_tracker.registers.fields import Day
from pms_tracker.trail.trail import SYSTEM

DESK = "総務部"
FATHER, CORRECTION, WITHDRAWN = "S-1042", "S-1103", "S-0987"
_CHILD = (Subject.PUPIL,)
# By the day from today: what arrived, and what was written of it later.
ARRIVED: tuple[tuple[str, int, Mapping[str, Any]], ...] = (
    (
        *(WITHDRAWN, -120),
        {
            "kinds": (rules.Asked.STOP,),
            "channel": Channel.PHONE,
            "wanted": "入会案内の郵送をやめてほしい",
            "concerns": (Subject.FAMILY,),
        },
    ),
    (
        *(FATHER, -40),
        {
            "kinds": (rules.Asked.DISCLOSURE,),
            "channel": Channel.VISIT,
            "requester": rules.Requester.GUARDIAN,
            "requester_name": "中沢 修（架空）",
            "about_name": "中沢 陸（架空）",
            "contact": "長野県松本市（架空の住所）",
            "wanted": "子の成績と面談の記録の写しを、書面で受け取りたい",
            "concerns": _CHILD,
        },
    ),
    (
        *(CORRECTION, -4),
        {
            "kinds": (rules.Asked.CORRECTION,),
            "channel": Channel.MAIL,
            "requester_name": "小松 葵（架空）",
            "wanted": "登録されている学校名が転校前のままなので、直してほしい",
            "concerns": _CHILD,
        },
    ),
)
WRITTEN: tuple[tuple[str, int, Mapping[str, Any]], ...] = (
    (
        *(FATHER, -39),
        {
            "methods": (Method.LICENCE,),
            "papers": (rules.Paper.RESIDENCE,),
            "identified_by": "総務部の受付担当",
            "identified_on": -39,
            "identity": rules.Identity.CONFIRMED,
            "copy_until": 20,
            "fee": 500,
            "fee_way": FeeWay.CASH,
            "paid_on": -39,
        },
    ),
    (
        *(FATHER, -34),
        {
            "disclosure_outcome": rules.Outcome.GRANTED,
            "disclosure_reason": "成績と面談の記録の写し（A4で6枚）をお渡しします。",
        },
    ),
    (
        *(FATHER, -32),
        {"sent_on": -32, "sent_way": Way.REGISTERED_POST, "letter_number": "総発12号"},
    ),
    (FATHER, -30, {"ending": rules.Ending.ANSWERED, "closed_on": -30}),
    (
        *(CORRECTION, -3),
        {
            "methods": (Method.REGISTERED, Method.CALL_BACK),
            "identified_by": "総務部の受付担当",
            "identified_on": -3,
            "identity": rules.Identity.CONFIRMED,
        },
    ),
)
# What ends without an answer is agreed by two.
ENDED: Mapping[str, Any] = {"ending": rules.Ending.WITHDRAWN, "closed_on": -118}
ENDED_WHY = "ご本人から、電話で取り下げるとの連絡があった。"
# Who is asked what they hold, on which day, and what is answered when.
# What came in by the form outside, which was opened before; nobody holds its code.
OPENED, BY_FORM = -150, -1
ASKED_BY_FORM: Mapping[str, Any] = {
    "kinds": (rules.Asked.DISCLOSURE, rules.Asked.RECORDS),
    "requester": rules.Requester.SELF,
    "requester_name": "原 千尋（架空）",
    "about_name": "",
    "contact": "長野県塩尻市（架空の住所）\n0263-00-0187",
    "clue": "S-1188",
    "wanted": "登録されている住所と電話番号、教材会社に渡した記録を、電子データで知りたい",
}
PROCEDURE = Procedure(
    address="〒390-0000 長野県松本市中央9丁目9番9号（架空の住所）",
    representative="代表取締役 小林 恒雄",
    channels=(Channel.VISIT, Channel.POST, Channel.PHONE),
    purpose_fee=500,
    disclosure_fee=500,
    fee_ways=(FeeWay.CASH, FeeWay.MONEY_ORDER),
)
SOUGHT = ((FATHER, -38, "成績と指導記録", -36), (CORRECTION, -2, "生徒台帳", None))
FOUND = "指導記録のファイルと、成績の一覧にあった。"
HANDED_IN, APPROVED = -34, -33


class RequestActs:
    """How each request arrived, was checked, sought, answered and closed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: dict[str, Any] = {}

    def __iter__(self) -> Iterator[Act]:
        day = self._desk.days.open
        yield Act(day(OPENED), Hour.FILE, self._open)
        yield Act(day(BY_FORM), Hour.FILE, self._by_form)
        for name, on, says in ARRIVED:
            yield Act(day(on), Hour.FILE, partial(self._arrive, name, on, says))
        for name, on, says in WRITTEN:
            hour = Hour.CLOSE if "sent_on" in says or "closed_on" in says else Hour.SUBMIT
            yield Act(day(on), hour, partial(self._write, name, says))
        for name, on, held, answered in SOUGHT:
            yield Act(day(on), Hour.SUBMIT, partial(self._ask, name, held))
            if answered is not None:
                yield Act(day(answered), Hour.SUBMIT, partial(self._answer, name, held))
        yield Act(day(-118), Hour.SUBMIT, self._ask_end)
        yield Act(day(-118), Hour.DECIDE, self._agree_to_end)
        yield Act(day(HANDED_IN), Hour.DECIDE, self._hand_in)
        yield Act(day(APPROVED), Hour.DECIDE, self._approve)

    def _open(self) -> None:
        opened = {Part.REQUEST_PAGE, Part.REQUEST_FORM}
        company_profile.switch({*company_profile.parts(), *opened}, by=SYSTEM)
        seen = people.the_company().version
        request_procedure.change(PROCEDURE, seen=seen, by=self._keeper)

    def _by_form(self) -> None:
        code = receipt_codes.code_of(receipt_codes.new_seed(), "demo")
        request_intake.take(ASKED_BY_FORM, code)

    def _arrive(self, name: str, on: int, says: Mapping[str, Any]) -> None:
        told = {"arrived_on": on, "clue": name, **says}
        told["unit_id"] = self._desk.cast.unit_ids[DESK]
        self._rows[name] = entries.enter(REQUESTS, self._said(told), by=self._keeper)

    def _write(self, name: str, says: Mapping[str, Any]) -> None:
        row = self._rows[name]
        entries.change(REQUESTS, row, self._said(says), seen=row.version, by=self._keeper)

    def _ask(self, name: str, held: str) -> None:
        row = self._rows[name]
        its = LEDGER.name_of(self._entry(held))
        request_searches.ask(row, (its,), version=row.version, by=self._keeper)

    def _answer(self, name: str, held: str) -> None:
        row, unit_id = self._rows[name], self._entry(held).unit_id
        head = Firm(clock.today()).heads_of(unit_id)[0]
        (search, unit), *_ = request_searches.of(row)
        told = request_searches.Search(search, row, unit)
        by = people.viewer(head)
        request_searches.answer(told, True, FOUND, version=search.version, by=by)

    def _ask_end(self) -> None:
        row, told = self._rows[WITHDRAWN], self._said(ENDED)
        more = {"version": row.version, "by": self._keeper, "facts": told}
        matters.ask(REQUEST_MATTERS, row, rules.RequestMatter.EASED, ENDED_WHY, **more)

    def _agree_to_end(self) -> None:
        row = self._rows[WITHDRAWN]
        waits = matter_rows.standing_of(RequestDecision, row, rules.RequestMatter.EASED)
        assert waits is not None
        seen = matters.subject(REQUEST_MATTERS, row, waits).digest
        by = self._desk.cast.holder(Role.REPRESENTATIVE)
        decided = Decided(Decision.APPROVED, seen)
        matters.decide(REQUEST_MATTERS, row, waits, decided, version=row.version, by=by)

    def _hand_in(self) -> None:
        approving.hand_in(REQUESTS, [self._rows[FATHER]], self._desk)

    def _approve(self) -> None:
        approving.approve(REQUESTS, [self._rows[FATHER]], self._desk)

    @property
    def _keeper(self) -> Any:
        return self._desk.cast.holder(Role.PRIVACY_MANAGER)

    @staticmethod
    def _entry(name: str) -> PersonalInformation:
        its = select(PersonalInformation).where(PersonalInformation.name == name)
        return session.scalars(its).one()

    def _said(self, says: Mapping[str, Any]) -> dict[str, Any]:
        day = self._desk.days.open
        return {
            name: day(value) if isinstance(REQUESTS.field(name), Day) else value
            for name, value in says.items()
        }
