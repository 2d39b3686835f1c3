"""Pages of findings that share a case: two cases made one, or one made two."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from wtforms import SelectChoice

from pms_tracker.act.cases import cases, grounds
from pms_tracker.act.several import merging
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint("merging", __name__, url_prefix="/act/cases/<ref(CA):reference>/findings")


class MergeForm(shared.Form):
    """Which other case it is made one with, and why."""

    version = shared.VersionField()
    other_id = shared.PickField(_l("統合する是正処置"), _l("統合する是正処置を選んでください。"))
    reason = shared.LongField(
        _l("理由"), _l("理由を入力してください。"), longest=2000, id="merging-reason"
    )


class SplitForm(shared.Form):
    """Which findings get a case of their own, and why."""

    version = shared.VersionField()
    # The use case says which may leave: by a second click they have left already.
    findings = shared.TicksField(_l("新しい是正処置に移す所見"), coerce=int, validate_choice=False)
    reason = shared.LongField(
        _l("理由"), _l("理由を入力してください。"), longest=2000, id="splitting-reason"
    )


@blueprint.get("/")
@requires(Permission.OPEN_CASES)
def record(reference: Reference) -> ResponseReturnValue:
    return _page(cases.by_reference(reference, seen_by=me()))


def _page(case: Case, refused: shared.Form | None = None) -> ResponseReturnValue:
    merge_form = refused if isinstance(refused, MergeForm) else MergeForm(formdata=None)
    split_form = refused if isinstance(refused, SplitForm) else SplitForm(formdata=None)
    merge_form.version.data = split_form.version.data = case.version
    held = grounds.held(case)
    others = merging.candidates(case, me())
    merge_form.other_id.offer([(each.id, f"{each.reference} {each.title}") for each in others])
    split_form.findings.choices = [
        SelectChoice(each.id, f"{each.reference} {each.title}") for each in held
    ]
    page = render_template(
        "act/merging/record.html",
        case=case,
        held=held,
        shareable=merging.shareable(case),
        merge_form=merge_form,
        split_form=split_form,
    )
    return page, refused.status if refused else 200


def _again(form: shared.Form, reference: Reference) -> ResponseReturnValue:
    return _page(cases.by_reference(reference, seen_by=me()), form)


@blueprint.post("/merge")
@requires(Permission.OPEN_CASES)
@step(MergeForm, _again, once=True)
def merge(form: MergeForm, reference: Reference) -> Done:
    one, other = _both(reference, form.other_id.data)
    reason, version = form.reason.data, form.version.number
    stays = merging.merge(one, other, reason=reason, version=version, by=me())
    led_to = url_for("cases.record", reference=stays.reference)
    return Done(gettext("統合しました。もう一方の是正処置は取り下げられました。"), led_to)


def _both(reference: Reference, other_id: int) -> tuple[Case, Case]:
    """Both cases, locked in the order of their numbers, so that nobody waits for ever."""
    one = cases.by_reference(reference, seen_by=me())
    locked = {each.id: each for each in cases.locked([one.id, other_id], seen_by=me())}
    if other_id not in locked:
        raise NotFound("no_such_record", reference=str(other_id))
    return locked[one.id], locked[other_id]


def _split_form() -> SplitForm:
    form = SplitForm()
    form.findings.choices = []
    return form


@blueprint.post("/split")
@requires(Permission.OPEN_CASES)
@step(_split_form, _again, once=True)
def split(form: SplitForm, reference: Reference) -> Done:
    case, seen = cases.by_reference(reference, seen_by=me(), for_update=True), form.version.number
    chosen, reason = form.findings.data, form.reason.data
    name = merging.split(case, chosen, reason=reason, version=seen, by=me()).reference
    words = gettext("分割し、%(case)s を始めました。", case=name)
    return Done(words, url_for("cases.record", reference=name))
