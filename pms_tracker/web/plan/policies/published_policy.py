"""The policy in force as everybody may read it: no sign-in, no form, no cookie of any kind."""

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from pms_tracker.kernel.era_dates import FIRST_DAY, wareki
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.profile import Part
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import company_profile
from pms_tracker.plan.policies import policies
from pms_tracker.plan.text import policy_text
from pms_tracker.web.door.access import public
from pms_tracker.web.sign_in import sessionless
from pms_tracker.web.words import days_in_words

blueprint = Blueprint("published", __name__)

# The first policy a company adopts is the one it publishes; internal rules come after it.
PUBLISHED = Reference(Kind.POLICY, None, 1)


@blueprint.get("/policy")
@public
def policy() -> ResponseReturnValue:
    """The edition in force of the published policy; 404 in kind words where there is none."""
    with force_locale(sessionless.begin()):
        return _page()


def _page() -> ResponseReturnValue:
    try:
        found = policies.by_reference(PUBLISHED)
        edition = policies.published(found.id)
    except NotFound:
        return render_template("plan/published/policy.html", policy=None), 404
    read, parts = policies.shown_of(edition), company_profile.parts()
    return render_template(
        "plan/published/policy.html",
        policy=found,
        edition=edition,
        read=read,
        preamble=without_title(read),
        revisions=policies.revisions(found.id),
        published_day=published_day,
        takes_reports=Part.PUBLIC_REPORTS in parts,
        tells_of_requests=Part.REQUEST_PAGE in parts,
    )


def published_day(day: date) -> str:
    """令和8年11月24日, whatever the company's setting; or 24 November 2026."""
    return (
        wareki(day)
        if days_in_words.language() == "ja" and day >= FIRST_DAY
        else f"{day.day} {day:%B %Y}"
    )


def without_title(read: policy_text.PolicyText) -> str:
    """What stands above the clauses, without the title that the page has as its own."""
    first, _, rest = read.preamble.strip().partition("\n")
    return rest.strip() if first.strip() == read.title else read.preamble.strip()
