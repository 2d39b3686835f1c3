"""Questions frozen and read again, answers judged, standings by the day, reminders by a table."""

from datetime import date, timedelta

import pytest

from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.questionnaires import questionnaire_rules as rules
from pms_tracker.questionnaires.questionnaire_rules import (
    Answer,
    Ask,
    Days,
    Option,
    Question,
    Said,
    Standing,
    Yes,
)

DUE = date(2026, 12, 18)
LOCKED = Question("locked", Said("書庫に施錠していますか。", "Do you lock the archive?"))
WHERE = Question(
    "where",
    Said("保管場所"),
    Ask.ONE_OF,
    (Option("japan", Said("国内", "Japan")), Option("abroad", Said("国外"))),
)
HOW = Question("how", Said("廃棄の方法"), Ask.TEXT, needed=False)
PROOF = Question("proof", Said("登録証の写し"), Ask.FILE)
QUESTIONS = (LOCKED, WHERE, HOW, PROOF)


def test_questions_come_back_as_they_were_frozen() -> None:
    assert rules.unpacked([each.packed() for each in QUESTIONS]) == QUESTIONS
    answers = {"locked": Answer("yes", "𠮷野が確認"), "how": Answer(), "where": Answer("japan")}
    packed = rules.packed_answers(answers)
    assert set(packed) == {"locked", "where"}
    assert rules.unpacked_answers(packed) == {
        "locked": Answer("yes", "𠮷野が確認"),
        "where": Answer("japan"),
    }
    assert rules.unpacked_answers(None) == {}


def test_what_has_no_english_is_said_in_japanese() -> None:
    assert LOCKED.words.said("en") == "Do you lock the archive?"
    assert WHERE.words.said("en") == "保管場所"
    assert LOCKED.words.said("ja") == LOCKED.words.said("fr") == "書庫に施錠していますか。"


@pytest.mark.parametrize(
    "questions",
    [
        (),
        (LOCKED, LOCKED),
        (Question("x", Said("x"), Ask.ONE_OF, (Option("a", Said("a")),)),),
        tuple(Question(str(each), Said("x")) for each in range(201)),
    ],
)
def test_what_cannot_be_asked_is_refused(questions: tuple[Question, ...]) -> None:
    with pytest.raises(RuleBroken, match="questionnaire_without_questions"):
        rules.check_questions(questions)


def test_an_answer_is_one_that_is_offered_and_not_too_long() -> None:
    rules.check_questions(QUESTIONS)
    for question, answer in (
        (LOCKED, Answer("not_applicable")),
        (LOCKED, Answer("", "後で")),
        (WHERE, Answer("abroad")),
        (HOW, Answer("𠮷" * 2000, "あ" * 500)),
        (PROOF, Answer("", "ありません")),
    ):
        rules.check_kept(question, answer)
    for question, answer, key in (
        (LOCKED, Answer("maybe"), "questionnaire_choice"),
        (WHERE, Answer("yes"), "questionnaire_choice"),
        (HOW, Answer("𠮷" * 2001), "entry_too_long"),
        (HOW, Answer("x", "あ" * 501), "entry_too_long"),
        (HOW, Answer("1234 5678 9018"), "entry_my_number"),
        (LOCKED, Answer("yes", "番号は１２３４５６７８９０１８"), "entry_my_number"),
        (PROOF, Answer("japan"), "entry_too_long"),
    ):
        with pytest.raises(BadInput, match=key):
            rules.check_kept(question, answer)


def test_what_is_handed_in_answers_each_question_that_needs_it() -> None:
    rules.check_whole(HOW, Answer(), 0)
    rules.check_whole(LOCKED, Answer("no"), 0)
    rules.check_whole(PROOF, Answer(), 1)
    rules.check_whole(PROOF, Answer("", "更新の手続き中"), 0)
    with pytest.raises(BadInput, match="questionnaire_unanswered"):
        rules.check_whole(WHERE, Answer("", "後で"), 0)
    with pytest.raises(BadInput, match="questionnaire_file_or_why"):
        rules.check_whole(PROOF, Answer("", " 　"), 0)


