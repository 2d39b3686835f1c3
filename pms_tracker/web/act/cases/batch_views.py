"""Pages for several cases at once: each shows what was chosen, asks, and changes all or none."""

import re
from collections.abc import Callable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, ngettext

from pms_tracker.act.several import batches
from pms_tracker.act.several.batches import Batch, Rule
from pms_tracker.database import transaction
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import DayField, Form, LongField, PickField
from pms_tracker.web.lists import choices, saved_views
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.shell.error_pages import status_of

blueprint = Blueprint("batches", __name__, url_prefix="/act/batches")


class DueDayForm(Form):
    """Another due day for the next step of every chosen case, and the one reason for it."""

    due_on = DayField(_l("新しい期限"), _l("新しい期限を入力してください。"))
    reason = LongField(_l("理由"), _l("理由を入力してください。"), longest=2000)


class OwnerForm(Form):
    """Who is to own the action of every chosen case."""

    owner_id = PickField(_l("処置の責任者"), _l("処置の責任者を選んでください。"))
    reason = LongField(_l("理由・ひとこと"), longest=2000)


@blueprint.get("/due-day")
@requires(Permission.MOVE_DUE_DATES)
def due_day_form() -> ResponseReturnValue:
    batch = batches.chosen(request.args.getlist("case"), seen_by=me())
    return _page("act/batches/due_day.html", batch, batches.due_day_moves, DueDayForm())


@blueprint.post("/due-day")
@requires(Permission.MOVE_DUE_DATES)
def move_due_day() -> ResponseReturnValue:
    form, versions = DueDayForm(), _versions()

    def change(batch: Batch) -> int:
        day, reason = form.due_on.chosen, str(form.reason.data)
        return batches.move_due_day(batch, versions, day, reason=reason, by=me())

    changed = _changed(form, list(versions), change)
    if changed is None:
        batch = batches.chosen(list(versions), seen_by=me())
        return _page("act/batches/due_day.html", batch, batches.due_day_moves, form)
    told = ngettext("%(num)d件の期限を変更しました。", "%(num)d件の期限を変更しました。", changed)
    return _done(told)


@blueprint.get("/owner")
@requires(Permission.HANDLE_CASES)
def owner_form() -> ResponseReturnValue:
    batch = batches.chosen(request.args.getlist("case"), seen_by=me())
    return _page("act/batches/owner.html", batch, batches.owner_may_be_chosen, OwnerForm())


@blueprint.post("/owner")
@requires(Permission.HANDLE_CASES)
def choose_owner() -> ResponseReturnValue:
    form, versions = OwnerForm(), _versions()

    def change(batch: Batch) -> int:
        owner_id, reason = form.owner_id.data, form.reason.data or ""
        return batches.choose_owner(batch, versions, owner_id, reason=reason, by=me())

    changed = _changed(form, list(versions), change)
    if changed is None:
        batch = batches.chosen(list(versions), seen_by=me())
        return _page("act/batches/owner.html", batch, batches.owner_may_be_chosen, form)
    told = ngettext("%(num)d件の担当者を決めました。", "%(num)d件の担当者を決めました。", changed)
    return _done(told)


def _versions() -> dict[str, int]:
    """The chosen cases with the versions their reader saw, sent as `CA-2026-003:4`."""
    pairs = (each.rpartition(":") for each in request.form.getlist("case"))
    return {name: int(seen) if re.fullmatch(r"\d{1,9}", seen) else -1 for name, _, seen in pairs}


def _changed(form: Form, names: Sequence[str], change: Callable[[Batch], int]) -> int | None:
    """How many cases were changed; None where the form or a rule refused, with nothing changed."""
    if not form.validate_on_submit():
        return None
    try:
        with transaction():
            return change(batches.chosen(names, seen_by=me(), for_update=True))
    except (RuleBroken, Stale, BadInput, NotAllowed) as refusal:
        told = gettext("%(why)s どの案件も変更していません。", why=sentence(refusal))
        form.refuse(told, status_of(refusal))
        return None


def _page(template: str, batch: Batch, rule: Rule, form: Form) -> ResponseReturnValue:
    if isinstance(form, OwnerForm):
        form.owner_id.offer(choices.people_of(batch.firm))
    refused = batches.refusals(batch, rule, me())
    every = [each.case for each in batch.dossiers]
    page = render_template(
        template,
        form=form,
        cases=every,
        owners={each.case.id: each.current.owner_ids for each in batch.dossiers},
        names=_names(batch, batch.firm),
        units={unit.id: unit.name for unit in people.units()},
        refused={each: sentence(refusal) for each, refusal in refused.items()},
        free=[case.reference for case in every if case.reference not in refused],
        kept=request.values.get("kept", ""),
        list_url=_list_url(),
    )
    return page, form.status


def _names(batch: Batch, firm: Firm) -> dict[int, str]:
    owners = [owner for each in batch.dossiers for owner in each.current.owner_ids]
    return firm.names([*owners, *(each.case.turn_of_id for each in batch.dossiers)])


def _done(words: str) -> ResponseReturnValue:
    flash(words, "done")
    return redirect(_list_url())


def _list_url() -> str:
    """The list as it was left, with its conditions."""
    return url_for("cases.index", **saved_views.conditions("cases", request.values.get("kept", "")))
