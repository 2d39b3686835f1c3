"""Every blueprint of the app, in the order of the navigation."""

from pms_tracker.web import (
    calendar,
    company,
    cycle,
    days,
    drafts,
    feeds,
    letters,
    links,
    me,
    overview,
    people,
    reminders,
    setup,
    sign_in,
    start,
    trail,
    views,
)
from pms_tracker.web.act import batches, cases, erasures
from pms_tracker.web.act import exports as act_exports
from pms_tracker.web.check import audits, checklists, findings
from pms_tracker.web.check import exports as check_exports
from pms_tracker.web.plan import comparison, policies, published, year_editing, years

BLUEPRINTS = (
    overview.overview,
    cycle.blueprint,
    calendar.blueprint,
    feeds.blueprint,
    links.links,
    sign_in.sign_in,
    setup.blueprint,
    start.blueprint,
    policies.blueprint,
    comparison.blueprint,
    published.blueprint,
    years.blueprint,
    year_editing.blueprint,
    audits.blueprint,
    checklists.blueprint,
    findings.blueprint,
    cases.blueprint,
    batches.blueprint,
    act_exports.blueprint,
    check_exports.blueprint,
    views.blueprint,
    erasures.blueprint,
    people.blueprint,
    company.blueprint,
    me.blueprint,
    letters.blueprint,
    reminders.blueprint,
    trail.blueprint,
    drafts.blueprint,
    days.blueprint,
)
