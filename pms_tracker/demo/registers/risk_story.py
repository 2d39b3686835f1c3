"""What may go wrong with what the demo company holds: its risks, all but two consented to."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.registers import approving
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.risk_rules import Degree, Progress, RiskKind, Safeguard, Stage
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.kernel.independence import Role
from pms_tracker.registers import entries

# Days from today on which risks were assessed and consented to, and on which two more were found.
ASSESSED, CONSENTED, LATELY = -190, -185, -5
# When they are assessed again; the day of some has come.
AGAIN, SOON = timedelta(days=360), timedelta(days=180)
LOW, MIDDLE, HIGH = Degree
_FIELDS = ("name", "stage", "kind", "scenario", "likelihood", "impact", "present")
_PLANNED = ("measure", "who", "progress", "safeguards", "likelihood_after", "impact_after")
_PHYSICAL, _TECHNICAL = (Safeguard.PHYSICAL,), (Safeguard.TECHNICAL,)
_RULES, _HUMAN = (Safeguard.ORGANISATIONAL,), (Safeguard.HUMAN,)
DONE, PLANNED, NOT_YET = Progress.DONE, Progress.PLANNED, Progress.NOT_YET
LEAK = RiskKind.LEAK
ROWS: tuple[tuple[Any, ...], ...] = (
    (
        *("入会申込書", Stage.ACQUIRED, LEAK, "受付に置いた申込書を来客に見られる"),
        *(MIDDLE, MIDDLE, "受付の箱に入れる"),
        *(
            "ふた付きの箱に替え、昼と夕方に書庫へ移す",
            "教務部の責任者",
            DONE,
            _PHYSICAL,
            LOW,
            MIDDLE,
        ),
    ),
    (
        *("入会申込書", Stage.DISPOSED, LEAK, "溶解する前の申込書を廊下に仮置きする"),
        *(MIDDLE, HIGH, "溶解業者に委託し、証明書を受け取る"),
        *("回収の日まで施錠した倉庫に置く", "総務部の責任者", PLANNED, _PHYSICAL, LOW, HIGH),
    ),
    (
        *("生徒台帳", Stage.USED, LEAK, "退職した講師のIDが残り、生徒の連絡先を閲覧される"),
        *(MIDDLE, HIGH, "IDは1人に1つ"),
        *("退職の日にIDを止め、月に1回一覧を確かめる", "情報システム部の責任者", DONE),
        *(_TECHNICAL, LOW, HIGH),
    ),
    (
        *("生徒台帳", Stage.KEPT, RiskKind.LOSS, "サーバの故障で出席と受講の記録を失う"),
        *(LOW, HIGH, "毎日のバックアップ"),
    ),
    (
        *("成績と指導記録", Stage.MOVED, LEAK, "成績表を別の保護者に送る"),
        *(HIGH, MIDDLE, "送る前に本人が確かめる"),
        *("2人で宛先を読み合わせてから送る", "教室の責任者", DONE, _HUMAN, LOW, MIDDLE),
    ),
    (
        *("成績と指導記録", Stage.USED, RiskKind.OFF_PURPOSE, "成績を本人に断らず広告に使う"),
        *(LOW, HIGH, "利用目的を書面で示している"),
        *("広告に使う前に同意書を取り、責任者が確かめる", "教務部の責任者", DONE, _RULES, LOW, LOW),
    ),
    (
        *("授業料の口座振替依頼書", Stage.KEPT, LEAK, "口座番号の控えを机に置いたままにする"),
        *(LOW, HIGH, "施錠できる書庫で保管"),
    ),
    (
        *("教室の緊急連絡先一覧", Stage.MOVED, LEAK, "遠足に持ち出した一覧を置き忘れる"),
        *(MIDDLE, MIDDLE, "持出しの記録"),
        *("紙で持ち出さず、画面を施錠した端末で見る", "教室の責任者", PLANNED),
        *(_TECHNICAL, LOW, MIDDLE),
    ),
    (
        *("通信販売の注文データ", Stage.KEPT, LEAK, "販売システムに不正に侵入される"),
        *(MIDDLE, HIGH, "2段階認証、更新プログラムの適用"),
        *(
            "年に1回、脆弱性の診断を受ける",
            "情報システム部の責任者",
            PLANNED,
            _TECHNICAL,
            LOW,
            HIGH,
        ),
    ),
    (
        *("執筆者の連絡先", Stage.USED, RiskKind.INACCURATE, "転居前の住所に支払調書を送る"),
        *(MIDDLE, LOW, "年末に住所を確かめる"),
    ),
    (
        *("応募者の履歴書", Stage.KEPT, RiskKind.UNLAWFUL, "不採用の履歴書を期限の後も持ち続ける"),
        *(MIDDLE, MIDDLE, "採用の終了時に返却"),
        *(
            "決定から6か月の月末に、残りがないことを確かめる",
            "総務部の責任者",
            DONE,
            _RULES,
            LOW,
            LOW,
        ),
    ),
    (
        *("アクセスログ", Stage.USED, RiskKind.HARM, "ログを従業者の評価に使い、不信を招く"),
        *(LOW, MIDDLE, "利用者を限る"),
    ),
)
# Why some remain, by their scenario.
REMAINS = {
    "サーバの故障で出席と受講の記録を失う": "最後の控えの後の入力は戻らない。紙の出席簿で補う。",
    "販売システムに不正に侵入される": "新しい手口を完全には防げない。診断とログの確認を続ける。",
}
WAITS: tuple[Any, ...] = (
    *("従業者名簿", Stage.MOVED, LEAK, "名簿を添付したメールを取引先に送る"),
    *(MIDDLE, HIGH, "送信の前に宛先を確かめる"),
    *("外部宛ての添付を上司が確かめてから送る", "総務部の責任者", NOT_YET, _RULES, LOW, HIGH),
)
DRAFTED: tuple[Any, ...] = (
    *("通信販売の注文データ", Stage.DISPOSED, LEAK, "解約したクラウドに注文データが残る"),
    *(None, None, ""),
)


class RiskActs:
    """How risks were assessed and consented to, and what was found of late."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: list[Any] = []

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        for told in ROWS:
            yield Act(days.open(ASSESSED), Hour.FILE, partial(self._enter, told))
        yield Act(days.open(ASSESSED), Hour.SUBMIT, self._hand_in)
        yield Act(days.open(CONSENTED), Hour.DECIDE, self._consent)
        for told in (WAITS, DRAFTED):
            yield Act(days.open(LATELY), Hour.FILE, partial(self._enter, told))
        yield Act(days.open(LATELY), Hour.SUBMIT, self._hand_in_last)

    def _enter(self, told: tuple[Any, ...]) -> None:
        values = dict(zip((*_FIELDS, *_PLANNED), told, strict=False))
        its = select(PersonalInformation).where(PersonalInformation.name == values.pop("name"))
        row = session.scalars(its).one()
        until = self._desk.days.open(30) if values.get("measure") else None
        reason = REMAINS.get(values["scenario"], "")
        again = SOON if reason else AGAIN
        values |= {"rows": (LEDGER.name_of(row),), "unit_id": row.unit_id, "until": until}
        values |= {"residual": bool(reason), "reason": reason}
        values["review_on"] = clock.today() + again if values["likelihood"] else None
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        self._rows.append(entries.enter(RISKS, values, by=by))

    def _hand_in(self) -> None:
        approving.hand_in(RISKS, self._rows, self._desk)

    def _hand_in_last(self) -> None:
        approving.hand_in(RISKS, self._rows[-2:-1], self._desk)

    def _consent(self) -> None:
        approving.approve(RISKS, self._rows, self._desk)
