"""The page of reminder times: read by who sees reminders, set by the administrator, in history."""

import re

import pytest

from pms_tracker.database import session
from pms_tracker.kernel.habits import Ladder
from pms_tracker.reminders.scan import stages
from pms_tracker.web.words import duty_words
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import form, reading, words

PAGE, CASE = "/company/reminders/", "/company/reminders/do_case"


def own(served: Served) -> dict[str, Ladder]:
    with reading(served):
        found = stages.set_by_company()
        session.rollback()
        return found


def test_the_administrator_sets_times_and_takes_them_back(served: Served, visitor: Visitor) -> None:
    standard = words(visitor.as_("administrator").get(PAGE))
    assert "期限の30、14、7、1、0日前。期限の後は7日ごと。" in standard
    assert "変更したお知らせ" not in standard
    page = visitor.get(CASE)
    assert form(page, CASE) == {"before": "30、14、7、1、0", "every": "7"}
    assert "標準に戻す" not in words(page)
    for _ in range(2):
        answer = visitor.post(CASE, before="０, 5、20", every="3")
        assert answer.location == f"{PAGE}#do_case"
    assert own(served) == {"do_case": Ladder((20, 5, 0), 3)}
    for said in ("変更したお知らせ", "期限の20、5、0日前。期限の後は3日ごと。"):
        assert said in words(visitor.get(PAGE))
    page = visitor.get(CASE)
    assert form(page, CASE) == {"before": "20、5、0", "every": "3"}
    for said in ("変更済み", "標準に戻す"):
        assert said in words(page)
    history = words(visitor.get("/company/"))
    assert history.count("お知らせの時期を変更") == 1
    for said in ("是正処置の実施報告", "30, 14, 7, 1, 0", "20, 5, 0"):
        assert said in history
    assert visitor.post(f"{CASE}/reset").location == f"{PAGE}#do_case"
    assert own(served) == {}
    assert words(visitor.get("/company/")).count("お知らせの時期を変更") == 2


def test_every_duty_is_there_once_in_its_phase(visitor: Visitor) -> None:
    page = visitor.as_("administrator").get(PAGE)
    named = re.findall(r'<li id="(\w+)">', page.text)
    assert sorted(named) == sorted(duty_words.DUTIES)
    for phase in ("計画", "実施", "点検", "改善", "稼働状況"):
        assert re.search(rf"<summary>{phase} <span[^>]*>\d+種類", page.text), phase


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"before": "", "every": "7"}, "読点かコンマで区切って"),
        ({"before": "30、十四", "every": "7"}, "読点かコンマで区切って"),
        ({"before": "-1", "every": "7"}, "読点かコンマで区切って"),
        ({"before": "366", "every": "7"}, "0から365までで入力してください。"),
        ({"before": "7、7", "every": "7"}, "同じ日数は1回だけ、10個まで"),
        ({"before": "1,2,3,4,5,6,7,8,9,10,11", "every": "7"}, "同じ日数は1回だけ、10個まで"),
        ({"before": "7", "every": "0"}, "1から90までの日数を入力してください。"),
        ({"before": "7", "every": "91"}, "1から90までの日数を入力してください。"),
        ({"before": "7", "every": "週"}, "1から90までの日数を入力してください。"),
    ],
)
def test_what_is_no_time_is_refused_and_stays_typed(
    served: Served, visitor: Visitor, typed: dict[str, str], said: str
) -> None:
    refused = visitor.as_("administrator").post(CASE, **typed)
    assert refused.status_code == 400
    assert said in words(refused)
    assert f'value="{typed["before"]}"' in refused.text
    assert own(served) == {}


def test_others_who_see_reminders_read_it_and_nobody_else_changes_it(visitor: Visitor) -> None:
    for name in ("representative", "privacy_manager", "audit_manager"):
        page = visitor.as_(name).get(PAGE)
        assert "期限の30、14、7、1、0日前" in words(page), name
        assert f'href="{CASE}"' not in page.text
        assert visitor.get(CASE).status_code == 403
        assert visitor.post(CASE, before="7", every="7").status_code == 403
        assert visitor.post(f"{CASE}/reset").status_code == 403
    assert visitor.as_("head").get(PAGE).status_code == 403
    visitor.as_("administrator")
    assert visitor.get("/company/reminders/x").status_code == 404
    assert visitor.post(CASE, token=False, before="7", every="7").status_code == 400
    for unknown in ("/company/reminders/x", "/company/reminders/x/reset"):
        assert visitor.post(unknown, before="7", every="7").status_code == 404
