"""The summary of two years (監査・マネジメントレビュー実施サマリー): page, file and paper for the
examiner's form (domain.md 2.4 no. 7)."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, pgettext

from pms_tracker import clock
from pms_tracker.act.management import review_summaries
from pms_tracker.act.management.review_summaries import Held
from pms_tracker.check.reports import summaries
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.rules.year_rules import Year
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import days_in_words, labels, summary_words

blueprint = Blueprint("summaries", __name__, url_prefix="/check/summary")

# How many years back a summary may be asked for.
REACH = 10


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def shown() -> ResponseReturnValue:
    year, this = _asked_year(), people.fiscal_year_of(clock.today())
    years = summaries.of_two_years(me(), year)
    return render_template(
        "check/summaries/year.html",
        years=years,
        grades=summaries.grades_shown(years),
        reviews=_reviews(years),
        corrected=summary_words.corrected,
        earlier=year - 1 if year > this - REACH else None,
        later=year + 1 if year < this else None,
        target=summary_words.target,
        year=year,
    )


def _asked_year() -> int:
    """The later of the two years asked for; the running one otherwise."""
    this = people.fiscal_year_of(clock.today())
    offered = {str(year): year for year in range(this - REACH, this + 1)}
    return offered.get(request.args.get("year", ""), this)


def _reviews(years: Sequence[summaries.OfYear]) -> list[Held]:
    """The management reviews of both years, the earliest first."""
    start = people.the_company().fiscal_start
    spans = [Year.of(each.year, start) for each in years]
    return review_summaries.held_between(
        me(), min(each.first for each in spans), max(each.last for each in spans)
    )


def _between() -> str:
    return pgettext("between names in a list", "、")


@blueprint.get("/export.csv", defaults={"kind": "csv"})
@blueprint.get("/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_RECORDS)
def export(kind: str) -> ResponseReturnValue:
    """Every audit of both years, the later year first."""
    years = summaries.of_two_years(me(), _asked_year())
    rows = [(each.year, line) for each in years for line in each.lines]
    columns = (
        Column("fiscal_year", _l("年度"), lambda row: row[0], said=days_in_words.fiscal_year_text),
        Column("held_on", _l("実施日"), lambda row: row[1].held_on, Kind.DAY),
        Column("target", _l("対象"), lambda row: summary_words.target(row[1]), width=20),
        Column("kind", _l("監査の種類"), lambda row: row[1].kind, width=16, said=labels.label),
        Column("theme", _l("内容"), lambda row: row[1].theme, width=40),
        Column("auditors", _l("監査員"), lambda row: _between().join(row[1].auditors), width=28),
        Column("approved_by", _l("監査責任者"), lambda row: row[1].manager, width=16),
        Column("reported_on", _l("報告日"), lambda row: row[1].reported_on, Kind.DAY),
        *(_count_column(grade) for grade in summaries.grades_shown(years)),
        Column(
            "corrected", _l("是正の完了"), lambda row: summary_words.corrected(row[1]), width=12
        ),
        Column("record", _l("記録"), _record),
    )
    title = gettext("監査・マネジメントレビュー実施サマリー")
    return list_files.answer(Sheet(title, "audit-summary", columns, list_files.whole(rows)), kind)


def _count_column(grade: Grade) -> Column:
    key = f"count_{grade.value}"
    return Column(key, labels.marked(grade), lambda row: row[1].counts.get(grade, 0), Kind.NUMBER)


def _record(row: tuple[int, summaries.Line]) -> str:
    return row[1].reference or gettext("移行")


@blueprint.get("/summary.pdf")
@requires(Permission.SEE_RECORDS)
def paper() -> ResponseReturnValue:
    """What the page shows, on A4."""
    years = summaries.of_two_years(me(), _asked_year())
    name = papers.named(f"audit-summary-{years[0].year}.pdf")
    return papers.answer("summary", _as_data(years), name)


def _as_data(years: Sequence[summaries.OfYear]) -> dict[str, object]:
    grades = summaries.grades_shown(years)
    return {
        **papers.frame(gettext("監査・マネジメントレビュー実施サマリー"), gettext("監査サマリー")),
        "heads": [
            gettext("実施日"),
            gettext("対象"),
            gettext("種別"),
            gettext("内容"),
            gettext("監査員"),
            gettext("監査責任者"),
            gettext("報告日"),
            *(labels.marked(grade) for grade in grades),
            gettext("是正の完了"),
        ],
        "counted": len(grades) + 1,
        "between": _between(),
        "years": [_year_data(each, grades) for each in years],
        "total": gettext("計"),
        "none": gettext("この年度に実施した監査はありません。"),
        "legend": gettext("（移行）は、このシステムを使う前の記録から登録した監査です。"),
        "reviews_title": gettext("マネジメントレビュー"),
        "review_heads": [
            gettext("実施日"),
            gettext("議事録"),
            gettext("承認者"),
            gettext("決定事項"),
            gettext("完了"),
        ],
        "reviews": [_review_data(each) for each in _reviews(years)] if me().sees_all else None,
        "no_review": gettext("議事録が承認されたマネジメントレビューはありません。"),
    }


def _review_data(held: Held) -> list[str]:
    return [
        days_in_words.day_text(held.held_on),
        held.reference,
        held.signed_by,
        "\n".join(f"{place}. {each}" for place, each in enumerate(held.decisions, 1))
        or gettext("なし"),
        gettext("%(done)s／%(all)s件", done=held.done, all=len(held.decisions)),
    ]


def _year_data(of: summaries.OfYear, grades: Sequence[Grade]) -> dict[str, object]:
    rows = []
    for line in of.lines:
        kind = labels.label(line.kind)
        mark = gettext("（移行）") if line.past_id is not None else ""
        counts = [str(line.counts.get(grade, 0)) for grade in grades]
        day = days_in_words.day_text(line.held_on)
        reported = days_in_words.day_text(line.reported_on) or "－"
        told = (f"{summary_words.target(line)}{mark}", kind, line.theme, line.auditors)
        corrected = summary_words.corrected(line)
        rows.append([day, *told, line.manager or "－", reported, *counts, corrected])
    known = [line for line in of.lines if line.settled is not None]
    done = sum(line.settled or 0 for line in known), sum(line.to_settle for line in known)
    return {
        "name": days_in_words.fiscal_year_text(of.year),
        "rows": rows,
        "totals": [
            *(str(of.total[grade]) for grade in grades),
            gettext("%(done)s／%(all)s件", done=done[0], all=done[1]),
        ],
    }
