"""The page of plans that wait for the reader's approval: each shown in full, oldest first."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pms_tracker.act.several import approval_queue, batches
from pms_tracker.act.several.approval_queue import Seen
from pms_tracker.database import transaction
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door import freshness
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.record import next_duty
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.shell.error_pages import status_of

blueprint = Blueprint("approval_queue", __name__, url_prefix="/act/approvals")

CHOSEN = re.compile(
    r"(?P<name>[A-Z]+-[0-9]{4}-[0-9]{3,9}):(?P<version>[0-9]{1,9}):(?P<digest>[0-9a-f]{64})"
)


class ApproveForm(Form):
    """Which of the plans that are shown are approved; their boxes are drawn by the page."""


@blueprint.get("/")
@requires(Permission.HANDLE_CASES)
def index() -> ResponseReturnValue:
    return _page(ApproveForm(formdata=None))


@blueprint.post("/")
@requires(Permission.HANDLE_CASES)
def approve() -> ResponseReturnValue:
    form = ApproveForm()
    if form.validate_on_submit():
        approved = _approved(form)
        if approved:
            told = ngettext("%(num)d件を承認しました。", "%(num)d件を承認しました。", approved)
            next_duty.say(told)
            return redirect(url_for(".index"))
    return _page(form)


def _approved(form: Form) -> int:
    """How many plans were approved; 0 where one was refused and nothing was."""
    seen = _seen()
    try:
        freshness.check()
        with transaction():
            batch = batches.chosen(list(seen), seen_by=me(), for_update=True)
            return approval_queue.approve(batch, seen, by=me())
    except (RuleBroken, Stale, BadInput, NotAllowed) as refusal:
        told = gettext("%(why)s どの計画も承認していません。", why=sentence(refusal))
        form.refuse(told, status_of(refusal))
        return 0


def _seen() -> dict[str, Seen]:
    """The chosen cases with what their reader saw, sent as `CA-2026-003:4:` and a digest."""
    found = (CHOSEN.fullmatch(each) for each in request.form.getlist("case"))
    return {one["name"]: Seen(int(one["version"]), one["digest"]) for one in found if one}


def _page(form: ApproveForm) -> ResponseReturnValue:
    waiting = approval_queue.of(me())
    plans = [each.plan for each in waiting]
    persons = {who for plan in plans for who in (*plan.owner_ids, plan.written_by_id)}
    page = render_template(
        "act/approval_queue/list.html",
        form=form,
        groups=approval_queue.by_grade(waiting),
        names=people.names([each for each in persons if each]),
        units={unit.id: unit.name for unit in people.units()},
        signs_afresh=freshness.wanted(),
        chosen=set(_seen()),
    )
    return page, form.status
