"""Every blueprint of the app, in the order of the navigation."""

from pms_tracker.web import (
    calendar,
    company,
    cycle,
    days,
    deputies,
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
    stages,
    start,
    trail,
    views,
)
from pms_tracker.web.act import batches, cases, erasures
from pms_tracker.web.act import exports as act_exports
from pms_tracker.web.check import audits, checklists, findings
from pms_tracker.web.check import exports as check_exports
from pms_tracker.web.plan import (
    acknowledgements,
    comparison,
    policies,
    published,
    reviews,
    versions,
)
from pms_tracker.web.plan import exports as plan_exports

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
    versions.blueprint,
    reviews.blueprint,
    comparison.blueprint,
    acknowledgements.blueprint,
    plan_exports.blueprint,
    published.blueprint,
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
    deputies.blueprint,
    company.blueprint,
    stages.blueprint,
    me.blueprint,
    letters.blueprint,
    reminders.blueprint,
    trail.blueprint,
    drafts.blueprint,
    days.blueprint,
)
