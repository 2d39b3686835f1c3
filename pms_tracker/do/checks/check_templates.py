"""The register of operation checks (点検項目一覧, J.6.1; Guidelines 10-3): what each unit looks at,
how often, who sees to it, and who reads what was found."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, or_, select

from pms_tracker.database import within
from pms_tracker.do.registers.ledger import of_units
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.rules.operation.check_rules import FREQUENCIES
from pms_tracker.do.tables.operation.operation_check_tables import CheckTemplate
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.fields import Choice, Day, Facts, Of, Pick, Text, Values
from pms_tracker.registers.register import Register

# And of those that they see to or read.
visible_to = of_units(CheckTemplate.unit_id, CheckTemplate.owner_id, CheckTemplate.reader_id)


def _lasts(days: Days) -> Iterator[ColumnElement[bool]]:
    """In use on one of these days: from its first to its last, or its unit's."""
    yield from within((CheckTemplate.starts_on, Days(last=days.last)))
    if days.first is not None:
        last = CheckTemplate.ends_on
        yield or_(last.is_(None), last >= days.first)
        yield CheckTemplate.unit_id.not_in(select(Unit.id).where(Unit.closed_on < days.first))


def _rule(values: Values, _facts: Facts) -> None:
    rules.check_items(rules.read_items(values["items"]), values["frequency"])
    if values["reader_id"] is not None and values["reader_id"] == values["owner_id"]:
        refuse("reader_id", N_("担当者とは別の人を選んでください。"))
    if values["ends_on"] and values["ends_on"] < values["starts_on"]:
        refuse("ends_on", N_("開始日以降の日を入力してください。"))


CHECKS = Register(
    *("checks", "do/checks", CheckTemplate, N_("運用の確認")),
    kind=Kind.CHECK_TEMPLATE,
    new=N_("点検表を登録する"),
    why=N_(
        "決めた対策が守られているかを、部門ごとに点検します。"
        "空欄は空欄のまま、遅れは遅れとして残ります。"
    ),
    requirement=N_(
        "Pマークの構築・運用指針 J.6.1（運用の確認）と個人情報保護法ガイドライン10-3は、"
        "決めた対策が日常の業務で守られているかを定期に確かめ、記録することを求めています。"
    ),
    fields=(
        Text(
            *("title", N_("点検表の名称")),
            needed=N_("点検表の名称を入力してください。"),
            help=N_("例：最終退出の点検"),
            wide=True,
            headings=("名称", "点検名", "点検表", "件名"),
        ),
        Pick(
            *("unit_id", N_("部門"), Of.UNIT),
            needed=N_("部門を選んでください。"),
            headings=("部署", "部門名", "対象部門"),
        ),
        Choice(
            *("frequency", N_("頻度"), FREQUENCIES),
            needed=N_("頻度を選んでください。"),
            headings=("周期", "実施頻度", "点検頻度"),
        ),
        Text(
            *("items", N_("点検項目"), 5000),
            lines=True,
            needed=N_("点検項目を1つ以上入力してください。"),
            help=N_(
                "1行に1項目。答えは○×です。数で答える項目は行の終わりに［数値］、文で答える項目は"
                "［文］と書きます。基になるリスクの番号（RK-2026-001 など）を続けて書けます。"
            ),
            headings=("項目", "確認項目", "チェック項目"),
        ),
        Pick(
            *("owner_id", N_("担当者"), Of.PERSON),
            needed=N_("担当者を選んでください。"),
            help=N_(
                "点検が行われているかを管理する人。その場で直らなかった×も、まずこの人が担当します。"
            ),
            headings=("責任者", "点検責任者", "実施者"),
        ),
        Pick(
            *("reader_id", N_("確認者"), Of.PERSON),
            help=N_(
                "点検した人とは別の人。空欄なら、部門の責任者か個人情報保護管理者が確認します。"
            ),
            headings=("確認する人", "承認者"),
        ),
        Day(
            "starts_on",
            N_("開始日"),
            needed=N_("開始日を入力してください。"),
            headings=("適用開始日",),
        ),
        Day("ends_on", N_("終了日"), until=True, headings=("適用終了日",)),
        Text("note", N_("メモ"), 2000, lines=True, erasable=True),
    ),
    columns=("title", "unit_id", "frequency", "owner_id"),
    filters=("unit_id", "frequency"),
    sorts=("title",),
    title=("title",),
    lasting=_lasts,
    rule=_rule,
    beside=dict.fromkeys(
        (*("check_items_missing", "check_items_many", "check_items_twice", "check_items_long"),),
        "items",
    ),
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("個人情報保護管理者"), N_("部門責任者")),
)
