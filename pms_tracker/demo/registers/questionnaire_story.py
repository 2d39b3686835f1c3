"""What the demo company asked its contractors by a link, in every state that a link may be in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.config import MEGABYTE
from pms_tracker.database import session
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.do.contractors import contractor_questions
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.tables.contractor_tables import Contractor
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import parse_reference
from pms_tracker.questionnaires import answering, questionnaires
from pms_tracker.questionnaires.questionnaire_rules import Answer, Ask, Purpose
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.questionnaires.questionnaires import To


@dataclass(frozen=True)
class Asked:
    """A contractor asked on a day from today, with what it did some days later, if anything: kept
    a draft, handed in, or nothing before the link was revoked."""

    contractor: str
    name: str
    mail: str
    sent: int
    within: int
    kept: int = 0
    submitted: int = 0
    revoked: int = 0
    # The first one evaluated by what it answered.
    taken: int = 0
    but: Mapping[str, Answer] = field(default_factory=dict, hash=False)


ASKED = (
    Asked(
        *("あずさ税理士法人", "柳沢 誠", "yanagisawa@azusa-tax.example.jp", -52, 30),
        kept=-50,
        submitted=-47,
        taken=-46,
    ),
    Asked(
        *("信州メール発送株式会社", "中島 恵", "nakajima@shinshu-mail.example.jp", -24, 20),
        kept=-20,
        submitted=-18,
        but={
            "spoiled": Answer("no", "刷り損じは回収箱に入れていますが、数えていません。"),
            "training": Answer("partly", "新しい人は入社時だけです。"),
        },
    ),
    Asked(
        *("みどりクラウド株式会社", "サポート窓口", "support@midori.example.jp", -6, 12), kept=-3
    ),
    Asked(*("中部学力テスト株式会社", "学校営業部", "eigyo@chubu-test.example.jp", -40, 14)),
    Asked(
        *("安曇野社会保険労務士事務所", "降旗 昇", "furihata@azumino.example.jp", -30, 25),
        revoked=-28,
    ),
    Asked(*("安曇野社会保険労務士事務所", "降旗 昇", "furihata@azumino-sr.example.jp", -11, 22)),
)


class QuestionnaireActs:
    """Each link from the day on which it was sent."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: dict[Asked, Questionnaire] = {}

    def __iter__(self) -> Iterator[Act]:
        day = self._desk.days.open
        for asked in ASKED:
            yield Act(day(asked.sent), Hour.SUBMIT, partial(self._send, asked))
            for offset, act in (
                (asked.kept, self._keep),
                (asked.submitted, self._submit),
                (asked.revoked, self._revoke),
                (asked.taken, self._take),
            ):
                if offset:
                    yield Act(day(offset), Hour.DONE, partial(act, asked))

    def _send(self, asked: Asked) -> None:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        row = session.scalars(select(Contractor).where(Contractor.name == asked.contractor)).one()
        about = parse_reference(CONTRACTORS.name_of(row))
        assert about is not None
        subject = contractor_questions.find(about, by)
        due_on = self._desk.days.open_day(clock.today() + timedelta(days=asked.within))
        to = To(asked.name, asked.mail, due_on)
        made = questionnaires.send(str(about), Purpose.CONTRACTOR, subject.questions, to, by=by)
        self._made[asked] = made

    def _answers(self, asked: Asked, count: int | None = None) -> dict[str, Answer]:
        every = questionnaires.questions(self._made[asked])[:count]
        met = {each.key: Answer("yes") for each in every if each.ask is Ask.ONE_OF}
        return {**met, **asked.but}

    def _keep(self, asked: Asked) -> None:
        made = self._made[asked]
        answering.open_first(made)
        answering.keep(made, self._answers(asked, 5))
        if asked.submitted:
            file = Upload("取扱規程.txt", f"{asked.contractor} 個人情報取扱規程".encode())
            folder = self._desk.evidence_folder
            answering.attach(made, contractor_questions.PROOF, [file], folder, MEGABYTE)

    def _submit(self, asked: Asked) -> None:
        answering.submit(self._made[asked], self._answers(asked))

    def _revoke(self, asked: Asked) -> None:
        made = self._made[asked]
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        questionnaires.revoke(made, version=made.version, by=by)

    def _take(self, asked: Asked) -> None:
        made = self._made[asked]
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        taken_as = contractor_questions.take(made, by)
        questionnaires.take(made, taken_as, version=made.version, by=by)
