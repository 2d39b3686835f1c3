"""The page that lays two editions of a policy side by side (新旧対照表)."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.kernel.references import Reference
from pms_tracker.people.permissions import Permission
from pms_tracker.plan import policies, policy_text, versions
from pms_tracker.plan.comparison import Change, compare
from pms_tracker.plan.models import Policy, PolicyVersion
from pms_tracker.plan.rules import VersionState
from pms_tracker.web.access import me, requires

blueprint = Blueprint("comparison", __name__, url_prefix="/plan/policies")


@blueprint.get("/<ref:reference>/compare")
@requires(Permission.SEE_RECORDS)
def table(reference: Reference) -> ResponseReturnValue:
    """Two editions, the latest two unless told otherwise; only what changed unless all is asked."""
    policy = policies.by_reference(reference)
    editions = versions_seen(policy)
    old, new = _chosen(editions)
    rows = compare(_parts(old), _parts(new))
    changed = [row for row in rows if row.change is not Change.SAME]
    everything = request.args.get("show") == "all"
    return render_template(
        "plan/comparison/table.html",
        policy=policy,
        editions=editions,
        old=old,
        new=new,
        rows=rows if everything else changed,
        changed=len(changed),
        everything=everything,
    )


def versions_seen(policy: Policy) -> list[PolicyVersion]:
    """The versions that the reader may compare, newest first; what was given up is left out."""
    return [
        each
        for each in versions.of_policy(policy.id)
        if each.state is not VersionState.DISCARDED and versions.seen_by(me(), each)
    ]


def _chosen(editions: Sequence[PolicyVersion]) -> tuple[PolicyVersion, PolicyVersion]:
    by_number = {str(each.edition): each for each in editions}
    new = by_number.get(request.args.get("new", ""), editions[0])
    before = next((each for each in editions if each.edition < new.edition), new)
    return by_number.get(request.args.get("old", ""), before), new


def _parts(edition: PolicyVersion) -> list[tuple[str, str]]:
    """The clauses, with what stands above and below them: names and desks change there."""
    read = policy_text.read(edition.text)
    return [
        (gettext("前文"), read.preamble.strip()),
        *((clause.path, clause.text) for clause in read.clauses),
        (gettext("末尾"), read.closing.strip()),
    ]
