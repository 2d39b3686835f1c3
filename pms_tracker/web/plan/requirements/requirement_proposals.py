"""The page that proposes clauses of policies for the items of a set: confirmed in one step."""

from collections.abc import Sequence

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.policies import mappings, requirements as plan_requirements
from pms_tracker.plan.policies.mapping_proposal import Pair
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.plan.tables.policy_tables import RequirementSet
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.home import start
from pms_tracker.web.plan.requirements.set_forms import ProposalForm
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint(
    "requirement_proposals", __name__, url_prefix="/plan/requirements/<key>/proposal"
)


@blueprint.get("/")
@requires(Permission.KEEP_REQUIREMENTS)
def page(key: str) -> ResponseReturnValue:
    shown, _editions = requirement_sets.by_key(key)
    pairs = mappings.proposed(shown.id)
    return _page(shown, ProposalForm(formdata=None, pairs=[named(each) for each in pairs]), pairs)


def named(pair: Pair) -> str:
    """A pair as the form names it."""
    return f"{pair.item_id}-{pair.clause_id}"


def _page(shown: RequirementSet, form: ProposalForm, pairs: Sequence[Pair]) -> ResponseReturnValue:
    ids = [each for pair in pairs for each in (pair.item_id, pair.clause_id)]
    told = {row.id: row for row in plan_requirements.told(ids)}
    form.pairs.choices = [(named(pair), "") for pair in pairs]
    html = render_template(
        "plan/requirement_proposals/page.html",
        shown=shown,
        form=form,
        rows=[(told[pair.item_id], told[pair.clause_id]) for pair in pairs],
    )
    return html, form.status


def _record(key: str) -> str:
    return url_for("requirements.record", key=key)


def _again(form: ProposalForm, key: str) -> ResponseReturnValue:
    shown, _editions = requirement_sets.by_key(key)
    return _page(shown, form, mappings.proposed(shown.id))


@blueprint.post("/")
@requires(Permission.KEEP_REQUIREMENTS)
@step(ProposalForm, _again, once=_record)
def confirm(form: ProposalForm, key: str) -> Done:
    """Map all that was left ticked."""
    shown, _editions = requirement_sets.by_key(key)
    count = mappings.confirm(shown.id, form.chosen(), by=me().actor)
    words = ngettext("%(num)d件の対応を登録しました。", "%(num)d件の対応を登録しました。", count)
    return Done(words, start.onward(_record(key)))
