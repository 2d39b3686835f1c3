"""Whom lists of heirs offer: those, and only those, whom handing over accepts."""

from typing import Any

from flask import Flask

from pms_tracker.act.leaving import heirs, holdings
from pms_tracker.act.leaving.heirs_barred import Bars
from pms_tracker.act.rules import leaving_rules
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.leaving_rules import What
from pms_tracker.kernel.errors import Refusal
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.rules.year_rules import AnnualKind, Row
from tests import builders
from tests.act.leaving.test_handing_over import check_of, drafted, fault_of, leaves
from tests.cast import IDS, TODAY, viewer
from tests.plan.years import a_year


def accepted(who: Any, each: Any, firm: Firm, by: str) -> set[int]:
    """Who of those who stay may have it, as the act itself judges each."""
    found = set()
    for person_id, _name in heirs.possible(who, firm):
        try:
            heirs.check(heirs.Handing(each, who, person_id, "退職", viewer(by), firm))
        except Refusal:
            continue
        found.add(person_id)
    return found


def judged(key: str, by: str = "privacy_manager") -> set[What]:
    """The kinds of things that were looked at; each is offered as it is accepted."""
    who, firm = people.person(IDS[key]), Firm(TODAY)
    stay = {person_id for person_id, _name in heirs.possible(who, firm)}
    bars, kinds = Bars(who, firm, viewer(by)), set()
    for each in holdings.of(who.id):
        if not leaving_rules.may_choose(each.what, viewer(by).roles):
            continue
        assert stay - bars.of(each) == accepted(who, each, firm, by), each
        kinds.add(each.what)
    return kinds


def test_of_work_those_are_offered_whom_their_part_does_not_bar(app: Flask) -> None:
    a_year.approved((Row(AnnualKind.EDUCATION, "教育", a_year.AHEAD, IDS["owner"], IDS["head"]),))
    builders.case_in(CaseState.DOING)
    check_of(reader_id=IDS["head"])
    check_of("head", reader_id=IDS["owner"])
    fault_of()
    leaves()
    assert judged("owner") == {What.YEAR, What.ACTION, What.CHECK, What.READING, What.FAULT}


def test_of_offices_units_and_drafts_those_are_offered_who_may_have_them(app: Flask) -> None:
    drafted("head")
    leaves("head")
    assert judged("head") == {What.HEAD, What.DRAFT}
    assert judged("head", by="representative") == {What.HEAD, What.DRAFT}
    assert What.OFFICE in judged("privacy_manager", by="representative")
    builders.audit()
    assert judged("auditor", by="audit_manager") == {What.AUDIT}
