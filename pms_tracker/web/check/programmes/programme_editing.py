"""Writing an audit programme: its purpose and all its audits in one form."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pms_tracker import clock
from pms_tracker.act.teams import programme_teams
from pms_tracker.check.programmes import programme_gaps, programme_writing, programmes
from pms_tracker.check.programmes.bench import Bench
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.tables.programme_tables import Programme, ProgrammeRow
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import yearly
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.web.check.audits.offers import usual_texts
from pms_tracker.web.check.programmes.programme_forms import ProgrammeForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.many_rows import SPARE, asks_for_rows, asks_to_submit
from pms_tracker.web.record import links
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.words import labels

blueprint = Blueprint("programme_editing", __name__, url_prefix="/check/programmes")

# Where it is said that a reason for the gaps is missing.
GAPS = {"programme_gaps_need_reason": "gap_reason"}


@blueprint.post("/")
@requires(Permission.PLAN_AUDITS)
@pressed(once=True)
def draft() -> Done:
    year = request.form.get("year", 0, type=int)
    programme = programme_teams.draft(year, _words(), by=me())
    words = gettext("監査プログラムの下書きを作りました。確かめて提出してください。")
    return Done(words, url_for(".edit_form", reference=programme.reference))


def _words() -> programme_writing.Words:
    return programme_writing.Words(
        {
            AuditKind.OPERATION: gettext("個人情報の取扱いの運用状況"),
            AuditKind.CONFORMITY: gettext("規程と要求事項の適合状況"),
        },
        gettext(
            "すべての部門が、定めたとおりに個人情報を取り扱っていること（運用）と、定めたことが要求事項に合っていること（適合）を確かめる。"
        ),
        _risks,
        scope=gettext(
            "運用：各部門で個人情報を取り扱うすべての業務と、そこで使う書類、記録媒体及び情報システム。適合：すべての内部規程。"
        ),
        method=usual_texts()["method"],
    )


def _risks(found: Sequence[tuple[str, int]]) -> str:
    """What last year's nonconformities say of this year's risks; nothing where there were none."""
    if not found:
        return ""
    told = [
        ngettext("%(unit)s（%(num)d件）", "%(unit)s（%(num)d件）", amount, unit=unit)
        for unit, amount in found
    ]
    return gettext("前年度に不適合があった部門：%(units)s", units=gettext("、").join(told))


def _typed(row: ProgrammeRow) -> dict[str, object]:
    lead, second, third = (*row.team_ids, None, None, None)[:3]
    return {
        "row_id": row.id,
        "kind": row.kind.value,
        "unit_id": row.unit_id,
        "planned_on": row.planned_on,
        "lead_id": lead,
        "second_id": second,
        "third_id": third,
        "theme": row.theme,
    }


def _bench(programme: Programme) -> Bench:
    return programme_teams.bench(yearly.year_of(programme))


def _page(programme: Programme, form: ProgrammeForm) -> ResponseReturnValue:
    units = {each.id: each.name for each in form.bench.units}
    page = render_template(
        "check/programmes/edit.html",
        programme=programme,
        form=form,
        changes=programme_writing.changes_of(programme, form.bench),
        units=units,
        people=form.bench.names,
        kinds={each.value: labels.label(each) for each in AuditKind},
        gaps=[labels.in_words(each) for each in programme_gaps.of(programme, form.planned)],
        alone=form.bench.unit_count(clock.today()) == 1,
    )
    return page, form.status


@blueprint.get("/<ref(AP):reference>/edit")
@requires(Permission.PLAN_AUDITS)
def edit_form(reference: Reference) -> ResponseReturnValue:
    programme = programmes.by_reference(reference, seen_by=me())
    if programme.state is not PlanState.DRAFT:
        raise RuleBroken("programme_locked")
    form = ProgrammeForm(
        place=url_for(".edit", reference=reference),
        version=programme.version,
        **{name: getattr(programme, name) for name in programme_writing.TEXTS},
        rows=[_typed(each) for each in programmes.rows_of(programme)],
    )
    form.offer(yearly.year_of(programme), _bench(programme), clock.today(), more=0)
    return _page(programme, form)


def _offer(form: ProgrammeForm, reference: Reference) -> None:
    programme = programmes.by_reference(reference, seen_by=me())
    more = SPARE if asks_for_rows() else 0
    form.offer(yearly.year_of(programme), _bench(programme), clock.today(), more=more)


def _again(form: ProgrammeForm, reference: Reference) -> ResponseReturnValue:
    programme = programmes.by_reference(reference, seen_by=me())
    if not asks_for_rows():
        form.version.data = programme.version
    return _page(programme, form)


@blueprint.post("/<ref(AP):reference>/edit")
@requires(Permission.PLAN_AUDITS)
@step(ProgrammeForm, _again, offer=_offer, beside=GAPS, rows=True)
def edit(form: ProgrammeForm, reference: Reference) -> Done:
    write = programme_teams.submit if asks_to_submit() else programme_teams.save
    programme = programmes.by_reference(reference, seen_by=me(), for_update=True)
    write(programme, form.written, version=form.version.number, by=me(), among=form.bench)
    if asks_to_submit():
        words = gettext("監査プログラムを提出しました。承認を待ちます。")
    else:
        words = gettext("監査プログラムを保存しました。")
    return Done(words, links.url_of(reference))
