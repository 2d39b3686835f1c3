"""Months' reports of complaints (月次報告) as their pages and their paper show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext as _l, ngettext
from flask_babel.speaklater import LazyString

from pms_tracker.do.complaints import complaint_reports
from pms_tracker.do.complaints.complaint_fields import FOUNDED_WORDS, KINDS
from pms_tracker.do.complaints.complaint_reports import Month
from pms_tracker.do.complaints.complaints import COMPLAINTS, STAGES, stage_of
from pms_tracker.do.rules.contact.complaint_rules import ComplaintKind, month_of
from pms_tracker.do.tables.complaint_tables import ComplaintReport
from pms_tracker.kernel.words import N_
from pms_tracker.registers.imports.register_sheets import number_of
from pms_tracker.web.do.period_report_pages import ReportPages, ReportWords, pages_of
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.words import days_in_words
from pms_tracker.web.words.register_words import say


@dataclass(frozen=True)
class Line:
    """One complaint that a month's report names."""

    reference: str
    received: str
    kind: str
    title: str
    stage: str
    url: str


def figures(counted: Mapping[str, int]) -> list[tuple[str, str]]:
    """What is counted, each with its name; 0件 is said."""
    names = {
        **{f"received_{kind}": say(KINDS[kind]) for kind in ComplaintKind},
        "received": gettext("受付の合計"),
        "founded": gettext("当社に問題があったもの"),
        "late": gettext("最初の回答が期限を過ぎたもの"),
        "closed": gettext("この月に完了したもの"),
        "open": gettext("月末に完了していないもの"),
    }
    return [(words, _count(counted.get(name, 0))) for name, words in names.items()]


def _count(amount: int) -> str:
    return ngettext("%(num)d件", "%(num)d件", amount)


def lines(month: Month) -> list[Line]:
    """The complaints of a month and those still open, as they stand today."""
    return [
        Line(
            COMPLAINTS.name_of(row),
            days_in_words.day_text(row.received_on),
            say(KINDS[row.kind]),
            row.title,
            _stage(row),
            url_for("complaints.record", which=number_of(COMPLAINTS, row)),
        )
        for row in month.rows
    ]


def _stage(row: Any) -> str:
    stage = say(STAGES[stage_of(row)])
    if row.founded is None:
        return stage
    return f"{stage} · {say(FOUNDED_WORDS[row.founded])}"


def _counted(month: Month) -> dict[str, Any]:
    return {"figures": figures(month.figures), "lines": lines(month)}


def _kept(made: ComplaintReport) -> dict[str, Any]:
    return _counted(Month(made.begins_on, made.figures, complaint_reports.named(made)))


def _figure(name: str, words: LazyString) -> Column:
    return Column(name, words, lambda made: made.figures.get(name), Kind.NUMBER)


def _paper(counted: Mapping[str, Any]) -> dict[str, object]:
    return {
        "figures_head": gettext("この月の件数"),
        "figures": counted["figures"],
        "heads": [
            *(gettext("番号"), gettext("受付日"), gettext("種別"), gettext("件名")),
            gettext("進み具合"),
        ],
        "rows": [
            [each.reference, each.received, each.kind, each.title, each.stage]
            for each in counted["lines"]
        ],
        "none": gettext("この月の受付と、完了していないものは、ありません（0件）。"),
    }


blueprint = pages_of(
    ReportPages(
        key="complaint_reports",
        reports=complaint_reports.COMPLAINT_REPORTS,
        period_text=days_in_words.month_text,
        period_of=month_of,
        part="do/complaint_reports/lines.html",
        now=lambda month: _counted(complaint_reports.of_month(month)),
        kept=_kept,
        line=lambda made: gettext("受付 %(num)s件", num=made.figures["received"]),
        typst="complaint_report",
        form=N_("苦情・相談の月次報告"),
        file_name="complaints",
        columns=(
            _figure("received", _l("受付の合計")),
            _figure("open", _l("月末に完了していないもの")),
        ),
        paper=_paper,
        words=ReportWords(
            title=N_("苦情・相談の月次報告"),
            short=N_("月次報告"),
            home=N_("苦情・相談"),
            home_page="complaints.index",
            period=N_("対象の月"),
            list_title=_l("苦情・相談の月次報告"),
            begins=_l("月"),
            not_over=N_("まだ終わっていない月です"),
            help=N_("件数と一覧のほかに、知らせておくこと。なければ空欄でかまいません。"),
            when_over=N_("月が終わると、ここから代表者に報告できます。"),
            none=N_("報告する月は、まだありません"),
            begin=N_("窓口を登録する"),
            begin_page="contact_desk.show",
            when_begun=N_(
                "問合せ窓口を登録するか、苦情・相談を受け付けると、その月から報告が始まります。"
            ),
            past=N_("これまでの月次報告"),
            why=N_(
                "Pマークの構築・運用指針 J.11は、苦情と相談への対応を求めています。"
                "受付がない月も「0件」と報告すると、窓口が動いていることの証拠になります。"
            ),
            told=N_("月次報告を代表者に提出しました。"),
            recorded=N_("月次報告を記録しました。"),
            read=N_("月次報告を確認しました。"),
        ),
    ),
    "/do/complaints/reports",
)
