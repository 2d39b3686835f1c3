"""Signatures on a case beyond the plan's approval: the done check (完了確認) and the closing."""

from collections.abc import Callable

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.act.effect import closing, done_checks
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.database import transaction
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.cases import case_views
from pms_tracker.web.act.forms.case_forms import ClosingForm, DoneCheckForm
from pms_tracker.web.act.record import case_page
from pms_tracker.web.door import freshness
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import refused_into
from pms_tracker.web.proofs.decision_forms import DecisionForm, keep_scan

blueprint = Blueprint("signatures", __name__, url_prefix="/act/cases")

Words = tuple[LazyString, LazyString]
CONFIRMED: Words = (
    _l("完了を確認しました。後日、別の人が有効性を確かめます。"),
    _l("差戻しを記録しました。処置の責任者に知らせます。"),
)
CLOSED: Words = (
    _l("完了を承認しました。教訓を届けました。"),
    _l("差戻しを記録しました。有効性をもう一度確かめます。"),
)


@blueprint.post("/<ref(CA):reference>/done-check")
@requires(Permission.HANDLE_CASES)
def confirm_done(reference: Reference) -> ResponseReturnValue:
    return _signed(reference, DoneCheckForm(), "check", done_checks.decide, CONFIRMED)


@blueprint.post("/<ref(CA):reference>/closing")
@requires(Permission.HANDLE_CASES)
def close(reference: Reference) -> ResponseReturnValue:
    return _signed(reference, ClosingForm(), "closing", closing.decide, CLOSED)


def _signed(
    reference: Reference,
    form: DecisionForm,
    name: str,
    decide: Callable[..., Approval],
    words: Words,
) -> ResponseReturnValue:
    if form.validate_on_submit():
        with refused_into(form):
            freshness.check()
            decided = form.decided
            with transaction():
                case = case_views.locked(reference)
                keep_scan(decide(case, decided, version=form.version.number, by=me()))
            return case_page.done(reference, str(words[0] if decided.approves else words[1]))
    return case_views.again(reference, name, form)
