"""Every blueprint of the app, in the order of the navigation."""

from pms_tracker.web import letters, links, overview, people, setup, sign_in, trail, views
from pms_tracker.web.act import batches, cases, erasures
from pms_tracker.web.act import exports as act_exports
from pms_tracker.web.check import audits, checklists, findings
from pms_tracker.web.check import exports as check_exports
from pms_tracker.web.plan import policies

BLUEPRINTS = (
    overview.overview,
    links.links,
    sign_in.sign_in,
    setup.blueprint,
    policies.blueprint,
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
    letters.blueprint,
    trail.blueprint,
)
