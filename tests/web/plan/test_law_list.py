"""The shipped list of laws as it is offered: its source, its day, and what is not there yet."""

from pms_tracker.plan.laws import law_lists
from tests.cast import viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

PAGE = "/plan/laws/shipped/"


def test_what_is_missing_is_offered_with_its_source_and_day(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        law_lists.draft(["jis"], by=viewer("privacy_manager"))
    page = visitor.as_("privacy_manager").get(PAGE)
    assert page.status_code == 200
    norms = [each for each in law_lists.shipped().norms if each.code != "jis"]
    said = words(page)
    assert all(f"出典：{each.values['published']}" in said for each in norms)
    assert said.count("2026年11月1日(日)時点・貴社で未確認") == len(norms)
    assert "罰則の一部は2027年1月17日から適用" in said
    sent = visitor.post(PAGE, **{**form(page, PAGE), "chosen": ["appi", "labour"]})
    assert (sent.status_code, sent.location) == (302, "/plan/laws/drafts")
    assert "官報" in words(visitor.get("/plan/laws/LW-2026-002"))
    assert "労働基準法" not in words(visitor.get(PAGE))
