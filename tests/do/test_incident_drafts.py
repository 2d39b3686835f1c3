"""What is written of an incident: drafted from its one record, to whom it is still to be told."""

import re
from datetime import date
from pathlib import Path

import pytest

from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.rules.incidents.leak_rules import Role
from tests import papers
from tests.cast import TODAY
from tests.databases import Served
from tests.do.test_incidents import PLACE, entered
from tests.visitor import Visitor
from tests.web.browsing import committing, words


def test_report_and_notice_are_drafted_from_the_one_record(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        name = INCIDENTS.name_of(entered(affected=10, cause="鞄を網棚に置いた。", medium="書類"))
    place = f"{PLACE}{name}/drafts"
    page = words(visitor.as_("privacy_manager").get(place))
    assert "委員会への報告（9項目）" in page
    # The cause is told to the commission, the body and the persons; whom to the body besides.
    assert page.count("鞄を網棚に置いた。") == 3
    assert page.count("再発防止のための措置") == 2
    assert "ほかの報告先" in page
    assert "委託元への通知" not in page
    assert f'href="{place}"' in words(visitor.get(f"{PLACE}{name}"))
    told = papers.told(visitor.get(f"{place}/1.pdf").get_data(), tmp_path)
    assert papers.flat("委員会への報告（9項目）") in papers.flat(told)
    assert papers.flat("鞄を網棚に置いた。") in papers.flat(told)
    visitor.as_("owner")
    for refused in (place, f"{place}/1.pdf"):
        assert visitor.get(refused).status_code == 404


@pytest.mark.parametrize(
    ("told", "own_too", "papers_there"),
    [
        (None, False, ["委託元への通知", "委員会への報告", "審査機関への報告", "本人への通知"]),
        (TODAY, False, ["委託元への通知", "審査機関への報告"]),
        (TODAY, True, ["委託元への通知", "委員会への報告", "審査機関への報告", "本人への通知"]),
    ],
)
def test_a_contractor_writes_to_its_client_who_once_told_does_the_rest(
    served: Served,
    visitor: Visitor,
    tmp_path: Path,
    told: date | None,
    own_too: bool,
    papers_there: list[str],
) -> None:
    with committing(served):
        row = entered(
            role=Role.AS_CONTRACTOR, client="北原書店", told_client_on=told, own_too=own_too
        )
        name = INCIDENTS.name_of(row)
    page = words(visitor.as_("privacy_manager").get(f"{PLACE}{name}/drafts"))
    headings = re.findall(r"<h2[^>]*>([^<（]+)", page)
    assert [each for each in headings if each.strip() in papers_there] == papers_there
    assert len([each for each in headings if "への" in each]) == len(papers_there)
    paper = papers.told(visitor.get(f"{PLACE}{name}/drafts/1.pdf").get_data(), tmp_path)
    assert papers.flat("北原書店 御中") in papers.flat(paper)
