"""Words of act: corrective action, management review, and what is reported."""

from flask_babel import lazy_gettext as _l

from pms_tracker.web.guides.kinds import Term

TERMS = (
    Term(
        key="corrective_action",
        ja="是正処置",
        en="Corrective action",
        meaning=_l("不適合の原因を取り除き、再発を防ぐ処置です。"),
        items=("J.7.1",),
    ),
    Term(
        key="containment",
        ja="応急処置",
        en="Containment",
        meaning=_l("見つかった不適合を直し、影響を止めるために、すぐに行う処置です。"),
        items=("J.7.1",),
    ),
    Term(
        key="root_cause",
        ja="根本原因",
        en="Root cause",
        meaning=_l("取り除けば再発しなくなる、おおもとの原因です。"),
        items=("J.7.1",),
    ),
    Term(
        key="five_whys",
        ja="なぜなぜ分析",
        en="5 Whys",
        meaning=_l("「なぜ」を繰り返し、根本原因にたどり着く方法です。"),
    ),
    Term(
        key="fishbone",
        ja="特性要因図",
        en="Fishbone diagram",
        meaning=_l("原因の候補を区分ごとに整理する図です。"),
    ),
    Term(
        key="horizontal_deployment",
        ja="水平展開",
        en="Horizontal deployment",
        meaning=_l("同じことがほかの部門にもないかを確かめることです。"),
        items=("J.7.1",),
    ),
    Term(
        key="recurrence",
        ja="再発",
        en="Recurrence",
        meaning=_l("同じ部門で、同じ要求事項の不適合がもう一度起きることです。"),
        items=("J.7.1",),
    ),
    Term(
        key="done_check",
        ja="完了確認",
        en="Done check",
        meaning=_l("計画した処置を実施したことを、実施した人とは別の人が確かめることです。"),
        items=("J.7.1",),
    ),
    Term(
        key="effectiveness",
        ja="有効性の確認",
        en="Effectiveness review",
        meaning=_l("処置の後に同じことが起きていないかを確かめ、有効かを判定することです。"),
        items=("J.7.1",),
    ),
    Term(
        key="management_review",
        ja="マネジメントレビュー",
        en="Management review",
        meaning=_l(
            "代表者が、PMSの運用の結果を評価し、改善を決める会議です。少なくとも年1回行います。"
        ),
        items=("J.6.3",),
    ),
    Term(
        key="review_input",
        ja="インプット",
        en="Review input",
        meaning=_l(
            "マネジメントレビューで代表者に報告する事項です。監査の結果、苦情、"
            "法令の改正などがあります。"
        ),
        items=("J.6.3",),
    ),
    Term(
        key="minutes",
        ja="議事録",
        en="Minutes",
        meaning=_l("レビューで話したことと決定事項の記録です。代表者が署名します。"),
        items=("J.6.3",),
    ),
    Term(
        key="review_decision",
        ja="決定事項",
        en="Decision",
        meaning=_l("レビューで決めた改善です。担当者と期限があります。"),
        items=("J.6.3",),
    ),
    Term(
        key="instruction",
        ja="改善指示",
        en="Improvement instruction",
        meaning=_l("監査報告書を受領した代表者が、改善について指示することです。"),
        items=("J.6.2", "J.6.3"),
    ),
    Term(
        key="continual_improvement",
        ja="継続的改善",
        en="Continual improvement",
        meaning=_l("PMSを、繰り返しよりよいものにしていくことです。"),
        items=("J.7.2",),
    ),
    Term(
        key="leak",
        ja="漏えい等",
        en="Leak or similar incident",
        meaning=_l("個人情報の漏えい、滅失、毀損です。"),
        items=("J.4.4.2",),
    ),
    Term(
        key="complaint",
        ja="苦情・相談",
        en="Complaint or consultation",
        meaning=_l("個人情報の取扱いについて、本人などから寄せられる苦情や相談です。"),
        items=("J.11",),
    ),
    Term(
        key="anonymous_report",
        ja="匿名の報告",
        en="Anonymous report",
        meaning=_l("名前を記録せずに受け付ける報告です。受付番号で回答を読めます。"),
        items=("J.4.4.1",),
    ),
    Term(
        key="examiner_finding",
        ja="外部審査の指摘事項",
        en="External examination finding",
        meaning=_l("審査機関が審査で示した、改めるべき事項です。期限までに対応し、回答します。"),
        items=("J.7.1",),
    ),
)
