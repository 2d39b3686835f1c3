"""What was typed in from paper in the reader's name (書面): seen, and contested if not theirs."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, pgettext

from pms_tracker import clock
from pms_tracker.act import act_undecided
from pms_tracker.act.act_registers import BY_KIND
from pms_tracker.approvals import paper, taking_back
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decisive
from pms_tracker.database import transaction
from pms_tracker.evidence import evidence as files
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.references import Kind, parse_reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import ReasonForm
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record import links
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("in_your_name", __name__, url_prefix="/in-your-name")


@blueprint.get("/<int:number>")
@requires(Permission.OWN_SETTINGS)
def record(number: int) -> ResponseReturnValue:
    return _page(paper.in_the_name_of(me().person_id, number))


def _page(row: Approval, refused: ReasonForm | None = None) -> ResponseReturnValue:
    place = url_for(".contest", number=row.id)
    firm = Firm(clock.today())
    page = render_template(
        "in_your_name/record.html",
        row=row,
        about=what_was_decided(row),
        entered_by=firm.members[row.entered_by_id or 0].name,
        scans=_scans(row),
        form=refused or ReasonForm(formdata=None, place=place, version=1),
    )
    return page, refused.status if refused else 200


def _scans(row: Approval) -> list[tuple[EvidenceFile, str]]:
    kept = [each for each in files.files(row.reference) if each.step == row.step]
    return [(each, url_for(".scan", number=row.id, file=each.number)) for each in kept]


@blueprint.post("/<int:number>")
@requires(Permission.OWN_SETTINGS)
@step(ReasonForm, lambda form, number: _page(paper.in_the_name_of(me().person_id, number), form))
def contest(form: ReasonForm, number: int) -> Done:
    waits = act_undecided.contest(number, form.reason.data, by=me())
    return Done(_told(waits=waits), url_for(".record", number=number))


def _told(*, waits: bool) -> str:
    if waits:
        return gettext("この決定は無効になり、記録は決定の前の状態に戻りました。")
    return gettext(
        "この決定は無効になりました。記録は先へ進んでいるため、個人情報保護管理者が対応します。"
    )


@blueprint.post("/<int:number>/take-back")
@requires(Permission.OWN_SETTINGS)
def take_back(number: int) -> ResponseReturnValue:
    """The reader's own decision, taken back from the record that shows it."""
    with transaction():
        row = act_undecided.take_back(number, by=me())
    flash(gettext("決定を取り消しました。記録は、決定の前の状態に戻りました。"), "done")
    return redirect(links.url_of(row.reference))


@blueprint.app_template_global()
def minutes_to_take_back(row: Decisive) -> int:
    """For how many minutes the reader may still take back a decision."""
    return taking_back.minutes_left(row, me().person_id)


@blueprint.get("/<int:number>/scan/<int:file>")
@requires(Permission.OWN_SETTINGS)
def scan(number: int, file: int) -> Response:
    row = paper.in_the_name_of(me().person_id, number)
    return evidence_views.give(row.reference, file, row.step)


def what_was_decided(row: Approval) -> str:
    """What a decision was about, as its kind of record and its step say."""
    found = parse_reference(row.reference)
    kind, step = found.kind if found else None, row.step
    number = step.rpartition("-")[2]
    if kind is Kind.POLICY:
        return gettext("方針 第%(edition)s版の承認", edition=number)
    if kind is Kind.ANNUAL_PLAN:
        return _of_the_year(step)
    if kind is Kind.AUDIT:
        return _of_an_audit(step, number)
    if kind is Kind.CASE:
        return _of_a_case(step)
    if kind in BY_KIND:
        return gettext("%(name)sの承認", name=say(BY_KIND[kind].name))
    return (
        {
            Kind.POLICY_REVIEW: gettext("方針の見直しの延期の承認"),
            Kind.PROGRAMME: gettext("監査プログラムの承認"),
            Kind.LEDGER_REVIEW: gettext("台帳の見直しの回答の確認"),
            Kind.MANAGEMENT_REVIEW: gettext("マネジメントレビュー議事録の署名"),
        }.get(kind, "")
        if kind
        else ""
    )


def _of_the_year(step: str) -> str:
    if step.startswith("amendment-"):
        return gettext("年度計画の変更の承認")
    if step.startswith("duty-"):
        return gettext("年度計画の予定の実施の確認")
    return gettext("年度計画の承認")


def _of_an_audit(step: str, number: str) -> str:
    if step.startswith("sheet-"):
        return gettext("書面のチェックリスト %(number)s の実施", number=number)
    return {
        "report-signature": gettext("監査報告書の署名"),
        "report-approval": gettext("監査報告書の承認"),
    }.get(step, gettext("監査報告書の受領"))


def _of_a_case(step: str) -> str:
    if step.startswith("done-"):
        return pgettext("what was decided", "完了確認")
    if step.startswith("closing-"):
        return pgettext("what was decided", "完了承認")
    return gettext("是正処置計画の承認")
