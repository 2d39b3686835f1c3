"""Quarters' reports of operation checks as their pages and their paper show them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.do.checks import check_reports
from pms_tracker.do.checks.check_reports import CHECK_REPORTS
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.tables.operation.operation_check_tables import CheckReport
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.words import N_
from pms_tracker.web.do.checks import check_sheets
from pms_tracker.web.do.period_report_pages import ReportPages, ReportWords, of_term, pages_of
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.words import days_in_words

Lines = Sequence[Mapping[str, Any]]


def quarter_text(first: date) -> str:
    """A quarter by its first and its last month."""
    last = check_reports.following(first) - ONE_DAY
    return gettext(
        "%(first)s から %(last)s",
        first=days_in_words.month_text(first),
        last=days_in_words.month_text(last),
    )


def _counted(lines: Lines) -> dict[str, Any]:
    heads = [words for words, _count in check_sheets.figures({})]
    return {"lines": lines, "names": rules.FIGURES, "heads": heads, "total": rules.total(lines)}


def _figure(name: str, words: LazyString) -> Column:
    return Column(name, words, lambda made: rules.total(made.lines)[name], Kind.NUMBER)


def _line(made: CheckReport) -> str:
    return gettext("空欄 %(num)s", num=rules.total(made.lines)["blank"])


def _paper(counted: Mapping[str, Any]) -> dict[str, object]:
    total, heads = counted["total"], counted["heads"]
    return {
        "heads": [gettext("番号"), gettext("点検表の名称"), gettext("部門"), *heads],
        "rows": [
            [
                *(each["reference"], each["title"], each["unit"]),
                *(str(each[name]) for name in rules.FIGURES),
            ]
            for each in counted["lines"]
        ],
        "total": [gettext("計"), "", "", *(str(total[name]) for name in rules.FIGURES)],
        "none": gettext("この四半期に期限が来た点検はありません。"),
    }


PAGES = ReportPages(
    key="check_reports",
    reports=CHECK_REPORTS,
    period_text=quarter_text,
    period_of=check_reports.quarter_of,
    part="do/check_reports/lines.html",
    now=lambda quarter: _counted(check_reports.of_quarter(quarter)),
    kept=lambda made: _counted(made.lines),
    line=_line,
    typst="check_report",
    form=N_("運用確認報告"),
    file_name="checks",
    columns=(
        _figure("due", _l("期限が来た回数")),
        _figure("blank", _l("空欄")),
        _figure("faults", _l("×の数")),
    ),
    paper=_paper,
    words=ReportWords(
        title=N_("運用の確認の報告"),
        short=N_("四半期報告"),
        home=N_("運用の確認"),
        home_page="checks.index",
        period=N_("対象の四半期"),
        list_title=_l("運用の確認の報告"),
        begins=_l("四半期の初日"),
        not_over=N_("まだ終わっていない四半期です"),
        help=N_("空欄や×が続いた理由、対策など。なければ空欄でかまいません。"),
        when_over=N_("四半期が終わると、ここから代表者に報告できます。"),
        none=N_("報告する四半期は、まだありません"),
        begin=N_("点検表の例から登録する"),
        begin_page="check_starters.form",
        when_begun=N_("点検表を登録すると、その四半期から報告が始まります。"),
        past=N_("これまでの報告"),
        why=N_(
            "Pマークの構築・運用指針 J.6.1は、運用の確認の結果を"
            "代表者に報告することを求めています。"
            "空欄や遅れもそのまま報告すると、点検が形だけでないことの証拠になります。"
        ),
        told=N_("運用の確認を代表者に報告しました。"),
        recorded=N_("運用の確認の報告を記録しました。"),
        read=N_("運用の確認の報告を確認しました。"),
    ),
)
blueprint = pages_of(PAGES, "/do/checks/reports")
REPORTS = of_term(PAGES, "checks")
