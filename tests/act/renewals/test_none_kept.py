"""What a company keeps none of is not said to be there; of pledges, everybody's is asked for."""

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.act.renewals import readiness
from pms_tracker.act.renewals.renewals import RENEWALS
from pms_tracker.act.rules.renewal.readiness_rules import Standing, Subject
from pms_tracker.database import session
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.do.rules.pledge_rules import PledgeKind
from pms_tracker.people.firm import people
from pms_tracker.registers import entries
from pms_tracker.web.act.renewals import renewal_words
from tests.act.renewals.a_ready_company import gaps, ready
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.do import test_trainings
from tests.visitor import Visitor
from tests.web.browsing import committing, words


def standing_of(subject: Subject) -> Standing:
    row = session.scalars(select(RENEWALS.table)).one()
    its = readiness.checked(row, viewer("privacy_manager"))
    return next(each.standing for each in its if each.proof.subject is subject)


@pytest.mark.parametrize("subject", [Subject.PLEDGES, Subject.CONTRACTORS])
def test_what_the_company_keeps_none_of_is_not_said_to_be_there(
    app: Flask, subject: Subject
) -> None:
    ready()
    assert standing_of(subject) is Standing.NONE_KEPT
    assert subject in renewal_words.NONE_KEPT


def test_a_pledge_that_nobody_gave_is_missing_as_soon_as_the_company_keeps_any(app: Flask) -> None:
    ready()
    asked = {"kind": PledgeKind.JOINING, "asked_on": TODAY}
    for name in test_trainings.EVERYBODY:
        signed_on = None if name == "owner" else TODAY
        told = {**asked, "person_id": IDS[name], "signed_on": signed_on}
        row = entries.enter(PLEDGES, told, by=viewer("privacy_manager"))
        if name == "owner":
            owners = row
    assert gaps() == [(Subject.PLEDGES, None, (people.person(IDS["owner"]).name,))]
    entries.change(
        PLEDGES, owners, {"signed_on": TODAY}, seen=owners.version, by=viewer("privacy_manager")
    )
    assert standing_of(Subject.PLEDGES) is Standing.THERE


def test_the_page_says_so(served: Served, visitor: Visitor) -> None:
    with committing(served):
        ready()
    page = words(visitor.as_("privacy_manager").get("/act/renewals/RN-2026-001/readiness"))
    assert "誓約書を1件も登録していません。" in page
    assert "登録された委託先がありません。" in page
    assert "記録なし" in page
