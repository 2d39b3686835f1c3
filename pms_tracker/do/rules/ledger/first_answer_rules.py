"""The ten questions of the first ledger (はじめての台帳), pure: what is asked, and what was said.

J.3.1.1 in the words of an office. What is to be confirmed before anything is drafted is asked here:
acquisition, provision, entrustment and sensitive information; purposes come from the policy.
"""

import re
from collections.abc import Mapping, Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from pms_tracker.kernel.words import N_, Words


class Question(StrEnum):
    """The ten, in the order in which they are asked."""

    JOINING = "joining"
    RECORDS = "records"
    PLACES = "places"
    READERS = "readers"
    APPLICANTS = "applicants"
    WORKERS = "workers"
    PARTNERS = "partners"
    ENTRUSTED = "entrusted"
    PROVIDED = "provided"
    ENDING = "ending"

    @property
    def number(self) -> int:
        return [*Question].index(self) + 1


class Tick(StrEnum):
    """What may be ticked, each of one question."""

    CONTACT = "contact"
    SCHOOL = "school"
    FAMILY = "family"
    BANK = "bank"
    CONDITION = "condition"
    ROSTER = "roster"
    ORDERS = "orders"
    LESSONS = "lessons"
    TALKS = "talks"
    PHOTOS = "photos"
    CAMERA = "camera"
    CABINET = "cabinet"
    SHELF = "shelf"
    COMPUTER = "computer"
    SERVER = "server"
    CLOUD = "cloud"
    PORTABLE = "portable"
    IN_CHARGE = "in_charge"
    UNIT = "unit"
    PART_TIMERS = "part_timers"
    COMPANY = "company"
    RESUME = "resume"
    JOB_SITE = "job_site"
    SELECTION = "selection"
    PAYROLL = "payroll"
    ROLL = "roll"
    MY_NUMBER = "my_number"
    CHECK_UP = "check_up"
    CARDS = "cards"
    WEB_INQUIRY = "web_inquiry"
    CALLS = "calls"
    FROM_CLIENT = "from_client"
    PAYROLL_FIRM = "payroll_firm"
    DELIVERY_FIRM = "delivery_firm"
    PRINTING_FIRM = "printing_firm"
    CLOUD_FIRM = "cloud_firm"
    DISPOSAL_FIRM = "disposal_firm"
    NONE_ENTRUSTED = "none_entrusted"
    ENTRUSTED_UNKNOWN = "entrusted_unknown"
    CUSTOMERS_GIVEN = "customers_given"
    WORKERS_GIVEN = "workers_given"
    NONE_GIVEN = "none_given"
    GIVEN_UNKNOWN = "given_unknown"
    SHREDDED = "shredded"
    DISSOLVED = "dissolved"
    ERASED = "erased"
    DESTROYED = "destroyed"


@dataclass(frozen=True)
class Asked:
    """A question: its sentence, what may be ticked, and what its line of text is for. One that
    `must` be answered offers that there is nothing, and that nobody knows yet."""

    sentence: Words
    ticks: Mapping[Tick, Words]
    more: Words
    help: Words | None = None
    must: Words | None = None


