"""Provisions to third parties and receipts: when a record is needed, what it says, how long."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from pms_tracker.do.registers.provisions import KEEP_UNTIL, PROVISIONS
from pms_tracker.do.rules import provision_rules
from pms_tracker.do.rules.provision_rules import (
    EXCEPTED,
    NO_THIRD_PARTY,
    Abroad,
    Asked,
    Direction,
    Ground,
    Item,
    Method,
    Party,
    Why,
    judge,
    kept_until,
)
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.registers import entries
from pms_tracker.registers.imports import register_sheets
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import form, words

DAY = timedelta(days=1)
GIVEN = {
    "direction": Direction.PROVIDED,
    "ground": Ground.CONSENT,
    "counterpart": "株式会社北アルプス模試",
    "address": "長野県松本市",
    "representative": "北 太郎",
    "unit_id": UNIT_IDS["松本教室"],
    "items": "氏名、学年",
    "whom": "受験者一覧（添付）",
}
WHO = {"counterpart", "address", "representative"}
WHOSE = {"whom", "items"}


def entered(by: str = "head", **more: Any) -> Any:
    return entries.enter(PROVISIONS, {**GIVEN, **more}, by=viewer(by))


def refused(**more: Any) -> str:
    """The field beside which an entry is refused."""
    with pytest.raises(BadInput, match="entry_refused") as told:
        entered(**more)
    return str(told.value.values["beside"])


@pytest.mark.parametrize("ground", sorted(EXCEPTED))
@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("abroad", [None, *Abroad])
def test_article_27_1_always_frees(
    ground: Ground, direction: Direction, abroad: Abroad | None
) -> None:
    assert judge(direction, ground, abroad).why is Why.EXCEPTED


@pytest.mark.parametrize("ground", sorted(NO_THIRD_PARTY))
@pytest.mark.parametrize(
    ("direction", "abroad", "needed"),
    [
        (Direction.PROVIDED, None, False),
        (Direction.PROVIDED, Abroad.EQUAL, False),
        (Direction.PROVIDED, Abroad.SYSTEM, False),
        (Direction.PROVIDED, Abroad.CONSENT, True),
        (Direction.RECEIVED, None, False),
        (Direction.RELATED, None, True),
    ],
)
def test_article_27_5_frees_but_not_abroad_by_consent_nor_of_related_information(
    ground: Ground, direction: Direction, abroad: Abroad | None, *, needed: bool
) -> None:
    assert judge(direction, ground, abroad).needed is needed


@pytest.mark.parametrize(
    ("direction", "ground", "says"),
    [
        (Direction.PROVIDED, Ground.CONSENT, WHO | WHOSE),
        (Direction.PROVIDED, Ground.OPT_OUT, WHO | WHOSE | {"provided_on"}),
        (Direction.RECEIVED, Ground.CONSENT, WHO | WHOSE | {"origin"}),
        (
            *(Direction.RECEIVED, Ground.OPT_OUT),
            WHO | WHOSE | {"origin", "provided_on", "published"},
        ),
        (Direction.RECEIVED, Ground.PRIVATE, WHOSE | {"counterpart", "address", "origin"}),
        (Direction.RELATED, Ground.CONSENT, WHO | {"items", "consent", "provided_on"}),
    ],
)
def test_what_a_record_says_follows_from_direction_and_ground(
    direction: Direction, ground: Ground, says: set[str]
) -> None:
    assert set(judge(direction, ground).items) == says


@pytest.mark.parametrize(
    ("asked", "ground", "needed"),
    [
        ((Direction.PROVIDED, True, Party.BUSINESS, Ground.CONSENT), Ground.CONSENT, True),
        ((Direction.PROVIDED, False, Party.BUSINESS, Ground.CONSENT), Ground.NO_DATA, False),
        ((Direction.PROVIDED, True, Party.PUBLIC_BODY, Ground.LAW), Ground.PUBLIC_BODY, False),
        ((Direction.RECEIVED, True, Party.PERSON, Ground.CONSENT), Ground.PRIVATE, True),
        ((Direction.RECEIVED, True, Party.PERSON, Ground.LIFE), Ground.LIFE, False),
        ((Direction.PROVIDED, True, Party.PERSON, Ground.CONSENT), Ground.CONSENT, True),
        ((Direction.PROVIDED, True, Party.BUSINESS, Ground.JOINT), Ground.JOINT, False),
    ],
)
def test_five_answers_name_the_ground(asked: Any, ground: Ground, *, needed: bool) -> None:
    found = provision_rules.answer(Asked(*asked))
    assert (found.ground, found.needed) == (ground, needed)


@pytest.mark.parametrize(
    ("method", "made_on", "last_on", "until"),
    [
        (Method.EACH, date(2026, 4, 1), None, date(2029, 4, 1)),
        (Method.EACH, date(2024, 2, 29), date(2020, 1, 1), date(2027, 2, 28)),
        # The first day is not counted, so that the period runs from 1 March to the day before.
        (Method.EACH, date(2025, 2, 28), None, date(2028, 2, 29)),
        (Method.EACH, date(2024, 2, 28), None, date(2027, 2, 28)),
        (Method.EACH, date(2024, 2, 29), None, date(2027, 2, 28)),
        (Method.EACH, date(2018, 2, 1), None, date(2021, 2, 1)),
        (Method.BATCH, date(2026, 4, 1), date(2026, 9, 30), date(2029, 9, 30)),
        (Method.BATCH, date(2026, 4, 1), date(2028, 2, 29), date(2031, 2, 28)),
        (Method.BATCH, date(2026, 4, 1), None, None),
        (Method.CONTRACT, date(2026, 4, 1), date(2027, 2, 28), date(2028, 2, 29)),
        (Method.CONTRACT, date(2026, 4, 1), date(2028, 2, 29), date(2029, 2, 28)),
        (Method.CONTRACT, date(2026, 4, 1), None, None),
    ],
)
def test_how_long_a_record_is_kept(
    method: Method, made_on: date, last_on: date | None, until: date | None
) -> None:
    assert kept_until(method, made_on, last_on) == until


def test_a_record_says_until_when_it_is_kept(app: Flask) -> None:
    assert KEEP_UNTIL.of(entered()) == TODAY.replace(year=TODAY.year + 3)
    paper = entered(made_on=date(2024, 2, 29))
    assert KEEP_UNTIL.of(paper) == date(2027, 2, 28)
    going_on = entered(method=Method.BATCH, provided_on=TODAY)
    assert KEEP_UNTIL.of(going_on) == "最後の提供・受領から3年"
    freed = entered(ground=Ground.LAW, reason="照会に応じた")
    assert KEEP_UNTIL.of(freed) == "記録不要"


def test_most_records_are_made_each_time(app: Flask) -> None:
    assert entered().method is Method.EACH


@pytest.mark.parametrize("item", sorted(WHO - {"counterpart"} | WHOSE))
def test_what_is_missing_is_said_beside_its_field(app: Flask, item: str) -> None:
    assert refused(**{item: ""}) == item


def test_that_no_record_is_needed_is_decided_with_a_reason(app: Flask) -> None:
    bare = {"counterpart": "松本中学校", "address": "", "representative": "", "whom": ""}
    assert refused(**bare, ground=Ground.LIFE) == "reason"
    row = entered(**bare, ground=Ground.LIFE, reason="けがをした生徒の連絡先を伝えた")
    assert PROVISIONS.name_of(row) == "TP-2026-001"


@pytest.mark.parametrize(
    ("more", "beside"),
    [
        ({"ground": Ground.PRIVATE}, "ground"),
        ({"direction": Direction.RELATED, "ground": Ground.JOINT}, "ground"),
        ({"direction": Direction.RELATED, "provided_on": TODAY}, "consent"),
        ({"direction": Direction.RECEIVED}, "origin"),
        ({"ground": Ground.OPT_OUT}, "provided_on"),
        ({"ground": Ground.OPT_OUT, "provided_on": TODAY, "method": Method.BATCH}, "method"),
        ({"method": Method.BATCH}, "provided_on"),
        ({"method": Method.CONTRACT}, "provided_on"),
        ({"last_on": TODAY}, "provided_on"),
        ({"provided_on": TODAY, "last_on": TODAY - DAY, "method": Method.BATCH}, "last_on"),
        ({"provided_on": TODAY - DAY, "last_on": TODAY}, "method"),
        ({"country": "アメリカ"}, "abroad"),
        ({"abroad": Abroad.SYSTEM}, "country"),
        ({"direction": Direction.RECEIVED, "abroad": Abroad.EQUAL, "origin": "本人から"}, "abroad"),
    ],
)
def test_what_does_not_go_together_is_refused_beside_its_field(
    app: Flask, more: dict[str, Any], beside: str
) -> None:
    assert refused(**more) == beside


def test_a_sheet_names_the_cell_that_is_missing(app: Flask) -> None:
    sheet = "区分,根拠,相手の名称,相手の住所,担当部門\n提供,同意,模試会社,松本市,松本教室\n"
    (trouble,) = register_sheets.plan(PROVISIONS, sheet.encode(), by=viewer("head")).troubles
    assert (trouble.key, trouble.column) == ("entry_refused", Item.REPRESENTATIVE)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("representative", True), ("privacy_manager", True), ("audit_manager", True),
        ("head", True), ("owner", True), ("auditor", True), ("other_head", False),
        ("employee", False), ("nobody", False), ("administrator", False),
    ],
)  # fmt: skip
def test_a_unit_sees_its_own_and_auditors_all(app: Flask, who: str, *, sees: bool) -> None:
    row = entered()
    if sees:
        assert entries.find(PROVISIONS, row.id, seen_by=viewer(who)) is row
        return
    with pytest.raises(NotFound):
        entries.find(PROVISIONS, row.id, seen_by=viewer(who))


PLACE = "/do/provisions/"
ANSWERS = {"data": "yes", "party": "business", "abroad": "here"}


@pytest.mark.parametrize(
    ("answers", "says", "ground"),
    [
        ({"direction": "provided", "ground": "consent"}, "必要（法29条1項）", "consent"),
        ({"direction": "received", "ground": "consent"}, "必要（法30条3項）", "consent"),
        ({"direction": "provided", "ground": "life"}, "記録不要（法27条1項に当たる）", "life"),
        ({"direction": "provided", "data": "no"}, "記録不要（個人データではない）", "no_data"),
        (
            {"direction": "provided", "party": "public_body"},
            "記録不要（国・自治体などは対象外）",
            "public_body",
        ),
    ],
)
def test_the_answer_names_the_ground_and_leads_to_a_form_that_is_filled(
    served: Served, visitor: Visitor, answers: dict[str, str], says: str, ground: str
) -> None:
    asked = urlencode({**ANSWERS, **answers})
    page = words(visitor.as_("head").get(f"{PLACE}need/?{asked}"))
    assert says in page
    way = f"{PLACE}new?direction={answers['direction']}&ground={ground}"
    assert f'href="{way}"' in page
    sent = form(visitor.get(way), PLACE)
    assert sent["ground"] == ground
    assert sent["direction"] == answers["direction"]


def test_what_was_not_answered_is_asked_for(served: Served, visitor: Visitor) -> None:
    bare = visitor.as_("head").get(f"{PLACE}need/")
    assert (bare.status_code, "確かめた結果" in words(bare)) == (200, False)
    asked = urlencode({**ANSWERS, "direction": "provided"})
    half = visitor.get(f"{PLACE}need/?{asked}")
    assert (half.status_code, "1か所を直してください" in words(half)) == (400, True)


def test_related_information_goes_out_on_two_grounds_alone(
    served: Served, visitor: Visitor
) -> None:
    asked = urlencode({**ANSWERS, "direction": "related", "ground": "joint"})
    page = words(visitor.as_("head").get(f"{PLACE}need/?{asked}"))
    assert "この根拠では提供できません" in page
    assert f"{PLACE}new" not in page


def test_who_keeps_no_register_is_told_and_led_nowhere(served: Served, visitor: Visitor) -> None:
    asked = urlencode({**ANSWERS, "direction": "provided", "ground": "consent"})
    page = words(visitor.as_("auditor").get(f"{PLACE}need/?{asked}"))
    assert "必要（法29条1項）" in page
    assert f"{PLACE}new" not in page
