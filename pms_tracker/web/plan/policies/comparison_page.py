"""The page that lays two editions of a policy side by side (新旧対照表)."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.policies import policies, versions
from pms_tracker.plan.rules.policy_rules import VersionState
from pms_tracker.plan.tables.policy_tables import Policy, PolicyVersion
from pms_tracker.plan.text.comparison import Change, Clause, Piece, Row, compare
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.pictures import papers
from pms_tracker.web.proofs import signed_boxes
from pms_tracker.web.words import days_in_words, labels

blueprint = Blueprint("comparison", __name__, url_prefix="/plan/policies")


@blueprint.get("/<ref(POL):reference>/compare")
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


@blueprint.get("/<ref(POL):reference>/compare.pdf")
@requires(Permission.SEE_RECORDS)
def paper(reference: Reference) -> ResponseReturnValue:
    """What the page shows, as a paper with the names of who drafted and who approved."""
    policy = policies.by_reference(reference)
    old, new = _chosen(versions_seen(policy))
    rows = compare(_parts(old), _parts(new))
    if request.args.get("show") != "all":
        rows = [row for row in rows if row.change is not Change.SAME]
    name = papers.named(f"{policy.reference}-{old.edition}-{new.edition}.pdf")
    return papers.answer("comparison", _as_data(policy, old, new, rows), name)


def _as_data(
    policy: Policy, old: PolicyVersion, new: PolicyVersion, rows: Sequence[Row]
) -> dict[str, object]:
    title = gettext("%(title)sの新旧対照表", title=policy.title)
    told = {
        "facts": _facts(new),
        "old": f"{gettext('改定前')} {_head(old)}",
        "new": f"{gettext('改定後')} {_head(new)}",
        "boxes": _boxes(policy, new),
        "rows": [
            {
                "old": _side(row.old, row.before),
                "new": _side(row.new, row.after),
                "change": "" if row.change is Change.SAME else labels.label(row.change),
            }
            for row in rows
        ],
        "nothing": gettext("（なし）"),
        "unchanged": gettext("変わった箇所はありません。"),
        "legend": gettext("取消線は削除した箇所、下線は追加した箇所です。"),
    }
    return papers.frame(title, gettext("新旧対照表"), reference=policy.reference) | told


def _head(version: PolicyVersion) -> str:
    edition = gettext("第%(num)d版", num=version.edition)
    day = days_in_words.day_text(version.effective_on) if version.effective_on else ""
    return f"{edition} {day}".strip()


def _facts(version: PolicyVersion) -> list[tuple[str, str]]:
    day = version.effective_on
    told = [(gettext("施行日"), days_in_words.day_text(day) if day else gettext("（なし）"))]
    return [*told, (gettext("改定の理由"), version.reason)] if version.reason else told


def _side(clause: Clause | None, pieces: Sequence[Piece]) -> dict[str, object] | None:
    if clause is None:
        return None
    told = [{"words": each.words, "change": each.change.value} for each in pieces]
    return {"path": clause.path, "pieces": told}


def _boxes(policy: Policy, version: PolicyVersion) -> list[dict[str, object]]:
    """Who approved and who drafted, from left to right; a box stays empty where nobody has yet."""
    approved = approvals.standing(policy.reference, versions.step(version))
    ids = (approved.decided_by_id, approved.for_id, approved.entered_by_id) if approved else ()
    names = people.names((version.recorded_by_id, *ids))
    drafted_on = clock.local(version.recorded_at).date()
    drafter = names.get(version.recorded_by_id or 0, "")
    drafted = papers.box(labels.label(Role.PRIVACY_MANAGER), gettext("起案"), drafted_on, drafter)
    return [signed_boxes.approved(Role.REPRESENTATIVE, approved, names), drafted]


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
    read = policies.shown_of(edition)
    return [
        (gettext("前文"), read.preamble.strip()),
        *((clause.path, clause.text) for clause in read.clauses),
        (gettext("末尾"), read.closing.strip()),
    ]
