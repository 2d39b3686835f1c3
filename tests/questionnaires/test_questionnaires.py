"""Links sent, answered, revoked, sent again, reminded of, taken over and forgotten: use cases."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.duties import kept_duties, reading
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import parse_reference
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.questionnaires import (
    answering,
    questionnaire_duties,
    questionnaire_reminders,
    questionnaires,
)
from pms_tracker.questionnaires.questionnaire_rules import (
    Answer,
    Ask,
    Purpose,
    Question,
    Said,
    Standing,
)
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.questionnaires.questionnaires import To
from pms_tracker.trail import trail
from tests import mailed
from tests.cast import IDS, TODAY, viewer

pytestmark = pytest.mark.usefixtures("app")

DUE = TODAY + timedelta(days=20)
NAME, MAIL = "𠮷野 桃子", "yoshino@insatsu.example.jp"
ABOUT = "CO-2026-001"
LOCKED = Question("locked", Said("施錠していますか。", "Do you lock up?"))
HOW = Question("how", Said("廃棄の方法"), Ask.TEXT, needed=False)
PROOF = Question("proof", Said("登録証の写し"), Ask.FILE, needed=False)
QUESTIONS = (LOCKED, HOW, PROOF)
YES, NO = {"locked": Answer("yes")}, {"locked": Answer("no", "予算がないため")}
TOKEN = re.compile(r"/answer/([A-Za-z0-9_-]{43})\n")
LIMIT = 1024 * 1024


def sent(
    by: str = "head", due_on: date = DUE, about: str = ABOUT, language: str = "ja"
) -> Questionnaire:
    to = To(NAME, MAIL, due_on, language)
    return questionnaires.send(about, Purpose.CONTRACTOR, QUESTIONS, to, by=viewer(by))


def token_of(made: Questionnaire) -> str:
    (letter,) = [each for each in mailed.about(made.reference) if each.secret]
    found = TOKEN.search(letter.body or "")
    assert found
    return found[1]


def to_outsiders(made: Questionnaire) -> list[OutboxLetter]:
    return [each for each in mailed.about(made.reference) if each.person_id is None]


def duties_of(name: str, made: Questionnaire) -> list[tuple[str, date]]:
    kept_duties.write_pending()
    found = reading.due(date.max, IDS[name], parse_reference(made.reference))
    return [(each.kind, each.due_on) for each in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


@pytest.fixture
def later() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(clock.at(TODAY, 10), tick=True) as there:
        yield there


def test_of_a_link_nothing_but_its_digest_is_kept() -> None:
    made = sent()
    token = token_of(made)
    assert made.reference == "QN-2026-001"
    assert made.digest == questionnaires.digest_of(token)
    columns = [str(getattr(made, each.name)) for each in Questionnaire.__table__.columns]
    assert [each for each in columns if token in each] == []
    letters = [each for each in mailed.about(made.reference) if token in (each.body or "")]
    assert [(each.secret, each.address, each.name) for each in letters] == [(True, MAIL, NAME)]
    trail.write_pending()
    told = [
        f"{each.move} {value.field} {value.before} {value.after}"
        for each in trail.history(made.reference)
        for value in each.values
    ]
    assert told
    assert [each for each in told if NAME in each or MAIL in each or token in each] == []
    assert len({token_of(sent(about=f"CO-2026-{each:03}")) for each in range(2, 12)}) == 10


def test_a_letter_to_an_outsider_says_who_what_for_the_link_and_the_day() -> None:
    for number, language in enumerate(("ja", "en"), start=1):
        made = sent(language=language, about=f"CO-2026-{number:03}")
        (letter,) = to_outsiders(made)
        body = letter.body or ""
        assert "みなと学習舎株式会社" in letter.subject
        assert body.count("/answer/") == 1
        # Whoever is outside has no privacy manager to ask here.
        assert "社内の" not in body
        assert "your company" not in body
        for hidden in (made.about, made.reference, "髙山", "施錠", "lock up", "委託"):
            assert hidden not in letter.subject + body
        purpose = {"ja": "個人情報の取扱いに関する確認", "en": "Handling of personal information"}
        assert purpose[language] in body


def test_questions_stay_as_they_were_sent() -> None:
    made = sent()
    assert questionnaires.questions(made) == QUESTIONS
    session.expire(made)
    assert questionnaires.questions(made) == QUESTIONS


@pytest.mark.parametrize(
    ("to", "key"),
    [
        (To("", MAIL, DUE), "questionnaire_to_nobody"),
        (To(NAME, "a@b, c@d.jp", DUE), "questionnaire_mail"),
        (To(NAME, MAIL, TODAY - timedelta(days=1)), "questionnaire_due"),
        (To(NAME, MAIL, TODAY + timedelta(days=181)), "questionnaire_due"),
    ],
)
def test_it_goes_to_somebody_by_a_day(to: To, key: str) -> None:
    with pytest.raises(BadInput, match=key):
        questionnaires.send(ABOUT, Purpose.CONTRACTOR, QUESTIONS, to, by=viewer("head"))


def test_only_one_about_a_record_waits_at_a_time(later: time_machine.Traveller) -> None:
    made = sent()
    with pytest.raises(RuleBroken, match="questionnaire_waits"):
        sent()
    later.move_to(clock.at(made.days.last_on + timedelta(days=1), 10))
    assert sent(due_on=DUE + timedelta(days=40)).reference == "QN-2026-003"


def test_who_may_know_of_it() -> None:
    made = sent(by="head")
    reference = parse_reference(made.reference)
    assert reference is not None
    for name, knows in (
        ("head", True),
        ("privacy_manager", True),
        ("representative", True),
        ("other_head", False),
        ("employee", False),
    ):
        assert bool(questionnaires.newest(viewer(name))) is knows
        assert bool(questionnaires.of_record(ABOUT, seen_by=viewer(name))) is knows
        if not knows:
            with pytest.raises(NotFound):
                questionnaires.by_reference(reference, seen_by=viewer(name))


def test_a_link_is_opened_drafted_and_handed_in_once() -> None:
    made = answering.by_digest(questionnaires.digest_of(token_of(sent())))
    seen = [questionnaires.standing(made)]
    answering.open_first(made)
    first = made.opened_at
    seen.append(questionnaires.standing(made))
    answering.open_first(made)
    assert made.opened_at == first
    answering.keep(made, {"how": Answer("溶解")})
    seen.append(questionnaires.standing(made))
    with pytest.raises(BadInput, match="questionnaire_unanswered"):
        answering.submit(made, {"how": Answer("溶解")})
    assert made.submitted_at is None
    answering.submit(made, {**YES, "how": Answer("溶解"), "unknown": Answer("x")})
    seen.append(questionnaires.standing(made))
    assert seen == [Standing.SENT, Standing.OPENED, Standing.BEGUN, Standing.SUBMITTED]
    assert made.answers == {"locked": ["yes", ""], "how": ["溶解", ""]}
    assert made.draft == {}
    for again in (lambda: answering.submit(made, NO), lambda: answering.keep(made, NO)):
        with pytest.raises(RuleBroken, match="questionnaire_answered"):
            again()
    assert made.answers == {"locked": ["yes", ""], "how": ["溶解", ""]}


@pytest.mark.parametrize(("answers", "told"), [(YES, ["head"]), (NO, ["head", "privacy_manager"])])
def test_whoever_sent_it_is_told_and_of_a_no_the_manager_too(
    answers: dict[str, Answer], told: list[str]
) -> None:
    made = sent()
    answering.submit(made, answers)
    letters = [each for each in mailed.about(made.reference) if each.person_id is not None]
    assert sorted(each.person_id or 0 for each in letters) == sorted(IDS[each] for each in told)
    for each in letters:
        said = each.subject + (each.body or "")
        assert made.reference in said
        assert ("「いいえ」" in said) is (answers is NO)
        for hidden in ("予算がない", "施錠", NAME, MAIL):
            assert hidden not in said


def test_its_duties_are_the_senders(later: time_machine.Traveller) -> None:
    made = sent()
    with time_machine.travel(clock.at(DUE)):
        assert duties_of("head", made) == [(questionnaire_duties.CHASE, DUE)]
    answering.submit(made, YES)
    # Five working days on from a Tuesday.
    assert duties_of("head", made) == [(questionnaire_duties.TAKE, TODAY + timedelta(days=7))]
    questionnaires.take(made, "CE-2026-001", version=made.version, by=viewer("head"))
    assert duties_of("head", made) == []
    assert questionnaires.standing(made) is Standing.TAKEN
    with pytest.raises(RuleBroken, match="questionnaire_not_taken"):
        questionnaires.take(made, "CE-2026-002", version=made.version, by=viewer("head"))


def test_nothing_is_taken_over_before_it_was_handed_in() -> None:
    made = sent()
    with pytest.raises(RuleBroken, match="questionnaire_not_taken"):
        questionnaires.take(made, "CE-2026-001", version=made.version, by=viewer("head"))


def test_a_revoked_link_opens_nothing_and_takes_nothing() -> None:
    made = sent()
    with pytest.raises(Stale):
        questionnaires.revoke(made, version=made.version + 1, by=viewer("head"))
    questionnaires.revoke(made, version=made.version, by=viewer("head"))
    assert not answering.opens(made)
    assert duties_of("head", made) == []
    # What was still to be sent is not sent any more.
    assert [each.state for each in to_outsiders(made)] == [LetterState.WITHDRAWN]
    for act in (lambda: answering.keep(made, YES), lambda: answering.submit(made, YES)):
        with pytest.raises(RuleBroken, match="questionnaire_over"):
            act()
    with pytest.raises(RuleBroken, match="questionnaire_revoked"):
        questionnaires.revoke(made, version=made.version, by=viewer("head"))


def test_the_last_day_is_seven_days_after_the_due_day(later: time_machine.Traveller) -> None:
    made = sent()
    later.move_to(clock.at(DUE + timedelta(days=7), 23))
    answering.keep(made, YES)
    later.move_to(clock.at(DUE + timedelta(days=8), 0))
    assert questionnaires.standing(made) is Standing.EXPIRED
    with pytest.raises(RuleBroken, match="questionnaire_over"):
        answering.submit(made, YES)


def test_sent_again_the_old_link_is_dead_and_what_was_kept_goes_on(folder: Path) -> None:
    made = sent()
    old = token_of(made)
    answering.keep(made, {"how": Answer("溶解")})
    answering.attach(made, "proof", [Upload("登録証.txt", b"P-mark")], folder, LIMIT)
    to = To("別の担当", "other@insatsu.example.jp", DUE)
    again = questionnaires.send_again(made, to, version=made.version, by=viewer("head"))
    assert token_of(again) != old
    assert questionnaires.standing(made) is Standing.REVOKED
    assert not answering.opens(answering.by_digest(questionnaires.digest_of(old)))
    assert again.draft == {"how": ["溶解", ""]}
    (file,) = answering.files_of(again)["proof"]
    assert (file.name, file.whose) == ("登録証.txt", "")
    with pytest.raises(RuleBroken, match="questionnaire_sent_again"):
        questionnaires.send_again(made, to, version=made.version, by=viewer("head"))
    answering.submit(again, YES)
    with pytest.raises(RuleBroken, match="questionnaire_answered"):
        questionnaires.send_again(again, to, version=again.version, by=viewer("head"))


def test_sent_again_no_other_link_about_the_same_is_alive() -> None:
    first = sent()
    questionnaires.revoke(first, version=first.version, by=viewer("head"))
    second = sent()
    to = To(NAME, MAIL, DUE)
    with pytest.raises(RuleBroken, match="questionnaire_waits"):
        questionnaires.send_again(first, to, version=first.version, by=viewer("head"))
    assert answering.opens(second)


def test_files_come_from_nobody_of_the_firm_and_are_few(folder: Path) -> None:
    made = sent()
    answering.attach(made, "proof", [Upload("𠮷.txt", b"1")], folder, LIMIT)
    ((file,),) = answering.files_of(made).values()
    assert (file.added_by_id, file.whose, file.step) == (None, "", "proof")
    with pytest.raises(BadInput, match="file_type_unknown"):
        answering.attach(made, "proof", [Upload("a.pdf", b"MZ\x90\x00")], folder, LIMIT)
    with pytest.raises(BadInput, match="file_too_large"):
        answering.attach(made, "proof", [Upload("b.txt", b"x" * (LIMIT + 1))], folder, LIMIT)
    many = [Upload(f"{each}.txt", b"%d" % each) for each in range(10)]
    with pytest.raises(BadInput, match="questionnaire_files"):
        answering.attach(made, "proof", many, folder, LIMIT)
    answering.remove(made, file.number, folder)
    assert answering.files_of(made) == {}
    with pytest.raises(NotFound):
        answering.remove(made, file.number, folder)
    answering.submit(made, YES)
    with pytest.raises(RuleBroken, match="questionnaire_answered"):
        answering.attach(made, "proof", [Upload("c.txt", b"3")], folder, LIMIT)


def test_nobody_fills_the_disk_by_removing_and_adding(folder: Path) -> None:
    made = sent()
    for each in range(30):
        answering.attach(made, "proof", [Upload(f"{each}.txt", b"%d" % each)], folder, LIMIT)
        answering.remove(made, each + 1, folder)
    with pytest.raises(BadInput, match="questionnaire_files"):
        answering.attach(made, "proof", [Upload("x.txt", b"x")], folder, LIMIT)


def test_reminders_come_by_the_days_and_hold_no_link(later: time_machine.Traveller) -> None:
    made = sent()
    posted = []
    for ahead in range(21):
        day = TODAY + timedelta(days=ahead)
        later.move_to(clock.at(day, 9))
        if questionnaire_reminders.remind(day):
            posted.append((DUE - day).days)
        assert questionnaire_reminders.remind(day) == 0
    assert posted == [7, 3, 1]
    letters = [each for each in to_outsiders(made) if not each.secret]
    assert len(letters) == 3
    for each in letters:
        assert "/answer/" not in (each.body or "") + (each.html or "")
        assert made.about not in (each.body or "")
    assert "あと1日です" in (letters[0].body or "")


def test_nobody_is_reminded_of_what_is_over(later: time_machine.Traveller) -> None:
    done, dead = sent(), sent(about="CO-2026-002")
    answering.submit(done, YES)
    questionnaires.revoke(dead, version=dead.version, by=viewer("head"))
    for ahead in range(30):
        later.move_to(clock.at(TODAY + timedelta(days=ahead), 9))
        assert questionnaire_reminders.remind(clock.today()) == 0


def test_what_is_sent_shortly_before_its_day_is_not_reminded_of_at_once() -> None:
    made = sent(due_on=TODAY + timedelta(days=5))
    assert made.reminded == 7
    assert questionnaire_reminders.remind(TODAY) == 0
    assert questionnaire_reminders.remind(TODAY + timedelta(days=2)) == 1


def test_the_answers_of_the_time_before_are_there(later: time_machine.Traveller) -> None:
    first = sent()
    assert questionnaires.before(first) == {}
    answering.submit(first, YES)
    other = sent(about="CO-2026-009")
    later.move_to(clock.at(TODAY + timedelta(days=365), 10))
    second = sent(due_on=TODAY + timedelta(days=380))
    assert questionnaires.before(second) == YES
    assert questionnaires.before(other) == {}


def test_whom_it_went_to_is_erased_and_what_was_answered_stays() -> None:
    made = sent()
    for by, error in (("privacy_manager", RuleBroken), ("head", NotAllowed)):
        with pytest.raises(error):
            questionnaires.forget(made, version=made.version, by=viewer(by))
    answering.submit(made, NO)
    for letter in session.scalars(select(OutboxLetter)):
        letter.state, letter.sent_at = LetterState.SENT, clock.now()
    session.flush()
    questionnaires.forget(made, version=made.version, by=viewer("privacy_manager"))
    session.expire_all()
    assert (made.recipient_name, made.recipient_mail) == ("", "")
    assert made.answers == {"locked": ["no", "予算がないため"]}
    kept = [
        each
        for each in session.scalars(select(OutboxLetter))
        if NAME in f"{each.name}{each.body}{each.html}" or MAIL in each.address
    ]
    assert kept == []
    with pytest.raises(RuleBroken, match="questionnaire_not_forgotten"):
        questionnaires.forget(made, version=made.version, by=viewer("privacy_manager"))


def test_when_the_sender_has_left_whoever_runs_the_pms_looks() -> None:
    made = sent(by="head")
    session.get_one(Person, IDS["head"]).left_on = TODAY - timedelta(days=1)
    session.flush()
    answering.submit(made, YES)
    assert duties_of("privacy_manager", made)[0][0] == questionnaire_duties.TAKE
    told = [each.person_id for each in mailed.about(made.reference) if each.person_id]
    assert told == [IDS["privacy_manager"]]


def test_files_are_found_where_evidence_is(folder: Path) -> None:
    made = sent()
    answering.attach(made, "proof", [Upload("a.txt", b"1")], folder, LIMIT)
    assert [each.name for each in evidence.files(made.reference)] == ["a.txt"]