def test_a_no_is_told_of_where_the_question_alerts() -> None:
    quiet = Question("quiet", Said("Pマークがありますか。"), alerts=False)
    answers = {"locked": Answer(Yes.NO), "quiet": Answer(Yes.NO), "where": Answer("abroad")}
    assert rules.said_no((*QUESTIONS, quiet), answers) == ("locked",)
    assert rules.said_no((*QUESTIONS, quiet), {"locked": Answer(Yes.NOT_APPLICABLE)}) == ()
    options = (Option("partly", Said("一部")), Option("no", Said("できていない")))
    level = Question("level", Said("暗号化"), Ask.ONE_OF, options)
    said = Question("said", Said("ほかに"), Ask.TEXT)
    assert rules.said_no((level, said), {"level": Answer("no"), "said": Answer("no")}) == ("level",)
    assert rules.said_no((level,), {"level": Answer("partly")}) == ()


def test_what_is_answered_otherwise_than_before_is_marked() -> None:
    before = {"locked": Answer("yes"), "where": Answer("japan"), "proof": Answer("", "なし")}
    now = {"locked": Answer("no"), "where": Answer("japan", "変更なし"), "how": Answer("溶解")}
    # What was not asked before is no change, and files are never set side by side.
    assert rules.changed(QUESTIONS, now, before) == {"locked"}
    assert rules.changed(QUESTIONS, {}, before) == {"locked", "where"}
    assert rules.changed(QUESTIONS, now, {}) == frozenset()


def day(number: int) -> date:
    return DUE + timedelta(days=number)


@pytest.mark.parametrize(
    ("days", "today", "standing", "opens", "takes"),
    [
        (Days(DUE), day(-20), Standing.SENT, True, True),
        (Days(DUE, opened=True), day(0), Standing.OPENED, True, True),
        (Days(DUE, opened=True, begun=True), day(7), Standing.BEGUN, True, True),
        (Days(DUE, opened=True, begun=True), day(8), Standing.EXPIRED, False, False),
        (Days(DUE, submitted=True), day(7), Standing.SUBMITTED, True, False),
        (Days(DUE, submitted=True), day(8), Standing.SUBMITTED, False, False),
        (Days(DUE, submitted=True, taken=True), day(1), Standing.TAKEN, True, False),
        (Days(DUE, submitted=True, taken=True, closed=True), day(1), Standing.CLOSED, True, False),
        (Days(DUE, revoked=True), day(-20), Standing.REVOKED, False, False),
        (Days(DUE, begun=True, revoked=True), day(8), Standing.REVOKED, False, False),
    ],
)
def test_where_it_stands_follows_from_its_days(
    days: Days, today: date, standing: Standing, opens: bool, takes: bool
) -> None:
    assert rules.standing(days, today) is standing
    assert rules.opens(days, today) is opens
    assert rules.takes_answers(days, today) is takes


@pytest.mark.parametrize(
    ("left", "reminded", "said"),
    [
        (8, None, None),
        (7, None, 7),
        (6, None, 7),
        (6, 7, None),
        (4, 7, None),
        (3, 7, 3),
        (2, 3, None),
        (2, 7, 3),
        (1, 3, 1),
        # An earlier one is not made up for.
        (1, None, 1),
        (1, 1, None),
        (0, 3, 1),
        (0, 1, None),
        (-1, None, None),
        (-1, 3, None),
    ],
)
def test_reminders_come_seven_three_and_one_days_before(
    left: int, reminded: int | None, said: int | None
) -> None:
    assert rules.reminds(DUE, DUE - timedelta(days=left), reminded) == said


def test_a_due_day_lies_within_half_a_year() -> None:
    for ahead in (0, 1, 180):
        rules.check_due(day(ahead), DUE)
    for ahead in (-1, 181):
        with pytest.raises(BadInput, match="questionnaire_due"):
            rules.check_due(day(ahead), DUE)


@pytest.mark.parametrize(
    "mail",
    [
        "",
        "plain",
        "a@b",
        "@example.jp",
        "a@example.jp,b@example.jp",
        "a b@example.jp",
        "<a@b.jp>",
        "a@example.jp\nBcc: b@example.jp",
    ],
)
def test_it_goes_to_one_named_person_at_one_address(mail: str) -> None:
    rules.check_recipient("𠮷野", "yoshino@example.jp")
    with pytest.raises(BadInput, match="questionnaire_to_nobody"):
        rules.check_recipient(" ", "yoshino@example.jp")
    with pytest.raises(BadInput, match="questionnaire_mail"):
        rules.check_recipient("𠮷野", mail)
