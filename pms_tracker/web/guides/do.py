"""Guides to the pages of do that are no register's: reviews of the register."""

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p

from pms_tracker.web.guides.kinds import Guide

GUIDES = (
    Guide(
        *("ledger_reviews", _p("help", "台帳の見直し")),
        purpose=_l("年に1回、部門ごとに、個人情報が台帳のとおりかを確かめます。"),
        steps=(
            _l("個人情報保護管理者が、回答の期限を決めて始めます。"),
            _l("部門責任者が、1件ずつ答えます。"),
            _l("すべての回答が確認されると、個人情報保護管理者が完了します。"),
        ),
        then=_l("結果は、マネジメントレビューのインプットになります。"),
        terms=("record", "due_date"),
        pages=("ledger_reviews.index", "ledger_reviews.open_form", "ledger_reviews.record"),
    ),
    Guide(
        *("ledger_review_answer", _p("help", "台帳の見直しの回答")),
        purpose=_l("自部門の個人情報を、1件ずつ確かめて答えます。"),
        steps=(
            _l("1件ごとに、変更なし・変更・廃止から選びます。途中で保存できます。"),
            _l("台帳に載っていない個人情報がないかを答え、提出します。"),
            _l("答えた人でない責任者が、回答を読んで確認するか差し戻します。"),
        ),
        then=_l("変更や廃止は、答えた後に台帳の記録で行います。"),
        terms=("record", "send_back"),
        pages=("ledger_reviews.part",),
    ),
)
