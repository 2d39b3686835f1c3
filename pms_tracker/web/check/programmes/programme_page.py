"""The page of one audit programme: its audits, the next step, and what was decided about it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Row

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.sign_offs import Waiting
from pms_tracker.check.programmes import programme_gaps, programmes
from pms_tracker.check.rules.audit_rules import BEFORE_THE_DAY, IN_HAND
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.database import Rows
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.web.door.access import me
from pms_tracker.web.proofs import decision_forms
from pms_tracker.web.proofs.decision_forms import DecisionForm, NextStep
from pms_tracker.web.record import mails, record_history
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import day_text, fiscal_year_text


class Binder:
    """A programme with all its page is made of."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.rows = programmes.rows_of(programme)
        self.decisions = approvals.decisions(programme.reference)
        self.firm = Firm(clock.today())
        self.names = self.firm.names(self.firm.members)
        approved = programme.state is PlanState.APPROVED
        self.units = {each.id: each.name for each in people.units()}
        self.audits: Rows = programmes.audits_of(programme.id, me()) if approved else []

    @cached_property
    def waits(self) -> Waiting | None:
        """What waits for a decision and who may make it; None where nothing does."""
        if self.programme.state is not PlanState.SUBMITTED:
            return None
        return programmes.waiting(self.programme, self.rows, self.firm)

    @property
    def gaps(self) -> Sequence[object]:
        """What of its year it leaves out, as long as it is not approved."""
        if self.programme.state is PlanState.APPROVED:
            return []
        planned = [programmes.row_of(each) for each in self.rows]
        return programme_gaps.of(self.programme, planned)

    @property
    def sent_back(self) -> Approval | None:
        """Why a draft came back, if it did."""
        drafted = self.programme.state is PlanState.DRAFT
        return decision_forms.sent_back(self.decisions) if drafted else None

    def box(self, refused: DecisionForm | None) -> decision_forms.Box | None:
        """The decision that waits; a refused one comes back as it was typed."""
        place = url_for("programmes.decide", reference=self.programme.reference)
        version = self.programme.version
        return decision_forms.box(
            self.waits, self.firm, place=place, version=version, refused=refused
        )


def show(programme: Programme, form: DecisionForm | None = None) -> ResponseReturnValue:
    """The record; a refused decision is shown again as it was typed, with the version of now."""
    binder = Binder(programme)
    box = binder.box(form)
    page = render_template(
        "check/programmes/record.html",
        programme=programme,
        rows=binder.rows,
        gaps=[labels.in_words(each) for each in binder.gaps],
        audits={row.id: row for row in binder.audits},
        units=binder.units,
        decisions=binder.decisions,
        sent_back=binder.sent_back,
        names=binder.names,
        written_by=[binder.names.get(each, "") for each in programme.writer_ids],
        box=box,
        scans=decision_forms.scans(binder.decisions, lambda number: _file_place(programme, number)),
        turn=turn(binder, box.turn if box else None),
        next_year=_next_year(programme),
        mails=mails.about(programme.reference, binder.firm),
        history=record_history.of(programme.reference),
    )
    return page, form.status if form else 200


def _file_place(programme: Programme, number: int) -> str:
    return url_for("programmes.file", reference=programme.reference, number=number)


def _next_year(programme: Programme) -> int | None:
    """The year that may be planned from this programme, for whoever writes programmes."""
    following = programme.fiscal_year + 1
    approved = programme.state is PlanState.APPROVED and me().may(Permission.PLAN_AUDITS)
    return following if approved and following in programmes.open_years() else None


def turn(binder: Binder, decision: decision_forms.Turn | None) -> NextStep:
    """Whose turn it is, seen by the viewer; `decision` is whose what waits is."""
    programme = binder.programme
    if programme.state is PlanState.DRAFT:
        words = gettext("監査の日と監査員を確かめて、代表者に提出してください。")
        url = url_for("programme_editing.edit_form", reference=programme.reference)
        return NextStep("yours", words, url, gettext("プログラムを書く"))
    if decision is not None and decision.is_mine:
        words = gettext("この監査プログラムでよいか、承認するか差し戻してください。")
        return NextStep("yours", words, "#step", gettext("読んで決める"), decision.label)
    if decision is not None:
        words = decision.blocked or gettext(
            "%(name)sさんの対応待ちです。監査プログラムの承認を待っています。", name=decision.name
        )
        return NextStep("theirs", words)
    return _under_way(binder)


def _under_way(binder: Binder) -> NextStep:
    states = {row.id: row for row in binder.audits if row.state in BEFORE_THE_DAY}
    ahead = [
        (states[row.audit_id].planned_on, row) for row in binder.rows if row.audit_id in states
    ]
    if ahead:
        day, row = min(ahead, key=lambda each: each[0])
        if row.team_ids and row.team_ids[0] == me().person_id:
            return _own(day, binder.units.get(row.unit_id, ""), states[row.audit_id])
        words = gettext(
            "次は%(day)sの%(unit)sの監査です。%(name)sさんが行います。",
            day=day_text(day),
            unit=binder.units.get(row.unit_id, ""),
            name=binder.names.get(row.team_ids[0], "") if row.team_ids else "",
        )
        return NextStep("theirs", words)
    if any(row.state in IN_HAND for row in binder.audits):
        return NextStep("theirs", gettext("監査は、それぞれの記録で進んでいます。"))
    year = fiscal_year_text(binder.programme.fiscal_year)
    return NextStep("done", gettext("%(year)sの監査プログラムは承認されています。", year=year))


def _own(day: date, unit: str, audit: Row[Any]) -> NextStep:
    """The next audit, which the viewer carries out."""
    words = gettext(
        "次は%(day)sの%(unit)sの監査です。あなたが行います。", day=day_text(day), unit=unit
    )
    reference = Reference(Kind.AUDIT, audit.fiscal_year, audit.number)
    return NextStep(
        "yours", words, url_for("audits.record", reference=reference), gettext("監査を開く")
    )
