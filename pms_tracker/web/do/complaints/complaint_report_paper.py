"""A month's complaints in words, alike for their page and their paper of one sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pms_tracker.do.complaints.complaint_fields import FOUNDED_WORDS, KINDS
from pms_tracker.do.complaints.complaint_reports import Month
from pms_tracker.do.complaints.complaints import COMPLAINTS, STAGES, stage_of
from pms_tracker.do.rules.contact.complaint_rules import ComplaintKind
from pms_tracker.do.tables.complaint_tables import ComplaintReport
from pms_tracker.people.firm import people
from pms_tracker.registers.register_sheets import number_of
from pms_tracker.web.pictures import papers
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


def answer_report(report: ComplaintReport, rows: Sequence[Any]) -> ResponseReturnValue:
    """The paper of a report that was made, with who made and who confirmed it."""
    names = people.names([report.reported_by_id, report.confirmed_by_id])
    by = names.get(report.reported_by_id, "")
    confirmer = names.get(report.confirmed_by_id or 0, "")
    counted = Month(report.month, report.figures, rows)
    data = {
        **_data(counted),
        "reference": report.reference,
        "words": report.words,
        "boxes": [
            papers.box(*_confirms(), report.confirmed_on, confirmer),
            papers.box(*_reports(), report.reported_on, by),
        ],
        "days": gettext("報告日 %(day)s", day=days_in_words.day_text(report.reported_on)),
    }
    return papers.answer("complaint_report", data, papers.named(f"{report.reference}.pdf"))


def answer_month(month: Month) -> ResponseReturnValue:
    """The paper of any month as it stands today, with room for seals."""
    name = f"complaints-{month.first:%Y-%m}.pdf"
    return papers.answer("complaint_report", _data(month), papers.named(name))


def _data(month: Month) -> dict[str, object]:
    return {
        **papers.frame(gettext("苦情・相談の月次報告")),
        "month": days_in_words.month_text(month.first),
        "days": "",
        "figures_head": gettext("件数"),
        "figures": figures(month.figures),
        "heads": [
            *(gettext("番号"), gettext("受付日"), gettext("種別"), gettext("件名")),
            gettext("進み具合"),
        ],
        "rows": [
            [each.reference, each.received, each.kind, each.title, each.stage]
            for each in lines(month)
        ],
        "none": gettext("この月の受付と、完了していないものは、ありません（0件）。"),
        "words_head": gettext("代表者に伝えること"),
        "words": "",
        "boxes": [papers.box(*_confirms()), papers.box(*_reports())],
    }


def _confirms() -> tuple[str, str]:
    return gettext("代表者"), gettext("確認")


def _reports() -> tuple[str, str]:
    return gettext("個人情報保護管理者"), gettext("報告")
