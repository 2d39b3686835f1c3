"""Words of the whole system: roles, days, decisions and records."""

from flask_babel import lazy_gettext as _l

from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.web.guides.kinds import Term

TERMS = (
    Term(
        key="pms",
        ja="個人情報保護マネジメントシステム（PMS）",
        en="Personal information protection management system (PMS)",
        meaning=_l("個人情報を守るために、方針・計画・実施・点検・改善を続ける会社の仕組みです。"),
        items=("J.1.5",),
    ),
    Term(
        *("privacymark", "プライバシーマーク", "PrivacyMark"),
        meaning=_l(
            "個人情報を適切に取り扱う事業者に付与されるマークです。審査は、"
            "構築・運用指針のJの項目ごとに行われます。"
        ),
        standard="JIS Q 15001:2023",
        custom=Custom.PRIVACY_MARK,
    ),
    Term(
        *("j_item", "Jの項目", "J-item"),
        meaning=_l(
            "プライバシーマークの構築・運用指針の項目です。J.1.1からJ.11までの番号で呼びます。"
        ),
        standard="JIS Q 15001:2023",
        custom=Custom.PRIVACY_MARK,
    ),
    Term(
        *("representative", "代表者（トップマネジメント）", "Representative (top management)"),
        meaning=_l(
            "会社の最高責任者です。方針と計画を承認し、監査報告書を受領し、"
            "マネジメントレビューを行います。"
        ),
        items=("J.2.1",),
    ),
    Term(
        *("privacy_manager", "個人情報保護管理者", "Privacy manager"),
        meaning=_l("PMSの運用に責任を持つ人です。監査責任者を兼ねることはできません。"),
        items=("J.2.3.2",),
    ),
    Term(
        *("audit_manager", "個人情報保護監査責任者", "Audit manager"),
        meaning=_l("すべての内部監査に責任を持つ人です。社内の人から代表者が任命します。"),
        items=("J.2.3.2",),
    ),
    Term(
        *("department_head", "部門責任者", "Department head"),
        meaning=_l("部門の監査に対応し、不適合があれば是正処置を計画する人です。"),
        items=("J.2.3.1",),
    ),
    Term(
        *("employee", "従業者", "Employee"),
        meaning=_l("会社の指揮監督を受けて働く人のすべてです。役員、パート、派遣の人も含みます。"),
        items=("J.9.3",),
    ),
    Term(
        *("administrator", "システム管理者", "System administrator"),
        meaning=_l(
            "人、部門、アカウントを登録する人です。この役割では、承認も記録の閲覧もできません。"
        ),
    ),
    Term(
        *("deputy", "代理", "Deputy"),
        meaning=_l(
            "不在の間、本人に代わって手続を進める人です。記録には代理であることが残ります。"
        ),
        items=("J.2.3.1",),
    ),
    Term(
        *("fiscal_year", "年度", "Fiscal year"),
        meaning=_l("会社の1年の区切りです。計画、監査、記録の番号は年度ごとに数えます。"),
    ),
    Term(
        *("due_date", "期限", "Due date"),
        meaning=_l("手続を終える最後の日です。過ぎると期限超過と表示します。"),
    ),
    Term(
        *("business_day", "営業日", "Business day"),
        meaning=_l("土日、祝日、会社休日を除いた日です。"),
    ),
    Term(
        *("reminder", "お知らせ", "Reminder"),
        meaning=_l("期限の前と、期限を過ぎた後に、担当の人へ送るメールです。"),
    ),
    Term(
        *("approval", "承認", "Approval"),
        meaning=_l("権限のある人が内容を認めることです。自分が書いたものは承認できません。"),
        items=("J.4.5.2",),
    ),
    Term(
        *("send_back", "差戻し", "Sending back"),
        meaning=_l(
            "理由を添えて、直してもらうために返すことです。直した後に、もう一度提出します。"
        ),
    ),
    Term(
        *("withdrawal", "取下げ", "Withdrawal"),
        meaning=_l("記録を理由とともに終えることです。番号は再び使いません。"),
    ),
    Term(
        *("paper_decision", "書面による決定", "Decision on paper"),
        meaning=_l(
            "紙に押印された決定を、写しを添えて入力したものです。本人に知らせ、"
            "本人は異議を申し立てられます。"
        ),
        items=("J.4.5.5",),
    ),
    Term(
        *("record", "記録", "Record"),
        meaning=_l("行ったことの証拠として残す文書です。保管期間を決めて管理します。"),
        items=("J.4.5.5",),
    ),
    Term(
        *("audit_trail", "操作履歴", "Audit trail"),
        meaning=_l(
            "だれが、いつ、何をしたかの記録です。順番につながっており、書き換えると分かります。"
        ),
        items=("J.4.5.5",),
    ),
    Term(
        *("hash_value", "ハッシュ値", "Hash value"),
        meaning=_l("内容から計算した値です。内容が1文字でも変わると、別の値になります。"),
    ),
    Term(
        *("erasure", "内容の消去", "Content erasure"),
        meaning=_l(
            "記録を残したまま、書かれた個人情報だけを消すことです。"
            "個人情報保護管理者と監査責任者の2人で行います。"
        ),
        items=("J.4.5.5",),
    ),
)
