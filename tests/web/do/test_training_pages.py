"""Trainings in a browser's requests: questions, the test, links, the sheet, report and history."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.rules.training.training_rules import By, Learning
from pms_tracker.do.tables.training_tables import Course, Training, TrainingAssignment, TrainingTry
from pms_tracker.do.trainings import enrolments, learners, trainings_held
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.web.door.gates import Gate
from pms_tracker.web.questionnaires import answer_pages
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.do import test_training_newcomers as newcomers, test_trainings as told
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.questionnaires.asked import Outsider, link

COURSE, TRAINING = "/do/courses/TC-2026-001", "/do/trainings/TR-2026-001"
QUESTIONS = f"{COURSE}/questions"
RIGHT: dict[str, object] = {"value_0": "true", "value_1": ["1", "3"]}
WRONG: dict[str, object] = {"value_0": "false", "value_1": ["1", "3"]}


@pytest.fixture(autouse=True)
def fresh_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOOKS", "MISSES", "OF_LINK"):
        monkeypatch.setattr(answer_pages, name, Gate(500, 5000, 600))


@pytest.fixture
def begun(served: Served) -> Served:
    with committing(served):
        told.started()
    return served


def place(served: Served, name: str) -> str:
    """Where somebody's own test is."""
    with reading(served):
        return f"/do/trainings/taken/{told.of(name).reference}"


def state(served: Served, name: str) -> tuple[Learning, int]:
    with reading(served):
        row = told.of(name)
        return row.state, row.tries


def test_questions_are_written_changed_and_removed(served: Served, visitor: Visitor) -> None:
    with committing(served):
        told.entries.enter(told.COURSES, told.COURSE, by=viewer("head"))
    page = visitor.as_("head").get(QUESTIONS)
    typed = {
        **form(page, QUESTIONS),
        "text": "𠮷野さんの写真🙂は個人情報である。",
        "asks": "true_false",
    }
    refused = visitor.post(QUESTIONS, **typed)
    assert refused.status_code == 400
    assert "正しいか誤りかを選んでください。" in words(refused)
    # What concerns choices is not said of a statement.
    assert "*を付ける" not in words(refused)
    assert (
        visitor.post(QUESTIONS, **{**typed, "truth": "true", "why": "そうです。"}).status_code
        == 302
    )
    several = {**form(visitor.get(QUESTIONS), QUESTIONS), "text": "どれですか", "asks": "several"}
    options = "*名簿\n 新聞 \n\n○ 答案"
    assert visitor.post(QUESTIONS, **{**several, "options": options}).status_code == 302
    with reading(served):
        made = session.scalars(select(Course.questions)).one()
        assert [each["options"] for each in made] == [[], ["名簿", "新聞", "答案"]]
        assert made[1]["right"] == ["1", "3"]
    one = f"{QUESTIONS}/2"
    page = visitor.get(one)
    assert "* 名簿\n新聞\n* 答案" in words(page)
    assert visitor.post(
        one, **{**form(page, one), "options": "名簿\n* 新聞", "asks": "one"}
    ).location
    # What was read before somebody else changed it is refused.
    assert visitor.post(one, **form(page, one)).status_code == 409
    long = {**form(visitor.get(one), one), "text": "長" * 10_000}
    assert visitor.post(one, **long).status_code == 400
    assert visitor.post(f"{one}/remove", version=4).status_code == 302
    assert visitor.get(one).status_code == 404
    assert visitor.as_("employee").get(QUESTIONS).status_code == 403


