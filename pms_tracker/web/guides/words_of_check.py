"""Words of check: audits, as JIS Q 19011 names them, and what comes of them."""

from flask_babel import lazy_gettext as _l

from pms_tracker.web.guides.kinds import Term

TERMS = (
    Term(
        *("internal_audit", "内部監査", "Internal audit"),
        meaning=_l(
            "要求事項に適合しているか、有効に運用しているかを、"
            "客観的な証拠で会社が自ら確かめることです。"
        ),
        items=("J.6.2",),
        standard="JIS Q 19011:2019 3.1",
    ),
    Term(
        *("programme", "監査プログラム", "Audit programme"),
        meaning=_l("年度に行う監査をまとめた計画です。最初の監査の前に代表者が承認します。"),
        items=("J.6.2",),
        standard="JIS Q 19011:2019 3.4",
    ),
    Term(
        *("audit_plan", "監査計画", "Audit plan"),
        meaning=_l("1つの監査の日程、範囲、基準、方法を定めたものです。"),
        items=("J.6.2",),
        standard="JIS Q 19011:2019 3.6",
    ),
    Term(
        *("operation_audit", "運用監査", "Operation audit"),
        meaning=_l(
            "部門が決まりどおりに運用しているかを確かめる監査です。すべての部門で行います。"
        ),
        items=("J.6.2",),
    ),
    Term(
        *("conformity_audit", "適合性監査", "Conformity audit"),
        meaning=_l("会社の規程が要求事項を満たしているかを確かめる監査です。会社全体で1件です。"),
        items=("J.6.2",),
    ),
    Term(
        *("extra_audit", "臨時監査", "Ad hoc audit"),
        meaning=_l("組織の変更や事故などをきっかけに、プログラムとは別に行う監査です。"),
        items=("J.6.2",),
    ),
    Term(
        *("audit_scope", "監査範囲", "Audit scope"),
        meaning=_l("監査の対象とする部門、場所、業務、期間です。"),
        standard="JIS Q 19011:2019 3.5",
    ),
    Term(
        *("audit_criteria", "監査基準", "Audit criteria"),
        meaning=_l("監査で証拠と比べる要求事項です。"),
        standard="JIS Q 19011:2019 3.7",
    ),
    Term(
        *("objective_evidence", "客観的証拠", "Objective evidence"),
        meaning=_l("あることが事実だと示す記録、数、観察です。"),
        standard="JIS Q 19011:2019 3.8",
    ),
    Term(
        *("finding", "監査所見", "Audit finding"),
        meaning=_l(
            "証拠を監査基準と比べた結果です。不適合、観察事項、改善の機会、良好な点があります。"
        ),
        items=("J.6.2",),
        standard="JIS Q 19011:2019 3.10",
    ),
    Term(
        *("audit_conclusion", "監査結論", "Audit conclusion"),
        meaning=_l("すべての所見を考え合わせた、監査の結論です。"),
        standard="JIS Q 19011:2019 3.11",
    ),
    Term(
        *("auditee", "被監査部門", "Auditee"),
        meaning=_l("監査を受ける部門です。"),
        standard="JIS Q 19011:2019 3.13",
    ),
    Term(
        *("audit_team", "監査チーム", "Audit team"),
        meaning=_l("1つの監査を行う監査員です。1人がリーダーになります。"),
        standard="JIS Q 19011:2019 3.14",
    ),
    Term(
        *("auditor", "監査員", "Auditor"),
        meaning=_l("監査を行う人です。自分の部門や自分が担当した仕事は監査できません。"),
        items=("J.6.2",),
        standard="JIS Q 19011:2019 3.15",
    ),
    Term(
        *("independence", "独立性", "Independence"),
        meaning=_l("監査員が監査の対象から離れていて、公平に判断できることです。"),
        items=("J.6.2",),
    ),
    Term(
        *("competence", "力量", "Competence"),
        meaning=_l("仕事に必要な知識と技能です。研修や資格の記録で示します。"),
        items=("J.4.2",),
        standard="JIS Q 19011:2019 3.22",
    ),
    Term(
        *("checklist", "チェックリスト", "Checklist"),
        meaning=_l("監査で確かめる質問と、その結果を書く表です。"),
        items=("J.6.2",),
    ),
    Term(
        *("sampling", "サンプル", "Sample"),
        meaning=_l("全体から選んで確かめたものです。母数と確かめた数を書きます。"),
        items=("J.6.2",),
    ),
    Term(
        *("conformity", "適合", "Conformity"),
        meaning=_l("要求事項を満たしていることです。"),
        standard="JIS Q 19011:2019 3.20",
    ),
    Term(
        *("nonconformity", "不適合", "Nonconformity"),
        meaning=_l("要求事項を満たしていないことです。是正処置を行います。"),
        items=("J.7.1",),
        standard="JIS Q 19011:2019 3.21",
    ),
    Term(
        *("observation", "観察事項", "Observation"),
        meaning=_l("不適合ではないが、そのままにすると不適合になるおそれのあることです。"),
        items=("J.6.2",),
    ),
    Term(
        *("opportunity", "改善の機会", "Opportunity for improvement"),
        meaning=_l("よりよくするための提案です。"),
        items=("J.7.2",),
    ),
    Term(
        *("good_practice", "良好な点", "Good practice"),
        meaning=_l("ほかの部門にも広めたい取組です。"),
        items=("J.7.2",),
    ),
    Term(
        *("dispute", "異議", "Dispute"),
        meaning=_l(
            "被監査部門が、所見の事実が違うと理由を添えて申し立てることです。別の人が決定します。"
        ),
    ),
    Term(
        *("audit_report", "監査報告書", "Audit report"),
        meaning=_l("監査の結果を代表者に報告する文書です。"),
        items=("J.6.2",),
    ),
    Term(
        *("coverage", "監査実施状況一覧", "Audit coverage"),
        meaning=_l("どの部門と要求事項を、いつ監査したかの一覧です。"),
        items=("J.6.2",),
    ),
)
