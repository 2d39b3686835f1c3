"""Names of the areas of causes: the company's own, read by everybody, felt wherever areas stand."""

import pytest

from pms_tracker.act.plans.analysis import AREAS
from pms_tracker.act.rules import cause_rules
from pms_tracker.act.rules.cause_rules import LONGEST_NAME, Area
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.profile import Part
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

URL, CASE = "/company/areas/", "/act/cases/CA-2026-001"


@pytest.mark.parametrize(
    ("names", "refusal"),
    [
        ([], ""),
        (["", ""], ""),
        (["人", "手順"], ""),
        (["棚" * LONGEST_NAME], ""),
        (["棚" * (LONGEST_NAME + 1)], "area_name_too_long"),
        (["人", "棚" * (LONGEST_NAME + 1)], "area_name_too_long"),
        (["Shelf", "shelf"], "area_name_taken"),
    ],
)
def test_two_areas_bear_no_one_name_and_none_a_long_one(names: list[str], refusal: str) -> None:
    if not refusal:
        cause_rules.check_names(names)
        return
    with pytest.raises(BadInput, match=refusal):
        cause_rules.check_names(names)


def test_names_are_kept_noted_once_and_given_back(served: Served) -> None:
    own = {Area.CONTRACTOR: {Language.JA: " 発送会社 ", Language.EN: "Carrier"}}
    with committing(served):
        AREAS.rename(own, by=SYSTEM)
        assert people.the_company().area_names == {
            "contractor": {"ja": "発送会社", "en": "Carrier"}
        }
        AREAS.rename(own, by=SYSTEM)
        AREAS.rename({}, by=SYSTEM)
        assert people.the_company().area_names == {}
    with reading(served):
        renamed = [each for each in trail.history("company") if each.move == "areas_renamed"]
        told = [
            (value.field, value.before, value.after) for each in renamed for value in each.values
        ]
        assert sorted(told, key=str) == [
            ("area_contractor", "発送会社 / Carrier", None),
            ("area_contractor", None, "発送会社 / Carrier"),
        ]


def test_a_new_name_is_shown_in_form_picture_and_tree(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.profile(Part.FISHBONE)
        builders.case()
        builders.submit(
            builders.case(builders.audit()), fishbone={"system": "棚"}, repeat_answer="直す"
        )
    sent = form(visitor.as_("administrator").get(URL), URL)
    assert visitor.post(URL, **{**sent, "system_ja": "端末・設備"}).location == URL
    assert "端末・設備" in words(visitor.get("/company/"))
    page = words(visitor.as_("head").get(CASE))
    assert '<span class="label-text">端末・設備</span>' in page
    assert "端末・設備 ＞ 必要な機能がない" in page
    assert '<span class="label-text">システム</span>' not in page
    drawn = words(visitor.get("/act/cases/CA-2026-002"))
    assert ">端末・設備</text>" in drawn
    assert "特性要因図（端末・設備）" in drawn
    visitor.post("/language", language="en")
    assert ">Systems</text>" in visitor.get("/act/cases/CA-2026-002").text


def test_everybody_reads_the_names_and_nobody_else_changes_them(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        AREAS.rename({Area.PEOPLE: {Language.JA: "人・体制"}}, by=SYSTEM)
    for name in ("employee", "privacy_manager", "representative"):
        page = words(visitor.as_(name).get(URL))
        assert "人・体制" in page
        assert "変更は、システム管理者が行います" in page
        assert visitor.post(URL, people_ja="人").status_code == 403
    assert visitor.as_("administrator").post(URL, token=False, people_ja="人").status_code == 400


def test_names_that_will_not_do_are_refused_with_what_was_typed(
    served: Served, visitor: Visitor
) -> None:
    sent = form(visitor.as_("administrator").get(URL), URL)
    for own, told in (
        ({"people_ja": "棚", "system_ja": "棚"}, "同じ名前の区分があります"),
        ({"people_ja": "あ" * 31}, "30文字まで"),
        ({"people_en": "a\nb"}, "1行で入力してください"),
    ):
        refused = visitor.post(URL, **{**sent, **own})
        assert refused.status_code == 400
        assert told in words(refused)
        assert next(iter(own.values())) in words(refused)
