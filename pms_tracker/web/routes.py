"""Every blueprint of the app, in the order of the navigation, and every list with views."""

from typing import Any

from pms_tracker.web.act.cases import (
    action_views,
    approval_queue_views,
    batch_views,
    case_signatures,
    case_views,
    elsewhere_views,
    erasure_views,
    merging_views,
    person_erasure_views,
    plan_changes,
    responses,
    source_views,
)
from pms_tracker.web.act.figures import figure_views
from pms_tracker.web.act.incoming import incoming_views, public_reports
from pms_tracker.web.act.management import management_review_views, minutes_views, review_outcomes
from pms_tracker.web.act.pictures import sketches
from pms_tracker.web.check.audits import audit_plan_views, audit_views, auditor_views
from pms_tracker.web.check.checklists import (
    checklist_views,
    offline,
    paper_sheet_views,
    preparing_views,
    question_template_views,
    row_views,
)
from pms_tracker.web.check.findings import dispute_views, finding_views, similar_findings
from pms_tracker.web.check.programmes import coverage_views, programme_editing, programme_views
from pms_tracker.web.check.reports import report_views, summary_views
from pms_tracker.web.company import (
    area_views,
    company_views,
    letter_views,
    operation,
    profile_views,
    reminder_views,
    setup,
    stage_views,
)
from pms_tracker.web.forms import form_drafts
from pms_tracker.web.home import calendar_views, cycle_views, feed_views, home_views, start
from pms_tracker.web.lists import saved_views
from pms_tracker.web.lists.list_pages import ListPage
from pms_tracker.web.people import (
    deputy_views,
    me,
    organisation_views,
    people_access,
    people_editing,
    people_imports,
    people_views,
    person_export,
    unit_views,
)
from pms_tracker.web.plan.policies import (
    acknowledgement_views,
    comparison_page,
    lesson_views,
    policy_review_views,
    policy_views,
    published_policy,
    reader_files,
    version_views,
)
from pms_tracker.web.plan.requirements import (
    requirement_imports,
    requirement_proposals,
    requirement_views,
)
from pms_tracker.web.plan.years import year_editing, year_views
from pms_tracker.web.proofs import in_your_name
from pms_tracker.web.record import links, proposal_views, trail_views
from pms_tracker.web.registers import register_pages, register_shelf
from pms_tracker.web.shell import help, metrics
from pms_tracker.web.sign_in import (
    invitation_views,
    security_log_views,
    session_cookies,
    signing_in,
    single_sign_on,
)
from pms_tracker.web.words import days_in_words

BLUEPRINTS = (
    register_shelf.blueprint,
    *register_pages.BLUEPRINTS,
    home_views.overview,
    cycle_views.blueprint,
    calendar_views.blueprint,
    feed_views.blueprint,
    invitation_views.blueprint,
    links.links,
    help.blueprint,
    in_your_name.blueprint,
    signing_in.sign_in,
    single_sign_on.blueprint,
    setup.blueprint,
    start.blueprint,
    policy_views.blueprint,
    version_views.blueprint,
    policy_review_views.blueprint,
    comparison_page.blueprint,
    acknowledgement_views.blueprint,
    reader_files.blueprint,
    published_policy.blueprint,
    requirement_views.blueprint,
    requirement_imports.blueprint,
    requirement_proposals.blueprint,
    year_views.blueprint,
    year_editing.blueprint,
    programme_views.blueprint,
    programme_editing.blueprint,
    audit_views.blueprint,
    audit_plan_views.blueprint,
    auditor_views.blueprint,
    checklist_views.blueprint,
    offline.blueprint,
    similar_findings.blueprint,
    report_views.blueprint,
    row_views.blueprint,
    paper_sheet_views.blueprint,
    preparing_views.blueprint,
    question_template_views.blueprint,
    finding_views.blueprint,
    coverage_views.blueprint,
    summary_views.blueprint,
    dispute_views.blueprint,
    case_views.blueprint,
    action_views.blueprint,
    sketches.blueprint,
    source_views.blueprint,
    elsewhere_views.blueprint,
    merging_views.blueprint,
    responses.blueprint,
    incoming_views.blueprint,
    public_reports.blueprint,
    lesson_views.blueprint,
    case_signatures.blueprint,
    plan_changes.blueprint,
    approval_queue_views.blueprint,
    batch_views.blueprint,
    management_review_views.blueprint,
    minutes_views.blueprint,
    review_outcomes.blueprint,
    figure_views.blueprint,
    saved_views.blueprint,
    erasure_views.blueprint,
    person_erasure_views.blueprint,
    people_views.blueprint,
    organisation_views.blueprint,
    people_access.blueprint,
    person_export.blueprint,
    people_editing.blueprint,
    people_imports.blueprint,
    unit_views.blueprint,
    proposal_views.blueprint,
    deputy_views.blueprint,
    company_views.blueprint,
    profile_views.blueprint,
    area_views.blueprint,
    stage_views.blueprint,
    me.blueprint,
    session_cookies.blueprint,
    letter_views.blueprint,
    operation.blueprint,
    security_log_views.blueprint,
    metrics.blueprint,
    reminder_views.blueprint,
    trail_views.blueprint,
    form_drafts.blueprint,
    days_in_words.blueprint,
)

LISTS: tuple[ListPage[Any], ...] = (
    case_views.LIST,
    finding_views.LIST,
    management_review_views.LIST,
    audit_views.LIST,
    *register_pages.LISTS,
)
