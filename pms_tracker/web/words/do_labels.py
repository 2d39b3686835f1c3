"""Names of the do phase's states, moves and answers, and the chips of its states."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker.do.rules.carried_out_rules import Carried, Required
from pms_tracker.do.rules.contact.request_rules import Answering, RequestMatter
from pms_tracker.do.rules.incidents.incident_decision_rules import Matter
from pms_tracker.do.rules.incidents.incident_rules import Happened
from pms_tracker.do.rules.incidents.incident_timeline_rules import Turn
from pms_tracker.do.rules.incidents.leak_rules import Class
from pms_tracker.do.rules.ledger import ledger_review_rules as rules
from pms_tracker.do.rules.ledger.ledger_merge_rules import ApartMove, Settled
from pms_tracker.do.rules.matter_rules import DecisionMove, DecisionState
from pms_tracker.do.rules.training.training_rules import By, Learning, Reason
from pms_tracker.questionnaires.questionnaire_rules import Standing, Yes

# With the tone and the icon of their chip.
STATES: tuple[tuple[StrEnum, LazyString, tuple[str, str]], ...] = (
    (rules.ReviewState.OPEN, _p("ledger review", "実施中"), ("open", "half")),
    (rules.ReviewState.CLOSED, _l("完了"), ("done", "check")),
    (rules.PartState.ASKED, _l("回答待ち"), ("wait", "hourglass")),
    (rules.PartState.ANSWERED, _l("確認待ち"), ("wait", "hourglass")),
    (rules.PartState.CONFIRMED, _l("確認済み"), ("done", "check")),
    (rules.Outcome.UNCHANGED, _p("ledger review", "変更なし"), ("done", "check")),
    (rules.Outcome.CHANGED, _p("ledger review", "変更"), ("open", "pen")),
    (rules.Outcome.ENDED, _l("廃止"), ("quiet", "close")),
    (rules.Followed.NOT_YET, _l("台帳に未反映"), ("soon", "warning")),
    (rules.Followed.UNDER_WAY, _l("台帳を改定中"), ("open", "pen")),
    (rules.Followed.DONE, _l("台帳に反映済み"), ("done", "check")),
    (Settled.APART, _p("alike entries", "分けておく"), ("done", "check")),
    (Settled.UNDER_WAY, _p("alike entries", "手続き中"), ("open", "half")),
    (Settled.MERGED, _p("alike entries", "まとめ済み"), ("done", "check")),
    (Settled.NOT_MERGED, _p("alike entries", "まとめず"), ("quiet", "close")),
    (DecisionState.WAITING, _l("承認待ち"), ("wait", "hourglass")),
    (DecisionState.APPROVED, _l("承認済み"), ("done", "check")),
    (DecisionState.SENT_BACK, _l("差戻し"), ("soon", "return")),
    (DecisionState.TAKEN_BACK, _p("incident decision", "取下げ"), ("quiet", "close")),
    (DecisionState.LAPSED, _p("incident decision", "無効"), ("soon", "warning")),
    (Standing.SENT, _p("questionnaire", "未開封"), ("wait", "hourglass")),
    (Standing.OPENED, _p("questionnaire", "開封済み"), ("wait", "hourglass")),
    (Standing.BEGUN, _p("questionnaire", "回答中"), ("open", "half")),
    (Standing.SUBMITTED, _p("questionnaire", "回答あり"), ("soon", "mail")),
    (Standing.TAKEN, _p("questionnaire", "取込み済み"), ("done", "check")),
    (Standing.CLOSED, _l("終了"), ("quiet", "close")),
    (Standing.EXPIRED, _p("questionnaire", "期限切れ"), ("late", "warning")),
    (Standing.REVOKED, _p("questionnaire", "無効"), ("quiet", "close")),
    (Learning.ASKED, _p("training", "未受講"), ("wait", "ring")),
    (Learning.TO_TEST, _p("training", "テスト待ち"), ("open", "half")),
    (Learning.RETRY, _p("training", "再テスト"), ("soon", "return")),
    (Learning.PASSED, _p("training", "合格"), ("done", "check")),
    (Learning.FAILED, _p("training", "不合格"), ("late", "warning")),
    (Learning.EXEMPT, _p("training", "対象外"), ("quiet", "close")),
    (Carried.DONE, _l("実施済み"), ("done", "check")),
    (Carried.PLANNED, _p("plan", "予定"), ("open", "ring")),
    (Carried.LATE, _p("carried out", "遅れ"), ("late", "warning")),
    (Carried.EXEMPT, _p("carried out", "対象外"), ("quiet", "close")),
    (Carried.BLANK, _p("carried out", "記録なし"), ("quiet", "ring")),
)
LABELS: tuple[tuple[StrEnum, LazyString], ...] = (
    (Required.LEDGER, _l("台帳の見直し")),
    (Required.RISKS, _p("carried out", "リスクの見直し")),
    (Required.CONTRACTORS, _l("委託先の評価")),
    (Required.TRAINING, _p("carried out", "教育")),
    (Required.CHECKS, _l("運用の確認")),
    (Required.DISPOSALS, _p("carried out", "廃棄")),
    (rules.Missing.NOTHING, _p("ledger review", "ない")),
    (rules.Missing.SOMETHING, _p("ledger review", "ある")),
    (Yes.YES, _p("questionnaire", "はい")),
    (Yes.NO, _p("questionnaire", "いいえ")),
    (Yes.NOT_APPLICABLE, _p("questionnaire", "該当しない")),
    (Reason.PLANNED, _p("training", "計画")),
    (Reason.JOINED, _p("training", "入社")),
    (Reason.RETURNED, _p("training", "復職")),
    (Reason.MOVED, _p("training", "異動")),
    (Reason.ROLE, _p("training", "役割")),
    (By.SCREEN, _p("training", "画面")),
    (By.LINK, _p("training", "個人用のリンク")),
    (By.PAPER, _p("training", "紙")),
    (rules.ReviewMove.CLOSE, _l("見直しを完了")),
    (Matter.UNREPORTED, _l("委員会に報告しない判断")),
    (Matter.UNNOTIFIED, _l("本人に通知しない判断")),
    (Matter.CLOSING, _l("事故の完了")),
    (Matter.EASED, _l("期限を延ばす・なくす変更")),
    (Matter.STRUCK, _l("記録の取消し")),
    (Turn.CONTAINED, _l("広がりを止めた")),
    (Turn.RECOVERED, _l("回収した")),
    (Turn.TOLD, _l("社内に報告した")),
    (Turn.CALLED, _l("社外に連絡した")),
    (Turn.FOUND, _l("事実が分かった")),
    (Turn.NOTE, _p("incident course", "そのほか")),
    (Class.SENSITIVE, _p("why reported", "要配慮個人情報")),
    (Class.PROPERTY, _p("why reported", "財産的な被害のおそれ")),
    (Class.MALICE, _p("why reported", "不正の目的のおそれ")),
    (Class.MANY, _p("why reported", "本人の数が多い")),
    (Class.SYSTEMS, _p("why reported", "国などの情報システム")),
    (Class.OPEN, _p("why reported", "だれでも見られる状態")),
    (Class.GRAVE, _p("why reported", "重大なおそれ")),
    (Class.EVERY, _p("why reported", "すべての事故が対象")),
    (Happened.REAL, _l("事故・ヒヤリハット")),
    (Happened.CAUSED, _l("原因の区分を選んだもの")),
    (Answering.IN_TIME, _l("期限内に回答")),
    (Answering.LATE, _l("期限後に回答")),
    (Answering.NOT, _l("回答なし")),
    (RequestMatter.EASED, _l("期限を延ばす・なくす変更")),
    (RequestMatter.STRUCK, _l("記録の取消し")),
    (DecisionMove.APPROVE, _l("判断を承認")),
    (DecisionMove.SEND_BACK, _l("判断を差戻し")),
    (DecisionMove.TAKE_BACK, _l("承認の依頼を取下げ")),
    (DecisionMove.LAPSE, _l("判断が無効になった")),
    (DecisionMove.UNDECIDE, _l("決定が無効になり、決定の前に戻した")),
    (rules.PartMove.HAND_IN, _l("部門の回答を提出")),
    (rules.PartMove.CONFIRM, _l("部門の回答を確認")),
    (rules.PartMove.SEND_BACK, _l("部門の回答を差戻し")),
    (ApartMove.KEEP, _l("ほかの部門の記録と分けておくことを決定")),
    (ApartMove.PROPOSE, _l("まとめる候補に戻した")),
)
