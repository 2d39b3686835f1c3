"""Loads the demo company: its past is lived through, day by day, by the use cases themselves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.database import transaction
from pms_tracker.demo.acts.absence_story import AbsenceActs
from pms_tracker.demo.acts.audit_story import AuditActs
from pms_tracker.demo.acts.auditor_story import AuditorActs
from pms_tracker.demo.acts.moving_story import MovingActs
from pms_tracker.demo.acts.outside_story import OutsideActs
from pms_tracker.demo.acts.policy_history import PolicyActs
from pms_tracker.demo.acts.programme_story import ProgrammeActs
from pms_tracker.demo.acts.readings import ReadingActs
from pms_tracker.demo.acts.requirement_story import RequirementActs
from pms_tracker.demo.acts.review_story import ReviewActs
from pms_tracker.demo.acts.year_story import YearActs
from pms_tracker.demo.ground import demo_company, stories
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Days, Hour
from pms_tracker.demo.outside.complaint_story import ComplaintActs
from pms_tracker.demo.outside.request_story import RequestActs
from pms_tracker.demo.registers.check_story import CheckActs
from pms_tracker.demo.registers.contractor_story import ContractorActs
from pms_tracker.demo.registers.disposal_story import DisposalActs
from pms_tracker.demo.registers.exemption_story import ExemptionActs
from pms_tracker.demo.registers.first_ledger_story import FirstLedgerActs
from pms_tracker.demo.registers.incident_story import IncidentActs
from pms_tracker.demo.registers.ledger_story import LedgerActs, LedgerReviewActs
from pms_tracker.demo.registers.notice_story import NoticeActs
from pms_tracker.demo.registers.purpose_story import PurposeActs
from pms_tracker.demo.registers.questionnaire_story import QuestionnaireActs
from pms_tracker.demo.registers.register_story import RegisterActs
from pms_tracker.demo.registers.risk_story import RiskActs
from pms_tracker.demo.registers.training_story import TrainingActs
from pms_tracker.demo.registers.use_story import UseActs
from pms_tracker.demo.renewing.document_story import DocumentActs
from pms_tracker.demo.renewing.law_story import LawActs
from pms_tracker.demo.renewing.renewal_story import RenewalActs
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.mail import delivery
from pms_tracker.reminders.scan import reminders

STARTED = -435
# The duties of the last days were looked at daily, of those before once a week.
DAILY = timedelta(days=14)


def load(settings: Settings) -> None:
    """Load the demo company into an empty database; needs the app's context.

    Days count from today, so that something is due today, soon and late. Letters of the past go
    to the mail folder, never to a server. Raises RuleBroken where there is a company already.
    """
    quiet = replace(settings, smtp_url="")
    started_on = Days(clock.today()).open(STARTED)
    with clock.set_to(clock.at(started_on, Hour.PLAN)), transaction():
        cast = demo_company.found(started_on)
    # Only now there is a company that closes at the end of a year.
    days = Days(clock.today())
    desk = Desk(cast, days, quiet.evidence_folder)
    acts = [*PolicyActs(desk, started_on), *RequirementActs(desk), *YearActs(desk)]
    acts += [*ReadingActs(desk), *AbsenceActs(desk), *AuditorActs(desk), *ReviewActs(desk)]
    acts += [*LawActs(desk), *DocumentActs(desk), *RenewalActs(desk)]
    acts += [*RegisterActs(desk), *PurposeActs(desk), *LedgerActs(desk), *LedgerReviewActs(desk)]
    acts += [*NoticeActs(desk), *UseActs(desk), *RiskActs(desk), *DisposalActs(desk)]
    acts += [*ContractorActs(desk), *QuestionnaireActs(desk), *TrainingActs(desk)]
    acts += [*FirstLedgerActs(desk), *OutsideActs(desk), *ExemptionActs(desk)]
    acts += [*RequestActs(desk), *ComplaintActs(desk), *IncidentActs(desk), *CheckActs(desk)]
    acts += MovingActs(desk)
    every = stories.audits()
    acts += ProgrammeActs(every, desk, started_on)
    for story in every:
        acts += AuditActs(story, desk)
    _live_through(acts, started_on, days, quiet)


def _live_through(acts: Iterable[Act], started_on: date, days: Days, settings: Settings) -> None:
    by_day: dict[date, list[Act]] = defaultdict(list)
    for act in acts:
        by_day[act.day].append(act)
    day = started_on
    while day < days.today:
        # The company is founded on its first day, after the hour of the scan.
        if day > started_on and _is_scanned(day, days):
            with clock.set_to(clock.at(day, Hour.SCAN)):
                reminders.scan()
                delivery.deliver(settings)
        for hour, group in _by_hour(by_day[day]):
            with clock.set_to(clock.at(day, hour)):
                _run(group, settings)
        day += ONE_DAY
    _run(by_day[days.today], settings)


def _is_scanned(day: date, days: Days) -> bool:
    weekly = (days.today - day).days % 7 == 1
    return days.is_open(day) and (weekly or days.today - day <= DAILY)


def _by_hour(acts: Iterable[Act]) -> Iterable[tuple[Hour, list[Act]]]:
    ordered = sorted(acts, key=lambda act: act.hour)
    return [(hour, list(group)) for hour, group in groupby(ordered, key=lambda act: act.hour)]


def _run(acts: Iterable[Act], settings: Settings) -> None:
    with transaction():
        for act in acts:
            act.run()
    delivery.deliver(settings)
