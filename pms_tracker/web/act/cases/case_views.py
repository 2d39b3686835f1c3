"""Pages of cases: the list, and the record that carries the form of its next step."""

from collections.abc import Callable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker.act.cases import case_lists, cases, filing
from pms_tracker.act.effect import effectiveness, judgements
from pms_tracker.act.plans import plans
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.cause_rules import CauseCategory
from pms_tracker.act.rules.correction_rules import FirstAid
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.several import batches
from pms_tracker.act.tables.case_tables import Verdict
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.web.act.cases import case_columns, measure_filters
from pms_tracker.web.act.forms.action_forms import PlanForm
from pms_tracker.web.act.forms.case_forms import DoneForm, PlanDecisionForm, VerdictForm
from pms_tracker.web.act.papers import case_report
from pms_tracker.web.act.record import case_page
from pms_tracker.web.act.record.case_page import again, done, locked
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.many_rows import asks_for_rows, row_id
from pms_tracker.web.forms.shared_forms import ReasonForm
from pms_tracker.web.lists import choices, filters
from pms_tracker.web.lists.list_pages import ListPage
from pms_tracker.web.pictures import papers
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.proofs.decision_forms import keep_scan
from pms_tracker.web.record.steps import Done, pressed, step

# What is said of a step that was taken, by the state it led to.
DECIDED = {
    CaseState.DOING: _l("承認を記録しました。処置の責任者に知らせます。"),
    CaseState.ENDORSED: _l("承認を記録しました。続いて代表者に承認を求めます。"),
    CaseState.SENT_BACK: _l("差戻しを記録しました。部門に知らせます。"),
    CaseState.PLANNING: _l("却下を記録しました。部門に、原因から考え直すように知らせます。"),
}
REPORTED = {
    CaseState.REVIEWING: _l("実施を報告しました。後日、別の人が有効性を確かめます。"),
    CaseState.CONFIRMING: _l("実施を報告しました。別の人が完了を確かめます。"),
    CaseState.DOING: _l("実施を報告しました。残りの処置が終わると、有効性の確認に進みます。"),
}
JUDGED = {
    CaseState.CLOSED: _l("有効と判定し、完了しました。教訓を送付しました。"),
    CaseState.CLOSING: _l("有効と判定しました。完了の承認を求めます。"),
    CaseState.PLANNING: _l("有効でないと判定しました。次の計画を部門に依頼します。"),
    CaseState.REVIEWING: _l("時期尚早と判定しました。決めた日に、もう一度確かめます。"),
}
# Where it is said that a hint to the same cause before was not answered.
UNANSWERED = {"repeat_unanswered": "repeat_answer"}

blueprint = Blueprint("cases", __name__, url_prefix="/act/cases")


OWNERS = choices.persons(case_lists.owners)


def wanted(asked: filters.Asked) -> case_lists.Filter:
    """What an address asks of the list; sets its order too."""
    asked.sort(
        case_lists.SORTS,
        number=gettext("番号"),
        unit=gettext("部門"),
        due=gettext("期限"),
        opened=gettext("開始日"),
        closed=gettext("完了日"),
        done=gettext("実施日"),
        judged=gettext("1回目の有効性の判定日"),
    )
    mine = asked.flag("turn", _l("自分の対応待ち"), "mine")
    return case_lists.Filter(
        state=asked.member("state", gettext("状態"), CaseState),
        source=asked.member("source", gettext("発生源"), Source),
        unit_id=asked.number("unit", gettext("部門"), choices.UNITS),
        owner_id=asked.number("owner", gettext("処置の責任者"), OWNERS),
        due=asked.due(gettext("期限")),
        turn_of_id=me().person_id if mine else None,
        holder_id=asked.linked("holder", _l("対応者"), choices.person),
        requirement_id=asked.linked("requirement", _l("要求事項"), choices.requirement),
        cause_category=asked.member("cause", gettext("原因の分類"), CauseCategory),
        repeat=asked.flag("repeat", _l("同じ原因の再発")),
        opened=asked.days("opened", _l("開始日")),
        closed=asked.days("closed", _l("完了日")),
        # What has ended is due no more, so it has no place in an order by due day.
        open=asked.flag("open", _l("終わったものを除く")) or asked.order.by == "due",
        measure=measure_filters.measured(asked),
        text=asked.text(),
    )


LIST = ListPage(
    *("cases", "cases.index", _l("是正処置")),
    case_lists.CASES,
    wanted,
    case_columns.COLUMNS,
    conditions=frozenset(
        {"state", "unit", "owner", "requirement", "due", "turn", "open", "opened", "closed"}
        | {"cause", "repeat", "source", "q", "sort"}
        # What figures lead to.
        | {"grade", "done", "ontime", "judged", "first", "again", "again_of", "took"}
        | {"step", "began", "standing", "holder"}
    ),
    views=(
        (_l("すべて"), {}),
        (_l("自分の対応待ち"), {"turn": "mine"}),
        (_l("期限超過"), {"due": "late"}),
        (_l("再発"), {"repeat": "1"}),
    ),
    whole=case_lists.WHOLE_CASES,
    offers=(choices.UNITS, OWNERS),
)


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    shown = LIST.shown()
    picks_all = me().may(Permission.OPEN_CASES)
    changes = batches.may_choose(me()) and any(
        batches.choosable(row.state) for row in shown["rows"]
    )
    return render_template(
        "act/cases/list.html",
        **shown,
        may_choose=batches.may_choose(me()),
        # The response table is made of cases in any state.
        may_pick=picks_all or changes,
        picks_all=picks_all,
        may_approve=me().sees_all,
        choosable=batches.choosable,
        days_open=case_columns.days_open,
    )


