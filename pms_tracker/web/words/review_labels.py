"""Names of management reviews: their states, moves and inputs, and the chips of their states."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.act.rules.management_rules import ReviewMove, ReviewState, Section

LABELS: tuple[tuple[StrEnum, LazyString], ...] = (
    (ReviewState.CONVENED, _l("招集済み")),
    (ReviewState.SUBMITTED, _l("署名待ち")),
    (ReviewState.SENT_BACK, _l("差戻し")),
    (ReviewState.SIGNED, _l("署名済み")),
    (ReviewState.CANCELLED, _l("中止")),
    (ReviewMove.SUBMIT, _l("議事録を提出")),
    (ReviewMove.SEND_BACK, _l("議事録を差戻し")),
    (ReviewMove.SIGN, _l("議事録に署名")),
    (ReviewMove.CANCEL, _l("レビューを中止")),
    (Section.PREVIOUS, _l("前回までの決定事項の状況")),
    (Section.ISSUES, _l("外部・内部の課題の変化")),
    (Section.PARTIES, _l("利害関係者からのフィードバック")),
    (Section.AUDITS, _l("監査の結果")),
    (Section.CASES, _l("不適合と是正処置の状況")),
    (Section.REPEATS, _l("不適合の再発")),
    (Section.EFFECTIVENESS, _l("是正処置の有効性")),
    (Section.POLICIES, _l("方針の見直し")),
    (Section.OBJECTIVES, _l("年度計画の達成と運用の確認")),
    (Section.EDUCATION, _l("教育の実施状況")),
    (Section.COMPLAINTS, _l("苦情・相談と事故")),
    (Section.RISKS, _l("リスクと対応計画の状況")),
    (Section.OPPORTUNITIES, _l("継続的改善の機会")),
)

CHIPS: tuple[tuple[StrEnum, tuple[str, str]], ...] = (
    (ReviewState.CONVENED, ("open", "calendar")),
    (ReviewState.SUBMITTED, ("wait", "hourglass")),
    (ReviewState.SENT_BACK, ("soon", "return")),
    (ReviewState.SIGNED, ("done", "check")),
    (ReviewState.CANCELLED, ("quiet", "close")),
)
