"""Words of act: corrective action, management review, and what is reported."""

from flask_babel import lazy_gettext as _l

from pms_tracker.web.guides.kinds import Term

TERMS = (
    Term(
        *("corrective_action", "是正処置", "Corrective action"),
        meaning=_l("不適合の原因を取り除き、再発を防ぐ処置です。"),
        items=("J.7.1",),
    ),
    Term(
        *("containment", "応急処置", "Correction"),
        meaning=_l("見つかった不適合を直し、影響を止めるために、すぐに行う処置です。"),
        items=("J.7.1",),
    ),
    Term(
        *("root_cause", "根本原因", "Root cause"),
        meaning=_l("取り除けば再発しなくなる、おおもとの原因です。"),
        items=("J.7.1",),
    ),
    Term(
        *("five_whys", "なぜなぜ分析", "5 Whys"),
        meaning=_l("「なぜ」を繰り返し、根本原因にたどり着く方法です。"),
    ),
    Term(
        *("fishbone", "特性要因図", "Fishbone diagram"),
        meaning=_l("原因の候補を区分ごとに整理する図です。"),
    ),
    Term(
        *("horizontal_deployment", "水平展開", "Check in other departments"),
        meaning=_l("同じことがほかの部門にもないかを確かめることです。"),
        items=("J.7.1",),
    ),
    Term(
        *("recurrence", "再発", "Recurrence"),
        meaning=_l("同じ部門で、同じ要求事項の不適合がもう一度起きることです。"),
        items=("J.7.1",),
    ),
    Term(
        *("done_check", "完了確認", "Completion check"),
        meaning=_l("計画した処置を実施したことを、実施した人とは別の人が確かめることです。"),
        items=("J.7.1",),
    ),
    Term(
        *("effectiveness", "有効性の確認", "Effectiveness review"),
        meaning=_l("処置の後に同じことが起きていないかを確かめ、有効かを判定することです。"),
        items=("J.7.1",),
    ),
    Term(
        *("management_review", "マネジメントレビュー", "Management review"),
        meaning=_l(
            "代表者が、PMSの運用の結果を評価し、改善を決める会議です。少なくとも年1回行います。"
        ),
        items=("J.6.3",),
    ),
    Term(
        *("review_input", "インプット", "Review input"),
        meaning=_l(
            "マネジメントレビューで代表者に報告する事項です。監査の結果、苦情、"
            "法令の改正などがあります。"
        ),
        items=("J.6.3",),
    ),
    Term(
        *("minutes", "議事録", "Minutes"),
        meaning=_l("レビューで話したことと決定事項の記録です。代表者が署名します。"),
        items=("J.6.3",),
    ),
    Term(
        *("review_decision", "決定事項", "Decision"),
        meaning=_l("レビューで決めた改善です。担当者と期限があります。"),
        items=("J.6.3",),
    ),
    Term(
        *("instruction", "改善指示", "Improvement instruction"),
        meaning=_l("監査報告書を受領した代表者が、改善について指示することです。"),
        items=("J.6.2", "J.6.3"),
    ),
    Term(
        *("continual_improvement", "継続的改善", "Continual improvement"),
        meaning=_l("PMSを、繰り返しよりよいものにしていくことです。"),
        items=("J.7.2",),
    ),
    Term(
        *("leak", "漏えい等", "Leak or similar incident"),
        meaning=_l("個人情報の漏えい、滅失、毀損です。"),
        items=("J.4.4.2",),
    ),
    Term(
        *("complaint", "苦情・相談", "Complaint or consultation"),
        meaning=_l("個人情報の取扱いについて、本人などから寄せられる苦情や相談です。"),
        items=("J.11",),
    ),
    Term(
        *("anonymous_report", "匿名の報告", "Anonymous report"),
        meaning=_l("名前を記録せずに受け付ける報告です。受付番号で回答を読めます。"),
        items=("J.4.4.1",),
    ),
    Term(
        *("examiner_finding", "外部審査の指摘事項", "Examiner's remark"),
        meaning=_l("審査機関が審査で示した、改めるべき事項です。期限までに対応し、回答します。"),
        items=("J.7.1",),
    ),
)