@blueprint.get("/export.csv", defaults={"kind": "csv"})
@blueprint.get("/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_RECORDS)
def export(kind: str) -> ResponseReturnValue:
    return LIST.file(kind)


@blueprint.get("/<ref(CA):reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    return case_page.show(cases.by_reference(reference, seen_by=me()))


def _plan(form: PlanForm) -> plans.Plan:
    return plans.Plan(
        form.correction.data,
        form.cause.data,
        form.actions(),
        form.category(),
        form.repeat_answer.data or "",
        form.direct_cause.data or "",
        form.whys.data or "",
        form.escape_cause.data or "",
        form.outlines(),
        FirstAid(
            needed=not form.no_correction.data,
            by_id=form.corrected_by_id.data,
            on=form.corrected_on.data,
            spread=form.spread.data or "",
        ),
        form.asking(),
    )


def _again(step_name: str) -> Callable[[PlanForm, Reference], ResponseReturnValue]:
    """The plan as it was typed, with room for a further action where one is asked for."""

    def shown(form: PlanForm, reference: Reference) -> ResponseReturnValue:
        if asks_for_rows():
            form.add_rows(1)
        return again(step_name)(form, reference)

    return shown


@blueprint.post("/<ref(CA):reference>/plan")
@requires(Permission.HANDLE_CASES)
@step(PlanForm, _again("plan"), beside=UNANSWERED, rows=True)
def submit(form: PlanForm, reference: Reference) -> Done:
    plans.submit(locked(reference), _plan(form), version=form.version.number, by=me())
    return done(reference, gettext("計画を提出しました。承認を待ちます。"))


@blueprint.get("/<ref(CA):reference>/amend")
@requires(Permission.HANDLE_CASES)
def amend_form(reference: Reference) -> ResponseReturnValue:
    return case_page.show(cases.by_reference(reference, seen_by=me()), "amend")


@blueprint.post("/<ref(CA):reference>/amend")
@requires(Permission.HANDLE_CASES)
@step(PlanForm, _again("amend"), beside=UNANSWERED, rows=True)
def amend(form: PlanForm, reference: Reference) -> Done:
    plans.amend(locked(reference), _plan(form), version=form.version.number, by=me())
    words = gettext("計画を変更しました。前の承認は無効になり、あらためて承認を待ちます。")
    return done(reference, words)


@blueprint.post("/<ref(CA):reference>/decision")
@requires(Permission.HANDLE_CASES)
@step(PlanDecisionForm, again("decision"), signs=True)
def decide(form: PlanDecisionForm, reference: Reference) -> Done:
    case = locked(reference)
    keep_scan(plans.decide(case, form.decided, version=form.version.number, by=me()))
    return done(reference, str(DECIDED[case.state]))


@blueprint.post("/<ref(CA):reference>/done")
@requires(Permission.HANDLE_CASES)
@step(DoneForm, again("done"), beside={"instruction_to_answer": "instruction_answer"})
def report_done(form: DoneForm, reference: Reference) -> Done:
    case, version, number = locked(reference), form.version.number, row_id(form.position)
    effectiveness.report_done(case, form.done, version=version, by=me(), position=number)
    evidence_views.take(case.reference, "files", by=me())
    return done(reference, str(REPORTED[case.state]))


def _judged(form: VerdictForm) -> effectiveness.Judged:
    return effectiveness.Judged(
        Verdict(form.verdict.data),
        form.grounds.data,
        form.lesson.data or "",
        how_seen=form.how_seen.data or "",
        data_seen=form.data_seen.data or "",
        next_on=form.next_on.data,
        lesson_for=tuple(Inbox(each) for each in form.lesson_for.data or ()),
    )


@blueprint.post("/<ref(CA):reference>/verdict")
@requires(Permission.HANDLE_CASES)
@step(VerdictForm, again("verdict"))
def judge(form: VerdictForm, reference: Reference) -> Done:
    case = locked(reference)
    effectiveness.judge(case, _judged(form), version=form.version.number, by=me())
    return done(reference, str(JUDGED[case.state]))


@blueprint.post("/<ref(CA):reference>/verdict/take-back")
@requires(Permission.HANDLE_CASES)
@pressed()
def unjudge(reference: Reference) -> Done:
    """The reader's own judgement, taken back from the record that shows it."""
    judgements.take_back(locked(reference), by=me())
    words = gettext("有効性の判定を取り消しました。もう一度、有効性を確かめてください。")
    return done(reference, words)


@blueprint.post("/<ref(CA):reference>/withdraw")
@requires(Permission.WITHDRAW)
@step(ReasonForm, again("withdraw"))
def withdraw(form: ReasonForm, reference: Reference) -> Done:
    case = locked(reference)
    filing.withdraw_case(case, reason=form.reason.data, version=form.version.number, by=me())
    return done(reference, gettext("是正処置を取り下げました。"))


@blueprint.get("/<ref(CA):reference>/evidence/<int:number>")
@requires(Permission.SEE_RECORDS)
def file(reference: Reference, number: int) -> ResponseReturnValue:
    case = cases.by_reference(reference, seen_by=me())
    return evidence_views.give(case.reference, number)


@blueprint.get("/<ref(CA):reference>/report.pdf")
@requires(Permission.SEE_RECORDS)
def paper(reference: Reference) -> ResponseReturnValue:
    """The report of the corrective action (是正処置報告書) on A4, as far as the case has come."""
    case = cases.by_reference(reference, seen_by=me())
    name = papers.named(case_report.file_name(case))
    return papers.answer("case_report", case_report.data(case, me()), name)
