"""Who took part stands in the report of a training; a link that was sent is said where one would be
sent again; what was sent once from a kept page is not sent again; and what is approved waits."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import time_machine
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.tables.training_tables import Training, TrainingAssignment
from pms_tracker.do.trainings import training_links
from pms_tracker.people.changes import leaving
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.plan.tables.year_tables import AnnualDuty
from pms_tracker.trail.trail import SYSTEM
from tests import papers
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.do import (
    test_training_newcomers as newcomers,
    test_trainings as told,
    test_yearly_trainings as yearly,
)
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.questionnaires import asked

TRAINING = "/do/trainings/TR-2026-001"
RIGHT: dict[str, object] = {"value_0": "true", "value_1": ["1", "3"]}


def own_test(served: Served, name: str) -> str:
    with reading(served):
        return f"/do/trainings/taken/{told.of(name).reference}"


def test_the_report_names_who_took_part_with_result_and_day(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        told.started()
        told.answer("employee", told.WRONG)
        told.answer("owner", told.RIGHT)
    over = TODAY + 21 * told.DAY
    with time_machine.travel(clock.at(over, 10)):
        with committing(served):
            newcomers.reported(session.scalars(select(Training)).one())
            newcomers.joined("遅井 来", "書店", over)
            newcomers.learners.assign_newcomers(over + told.DAY)
        paper = visitor.as_("privacy_manager").get(f"{TRAINING}/report.pdf").get_data()
        said = papers.told(paper, tmp_path)
    assert "受講者" in said
    with reading(served):
        names = {key: session.get_one(Person, IDS[key]).name for key in ("owner", "employee")}
    for name in names.values():
        assert name.replace(" ", "") in said.replace(" ", "")
    assert "合格" in said
    assert "再テスト" in said
    # Who came afterwards is of none of those that it counts.
    assert "遅井" not in said


def test_whoever_audits_reads_the_report_and_the_day_of_each(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        told.started()
        told.answer("owner", told.RIGHT)
    page = visitor.as_("audit_manager").get(TRAINING)
    years = visitor.get("/do/trainings/").text
    for shown, place in ((page.text, f"{TRAINING}/report.pdf"), (years, "/do/trainings/years")):
        assert f'href="{place}"' in shown
        assert visitor.get(place).status_code == 200
    person = f"/people/{IDS['owner']}"
    (history,) = re.findall(r'href="(/do/trainings/taken/of/\d+)"', visitor.get(person).text)
    assert '受講した日 <span class="whole">2026年11月24日(火)</span>' in page.text
    of_person = visitor.get(history).text
    assert 'data-label="受講した日">2026年11月24日(火)</td>' in of_person
    for name in ("head", "auditor", "owner"):
        assert visitor.as_(name).get(f"{TRAINING}/report.pdf").status_code == 403
        assert history not in visitor.get(person).text


def test_a_link_that_was_sent_is_said_and_not_offered_again(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        row = told.started()
        session.get_one(Person, IDS["employee"]).mail = "kitahara@example.jp"
        training_links.send(
            row, TODAY + 20 * told.DAY, everybody=True, by=viewer("privacy_manager")
        )
    page = words(visitor.as_("privacy_manager").get(TRAINING))
    with reading(served):
        one = session.scalars(
            select(TrainingAssignment).where(TrainingAssignment.person_id == IDS["employee"])
        ).one()
        reference = one.reference
    assert "リンク送信済み" in page
    asked = visitor.get(f"/do/questionnaires/about/{reference}")
    assert "に送信済みです。" in words(asked)
    assert f'action="/do/questionnaires/about/{reference}"' not in asked.text
    # Nobody who may not record is told.
    assert "リンク送信済み" not in words(visitor.as_("owner").get(TRAINING))


def test_a_test_that_is_sent_again_from_a_kept_page_leads_to_what_came_of_it(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        told.started()
    place = own_test(served, "owner")
    sent = {**form(visitor.as_("owner").get(place), place, with_slip=True), **RIGHT}
    first, second = visitor.post(place, **sent), visitor.post(place, **sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.location == place
    with reading(served):
        assert told.of("owner").tries == 1
    assert 'name="value_0"' not in visitor.get(place).text


def asked_by_a_link(served: Served, visitor: Visitor) -> asked.Outsider:
    """Somebody without an account whom a test was sent to."""
    with committing(served):
        told.started()
    about = own_test(served, "without_account").rpartition("/")[2]
    assert asked.send(visitor.as_("head"), about, due_on=TODAY + 10 * told.DAY).status_code == 302
    return asked.Outsider(served)


def test_trying_again_twice_begins_once_and_takes_no_answer_away(
    served: Served, visitor: Visitor
) -> None:
    somebody = asked_by_a_link(served, visitor)
    somebody.comes(asked.link(served))
    somebody.sends("submit", value_0="false", value_1=["1", "3"])
    proof = somebody.proof()
    with ThreadPoolExecutor(4) as at_once:
        others = [Visitor(served) for _ in range(4)]
        for each in others:
            each.get(asked.link(served))
        pressed = at_once.map(
            lambda each: each.post("/answer/", token=False, csrf_token=proof, do="again"), others
        )
    assert [answer.location for answer in pressed] == ["/answer/"] * 4
    assert somebody.sends("save", value_0="true").status_code == 302
    # From a page that was kept open.
    assert somebody.sends("again", proof=proof).location == "/answer/"
    assert re.search(
        r'<input checked[^>]* name="value_0" type="radio" value="true"', somebody.page().text
    )


def test_a_link_opens_nothing_once_the_last_day_of_whom_it_asks_is_over(
    served: Served, visitor: Visitor
) -> None:
    somebody = asked_by_a_link(served, visitor)
    assert somebody.comes(asked.link(served)).status_code == 200
    proof = somebody.proof()
    with committing(served):
        leaving.leave(people.person(IDS["without_account"]), on=TODAY, by=SYSTEM)
    assert somebody.page().status_code == 200
    with time_machine.travel(clock.at(TODAY + told.DAY, 9)):
        assert somebody.comes(asked.link(served)).status_code == 410
        assert somebody.sends("submit", proof=proof, **RIGHT).status_code == 404
    with reading(served):
        assert told.of("without_account").tries == 0


def test_an_approved_training_waits_for_its_day_and_may_begin_before(
    served: Served, visitor: Visitor
) -> None:
    day = TODAY + 14 * told.DAY
    with committing(served):
        told.course()
        told.planned(starts_on=day)
    waits = visitor.as_("privacy_manager").get(TRAINING)
    assert "開始日を待っています" in words(waits)
    assert "対応が必要です" not in words(waits)
    assert f'action="{TRAINING}/start"' in waits.text
    assert "btn-primary" not in waits.text
    with time_machine.travel(clock.at(day, 10)):
        due = visitor.as_("privacy_manager").get(TRAINING)
        assert "対応が必要です" in words(due)
        assert due.text.count("btn-primary") == 1


def test_the_report_says_which_task_of_the_annual_plan_is_done(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        yearly.asked_of_year("全従業者の教育", "監査員研修")
        told.started()
    place = f"{TRAINING}/report"
    with time_machine.travel(clock.at(TODAY + 21 * told.DAY, 10)):
        page = visitor.as_("privacy_manager").get(place)
        named = dict(re.findall(r'<option value="(\d+)">([^<（]*)', page.text))
        assert list(named.values()) == ["全従業者の教育", "監査員研修", "対応する項目はない"]
        (auditors,) = [key for key, title in named.items() if title == "監査員研修"]
        typed = {**form(page, place), "view": "全員が合格した。"}
        refused = visitor.post(place, **{**typed, "concludes": "999"})
        assert refused.status_code == 400
        assert "一覧から選んでください" in words(refused)
        assert visitor.post(place, **{**typed, "concludes": auditors}).location == TRAINING
        shown = visitor.as_("representative").get(TRAINING)
        assert "監査員研修（" in words(shown)
        confirm = f"{TRAINING}/confirm"
        assert visitor.post(confirm, **form(shown, confirm)).location
    with reading(served):
        first, second = session.scalars(select(AnnualDuty).order_by(AnnualDuty.position))
        assert (first.result, second.result) == ("", "TR-2026-001")
