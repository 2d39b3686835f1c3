"""Pages of audit programmes (監査プログラム): the list, the record, its decision, and its file."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.act.teams import programme_teams
from pms_tracker.check.programmes import programmes
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.check.programmes import programme_page
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.door.sub_path import home
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from pms_tracker.web.lists.short_lists import ShortList
from pms_tracker.web.pictures import papers, section_papers
from pms_tracker.web.proofs import decision_forms, evidence_views, signed_boxes
from pms_tracker.web.proofs.decision_forms import DecisionForm
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import fiscal_year_text

blueprint = Blueprint("programmes", __name__, url_prefix="/check/programmes")


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    rows, plans = programmes.listed(me()), me().may(Permission.PLAN_AUDITS)
    return render_template(
        "check/programmes/list.html",
        rows=rows,
        open_years=programmes.open_years() if plans else [],
        makers=_makers() if not (rows or plans) else None,
    )


def _makers() -> list[tuple[int, str, bool]]:
    """Whoever begins a programme, and whether they can sign in to do so."""
    firm = Firm(clock.today())
    held = firm.holders(Role.AUDIT_MANAGER)
    names, coming = firm.names(held), firm.who_sign_in(held)
    return [(each, names[each], each in coming) for each in held]


ShortList(
    "audit-programmes",
    _l("監査プログラム"),
    (
        Column("number", _l("番号"), lambda row: f"AP-{row.fiscal_year:04}"),
        Column("year", _l("年度"), lambda row: row.fiscal_year, Kind.NUMBER, width=8),
        Column("state", _l("状態"), lambda row: row.state, width=18, said=labels.label),
        Column("total", _l("予定する監査"), lambda row: row.total, Kind.NUMBER),
        Column("approved_on", _l("承認日"), lambda row: row.approved_on, Kind.DAY),
    ),
    lambda: programmes.listed(me()),
).at(blueprint, Permission.SEE_RECORDS)


def found(reference: Reference, *, for_update: bool = False) -> Programme:
    return programmes.by_reference(reference, seen_by=me(), for_update=for_update)


@blueprint.get("/<ref(AP):reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    try:
        programme = found(reference)
    except NotFound:
        # Home, letters and the wheel name the year's programme before anybody began it; whether
        # somebody has, those who may not know of a draft are not told either.
        if reference.fiscal_year in programmes.open_years():
            return redirect(url_for(".index"))
        raise
    return programme_page.show(programme)


@blueprint.post("/<ref(AP):reference>/decision")
@requires(Permission.DECIDE_PROGRAMMES)
@step(DecisionForm, lambda form, reference: programme_page.show(found(reference), form))
def decide(form: DecisionForm, reference: Reference) -> Done:
    decided, seen, by = form.decided, form.version.number, me()
    programme = found(reference, for_update=True)
    decision_forms.keep_scan(programme_teams.decide(programme, decided, version=seen, by=by))
    sees = programmes.sees(programme, by)
    if decided.approves:
        words = gettext("監査プログラムを承認し、監査を計画しました。")
    else:
        words = gettext("差戻しを記録しました。書いた人に知らせます。")
    # Whoever sent back may not read what is a draft again.
    return Done(words, url_for(".record", reference=reference) if sees else home(), turn=True)


@blueprint.get("/<ref(AP):reference>/evidence/<int:number>")
@requires(Permission.SEE_RECORDS)
def file(reference: Reference, number: int) -> ResponseReturnValue:
    """The scan of a decision about the programme that was stamped on paper."""
    return evidence_views.give(found(reference).reference, number)


@blueprint.get("/<ref(AP):reference>/export.csv", defaults={"kind": "csv"})
@blueprint.get("/<ref(AP):reference>/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_RECORDS)
def export(reference: Reference, kind: str) -> ResponseReturnValue:
    """The programme as its page shows it, audit by audit."""
    programme = found(reference)
    return list_files.answer(_sheet(programme, _boxes(programme)), kind)


@blueprint.get("/<ref(AP):reference>/export.pdf")
@requires(Permission.SEE_RECORDS)
def paper(reference: Reference) -> ResponseReturnValue:
    """The same on A4 landscape, with the boxes of those who wrote and approved it."""
    programme = found(reference)
    boxes = _boxes(programme)
    sheet = _sheet(programme, boxes)
    told = {"reference": programme.reference, "boxes": boxes, "form": gettext("監査プログラム")}
    return papers.handed(
        section_papers.listed(sheet, (3, 3, 0, 4, 7), notes=[*_notes(programme)], **told),
        list_files.disposition(sheet, "pdf"),
    )


def _notes(programme: Programme) -> Iterator[str]:
    """What was approved with the audits, as the page says it above them."""
    for said, words in (
        (gettext("目的"), programme.purpose),
        (gettext("監査範囲"), programme.scope),
        (gettext("監査の方法"), programme.method),
        (gettext("考慮したリスク"), programme.risks),
        (gettext("自部門を監査する理由"), programme.exception_reason),
        (gettext("含めない理由"), programme.gap_reason),
    ):
        if words:
            yield gettext("%(label)s：%(words)s", label=said, words=words)


def _boxes(programme: Programme) -> list[signed_boxes.Box]:
    return signed_boxes.of_yearly(programme, programmes.STEP, Role.AUDIT_MANAGER)


def _sheet(programme: Programme, boxes: Sequence[signed_boxes.Box]) -> Sheet:
    rows = programmes.rows_of(programme)
    names = Firm(clock.today()).names({each for row in rows for each in row.team_ids})
    units = {each.id: each.name for each in people.units()}

    def team(row: Any) -> str:
        return labels.between(names.get(each, "") for each in row.team_ids)

    columns = (
        Column("kind", _l("種類"), lambda row: row.kind, width=18, said=labels.label),
        Column("unit", _l("部門"), lambda row: units.get(row.unit_id, ""), width=18),
        Column("planned_on", _l("予定日"), lambda row: row.planned_on, Kind.DAY),
        Column("auditors", _l("監査員"), team, width=28),
        Column("theme", _l("テーマ"), lambda row: row.theme, width=48),
    )
    title = gettext("監査プログラム %(year)s", year=fiscal_year_text(programme.fiscal_year))
    about = signed_boxes.in_words(boxes)
    return Sheet(title, programme.reference, columns, list_files.whole(rows), about)
