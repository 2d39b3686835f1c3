"""What a refusal says to people about where cases come from: opened, shared, reported."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "managers_open_cases": _l(
        "是正処置を始められるのは、個人情報保護管理者と監査責任者だけです。気づいたことは「報告する」からお知らせください。"
    ),
    "audit_opens_by_finding": _l("内部監査の是正処置は、監査所見から自動で始まります。"),
    "grade_without_case": _l("是正処置が必要なのは不適合だけです。等級を確かめてください。"),
    "rule_needed": _l("要求事項を選ぶか、満たしていない規程や約束を言葉で入力してください。"),
    "examination_needs_day": _l("外部審査の指摘では、審査の日を入力してください。"),
    "answer_before_examination": _l("審査の日以降の日を入力してください。"),
    "no_examination": _l("この是正処置は、外部審査の指摘ではありません。"),
    "answered_already": _l("審査機関への回答は、すでに記録されています。"),
    "no_audits_case": _l("この是正処置には、取り下げる監査所見がありません。"),
    "audits_case": _l("監査から始まった是正処置は、監査責任者が所見とあわせて取り下げます。"),
    "not_reported": _l("報告の種類を選んでください。"),
    "text_needed": _l("内容を入力してください。"),
    "text_too_long": _l("%(longest)s文字までで入力してください。"),
    "reports_handled_by_manager": _l(
        "報告に対応するのは個人情報保護管理者です。自分の報告には、ほかの人が対応します。"
    ),
    "too_many_messages": _l("1件の報告に送れるメッセージは%(most)s件までです。"),
    "no_such_receipt": _l("その受付番号の報告は見つかりません。番号を確かめてください。"),
    "too_many_reports": _l("いま受け付けが込み合っています。しばらくしてからお試しください。"),
    "only_audits_share": _l(
        "%(reference)s は監査から始まった是正処置ではないため、統合も分割もできません。"
    ),
    "shared_while_planned": _l(
        "%(reference)s は、1回目の計画を書いている間ではないため、統合も分割もできません。"
    ),
    "shared_in_one_unit": _l("統合できるのは、同じ部門の是正処置だけです。"),
    "merged_with_itself": _l("ほかの是正処置を選んでください。"),
    "some_leave_some_stay": _l("移す所見を1件以上選び、1件以上を残してください。"),
    "withdrawn_by_another": _l(
        "この是正処置を取り下げられるのは、個人情報保護管理者だけです。自分の部門の案件は、監査責任者か代表者が取り下げます。"
    ),
}
