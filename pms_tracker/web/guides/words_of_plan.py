"""Words of plan: policies, requirements, the year and what it teaches."""

from flask_babel import lazy_gettext as _l

from pms_tracker.web.guides.kinds import Term

TERMS = (
    Term(
        *("policy", "個人情報保護方針", "Personal information protection policy"),
        meaning=_l("個人情報をどう守るかを、代表者が定めて公表する文書です。"),
        items=("J.2.2",),
    ),
    Term(
        *("internal_rule", "内部規程", "Internal rule"),
        meaning=_l("方針を実行するために会社が定める規程です。"),
        items=("J.4.5.4",),
    ),
    Term(
        *("version", "版", "Version"),
        meaning=_l("文書のある時点の内容です。承認された版は書き換えず、次の版を作ります。"),
        items=("J.4.5.2",),
    ),
    Term(
        *("revision", "改定", "Revision"),
        meaning=_l("文書の内容を改め、次の版にすることです。"),
        items=("J.4.5.2",),
    ),
    Term(
        *("effective_date", "施行日", "Effective date"),
        meaning=_l("承認された版が効力を持つ最初の日です。"),
        items=("J.4.5.2",),
    ),
    Term(
        *("comparison", "新旧対照表", "Comparison of versions"),
        meaning=_l("改定の前と後を並べ、変わった箇所を示す表です。"),
        items=("J.4.5.2",),
    ),
    Term(
        *("making_known", "周知", "Announcement"),
        meaning=_l("方針を従業者に知らせ、読んだことを記録することです。"),
        items=("J.2.2", "J.4.3"),
    ),
    Term(
        *("policy_review", "方針の見直し", "Policy review"),
        meaning=_l(
            "方針が今も適切かを確かめることです。改定しないという結果も、正式な見直しです。"
        ),
        items=("J.2.2",),
    ),
    Term(
        *("requirement", "要求事項", "Requirement"),
        meaning=_l("満たすべきこととして定められた事柄です。監査では、これと実際を比べます。"),
        items=("J.6.2",),
        standard="JIS Q 19011:2019 3.23",
    ),
    Term(
        *("mapping", "要求事項の対応", "Mapping"),
        meaning=_l("自社の方針の条項と、Jの項目など外部の要求事項との結び付きです。"),
    ),
    Term(
        *("annual_plan", "年度計画", "Annual plan"),
        meaning=_l(
            "1年間の教育、点検、監査、見直しの日と担当者を定めた計画書です。代表者が承認します。"
        ),
        items=("J.3.3",),
    ),
    Term(
        *("plan_vs_actual", "予定と実績", "Plan and actual"),
        meaning=_l("計画した日と、実際に行った日です。並べて表示します。"),
        items=("J.3.3",),
    ),
    Term(
        *("operation_check", "運用の確認", "Operation check"),
        meaning=_l("各部門が、決まりどおりに運用しているかを自ら定期的に確かめることです。"),
        items=("J.6.1",),
    ),
    Term(
        *("training", "教育・研修", "Training"),
        meaning=_l(
            "従業者に、個人情報の保護に必要なことを理解してもらう活動です。"
            "少なくとも年1回行います。"
        ),
        items=("J.4.2", "J.4.3"),
    ),
    Term(
        *("ledger", "個人情報管理台帳", "Personal information register"),
        meaning=_l("会社が取り扱う個人情報の一覧です。少なくとも年1回、内容を確かめます。"),
        items=("J.3.1.1",),
    ),
    Term(
        *("risk_assessment", "リスクアセスメント", "Risk assessment"),
        meaning=_l("個人情報の取扱いの危険を見つけ、大きさを評価することです。"),
        items=("J.3.1.3",),
    ),
    Term(
        *("lesson", "教訓", "Lesson"),
        meaning=_l("是正処置から得た、方針や計画に生かすべきことです。見直しの際に回答します。"),
        items=("J.7.2",),
    ),
)
