"""Every blueprint of the app, in the order of the navigation."""

from pms_tracker.web import days, drafts, letters, links, overview, people, setup, sign_in, trail
from pms_tracker.web.act import cases, erasures
from pms_tracker.web.check import audits, checklists, findings
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
    erasures.blueprint,
    people.blueprint,
    letters.blueprint,
    trail.blueprint,
    drafts.blueprint,
    days.blueprint,
)
