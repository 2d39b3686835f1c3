"""Joint use says what persons are told of it, opt-out is notified and spares what is excluded."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from pms_tracker.do.registers import purpose_coverage
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.provision_duties import LOOK
from pms_tracker.do.registers.provisions import PROVISIONS
from pms_tracker.do.rules import joint_use_rules
from pms_tracker.do.rules.joint_use_rules import Excluded
from pms_tracker.do.rules.provision_rules import Direction, Ground
from pms_tracker.duties import reading
from pms_tracker.registers import entries
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.do.test_ledger import STUDENTS
from tests.do.test_provisions import entered, refused
from tests.visitor import Visitor
from tests.web.browsing import committing, words

DAY = timedelta(days=1)
NOTIFIED = date(2025, 10, 1)
JOINT = {
    "ground": Ground.JOINT,
    "reason": "グループの塾と共同で利用する",
    "items": "氏名、学年",
    "joint_range": "当社と子会社",
    "joint_purpose": "模試の運営",
    "joint_responsible": "当社 東京都千代田区 代表取締役 山田 一郎",
}
OPT_OUT = {
    "ground": Ground.OPT_OUT,
    "provided_on": NOTIFIED + 30 * DAY,
    "notified_on": NOTIFIED,
    "lawful": True,
}


@pytest.mark.parametrize("name", joint_use_rules.TOLD)
def test_joint_use_says_all_that_persons_are_told(app: Flask, name: str) -> None:
    assert refused(**{**JOINT, name: ""}) == name


def test_what_is_received_in_joint_use_is_told_by_who_gives_it(app: Flask) -> None:
    told = {**JOINT, "joint_range": "", "direction": Direction.RECEIVED}
    assert entered(**told).ground is Ground.JOINT


@pytest.mark.parametrize("name", ["joint_range", "joint_purpose", "joint_responsible"])
def test_other_grounds_ask_for_none_of_it(app: Flask, name: str) -> None:
    assert PROVISIONS.field(name).of(entered()) == ""


def test_what_no_published_text_says_of_joint_use_is_found() -> None:
    said = {"items": ["氏名", "学年"], "joint_range": ["当社と子会社"]}
    text = "氏名、学年を当社と子会社が利用します。"
    assert joint_use_rules.unpublished(said, [text]) == []
    assert joint_use_rules.unpublished(said, ["氏名を、当社と子会社で共同利用します。"]) == [
        "items"
    ]
    assert joint_use_rules.unpublished(said, []) == ["items", "joint_range"]


def test_joint_use_is_held_against_the_published_policy(app: Flask) -> None:
    row = entered(**JOINT)
    (found,) = purpose_coverage.covered(viewer("privacy_manager")).joint_use
    assert found.reference == PROVISIONS.name_of(row)
    assert "共同利用者の範囲" in found.lacks
    entries.retire(PROVISIONS, row, reason="誤り", by=viewer("head"))
    assert not purpose_coverage.covered(viewer("privacy_manager")).joint_use


def test_the_page_says_what_is_published_nowhere(served: Served, visitor: Visitor) -> None:
    place = "/do/purposes/coverage"
    assert "共同利用の事項" not in words(visitor.as_("privacy_manager").get(place))
    with committing(served):
        entered(**JOINT)
    page = words(visitor.get(place))
    assert "いまの公表文に見つからない共同利用の事項" in page
    assert "共同利用の管理責任者" in page


@pytest.mark.parametrize(
    ("notified_on", "provided_on", "is_notified"),
    [(None, TODAY, False), (TODAY, TODAY, False), (TODAY - DAY, TODAY, True), (TODAY, None, True)],
)
def test_the_commission_is_notified_before_anything_is_provided(
    notified_on: date | None, provided_on: date | None, *, is_notified: bool
) -> None:
    assert joint_use_rules.is_notified(notified_on, provided_on) is is_notified


@pytest.mark.parametrize("notified_on", [None, TODAY])
def test_opt_out_is_refused_without_a_notification_before(
    app: Flask, notified_on: date | None
) -> None:
    assert refused(**{**OPT_OUT, "provided_on": TODAY, "notified_on": notified_on}) == "notified_on"


def test_what_is_excluded_is_never_provided_by_opt_out() -> None:
    found = joint_use_rules.excluded
    assert found(sensitive=False, from_opt_out=False, lawful=True) is None
    assert found(sensitive=True, from_opt_out=True, lawful=False) is Excluded.SENSITIVE
    assert found(sensitive=False, from_opt_out=True, lawful=True) is Excluded.FROM_OPT_OUT
    assert found(sensitive=False, from_opt_out=False, lawful=False) is Excluded.UNLAWFUL


def test_opt_out_is_refused_until_it_was_checked_what_it_holds(app: Flask) -> None:
    assert refused(**{**OPT_OUT, "lawful": False}) == "lawful"


def kept(**more: Any) -> str:
    row = entries.enter(LEDGER, {**STUDENTS, **more}, by=viewer("head"))
    return LEDGER.name_of(row)


def test_sensitive_data_of_the_ledger_are_refused(app: Flask) -> None:
    assert refused(**OPT_OUT, rows=(kept(sensitive=True),)) == "rows"
    assert entered(**OPT_OUT, rows=(kept(name="名簿"),)).ground is Ground.OPT_OUT


def test_what_came_by_opt_out_is_not_passed_on_by_opt_out(app: Flask) -> None:
    rows = (kept(),)
    came = {"direction": Direction.RECEIVED, "ground": Ground.OPT_OUT, "origin": "市販の名簿"}
    row = entered(**came, published=True, provided_on=TODAY, rows=rows)
    assert refused(**OPT_OUT, rows=rows) == "rows"
    entries.retire(PROVISIONS, row, reason="誤り", by=viewer("head"))
    assert entered(**OPT_OUT, rows=rows).ground is Ground.OPT_OUT


def due() -> list[tuple[str, date]]:
    found = reading.due(date.max, IDS["privacy_manager"], kinds=[LOOK])
    return [(each.reference, each.due_on) for each in found]


def change(row: Any, **values: Any) -> None:
    entries.change(PROVISIONS, row, values, seen=row.version, by=viewer("head"))


def test_opt_out_is_looked_at_every_year_until_it_ends(app: Flask) -> None:
    first = entered(**OPT_OUT)
    assert due() == [(PROVISIONS.name_of(first), date(2026, 10, 1))]
    second = entered(**{**OPT_OUT, "provided_on": NOTIFIED + 60 * DAY})
    assert due() == [(PROVISIONS.name_of(second), date(2026, 10, 1))]
    change(second, looked_on=date(2026, 9, 15))
    assert due() == [(PROVISIONS.name_of(second), date(2027, 9, 15))]
    entries.retire(PROVISIONS, second, reason="誤り", by=viewer("head"))
    assert due() == [(PROVISIONS.name_of(first), date(2026, 10, 1))]
    change(first, ended_on=TODAY)
    assert not due()
