"""What the forms of audits offer: auditors with their training, clauses, people of the unit."""

from datetime import date
from itertools import groupby
from operator import attrgetter

from flask_babel import gettext
from wtforms import SelectChoice

from pms_tracker.check.audits import auditors
from pms_tracker.check.tables.auditor_tables import AuditorTraining
from pms_tracker.database import Rows
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm, Member
from pms_tracker.plan.policies import requirements
from pms_tracker.web.check.audits.audit_plan_forms import DetailsForm, PlanForm, TeamPart
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import day_text

Clauses = list[tuple[str, Rows]]


def usual_texts() -> dict[str, str]:
    """What a plan says unless somebody writes something else."""
    return {
        "objective": gettext(
            "決めたとおりに個人情報が取り扱われているかを確かめ、改善の機会を特定します。"
        ),
        "method": gettext("記録の閲覧、ヒアリング及び現場確認による。"),
    }


def validity(training: AuditorTraining | None, on: date) -> str:
    """How an auditor is qualified on a day; what ran out is said, not forbidden."""
    if training is None:
        return gettext("研修の記録なし")
    if training.valid_until is None:
        return training.name
    if training.valid_until < on:
        return gettext(
            "%(name)s・期限切れ（%(day)sまで）",
            name=training.name,
            day=day_text(training.valid_until),
        )
    return gettext("%(name)s・%(day)sまで", name=training.name, day=day_text(training.valid_until))


def team(form: TeamPart, firm: Firm, on: date) -> None:
    """Let those who audit be picked, each with their training; whether they may is for the rule."""
    able = auditors.of(firm)
    known = auditors.qualified([each.person_id for each in able])
    about = {each.person_id: _about(each, known.get(each.person_id), on) for each in able}
    named = [
        (
            each.person_id,
            gettext("%(name)s（%(about)s）", name=each.name, about=about[each.person_id]),
        )
        for each in able
    ]
    form.lead_id.offer(named, readings=firm.readings())
    form.member_ids.choices = [SelectChoice(each.person_id, each.name) for each in able]
    form.member_ids.descriptions = about


def _about(who: Member, training: AuditorTraining | None, on: date) -> str:
    said = [validity(training, on)]
    if who.affiliation:
        said.insert(0, gettext("外部：%(affiliation)s", affiliation=who.affiliation))
    return str(labels.in_words(said))


def clauses(form: DetailsForm) -> Clauses:
    """What may be chosen, by the title of its policy or set; offered to the form as well."""
    rows = requirements.in_force(most=None)
    found: Clauses = [(title, list(each)) for title, each in groupby(rows, key=attrgetter("title"))]
    form.requirement_ids.choices = [
        SelectChoice(clause.id, f"{clause.path} {clause.text}")
        for _title, all_of in found
        for clause in all_of
    ]
    return found


def units(form: PlanForm, on: date) -> None:
    """Let an auditable unit be picked."""
    form.unit_id.offer([(unit.id, unit.name) for unit in people.units(on)])


def auditees(form: DetailsForm, firm: Firm, unit_id: int) -> None:
    """Let the people of the unit be ticked."""
    of_unit = [each for each in firm.members.values() if each.here and unit_id in each.unit_ids]
    form.auditee_ids.choices = [SelectChoice(each.person_id, each.name) for each in of_unit]
