"""Signatures on a case beyond the plan's approval: the done check (完了確認) and the closing."""

from collections.abc import Callable

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.act.effect import closing, done_checks
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.forms.case_forms import ClosingForm, DoneCheckForm
from pms_tracker.web.act.record.case_page import again, done, locked
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.proofs.decision_forms import DecisionForm, keep_scan
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint("signatures", __name__, url_prefix="/act/cases")

Words = tuple[LazyString, LazyString]
CONFIRMED: Words = (
    _l("完了を確認しました。後日、別の人が有効性を確かめます。"),
    _l("差戻しを記録しました。処置の責任者に知らせます。"),
)
CLOSED: Words = (
    _l("完了を承認しました。教訓を送付しました。"),
    _l("差戻しを記録しました。有効性をもう一度確かめます。"),
)


@blueprint.post("/<ref(CA):reference>/done-check")
@requires(Permission.HANDLE_CASES)
@step(DoneCheckForm, again("check"), signs=True)
def confirm_done(form: DoneCheckForm, reference: Reference) -> Done:
    return _signed(form, reference, done_checks.decide, CONFIRMED)


@blueprint.post("/<ref(CA):reference>/closing")
@requires(Permission.HANDLE_CASES)
@step(ClosingForm, again("closing"), signs=True)
def close(form: ClosingForm, reference: Reference) -> Done:
    return _signed(form, reference, closing.decide, CLOSED)


def _signed(
    form: DecisionForm, reference: Reference, decide: Callable[..., Approval], words: Words
) -> Done:
    decided = form.decided
    keep_scan(decide(locked(reference), decided, version=form.version.number, by=me()))
    return done(reference, str(words[0] if decided.approves else words[1]))