_OTHERS = N_("ほかの書類や記録の名称（「、」で区切る）")
QUESTIONS: Mapping[Question, Asked] = {
    Question.JOINING: Asked(
        N_("申込みや入会のとき、お客様（生徒・会員）に何を書いてもらいますか"),
        {
            Tick.CONTACT: N_("氏名・住所・電話番号"),
            Tick.SCHOOL: N_("生年月日・学校・学年"),
            Tick.FAMILY: N_("保護者や家族の氏名・連絡先"),
            Tick.BANK: N_("引落しの口座"),
            Tick.CONDITION: N_("健康状態・アレルギー・障害"),
        },
        _OTHERS,
    ),
    Question.RECORDS: Asked(
        N_("お客様について、そのほかに何を記録したり撮影したりしますか"),
        {
            Tick.ROSTER: N_("名簿・会員データ"),
            Tick.ORDERS: N_("注文・配送の記録"),
            Tick.LESSONS: N_("成績・出席・指導の記録"),
            Tick.TALKS: N_("面談・相談のメモ"),
            Tick.PHOTOS: N_("授業や行事の写真・動画"),
            Tick.CAMERA: N_("防犯カメラの映像"),
        },
        _OTHERS,
    ),
    Question.PLACES: Asked(
        N_("書類やデータを、どこに置きますか"),
        {
            Tick.CABINET: N_("鍵のかかる書庫・引出し"),
            Tick.SHELF: N_("鍵のない棚・机"),
            Tick.COMPUTER: N_("パソコン"),
            Tick.SERVER: N_("社内のサーバー・共有フォルダ"),
            Tick.CLOUD: N_("クラウド"),
            Tick.PORTABLE: N_("スマートフォン・USBメモリ"),
        },
        N_("場所やサービスの名称"),
    ),
    Question.READERS: Asked(
        N_("お客様の書類やデータを、だれが見ますか"),
        {
            Tick.IN_CHARGE: N_("担当者だけ"),
            Tick.UNIT: N_("部門の全員"),
            Tick.PART_TIMERS: N_("講師・アルバイト"),
            Tick.COMPANY: N_("会社の全員"),
        },
        N_("ほかに見る人（役職や部門）"),
    ),
    Question.APPLICANTS: Asked(
        N_("採用に応募した人から、何を受け取りますか"),
        {
            Tick.RESUME: N_("履歴書・職務経歴書"),
            Tick.JOB_SITE: N_("求人サイト・応募フォームの情報"),
            Tick.SELECTION: N_("面接や試験の結果"),
        },
        _OTHERS,
    ),
    Question.WORKERS: Asked(
        N_("従業者から、何を受け取ったり記録したりしますか"),
        {
            Tick.PAYROLL: N_("給与・勤怠"),
            Tick.ROLL: N_("労働者名簿・緊急連絡先"),
            Tick.MY_NUMBER: N_("扶養控除等申告書・マイナンバー"),
            Tick.CHECK_UP: N_("健康診断の結果"),
        },
        _OTHERS,
    ),
    Question.PARTNERS: Asked(
        N_("取引先や問い合わせた人の情報は、どのように受け取りますか"),
        {
            Tick.CARDS: N_("名刺・取引先の連絡先"),
            Tick.WEB_INQUIRY: N_("ウェブ・メールの問合せ"),
            Tick.CALLS: N_("電話・来店の問合せ"),
            Tick.FROM_CLIENT: N_("取引先から預かる名簿やデータ"),
        },
        _OTHERS,
    ),
    Question.ENTRUSTED: Asked(
        N_("個人情報を扱う仕事で、外に頼んでいるものは何ですか"),
        {
            Tick.PAYROLL_FIRM: N_("給与計算・社会保険"),
            Tick.DELIVERY_FIRM: N_("配送"),
            Tick.PRINTING_FIRM: N_("印刷・発送"),
            Tick.CLOUD_FIRM: N_("クラウドサービス"),
            Tick.DISPOSAL_FIRM: N_("書類や機器の廃棄"),
            Tick.NONE_ENTRUSTED: N_("頼んでいない"),
            Tick.ENTRUSTED_UNKNOWN: N_("分からない"),
        },
        N_("会社名（例：給与計算は〇〇社）"),
        must=N_("外に頼む仕事がなければ「頼んでいない」を選んでください。"),
    ),
    Question.PROVIDED: Asked(
        N_("個人情報を、ほかの会社や団体に渡すことはありますか"),
        {
            Tick.CUSTOMERS_GIVEN: N_("お客様の情報を渡す"),
            Tick.WORKERS_GIVEN: N_("従業者の情報を渡す"),
            Tick.NONE_GIVEN: N_("渡さない"),
            Tick.GIVEN_UNKNOWN: N_("分からない"),
        },
        N_("渡す相手（「、」で区切る）"),
        help=N_("仕事を頼むために渡すものと、税務署や年金事務所への届出は除きます。"),
        must=N_("渡すことがなければ「渡さない」を選んでください。"),
    ),
    Question.ENDING: Asked(
        N_("お客様の情報を、いつまで持ち、どう捨てますか"),
        {
            Tick.SHREDDED: N_("シュレッダー"),
            Tick.DISSOLVED: N_("溶解（業者に渡す）"),
            Tick.ERASED: N_("データを消去する"),
            Tick.DESTROYED: N_("機器や媒体を壊す"),
        },
        N_("いつまで（例：退会から3年、最終取引から5年）"),
    ),
}
# What says that there is nothing, or that nobody knows: alone, or it contradicts what is ticked.
ALONE = frozenset(
    {Tick.NONE_ENTRUSTED, Tick.ENTRUSTED_UNKNOWN, Tick.NONE_GIVEN, Tick.GIVEN_UNKNOWN}
)
_BETWEEN = re.compile(r"[、，,\n]+")


@dataclass(frozen=True)
class Answers:
    """What was ticked, and what was written beside each question."""

    ticks: AbstractSet[Tick] = frozenset()
    words: Mapping[Question, str] = field(default_factory=dict)

    def text(self, question: Question) -> str:
        return self.words.get(question, "").strip()

    def names(self, question: Question) -> list[str]:
        """What was written beside a question, name by name, each once."""
        parts = (each.strip() for each in _BETWEEN.split(self.text(question)))
        return list(dict.fromkeys(filter(None, parts)))

    def of(self, question: Question) -> list[Tick]:
        """What was ticked of one question, in its order."""
        return [each for each in QUESTIONS[question].ticks if each in self.ticks]


def contradicts(question: Question, ticks: AbstractSet[Tick]) -> bool:
    """Whether somebody says that there is nothing, or that they do not know, and says what."""
    its = ticks & QUESTIONS[question].ticks.keys()
    return bool(its & ALONE) and len(its) > 1
