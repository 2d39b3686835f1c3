"""Trainings of the demo company: last year's with its report, this year's under way, and plans."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.demo.ground.demo_company import has_account
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.registers import approving
from pms_tracker.do.rules.training.course_rules import Covers
from pms_tracker.do.rules.training.quiz_rules import Asks, QuizQuestion
from pms_tracker.do.rules.training.training_rules import OPEN, Audience, Way
from pms_tracker.do.tables.training_tables import Training, TrainingAssignment
from pms_tracker.do.trainings import course_questions, enrolments, training_tests, trainings_held
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.do.trainings.training_plans import TRAININGS, run_of
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.questionnaires import questionnaires
from pms_tracker.questionnaires.questionnaire_rules import Purpose
from pms_tracker.questionnaires.questionnaires import To
from pms_tracker.registers import entries

TEXT = """お預かりした個人情報は、利用目的の範囲でだけ使います。
名簿や答案を机の上に置いたまま席を離れません。持ち出すときは、教室長の許可を受けます。
メールを送る前に、宛先と添付ファイルをもう一度確かめます。
違反すると、お客様の信頼を失い、会社も本人も責任を問われます。
おかしいと思ったら、小さなことでもすぐに報告してください。"""
QUESTIONS = (
    QuizQuestion(
        *("", "生徒の顔写真は、個人情報に当たる。", Asks.TRUE_FALSE, (), ("true",)),
        *("特定の個人を識別できる写真は、個人情報です。", "J.2.1"),
    ),
    QuizQuestion(
        *("", "帰宅後に作業するためなら、名簿を許可なく持ち帰ってよい。", Asks.TRUE_FALSE, ()),
        *(("false",), "持ち出すときは、必ず教室長の許可を受けます。", "取扱規程 第14条"),
    ),
    QuizQuestion(
        *("", "メールを送る前に確かめることを、すべて選んでください。", Asks.SEVERAL),
        *(("宛先", "送る時刻の見栄え", "添付ファイル"), ("1", "3")),
        *("宛先と添付ファイルの両方を確かめます。", "取扱規程 第18条"),
    ),
    QuizQuestion(
        *("", "誤って送ったことに気付いたとき、最初にすることはどれですか。", Asks.ONE),
        *(("自分だけで取り戻す", "すぐに報告する", "翌日まで様子を見る"), ("2",)),
        *("発覚から速報まで、おおむね3〜5日しかありません。すぐに報告します。", "J.4.4.2"),
    ),
    QuizQuestion(
        *("", "退会した生徒の情報は、いつまでも保管してよい。", Asks.TRUE_FALSE, (), ("false",)),
        *("台帳で決めた保管期限が来たら廃棄します。", "J.9.1"),
    ),
)
NEXT_QUESTION = QuizQuestion(
    *("", "保護者の連絡先を、私物の電話帳に登録してよい。", Asks.TRUE_FALSE, (), ("false",)),
    *("連絡は教室の電話とメールだけで行います。", "取扱規程 第12条"),
)
NUMBERS = "マイナンバーは、税と社会保険の手続のためだけに取得し、鍵のかかる場所で扱います。"
LAST, THIS = "全従業者教育（前回）", "全従業者教育"
# Who has not taken this year's yet; who has to try again; who was sent a link.
NOT_YET, AGAIN, BY_LINK = ("小川 真由", "岡田 アンナ"), "伊藤 雄大", "清水 和枝"


class TrainingActs:
    """The courses, a training that was approved, one under way, and two that are planned."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: dict[str, Any] = {}

    def __iter__(self) -> Iterator[Act]:
        day = self._desk.days.open
        told = (
            (-402, Hour.FILE, self._courses),
            (-399, Hour.DECIDE, partial(self._approve, COURSES, "basic")),
            (-398, Hour.FILE, partial(self._plan, LAST, -390, 30)),
            (-394, Hour.DECIDE, partial(self._approve, TRAININGS, LAST)),
            (-390, Hour.FILE, partial(self._start, LAST)),
            (-380, Hour.FILE, partial(self._take, LAST)),
            (-352, Hour.FILE, self._report),
            (-348, Hour.DECIDE, self._confirm),
            (-40, Hour.FILE, partial(self._plan, THIS, -24, 46)),
            (-36, Hour.DECIDE, partial(self._approve, TRAININGS, THIS)),
            (-24, Hour.FILE, partial(self._start, THIS)),
            (-12, Hour.FILE, partial(self._take, THIS)),
            (-8, Hour.FILE, self._send),
            (-5, Hour.FILE, self._number_course),
            (-4, Hour.FILE, self._next_questions),
        )
        for offset, hour, run in told:
            yield Act(day(offset), hour, run)

    @property
    def _by(self) -> Viewer:
        return self._desk.cast.holder(Role.PRIVACY_MANAGER)

    def _courses(self) -> None:
        says = {
            "title": "個人情報保護 基本研修",
            "covers": (Covers.POLICY, Covers.BENEFIT, Covers.ROLE, Covers.VIOLATION),
            "text": TEXT,
        }
        row = entries.enter(COURSES, says, by=self._by)
        for each in QUESTIONS:
            course_questions.add(row, each, by=self._by)
        self._rows["basic"] = row
        approving.hand_in(COURSES, [row], self._desk)

    def _next_questions(self) -> None:
        """What this year's results say about the questions is drafted for the next edition."""
        course_questions.add(self._rows["basic"], NEXT_QUESTION, by=self._by)

    def _number_course(self) -> None:
        """A draft that nobody has handed in yet."""
        says = {"title": "マイナンバーの取扱い", "covers": (Covers.MY_NUMBER,), "text": NUMBERS}
        entries.enter(COURSES, says, by=self._by)
        planned = self._planned("監査員研修", 20, 30, Audience.ROLE, {"role": Role.AUDITOR})
        approving.hand_in(TRAININGS, [planned], self._desk)

    def _plan(self, title: str, starts: int, within: int) -> None:
        row = self._planned(title, starts, within, Audience.ALL, {"teacher": self._by.name})
        self._rows[title] = row
        approving.hand_in(TRAININGS, [row], self._desk)

    def _planned(
        self, title: str, starts: int, within: int, audience: Audience, says: Mapping[str, Any]
    ) -> Any:
        starts_on = self._desk.days.open(starts)
        return entries.enter(
            TRAININGS,
            {
                **{"title": title, "course": (COURSES.name_of(self._rows["basic"]),)},
                **{"starts_on": starts_on, "ends_on": starts_on + timedelta(days=within)},
                **{"audience": audience, "way": Way.READING, **says},
            },
            by=self._by,
        )

    def _approve(self, register: Any, name: str) -> None:
        approving.approve(register, [self._rows[name]], self._desk)

    def _start(self, title: str) -> None:
        trainings_held.start(self._rows[title], by=self._by)

    def _take(self, title: str) -> None:
        """Everybody but a few: on the screen, or on paper where somebody cannot sign in."""
        row: Training = self._rows[title]
        for each in enrolments.of_training(row, self._by):
            name = session.get_one(Person, each.person_id).name
            if title == THIS and name in (*NOT_YET, BY_LINK):
                continue
            if each.state in OPEN:
                self._taken(each, name, title)

    def _taken(self, each: TrainingAssignment, name: str, title: str) -> None:
        if not has_account(name):
            by = self._by
            enrolments.enter_score(each, 80, clock.today(), by=by)
            return
        by = self._desk.cast.viewer(name)
        run = enrolments.of(each)[1]
        right = {one.key: ",".join(one.right) for one in enrolments.questions(run)}
        keys = list(right)
        wrong = {**right, keys[2]: "1", keys[3]: "1"}
        if each.person_id % 4 == 1 or name == AGAIN:
            enrolments.answer(each, wrong, version=each.version, by=by)
        if title == LAST or name != AGAIN:
            enrolments.answer(each, right, version=each.version, by=by)

    def _report(self) -> None:
        row = self._rows[LAST]
        run = run_of(row)
        assert run is not None
        view = "全員が合格した。サインインできない人には、教室で教材を配り、紙で確かめた。"
        then = "誤送信のときの報告の例を増やす。"
        trainings_held.report(row, view, then, version=run.version, by=self._by)

    def _confirm(self) -> None:
        row = self._rows[LAST]
        run = run_of(row)
        assert run is not None
        by = self._desk.cast.holder(Role.REPRESENTATIVE)
        trainings_held.confirm(row, version=run.version, by=by)

    def _send(self) -> None:
        """A link to somebody without an account."""
        person_id = self._desk.cast.person_ids[BY_LINK]
        every = enrolments.of_training(self._rows[THIS], self._by)
        row = next(each for each in every if each.person_id == person_id)
        about = parse_reference(row.reference)
        assert about is not None
        subject = training_tests.ASKER.find(about, self._by)
        to = To(subject.name, "shimizu@home.example.jp", row.due_on)
        questionnaires.send(
            row.reference, Purpose.COMPREHENSION, subject.questions, to, by=self._by
        )