def test_whoever_approves_a_course_reads_its_questions_and_they_stay(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        told.entries.enter(told.COURSES, told.COURSE, by=viewer("head"))
    more = {"text": "席を離れるときは画面を閉じる。", "asks": "true_false", "truth": "true"}
    page = visitor.as_("head").get(QUESTIONS)
    assert visitor.post(QUESTIONS, **{**form(page, QUESTIONS), **more}).status_code == 302
    record = visitor.get(COURSE)
    kept = form(visitor.get(QUESTIONS), QUESTIONS)
    (changed,) = re.findall(rf'href="({QUESTIONS}/\d+)"', visitor.get(QUESTIONS).text)
    sent = form(visitor.get(changed), changed)
    hand_in = f"{COURSE}/hand-in"
    assert visitor.post(hand_in, **form(record, hand_in)).status_code == 302
    for place in ("/do/courses/waiting", COURSE):
        assert more["text"] in words(visitor.as_("privacy_manager").get(place))
    visitor.as_("head")
    assert "問題を作成・変更する" not in words(visitor.get(COURSE))
    assert 'name="text"' not in visitor.get(QUESTIONS).text
    late = {**more, "text": "後から入れた問題。"}
    for place, fields in ((QUESTIONS, {**kept, **late}), (changed, {**sent, **late})):
        refused = visitor.post(place, **fields)
        assert refused.status_code == 409
        assert "承認を待つ間は、問題を変更できません。" in words(refused)
    removed = visitor.post(f"{changed}/remove", version=sent["version"])
    assert removed.status_code == 409
    with reading(served):
        (kept_question,) = session.scalars(select(Course.questions)).one()
        assert kept_question["text"] == more["text"]


def test_a_training_begins_by_a_press_and_is_taken_on_one_page(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        told.course()
        told.planned()
    assert "教育を始める" in words(visitor.as_("privacy_manager").get(TRAINING))
    assert visitor.as_("head").post(f"{TRAINING}/start").status_code == 403
    assert visitor.as_("privacy_manager").post(f"{TRAINING}/start").location
    mine = place(served, "employee")
    page = visitor.as_("employee").get(mine)
    assert "預かった名簿は持ち出しません。" in words(page)
    typed = form(page, mine)
    missing = visitor.post(mine, **{**typed, "value_0": "true"})
    assert missing.status_code == 400
    # What is open is said beside the question, and each is still to be answered.
    asked = missing.text.partition('id="test"')[2].partition("</form>")[0]
    assert asked.count('class="field-error"') == 1
    assert asked.count('class="must"') == 2
    assert re.search(r'<input checked[^>]*value="true"', asked)
    assert visitor.post(mine, **{**typed, **WRONG}).location == mine
    shown = words(visitor.get(mine))
    for each in ("不合格です。50点（合格点 80点）", "回答：誤り", "あと1回"):
        assert each in shown
    # What is right is not said as long as it may be tried again.
    assert "正しい答え" not in shown
    # A doubled click costs no try.
    assert visitor.post(mine, **{**typed, **WRONG}).status_code == 409
    assert state(served, "employee") == (Learning.RETRY, 1)
    again = visitor.post(mine, **{**form(visitor.get(mine), mine), **RIGHT})
    assert again.location == mine
    assert "合格です。100点（合格点 80点）" in words(visitor.get(mine))
    assert state(served, "employee") == (Learning.PASSED, 2)
    assert mine in words(visitor.get("/do/trainings/taken/"))


def test_anothers_test_is_nobodys_business(begun: Served, visitor: Visitor) -> None:
    theirs = place(begun, "owner")
    for name in ("employee", "other_head", "auditor"):
        visitor.as_(name)
        assert visitor.get(theirs).status_code == 404
        assert visitor.post(theirs, version=1, **RIGHT).status_code == 404
        assert visitor.get(f"/do/trainings/taken/of/{IDS['owner']}").status_code == 404
    for name in ("head", "privacy_manager", "audit_manager"):
        assert visitor.as_(name).get(theirs).status_code == 200
        assert visitor.get(f"/do/trainings/taken/of/{IDS['owner']}").status_code == 200
    assert "value_0" not in words(visitor.as_("head").get(theirs))
    assert visitor.post(theirs, version=1, **RIGHT).status_code == 403
    seen = words(visitor.as_("employee").get(TRAINING))
    assert "髙山 由紀" not in seen.partition("受講者")[2].partition("登録した人")[0]


def test_whoever_collects_it_is_led_to_it(begun: Served, visitor: Visitor) -> None:
    """The record of who cannot sign in says whose turn it is, until a link is on its way."""
    theirs = place(begun, "without_account")
    about = theirs.rpartition("/")[2]
    to_send = f"/do/questionnaires/about/{about}"
    lead = f'class="btn btn-primary" href="{to_send}"'
    waits = "𠮷田 茂さんの受講を待っています。"
    page = words(visitor.as_("head").get(theirs))
    assert lead in page
    assert waits not in page
    page = words(visitor.as_("privacy_manager").get(theirs))
    assert lead not in page
    assert waits in page
    # The days of the training and the language of who takes it are offered.
    offered = form(visitor.as_("head").get(to_send), to_send)
    assert (offered["due_on"], offered["language"]) == ("2026/12/14", "ja")
    sent = {**offered, "mail": "yoshida@home.example.jp"}
    assert visitor.post(to_send, **sent).status_code == 302
    page = words(visitor.get(theirs))
    assert lead not in page
    assert waits in page


def test_a_link_opens_the_test_without_an_account(begun: Served, visitor: Visitor) -> None:
    about = place(begun, "without_account").rpartition("/")[2]
    to_send = f"/do/questionnaires/about/{about}"
    assert visitor.as_("other_head").get(to_send).status_code == 404
    visitor.as_("head")
    assert "𠮷田 茂" in words(visitor.get(to_send))
    due_on = (TODAY + timedelta(days=10)).isoformat()
    typed = {"name": "𠮷田 茂", "mail": "yoshida@home.example.jp", "due_on": due_on}
    sent = visitor.post(to_send, **typed, language="ja")
    assert sent.location == "/do/questionnaires/QN-2026-001"
    outsider = Outsider(begun)
    page = outsider.comes(link(begun))
    for each in (
        "預かった名簿は持ち出しません。",
        "顔写真は個人情報である。",
        "当てはまるもの" * 0,
    ):
        assert each in words(page)
    assert outsider.sends("save", **WRONG).location
    assert "checked" in words(outsider.page())
    assert outsider.sends("submit", **WRONG).location
    failed = words(outsider.page())
    assert "不合格です。50点（合格点 80点）" in failed
    # Two who share a phone see whose it is; each in the language of the page.
    assert "𠮷田 茂" in failed
    assert "誤り" not in words(outsider.page("en"))
    assert outsider.sends("again", proof="forged").location.endswith("said=already")
    assert outsider.sends("again").location
    assert outsider.sends("submit", **RIGHT).location
    assert "合格です。100点（合格点 80点）" in words(outsider.page())
    # Once it was passed there is no way to try again.
    assert outsider.sends("again").location.endswith("said=already")
    assert state(begun, "without_account") == (Learning.PASSED, 2)
    with reading(begun):
        ways = session.scalars(select(TrainingTry.way)).all()
        assert set(ways) == {By.LINK}
    record = words(visitor.get("/do/questionnaires/QN-2026-001"))
    assert "回答を下書きに取り込む" not in record


def test_paper_ends_a_link(begun: Served, visitor: Visitor) -> None:
    about = place(begun, "without_account").rpartition("/")[2]
    due_on = (TODAY + timedelta(days=10)).isoformat()
    typed = {"name": "𠮷田 茂", "mail": "yoshida@home.example.jp", "due_on": due_on}
    visitor.as_("head").post(f"/do/questionnaires/about/{about}", **typed, language="ja")
    with committing(begun):
        told.enrolments.enter_score(told.of("without_account"), 95, TODAY, by=viewer("head"))
    assert Outsider(begun).comes(link(begun)).status_code == 410


def test_the_sheet_takes_a_whole_unit_at_once(begun: Served, visitor: Visitor) -> None:
    sheet = f"{TRAINING}/sheet"
    page = visitor.as_("head").get(sheet)
    shown = words(page)
    assert "原 大地" in shown
    assert "𠮷田 茂" in shown
    # Neither themselves nor those of other units.
    assert "髙山 由紀さん" not in shown
    assert "北原 美穂" not in shown
    typed = form(page, sheet)
    assert visitor.post(sheet, **typed).status_code == 409
    wrong = visitor.post(sheet, **{**typed, "rows-0-percent": "101"})
    assert wrong.status_code == 400
    with reading(begun):
        foreign = told.of("employee").id
    stolen = {**typed, "rows-0-row": str(foreign), "rows-0-attended": "y"}
    assert visitor.post(sheet, **stolen).status_code == 404
    marked = {**typed, "rows-0-percent": "９０", "rows-1-attended": "y"}
    assert visitor.post(sheet, **marked).location == TRAINING
    found = {state(begun, name) for name in ("owner", "without_account")}
    assert found == {(Learning.PASSED, 1), (Learning.TO_TEST, 0)}
    assert visitor.as_("employee").get(sheet).status_code == 403


def test_what_happened_is_told_in_words(begun: Served, visitor: Visitor) -> None:
    with committing(begun):
        row = told.of("without_account")
        enrolments.enter_score(row, 90, TODAY, by=viewer("head"))
    page = visitor.as_("privacy_manager").get(place(begun, "without_account")).text
    history = page.partition(">履歴 ")[2].partition("</section>")[0]
    assert {"紙", "はい"} <= set(re.findall(r">([^<>]+)<", history))
    assert not re.search(">(paper|True)<", history)


def test_what_is_decided_of_somebody(begun: Served, visitor: Visitor) -> None:
    theirs = place(begun, "owner")
    step = f"{theirs}/decision"
    page = visitor.as_("head").get(theirs)
    typed = {**form(page, step), "what": "put_off", "why": "長期出張"}
    refused = visitor.post(step, **typed)
    assert refused.status_code == 400
    assert "延期後の期限を入力してください。" in words(refused)
    until = (TODAY + timedelta(days=60)).isoformat()
    assert visitor.post(step, **{**typed, "until": until}).location == theirs
    # Stale, and what is not offered.
    assert visitor.post(step, **{**typed, "until": until}).status_code == 409
    fresh = {**form(visitor.get(theirs), step), "why": "x"}
    assert visitor.post(step, **{**fresh, "what": "try_again"}).status_code == 400
    assert visitor.post(step, **{**fresh, "what": "leave_out"}).location == theirs
    assert state(begun, "owner")[0] is Learning.EXEMPT
    assert visitor.as_("owner").post(step, **fresh, what="try_again").status_code == 403


def test_a_report_is_written_approved_and_printed(begun: Served, visitor: Visitor) -> None:
    with committing(begun):
        for row in session.scalars(select(TrainingAssignment)).all():
            if row.person_id != IDS["employee"]:
                row.state = Learning.PASSED
                row.attended_on = TODAY
    with committing(begun):
        told.answer("employee", told.WRONG)
        told.answer("employee", told.RIGHT)
    place_of = f"{TRAINING}/report"
    page = visitor.as_("privacy_manager").get(place_of)
    assert "顔写真は個人情報である。" in words(page)
    assert visitor.post(place_of, **form(page, place_of)).status_code == 400
    typed = {**form(page, place_of), "view": "全員が合格した。", "next_time": "写真の例"}
    assert visitor.post(place_of, **typed).location == TRAINING
    assert visitor.post(place_of, **typed).status_code == 409
    shown = visitor.as_("representative").get(TRAINING)
    assert "報告書を承認する" in words(shown)
    confirm = f"{TRAINING}/confirm"
    assert visitor.post(confirm, **form(shown, confirm)).location
    assert "教育実施報告書が承認されました。" in words(visitor.get(TRAINING))
    for paper in (f"{TRAINING}/report.pdf", "/do/trainings/years.pdf", "/do/trainings/plan.pdf"):
        answer = visitor.get(paper)
        assert (answer.status_code, answer.data[:4]) == (200, b"%PDF")
    years = words(visitor.get("/do/trainings/years"))
    assert "TR-2026-001" in years
    for odd in ("0", "9999", "二千", "2026'"):
        assert visitor.get(f"/do/trainings/years?year={odd}").status_code == 200
    assert visitor.as_("head").get("/do/trainings/years").status_code == 403
    with reading(begun):
        row = session.scalars(select(Training)).one()
        assert trainings_held.left(row) == 0


def test_without_questions_reading_is_enough(served: Served, visitor: Visitor) -> None:
    with committing(served):
        row = told.entries.enter(told.COURSES, told.COURSE, by=viewer("head"))
        told.through(told.COURSES, row)
        trainings_held.start(told.planned(), by=viewer("privacy_manager"))
    mine = place(served, "employee")
    page = visitor.as_("employee").get(mine)
    assert visitor.post(mine, **form(page, mine)).location == mine
    assert state(served, "employee")[0] is Learning.PASSED


def test_links_are_sent_together_by_one_press(begun: Served, visitor: Visitor) -> None:
    with committing(begun):
        session.get_one(Person, IDS["without_account"]).mail = "kiyohara@example.jp"
    place = f"{TRAINING}/links"
    visitor.as_("privacy_manager")
    assert place in visitor.get(TRAINING).text
    page = visitor.get(place)
    for each in (
        "まだ合格していない人のうち、サインインできない人（1人）",
        "まだ合格していない人すべて（",
    ):
        assert each in words(page)
    typed = {**form(page, place), "whom": "without_account"}
    assert visitor.post(place, **{**typed, "due_on": ""}).status_code == 400
    assert visitor.post(place, **{**typed, "whom": ""}).status_code == 400
    assert visitor.post(place, **typed).location == TRAINING
    # A second press sends nothing more, and says why.
    again = visitor.post(place, **typed)
    assert again.status_code == 409
    assert "すでに送った人には、回答を待つ間は送れません。" in words(again)
    shown = words(visitor.get(place))
    assert "まだ合格していない人のうち、サインインできない人（0人）" in shown
    assert "送らない人：リンクの回答待ち" in shown
    with reading(begun):
        assert len(session.scalars(select(Questionnaire)).all()) == 1
    assert visitor.as_("head").get(place).status_code == 403


def test_where_there_is_no_material_the_form_leads_to_it(visitor: Visitor) -> None:
    page = visitor.as_("privacy_manager").get("/do/trainings/new")
    assert 'href="/do/courses/new"' in page.text.partition("<form")[2]


def test_whoever_came_once_it_was_over_is_told_apart_and_recorded_all_the_same(
    begun: Served, visitor: Visitor
) -> None:
    over = TODAY + timedelta(days=21)
    with time_machine.travel(clock.at(over, 10)):
        with committing(begun):
            newcomers.reported(session.scalars(select(Training)).one())
        with committing(begun):
            newcomers.joined("遅井 来", "書店", over)
            learners.assign_newcomers(over + timedelta(days=1))
        page = words(visitor.as_("privacy_manager").get(TRAINING))
        assert "終了後に入社・復職して割り当てた人</dt><dd>1人（うち修了 0人）" in page
        sheet = words(visitor.get(f"{TRAINING}/sheet"))
        assert "遅井 来" in sheet
        # Of those that its report counts nothing more is recorded.
        assert sheet.count("さんの出席") == 1
