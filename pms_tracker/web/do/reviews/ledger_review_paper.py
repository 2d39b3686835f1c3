"""A review of the register on paper: its result by unit, and what was said of each entry."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.reviews import ledger_parts, ledger_reviews
from pms_tracker.do.reviews.ledger_parts import Looked
from pms_tracker.do.rules.ledger import ledger_review_rules as rules
from pms_tracker.do.rules.ledger.ledger_review_rules import ReviewState
from pms_tracker.do.tables.ledger_review_tables import LedgerReview
from pms_tracker.people.firm import people
from pms_tracker.web.door.access import me
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import days_in_words, labels


def answer(review: LedgerReview) -> ResponseReturnValue:
    """The paper of a review as far as its reader may know of it, as a download."""
    return papers.answer("ledger_review", _data(review), papers.named(f"{review.reference}.pdf"))


def _data(review: LedgerReview) -> dict[str, object]:
    parts = ledger_parts.parts_of(review, me())
    looked = ledger_parts.looked_at([each.LedgerReviewUnit for each in parts])
    lines = [ledger_reviews.line_of(each) for each in parts]
    ids = [each.LedgerReviewUnit.answered_by_id for each in parts]
    names = people.names([each for each in ids if each is not None])
    total = rules.total_of(lines)
    return {
        **papers.frame(
            gettext("個人情報管理台帳の見直し"),
            gettext("台帳の見直し"),
            reference=review.reference,
            stamp="" if review.state is ReviewState.CLOSED else gettext("実施中"),
        ),
        "days": _days(review),
        "heads": [gettext("部門"), *(label for _name, label in _figures())],
        "lines": [[each["unit"], *(str(each[name]) for name, _ in _figures())] for each in lines],
        "total": [gettext("計"), *(str(total[name]) for name, _ in _figures())],
        "row_heads": [
            *(gettext("番号"), gettext("個人情報の名称"), gettext("回答"), gettext("メモ"))
        ],
        "missing_head": gettext("載っていない個人情報"),
        "units": [_unit(each, looked[each.LedgerReviewUnit.id], names) for each in parts],
    }


def _figures() -> list[tuple[str, str]]:
    return [
        ("rows", gettext("確かめた件数")),
        ("changed", gettext("変更")),
        ("new", gettext("追加")),
        ("ended", gettext("廃止")),
    ]


def _days(review: LedgerReview) -> list[list[str]]:
    closed = days_in_words.day_text(review.closed_on) if review.closed_on else gettext("未完了")
    return [
        [gettext("年度"), days_in_words.fiscal_year_text(review.fiscal_year)],
        [gettext("開始日"), days_in_words.day_text(review.opened_on)],
        [gettext("回答の期限"), days_in_words.day_text(review.due_on)],
        [gettext("完了日"), closed],
    ]


def _unit(part: Any, looked: list[Looked], names: dict[int, str]) -> dict[str, object]:
    row = part.LedgerReviewUnit
    by = names.get(row.answered_by_id, "")
    told = gettext("未回答")
    if row.answered_on is not None:
        told = gettext(
            "回答 %(name)s・%(day)s", name=by, day=days_in_words.day_text(row.answered_on)
        )
    if row.confirmed_on is not None:
        day = days_in_words.day_text(row.confirmed_on)
        told = f"{told} · " + gettext("確認 %(day)s", day=day)
    missing = rules.named_missing(row.words)
    if not missing and row.missing is not None:
        missing = [gettext("なし")]
    return {
        "name": part.unit,
        "told": told,
        "rows": [
            [
                LEDGER.name_of(each.entry),
                str(each.said["name"]),
                labels.label(each.row.outcome) if each.row.outcome else gettext("未回答"),
                each.row.note,
            ]
            for each in looked
        ],
        "missing": labels.between(missing),
    }
