"""Erasing scans of what is planned on both databases: what they prove stays."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.act.erasures.erasures import TOMBSTONE
from pms_tracker.act.teams import programme_teams
from pms_tracker.approvals import approvals
from pms_tracker.database import commit, session
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.plan.acknowledgements import acknowledgements
from pms_tracker.plan.acknowledgements.acknowledgements import SignedList
from pms_tracker.plan.rules.policy_rules import ReviewOutcome
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.tables.policy_tables import Acknowledgement
from pms_tracker.trail import trail
from tests import builders
from tests.act.erasures.erasing import ask, erase, told
from tests.cast import IDS, TODAY, viewer
from tests.check.programmes import a_programme
from tests.plan.years import a_year


def test_the_scan_of_a_signed_list_is_erased_and_who_signed_it_has_still_read(
    app: Flask, tmp_path: Path
) -> None:
    """Of a policy nothing but files is erased; the words of it are published."""
    policy, reference = builders.policy(), Reference(Kind.POLICY, None, 1)
    builders.announced(due_on=TODAY)
    signed = SignedList(1, [IDS["without_account"]], TODAY, Upload("𠮷田茂.pdf", b"%PDF-1.7 x"))
    acknowledgements.enter_list(policy, signed, tmp_path, limit_bytes=1000, by=viewer("head"))
    kept = evidence.path_of(tmp_path, evidence.file("POL-001", 1).sha256)
    with pytest.raises(BadInput, match="nothing_to_erase"):
        ask(reference, field="fact")
    erase(tmp_path, reference, field="", number=1)
    commit()
    assert not kept.exists()
    assert evidence.files("POL-001")[0].name == TOMBSTONE
    assert "𠮷田茂.pdf" not in told("POL-001")
    read = session.scalars(select(Acknowledgement)).one()
    assert (read.person_id, read.scan_number) == (IDS["without_account"], 1)
    assert list(trail.verify()) == []


@pytest.mark.parametrize("kind", [Kind.POLICY_REVIEW, Kind.ANNUAL_PLAN])
def test_the_scan_of_a_stamped_decision_is_erased_and_the_decision_stays(
    app: Flask, tmp_path: Path, kind: Kind
) -> None:
    if kind is Kind.ANNUAL_PLAN:
        name = a_year.submitted().reference
    else:
        put_off = TODAY + timedelta(days=20)
        name = builders.review(ReviewOutcome.POSTPONED, postponed_to=put_off).reference
    scan = [Upload("承認.pdf", b"%PDF-1.7 x")]
    by = viewer("audit_manager")
    evidence.attach(name, scan, tmp_path, limit_bytes=1000, by=by, step="plan")
    reference = parse_reference(name)
    assert reference is not None
    erase(tmp_path, reference, field="", number=1)
    assert evidence.files(name)[0].erased_at is not None


def test_the_scan_of_a_programme_stamped_on_paper_is_erased_and_its_approval_stands(
    app: Flask, tmp_path: Path
) -> None:
    a_programme.none_yet()
    made, by = a_programme.submitted(), viewer("privacy_manager")
    stamped = replace(a_programme.decision(made), on_paper_by=IDS["representative"], scanned=True)
    row = programme_teams.decide(made, stamped, version=made.version, by=by)
    scan = [Upload("宮下恒一.pdf", b"%PDF-1.7 x")]
    evidence.attach(made.reference, scan, tmp_path, limit_bytes=1000, by=by, step=row.step)
    kept = evidence.path_of(tmp_path, evidence.file(made.reference, 1).sha256)
    erase(tmp_path, Reference(Kind.PROGRAMME, 2026, 1), field="", number=1)
    commit()
    assert not kept.exists()
    assert evidence.files(made.reference)[0].name == TOMBSTONE
    assert "宮下恒一.pdf" not in told(made.reference)
    assert made.state is PlanState.APPROVED
    assert [each.on_paper for each in approvals.decisions(made.reference)] == [True]
    assert list(trail.verify()) == []


def test_a_record_without_anything_to_erase_is_not_found(app: Flask) -> None:
    builders.audit()
    for reference in (Reference(Kind.AUDIT, 2026, 1), Reference(Kind.POLICY, None, 9)):
        with pytest.raises(NotFound):
            ask(reference, field="", number=1)
