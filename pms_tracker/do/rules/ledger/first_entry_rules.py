"""What a firm of thirty typically holds (はじめての台帳), pure: a kind of information each.

The words are our own. Laws are named where they say how long something is kept: Labour Standards
Act art. 107-109 and 143, Ordinance on Industrial Safety and Health art. 51, Ordinance of the Income
Tax Act art. 76-3, Ordinance of the Corporation Tax Act art. 59.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pms_tracker.do.rules.ledger.first_answer_rules import Question, Tick
from pms_tracker.do.rules.ledger.ledger_rules import Medium, Owner, Subject, Way
from pms_tracker.do.rules.purpose_rules import Audience
from pms_tracker.kernel.lasting.spans import Span, SpanKind, Start, Unit
from pms_tracker.kernel.words import N_, Words

BOTH = (Medium.PAPER, Medium.ELECTRONIC)
PAPER, DATA = (Medium.PAPER,), (Medium.ELECTRONIC,)
APPLICATION, CAMERA = "application", "camera"


_ACHIEVED = Span(SpanKind.PURPOSE)


@dataclass(frozen=True)
class Typical:
    """A kind of personal information: which ticks of one question propose it, and what is typical
    of it. A published purpose that has one of the words of `fits` covers it. What is of the
    `office` is kept where people are hired and paid, all else where customers are served; of how
    long it is kept, `by_law` a law speaks. What is None, only a person can say."""

    key: str
    question: Question
    ticks: Collection[Tick]
    name: str
    business: Words | None
    items: tuple[Words, ...]
    purpose: Words | None
    ways: tuple[Way, ...]
    keep_until: Span | None
    audience: Audience = Audience.CUSTOMER
    fits: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    media: tuple[Medium, ...] = BOTH
    use_until: Span = _ACHIEVED
    by_law: bool = False
    office: bool = False
    jobs: Collection[Tick] = ()
    sensitive: bool | None = False
    my_number: bool = False
    owner: Owner = Owner.OWN


def _after(start: Start, length: int, ground: Words, unit: Unit = Unit.YEAR) -> Span:
    return Span(start=start, length=length, unit=unit, ground=ground)


_NEED = N_("業務上の必要")
_LABOUR = N_("労働基準法第109条。同法第143条により、当分の間は3年")
_LEAVING, _HIRED_NOT = Span(start=Start.WITHDRAWAL), Span(start=Start.NOT_HIRED)
_RETIRED = Span(start=Start.RETIREMENT)
_STAFF: dict[str, Any] = {
    "audience": Audience.WORKER,
    "subjects": (Subject.WORKER,),
    "office": True,
}

TYPICAL: tuple[Typical, ...] = (
    Typical(
        *(APPLICATION, Question.JOINING),
        (Tick.CONTACT, Tick.SCHOOL, Tick.FAMILY, Tick.CONDITION),
        *(N_("申込書"), N_("申込みの受付")),
        (),
        N_("申込みの受付、契約の履行、必要な連絡"),
        (Way.WRITTEN,),
        _after(Start.CONTRACT_END, 3, _NEED),
        fits=("契約", "申込", "履行"),
        use_until=Span(start=Start.CONTRACT_END),
        jobs=(Tick.DELIVERY_FIRM,),
    ),
    Typical(
        *("bank", Question.JOINING, (Tick.BANK,)),
        *(N_("口座振替依頼書"), N_("代金の請求")),
        (N_("氏名"), N_("金融機関名・口座番号")),
        N_("代金の請求と収納"),
        (Way.WRITTEN,),
        _after(Start.CONTRACT_END, 5, _NEED),
        fits=("請求", "決済", "支払", "契約"),
        media=PAPER,
        use_until=Span(start=Start.CONTRACT_END),
    ),
    Typical(
        *("roster", Question.RECORDS, (Tick.ROSTER,)),
        *(N_("顧客・会員名簿"), N_("顧客の管理")),
        (N_("氏名"), N_("住所"), N_("電話番号"), N_("メールアドレス")),
        N_("契約の管理、必要な連絡、商品やサービスの案内"),
        (Way.WRITTEN, Way.WEB),
        _after(Start.CONTRACT_END, 3, _NEED),
        fits=("案内", "契約", "連絡"),
        media=DATA,
        use_until=Span(start=Start.CONTRACT_END),
        jobs=(Tick.PRINTING_FIRM,),
    ),
    Typical(
        *("orders", Question.RECORDS, (Tick.ORDERS,)),
        *(N_("注文・配送の記録"), N_("受注と配送")),
        (N_("氏名"), N_("住所"), N_("電話番号"), N_("注文の内容")),
        N_("商品の発送、代金の請求、問合せへの対応"),
        (Way.WRITTEN, Way.SPOKEN, Way.WEB),
        _after(Start.YEAR_END, 7, N_("法人税法施行規則第59条。申告期限の翌日から数える")),
        by_law=True,
        fits=("発送", "配送", "契約"),
        subjects=(Subject.CUSTOMER,),
        jobs=(Tick.DELIVERY_FIRM, Tick.PRINTING_FIRM),
    ),
    Typical(
        *("lessons", Question.RECORDS, (Tick.LESSONS,)),
        *(N_("成績・出席・指導の記録"), N_("指導")),
        (N_("氏名"), N_("成績"), N_("出席"), N_("指導の内容")),
        N_("指導、進路の相談、保護者への連絡"),
        (Way.GENERATED,),
        _after(Start.WITHDRAWAL, 1, _NEED),
        fits=("指導", "授業", "答案", "契約"),
        subjects=(Subject.PUPIL,),
        use_until=_LEAVING,
    ),
    Typical(
        *("talks", Question.RECORDS, (Tick.TALKS,)),
        *(N_("面談・相談のメモ"), N_("相談への対応")),
        (N_("氏名"), N_("相談の内容")),
        N_("相談への対応"),
        (Way.SPOKEN, Way.GENERATED),
        _after(Start.CONTRACT_END, 1, _NEED),
        fits=("相談", "問い合わせ", "問合せ", "契約"),
        use_until=Span(start=Start.CONTRACT_END),
        sensitive=None,
    ),
    Typical(
        *("photos", Question.RECORDS, (Tick.PHOTOS,)),
        *(N_("授業や行事の写真・動画"), N_("広報")),
        (N_("写真・動画"), N_("氏名")),
        N_("活動の記録、広報（本人の同意を得たもの）"),
        (Way.FILMED,),
        _after(Start.ACQUIRED, 3, _NEED),
        fits=("広報", "写真", "撮影"),
        media=DATA,
    ),
    Typical(
        *(CAMERA, Question.RECORDS, (Tick.CAMERA,)),
        *(N_("防犯カメラの映像"), N_("防犯")),
        (N_("来訪者の映像"),),
        N_("防犯と事故の確認"),
        (Way.FILMED,),
        _after(Start.ACQUIRED, 30, _NEED, Unit.DAY),
        fits=("防犯",),
        subjects=(Subject.CUSTOMER, Subject.WORKER, Subject.OTHER),
        media=DATA,
    ),
    Typical(
        *("applicants", Question.APPLICANTS, (Tick.RESUME, Tick.JOB_SITE, Tick.SELECTION)),
        *(N_("採用応募書類"), N_("採用")),
        (),
        N_("採用の選考と連絡"),
        (),
        _after(Start.NOT_HIRED, 6, _NEED, Unit.MONTH),
        audience=Audience.APPLICANT,
        # Publicity for jobs is another matter.
        fits=("選考", "応募"),
        subjects=(Subject.APPLICANT,),
        use_until=_HIRED_NOT,
        office=True,
        sensitive=None,
    ),
    Typical(
        *("payroll", Question.WORKERS, (Tick.PAYROLL,)),
        *(N_("賃金台帳・勤怠の記録"), N_("給与の支払")),
        (N_("氏名"), N_("労働時間"), N_("賃金"), N_("控除"), N_("振込口座")),
        N_("給与の計算と支払、社会保険と税の手続"),
        (Way.WRITTEN, Way.GENERATED),
        _after(Start.PAID, 5, _LABOUR),
        by_law=True,
        fits=("給与", "賃金"),
        use_until=_RETIRED,
        jobs=(Tick.PAYROLL_FIRM,),
        **_STAFF,
    ),
    Typical(
        *("roll", Question.WORKERS, (Tick.ROLL,)),
        *(N_("労働者名簿・緊急連絡先"), N_("雇用の管理")),
        (N_("氏名"), N_("生年月日"), N_("住所"), N_("職歴"), N_("緊急連絡先")),
        N_("雇用の管理、緊急時の連絡"),
        (Way.WRITTEN,),
        _after(Start.RETIREMENT, 5, _LABOUR),
        by_law=True,
        fits=("雇用", "人事"),
        use_until=_RETIRED,
        jobs=(Tick.PAYROLL_FIRM,),
        **_STAFF,
    ),
    Typical(
        *("my_number", Question.WORKERS, (Tick.MY_NUMBER,)),
        *(N_("扶養控除等申告書（マイナンバー）"), N_("源泉徴収と社会保険")),
        (N_("氏名"), N_("住所"), N_("扶養親族"), N_("マイナンバー")),
        N_("源泉徴収、社会保険の届出"),
        (Way.WRITTEN,),
        _after(Start.YEAR_END, 7, N_("所得税法施行規則第76条の3。翌年1月10日の翌日から数える")),
        by_law=True,
        fits=("源泉徴収", "社会保険"),
        use_until=_RETIRED,
        jobs=(Tick.PAYROLL_FIRM,),
        my_number=True,
        audience=Audience.WORKER,
        subjects=(Subject.WORKER, Subject.FAMILY),
        office=True,
    ),
    Typical(
        *("check_up", Question.WORKERS, (Tick.CHECK_UP,)),
        *(N_("健康診断の結果"), N_("健康の管理")),
        (N_("氏名"), N_("検査の結果"), N_("医師の意見")),
        N_("健康の管理、就業上の配慮"),
        (Way.WRITTEN, Way.THIRD_PARTY),
        _after(Start.ACQUIRED, 5, N_("労働安全衛生規則第51条")),
        by_law=True,
        fits=("健康",),
        use_until=_RETIRED,
        sensitive=True,
        **_STAFF,
    ),
    Typical(
        *("cards", Question.PARTNERS, (Tick.CARDS,)),
        *(N_("名刺・取引先の連絡先"), N_("取引先との連絡")),
        (N_("氏名"), N_("会社名・役職"), N_("電話番号"), N_("メールアドレス")),
        N_("取引先との連絡と契約の履行"),
        (Way.WRITTEN,),
        _after(Start.LAST_DEAL, 3, _NEED),
        audience=Audience.PARTNER,
        fits=("連絡", "取引", "契約"),
        subjects=(Subject.PARTNER,),
        use_until=Span(start=Start.LAST_DEAL),
    ),
    Typical(
        *("inquiries", Question.PARTNERS, (Tick.WEB_INQUIRY, Tick.CALLS)),
        *(N_("問合せの記録"), N_("問合せへの対応")),
        (N_("氏名"), N_("連絡先"), N_("問合せの内容")),
        N_("問合せへの回答"),
        (),
        _after(Start.ACQUIRED, 1, _NEED),
        audience=Audience.INQUIRER,
        fits=("問い合わせ", "問合せ"),
        subjects=(Subject.CUSTOMER, Subject.OTHER),
        media=DATA,
    ),
    Typical(
        *("from_client", Question.PARTNERS, (Tick.FROM_CLIENT,)),
        *(N_("取引先から預かる名簿やデータ"), N_("受託した業務")),
        (),
        N_("受託した業務の実施"),
        (Way.CLIENT,),
        Span(start=Start.CONTRACT_END, ground=N_("契約・約束")),
        audience=Audience.PARTNER,
        # What is entrusted is used for the client's purposes; no text of ours publishes them.
        fits=("受託",),
        subjects=(Subject.OTHER,),
        use_until=Span(start=Start.CONTRACT_END),
        sensitive=None,
        owner=Owner.ENTRUSTED,
    ),
)
# What each tick adds to the items of its entry, or says of how it comes.
ITEMS: dict[Tick, tuple[Words, ...]] = {
    Tick.CONTACT: (N_("氏名"), N_("住所"), N_("電話番号")),
    Tick.SCHOOL: (N_("生年月日"), N_("学校・学年")),
    Tick.FAMILY: (N_("保護者や家族の氏名・連絡先"),),
    Tick.CONDITION: (N_("健康状態・アレルギー・障害"),),
    Tick.RESUME: (N_("氏名"), N_("連絡先"), N_("学歴・職歴"), N_("写真")),
    Tick.JOB_SITE: (N_("氏名"), N_("連絡先"), N_("応募の内容")),
    Tick.SELECTION: (N_("面接や試験の結果"),),
}
WAYS: dict[Tick, Way] = {
    Tick.RESUME: Way.WRITTEN,
    Tick.JOB_SITE: Way.WEB,
    Tick.SELECTION: Way.GENERATED,
    Tick.WEB_INQUIRY: Way.WEB,
    Tick.CALLS: Way.SPOKEN,
}
